/* SPDX-License-Identifier: MIT
 * See planner.h. */
#include "planner.h"

#include <stdio.h>
#include <string.h>

#include <check.h>

#define CONTROL   "kripa_planner_control"
#define DOCUMENTS 300

/* The control collection's indexes, and its documents' members: {one: 0..9, two: 0..6, three: n,
 * list: ["word n"], partial: "text n"}. */
static const char *const indexes_json =
    "{\"indexes\": [{\"key\": {\"one\": 1}, \"name\": \"one\"},"
    " {\"key\": {\"three\": 1, \"_id\": 1}, \"name\": \"three\"},"
    " {\"key\": {\"list\": 1}, \"name\": \"list\"},"
    " {\"key\": {\"partial\": 1}, \"name\": \"partial\","
    "  \"partialFilterExpression\": {\"partial\": {\"$gte\": \"\"}}}]}";

static bool needs_partial(const bson_t *indexes, const struct asked *asked)
{
    return !index_answers_without_partial(indexes, asked);
}

static bool has_several(const bson_t *indexes, const struct asked *asked)
{
    (void)indexes;
    return bson_count_keys(&asked->filter) > 1;
}

static bool only_sorts(const bson_t *indexes, const struct asked *asked)
{
    (void)indexes;
    return bson_count_keys(&asked->filter) == 0;
}

/* The index of _id is there always, and serves ranges of it in its order. */
static bool ranges_over_ids(const bson_t *indexes, const struct asked *asked)
{
    (void)indexes;
    bson_iter_t iter, inner;
    return bson_iter_init_find(&iter, &asked->filter, "_id") && bson_iter_recurse(&iter, &inner) &&
           bson_iter_find(&inner, "$gte") && !BSON_ITER_HOLDS_MINKEY(&inner);
}

static const struct skill {
    const char *words; /* of what is lacking */
    const char *filter, *sort;
    bool (*needed)(const bson_t *indexes, const struct asked *asked);
    const char *operator; /* the questions that have this one need it, where that is not NULL */
} skills[] = {
    {"a partial index for a value it holds", "{\"partial\": {\"$eq\": \"text 1\"}}", "{}",
     needs_partial, NULL},
    {"an index for one of several conditions", "{\"one\": {\"$eq\": 1}, \"two\": {\"$ne\": 1}}",
     "{}", has_several, NULL},
    {"an index for a sort alone", "{}", "{\"three\": 1, \"_id\": 1}", only_sorts, NULL},
    {"an index for one of several values", "{\"one\": {\"$in\": [1, null]}}", "{}", NULL, "$in"},
    {"an index for elements", "{\"list\": {\"$elemMatch\": {\"$gte\": \"w\", \"$lt\": \"x\"}}}",
     "{}", NULL, "$elemMatch"},
    {"an index for a part of \"$and\"", "{\"$and\": [{\"one\": 1}, {\"one\": {\"$lt\": 2}}]}", "{}",
     NULL, "$and"},
    {"an index for the parts of \"$or\"", "{\"$or\": [{\"one\": 1}, {\"one\": null}]}", "{}", NULL,
     "$or"},
    {"an index for all but some", "{\"one\": {\"$not\": {\"$gt\": 2}}}", "{}", NULL, "$not"},
    {"an index for a type", "{\"one\": {\"$type\": \"int\"}}", "{}", NULL, "$type"},
    {"the index of _id for a range",
     "{\"_id\": {\"$gte\": {\"$oid\": \"000100000000000000000000\"}}}", "{\"_id\": 1}",
     ranges_over_ids, NULL},
    {"an index beyond a least key", "{\"_id\": {\"$gte\": {\"$minKey\": 1}}}", "{}", NULL, NULL},
};
#define SKILLS_COUNT (sizeof skills / sizeof *skills)
_Static_assert(SKILLS_COUNT <= PLANNER_SKILLS_MAX, "a planner has room for each");

static bson_t *parsed(const char *json)
{
    bson_error_t error;
    bson_t *document = bson_new_from_json((const uint8_t *)json, -1, &error);
    ck_assert_msg(document, "%s: %s", json, error.message);
    return document;
}

static void insert_documents(mongoc_database_t *database)
{
    bson_error_t error;
    mongoc_collection_t *collection = mongoc_database_get_collection(database, CONTROL);
    mongoc_bulk_operation_t *bulk =
        mongoc_collection_create_bulk_operation_with_opts(collection, NULL);
    for (int i = 0; i < DOCUMENTS; i++) {
        char *word = bson_strdup_printf("word %d", i), *text = bson_strdup_printf("text %d", i);
        bson_t *document =
            BCON_NEW("one", BCON_INT32(i % 10), "two", BCON_INT32(i % 7), "three", BCON_INT32(i),
                     "list", "[", BCON_UTF8(word), "]", "partial", BCON_UTF8(text));
        mongoc_bulk_operation_insert(bulk, document);
        bson_destroy(document);
        bson_free(word);
        bson_free(text);
    }
    ck_assert_msg(mongoc_bulk_operation_execute(bulk, NULL, &error), "%s", error.message);
    mongoc_bulk_operation_destroy(bulk);
    mongoc_collection_destroy(collection);
}

