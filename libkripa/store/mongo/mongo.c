/* SPDX-License-Identifier: MIT
 * Opening and closing a database, and the store's table of verbs. */
#include "mongo.h"
#include "base/status.h"
#include "internal.h"

#include <stdlib.h>
#include <time.h>

/* Counts commits of this process only: to learn of others' would cost as much as reading. */
static uint64_t version(struct kripa_store *base, const struct kripa_schema *schema)
{
    const struct kp_mongo *store = (const struct kp_mongo *)base;
    const struct kp_plan *plan;
    if (kp_plan_find(&store->layout, schema, &plan, NULL) != KRIPA_OK)
        return 0;
    return 1 + atomic_load(&plan->table->touched);
}

static void close_store(struct kripa_store *base)
{
    struct kp_mongo *store = (struct kp_mongo *)base;
    kp_mongo_prober_clear(&store->prober);
    kp_mongo_turns_clear(&store->turns);
    if (store->pool)
        mongoc_client_pool_destroy(store->pool);
    if (store->uri)
        mongoc_uri_destroy(store->uri);
    kripa_arena_clear(&store->arena);
    free(store);
}

static const struct kripa_store_ops ops = {
    .find = kp_mongo_find,
    .count = kp_mongo_count,
    .scan = kp_mongo_scan,
    .commit = kp_mongo_commit,
    .migrate = kp_mongo_migrate,
    .backup = kp_mongo_backup,
    .unknown_collections = kp_mongo_unknown_collections,
    .residual = kp_mongo_residual,
    .ping = kp_mongo_ping,
    .version = version,
    .close = close_store,
};

/* libmongoc would write to the program's standard error, which a library must not do. */
static void say_nothing(mongoc_log_level_t level, const char *domain, const char *message,
                        void *ctx)
{
    (void)level;
    (void)domain;
    (void)message;
    (void)ctx;
}

/* The log handler is global and can't be read, so it is set only once: a program may then set its
 * own. */
static void begin_driver(void)
{
    mongoc_init();
    mongoc_log_set_handler(say_nothing, NULL);
}

static void need_driver(void)
{
    static pthread_once_t begun = PTHREAD_ONCE_INIT;
    pthread_once(&begun, begin_driver);
}

enum kripa_status kp_mongo_check_uri(const char *uri, struct kripa_error *err)
{
    mongoc_uri_t *parsed;
    need_driver();
    enum kripa_status status = kp_mongo_uri(uri, 0, &parsed, err);
    if (status == KRIPA_OK)
        mongoc_uri_destroy(parsed);
    return status;
}

static enum kripa_status fill(struct kp_mongo *store, const char *uri, int64_t connections,
                              const struct kripa_schema *const *schemas, struct kripa_error *err)
{
    enum kripa_status status = kp_mongo_uri(uri, connections, &store->uri, err);
    if (status == KRIPA_OK)
        status = kp_layout_make(&store->layout, schemas, &store->arena, err);
    if (status != KRIPA_OK)
        return status;
    bson_error_t error;
    store->database = mongoc_uri_get_database(store->uri);
    store->pool = mongoc_client_pool_new_with_error(store->uri, &error);
    if (!store->pool) /* the name in a mongodb+srv:// URI may only be unknown for now */
        return error.domain == MONGOC_ERROR_STREAM
                   ? kp_mongo_fail_open(&error, err)
                   : kripa_fail_field(err, KRIPA_INVALID, "store_uri", "%s", error.message);
    mongoc_client_pool_set_error_api(store->pool, MONGOC_ERROR_API_VERSION_2);
    return kp_mongo_check_server(store, err);
}

/* A database needs no creation: it exists as soon as it contains something. */
enum kripa_status kp_mongo_open(const char *uri, bool create, int64_t connections,
                                const struct kripa_schema *const *schemas, struct kripa_store **out,
                                struct kripa_error *err)
{
    (void)create;
    need_driver();
    struct kp_mongo *store = calloc(1, sizeof *store);
    if (!store)
        return kp_no_memory(err);
    kp_mongo_prober_init(&store->prober);
    kp_mongo_turns_init(&store->turns);
    store->base =
        (struct kripa_store){.ops = &ops, .remote = true, .shared = true, .kind = "mongodb"};
    enum kripa_status status = fill(store, uri, connections, schemas, err);
    if (status != KRIPA_OK) {
        close_store(&store->base);
        return status;
    }
    *out = &store->base;
    return KRIPA_OK;
}

enum kripa_status kp_mongo_restore(const char *from, const char *uri, enum kripa_placing placing,
                                   const struct kripa_schema *const *schemas,
                                   kripa_copy_check_fn *check, void *ctx,
                                   char kept[KRIPA_KEPT_SIZE], struct kripa_error *err)
{
    *kept = '\0';
    (void)from;
    (void)uri;
    (void)placing;
    (void)schemas;
    (void)check;
    (void)ctx;
    return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                            "a MongoDB database is restored with mongorestore");
}
