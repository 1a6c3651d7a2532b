/* SPDX-License-Identifier: MIT
 * Scanning all matches of a snapshot. Without a snapshot session, a cursor would see writes made
 * while it moves. */
#include "base/status.h"
#include "filter.h"
#include "internal.h"
#include "store/page.h"

struct scanning {
    struct kp_mongo *store;
    const struct kp_plan *plan;
    const struct kp_column *sort; /* NULL: sorted by _id */
    kripa_record_fn *row;
    void *ctx;
    struct kripa_error *err;
};

static enum kripa_status take_rows(struct scanning *scanning, mongoc_cursor_t *cursor)
{
    struct kripa_arena arena = {0};
    const struct kripa_schema *schema = scanning->plan->schema;
    const bson_t *document;
    bson_error_t error;
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && mongoc_cursor_next(cursor, &document)) {
        kripa_arena_reset(&arena);
        void *record = kripa_arena_alloc(&arena, schema->size, 1);
        status = record ? kp_bson_read(schema, document, record, &arena, scanning->err)
                        : kp_no_memory(scanning->err);
        if (status == KRIPA_OK)
            status = scanning->row(scanning->ctx, record);
    }
    kripa_arena_clear(&arena);
    if (status == KRIPA_OK && mongoc_cursor_error(cursor, &error))
        return kp_mongo_fail(&error, scanning->err);
    return status;
}

static enum kripa_status append_opts(bson_t *opts, const struct scanning *scanning, bool descending,
                                     mongoc_client_session_t *session)
{
    bson_t sort;
    bson_error_t error;
    int32_t direction = descending ? -1 : 1;
    kp_mongo_projection(opts, scanning->plan);
    BSON_APPEND_DOCUMENT_BEGIN(opts, "sort", &sort);
    if (scanning->sort)
        bson_append_int32(&sort, scanning->sort->stored, -1, direction);
    BSON_APPEND_INT32(&sort, "_id", direction);
    bson_append_document_end(opts, &sort);
    if (session && !mongoc_client_session_append(session, opts, &error))
        return kp_mongo_fail(&error, scanning->err);
    return KRIPA_OK;
}

static enum kripa_status scan_with(struct scanning *scanning, mongoc_client_t *client,
                                   const bson_t *where, const bson_t *opts)
{
    mongoc_collection_t *collection = mongoc_client_get_collection(
        client, scanning->store->database, scanning->plan->table->name);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, where, opts, NULL);
    enum kripa_status status = take_rows(scanning, cursor);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    return status;
}

static enum kripa_status scan(struct scanning *scanning, const struct kripa_query *query,
                              const bson_t *where)
{
    mongoc_client_session_t *session;
    bson_t opts = BSON_INITIALIZER;
    mongoc_client_t *client = kp_mongo_acquire(scanning->store, scanning->err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    enum kripa_status status = kp_mongo_snapshot(scanning->store, client, &session, scanning->err);
    if (status == KRIPA_OK)
        status = append_opts(&opts, scanning, query->descending, session);
    if (status == KRIPA_OK)
        status = scan_with(scanning, client, where, &opts);
    if (session)
        mongoc_client_session_destroy(session);
    bson_destroy(&opts);
    kp_mongo_release(scanning->store, client);
    return status;
}

enum kripa_status kp_mongo_scan(struct kripa_store *base, const struct kripa_query *query,
                                kripa_record_fn *row, void *ctx, struct kripa_error *err)
{
    struct scanning scanning = {
        .store = (struct kp_mongo *)base, .row = row, .ctx = ctx, .err = err};
    enum kripa_status status =
        kp_plan_find(&scanning.store->layout, query->of, &scanning.plan, err);
    if (status == KRIPA_OK)
        status = kp_page_sort(scanning.plan, query->sort, &scanning.sort, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_arena scratch = {0};
    bson_t where = BSON_INITIALIZER;
    struct kp_filter filter;
    kp_filter_init(&filter, &scratch, err);
    status = kp_filter_conds(&filter, scanning.plan, query->conds, query->conds_count);
    if (status == KRIPA_OK) {
        kp_filter_end(&filter, &where);
        status = scan(&scanning, query, &where);
    }
    kp_filter_clear(&filter);
    bson_destroy(&where);
    kripa_arena_clear(&scratch);
    return status;
}
