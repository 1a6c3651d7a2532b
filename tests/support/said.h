/* SPDX-License-Identifier: MIT
 * What a migration or a verification says, line by line. */
#ifndef SAID_H
#define SAID_H

#include <check.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct said {
    char text[16384]; /* each line with a line end */
    size_t lines;
    int64_t unsettled; /* of a verification, as kripa_verify counts them */
};

/* The callback: `ctx` is a struct said. */
static inline void say(void *ctx, const char *line)
{
    struct said *said = ctx;
    size_t size = strlen(said->text);
    snprintf(said->text + size, sizeof said->text - size, "%s\n", line);
    said->lines++;
}

static inline void ck_said(const struct said *said, const char *line)
{
    ck_assert_msg(strstr(said->text, line), "\"%s\" is not in\n%s", line, said->text);
}

#endif
