/* SPDX-License-Identifier: MIT
 * A store that fails when it is told to. Many threads may use it. */
#include "fault_store.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>

struct fault_store {
    struct kripa_store base;
    struct kripa_store *inner;
    pthread_mutex_t lock;
    struct fault fault;
    int calls[FAULT_VERBS];
};

/* Counts the call and says whether this is one that fails. */
static bool fails(struct fault_store *store, enum fault_verb verb, struct fault *fault)
{
    pthread_mutex_lock(&store->lock);
    store->calls[verb]++;
    store->calls[FAULT_ANY]++;
    *fault = store->fault;
    int call = store->calls[fault->verb];
    bool counts = fault->verb == verb || fault->verb == FAULT_ANY;
    pthread_mutex_unlock(&store->lock);
    if (!counts || fault->nth == 0)
        return false;
    return fault->from_then_on ? call >= fault->nth : call == fault->nth;
}

static enum kripa_status refuse(const struct fault *fault, struct kripa_error *err)
{
    return kripa_fail(err, fault->status, "the store fails as it was told to");
}

/* Passes a call on, unless it fails before; what it gave is lost when it fails after. */
#define PASS(which, call)                                                                          \
    do {                                                                                           \
        struct fault_store *store = (struct fault_store *)base;                                    \
        struct kripa_store *inner = store->inner;                                                  \
        struct fault fault;                                                                        \
        bool failing = fails(store, (which), &fault);                                              \
        if (failing && !fault.after)                                                               \
            return refuse(&fault, err);                                                            \
        enum kripa_status status = (call);                                                         \
        return failing && status == KRIPA_OK ? refuse(&fault, err) : status;                       \
    } while (0)

static enum kripa_status find(struct kripa_store *base, const struct kripa_query *query,
                              struct kripa_arena *arena, struct kripa_rows *rows,
                              struct kripa_error *err)
{
    PASS(FAULT_FIND, inner->ops->find(inner, query, arena, rows, err));
}

static enum kripa_status count(struct kripa_store *base, const struct kripa_query *query,
                               int64_t at_most, int64_t *out, struct kripa_error *err)
{
    PASS(FAULT_COUNT, inner->ops->count(inner, query, at_most, out, err));
}

static enum kripa_status scan(struct kripa_store *base, const struct kripa_query *query,
                              kripa_record_fn *row, void *ctx, struct kripa_error *err)
{
    PASS(FAULT_SCAN, inner->ops->scan(inner, query, row, ctx, err));
}

static enum kripa_status commit(struct kripa_store *base, const struct kripa_change *change,
                                struct kripa_outcome *outcome, struct kripa_error *err)
{
    const struct fault *told = &((struct fault_store *)base)->fault;
    if (told->edits_max > 0 && change->count > told->edits_max)
        return refuse(told, err);
    PASS(FAULT_COMMIT, inner->ops->commit(inner, change, outcome, err));
}

static enum kripa_status migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                 void *ctx, struct kripa_error *err)
{
    PASS(FAULT_MIGRATE, inner->ops->migrate(inner, what, say, ctx, err));
}

static enum kripa_status backup(struct kripa_store *base, const char *to, struct kripa_error *err)
{
    PASS(FAULT_BACKUP, inner->ops->backup(inner, to, err));
}

static enum kripa_status others(struct kripa_store *base, struct kripa_arena *arena,
                                struct kripa_unknown_collection **out, size_t *out_count,
                                struct kripa_error *err)
{
    PASS(FAULT_OTHERS, inner->ops->unknown_collections(inner, arena, out, out_count, err));
}

/* No call: it needs nothing of the store but its kind. */
static enum kripa_status rest(struct kripa_store *base, const struct kripa_schema *of,
                              const void *record, struct kripa_arena *arena, const char **out,
                              struct kripa_error *err)
{
    struct kripa_store *inner = ((struct fault_store *)base)->inner;
    return inner->ops->residual(inner, of, record, arena, out, err);
}

static enum kripa_status ping(struct kripa_store *base, int64_t timeout_ms, struct kripa_error *err)
{
    PASS(FAULT_PING, inner->ops->ping(inner, timeout_ms, err));
}

static uint64_t version(struct kripa_store *base, const struct kripa_schema *schema)
{
    struct kripa_store *inner = ((struct fault_store *)base)->inner;
    return inner->ops->version(inner, schema);
}

static void close_store(struct kripa_store *base)
{
    struct fault_store *store = (struct fault_store *)base;
    kripa_store_close(store->inner);
    pthread_mutex_destroy(&store->lock);
    free(store);
}

static const struct kripa_store_ops ops = {
    .find = find,
    .count = count,
    .scan = scan,
    .commit = commit,
    .migrate = migrate,
    .backup = backup,
    .unknown_collections = others,
    .residual = rest,
    .ping = ping,
    .version = version,
    .close = close_store,
};

struct kripa_store *fault_store_around(struct kripa_store *inner)
{
    struct fault_store *store = calloc(1, sizeof *store);
    ck_assert_ptr_nonnull(store);
    store->base = (struct kripa_store){.ops = &ops, .remote = inner->remote, .kind = inner->kind};
    store->inner = inner;
    pthread_mutex_init(&store->lock, NULL);
    return &store->base;
}

void fault_store_fail(struct kripa_store *base, struct fault fault)
{
    struct fault_store *store = (struct fault_store *)base;
    pthread_mutex_lock(&store->lock);
    store->fault = fault;
    for (int i = 0; i < FAULT_VERBS; i++)
        store->calls[i] = 0;
    pthread_mutex_unlock(&store->lock);
}

int fault_store_calls(struct kripa_store *base, enum fault_verb verb)
{
    struct fault_store *store = (struct fault_store *)base;
    pthread_mutex_lock(&store->lock);
    int calls = store->calls[verb];
    pthread_mutex_unlock(&store->lock);
    return calls;
}
