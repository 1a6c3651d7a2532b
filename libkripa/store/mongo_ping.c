/* SPDX-License-Identifier: MIT
 * Whether the server can take work now. A client of its own asks, which waits no longer than who
 * asked for it, and not for a connection that others use: the pool's would wait as patiently as a
 * customer's order. */
#include "mongo.h"

/* To find the server and to hear from it each take their share. */
static int32_t share_of(int64_t timeout_ms)
{
    return timeout_ms > 1 && timeout_ms < INT32_MAX ? (int32_t)(timeout_ms / 2) : 1;
}

static mongoc_client_t *make_prober(struct kp_mongo *store, int64_t timeout_ms)
{
    static const char *const patience[] = {MONGOC_URI_SERVERSELECTIONTIMEOUTMS,
                                           MONGOC_URI_CONNECTTIMEOUTMS, MONGOC_URI_SOCKETTIMEOUTMS};
    bson_error_t error;
    mongoc_uri_t *uri = mongoc_uri_copy(store->uri);
    for (size_t i = 0; i < sizeof patience / sizeof *patience; i++)
        mongoc_uri_set_option_as_int32(uri, patience[i], share_of(timeout_ms));
    mongoc_client_t *prober = mongoc_client_new_from_uri_with_error(uri, &error);
    mongoc_uri_destroy(uri);
    if (prober)
        mongoc_client_set_error_api(prober, MONGOC_ERROR_API_VERSION_2);
    return prober;
}

/* A read, if one of nothing: a ping is answered by what stands before the server that keeps the
 * data (mongos), whether that is there or not. A client that failed is not asked again: it would
 * not even look for some seconds. */
static bool answers(struct kp_mongo *store, int64_t timeout_ms)
{
    if (!store->prober)
        store->prober = make_prober(store, timeout_ms);
    if (!store->prober)
        return false;
    bson_error_t error;
    bson_t *command = BCON_NEW("find", BCON_UTF8(store->layout.tables[0].name), "filter", "{",
                               "_id", BCON_INT32(0), "}", "limit", BCON_INT64(1), "maxTimeMS",
                               BCON_INT64(share_of(timeout_ms)));
    bool answered =
        mongoc_client_command_simple(store->prober, store->database, command, NULL, NULL, &error);
    bson_destroy(command);
    if (!answered) {
        mongoc_client_destroy(store->prober);
        store->prober = NULL;
    }
    return answered;
}

/* A connection that was kept may be one of before the server was started anew. */
enum kripa_status kp_mongo_ping(struct kripa_store *base, int64_t timeout_ms,
                                struct kripa_error *err)
{
    struct kp_mongo *store = (struct kp_mongo *)base;
    pthread_mutex_lock(&store->prober_lock);
    bool kept = store->prober != NULL;
    bool ready = answers(store, timeout_ms) || (kept && answers(store, timeout_ms));
    pthread_mutex_unlock(&store->prober_lock);
    if (ready)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the database can't be reached just now");
}
