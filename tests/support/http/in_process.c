/* SPDX-License-Identifier: MIT
 * Dispatch without sockets. */
#include "in_process.h"
#include "kripad.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pipeline/dispatch.h"
#include "pipeline/guard.h"

#define ENVIRONMENT_MAX 32

static void fail(const char *what)
{
    fprintf(stderr, "in process: %s\n", what);
    exit(2);
}

void in_process_open(struct in_process *in, const struct route *routes, struct kripa *kripa,
                     const char *const *settings)
{
    static const char *const defaults[] = {
        "JWT_SECRET=" IN_PROCESS_SECRET, "KRIPA_STORE=sqlite::memory:",
        "LISTS_ON_EVENT_THREAD=true",    "RATE_LIMIT_ACCOUNT=off",
        "RATE_LIMIT_ADDRESS=off",        "RATE_LIMIT_CHECKOUT=off",
        "RATE_LIMIT_REGISTER=off",       "RATE_LIMIT_FREE=off"};
    char *environment[ENVIRONMENT_MAX + 1] = {NULL};
    size_t count = 0;
    struct kripa_error err = {0};
    memset(in, 0, sizeof *in);
    for (; count < sizeof defaults / sizeof *defaults; count++)
        environment[count] = (char *)(uintptr_t)defaults[count];
    for (; settings && *settings && count < ENVIRONMENT_MAX; settings++)
        environment[count++] = (char *)(uintptr_t)*settings;
    if (!config_load(&in->config, NULL, environment, &in->arena, &in->problems))
        fail(in->problems.at[0].text);
    if (kripad_open(&in->config, routes, kripa, &in->kripad, &err))
        fail(err.message);
}

void in_process_close(struct in_process *in)
{
    json_decref(in->json);
    kripad_close(in->kripad);
    kripa_arena_clear(&in->request.own_arena);
    kripa_arena_clear(&in->arena);
}

static void add_header(struct request *r, const char *header)
{
    const char *colon = strchr(header, ':');
    const char *name = colon ? kripa_arena_text(r->arena, header, (size_t)(colon - header)) : NULL;
    if (!name)
        fail(header);
    request_header(r, name, colon + 1 + strspn(colon + 1, " "));
}

unsigned in_process_ask(struct in_process *in, const char *method, const char *target,
                        const char *body, const char *const *headers)
{
    struct in_process_body bytes = {body, body ? strlen(body) : 0};
    return in_process_send(in, method, target, &bytes, headers);
}

unsigned in_process_send(struct in_process *in, const char *method, const char *target,
                         const struct in_process_body *body, const char *const *headers)
{
    struct request *r = &in->request;
    request_end(r);
    request_begin(r, in->kripad, method, target);
    r->peer.bytes[10] = r->peer.bytes[11] = 0xFF;
    r->peer.bytes[12] = 127;
    r->peer.bytes[15] = 1;
    for (; headers && *headers; headers++)
        add_header(r, *headers);
    if (body->at && !r->headers[HEADER_CONTENT_TYPE])
        request_header(r, "Content-Type", "application/json");
    r->text = body->at;
    r->text_size = body->size;
    r->too_large = r->text_size > guard_body_max(r);
    dispatch(r);
    json_decref(in->json);
    in->json = r->reply.body ? json_loadb(r->reply.body, r->reply.size, 0, NULL) : NULL;
    return r->reply.http_status;
}

const char *in_process_header(const struct in_process *in, const char *name)
{
    const struct reply *reply = &in->request.reply;
    for (size_t i = 0; i < reply->headers_count; i++) {
        if (strcasecmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    }
    return NULL;
}

static const char *text_of(const json_t *value)
{
    return json_is_string(value) ? json_string_value(value) : "";
}

const char *in_process_message(const struct in_process *in)
{
    return text_of(json_object_get(in->json, "message"));
}

const char *in_process_code(const struct in_process *in)
{
    return text_of(json_object_get(json_object_get(in->json, "data"), "code"));
}

const char *in_process_field(const struct in_process *in)
{
    const json_t *errors = json_object_get(json_object_get(in->json, "data"), "errors");
    return text_of(json_object_get(json_array_get(errors, 0), "field"));
}
