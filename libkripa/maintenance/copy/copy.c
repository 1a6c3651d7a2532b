/* SPDX-License-Identifier: MIT
 * Copies a store into another, so that a shop can move from a file to a database and back. It only
 * uses the port, so the stores may be of any kind. */
#include "internal.h"

#include <string.h>

#include "base/status.h"
#include "core/context.h"

struct copying {
    const struct kripa_copying *how;
    struct kripa_copied *out;
    struct kripa_arena *arena;
    struct kripa_error *err;
    struct kp_copy_tables tables;
    struct kripa_store *from, *to;
};

static enum kripa_status open_store(struct copying *copying, const char *uri, bool create,
                                    const struct kripa_schema *const *schemas,
                                    struct kripa_store **out)
{
    struct kripa_error failure = {0};
    const char *name = uri == copying->how->from_uri ? copying->out->from : copying->out->to;
    enum kripa_status status = kripa_store_open(uri, create, 0, schemas, out, &failure);
    return status == KRIPA_OK ? status : kp_copy_blame(name, status, &failure, copying->err);
}

static void count_line(void *ctx, const char *line)
{
    (void)line;
    ++*(int64_t *)ctx;
}

/* The source must be a complete store of this version. */
static enum kripa_status check_from(struct copying *copying)
{
    struct kripa_store *from = copying->from;
    const struct kripa_copy_mark *mark;
    int64_t steps = 0;
    enum kripa_status status =
        from->ops->migrate(from, KRIPA_MIGRATE_DRY, count_line, &steps, copying->err);
    if (status == KRIPA_OK && steps > 0)
        return kripa_fail(copying->err, KRIPA_CONFLICT,
                          "%s is not as this version wants it: run kripactl store migrate on it",
                          copying->out->from);
    if (status == KRIPA_OK)
        status = kp_copy_mark(from, copying->arena, &mark, copying->err);
    if (status == KRIPA_OK && mark)
        return kripa_fail(copying->err, KRIPA_CONFLICT, "%s is an unfinished copy itself",
                          copying->out->from);
    return status;
}

/* Opens the source again, with tables that cover everything found in it. */
static enum kripa_status open_from(struct copying *copying)
{
    const char *uri = copying->how->from_uri;
    struct kripa_unknown_collection *others;
    size_t count;
    enum kripa_status status = open_store(copying, uri, false, kripa_schemas, &copying->from);
    if (status == KRIPA_OK)
        status = check_from(copying);
    if (status == KRIPA_OK)
        status = copying->from->ops->unknown_collections(copying->from, copying->arena, &others,
                                                         &count, copying->err);
    if (status == KRIPA_OK)
        status = kp_copy_tables_make(&copying->tables, kripa_schemas, others, count, copying->arena,
                                     copying->err);
    if (status != KRIPA_OK)
        return status;
    kripa_store_close(copying->from);
    copying->from = NULL;
    return open_store(copying, uri, false, copying->tables.all, &copying->from);
}

static enum kripa_status count(struct copying *copying, const struct kripa_schema *of,
                               const struct kripa_cond *conds, size_t conds_count, int64_t *out)
{
    struct kripa_query query = {.of = of, .conds = conds, .conds_count = conds_count};
    return copying->from->ops->count(copying->from, &query, 0, out, copying->err);
}

/* Counts the records, and reports those whose _id no other store can hold. */
static enum kripa_status count_records(struct copying *copying, const struct kripa_schema *of)
{
    struct kripa_copied *out = copying->out;
    struct kripa_collection_info *info = &out->collections[out->collections_count++];
    int64_t named;
    info->name = of->collection;
    enum kripa_status status = count(copying, of, NULL, 0, &info->count);
    if (status == KRIPA_OK)
        status = count(copying, of, &kp_copy_has_id, 1, &named);
    if (status != KRIPA_OK || named == info->count)
        return status;
    out->left_behind += info->count - named;
    const char *line = kripa_arena_format(
        copying->arena, "%s: %lld of %lld records have an _id that is no ObjectId: left behind",
        of->collection, (long long)(info->count - named), (long long)info->count);
    if (!line)
        return kp_no_memory(copying->err);
    copying->how->say(copying->how->ctx, line);
    return KRIPA_OK;
}

static enum kripa_status count_all(struct copying *copying)
{
    struct kripa_copied *out = copying->out;
    enum kripa_status status = KRIPA_OK;
    out->collections = kripa_arena_alloc(copying->arena, sizeof *out->collections,
                                         copying->tables.whole_count + 1);
    if (!out->collections)
        return kp_no_memory(copying->err);
    for (size_t i = 0; i < copying->tables.whole_count && status == KRIPA_OK; i++)
        status = count_records(copying, copying->tables.whole[i]);
    if (status == KRIPA_OK && out->left_behind > 0 && !copying->how->leave_behind)
        return kripa_fail(copying->err, KRIPA_CONFLICT,
                          "%lld records would be left behind, and nobody agreed to that",
                          (long long)out->left_behind);
    return status;
}

