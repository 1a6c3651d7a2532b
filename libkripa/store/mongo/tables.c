/* SPDX-License-Identifier: MIT
 * Brings a database to the layout of the field tables: makes missing collections and indexes before
 * a transaction needs them. Nothing is removed. Another program's index with the right keys will
 * do, unless it must be unique and is not: then one of ours is made beside it, once there are no
 * duplicates. */
#include <string.h>

#include "base/status.h"
#include "filter.h"
#include "index.h"
#include "internal.h"

#define TRIES_MAX 3 /* for a collection that gets duplicates meanwhile */

/* the server's codes */
#define NAMESPACE_EXISTS       48
#define INDEX_OPTIONS_CONFLICT 85
#define INDEX_KEYS_CONFLICT    86
#define DUPLICATE_KEY          11000

struct tabling {
    struct kp_mongo *store;
    mongoc_client_t *client;
    struct kripa_arena *arena;
    const struct kp_table *table;
    char **collections;    /* existing ones, ended by NULL */
    bson_t there, missing; /* indexes of the table */
    uint32_t missing_count;
    unsigned what;
    bool fresh;
    kripa_say_fn *say;
    void *ctx;
    struct kripa_error *err;
};

static enum kripa_status say(struct tabling *tabling, const char *line)
{
    if (!line)
        return kp_no_memory(tabling->err);
    tabling->say(tabling->ctx, line);
    return KRIPA_OK;
}

/* Looks for duplicates of a value that must be unique. */
static enum kripa_status find_duplicates(struct tabling *tabling, const struct kp_column *column,
                                         bool *duplicates)
{
    const char *field = kripa_arena_format(tabling->arena, "$%s", column->stored);
    bson_t present = BSON_INITIALIZER;
    bson_error_t error;
    const bson_t *found;
    *duplicates = false;
    if (!field)
        return kp_no_memory(tabling->err);
    kp_filter_append_any(&present, column);
    bson_t *pipeline =
        BCON_NEW("0", "{", "$match", "{", column->stored, BCON_DOCUMENT(&present), "}", "}", "1",
                 "{", "$group", "{", "_id", BCON_UTF8(field), "n", "{", "$sum", BCON_INT32(1), "}",
                 "}", "}", "2", "{", "$match", "{", "n", "{", "$gt", BCON_INT32(1), "}", "}", "}",
                 "3", "{", "$limit", BCON_INT32(1), "}");
    mongoc_collection_t *collection = mongoc_client_get_collection(
        tabling->client, tabling->store->database, tabling->table->name);
    mongoc_cursor_t *cursor =
        mongoc_collection_aggregate(collection, MONGOC_QUERY_NONE, pipeline, NULL, NULL);
    *duplicates = mongoc_cursor_next(cursor, &found);
    bool failed = mongoc_cursor_error(cursor, &error);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(pipeline);
    bson_destroy(&present);
    return failed ? kp_mongo_fail_open(&error, tabling->err) : KRIPA_OK;
}

static enum kripa_status say_index(struct tabling *tabling, const char *name)
{
    return say(tabling, kripa_arena_format(tabling->arena, "create index %s.%s",
                                           tabling->table->name, name));
}

static enum kripa_status make(struct tabling *tabling, const struct kp_mongo_index *keys)
{
    char digits[16];
    const char *place, *name = kp_mongo_index_name(keys, tabling->arena);
    if (!name)
        return kp_no_memory(tabling->err);
    bson_uint32_to_string(tabling->missing_count++, &place, digits, sizeof digits);
    kp_mongo_index_append(&tabling->missing, place, keys, name);
    return say_index(tabling, name);
}

static enum kripa_status want(struct tabling *tabling, const struct kp_mongo_index *keys)
{
    return kp_mongo_index_find(&tabling->there, keys, NULL) ? KRIPA_OK : make(tabling, keys);
}

/* Reports an anomaly, about which nothing can be done here. */
static enum kripa_status say_anomaly(struct tabling *tabling, const struct kp_column *column,
                                     const char *why)
{
    if (!(tabling->what & KRIPA_MIGRATE_RECORDS))
        return KRIPA_OK;
    return say(tabling, kripa_arena_format(tabling->arena, "anomaly: %s.%s is not held apart: %s",
                                           tabling->table->name, column->stored, why));
}

