/* SPDX-License-Identifier: MIT
 * The file that a shop's programs take their settings from, for front ends: NAME=VALUE lines,
 * "export" before them allowed. Quotes, backslashes and comments (# behind a blank) are read as
 * a shell reads them; nothing is expanded, and a line does not go on in the next. */
#ifndef KRIPA_SYS_ENV_H
#define KRIPA_SYS_ENV_H

#include <kripa/status.h>
#include <kripa/sys/field.h>

#define KRIPA_ENV_LINE_MAX 8192

/* One line that says something. `pair` is borrowed; NULL: the line is no NAME=VALUE, has quotes
 * that are not closed or something behind them, or is too long. */
typedef void kripa_env_fn(void *ctx, size_t line, const struct kripa_pair *pair);

KRIPA_BEGIN

/* Every line, from the first. NOT_FOUND when the file can't be read. */
KRIPA_API enum kripa_status kripa_env_file_read(const char *path, kripa_env_fn *take, void *ctx,
                                                struct kripa_error *err);

/* Past the byte order mark that some editors put at the head of a file. */
KRIPA_API const char *kripa_text_skip_bom(const char *text);

KRIPA_END
#endif
