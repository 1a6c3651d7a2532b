/* SPDX-License-Identifier: MIT
 * Removes files that no record names. First the record of the file says that it is going, so
 * nobody can name it any more; then the file is removed, and then the record. */
#include <string.h>

#include "base/status.h"
#include "core/query.h"
#include "internal.h"

/* How long a record that says so belongs to the process that wrote it. That process removes
 * the file at once or never, so after this time another process may do it. */
#define GOING_MS       INT64_C(3600000)
#define TIDY_EVERY_MS  INT64_C(3600000)
#define UNNAMED_TTL_MS ((int64_t)KRIPA_MEDIA_UNNAMED_TTL_S * 1000)

/* A file counts as named if its own record says so or a record that names it exists. Where
 * the two disagree, `store verify` tells. */
static enum kripa_status is_named(const struct kp_call *call, const struct kripa_media *media,
                                  bool *named)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_media_ref_schema);
    kp_where(&query, "media", KRIPA_EQ, kp_id(media->id));
    int64_t count = 0;
    enum kripa_status status = kp_count(call, &query, 1, &count);
    *named = media->refs > 0 || count > 0;
    return status;
}

/* CONFLICT: meanwhile the file was named, or kept again, or another process is removing it. */
static enum kripa_status say_going(const struct kp_call *call, const struct kripa_media *media)
{
    struct kp_change change = kp_change_in(call);
    kp_update(&change, &kripa_media_schema, media->id);
    kp_require(&change, "revision", KRIPA_EQ, kp_int(media->revision));
    kp_require(&change, "refs", KRIPA_EQ, kp_int(0));
    kp_set(&change, "status", kp_int(KRIPA_MEDIA_GOING));
    kp_set(&change, "goingAt", kp_int(kp_now_ms(call->kripa)));
    kp_add(&change, "revision", 1);
    return kp_commit(call, &change, NULL);
}

static enum kripa_status remove_record(const struct kp_call *call, const struct kripa_media *media)
{
    struct kp_change change = kp_change_in(call);
    kp_delete(&change, &kripa_media_schema, media->id);
    kp_require(&change, "status", KRIPA_EQ, kp_int(KRIPA_MEDIA_GOING));
    return kp_commit(call, &change, NULL);
}

static enum kripa_status remove_unnamed(const struct kp_call *call, const struct kripa_media *media)
{
    struct kp_depot *depot = kp_media_depot(call->kripa, media->place);
    if (!depot)
        return kripa_fail(call->err, KRIPA_UNAVAILABLE, "files at \"%s\" can't be removed",
                          media->place);
    enum kripa_status status = say_going(call, media);
    if (status == KRIPA_OK && !call->kripa->dry_run)
        status = depot->ops->remove(depot, media->public_id, call->err);
    return status == KRIPA_OK ? remove_record(call, media) : status;
}

enum kripa_status kp_media_remove(const struct kp_call *call, const struct kripa_media *media,
                                  bool *removed)
{
    *removed = false;
    int64_t now_ms = kp_now_ms(call->kripa);
    if (media->status == KRIPA_MEDIA_GOING && kp_within(media->going_at_ms, now_ms, GOING_MS))
        return KRIPA_OK;
    bool named;
    enum kripa_status status = is_named(call, media, &named);
    if (status != KRIPA_OK || named)
        return status;
    struct kripa_error problem = {0};
    const struct kp_call trial = kp_call_with_err(call, &problem);
    status = remove_unnamed(&trial, media);
    if (status == KRIPA_CONFLICT)
        return KRIPA_OK;
    *removed = status == KRIPA_OK;
    if (status != KRIPA_OK && call->err)
        *call->err = problem;
    return status;
}

static enum kripa_status sweep_depot(const struct kp_call *call, const struct kp_depot *depot,
                                     int64_t limit, int64_t *removed)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_media_schema);
    kp_where(&query, "place", KRIPA_EQ, kp_text(depot->kind));
    kp_where(&query, "refs", KRIPA_EQ, kp_int(0));
    kp_where(&query, "usedAt", KRIPA_LT, kp_int(kp_now_ms(call->kripa) - UNNAMED_TTL_MS));
    kp_sort(&query, "usedAt", false);
    query.query.limit = limit < KRIPA_PAGE_LIMIT_MAX ? limit : KRIPA_PAGE_LIMIT_MAX;
    struct kripa_rows rows;
    enum kripa_status status = kp_find(call, &query, &rows), first = status;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++) {
        bool gone;
        struct kripa_error problem = {0};
        const struct kp_call trial = kp_call_with_err(call, &problem);
        enum kripa_status one = kp_media_remove(&trial, &((struct kripa_media *)rows.at)[i], &gone);
        *removed += one == KRIPA_OK && gone;
        if (one == KRIPA_OK || first != KRIPA_OK)
            continue;
        first = one;
        if (call->err)
            *call->err = problem;
    }
    return first;
}

/* Once an hour, as it reads whole folders. */
static enum kripa_status tidy(const struct kp_call *call, int64_t *removed)
{
    struct kripa *kripa = call->kripa;
    int64_t now_ms = kp_now_ms(kripa), last_ms = atomic_load(&kripa->tidied_at_ms);
    if (!kripa->disk || kripa->dry_run || (last_ms && kp_within(last_ms, now_ms, TIDY_EVERY_MS)))
        return KRIPA_OK;
    atomic_store(&kripa->tidied_at_ms, now_ms);
    return kp_disk_tidy(kripa->disk, KRIPA_MEDIA_UNNAMED_TTL_S, removed, call->err);
}

enum kripa_status kp_media_sweep(const struct kp_call *call, int64_t limit, int64_t *removed)
{
    struct kripa_arena arena = {0};
    const struct kp_call own = kp_call_with_arena(call, &arena);
    struct kp_depot *const depots[] = {call->kripa->disk, call->kripa->remote};
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < sizeof depots / sizeof *depots && status == KRIPA_OK; i++)
        if (depots[i] && *removed < limit)
            status = sweep_depot(&own, depots[i], limit - *removed, removed);
    if (status == KRIPA_OK)
        status = tidy(&own, removed);
    kripa_arena_clear(&arena);
    return status;
}
