/* SPDX-License-Identifier: MIT
 * Dispatch without sockets: requests through dispatch, in the test's own process. What fails ends
 * the program. */
#ifndef IN_PROCESS_H
#define IN_PROCESS_H

#include <jansson.h>

#include "pipeline/kripad.h"
#include "pipeline/request.h"
#include "routes.h"

#define IN_PROCESS_SECRET "in-process-Zk3vR8wq1LbY6tNsD0hXjC9u"

struct in_process {
    struct kripa_arena arena;
    struct config config;
    struct config_problems problems;
    struct kripad *kripad;
    struct request request; /* the last one, its answer in request.reply */
    json_t *json;           /* the last answer's body, or NULL */
};
struct in_process_body {
    const char *at; /* NULL: none */
    size_t size;
};
/* `settings` are NAME=value texts ended by NULL, or NULL; limits are off unless they say otherwise.
 * `kripa` is borrowed and may be NULL for routes that don't use it. */
void in_process_open(struct in_process *in, const struct route *routes, struct kripa *kripa,
                     const char *const *settings);
void in_process_close(struct in_process *in);

/* Dispatches a request; `body` and `headers` ("Name: value" texts ended by NULL) may be NULL. A
 * body is JSON unless the headers say otherwise. Returns the HTTP status. */
unsigned in_process_ask(struct in_process *in, const char *method, const char *target,
                        const char *body, const char *const *headers);
/* The same with a body of any bytes. */
unsigned in_process_send(struct in_process *in, const char *method, const char *target,
                         const struct in_process_body *body, const char *const *headers);
/* A header of the last answer, or NULL. */
const char *in_process_header(const struct in_process *in, const char *name);
/* Of the last answer: "message", data.code, and the first data.errors[].field; "" when there is
 * none. */
const char *in_process_message(const struct in_process *in);
const char *in_process_code(const struct in_process *in);
const char *in_process_field(const struct in_process *in);

#endif
