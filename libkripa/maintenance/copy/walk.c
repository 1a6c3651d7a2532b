/* SPDX-License-Identifier: MIT
 * Goes through two stores side by side. What is missing or different in `to` is corrected or
 * reported: an empty store becomes a copy, and an interrupted copy is continued. */
#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "core/change.h"
#include "core/query.h"
#include "internal.h"

#define PAGE_ROWS            100
#define EDITS_MIN            4 /* in one commit, even when the connection is too slow for more */
#define DIFFERENCES_SAID_MAX 100

const struct kripa_cond kp_copy_has_id = {"_id", KRIPA_GE, &kp_least_id, 1};

/* Reads the records of one store, page by page. */
struct side {
    struct kripa_store *store;
    const char *name;
    struct kripa_arena arena; /* cleared with the page */
    struct kripa_rows rows;
    size_t at;
    bool begun;
    int64_t seen, counted; /* records that have an id */
};
struct walking {
    const struct kp_copy_walk *walk;
    const struct kripa_schema *of;
    struct side from, to;
    struct kripa_arena arena; /* cleared with the change */
    struct kp_call call;      /* uses this arena */
    struct kp_change change;
    size_t edits_max; /* in one commit */
    struct kripa_copy_progress progress;
};

static bool is_read(const struct side *side)
{
    return side->at == side->rows.count;
}

static struct kripa_id id_of(const void *record)
{
    struct kripa_id id;
    memcpy(&id, record, sizeof id);
    return id;
}

static const void *record_at(const struct side *side, const struct kripa_schema *of)
{
    return is_read(side) ? NULL : (const char *)side->rows.at + side->at * of->size;
}

enum kripa_status kp_copy_blame(const char *store, enum kripa_status status,
                                const struct kripa_error *failure, struct kripa_error *err)
{
    const char *words = *failure->message ? failure->message : kripa_status_meaning(status);
    return kripa_fail(err, status, "%s: %s", store, words);
}

static enum kripa_status next_page(struct walking *walking, struct side *side)
{
    char after[KRIPA_CURSOR_SIZE];
    memcpy(after, side->rows.next, sizeof after);
    struct kripa_query query = {
        .of = walking->of, .after = {after, strlen(after)}, .limit = PAGE_ROWS};
    kripa_arena_reset(&side->arena);
    side->at = 0;
    side->begun = true;
    struct kripa_error failure = {0};
    enum kripa_status status =
        side->store->ops->find(side->store, &query, &side->arena, &side->rows, &failure);
    return status == KRIPA_OK ? status
                              : kp_copy_blame(side->name, status, &failure, walking->walk->err);
}

/* Returns the current record, or NULL at the end. */
static enum kripa_status look(struct walking *walking, struct side *side, const void **record)
{
    enum kripa_status status = KRIPA_OK;
    if (is_read(side) && (!side->begun || *side->rows.next))
        status = next_page(walking, side);
    *record = status == KRIPA_OK ? record_at(side, walking->of) : NULL;
    return status;
}

/* Adds to the error which record can't be written. */
static enum kripa_status failed(struct walking *walking, enum kripa_status status,
                                struct kripa_id id, const struct kripa_error *failure)
{
    char text[KRIPA_ID_TEXT_SIZE];
    if (status != KRIPA_EXISTS && status != KRIPA_CONFLICT && status != KRIPA_INVALID)
        return kp_copy_blame(walking->to.name, status, failure, walking->walk->err);
    kripa_id_format(id, text);
    return kripa_fail(walking->walk->err, status, "%s %s: %s", walking->of->collection, text,
                      failure->message);
}

/* The number of edits in the next commit: the two that correct one record stay together. */
static size_t portion(const struct walking *walking, size_t at)
{
    const struct kp_change *change = &walking->change;
    const struct kripa_edit *end = change->edits + at + walking->edits_max;
    if (change->count - at <= walking->edits_max)
        return change->count - at;
    return walking->edits_max + kripa_id_equal(end[-1].key, end->key);
}

/* Over a slow connection the store may time out on so many edits: then it is tried with half as
 * many. Some may be committed but not counted, which the next copy finds out. */
