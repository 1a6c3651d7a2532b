/* SPDX-License-Identifier: MIT
 * Does the same to several arguments. */
#include "each.h"

#include <stdio.h>
#include <string.h>

#include "output/failure.h"
#include "output/print.h"

struct bad {
    size_t count;
    enum kripa_status first;
    int first_code;
};

static void tell(struct session *s, struct bad *bad, enum kripa_status status, const char *name)
{
    struct failing failing = {.command = s->command, .json = s->options->json, .about = name};
    int code = failure_report(stderr, status, &s->error, &failing);
    if (bad->count++ == 0) {
        bad->first = status;
        bad->first_code = s->exit_code ? s->exit_code : code;
    }
    s->error = (struct kripa_error){0};
    s->exit_code = 0;
}

/* Reports that the rest is left out, as it would fail for the same reason. */
static void stop(struct session *s, const char *name, size_t left)
{
    size_t size = strlen(s->error.message);
    s->about = name;
    if (left > 0)
        snprintf(s->error.message + size, sizeof s->error.message - size,
                 "; %zu after it not tried", left);
}

enum kripa_status each_argument(struct session *s, const struct input *in, each_fn *one)
{
    struct bad bad = {0};
    enum kripa_status status = KRIPA_OK;
    if (in->args_count == 1)
        return one(s, in, in->args[0]);
    s->many = true;
    for (size_t i = 0; i < in->args_count; i++) {
        status = one(s, in, in->args[i]);
        if (status == KRIPA_OK)
            continue;
        if (failure_is_general(status)) {
            stop(s, in->args[i], in->args_count - i - 1);
            break;
        }
        tell(s, &bad, status, in->args[i]);
        status = KRIPA_OK;
    }
    enum kripa_status ended = print_many_end(s);
    if (status != KRIPA_OK)
        return status;
    if (bad.count == 0)
        return ended;
    s->exit_code = bad.first_code;
    return kripa_fail(&s->error, bad.first, "%zu of %zu could not be done", bad.count,
                      in->args_count);
}
