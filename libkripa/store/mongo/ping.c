/* SPDX-License-Identifier: MIT
 * Whether the server can take work now. This has a client of its own, which waits no longer than
 * the caller wants (except to look up hosts' names), and not for a connection that others use:
 * those of the pool wait as long as an order would. Only one thread asks at a time, and others
 * share its answer. While the server is away they get the last answer at once, and nobody asks
 * again for a while: so at most one thread waits for it, and not all the time. */
#include <time.h>

#include "internal.h"
#include "ping.h"

#define PATIENCE_MIN_MS 2 /* too little time to ask */

void kp_mongo_prober_init(struct kp_mongo_prober *prober)
{
    pthread_mutex_init(&prober->lock, NULL);
    pthread_cond_init(&prober->told, NULL);
}

void kp_mongo_prober_clear(struct kp_mongo_prober *prober)
{
    if (prober->client)
        mongoc_client_destroy(prober->client);
    pthread_cond_destroy(&prober->told);
    pthread_mutex_destroy(&prober->lock);
}

/* Finding the server and its answer each get a share of the time. */
static int32_t share_of(int64_t patience_ms)
{
    return patience_ms < INT32_MAX ? (int32_t)(patience_ms / 2) : INT32_MAX;
}

static void make_client(struct kp_mongo *store, int64_t patience_ms)
{
    static const char *const patience[] = {MONGOC_URI_SERVERSELECTIONTIMEOUTMS,
                                           MONGOC_URI_CONNECTTIMEOUTMS, MONGOC_URI_SOCKETTIMEOUTMS};
    bson_error_t error;
    mongoc_uri_t *uri = mongoc_uri_copy(store->uri);
    for (size_t i = 0; i < sizeof patience / sizeof *patience; i++)
        mongoc_uri_set_option_as_int32(uri, patience[i], share_of(patience_ms));
    store->prober.client = mongoc_client_new_from_uri_with_error(uri, &error);
    store->prober.patience_ms = patience_ms;
    mongoc_uri_destroy(uri);
    if (store->prober.client)
        mongoc_client_set_error_api(store->prober.client, MONGOC_ERROR_API_VERSION_2);
}

static void drop_client(struct kp_mongo_prober *prober)
{
    if (prober->client)
        mongoc_client_destroy(prober->client);
    prober->client = NULL;
}

/* Reads, although nothing: a ping would be answered by mongos even without the server that has the
 * data. A client that failed is not used again, as it would not even try for some seconds. */
static bool answers(struct kp_mongo *store, int64_t patience_ms)
{
    struct kp_mongo_prober *prober = &store->prober;
    if (patience_ms < PATIENCE_MIN_MS)
        return false;
    if (!prober->client)
        make_client(store, patience_ms);
    if (!prober->client)
        return false;
    bson_error_t error;
    bson_t *command = BCON_NEW("find", BCON_UTF8(store->layout.tables[0].name), "filter", "{",
                               "_id", BCON_INT32(0), "}", "limit", BCON_INT64(1), "maxTimeMS",
                               BCON_INT64(share_of(patience_ms)));
    bool answered =
        mongoc_client_command_simple(prober->client, store->database, command, NULL, NULL, &error);
    bson_destroy(command);
    if (!answered)
        drop_client(prober);
    return answered;
}

/* An open connection may be broken since the server was restarted: then a new one is tried in the
 * time that is left. */
static bool ask(struct kp_mongo *store, int64_t timeout_ms)
{
    struct kp_mongo_prober *prober = &store->prober;
    int64_t until_ms = kp_mongo_clock_ms() + timeout_ms;
    if (prober->patience_ms > timeout_ms)
        drop_client(prober);
    bool kept = prober->client != NULL;
    return answers(store, timeout_ms) || (kept && answers(store, until_ms - kp_mongo_clock_ms()));
}

static bool told_within(const struct kp_mongo_prober *prober, int64_t ms)
{
    return prober->told_ms > 0 && kp_mongo_clock_ms() - prober->told_ms <= ms;
}

/* Waits for the thread that asks. While the server is away the last answer will do, which came just
 * before that thread began. */
static void wait_for_other(struct kp_mongo_prober *prober, int64_t timeout_ms)
{
    int64_t until_ms = kp_mongo_clock_ms() + timeout_ms;
    struct timespec until = {.tv_sec = (time_t)(until_ms / 1000),
                             .tv_nsec = until_ms % 1000 * 1000000};
    bool away = !prober->ready && told_within(prober, KP_MONGO_KNOWN_MS + timeout_ms);
    while (prober->asking && !away &&
           pthread_cond_clockwait(&prober->told, &prober->lock, CLOCK_MONOTONIC, &until) == 0)
        ;
}

static bool is_ready(struct kp_mongo *store, int64_t timeout_ms)
{
    struct kp_mongo_prober *prober = &store->prober;
    bool another = prober->asking;
    wait_for_other(prober, timeout_ms);
    if (another)
        return prober->ready && !prober->asking;
    if (!prober->ready && told_within(prober, KP_MONGO_KNOWN_MS))
        return false;
    prober->asking = true;
    pthread_mutex_unlock(&prober->lock);
    bool ready = ask(store, timeout_ms);
    pthread_mutex_lock(&prober->lock);
    prober->asking = false;
    prober->ready = ready;
    prober->told_ms = kp_mongo_clock_ms();
    pthread_cond_broadcast(&prober->told);
    return ready;
}

enum kripa_status kp_mongo_ping(struct kripa_store *base, int64_t timeout_ms,
                                struct kripa_error *err)
{
    struct kp_mongo *store = (struct kp_mongo *)base;
    pthread_mutex_lock(&store->prober.lock);
    bool ready = is_ready(store, timeout_ms);
    pthread_mutex_unlock(&store->prober.lock);
    if (ready)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the database can't be reached just now");
}
