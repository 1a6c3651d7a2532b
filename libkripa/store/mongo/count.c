/* SPDX-License-Identifier: MIT
 * Counting, which the server does. */
#include "filter.h"
#include "internal.h"

struct counting {
    struct kp_mongo *store;
    const struct kp_plan *plan;
    struct kripa_arena scratch;
    struct kripa_error *err;
};

/* {_id: {$gte: the smallest}}: without it some servers read every document and not the index. */
static void append_every(bson_t *match)
{
    bson_t range;
    BSON_APPEND_DOCUMENT_BEGIN(match, "_id", &range);
    BSON_APPEND_MINKEY(&range, "$gte");
    bson_append_document_end(match, &range);
}

static enum kripa_status append_match(struct counting *counting, const struct kripa_query *query,
                                      bson_t *pipeline)
{
    struct kp_filter filter;
    bson_t stage, match;
    kp_filter_init(&filter, &counting->scratch, counting->err);
    enum kripa_status status =
        kp_filter_conds(&filter, counting->plan, query->conds, query->conds_count);
    BSON_APPEND_DOCUMENT_BEGIN(pipeline, "0", &stage);
    BSON_APPEND_DOCUMENT_BEGIN(&stage, "$match", &match);
    kp_filter_end(&filter, &match);
    if (query->conds_count == 0)
        append_every(&match);
    bson_append_document_end(&stage, &match);
    bson_append_document_end(pipeline, &stage);
    kp_filter_clear(&filter);
    return status;
}

static enum kripa_status run(struct counting *counting, const bson_t *pipeline, int64_t *count)
{
    struct kp_mongo *store = counting->store;
    mongoc_client_t *client = kp_mongo_acquire(store, counting->err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    bson_t opts = BSON_INITIALIZER;
    BSON_APPEND_INT64(&opts, "maxTimeMS", KP_MONGO_QUERY_MS);
    mongoc_collection_t *collection =
        mongoc_client_get_collection(client, store->database, counting->plan->table->name);
    mongoc_cursor_t *cursor =
        mongoc_collection_aggregate(collection, MONGOC_QUERY_NONE, pipeline, &opts, NULL);
    enum kripa_status status = KRIPA_OK;
    const bson_t *document;
    bson_error_t error;
    bson_iter_t iter;
    if (mongoc_cursor_next(cursor, &document) && bson_iter_init_find(&iter, document, "n"))
        kp_bson_int(&iter, count);
    if (mongoc_cursor_error(cursor, &error))
        status = kp_mongo_fail(&error, counting->err);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(&opts);
    kp_mongo_release(store, client);
    return status;
}

enum kripa_status kp_mongo_count(struct kripa_store *base, const struct kripa_query *query,
                                 int64_t at_most, int64_t *count, struct kripa_error *err)
{
    struct counting counting = {.store = (struct kp_mongo *)base, .err = err};
    enum kripa_status status =
        kp_plan_find(&counting.store->layout, query->of, &counting.plan, err);
    if (status != KRIPA_OK)
        return status;
    bson_t pipeline = BSON_INITIALIZER, stage;
    *count = 0;
    status = append_match(&counting, query, &pipeline);
    if (at_most > 0) {
        BSON_APPEND_DOCUMENT_BEGIN(&pipeline, "1", &stage);
        BSON_APPEND_INT64(&stage, "$limit", at_most);
        bson_append_document_end(&pipeline, &stage);
    }
    BSON_APPEND_DOCUMENT_BEGIN(&pipeline, at_most > 0 ? "2" : "1", &stage);
    BSON_APPEND_UTF8(&stage, "$count", "n");
    bson_append_document_end(&pipeline, &stage);
    if (status == KRIPA_OK)
        status = run(&counting, &pipeline, count);
    bson_destroy(&pipeline);
    kripa_arena_clear(&counting.scratch);
    return status;
}