static void make_control(mongoc_database_t *database)
{
    bson_error_t error;
    bson_t command = BSON_INITIALIZER, *indexes = parsed(indexes_json);
    insert_documents(database);
    BSON_APPEND_UTF8(&command, "createIndexes", CONTROL);
    bson_concat(&command, indexes);
    ck_assert_msg(mongoc_database_command_simple(database, &command, NULL, NULL, &error), "%s",
                  error.message);
    bson_destroy(indexes);
    bson_destroy(&command);
}

static bool scans_control(mongoc_database_t *database, const struct skill *skill)
{
    char *plan;
    bson_t *filter = parsed(skill->filter), *sort = parsed(skill->sort);
    struct asked asked = {.collection = CONTROL};
    bson_copy_to(filter, &asked.filter);
    bson_copy_to(sort, &asked.sort);
    bool scans = planner_scans(database, &asked, &plan);
    bson_free(plan);
    bson_destroy(&asked.filter);
    bson_destroy(&asked.sort);
    bson_destroy(filter);
    bson_destroy(sort);
    return scans;
}

void planner_learn(struct planner *planner, mongoc_database_t *database)
{
    bson_error_t error;
    static const struct skill plain = {.filter = "{\"one\": {\"$eq\": 1}}", .sort = "{}"};
    make_control(database);
    ck_assert_msg(!scans_control(database, &plain), "the server's explain tells of no index");
    for (size_t i = 0; i < SKILLS_COUNT; i++)
        planner->lacks[i] = scans_control(database, &skills[i]);
    mongoc_collection_t *collection = mongoc_database_get_collection(database, CONTROL);
    mongoc_collection_drop(collection, &error);
    mongoc_collection_destroy(collection);
}

static bool has_operator(const bson_iter_t *at, const char *name)
{
    bson_iter_t iter = *at, inner;
    while (bson_iter_next(&iter))
        if (strcmp(bson_iter_key(&iter), name) == 0 ||
            (bson_iter_recurse(&iter, &inner) && has_operator(&inner, name)))
            return true;
    return false;
}

static bool has_least_key(const bson_iter_t *at)
{
    bson_iter_t iter = *at, inner;
    while (bson_iter_next(&iter))
        if (BSON_ITER_HOLDS_MINKEY(&iter) ||
            (bson_iter_recurse(&iter, &inner) && has_least_key(&inner)))
            return true;
    return false;
}

const char *planner_lacks(const struct planner *planner, const bson_t *indexes,
                          const struct asked *asked)
{
    bson_iter_t filter;
    bson_iter_init(&filter, &asked->filter);
    for (size_t i = 0; i < SKILLS_COUNT; i++) {
        const struct skill *skill = &skills[i];
        bool needed = skill->needed    ? skill->needed(indexes, asked)
                      : skill->operator? has_operator(&filter, skill->operator)
                                       : has_least_key(&filter);
        if (needed && planner->lacks[i])
            return skill->words;
    }
    return NULL;
}

void planner_tell(const struct planner *planner)
{
    for (size_t i = 0; i < SKILLS_COUNT; i++)
        if (planner->lacks[i])
            printf("  its planner does not use %s\n", skills[i].words);
}

static bool says(const bson_iter_t *at, const char *stage)
{
    bson_iter_t iter = *at, inner;
    while (bson_iter_next(&iter)) {
        if (strcmp(bson_iter_key(&iter), "stage") == 0 && BSON_ITER_HOLDS_UTF8(&iter) &&
            strcmp(bson_iter_utf8(&iter, NULL), stage) == 0)
            return true;
        if (bson_iter_recurse(&iter, &inner) && says(&inner, stage))
            return true;
    }
    return false;
}

bool planner_scans(mongoc_database_t *database, const struct asked *asked, char **plan)
{
    bson_t *command = BCON_NEW("explain", "{", "find", BCON_UTF8(asked->collection), "filter",
                               BCON_DOCUMENT(&asked->filter), "sort", BCON_DOCUMENT(&asked->sort),
                               "limit", BCON_INT64(20), "}", "verbosity", "queryPlanner");
    bson_t reply;
    bson_iter_t iter;
    bson_error_t error;
    bool answered = mongoc_database_command_simple(database, command, NULL, &reply, &error);
    ck_assert_msg(answered, "%s", error.message);
    *plan = bson_as_relaxed_extended_json(&reply, NULL);
    bson_iter_init(&iter, &reply);
    bool scans = says(&iter, "COLLSCAN");
    bson_destroy(&reply);
    bson_destroy(command);
    return scans;
}
