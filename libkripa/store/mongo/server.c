/* SPDX-License-Identifier: MIT
 * Checks that the server has transactions, and that unique values can be unique on it. */
#include "internal.h"

#include <string.h>

/* Collections that may be sharded, by `_id`: nothing else in them must be unique, or is read as if
 * it were. */
static const char *const shardable[] = {"stock_ledger", "outbox", "audit"};

static bool has(const bson_t *reply, const char *name)
{
    return bson_has_field(reply, name);
}

enum kripa_status kp_mongo_check_hello(const bson_t *hello, struct kripa_error *err)
{
    bool many = has(hello, "setName") || has(hello, "msg"); /* a replica set or mongos */
    if (many && has(hello, "logicalSessionTimeoutMinutes"))
        return KRIPA_OK;
    return kripa_fail_field(
        err, KRIPA_INVALID, "store_uri",
        "this MongoDB has no transactions. Make it a replica set of one: start mongod with "
        "--replSet kripa, then once: mongosh --eval 'rs.initiate()'");
}

static bool may_be_sharded(const char *collection, const bson_t *entry)
{
    bson_iter_t iter, key;
    bool by_id = false;
    if (bson_iter_init_find(&iter, entry, "key") && bson_iter_recurse(&iter, &key))
        by_id = bson_iter_next(&key) && strcmp(bson_iter_key(&key), "_id") == 0 &&
                !bson_iter_next(&key);
    for (size_t i = 0; i < sizeof shardable / sizeof *shardable; i++)
        if (strcmp(collection, shardable[i]) == 0)
            return by_id;
    return false;
}

enum kripa_status kp_mongo_check_sharded(const struct kp_mongo *store, const bson_t *entry,
                                         struct kripa_error *err)
{
    bson_iter_t iter;
    size_t size = strlen(store->database);
    if (!bson_iter_init_find(&iter, entry, "_id") || !BSON_ITER_HOLDS_UTF8(&iter))
        return KRIPA_OK;
    const char *name = bson_iter_utf8(&iter, NULL);
    if (strncmp(name, store->database, size) != 0 || name[size] != '.')
        return KRIPA_OK;
    name += size + 1;
    bool gone = bson_iter_init_find(&iter, entry, "dropped") && bson_iter_as_bool(&iter);
    bool whole = bson_iter_init_find(&iter, entry, "unsplittable") && bson_iter_as_bool(&iter);
    if (gone || whole || !kp_layout_table(&store->layout, name) || may_be_sharded(name, entry))
        return KRIPA_OK;
    return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                            "the collection %s is sharded; only stock_ledger, outbox and audit may "
                            "be, by _id: elsewhere values must be unique across the shards",
                            name);
}

static enum kripa_status check_sharding(struct kp_mongo *store, mongoc_client_t *client,
                                        struct kripa_error *err)
{
    bson_t all = BSON_INITIALIZER;
    mongoc_collection_t *collections =
        mongoc_client_get_collection(client, "config", "collections");
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collections, &all, NULL, NULL);
    enum kripa_status status = KRIPA_OK;
    const bson_t *entry;
    while (status == KRIPA_OK && mongoc_cursor_next(cursor, &entry))
        status = kp_mongo_check_sharded(store, entry, err);
    bson_error_t error;
    if (status == KRIPA_OK && mongoc_cursor_error(cursor, &error))
        status = kp_mongo_fail_open(&error, err);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collections);
    return status;
}

/* Tries to read a snapshot of a collection, which need not exist. A server without snapshots
 * refuses this, or answers without the time of the snapshot. */
static enum kripa_status try_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                      mongoc_client_session_t *session, struct kripa_error *err)
{
    bson_t opts = BSON_INITIALIZER, reply = BSON_INITIALIZER;
    bson_t *command = BCON_NEW("find", "kripa", "filter", "{", "_id", BCON_INT32(0), "}");
    bson_error_t error;
    bool answered = mongoc_client_session_append(session, &opts, &error) &&
                    mongoc_client_read_command_with_opts(client, store->database, command, NULL,
                                                         &opts, &reply, &error);
    store->snapshots = answered && (has(&reply, "operationTime") || has(&reply, "$clusterTime"));
    bson_destroy(&reply);
    bson_destroy(command);
    bson_destroy(&opts);
    bool lost = !answered && kp_mongo_fail(&error, NULL) == KRIPA_UNAVAILABLE;
    return lost ? kp_mongo_fail_open(&error, err) : KRIPA_OK;
}

/* Snapshot reads outside transactions exist since version 5.0 (wire version 13); servers that only
 * speak MongoDB's protocol may not have them. */
static enum kripa_status check_snapshots(struct kp_mongo *store, mongoc_client_t *client,
                                         const bson_t *hello, struct kripa_error *err)
{
    bson_iter_t iter;
    mongoc_client_session_t *session;
    if (!bson_iter_init_find(&iter, hello, "maxWireVersion") || bson_iter_as_int64(&iter) < 13)
        return KRIPA_OK;
    store->snapshots = true;
    enum kripa_status status = kp_mongo_snapshot(store, client, &session, err);
    if (status == KRIPA_OK)
        status = try_snapshot(store, client, session, err);
    if (session)
        mongoc_client_session_destroy(session);
    return status;
}

enum kripa_status kp_mongo_check_server(struct kp_mongo *store, struct kripa_error *err)
{
    mongoc_client_t *client = kp_mongo_acquire(store, err);
    if (!client)
        return KRIPA_UNAVAILABLE;
    bson_t *hello = BCON_NEW("hello", BCON_INT32(1)), reply;
    bson_error_t error;
    enum kripa_status status;
    if (!mongoc_client_command_simple(client, "admin", hello, NULL, &reply, &error)) {
        status = kp_mongo_fail_open(&error, err);
    } else {
        status = kp_mongo_check_hello(&reply, err);
        if (status == KRIPA_OK && has(&reply, "msg"))
            status = check_sharding(store, client, err);
        if (status == KRIPA_OK)
            status = check_snapshots(store, client, &reply, err);
    }
    bson_destroy(&reply);
    bson_destroy(hello);
    kp_mongo_release(store, client);
    return status;
}
