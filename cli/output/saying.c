/* SPDX-License-Identifier: MIT
 * See saying.h. */
#include "print.h"

struct saying saying_begin(struct session *s)
{
    struct saying saying = {.s = s};
    kripa_writer_init(&saying.lines, &s->arena);
    return saying;
}

void saying_line(void *ctx, const char *line)
{
    struct saying *saying = ctx;
    if (saying->s->options->json) {
        kripa_write(&saying->lines, saying->count ? "," : "");
        kripa_write_text(&saying->lines, line);
    } else {
        print_sentence(saying->s, "%s", line);
    }
    saying->count++;
}

void saying_write(const struct saying *saying, const char *name, struct kripa_writer *to)
{
    kripa_write_text(to, name);
    kripa_write(to, ":[");
    kripa_write_raw(to, saying->lines.at, saying->lines.size);
    kripa_write(to, "]");
    to->failed = to->failed || saying->lines.failed;
}
