/* SPDX-License-Identifier: MIT
 * kripactl store copy: moves a shop into another kind of store. Progress goes to standard error,
 * the result to standard output. */
#include <kripa/maintenance.h>
#include <unistd.h>

#include "cmd.h"
#include "output/print.h"

#define PROGRESS_EVERY 10000 /* in records */
/* how often in a row it is tried again without having written anything */
#define PATIENCE       15
#define PAUSE_S        5

struct copying {
    struct saying saying;
    int64_t shown; /* when progress was last shown */
};

static void say(void *ctx, const char *line)
{
    struct copying *copying = ctx;
    saying_line(&copying->saying, line);
}

static void show_progress(void *ctx, const struct kripa_copy_progress *at)
{
    struct copying *copying = ctx;
    if (at->done < copying->shown)
        copying->shown = 0;
    if (!at->finished && at->done - copying->shown < PROGRESS_EVERY)
        return;
    copying->shown = at->finished ? 0 : at->done;
    if (at->finished && at->total == 0)
        return;
    fprintf(stderr, "%s %s: %lld of %lld\n", at->comparing ? "comparing" : "copying",
            at->collection, (long long)at->done, (long long)at->total);
}

/* {"from", "to", "collections": [...], "written", "compared", "differences", "said": [...]} */
static enum kripa_status print_outcome_json(const struct saying *saying,
                                            const struct kripa_copied *copied)
{
    const struct number {
        const char *name;
        int64_t value;
    } numbers[] = {{"written", copied->written},
                   {"compared", copied->compared},
                   {"differences", copied->differences},
                   {"leftBehind", copied->left_behind}};
    struct kripa_writer writer;
    kripa_writer_init(&writer, &saying->s->arena);
    kripa_write(&writer, "{\"from\":");
    kripa_write_text(&writer, copied->from);
    kripa_write(&writer, ",\"to\":");
    kripa_write_text(&writer, copied->to);
    kripa_write(&writer, ",\"collections\":{");
    for (size_t i = 0; i < copied->collections_count; i++) {
        kripa_write(&writer, i ? "," : "");
        kripa_write_text(&writer, copied->collections[i].name);
        kripa_write(&writer, ":");
        kripa_write_int(&writer, copied->collections[i].count);
    }
    kripa_write(&writer, "}");
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        kripa_write(&writer, ",\"");
        kripa_write(&writer, numbers[i].name);
        kripa_write(&writer, "\":");
        kripa_write_int(&writer, numbers[i].value);
    }
    kripa_write(&writer, ",");
    saying_write(saying, "said", &writer);
    kripa_write(&writer, "}");
    return print_json(saying->s, &writer);
}

static enum kripa_status print_dry_run(struct session *s, const struct kripa_copied *copied)
{
    struct kripa_store_info info = {.uri = copied->from,
                                    .collections = copied->collections,
                                    .collections_count = copied->collections_count};
    enum kripa_status status = print_record(s, &kripa_store_info_schema, &info);
    if (status != KRIPA_OK)
        return status;
    return print_sentence(s, "%s would be copied to %s.", copied->from, copied->to);
}

static enum kripa_status print_copied(struct session *s, const struct kripa_copied *copied)
{
    return print_sentence(s,
                          "%lld records %s %s. Both stores were read again: %lld records "
                          "compared, no difference.",
                          (long long)copied->written,
                          copied->continued ? "were still missing in" : "copied to", copied->to,
                          (long long)copied->compared);
}

/* Waits for a store that can't be reached, or that still holds locks of a program that died: then
 * the copy continues where it was. */
static enum kripa_status copy_patiently(struct session *s, const struct kripa_copying *how,
                                        struct kripa_copied *copied)
{
    enum kripa_status status = kripa_store_copy(how, &s->arena, copied, &s->error);
    struct kripa_copied all = *copied;
    for (int tries = 0; status == KRIPA_UNAVAILABLE && all.unfinished && tries < PATIENCE;
         tries++) {
        fprintf(stderr, "kripactl: %s; going on in %d s\n", s->error.message, PAUSE_S);
        sleep(PAUSE_S);
        s->error = (struct kripa_error){0};
        status = kripa_store_copy(how, &s->arena, copied, &s->error);
        all.written += copied->written;
        tries = copied->written > 0 ? 0 : tries;
    }
    copied->written = all.written;
    copied->continued = all.continued;
    copied->unfinished = all.unfinished && status != KRIPA_OK;
    return status;
}

enum kripa_status cmd_store_copy(struct session *s, const struct input *in)
{
    struct copying copying = {.saying = saying_begin(s)};
    struct kripa_copied copied;
    struct kripa_copying how = {.dry_run = s->options->dry_run,
                                .leave_behind = input_own(in, "leave-behind") != NULL,
                                .say = say,
                                .progress = show_progress,
                                .ctx = &copying};
    enum kripa_status status = session_store(s, in->args[0], &how.from_uri);
    if (status == KRIPA_OK)
        status = session_store(s, in->args[1], &how.to_uri);
    if (status != KRIPA_OK)
        return status;
    status = copy_patiently(s, &how, &copied);
    if (copied.unfinished)
        fprintf(stderr, "kripactl: %s is not whole: the same command again goes on with it.\n",
                copied.to);
    if (s->options->json && (status == KRIPA_OK || status == KRIPA_CORRUPT)) {
        enum kripa_status printed = print_outcome_json(&copying.saying, &copied);
        return printed == KRIPA_OK ? status : printed;
    }
    if (status != KRIPA_OK)
        return status;
    return how.dry_run ? print_dry_run(s, &copied) : print_copied(s, &copied);
}
