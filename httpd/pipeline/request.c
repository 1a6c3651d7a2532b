/* SPDX-License-Identifier: MIT
 * A request's head: the headers that are used, and the X-Request-Id. */
#include "request.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/clock.h"
#include "form.h"
#include "kripad.h"
#include "put.h"

struct known_header {
    const char *name;
    size_t size;
    const char *joined_by; /* how several of them become one; NULL: the first one counts */
};
#define HEADER(text, joined)                                                                       \
    {                                                                                              \
        text, sizeof text - 1, joined                                                              \
    }
static const struct known_header known_headers[HEADER_COUNT] = {
    [HEADER_ACCEPT] = HEADER("Accept", ", "),
    [HEADER_AUTHORIZATION] = HEADER("Authorization", NULL),
    [HEADER_CONTENT_LENGTH] = HEADER("Content-Length", NULL),
    [HEADER_CONTENT_TYPE] = HEADER("Content-Type", NULL),
    [HEADER_COOKIE] = HEADER("Cookie", "; "),
    [HEADER_FORWARDED_FOR] = HEADER("X-Forwarded-For", ", "),
    [HEADER_HOST] = HEADER("Host", NULL),
    [HEADER_IDEMPOTENCY_KEY] = HEADER("Idempotency-Key", NULL),
    [HEADER_IF_MATCH] = HEADER("If-Match", ", "),
    [HEADER_IF_NONE_MATCH] = HEADER("If-None-Match", ", "),
    [HEADER_IF_RANGE] = HEADER("If-Range", NULL),
    [HEADER_ORIGIN] = HEADER("Origin", NULL),
    [HEADER_PREFLIGHT_METHOD] = HEADER("Access-Control-Request-Method", NULL),
    [HEADER_RANGE] = HEADER("Range", NULL),
    [HEADER_REQUEST_ID] = HEADER("X-Request-Id", NULL),
    [HEADER_TRANSFER_ENCODING] = HEADER("Transfer-Encoding", NULL),
};

void request_begin(struct request *r, struct kripad *kripad, const char *method, const char *target)
{
    memset(r, 0, offsetof(struct request, own_arena));
    request_clear_error(r);
    r->arena = &r->own_arena;
    r->err = &r->error;
    r->kripad = kripad;
    r->kripa = kripad->kripa;
    r->viewer = kripa_viewer_guest();
    r->token_status = KRIPA_UNAUTHENTICATED;
    r->method = method;
    r->target = target;
    r->head_only = strcmp(method, "HEAD") == 0;
    r->started_us = clock_us();
    r->reply.revision = -1;
    put_hex(put_text(r->id, kripad->id_prefix), atomic_fetch_add(&kripad->next_id, 1), 1);
}

/* The other members of an error mean nothing without these. */
void request_clear_error(struct request *r)
{
    r->error.status = KRIPA_OK;
    r->error.message[0] = '\0';
    r->error.fields_count = 0;
    r->error.retry_after_s = 0;
}

void request_end(struct request *r)
{
    form_end(r, false);
    if (r->reply.is_file)
        close(r->reply.fd);
    r->reply.is_file = false;
    kripa_arena_reset(&r->own_arena);
}

/* 1-64 of [A-Za-z0-9._-] */
static bool is_request_id(const char *text)
{
    size_t size = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");
    return size > 0 && size < REQUEST_ID_SIZE && !text[size];
}

static void take_header(struct request *r, enum header header, const char *value)
{
    const char *joined_by = known_headers[header].joined_by;
    if (r->header_times[header] < UINT8_MAX)
        r->header_times[header]++;
    if (!r->headers[header]) {
        r->headers[header] = value;
    } else if (joined_by) {
        const char *joined =
            kripa_arena_format(r->arena, "%s%s%s", r->headers[header], joined_by, value);
        r->headers[header] = joined ? joined : r->headers[header];
    }
    if (header == HEADER_REQUEST_ID && is_request_id(value))
        snprintf(r->id, sizeof r->id, "%s", value);
}

void request_header(struct request *r, const char *name, const char *value)
{
    size_t size = strlen(name);
    for (enum header i = 0; i < HEADER_COUNT; i++) {
        if (known_headers[i].size == size && strcasecmp(known_headers[i].name, name) == 0) {
            take_header(r, i, value ? value : "");
            return;
        }
    }
}

enum kripa_status request_param_id(struct request *r, size_t param, struct kripa_id *out)
{
    if (kripa_id_parse(r->params[param], out) && !kripa_id_is_zero(*out))
        return KRIPA_OK;
    return kripa_fail(r->err, KRIPA_NOT_FOUND, "there is nothing with this id");
}
