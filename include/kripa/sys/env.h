/* SPDX-License-Identifier: MIT
 * Reads the env file with the settings of a shop's programs: NAME=VALUE lines, which may begin with
 * "export". Quotes, backslashes and comments (# after a blank) are as in a shell; variables are not
 * expanded, and a line does not continue on the next. */
#ifndef KRIPA_SYS_ENV_H
#define KRIPA_SYS_ENV_H

#include <kripa/status.h>
#include <kripa/sys/field.h>

#define KRIPA_ENV_LINE_MAX 8192

/* A line that is neither empty nor a comment. `pair` is borrowed; NULL: the line is not NAME=VALUE,
 * a quote in it is not closed or followed by more text, or it is too long. */
typedef void kripa_env_fn(void *ctx, size_t line, const struct kripa_pair *pair);

KRIPA_BEGIN

/* Calls back for every line, in order. NOT_FOUND when the file can't be read. */
KRIPA_API enum kripa_status kripa_env_file_read(const char *path, kripa_env_fn *take, void *ctx,
                                                struct kripa_error *err);

/* Skips the byte order mark with which some editors begin a file. */
KRIPA_API const char *kripa_text_skip_bom(const char *text);

KRIPA_END
#endif
