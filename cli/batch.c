/* SPDX-License-Identifier: MIT
 * Adding many records from a file: each line is decoded by its table, as the API would, and added
 * on its own. */
#include "batch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <kripa/sys/env.h>

#include "print.h"

#define LINE_BYTES_MAX (KRIPA_JSON_BYTES_MAX + 2)

struct batch {
    struct session *s;
    const struct kripa_schema *schema;
    batch_add_fn *add;
    struct kripa_arena arena;   /* of one line */
    struct kripa_writer answer; /* with --json: the records as they are then */
    size_t number, added, bad;
    enum kripa_status first_bad;
};

static bool is_blank(const char *line)
{
    return line[strspn(line, " \t\r\n")] == '\0';
}

static void tell_bad(struct batch *batch, enum kripa_status status, const struct kripa_error *err)
{
    fprintf(stderr, "line %zu: %s\n", batch->number,
            *err->message ? err->message : kripa_status_meaning(status));
    for (size_t i = 1; i < err->fields_count; i++)
        fprintf(stderr, "line %zu: %s: %s\n", batch->number, err->fields[i].path,
                err->fields[i].message);
    if (batch->bad++ == 0)
        batch->first_bad = status;
}

static enum kripa_status add_line(struct batch *batch, const char *line, struct kripa_error *err)
{
    void *record = kripa_arena_alloc(&batch->arena, batch->schema->size, 1);
    if (!record)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    kripa_given given;
    enum kripa_role role = batch->s->viewer.role;
    enum kripa_status status = kripa_json_decode(batch->schema, KRIPA_TAKE_WHOLE, role, line,
                                                 strlen(line), &batch->arena, record, &given, err);
    const void *added;
    if (status == KRIPA_OK)
        status = batch->add(batch->s, record, given, &batch->arena, &added, err);
    if (status != KRIPA_OK || !batch->s->options->json)
        return status;
    kripa_write(&batch->answer, batch->added ? "," : "");
    kripa_write_record(&batch->answer, batch->schema, added, role);
    return status;
}

/* What is wrong with a line is the line's; anything else would be wrong with the next one too. */
static bool ends_batch(enum kripa_status status)
{
    return status == KRIPA_FORBIDDEN || status == KRIPA_UNAVAILABLE || status == KRIPA_NO_MEMORY ||
           status == KRIPA_CORRUPT || status == KRIPA_INTERNAL;
}

static enum kripa_status take_line(struct batch *batch, const char *line)
{
    if (batch->number++ == 0)
        line = kripa_skip_mark(line);
    if (is_blank(line))
        return KRIPA_OK;
    struct kripa_error error = {0};
    enum kripa_status status = add_line(batch, line, &error);
    if (ends_batch(status)) {
        batch->s->error = error;
        return status;
    }
    if (status == KRIPA_OK)
        batch->added++;
    else
        tell_bad(batch, status, &error);
    kripa_arena_reset(&batch->arena);
    return KRIPA_OK;
}

static enum kripa_status take_all(struct batch *batch, FILE *file)
{
    char *line = kripa_arena_alloc(&batch->s->arena, 1, LINE_BYTES_MAX);
    if (!line)
        return session_no_memory(batch->s);
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && fgets(line, LINE_BYTES_MAX, file)) {
        if (strlen(line) + 1 == LINE_BYTES_MAX && line[LINE_BYTES_MAX - 2] != '\n')
            return kripa_fail(&batch->s->error, KRIPA_TOO_LARGE, "line %zu is longer than %d bytes",
                              batch->number + 1, KRIPA_JSON_BYTES_MAX);
        status = take_line(batch, line);
    }
    return status;
}

static enum kripa_status finish(struct batch *batch)
{
    struct session *s = batch->s;
    kripa_write(&batch->answer, "]");
    enum kripa_status status =
        s->options->json
            ? print_json(s, &batch->answer)
            : print_sentence(s, "%zu added%s.", batch->added,
                             s->options->dry_run ? " (dry run: nothing was changed)" : "");
    if (status != KRIPA_OK || batch->bad == 0)
        return status;
    return kripa_fail(&s->error, batch->first_bad, "%zu line%s could not be added", batch->bad,
                      batch->bad == 1 ? "" : "s");
}

enum kripa_status batch_add(struct session *s, const char *path, const struct kripa_schema *schema,
                            batch_add_fn *add)
{
    bool is_input = strcmp(path, "-") == 0;
    FILE *file = is_input ? stdin : fopen(path, "re");
    if (!file)
        return kripa_fail(&s->error, KRIPA_NOT_FOUND, "%s can't be read: %s", path,
                          strerror(errno));
    struct batch batch = {.s = s, .schema = schema, .add = add};
    kripa_writer_init(&batch.answer, &s->arena);
    kripa_write(&batch.answer, "[");
    enum kripa_status status = take_all(&batch, file);
    if (!is_input)
        fclose(file);
    kripa_arena_clear(&batch.arena);
    return status == KRIPA_OK ? finish(&batch) : status;
}
