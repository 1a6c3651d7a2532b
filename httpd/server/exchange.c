/* SPDX-License-Identifier: MIT
 * A request on its way through libmicrohttpd: first line, head, body, work (here or in a pool),
 * answer, end. */
#include "exchange.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "pipeline/dispatch.h"
#include "pipeline/form.h"
#include "pipeline/guard.h"

#define FREE_EXCHANGES_MAX 64
#define BODY_FIRST_BYTES   2048
#define BODY_DROPPED_MAX                                                                           \
    1048576 /* how much of a chunked body is read beyond the limit before the connection ends */

void exchange_free(struct exchange *exchange)
{
    kripa_arena_clear(&exchange->request.own_arena);
    free(exchange);
}

static struct exchange *take_exchange(struct server *server)
{
    struct exchange *exchange = server->free_exchanges;
    if (!exchange)
        return calloc(1, sizeof *exchange);
    server->free_exchanges = exchange->next_free;
    server->free_count--;
    return exchange;
}

static void recycle(struct exchange *exchange)
{
    struct server *server = exchange->server;
    exchange_free_piece(exchange);
    request_end(&exchange->request);
    if (server->free_count >= FREE_EXCHANGES_MAX) {
        exchange_free(exchange);
        return;
    }
    exchange->next_free = server->free_exchanges;
    server->free_exchanges = exchange;
    server->free_count++;
}

void exchange_end(struct exchange *exchange)
{
    struct server *server = exchange->server;
    exchange->connection->exchange = NULL;
    server->loop.dropping -= exchange->dropping;
    server->loop.sending -= exchange->sends_file;
    peer_idle(exchange->connection);
    if (exchange->stage == STAGE_LINE) {
        log_say(server->log, "warning", "http: a request that was not understood, or not all sent");
    } else {
        log_request(server->log, &exchange->request);
        atomic_fetch_sub(&server->running, 1);
    }
    recycle(exchange);
}

/* Answers before there is a head, when libmicrohttpd takes no answer. */
static void refuse_line(struct exchange *exchange, const char *fault)
{
    struct request *r = &exchange->request;
    request_begin(r, exchange->server->kripad, "", exchange->target);
    r->peer = exchange->connection->peer;
    exchange->stage = STAGE_BODY;
    atomic_fetch_add(&exchange->server->running, 1);
    dispatch_refuse_head(r, KRIPA_INVALID, fault);
    exchange_send_last(exchange);
    connection_cut(exchange->server, exchange->connection);
}

void *exchange_on_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
    struct server *server = cls;
    struct connection *connection =
        MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    if (!connection || !uri)
        return NULL;
    if (connection->exchange)
        exchange_end(connection->exchange);
    struct exchange *exchange = take_exchange(server);
    if (!exchange)
        return NULL;
    connection->exchange = exchange;
    connection->asked = true;
    exchange->server = server;
    exchange->connection = connection;
    exchange->stage = STAGE_LINE;
    exchange->body = NULL;
    exchange->body_capacity = exchange->body_taken = exchange->body_dropped = 0;
    exchange->dropping = exchange->is_form = exchange->in_pieces = exchange->sends_file = false;
    exchange->target = kripa_arena_text(&exchange->request.own_arena, uri, strlen(uri));
    if (!head_has_whole_target(uri))
        refuse_line(exchange, "there is a NUL in the address");
    head_hide_query(uri);
    return exchange;
}

void exchange_on_completed(void *cls, struct MHD_Connection *mhd, void **con_cls,
                           enum MHD_RequestTerminationCode code)
{
    struct exchange *exchange = *con_cls;
    struct server *server = cls;
    (void)mhd;
    (void)code;
    if (!exchange)
        return;
    *con_cls = NULL;
    exchange_deadline(exchange, server->kripad->config->head_deadline_s);
    exchange_end(exchange);
}

/* Returns to the event thread. */
static void resume(struct exchange *exchange, enum stage stage)
{
    struct server *server = exchange->server;
    exchange->stage = stage;
    loop_resume(server, exchange->connection->mhd);
    atomic_fetch_sub(&server->working, 1);
}

static void resume_delayed(struct delayed *delayed)
{
    resume((struct exchange *)((char *)delayed - offsetof(struct exchange, delayed)), STAGE_READY);
}

/* For the next piece of the body. */
static void resume_body(struct exchange *exchange)
{
    exchange->in_pieces = false;
    if (exchange->moved_ms)
        exchange->moved_ms = clock_ms();
    resume(exchange, STAGE_BODY);
}

