/* SPDX-License-Identifier: MIT
 * Connections of the pool and objects made with them, and the clock for all time limits. */
#include "internal.h"

#include <time.h>

int64_t kp_mongo_clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

mongoc_client_t *kp_mongo_acquire(struct kp_mongo *store, struct kripa_error *err)
{
    mongoc_client_t *client = mongoc_client_pool_pop(store->pool);
    if (!client)
        kripa_fail(err, KRIPA_UNAVAILABLE, "all connections to the database are busy");
    return client;
}

void kp_mongo_release(struct kp_mongo *store, mongoc_client_t *client)
{
    mongoc_client_pool_push(store->pool, client);
}

enum kripa_status kp_mongo_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                    mongoc_client_session_t **session, struct kripa_error *err)
{
    bson_error_t error;
    *session = NULL;
    if (!store->snapshots)
        return KRIPA_OK;
    mongoc_session_opt_t *opts = mongoc_session_opts_new();
    mongoc_session_opts_set_snapshot(opts, true);
    *session = mongoc_client_start_session(client, opts, &error);
    mongoc_session_opts_destroy(opts);
    return *session ? KRIPA_OK : kp_mongo_fail(&error, err);
}