/* Lists what the source holds, by opening it without tables. */
static enum kripa_status inspect(struct copying *copying, struct kripa_store *store)
{
    struct kripa_unknown_collection *others;
    size_t others_count;
    enum kripa_status status = store->ops->unknown_collections(store, copying->arena, &others,
                                                               &others_count, copying->err);
    const char *mark = kripa_copy_mark_schema.collection;
    const struct kripa_unknown_collection *full = NULL;
    for (size_t i = 0; status == KRIPA_OK && i < others_count; i++) {
        if (others[i].count > 0 && strcmp(others[i].name, mark) == 0)
            copying->out->continued = true;
        else if (others[i].count > 0)
            full = &others[i];
    }
    if (full && !copying->out->continued)
        return kripa_fail(copying->err, KRIPA_EXISTS,
                          "%s is not empty: %s has %lld records. A copy needs a store of its own",
                          copying->out->to, full->name, (long long)full->count);
    return status;
}

static enum kripa_status check_to(struct copying *copying)
{
    static const struct kripa_schema *const no_tables[] = {NULL};
    struct kripa_store *store = NULL;
    enum kripa_status status = open_store(copying, copying->how->to_uri, false, no_tables, &store);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status == KRIPA_OK)
        status = inspect(copying, store);
    kripa_store_close(store);
    return status;
}

static enum kripa_status check_mark(struct copying *copying)
{
    const struct kripa_copy_mark *mark;
    enum kripa_status status = kp_copy_mark(copying->to, copying->arena, &mark, copying->err);
    if (status != KRIPA_OK)
        return status;
    if (!mark)
        return kp_copy_mark_put(copying->to, copying->out->from, copying->err);
    if (strcmp(mark->from, copying->out->from) == 0)
        return KRIPA_OK;
    return kripa_fail(copying->err, KRIPA_CONFLICT, "%s is an unfinished copy of %s, not of %s",
                      copying->out->to, mark->from, copying->out->from);
}

static enum kripa_status open_to(struct copying *copying)
{
    enum kripa_status status =
        open_store(copying, copying->how->to_uri, true, copying->tables.all, &copying->to);
    if (status == KRIPA_OK)
        status = copying->to->ops->migrate(copying->to, 0, kp_say_nothing, NULL, copying->err);
    if (status == KRIPA_OK)
        status = check_mark(copying);
    copying->out->unfinished = status == KRIPA_OK;
    return status;
}

static enum kripa_status walk_all(struct copying *copying, bool comparing)
{
    struct kp_copy_walk walk = {.from = copying->from,
                                .to = copying->to,
                                .comparing = comparing,
                                .how = copying->how,
                                .out = copying->out,
                                .err = copying->err};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < copying->tables.whole_count && status == KRIPA_OK; i++) {
        walk.of = copying->tables.whole[i];
        status = kp_copy_walk(&walk);
    }
    return status;
}

static enum kripa_status finish(struct copying *copying)
{
    struct kripa_copied *out = copying->out;
    if (out->differences > 0)
        return kripa_fail(copying->err, KRIPA_CORRUPT,
                          "the copy differs from %s in %lld records: was somebody at work there?",
                          out->from, (long long)out->differences);
    enum kripa_status status = kp_copy_mark_remove(copying->to, copying->err);
    out->unfinished = status != KRIPA_OK;
    return status;
}

static enum kripa_status copy(struct copying *copying)
{
    enum kripa_status status = open_to(copying);
    if (status == KRIPA_OK)
        status = walk_all(copying, false);
    if (status == KRIPA_OK)
        status = walk_all(copying, true);
    return status == KRIPA_OK ? finish(copying) : status;
}

enum kripa_status kripa_store_copy(const struct kripa_copying *how, struct kripa_arena *arena,
                                   struct kripa_copied *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct copying copying = {.how = how, .out = out, .arena = arena, .err = err};
    *out = (struct kripa_copied){0};
    kripa_uri_shown(how->from_uri, out->from);
    kripa_uri_shown(how->to_uri, out->to);
    enum kripa_status status = kp_need_text(how->from_uri, "from_uri", err);
    if (status == KRIPA_OK)
        status = kp_need_text(how->to_uri, "to_uri", err);
    if (status == KRIPA_OK && strcmp(how->from_uri, how->to_uri) == 0)
        status = kripa_fail_field(err, KRIPA_INVALID, "to", "is the same store");
    if (status == KRIPA_OK)
        status = open_from(&copying);
    if (status == KRIPA_OK)
        status = check_to(&copying);
    if (status == KRIPA_OK)
        status = count_all(&copying);
    if (status == KRIPA_OK && !how->dry_run)
        status = copy(&copying);
    kripa_store_close(copying.from);
    kripa_store_close(copying.to);
    return status;
}
