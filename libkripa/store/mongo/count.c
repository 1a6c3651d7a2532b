/* SPDX-License-Identifier: MIT
 * Counting, and sums by a key: the server adds up. */
#include <string.h>

#include "filter.h"
#include "mongo.h"

struct counting {
    struct kp_mongo *store;
    const struct kp_plan *plan;
    struct kp_group group;
    struct kripa_arena scratch;
    struct kripa_error *err;
};

/* {_id: {$gte: the least of all}}: else a server reads every document instead of the index. */
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

/* Calls `take` for each document of the answer. */
static enum kripa_status run(struct counting *counting, const bson_t *pipeline,
                             enum kripa_status (*take)(struct counting *, const bson_t *, void *),
                             void *ctx)
{
    struct kp_mongo *store = counting->store;
    mongoc_client_t *client = kp_mongo_take(store, counting->err);
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
    while (status == KRIPA_OK && mongoc_cursor_next(cursor, &document))
        status = take(counting, document, ctx);
    if (status == KRIPA_OK && mongoc_cursor_error(cursor, &error))
        status = kp_mongo_fail(&error, counting->err);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(&opts);
    kp_mongo_give(store, client);
    return status;
}

static enum kripa_status take_count(struct counting *counting, const bson_t *document, void *ctx)
{
    bson_iter_t iter;
    (void)counting;
    if (bson_iter_init_find(&iter, document, "n"))
        kp_bson_int(&iter, ctx);
    return KRIPA_OK;
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
        status = run(&counting, &pipeline, take_count, count);
    bson_destroy(&pipeline);
    kripa_arena_clear(&counting.scratch);
    return status;
}

/* What is absent counts as what its struct can't leave out. */
static void append_key(bson_t *to, const char *field, const struct kp_column *column)
{
    bson_t key, either;
    if (!field) {
        BSON_APPEND_NULL(to, "_id");
        return;
    }
    struct kp_scalar otherwise = kp_filter_otherwise(column);
    BSON_APPEND_DOCUMENT_BEGIN(to, "_id", &key);
    BSON_APPEND_ARRAY_BEGIN(&key, "$ifNull", &either);
    BSON_APPEND_UTF8(&either, "0", field);
    if (otherwise.kind == KP_NULL)
        BSON_APPEND_NULL(&either, "1");
    else
        kp_bson_scalar(&either, "1", column, &otherwise);
    bson_append_array_end(&key, &either);
    bson_append_document_end(to, &key);
}

/* {$ifNull: ["$field", 0]}, in hundredths: {$toLong: {$round: [{$multiply: [that, 100]}, 0]}}. */
static void append_sum(bson_t *to, const char *field, bool hundredths)
{
    bson_t *value = BCON_NEW("v", "{", "$ifNull", "[", BCON_UTF8(field), BCON_INT64(0), "]", "}");
    bson_iter_t iter;
    bson_iter_init_find(&iter, value, "v");
    if (!hundredths) {
        bson_append_iter(to, "$sum", -1, &iter);
    } else {
        bson_t sum, whole, rounded, round, product;
        BSON_APPEND_DOCUMENT_BEGIN(to, "$sum", &sum);
        BSON_APPEND_DOCUMENT_BEGIN(&sum, "$toLong", &whole);
        BSON_APPEND_ARRAY_BEGIN(&whole, "$round", &rounded);
        BSON_APPEND_DOCUMENT_BEGIN(&rounded, "0", &round);
        BSON_APPEND_ARRAY_BEGIN(&round, "$multiply", &product);
        bson_append_iter(&product, "0", -1, &iter);
        BSON_APPEND_INT32(&product, "1", 100);
        bson_append_array_end(&round, &product);
        bson_append_document_end(&rounded, &round);
        BSON_APPEND_INT32(&rounded, "1", 0);
        bson_append_array_end(&whole, &rounded);
        bson_append_document_end(&sum, &whole);
        bson_append_document_end(to, &sum);
    }
    bson_destroy(value);
}

/* As an expression names it: with a dollar. */
static const char *path_of(struct counting *counting, const struct kp_name *name)
{
    return kripa_arena_format(&counting->scratch, "$%s%s%s", name->column->stored,
                              name->item ? "." : "", name->item ? name->item->stored : "");
}

