/* SPDX-License-Identifier: MIT
 * Sends an answer: the request's reply becomes libmicrohttpd's response. The body is not copied; it
 * stays in the request's arena until the exchange is completed. */
#include "exchange.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>

static bool add_headers(struct MHD_Response *response, const struct reply_header *headers,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (MHD_add_response_header(response, headers[i].name, headers[i].value) != MHD_YES)
            return false;
    }
    return true;
}

/* A file is sent by the system (sendfile); libmicrohttpd closes it with the response. */
static struct MHD_Response *make_body(struct exchange *exchange)
{
    struct reply *reply = &exchange->request.reply;
    if (!reply->is_file || reply->http_status == 304 || reply->http_status >= 400)
        return MHD_create_response_from_buffer(reply->size, (void *)(uintptr_t)reply->body,
                                               MHD_RESPMEM_PERSISTENT);
    struct MHD_Response *response =
        MHD_create_response_from_fd_at_offset64(reply->size, reply->fd, (uint64_t)reply->file_at);
    reply->is_file = !response;
    exchange->sends_file = response;
    exchange->server->loop.sending += exchange->sends_file;
    return response;
}

static struct MHD_Response *make_response(struct exchange *exchange)
{
    const struct kripad *kripad = exchange->server->kripad;
    const struct reply *reply = &exchange->request.reply;
    struct MHD_Response *response = make_body(exchange);
    if (!response)
        return NULL;
    bool made = add_headers(response, kripad->constant, kripad->constant_count) &&
                add_headers(response, reply->headers, reply->headers_count);
    if (made && reply->content_type)
        made = MHD_add_response_header(response, "Content-Type", reply->content_type) == MHD_YES;
    if (made && reply->close)
        made = MHD_add_response_header(response, "Connection", "close") == MHD_YES;
    if (made)
        return response;
    MHD_destroy_response(response);
    return NULL;
}

enum MHD_Result exchange_send(struct exchange *exchange)
{
    struct reply *reply = &exchange->request.reply;
    reply->close |= atomic_load(&exchange->server->stopping);
    struct MHD_Response *response = make_response(exchange);
    if (!response)
        return MHD_NO;
    exchange->stage = STAGE_SENDING;
    exchange_deadline(exchange, exchange->server->kripad->config->answer_deadline_s);
    enum MHD_Result queued =
        MHD_queue_response(exchange->connection->mhd, reply->http_status, response);
    MHD_destroy_response(response);
    return queued;
}

static const char *add_text(struct request *r, const char *head, const char *name,
                            const char *value)
{
    return head && value ? kripa_arena_format(r->arena, "%s%s: %s\r\n", head, name, value) : head;
}

static const char *make_head(const struct kripad *kripad, struct request *r)
{
    char date[40];
    time_t now = time(NULL);
    struct tm utc;
    const struct reply *reply = &r->reply;
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&now, &utc));
    const char *head = kripa_arena_format(
        r->arena, "HTTP/1.1 %u %s\r\nDate: %s\r\nConnection: close\r\nContent-Length: %zu\r\n",
        reply->http_status, MHD_get_reason_phrase_for(reply->http_status), date, reply->size);
    for (size_t i = 0; i < kripad->constant_count; i++)
        head = add_text(r, head, kripad->constant[i].name, kripad->constant[i].value);
    for (size_t i = 0; i < reply->headers_count; i++)
        head = add_text(r, head, reply->headers[i].name, reply->headers[i].value);
    head = add_text(r, head, "Content-Type", reply->content_type);
    return head ? kripa_arena_format(r->arena, "%s\r\n", head) : NULL;
}

void exchange_send_last(struct exchange *exchange)
{
    struct request *r = &exchange->request;
    const char *head = make_head(exchange->server->kripad, r);
    if (!head)
        return;
    struct iovec parts[2] = {{(void *)(uintptr_t)head, strlen(head)},
                             {(void *)(uintptr_t)r->reply.body, r->reply.size}};
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = r->head_only ? 1 : 2};
    exchange->stage = STAGE_SENDING;
    sendmsg(exchange->connection->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
}