static bool run(struct tabling *tabling, const bson_t *command, bson_error_t *error)
{
    return mongoc_client_write_command_with_opts(tabling->client, tabling->store->database, command,
                                                 NULL, NULL, error);
}

/* EXISTS: duplicates were inserted meanwhile. */
static enum kripa_status fail(struct tabling *tabling, const bson_error_t *error)
{
    enum kripa_status status = kp_mongo_fail_open(error, tabling->err);
    return error->code == DUPLICATE_KEY ? KRIPA_EXISTS : status;
}

/* Makes an index beside another program's with the same keys. MongoDB allows that since 5.0, so
 * only trying shows whether it is a step. */
static enum kripa_status make_beside(struct tabling *tabling, const struct kp_mongo_index *keys,
                                     bool *made)
{
    const char *name = kripa_arena_format(tabling->arena, "%s_1_unique", keys->paths[0]);
    bson_t command = BSON_INITIALIZER, indexes;
    bson_error_t error;
    if (!name)
        return kp_no_memory(tabling->err);
    if (tabling->what & KRIPA_MIGRATE_DRY)
        return tabling->what & KRIPA_MIGRATE_RECORDS ? say_index(tabling, name) : KRIPA_OK;
    BSON_APPEND_UTF8(&command, "createIndexes", tabling->table->name);
    BSON_APPEND_ARRAY_BEGIN(&command, "indexes", &indexes);
    kp_mongo_index_append(&indexes, "0", keys, name);
    bson_append_array_end(&command, &indexes);
    *made = run(tabling, &command, &error);
    bson_destroy(&command);
    if (*made)
        return say_index(tabling, name);
    if (error.code == INDEX_OPTIONS_CONFLICT || error.code == INDEX_KEYS_CONFLICT)
        return say_anomaly(
            tabling, keys->unique,
            "an index that allows it is in the place of Kripa's; drop that index, and "
            "migrate again");
    return fail(tabling, &error);
}

/* With such an index two accounts without an e-mail would be duplicates. */
static enum kripa_status replace_strict(struct tabling *tabling, const struct kp_mongo_index *keys,
                                        const char *name)
{
    bson_t command = BSON_INITIALIZER;
    bson_error_t error;
    bool made = false;
    enum kripa_status status = make_beside(tabling, keys, &made);
    if (status == KRIPA_OK && made) {
        BSON_APPEND_UTF8(&command, "dropIndexes", tabling->table->name);
        BSON_APPEND_UTF8(&command, "index", name);
        status = run(tabling, &command, &error) ? KRIPA_OK : fail(tabling, &error);
    }
    bson_destroy(&command);
    if (status != KRIPA_OK || !(made || tabling->what & KRIPA_MIGRATE_DRY))
        return status;
    return say(tabling, kripa_arena_format(
                            tabling->arena,
                            "drop index %s.%s, which takes two without a value for duplicates",
                            tabling->table->name, name));
}

/* *allowing: while there are duplicates, an index with other keys is wanted, so that the unique one
 * can be made beside it later. */
static enum kripa_status want_unique(struct tabling *tabling, const char *path,
                                     const struct kp_column *column, bool *allowing)
{
    struct kp_mongo_index keys = {.paths = {path}, .directions = {1}, .count = 1, .unique = column};
    bool duplicates = false, made;
    const char *strict = kp_mongo_index_find(&tabling->there, &keys, kp_mongo_index_is_strict);
    if (strict && tabling->what & KRIPA_MIGRATE_RECORDS)
        return replace_strict(tabling, &keys, strict);
    if (kp_mongo_index_find(&tabling->there, &keys, kp_mongo_index_holds_apart))
        return KRIPA_OK;
    bool beside = kp_mongo_index_find(&tabling->there, &keys, NULL);
    enum kripa_status status =
        tabling->fresh ? KRIPA_OK : find_duplicates(tabling, column, &duplicates);
    if (status != KRIPA_OK)
        return status;
    if (!duplicates)
        return beside ? make_beside(tabling, &keys, &made) : make(tabling, &keys);
    *allowing = *allowing || !beside;
    return say_anomaly(tabling, column, "some have the same");
}

/* Lists are sorted by unique numbers, too, and a partial index can't sort what it leaves out. */
static bool is_sorted_too(const struct kp_column *column)
{
    return strcmp(kp_column_type(column), "INTEGER") == 0;
}

