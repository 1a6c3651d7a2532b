/* SPDX-License-Identifier: MIT
 * Whether the server can take work now. A client of its own asks, which waits no longer than who
 * asked for it, and not for a connection that others use: the pool's would wait as patiently as a
 * customer's order. */
#include "mongo.h"

/* To find the server and to hear from it each take their share. */
static mongoc_client_t *make_prober(struct kp_mongo *store, int64_t timeout_ms)
{
    static const char *const patience[] = {MONGOC_URI_SERVERSELECTIONTIMEOUTMS,
                                           MONGOC_URI_CONNECTTIMEOUTMS, MONGOC_URI_SOCKETTIMEOUTMS};
    int32_t share_ms = timeout_ms > 1 && timeout_ms < INT32_MAX ? (int32_t)(timeout_ms / 2) : 1;
    bson_error_t error;
    mongoc_uri_t *uri = mongoc_uri_copy(store->uri);
    for (size_t i = 0; i < sizeof patience / sizeof *patience; i++)
        mongoc_uri_set_option_as_int32(uri, patience[i], share_ms);
    mongoc_client_t *prober = mongoc_client_new_from_uri_with_error(uri, &error);
    mongoc_uri_destroy(uri);
    if (prober)
        mongoc_client_set_error_api(prober, MONGOC_ERROR_API_VERSION_2);
    return prober;
}

/* One that failed is not asked again: it would not even look for some seconds. */
static bool answers(struct kp_mongo *store, int64_t timeout_ms)
{
    if (!store->prober)
        store->prober = make_prober(store, timeout_ms);
    if (!store->prober)
        return false;
    bson_error_t error;
    bson_t *command = BCON_NEW("ping", BCON_INT32(1));
    bool answered =
        mongoc_client_command_simple(store->prober, "admin", command, NULL, NULL, &error);
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
