/* SPDX-License-Identifier: MIT
 * Many records from a file: each is decoded by its table, as the API would do, and added by
 * itself. */
#include "batch.h"

#include <string.h>

#include "output/failure.h"
#include "output/print.h"

enum done { DONE_ADDED, DONE_CHANGED, DONE_UNCHANGED };
#define DONE_COUNT 3

struct batch {
    struct session *s;
    const struct batch_kind *kind;
    bool update, of_array;      /* they are elements of an array, not lines */
    struct kripa_arena arena;   /* cleared after each piece */
    struct kripa_writer answer; /* with --json: the records as they are afterwards */
    struct seen *seen;          /* in a dry run; NULL: the store finds duplicates */
    size_t done[DONE_COUNT], bad;
    enum kripa_status first_bad;
};

static void tell_bad(struct batch *batch, const struct piece *piece, enum kripa_status status,
                     const struct kripa_error *err)
{
    const char *about = kripa_arena_format(&batch->arena, "%s %zu", piece->item ? "item" : "line",
                                           piece->item ? piece->item : piece->line);
    struct failing failing = {.json = batch->s->options->json, .about = about};
    failure_report(stderr, status, err, &failing);
    batch->of_array = piece->item > 0;
    if (batch->bad++ == 0)
        batch->first_bad = status;
}

static enum kripa_status decode(struct batch *batch, enum kripa_input_mode mode, const char *text,
                                struct batch_record *out, struct kripa_error *err)
{
    const struct kripa_schema *schema = batch->kind->schema;
    void *record = kripa_arena_alloc(&batch->arena, schema->size, 1);
    out->record = record;
    if (!record)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    return kripa_json_decode(schema, mode, batch->s->viewer.role, text, strlen(text), &batch->arena,
                             record, &out->given, err);
}

/* Whether the record already is what `sent` would make it. */
static bool is_same(struct batch *batch, const void *record, const char *sent)
{
    struct kripa_writer shown;
    const char *own;
    const struct kripa_schema *schema = batch->kind->schema;
    enum kripa_role role = batch->s->viewer.role;
    kripa_writer_init(&shown, &batch->arena);
    kripa_write_record(&shown, schema, record, role);
    return !shown.failed &&
           kripa_json_sent(schema, role, shown.at, shown.size, &batch->arena, &own, NULL) ==
               KRIPA_OK &&
           strcmp(own, sent) == 0;
}

/* In a dry run: whether an earlier line would have added the record. */
static bool is_of_this_file(const struct batch *batch, const struct batch_record *sent)
{
    const struct kripa_schema *schema = batch->kind->schema;
    const char *const *name = batch->kind->names;
    while (*name && !(sent->given & kripa_schema_bit(schema, *name)))
        name++;
    return *name && seen_before(batch->seen, *name, sent->record);
}

/* NOT_FOUND: it does not exist yet. */
static enum kripa_status change(struct batch *batch, const char *sent, const void **out,
                                enum done *done, struct kripa_error *err)
{
    struct batch_record wanted;
    const void *found;
    enum kripa_status status = decode(batch, KRIPA_PATCH, sent, &wanted, err);
    if (status == KRIPA_OK)
        status = batch->kind->find(batch->s, wanted.record, &batch->arena, &found, err);
    if (status == KRIPA_NOT_FOUND && batch->seen && is_of_this_file(batch, &wanted)) {
        *out = wanted.record;
        *done = DONE_CHANGED;
        return KRIPA_OK;
    }
    if (status != KRIPA_OK)
        return status;
    *out = found;
    *done = DONE_UNCHANGED;
    if (is_same(batch, found, sent))
        return KRIPA_OK;
    *done = DONE_CHANGED;
    return batch->kind->edit(batch->s, found, &wanted, &batch->arena, out, err);
}