static enum kripa_status write_portion(struct walking *walking, size_t at, size_t *count)
{
    struct kripa_store *to = walking->to.store;
    struct kripa_edit *edits = walking->change.edits + at;
    struct kripa_error lost = {0};
    for (;;) {
        struct kripa_outcome outcome = {0};
        struct kripa_error failure = {0};
        *count = portion(walking, at);
        enum kripa_status status =
            to->ops->commit(to, &(struct kripa_change){edits, *count}, &outcome, &failure);
        if (status == KRIPA_OK)
            return status;
        bool refused = status == KRIPA_EXISTS || status == KRIPA_CONFLICT;
        if (refused && *lost.message)
            return kp_copy_blame(walking->to.name, KRIPA_UNAVAILABLE, &lost, walking->walk->err);
        if (status != KRIPA_UNAVAILABLE || *count <= EDITS_MIN + 1)
            return failed(walking, status, edits[outcome.failed].key, &failure);
        lost = failure;
        walking->edits_max = *count / 2 > EDITS_MIN ? *count / 2 : EDITS_MIN;
    }
}

static enum kripa_status flush(struct walking *walking)
{
    struct kp_change *change = &walking->change;
    if (change->failed)
        return kp_no_memory(walking->walk->err);
    for (size_t at = 0, count; at < change->count; at += count) {
        enum kripa_status status = write_portion(walking, at, &count);
        if (status != KRIPA_OK)
            return status;
        for (size_t i = at; i < at + count; i++)
            walking->walk->out->written += change->edits[i].kind == KRIPA_INSERT;
    }
    kripa_arena_reset(&walking->arena);
    *change = kp_change_in(&walking->call);
    return KRIPA_OK;
}

static void mend(struct walking *walking, const void *from, const void *to)
{
    if (to)
        kp_delete(&walking->change, walking->of, id_of(to));
    if (from)
        kp_insert(&walking->change, walking->of, from);
}

static void tell(struct walking *walking, const void *from, const void *to,
                 const struct kripa_field *field)
{
    const struct kp_copy_walk *walk = walking->walk;
    char line[256], text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id_of(from ? from : to), text);
    if (++walk->out->differences > DIFFERENCES_SAID_MAX)
        return;
    if (field)
        snprintf(line, sizeof line, "%s %s: %s is not the same in the copy",
                 walking->of->collection, text, field->name);
    else
        snprintf(line, sizeof line, "%s %s is %s", walking->of->collection, text,
                 from ? "missing in the copy" : "only in the copy");
    walk->how->say(walk->how->ctx, line);
}

static const char *residual_of(const struct kripa_field *residual, const void *record)
{
    const char *text;
    memcpy(&text, (const char *)record + residual->at, sizeof text);
    return text;
}

