/* SPDX-License-Identifier: MIT
 * Finds what other programs keep: collections that the layout does not have, and members of
 * documents that no table names. */
#include <string.h>

#include "base/status.h"
#include "internal.h"
#include "values.h"

static bool is_known(const struct kp_mongo *store, const char *name)
{
    return kp_layout_table(&store->layout, name) || strncmp(name, "system.", 7) == 0;
}

static enum kripa_status count_one(struct kp_mongo *store, mongoc_client_t *client,
                                   const char *name, struct kripa_arena *arena,
                                   struct kripa_unknown_collection *out, struct kripa_error *err)
{
    bson_t all = BSON_INITIALIZER;
    bson_error_t error;
    out->name = kripa_arena_text(arena, name, strlen(name));
    if (!out->name)
        return kp_no_memory(err);
    mongoc_collection_t *collection = mongoc_client_get_collection(client, store->database, name);
    out->count = mongoc_collection_count_documents(collection, &all, NULL, NULL, NULL, &error);
    mongoc_collection_destroy(collection);
    return out->count < 0 ? kp_mongo_fail(&error, err) : KRIPA_OK;
}

static enum kripa_status count_all(struct kp_mongo *store, mongoc_client_t *client,
                                   char *const *names, struct kripa_arena *arena,
                                   struct kripa_unknown_collection **others, size_t *count,
                                   struct kripa_error *err)
{
    size_t most = 0;
    while (names[most])
        most++;
    *others = kripa_arena_alloc(arena, sizeof **others, most + 1);
    if (!*others)
        return kp_no_memory(err);
    enum kripa_status status = KRIPA_OK;
    for (; *names && status == KRIPA_OK; names++)
        if (!is_known(store, *names))
            status = count_one(store, client, *names, arena, &(*others)[(*count)++], err);
    return status;
}

enum kripa_status kp_mongo_unknown_collections(struct kripa_store *base, struct kripa_arena *arena,
                                               struct kripa_unknown_collection **others,
                                               size_t *count, struct kripa_error *err)
{
    struct kp_mongo *store = (struct kp_mongo *)base;
    bson_error_t error;
    *others = NULL;
    *count = 0;
    mongoc_client_t *client = kp_mongo_acquire(store, err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    mongoc_database_t *database = mongoc_client_get_database(client, store->database);
    char **names = mongoc_database_get_collection_names_with_opts(database, NULL, &error);
    mongoc_database_destroy(database);
    enum kripa_status status = names ? count_all(store, client, names, arena, others, count, err)
                                     : kp_mongo_fail(&error, err);
    bson_strfreev(names);
    kp_mongo_release(store, client);
    return status;
}

enum kripa_status kp_mongo_residual(struct kripa_store *base, const struct kripa_schema *of,
                                    const void *record, struct kripa_arena *arena, const char **out,
                                    struct kripa_error *err)
{
    (void)base;
    bson_t document = BSON_INITIALIZER;
    const char *rest;
    memcpy(&rest, (const char *)record + kp_bson_residual_field(of)->at, sizeof rest);
    *out = NULL;
    if (!rest)
        return KRIPA_OK;
    enum kripa_status status = kp_bson_unfold(&document, of, record, rest, arena, err);
    if (status == KRIPA_OK)
        status = kp_bson_residual(of, &document, record, arena, out, err);
    bson_destroy(&document);
    return status;
}