/* At the time the answer may go. */
static void resume_in_time(struct exchange *exchange)
{
    int64_t due_ms = exchange->request.answer_not_before_ms;
    if (due_ms <= clock_ms()) {
        resume(exchange, STAGE_READY);
        return;
    }
    exchange->delayed = (struct delayed){.due_ms = due_ms, .call = resume_delayed};
    deadlines_delay(exchange->server->deadlines, &exchange->delayed);
}

void exchange_refuse(struct pool_job *job)
{
    static const char why[] = "too much to do right now: try again in a moment";
    struct exchange *exchange = (struct exchange *)job;
    struct request *r = &exchange->request;
    if (exchange->in_pieces) { /* it is answered when its body has ended */
        exchange->piece_size = 0;
        r->body_status = kripa_fail(r->err, KRIPA_UNAVAILABLE, "%s", why);
        resume_body(exchange);
        return;
    }
    dispatch_refuse(r, KRIPA_UNAVAILABLE, why);
    resume(exchange, STAGE_READY);
}

static void push(struct exchange *exchange, enum pool pool)
{
    if (!worker_pools_push(exchange->server->pools, pool, &exchange->job))
        exchange_refuse(&exchange->job);
}

static void suspend(struct exchange *exchange, enum pool pool)
{
    exchange->stage = STAGE_WORKING;
    atomic_fetch_add(&exchange->server->working, 1);
    MHD_suspend_connection(exchange->connection->mhd);
    push(exchange, pool);
}

void exchange_run(struct pool_job *job)
{
    struct exchange *exchange = (struct exchange *)job;
    struct request *r = &exchange->request;
    if (!r->head_done) {
        dispatch_head(r);
        enum pool pool = dispatch_pool(r);
        if (pool != POOL_INLINE && pool != POOL_STORE && !exchange->in_pieces) {
            push(exchange, pool);
            return;
        }
    }
    exchange_hand_on_piece(exchange);
    if (exchange->in_pieces) {
        resume_body(exchange);
        return;
    }
    dispatch_body(r);
    resume_in_time(exchange);
}

/* The request is complete. */
static enum MHD_Result work(struct exchange *exchange)
{
    struct request *r = &exchange->request;
    if (!exchange_deadline(exchange, 0))
        return MHD_NO;
    if (dispatch_pool(r) == POOL_INLINE && dispatch_here(r))
        return exchange_send(exchange);
    suspend(exchange, dispatch_pool(r));
    return MHD_YES;
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
    (void)kind;
    request_header(cls, name, value);
    return MHD_YES;
}

static bool announces_more(const struct request *r, size_t most)
{
    const char *length = r->headers[HEADER_CONTENT_LENGTH];
    return length && strtoull(length, NULL, 10) > (unsigned long long)most;
}

static enum MHD_Result take_head(struct exchange *exchange, const char *method, const char *version)
{
    struct server *server = exchange->server;
    struct request *r = &exchange->request;
    request_begin(r, server->kripad, method, exchange->target);
    r->peer = exchange->connection->peer;
    exchange->stage = STAGE_BODY;
    peer_busy(exchange->connection);
    atomic_fetch_add(&server->running, 1);
    MHD_get_connection_values(exchange->connection->mhd, MHD_HEADER_KIND, on_header, r);
    exchange->moved_ms = r->headers[HEADER_TRANSFER_ENCODING] ? clock_ms() : 0;
    r->head_fault = head_fault(exchange, method, version);
    r->head_too_large = head_is_too_large(exchange);
    exchange->is_form = form_is_sent(r);
    r->too_large = announces_more(r, exchange->is_form ? FORM_SWALLOWED_MAX : guard_body_max(r));
    if (atomic_load(&server->stopping) && !server->kripad->config->listen_fd) {
        r->reply.close = true;
        dispatch_refuse(r, KRIPA_UNAVAILABLE, "kripad is being stopped");
        return exchange_send(exchange);
    }
    if (!server->kripad->remote || !r->headers[HEADER_AUTHORIZATION])
        dispatch_head(r);
    if (r->too_large || r->reply.close)
        return work(exchange);                           /* without its body */
    r->too_large = announces_more(r, guard_body_max(r)); /* of a form: not read, but awaited */
    const struct config *config = server->kripad->config;
    int64_t deadline_s = exchange->is_form ? config->form_deadline_s : config->body_deadline_s;
    return exchange_deadline(exchange, deadline_s) ? MHD_YES : MHD_NO;
}

