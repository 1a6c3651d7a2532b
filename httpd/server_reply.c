/* SPDX-License-Identifier: MIT
 * An answer on its way: the request's reply becomes libmicrohttpd's response. The body is not
 * copied: it lives in the request's arena until the exchange is completed. */
#include "server_exchange.h"

static bool add_headers(struct MHD_Response *response, const struct reply_header *headers,
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (MHD_add_response_header(response, headers[i].name, headers[i].value) != MHD_YES)
            return false;
    }
    return true;
}

static struct MHD_Response *make_response(const struct kripad *kripad, const struct reply *reply)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->size, (void *)(uintptr_t)reply->body, MHD_RESPMEM_PERSISTENT);
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
    struct MHD_Response *response = make_response(exchange->server->kripad, reply);
    if (!response)
        return MHD_NO;
    exchange->stage = STAGE_SENDING;
    exchange_deadline(exchange, exchange->server->kripad->config->answer_deadline_s);
    enum MHD_Result queued = MHD_queue_response(exchange->mhd, reply->http_status, response);
    MHD_destroy_response(response);
    return queued;
}
