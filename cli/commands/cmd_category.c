/* SPDX-License-Identifier: MIT
 * kripactl category: the tree of categories. */
#include "base/named.h"
#include "cmd.h"
#include "input/batch.h"
#include "input/prompt.h"
#include "output/print.h"

#define LEVEL_INDENT "  "

static size_t count_all(const struct kripa_category *at, size_t count)
{
    size_t total = count;
    for (size_t i = 0; i < count; i++)
        total += count_all(at[i].children, at[i].children_count);
    return total;
}

/* Lists the tree as records, each name indented by its level. */
static bool flatten(struct session *s, const struct kripa_category *at, size_t count,
                    const char *indent, struct kripa_category **to)
{
    /* programs get the names without indentation */
    bool drawn = s->options->layout == LAYOUT_TABLE;
    const char *deeper = kripa_arena_format(&s->arena, "%s%s", indent, drawn ? LEVEL_INDENT : "");
    for (size_t i = 0; i < count; i++) {
        struct kripa_category *row = (*to)++;
        *row = at[i];
        row->name = kripa_arena_format(&s->arena, "%s%s", indent, at[i].name);
        if (!deeper || !row->name || !flatten(s, at[i].children, at[i].children_count, deeper, to))
            return false;
    }
    return true;
}

enum kripa_status cmd_category_list(struct session *s, const struct input *in)
{
    struct kripa_category_filter filter = {0};
    kripa_given given;
    struct kripa_categories tree;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    filter.tree = 1;
    filter.all = s->viewer.role == KRIPA_ROLE_ADMIN;
    if (status == KRIPA_OK)
        status = kripa_category_list(s->kripa, s->viewer, &filter, &s->arena, &tree, &s->error);
    if (status != KRIPA_OK || s->options->json)
        return status == KRIPA_OK ? print_array(s, &kripa_category_schema, tree.at, tree.count)
                                  : status;
    size_t count = count_all(tree.at, tree.count);
    struct kripa_category *rows = kripa_arena_alloc(&s->arena, sizeof *rows, count + 1), *to = rows;
    if (!rows || !flatten(s, tree.at, tree.count, "", &to))
        return session_no_memory(s);
    return print_array(s, &kripa_category_schema, rows, count);
}

static enum kripa_status add_one(struct session *s, const struct batch_record *sent,
                                 struct kripa_arena *arena, const void **out,
                                 struct kripa_error *err)
{
    struct kripa_category *category;
    enum kripa_status status =
        kripa_category_add(s->kripa, s->viewer, sent->record, sent->given, arena, &category, err);
    *out = category;
    return status;
}

enum kripa_status cmd_category_add(struct session *s, const struct input *in)
{
    const char *file = input_own(in, "file");
    if (file && in->pairs_count > 0)
        return session_usage(s, "--file stands alone: the file says everything");
    static const struct batch_kind categories = {.schema = &kripa_category_schema, .add = add_one};
    if (file)
        return batch_run(s, file, &categories, false);
    struct kripa_category wanted = {0}, *category;
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status == KRIPA_OK)
        status = kripa_category_add(s->kripa, s->viewer, &wanted, given, &s->arena, &category,
                                    &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_category_schema, category, "Added %s (%s).", category->name,
                         category->slug);
}

enum kripa_status cmd_category_edit(struct session *s, const struct input *in)
{
    struct kripa_category wanted = {0}, *category;
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status == KRIPA_OK && !given)
        return session_usage(s, "nothing to change: see kripactl category edit --help");
    if (status == KRIPA_OK)
        status = named_category(s, in->args[0], &category);
    if (status == KRIPA_OK)
        status = kripa_category_edit(s->kripa, s->viewer, category->id, &wanted, given, &s->arena,
                                     &category, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_category_schema, category, "%s is changed.", category->name);
}

enum kripa_status cmd_category_delete(struct session *s, const struct input *in)
{
    struct kripa_category *category;
    enum kripa_status status = named_category(s, in->args[0], &category);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Delete the category %s?", category->name);
    if (status == KRIPA_OK)
        status = kripa_category_delete(s->kripa, s->viewer, category->id, &s->arena, &category,
                                       &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_category_schema, category, "%s is gone.", category->name);
}