static bool make_room(struct exchange *exchange, size_t needed)
{
    if (needed <= exchange->body_capacity)
        return true;
    size_t capacity = exchange->body_capacity ? exchange->body_capacity : BODY_FIRST_BYTES;
    while (capacity < needed)
        capacity *= 2;
    char *body = kripa_arena_alloc(exchange->request.arena, capacity, 1);
    if (!body)
        return false;
    if (exchange->body)
        memcpy(body, exchange->body, exchange->request.text_size);
    exchange->body = body;
    exchange->body_capacity = capacity;
    return true;
}

bool exchange_is_quiet(const struct exchange *exchange, int64_t since_ms)
{
    return exchange->stage == STAGE_BODY && exchange->moved_ms && exchange->moved_ms <= since_ms;
}

void exchange_end_amid_body(struct exchange *exchange)
{
    struct request *r = &exchange->request;
    r->reply.close = r->too_large = true;
    if (!exchange_deadline(exchange, 0))
        return;
    if (r->head_done)
        dispatch_body(r);
    else
        dispatch_refuse_head(r, KRIPA_TOO_LARGE, "the body is longer than is taken here");
    exchange_send_last(exchange);
    connection_cut(exchange->server, exchange->connection);
}

/* A client whose body is too long is answered when it pauses, as it may be waiting for the
 * answer. */
static void begin_dropping(struct exchange *exchange)
{
    if (!exchange->request.too_large || exchange->dropping)
        return;
    exchange->dropping = true;
    exchange->server->loop.dropping++;
}

/* A body that nobody needs is read all the same: a client that still sends would miss the
 * answer. */
static enum MHD_Result drop(struct exchange *exchange, size_t *data_size)
{
    exchange->body_dropped += *data_size;
    *data_size = 0;
    begin_dropping(exchange);
    if (exchange->body_dropped <= (exchange->is_form ? FORM_SWALLOWED_MAX : BODY_DROPPED_MAX))
        return MHD_YES;
    exchange_end_amid_body(exchange);
    return MHD_NO;
}

static enum MHD_Result keep(struct exchange *exchange, const char *data, size_t *data_size)
{
    struct request *r = &exchange->request;
    if (!make_room(exchange, r->text_size + *data_size))
        return MHD_NO;
    memcpy(exchange->body + r->text_size, data, *data_size);
    r->text = exchange->body;
    r->text_size += *data_size;
    *data_size = 0;
    return MHD_YES;
}

static enum MHD_Result take_piece(struct exchange *exchange, const char *data, size_t *data_size)
{
    enum MHD_Result result = exchange_take_piece(exchange, data, data_size);
    if (result == MHD_YES && exchange_has_piece(exchange)) {
        exchange->in_pieces = true;
        suspend(exchange, exchange->request.head_done ? POOL_UPLOAD : POOL_STORE);
    }
    return result;
}

static enum MHD_Result take_body(struct exchange *exchange, const char *data, size_t *data_size)
{
    struct request *r = &exchange->request;
    size_t came = *data_size;
    if (exchange->moved_ms)
        exchange->moved_ms = clock_ms();
    if (exchange->body_taken + came > guard_body_max(r))
        r->too_large = true;
    if (r->too_large || r->body_status || r->reply.http_status)
        return drop(exchange, data_size);
    enum MHD_Result result =
        exchange->is_form ? take_piece(exchange, data, data_size) : keep(exchange, data, data_size);
    exchange->body_taken += came - *data_size;
    return result;
}

enum MHD_Result exchange_on_access(void *cls, struct MHD_Connection *mhd, const char *url,
                                   const char *method, const char *version, const char *data,
                                   size_t *data_size, void **con_cls)
{
    struct exchange *exchange = *con_cls;
    ((struct server *)cls)->loop.moves++;
    (void)mhd;
    (void)url;
    if (!exchange || !exchange->target)
        return MHD_NO;
    switch (atomic_load(&exchange->stage)) {
    case STAGE_LINE:
        return take_head(exchange, method, version);
    case STAGE_BODY:
        return *data_size ? take_body(exchange, data, data_size) : work(exchange);
    case STAGE_READY:
        return exchange_send(exchange);
    case STAGE_WORKING:
        return MHD_YES;
    case STAGE_SENDING:
        break; /* answered without libmicrohttpd */
    }
    return MHD_NO;
}
