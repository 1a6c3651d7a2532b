/* SPDX-License-Identifier: MIT
 * A form on its way in: what has come is handed to a worker piece by piece, and no more is read
 * meanwhile. So a form takes as much memory as a piece has, and a slow disk keeps the event thread
 * from nothing. */
#include <stdlib.h>
#include <string.h>

#include "exchange.h"
#include "pipeline/form.h"

#define PIECE_BYTES 131072

enum MHD_Result exchange_take_piece(struct exchange *exchange, const char *data, size_t *data_size)
{
    if (!exchange->piece && !(exchange->piece = malloc(PIECE_BYTES)))
        return MHD_NO;
    size_t room = PIECE_BYTES - exchange->piece_size;
    size_t taken = *data_size < room ? *data_size : room;
    memcpy(exchange->piece + exchange->piece_size, data, taken);
    exchange->piece_size += taken;
    *data_size -= taken;
    return MHD_YES;
}

bool exchange_has_piece(const struct exchange *exchange)
{
    return exchange->piece_size == PIECE_BYTES || !exchange->request.head_done;
}

void exchange_hand_on_piece(struct exchange *exchange)
{
    struct request *r = &exchange->request;
    if (exchange->piece_size && !r->reply.http_status)
        form_take(r, exchange->piece, exchange->piece_size);
    exchange->piece_size = 0;
    if (r->reply.http_status || r->body_status != KRIPA_OK)
        exchange_free_piece(exchange); /* what still comes is dropped */
}

void exchange_free_piece(struct exchange *exchange)
{
    free(exchange->piece);
    exchange->piece = NULL;
    exchange->piece_size = 0;
}