static bool same_texts(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

/* *field: the first one in which two records differ, or NULL. Records whose fields are equal may
 * still be stored differently, and are written again if a field was changed since. */
static enum kripa_status find_difference(struct walking *walking, const void *from, const void *to,
                                         const struct kripa_field **field)
{
    const struct kripa_schema *of = walking->of;
    const struct kripa_field *residual = &of->fields[of->count - 1];
    struct kripa_store *store = walking->to.store;
    struct kripa_error failure = {0};
    const char *rest;
    *field = kp_record_difference(of, from, to);
    if (*field || same_texts(residual_of(residual, from), residual_of(residual, to)))
        return KRIPA_OK;
    enum kripa_status status =
        store->ops->residual(store, of, from, &walking->from.arena, &rest, &failure);
    if (status != KRIPA_OK)
        return failed(walking, status, id_of(from), &failure);
    *field = same_texts(rest, residual_of(residual, to)) ? NULL : residual;
    return KRIPA_OK;
}

/* Skips a record whose id no table can hold. */
static bool pass_over(struct side *side, const void *record)
{
    bool passed = record && kripa_id_is_zero(id_of(record));
    side->at += passed;
    return passed;
}

/* Handles one record of either side, or two with the same id. */
static enum kripa_status step(struct walking *walking, const void *from, const void *to)
{
    enum kripa_status status = KRIPA_OK;
    if (pass_over(&walking->from, from) || pass_over(&walking->to, to))
        return status;
    int order = !from ? 1 : !to ? -1 : memcmp(from, to, sizeof(struct kripa_id));
    const struct kripa_field *field = NULL;
    walking->from.at += order <= 0;
    walking->to.at += order >= 0;
    walking->from.seen += order <= 0;
    walking->to.seen += order >= 0;
    walking->walk->out->compared += walking->walk->comparing;
    if (order == 0)
        status = find_difference(walking, from, to, &field);
    if (status != KRIPA_OK || (order == 0 && !field))
        return status;
    from = order <= 0 ? from : NULL;
    to = order >= 0 ? to : NULL;
    if (walking->walk->comparing)
        tell(walking, from, to, field);
    else
        mend(walking, from, to);
    return status;
}

static void tell_progress(struct walking *walking)
{
    const struct kripa_copying *how = walking->walk->how;
    walking->progress.done = walking->from.seen;
    if (how->progress)
        how->progress(how->ctx, &walking->progress);
}

/* Commits before the page is cleared, as the change borrows records of it. */
static enum kripa_status turn_page(struct walking *walking)
{
    if (!is_read(&walking->from) && walking->change.count < (size_t)2 * PAGE_ROWS)
        return KRIPA_OK;
    enum kripa_status status = flush(walking);
    if (status == KRIPA_OK && is_read(&walking->from) && *walking->from.rows.next)
        tell_progress(walking);
    return status;
}

static enum kripa_status go(struct walking *walking)
{
    const void *from, *to;
    enum kripa_status status = KRIPA_OK;
    for (;;) {
        status = turn_page(walking);
        if (status == KRIPA_OK)
            status = look(walking, &walking->from, &from);
        if (status == KRIPA_OK)
            status = look(walking, &walking->to, &to);
        if (status != KRIPA_OK || (!from && !to))
            break;
        status = step(walking, from, to);
        if (status != KRIPA_OK)
            break;
    }
    return status == KRIPA_OK ? flush(walking) : status;
}

static enum kripa_status count(struct walking *walking, struct side *side)
{
    struct kripa_query query = {.of = walking->of, .conds = &kp_copy_has_id, .conds_count = 1};
    struct kripa_error failure = {0};
    enum kripa_status status =
        side->store->ops->count(side->store, &query, 0, &side->counted, &failure);
    return status == KRIPA_OK ? status
                              : kp_copy_blame(side->name, status, &failure, walking->walk->err);
}

/* Checks that both stores returned as many records as they counted. */
static enum kripa_status check_counts(struct walking *walking)
{
    struct side *sides[] = {&walking->from, &walking->to};
    enum kripa_status status = count(walking, &walking->to);
    for (size_t i = 0; status == KRIPA_OK && i < 2; i++) {
        char line[160];
        if (sides[i]->seen == sides[i]->counted)
            continue;
        snprintf(line, sizeof line, "%s: %s holds %lld records, and gave %lld",
                 walking->of->collection, i == 0 ? "the old store" : "the copy",
                 (long long)sides[i]->counted, (long long)sides[i]->seen);
        walking->walk->out->differences++;
        walking->walk->how->say(walking->walk->how->ctx, line);
    }
    return status;
}

enum kripa_status kp_copy_walk(const struct kp_copy_walk *walk)
{
    struct walking walking = {
        .walk = walk,
        .of = walk->of,
        .from = {.store = walk->from, .name = walk->out->from},
        .to = {.store = walk->to, .name = walk->out->to},
        .edits_max = 2 * PAGE_ROWS + 1,
        .progress = {.collection = walk->of->collection, .comparing = walk->comparing},
        .call = {.arena = &walking.arena},
    };
    walking.change = kp_change_in(&walking.call);
    enum kripa_status status = count(&walking, &walking.from);
    walking.progress.total = walking.from.counted;
    if (status == KRIPA_OK)
        status = go(&walking);
    if (status == KRIPA_OK && walk->comparing)
        status = check_counts(&walking);
    walking.progress.finished = status == KRIPA_OK;
    if (status == KRIPA_OK)
        tell_progress(&walking);
    kripa_arena_clear(&walking.from.arena);
    kripa_arena_clear(&walking.to.arena);
    kripa_arena_clear(&walking.arena);
    return status;
}