static enum kripa_status add(struct batch *batch, const char *sent, const struct piece *piece,
                             const void **out, struct kripa_error *err)
{
    struct batch_record wanted;
    enum kripa_status status = decode(batch, KRIPA_CREATE, sent, &wanted, err);
    if (status == KRIPA_OK)
        status = batch->kind->add(batch->s, &wanted, &batch->arena, out, err);
    if (status == KRIPA_OK && batch->seen)
        status = seen_check(batch->seen, *out, wanted.given,
                            piece->item ? piece->item : piece->line, err);
    return status;
}

static enum kripa_status take(struct batch *batch, const struct piece *piece,
                              struct kripa_error *err)
{
    const struct kripa_schema *schema = batch->kind->schema;
    enum kripa_role role = batch->s->viewer.role;
    enum done done = DONE_ADDED;
    const void *out = NULL;
    const char *sent;
    enum kripa_status status =
        kripa_json_sent(schema, role, piece->text, piece->size, &batch->arena, &sent, err);
    if (status != KRIPA_OK)
        return status;
    status = batch->update ? change(batch, sent, &out, &done, err) : KRIPA_NOT_FOUND;
    if (status == KRIPA_NOT_FOUND && !out) {
        *err = (struct kripa_error){0};
        status = add(batch, sent, piece, &out, err);
    }
    if (status != KRIPA_OK)
        return status;
    batch->done[done]++;
    if (!batch->s->options->json)
        return status;
    kripa_write(&batch->answer, batch->answer.size > 1 ? "," : "");
    kripa_write_record(&batch->answer, schema, out, role);
    return status;
}

static enum kripa_status take_all(struct batch *batch, struct pieces *pieces)
{
    struct piece piece;
    while (pieces_next(pieces, &piece)) {
        struct kripa_error error = {0};
        enum kripa_status status = take(batch, &piece, &error);
        if (failure_is_general(status)) {
            batch->s->error = error;
            return status;
        }
        if (status != KRIPA_OK)
            tell_bad(batch, &piece, status, &error);
        kripa_arena_reset(&batch->arena);
    }
    return KRIPA_OK;
}

static enum kripa_status tell_done(struct batch *batch)
{
    struct session *s = batch->s;
    const char *dry = s->options->dry_run ? " (dry run: nothing was changed)" : "";
    if (!batch->update)
        return print_sentence(s, "%zu added%s.", batch->done[DONE_ADDED], dry);
    return print_sentence(s, "%zu added, %zu changed, %zu as they were%s.", batch->done[DONE_ADDED],
                          batch->done[DONE_CHANGED], batch->done[DONE_UNCHANGED], dry);
}

static enum kripa_status finish(struct batch *batch)
{
    struct session *s = batch->s;
    kripa_write(&batch->answer, "]");
    enum kripa_status status = s->options->json ? print_json(s, &batch->answer) : tell_done(batch);
    if (status != KRIPA_OK || batch->bad == 0)
        return status;
    return kripa_fail(&s->error, batch->first_bad, "%zu %s%s could not be %s", batch->bad,
                      batch->of_array ? "item" : "line", batch->bad == 1 ? "" : "s",
                      batch->update ? "added or changed" : "added");
}

enum kripa_status batch_run(struct session *s, const char *path, const struct batch_kind *kind,
                            bool update)
{
    struct pieces pieces;
    struct batch batch = {.s = s, .kind = kind, .update = update};
    enum kripa_status status = pieces_open(s, path, &pieces);
    if (status != KRIPA_OK)
        return status;
    if (s->options->dry_run) {
        batch.seen = kripa_arena_alloc(&s->arena, sizeof *batch.seen, 1);
        if (!batch.seen)
            return session_no_memory(s);
        batch.seen->schema = kind->schema;
        batch.seen->arena = &s->arena;
    }
    kripa_writer_init(&batch.answer, &s->arena);
    kripa_write(&batch.answer, "[");
    status = take_all(&batch, &pieces);
    kripa_arena_clear(&batch.arena);
    return status == KRIPA_OK ? finish(&batch) : status;
}
