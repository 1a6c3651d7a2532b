/* SPDX-License-Identifier: MIT
 * A store around another that reports every call: what was asked, what came of it, and how long it
 * took. */
#include <kripa/sys/store.h>

#include <time.h>

#include "base/status.h"
#include "statement.h"

struct observed_store {
    struct kripa_store base;
    struct kripa_store *inner;
    kripa_statement_fn *tell;
    void *ctx;
    struct kripa_arena arena; /* contains this struct */
};

/* A call in progress. Its statement is written before the call, as that may end what it borrows. */
struct call {
    struct observed_store *store;
    struct kripa_statement statement;
    struct kripa_arena arena;
    struct kripa_writer text;
    int64_t began_us;
};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct kripa_store *begin(struct call *call, struct kripa_store *base, const char *verb)
{
    *call = (struct call){.store = (struct observed_store *)base, .statement.verb = verb};
    kripa_writer_init(&call->text, &call->arena);
    kripa_write(&call->text, "");
    call->began_us = now_us();
    return call->store->inner;
}

static struct kripa_store *begin_query(struct call *call, struct kripa_store *base,
                                       const char *verb, const struct kripa_query *query)
{
    struct kripa_store *inner = begin(call, base, verb);
    kp_print_query(&call->text, query, KP_NAMES_ONLY);
    call->began_us = now_us();
    return inner;
}

static enum kripa_status end(struct call *call, enum kripa_status status, int64_t rows)
{
    call->statement.us = now_us() - call->began_us;
    call->statement.text = call->text.failed ? "" : call->text.at;
    call->statement.status = status;
    call->statement.rows = status == KRIPA_OK ? rows : 0;
    call->store->tell(call->store->ctx, &call->statement);
    kripa_arena_clear(&call->arena);
    return status;
}

static enum kripa_status find(struct kripa_store *base, const struct kripa_query *query,
                              struct kripa_arena *arena, struct kripa_rows *rows,
                              struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin_query(&call, base, "find", query);
    enum kripa_status status = inner->ops->find(inner, query, arena, rows, err);
    return end(&call, status, status == KRIPA_OK ? (int64_t)rows->count : 0);
}

static enum kripa_status count(struct kripa_store *base, const struct kripa_query *query,
                               int64_t at_most, int64_t *out, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin_query(&call, base, "count", query);
    enum kripa_status status = inner->ops->count(inner, query, at_most, out, err);
    return end(&call, status, status == KRIPA_OK ? *out : 0);
}

struct scanning {
    kripa_record_fn *row;
    void *ctx;
    int64_t rows;
};

static enum kripa_status count_row(void *ctx, const void *record)
{
    struct scanning *scanning = ctx;
    scanning->rows++;
    return scanning->row(scanning->ctx, record);
}

static enum kripa_status scan(struct kripa_store *base, const struct kripa_query *query,
                              kripa_record_fn *row, void *ctx, struct kripa_error *err)
{
    struct call call;
    struct scanning scanning = {.row = row, .ctx = ctx};
    struct kripa_store *inner = begin_query(&call, base, "scan", query);
    enum kripa_status status = inner->ops->scan(inner, query, count_row, &scanning, err);
    return end(&call, status, scanning.rows);
}

static enum kripa_status commit(struct kripa_store *base, const struct kripa_change *change,
                                struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin(&call, base, "commit");
    kp_print_change(&call.text, change, KP_NAMES_ONLY);
    call.began_us = now_us();
    return end(&call, inner->ops->commit(inner, change, outcome, err), (int64_t)change->count);
}

static enum kripa_status migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                 void *ctx, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin(&call, base, "migrate");
    return end(&call, inner->ops->migrate(inner, what, say, ctx, err), 0);
}

static enum kripa_status backup(struct kripa_store *base, const char *to, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin(&call, base, "backup");
    return end(&call, inner->ops->backup(inner, to, err), 0);
}

static enum kripa_status unknown_collections(struct kripa_store *base, struct kripa_arena *arena,
                                             struct kripa_unknown_collection **out,
                                             size_t *out_count, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin(&call, base, "unknown collection");
    enum kripa_status status = inner->ops->unknown_collections(inner, arena, out, out_count, err);
    return end(&call, status, status == KRIPA_OK ? (int64_t)*out_count : 0);
}

static enum kripa_status ping(struct kripa_store *base, int64_t timeout_ms, struct kripa_error *err)
{
    struct call call;
    struct kripa_store *inner = begin(&call, base, "ping");
    return end(&call, inner->ops->ping(inner, timeout_ms, err), 0);
}

/* This and `version` don't ask the store itself. */
static enum kripa_status rest(struct kripa_store *base, const struct kripa_schema *of,
                              const void *record, struct kripa_arena *arena, const char **out,
                              struct kripa_error *err)
{
    struct kripa_store *inner = ((struct observed_store *)base)->inner;
    return inner->ops->residual(inner, of, record, arena, out, err);
}

static uint64_t version(struct kripa_store *base, const struct kripa_schema *schema)
{
    struct kripa_store *inner = ((struct observed_store *)base)->inner;
    return inner->ops->version(inner, schema);
}

static void close_store(struct kripa_store *base)
{
    struct observed_store *store = (struct observed_store *)base;
    struct kripa_arena arena = store->arena;
    kripa_store_close(store->inner);
    kripa_arena_clear(&arena);
}

enum kripa_status kripa_store_observe(struct kripa_store *inner, kripa_statement_fn *tell,
                                      void *ctx, struct kripa_store **out, struct kripa_error *err)
{
    static const struct kripa_store_ops ops = {.find = find,
                                               .count = count,
                                               .scan = scan,
                                               .commit = commit,
                                               .migrate = migrate,
                                               .backup = backup,
                                               .unknown_collections = unknown_collections,
                                               .residual = rest,
                                               .ping = ping,
                                               .version = version,
                                               .close = close_store};
    struct kripa_arena arena = {0};
    struct observed_store *store = kripa_arena_alloc(&arena, sizeof *store, 1);
    if (!store)
        return kp_no_memory(err);
    *store = (struct observed_store){
        .base = *inner, .inner = inner, .tell = tell, .ctx = ctx, .arena = arena};
    store->base.ops = &ops;
    *out = &store->base;
    return KRIPA_OK;
}
