/* SPDX-License-Identifier: MIT
 * Files as answers: whole, a range of their bytes, or not at all since the client has them
 * (RFC 9110, 13 and 14). */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "put.h"
#include "reply.h"

/* The first and the last byte that is asked for. */
struct range {
    int64_t first, last;
};
enum range_kind { RANGE_NONE, RANGE_ONE, RANGE_UNSATISFIABLE };

/* The number of digits at *at, which is moved behind them; a large number is as good as any beyond
 * the end. -1: none stands there. */
static int64_t take_number(const char **at)
{
    int64_t number = -1;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        number = number < 0 ? 0 : number;
        number = number < INT64_MAX / 100 ? number * 10 + (**at - '0') : number;
    }
    return number;
}

/* "bytes=0-99", "bytes=100-", "bytes=-100". Several ranges, other units and whatever can't be read
 * are answered whole, as a server may. */
static enum range_kind read_range(const char *header, int64_t size, struct range *out)
{
    if (!header || strncasecmp(header, "bytes=", 6) != 0)
        return RANGE_NONE;
    const char *at = header + 6;
    out->first = take_number(&at);
    if (*at != '-')
        return RANGE_NONE;
    at++;
    out->last = take_number(&at);
    if (*at || (out->first < 0 && out->last < 0))
        return RANGE_NONE;
    if (out->first >= 0 && out->last >= 0 && out->last < out->first)
        return RANGE_NONE;
    if (out->first < 0) { /* so many of the last bytes */
        if (out->last == 0)
            return RANGE_UNSATISFIABLE;
        out->first = out->last < size ? size - out->last : 0;
        out->last = size - 1;
    }
    if (out->last < 0 || out->last >= size)
        out->last = size - 1;
    return out->first < size ? RANGE_ONE : RANGE_UNSATISFIABLE;
}

/* A range of what the client has another version of would fit nothing. */
static bool wants_range(const struct request *r, const char *etag)
{
    const char *condition = r->headers[HEADER_IF_RANGE];
    return !r->head_only && r->headers[HEADER_RANGE] && (!condition || !strcmp(condition, etag));
}

/* "bytes 0-99/1000", or "bytes *" "/1000" where there is no such range. */
static const char *content_range(struct request *r, const struct range *range, int64_t size)
{
    char text[80], *to = put_text(text, "bytes ");
    if (range)
        to = put_int(put_text(put_int(to, range->first), "-"), range->last);
    else
        to = put_text(to, "*");
    to = put_int(put_text(to, "/"), size);
    return kripa_arena_text(r->arena, text, (size_t)(to - text));
}

enum kripa_status reply_file(struct request *r, int fd, int64_t size, const char *content_type,
                             const char *etag)
{
    struct reply *reply = &r->reply;
    struct range range = {0, size - 1};
    reply->is_file = true; /* it is closed with the request, whatever comes */
    reply->fd = fd;
    reply_header(r, "ETag", etag);
    if (reply_is_known(r, etag)) {
        reply->http_status = 304;
        return KRIPA_OK;
    }
    enum range_kind kind =
        wants_range(r, etag) ? read_range(r->headers[HEADER_RANGE], size, &range) : RANGE_NONE;
    reply_header(r, "Accept-Ranges", "bytes");
    if (kind != RANGE_NONE)
        reply_header(r, "Content-Range", content_range(r, kind == RANGE_ONE ? &range : NULL, size));
    if (kind == RANGE_UNSATISFIABLE)
        return reply_refuse(r, &REFUSED_RANGE, "the file has no such bytes");
    reply->http_status = kind == RANGE_ONE ? 206 : 200;
    reply->content_type = content_type;
    reply->file_at = kind == RANGE_ONE ? range.first : 0;
    reply->size = kind == RANGE_ONE ? (size_t)(range.last - range.first + 1) : (size_t)size;
    return KRIPA_OK;
}