static enum kripa_status want_single(struct tabling *tabling, const char *path,
                                     const struct kp_column *column)
{
    struct kp_mongo_index keys = {.paths = {path, "_id"}, .directions = {1, 1}, .count = 2};
    enum kripa_status status = KRIPA_OK;
    unsigned flags = column->field->flags;
    bool wanted = flags & KRIPA_INDEX || (flags & KRIPA_UNIQUE && is_sorted_too(column));
    if (flags & KRIPA_UNIQUE)
        status = want_unique(tabling, path, column, &wanted);
    return status == KRIPA_OK && wanted ? want(tabling, &keys) : status;
}

static enum kripa_status want_column(struct tabling *tabling, const struct kp_column *column)
{
    enum kripa_status status = KRIPA_OK;
    if (column->field->flags & (KRIPA_UNIQUE | KRIPA_INDEX))
        status = want_single(tabling, column->stored, column);
    if (column->field->type != KRIPA_TYPE_LIST)
        return status;
    for (size_t i = 0; i < column->items->count && status == KRIPA_OK; i++) {
        const struct kp_column *item = &column->items->columns[i];
        if (!(item->field->flags & KRIPA_INDEX))
            continue;
        const char *path =
            kripa_arena_format(tabling->arena, "%s.%s", column->stored, item->stored);
        status = path ? want_single(tabling, path, item) : kp_no_memory(tabling->err);
    }
    return status;
}

/* "category,-price" is followed by _id, which decides between equals, in the last one's
 * direction. */
static enum kripa_status want_compound(struct tabling *tabling, const struct kp_plan *plan,
                                       const char *text)
{
    struct kp_mongo_index keys = {0};
    while (*text && keys.count < KP_MONGO_INDEX_KEYS_MAX - 1) {
        size_t size = strcspn(text, ",");
        bool descending = *text == '-';
        const char *path = kripa_arena_text(tabling->arena, text + descending, size - descending);
        if (!path)
            return kp_no_memory(tabling->err);
        struct kp_name name = kp_plan_name(plan, path);
        if (!name.column)
            return kripa_fail(tabling->err, KRIPA_INTERNAL, "table %s has no field %s",
                              plan->schema->name, path);
        keys.paths[keys.count] = name.column->stored;
        keys.directions[keys.count++] = descending ? -1 : 1;
        text += size + (text[size] == ',');
    }
    keys.paths[keys.count] = "_id";
    keys.directions[keys.count] = keys.directions[keys.count - 1];
    keys.count++;
    return want(tabling, &keys);
}

static enum kripa_status want_all(struct tabling *tabling)
{
    enum kripa_status status = KRIPA_OK;
    const struct kp_table *table = tabling->table;
    const struct kp_layout *layout = &tabling->store->layout;
    for (size_t i = 0; i < table->columns_count && status == KRIPA_OK; i++)
        status = want_column(tabling, table->columns[i]);
    for (size_t i = 0; i < layout->plans_count; i++) {
        const char *const *indexes = layout->plans[i].schema->indexes;
        if (layout->plans[i].table != table)
            continue;
        for (; status == KRIPA_OK && indexes && *indexes; indexes++)
            status = want_compound(tabling, &layout->plans[i], *indexes);
    }
    return status;
}

static enum kripa_status read_indexes(struct tabling *tabling)
{
    mongoc_collection_t *collection = mongoc_client_get_collection(
        tabling->client, tabling->store->database, tabling->table->name);
    mongoc_cursor_t *cursor = mongoc_collection_find_indexes_with_opts(collection, NULL);
    const bson_t *index;
    bson_error_t error;
    uint32_t count = 0;
    while (mongoc_cursor_next(cursor, &index)) {
        char digits[16];
        const char *place;
        bson_uint32_to_string(count++, &place, digits, sizeof digits);
        BSON_APPEND_DOCUMENT(&tabling->there, place, index);
    }
    bool failed = mongoc_cursor_error(cursor, &error);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    return failed ? kp_mongo_fail_open(&error, tabling->err) : KRIPA_OK;
}

static enum kripa_status say_collection(struct tabling *tabling)
{
    return say(tabling,
               kripa_arena_format(tabling->arena, "create collection %s", tabling->table->name));
}