static enum kripa_status append_group(struct counting *counting, bson_t *pipeline)
{
    const struct kp_group *of_group = &counting->group;
    const struct kp_column *list = of_group->list, *sum = of_group->summed;
    const char *by = of_group->by.column ? path_of(counting, &of_group->by) : NULL;
    const char *of = sum ? path_of(counting, &of_group->sum) : NULL;
    const char *unwound = list ? kripa_arena_format(&counting->scratch, "$%s", list->stored) : NULL;
    if ((of_group->by.column && !by) || (sum && !of) || (list && !unwound))
        return kripa_fail(counting->err, KRIPA_NO_MEMORY, "out of memory");
    bson_t stage, group, inner;
    if (list) {
        BSON_APPEND_DOCUMENT_BEGIN(pipeline, "1", &stage);
        BSON_APPEND_UTF8(&stage, "$unwind", unwound);
        bson_append_document_end(pipeline, &stage);
    }
    BSON_APPEND_DOCUMENT_BEGIN(pipeline, list ? "2" : "1", &stage);
    BSON_APPEND_DOCUMENT_BEGIN(&stage, "$group", &group);
    append_key(&group, by, counting->group.key);
    BSON_APPEND_DOCUMENT_BEGIN(&group, "count", &inner);
    BSON_APPEND_INT64(&inner, "$sum", 1);
    bson_append_document_end(&group, &inner);
    if (sum) {
        BSON_APPEND_DOCUMENT_BEGIN(&group, "sum", &inner);
        append_sum(&inner, of, kp_column_is_hundredths(sum));
        bson_append_document_end(&group, &inner);
    }
    bson_append_document_end(&stage, &group);
    bson_append_document_end(pipeline, &stage);
    BSON_APPEND_DOCUMENT_BEGIN(pipeline, list ? "3" : "2", &stage);
    BSON_APPEND_DOCUMENT_BEGIN(&stage, "$sort", &inner);
    BSON_APPEND_INT32(&inner, "_id", 1);
    bson_append_document_end(&stage, &inner);
    bson_append_document_end(pipeline, &stage);
    return KRIPA_OK;
}

struct buckets {
    struct kripa_arena *arena;
    struct kripa_bucket *at;
    size_t count, capacity;
};

static enum kripa_status take_bucket(struct counting *counting, const bson_t *document, void *ctx)
{
    struct buckets *buckets = ctx;
    bson_iter_t iter;
    if (buckets->count == buckets->capacity) {
        size_t larger = buckets->capacity ? buckets->capacity * 2 : 16;
        struct kripa_bucket *to = kripa_arena_alloc(buckets->arena, sizeof *to, larger);
        if (!to)
            return kripa_fail(counting->err, KRIPA_NO_MEMORY, "out of memory");
        if (buckets->count)
            memcpy(to, buckets->at, sizeof *to * buckets->count);
        buckets->at = to;
        buckets->capacity = larger;
    }
    struct kripa_bucket *bucket = &buckets->at[buckets->count++];
    if (bson_iter_init_find(&iter, document, "count"))
        kp_bson_int(&iter, &bucket->count);
    if (bson_iter_init_find(&iter, document, "sum"))
        kp_bson_int(&iter, &bucket->sum);
    if (!counting->group.key || !bson_iter_init_find(&iter, document, "_id"))
        return KRIPA_OK;
    return kp_bson_value(counting->group.key, &iter, buckets->arena, &bucket->key, counting->err);
}

enum kripa_status kp_mongo_group(struct kripa_store *base, const struct kripa_query *query,
                                 struct kripa_group group, struct kripa_arena *arena,
                                 struct kripa_bucket **buckets, size_t *count,
                                 struct kripa_error *err)
{
    struct counting counting = {.store = (struct kp_mongo *)base, .err = err};
    struct buckets taken = {.arena = arena};
    bson_t pipeline = BSON_INITIALIZER;
    *buckets = NULL;
    *count = 0;
    enum kripa_status status =
        kp_plan_find(&counting.store->layout, query->of, &counting.plan, err);
    if (status == KRIPA_OK)
        status = kp_group_resolve(counting.plan, group, &counting.group, err);
    if (status == KRIPA_OK)
        status = append_match(&counting, query, &pipeline);
    if (status == KRIPA_OK)
        status = append_group(&counting, &pipeline);
    if (status == KRIPA_OK)
        status = run(&counting, &pipeline, take_bucket, &taken);
    if (status == KRIPA_OK) {
        *buckets = taken.at;
        *count = taken.count;
    }
    bson_destroy(&pipeline);
    kripa_arena_clear(&counting.scratch);
    return status;
}
