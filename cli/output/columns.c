/* SPDX-License-Identifier: MIT
 * Chooses the columns of a table. */
#include "internal.h"

#include <stdio.h>
#include <string.h>

#include "base/flags.h"
#include "base/suggest.h"

const void *column_record(const struct column *column, const void *record)
{
    const struct kripa_field *outer = column->outer;
    if (!outer)
        return record;
    const void *at = (const char *)record + outer->at;
    return outer->type == KRIPA_TYPE_OPT_RECORD ? *(const void *const *)at : at;
}

static bool is_record(const struct kripa_field *field)
{
    return field->type == KRIPA_TYPE_RECORD || field->type == KRIPA_TYPE_OPT_RECORD;
}

/* Finds a field by its JSON name, or as a flag spells it ("retailer-price"). */
static const struct kripa_field *find(const struct kripa_schema *schema, const char *name,
                                      size_t size, enum kripa_role role)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (flag_names_same(field->name, strlen(field->name), name, size) &&
            cell_field(schema, field->name, role) == field)
            return field;
    }
    return NULL;
}

static bool resolve(const struct kripa_schema *schema, const char *path, size_t size,
                    enum kripa_role role, struct column *out)
{
    const char *dot = memchr(path, '.', size);
    *out = (struct column){0};
    if (!dot) {
        out->field = find(schema, path, size, role);
        return out->field != NULL;
    }
    out->outer = find(schema, path, (size_t)(dot - path), role);
    if (!out->outer || !is_record(out->outer))
        return false;
    out->field = find(out->outer->item, dot + 1, size - (size_t)(dot + 1 - path), role);
    return out->field != NULL;
}

static enum kripa_status unknown(struct session *s, const struct kripa_schema *schema,
                                 const char *name, size_t size)
{
    char *typed = kripa_arena_text(&s->arena, name, size);
    if (!typed)
        return session_no_memory(s);
    struct suggestion suggestion = suggestion_for(typed);
    for (size_t i = 0; i < schema->count; i++) {
        if (cell_field(schema, schema->fields[i].name, s->viewer.role))
            suggestion_try(&suggestion, schema->fields[i].name);
    }
    if (suggestion.best)
        return session_usage(s, "--fields: there is no \"%s\"; did you mean \"%s\"?", typed,
                             suggestion.best);
    return session_usage(s, "--fields: there is no \"%s\"; --json shows what there is", typed);
}

/* The next name of a list without blanks around it; false at the end. */
static bool next_name(const char **list, const char **name, size_t *size)
{
    *list += strspn(*list, ", ");
    *name = *list;
    *size = strcspn(*list, ", ");
    *list += *size;
    return *size > 0;
}

static bool finish(struct session *s, struct column *column, const char *head)
{
    column->path = column->outer ? kripa_arena_format(&s->arena, "%s.%s", column->outer->name,
                                                      column->field->name)
                                 : column->field->name;
    column->head = head ? head : cell_label(&s->arena, column->path);
    return column->path && column->head;
}

/* The heading that the view has for it. */
static const char *viewed_head(struct session *s, const struct kripa_schema *schema,
                               const struct column *column)
{
    struct column seen;
    for (const struct view_column *at = view_of(schema, s->command->view); at && at->path; at++) {
        if (resolve(schema, at->path, strlen(at->path), s->viewer.role, &seen) &&
            seen.outer == column->outer && seen.field == column->field)
            return at->head;
    }
    return NULL;
}

static enum kripa_status chosen(struct session *s, const struct kripa_schema *schema,
                                struct columns *out)
{
    const char *list = s->options->fields, *name;
    size_t size;
    out->chosen = true;
    while (next_name(&list, &name, &size)) {
        struct column *column = &out->at[out->count];
        if (out->count == COLUMNS_MAX)
            return session_usage(s, "--fields: at most %d", COLUMNS_MAX);
        if (!resolve(schema, name, size, s->viewer.role, column))
            return unknown(s, schema, name, size);
        if (!finish(s, column, viewed_head(s, schema, column)))
            return session_no_memory(s);
        out->count++;
    }
    return out->count > 0 ? KRIPA_OK : session_usage(s, "--fields names none");
}

static enum kripa_status viewed(struct session *s, const struct kripa_schema *schema,
                                struct columns *out)
{
    for (const struct view_column *at = view_of(schema, s->command->view); at && at->path; at++) {
        struct column *column = &out->at[out->count];
        if (out->count == COLUMNS_MAX ||
            !resolve(schema, at->path, strlen(at->path), s->viewer.role, column))
            continue;
        if (!finish(s, column, at->head))
            return session_no_memory(s);
        out->count++;
    }
    return KRIPA_OK;
}

/* Adds the fields that fit into a cell; with `deep` those of embedded records, too. */
static enum kripa_status plain(struct session *s, const struct kripa_schema *schema,
                               const struct kripa_field *outer, bool deep, struct columns *out)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < schema->count && status == KRIPA_OK; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (field->type == KRIPA_TYPE_LIST || (deep && field->type == KRIPA_TYPE_IDS) ||
            cell_field(schema, field->name, s->viewer.role) != field)
            continue;
        if (deep && is_record(field)) {
            if (!outer)
                status = plain(s, field->item, field, deep, out);
            continue;
        }
        if (out->count == COLUMNS_MAX)
            return status;
        struct column *column = &out->at[out->count++];
        *column = (struct column){.outer = outer, .field = field};
        if (!finish(s, column, NULL))
            status = session_no_memory(s);
    }
    return status;
}

enum kripa_status columns_for_people(struct session *s, const struct kripa_schema *schema,
                                     struct columns *out)
{
    *out = (struct columns){0};
    if (s->options->fields)
        return chosen(s, schema, out);
    return view_of(schema, s->command->view) ? viewed(s, schema, out)
                                             : plain(s, schema, NULL, false, out);
}

enum kripa_status columns_for_programs(struct session *s, const struct kripa_schema *schema,
                                       struct columns *out)
{
    *out = (struct columns){0};
    return s->options->fields ? chosen(s, schema, out) : plain(s, schema, NULL, true, out);
}

/* A copy of `schema` with only the fields in `columns`, its own or those of its record `outer`. */
static struct kripa_schema *narrowed(struct session *s, const struct kripa_schema *schema,
                                     const struct columns *columns, const struct kripa_field *outer)
{
    struct kripa_schema *copy = kripa_arena_alloc(&s->arena, sizeof *copy, 1);
    struct kripa_field *fields = kripa_arena_alloc(&s->arena, sizeof *fields, schema->count);
    if (!copy || !fields)
        return NULL;
    *copy = *schema;
    copy->count = 0;
    copy->fields = fields;
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        bool whole = false, part = false;
        for (size_t j = 0; j < columns->count; j++) {
            const struct column *column = &columns->at[j];
            whole |= column->outer == outer && column->field == field;
            part |= !outer && column->outer == field;
        }
        if (!whole && !part)
            continue;
        struct kripa_field *kept = &fields[copy->count++];
        *kept = *field;
        if (!whole)
            kept->item = narrowed(s, field->item, columns, field);
        if (!whole && !kept->item)
            return NULL;
    }
    return copy;
}

enum kripa_status columns_schema(struct session *s, const struct kripa_schema *schema,
                                 const struct kripa_schema **out)
{
    struct columns columns = {0};
    *out = schema;
    if (!s->options->fields)
        return KRIPA_OK;
    enum kripa_status status = chosen(s, schema, &columns);
    if (status != KRIPA_OK)
        return status;
    *out = narrowed(s, schema, &columns, NULL);
    return *out ? KRIPA_OK : session_no_memory(s);
}