static enum kripa_status create_collection(struct tabling *tabling)
{
    bson_t command = BSON_INITIALIZER;
    bson_error_t error;
    BSON_APPEND_UTF8(&command, "create", tabling->table->name);
    bool there = run(tabling, &command, &error) || error.code == NAMESPACE_EXISTS;
    bson_destroy(&command);
    return there ? KRIPA_OK : fail(tabling, &error);
}

/* Makes all missing indexes in one pass over the collection, and the collection itself. */
static enum kripa_status create_indexes(struct tabling *tabling)
{
    bson_t command = BSON_INITIALIZER;
    bson_error_t error;
    if (tabling->what & KRIPA_MIGRATE_DRY)
        return KRIPA_OK;
    if (tabling->missing_count == 0)
        return tabling->fresh ? create_collection(tabling) : KRIPA_OK;
    BSON_APPEND_UTF8(&command, "createIndexes", tabling->table->name);
    BSON_APPEND_ARRAY(&command, "indexes", &tabling->missing);
    bool made = run(tabling, &command, &error);
    bson_destroy(&command);
    return made ? KRIPA_OK : fail(tabling, &error);
}

static enum kripa_status try_table(struct tabling *tabling)
{
    tabling->missing_count = 0;
    bson_init(&tabling->there);
    bson_init(&tabling->missing);
    enum kripa_status status = tabling->fresh ? say_collection(tabling) : read_indexes(tabling);
    if (status == KRIPA_OK)
        status = want_all(tabling);
    if (status == KRIPA_OK)
        status = create_indexes(tabling);
    bson_destroy(&tabling->there);
    bson_destroy(&tabling->missing);
    return status;
}

static enum kripa_status bring_table(struct tabling *tabling)
{
    tabling->fresh = true;
    for (size_t i = 0; tabling->collections[i] && tabling->fresh; i++)
        tabling->fresh = strcmp(tabling->collections[i], tabling->table->name) != 0;
    enum kripa_status status = try_table(tabling);
    for (int tries = 1; status == KRIPA_EXISTS && tries < TRIES_MAX; tries++) {
        tabling->fresh = false;
        status = try_table(tabling);
    }
    return status;
}

static enum kripa_status bring_tables(struct tabling *tabling)
{
    const struct kp_layout *layout = &tabling->store->layout;
    bson_error_t error;
    enum kripa_status status = KRIPA_OK;
    mongoc_database_t *database =
        mongoc_client_get_database(tabling->client, tabling->store->database);
    tabling->collections = mongoc_database_get_collection_names_with_opts(database, NULL, &error);
    mongoc_database_destroy(database);
    if (!tabling->collections)
        return kp_mongo_fail_open(&error, tabling->err);
    for (size_t i = 0; i < layout->tables_count && status == KRIPA_OK; i++) {
        tabling->table = &layout->tables[i];
        status = bring_table(tabling);
    }
    bson_strfreev(tabling->collections);
    return status;
}

/* A client that waits as long as an index over a large collection may take. */
static enum kripa_status open_patient(struct kp_mongo *store, mongoc_client_t **client,
                                      struct kripa_error *err)
{
    bson_error_t error;
    mongoc_uri_t *uri = mongoc_uri_copy(store->uri);
    mongoc_uri_set_option_as_int32(uri, MONGOC_URI_SOCKETTIMEOUTMS, KP_MONGO_BUILD_MS);
    *client = mongoc_client_new_from_uri_with_error(uri, &error);
    mongoc_uri_destroy(uri);
    if (!*client)
        return kp_mongo_fail_open(&error, err);
    mongoc_client_set_error_api(*client, MONGOC_ERROR_API_VERSION_2);
    return KRIPA_OK;
}

enum kripa_status kp_mongo_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *to_say,
                                   void *ctx, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    struct tabling tabling = {
        .store = (struct kp_mongo *)base,
        .arena = &arena,
        .what = what,
        .say = to_say,
        .ctx = ctx,
        .err = err,
    };
    enum kripa_status status = open_patient(tabling.store, &tabling.client, err);
    if (status != KRIPA_OK)
        return status;
    status = bring_tables(&tabling);
    if (status == KRIPA_OK && what & KRIPA_MIGRATE_RECORDS)
        status = kp_mongo_bring_records(tabling.store, tabling.client, what & KRIPA_MIGRATE_DRY,
                                        to_say, ctx, err);
    mongoc_client_destroy(tabling.client);
    kripa_arena_clear(&arena);
    return status;
}
