/* SPDX-License-Identifier: MIT
 * Looking at the whole store, backing it up, upgrading its tables, and deleting what has
 * expired. */
#include <kripa/maintenance.h>
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "media/media.h"
#include "schema/schema.h"

static bool is_counted(const struct kripa_store_info *info, const char *collection)
{
    for (size_t i = 0; i < info->collections_count; i++) {
        if (strcmp(info->collections[i].name, collection) == 0)
            return true;
    }
    return false;
}

enum kripa_status kripa_store_info(struct kripa *kripa, struct kripa_arena *arena,
                                   struct kripa_store_info *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .arena = arena, .err = err};
    size_t schemas_count = 0;
    while (kripa_schemas[schemas_count])
        schemas_count++;
    *out = (struct kripa_store_info){
        .uri = kripa_arena_text(arena, kripa->uri, strlen(kripa->uri)),
        .kind = kripa->store->kind,
        .collections = kripa_arena_alloc(arena, sizeof *out->collections, schemas_count),
    };
    if (!out->uri || !out->collections)
        return kp_no_memory(err);
    for (size_t i = 0; i < schemas_count; i++) {
        const char *collection = kripa_schemas[i]->collection;
        if (!collection || is_counted(out, collection))
            continue;
        struct kripa_collection_info *info = &out->collections[out->collections_count++];
        info->name = collection;
        struct kp_query all = kp_query_of(arena, kripa_schemas[i]);
        enum kripa_status status = kp_count(&call, &all, 0, &info->count);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

enum kripa_status kripa_backup(struct kripa *kripa, const char *to, struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = kp_need_text(to, "to", err);
    return status == KRIPA_OK ? kripa->store->ops->backup(kripa->store, to, err) : status;
}

/* Deletes records whose `field` is before `before_ms`. If one of them was changed meanwhile (a
 * session was used), the whole change fails, and the next sweep tries again. */
static enum kripa_status sweep(const struct kp_call *call, const struct kripa_schema *of,
                               const char *field, int64_t before_ms, int64_t limit,
                               int64_t *removed)
{
    struct kripa_arena arena = {0};
    struct kripa_error failure = {0};
    const struct kp_call trial = {.kripa = call->kripa, .arena = &arena, .err = &failure};
    struct kp_query query = kp_query_of(&arena, of);
    kp_where(&query, field, KRIPA_LT, kp_int(before_ms));
    query.query.limit = limit < KRIPA_PAGE_LIMIT_MAX ? limit : KRIPA_PAGE_LIMIT_MAX;
    struct kripa_rows rows;
    enum kripa_status status = kp_find(call, &query, &rows);
    struct kp_change change = kp_change_in(&trial);
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++) {
        const void *row = (const char *)rows.at + i * of->size;
        kp_delete(&change, of,
                  *(const struct kripa_id *)row); /* every table's first field is the id */
        kp_require(&change, field, KRIPA_LT, kp_int(before_ms));
    }
    if (status == KRIPA_OK) {
        status = kp_commit(&trial, &change, NULL);
        *removed += status == KRIPA_OK ? (int64_t)rows.count : 0;
        if (status != KRIPA_OK && status != KRIPA_CONFLICT && call->err)
            *call->err = failure;
    }
    kripa_arena_clear(&arena);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

/* Wipes what messages said in secret once it is good for nothing; a message that was not sent by
 * then is not sent any more. */
static enum kripa_status wipe(const struct kp_call *call, int64_t now_ms, int64_t limit,
                              int64_t *wiped)
{
    struct kripa_arena arena = {0};
    const struct kp_call own = kp_call_with_arena(call, &arena);
    struct kp_query query = kp_query_of(&arena, &kripa_outbox_message_schema);
    kp_where(&query, "expiresAt", KRIPA_LT, kp_int(now_ms));
    query.query.limit = limit < KRIPA_PAGE_LIMIT_MAX ? limit : KRIPA_PAGE_LIMIT_MAX;
    struct kripa_rows rows;
    enum kripa_status status = kp_find(&own, &query, &rows);
    const struct kripa_outbox_message *found = rows.at;
    struct kp_change change = kp_change_in(&own);
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++) {
        kp_update(&change, &kripa_outbox_message_schema, found[i].id);
        kp_require(&change, "status", KRIPA_UNCHANGED, kp_member(&found[i]));
        kp_unset(&change, "secret");
        kp_unset(&change, "expiresAt");
        if (found[i].status != KRIPA_OUTBOX_PENDING)
            continue;
        kp_set(&change, "status", kp_int(KRIPA_OUTBOX_DEAD));
        kp_set(&change, "lastError", kp_text("it expired before it was sent"));
    }
    if (status == KRIPA_OK)
        status = kp_commit(&own, &change, NULL);
    *wiped += status == KRIPA_OK ? (int64_t)rows.count : 0;
    kripa_arena_clear(&arena);
    return status == KRIPA_CONFLICT ? KRIPA_OK : status;
}

enum kripa_status kripa_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                              struct kripa_error *err)
{
    kripa_error_clear(err);
    const struct kp_call call = {.kripa = kripa, .err = err};
    int64_t now_ms = kp_now_ms(kripa);
    *removed = 0;
    enum kripa_status status =
        sweep(&call, &kripa_idempotency_schema, "createdAt",
              now_ms - (int64_t)KRIPA_IDEMPOTENCY_TTL_S * 1000, limit, removed);
    if (status == KRIPA_OK && *removed < limit)
        status =
            sweep(&call, &kripa_session_schema, "expiresAt", now_ms, limit - *removed, removed);
    if (status == KRIPA_OK && *removed < limit)
        status = sweep(&call, &kripa_proof_schema, "expiresAt", now_ms, limit - *removed, removed);
    if (status == KRIPA_OK && *removed < limit)
        status = wipe(&call, now_ms, limit - *removed, removed);
    if (status == KRIPA_OK && *removed < limit)
        status = kp_media_sweep(&call, limit - *removed, removed);
    return status;
}
