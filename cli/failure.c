/* SPDX-License-Identifier: MIT
 * The exit codes are a table: what a status means to a script, and what the help says of it. */
#include "failure.h"

#include <string.h>

static const struct {
    int code;
    const char *meaning;
    enum kripa_status statuses[6]; /* ended by OK */
} kinds[] = {
    {0, "done", {KRIPA_OK}},
    {EXIT_DECLINED, "you were asked, and said no", {KRIPA_OK}},
    {EXIT_USAGE, "the command line is wrong; nothing was tried", {KRIPA_OK}},
    {3, "a value breaks a rule; each is named", {KRIPA_INVALID, KRIPA_TOO_LARGE}},
    {4, "there is no such thing", {KRIPA_NOT_FOUND}},
    {5,
     "the state of things does not allow it: taken, ambiguous, sold out",
     {KRIPA_CONFLICT, KRIPA_EXISTS, KRIPA_OUT_OF_STOCK, KRIPA_STALE, KRIPA_KEY_REUSED}},
    {6, "this account may not do that", {KRIPA_FORBIDDEN, KRIPA_UNAUTHENTICATED}},
    {7,
     "the store can't take it now (busy, disk full); try again",
     {KRIPA_UNAVAILABLE, KRIPA_LIMITED}},
    {8, "the store's content is damaged, or verify found differences", {KRIPA_CORRUPT}},
    {9, "a fault of kripactl, or out of memory", {KRIPA_INTERNAL, KRIPA_NO_MEMORY}},
};
#define KINDS_COUNT (sizeof kinds / sizeof *kinds)

static int code_of(enum kripa_status status)
{
    for (size_t i = 0; i < KINDS_COUNT; i++) {
        for (const enum kripa_status *at = kinds[i].statuses; *at != KRIPA_OK; at++) {
            if (*at == status)
                return kinds[i].code;
        }
    }
    return status == KRIPA_OK ? 0 : 9;
}

/* The message may be the first field's already. */
static bool tells_first_field(const struct kripa_error *err)
{
    if (err->fields_count == 0)
        return false;
    char line[sizeof err->message];
    const struct kripa_error_field *first = &err->fields[0];
    snprintf(line, sizeof line, "%s%s%s", first->path, *first->path ? ": " : "", first->message);
    return strcmp(line, err->message) == 0;
}

int failure_report(FILE *to, enum kripa_status status, const struct kripa_error *err)
{
    const char *message = *err->message ? err->message : kripa_status_meaning(status);
    fprintf(to, "kripactl: %s\n", message);
    for (size_t i = tells_first_field(err) ? 1 : 0; i < err->fields_count; i++) {
        const struct kripa_error_field *field = &err->fields[i];
        fprintf(to, "          %s%s%s\n", field->path, *field->path ? ": " : "", field->message);
    }
    if (err->retry_after_s > 0)
        fprintf(to, "          try again in %lld s\n", (long long)err->retry_after_s);
    return code_of(status);
}

void failure_explain(FILE *to)
{
    for (size_t i = 0; i < KINDS_COUNT; i++)
        fprintf(to, "  %d  %s\n", kinds[i].code, kinds[i].meaning);
}
