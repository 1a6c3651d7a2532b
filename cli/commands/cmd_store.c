/* SPDX-License-Identifier: MIT
 * kripactl store: the file or database of the shop. */
#include <kripa/maintenance.h>

#include "cmd.h"
#include "input/prompt.h"
#include "output/print.h"

/* Only for people; programs read what the migration reports. */
static enum kripa_status tell_waiting(struct session *s)
{
    bool waits;
    if (s->options->json)
        return KRIPA_OK;
    enum kripa_status status = kripa_migration_pending(s->kripa, &waits, &s->error);
    if (status != KRIPA_OK || !waits)
        return status;
    return print_sentence(s, "Records wait to be brought forward: kripactl store migrate");
}

enum kripa_status cmd_store_info(struct session *s, const struct input *in)
{
    (void)in;
    struct kripa_store_info info;
    enum kripa_status status = kripa_store_info(s->kripa, &s->arena, &info, &s->error);
    if (status == KRIPA_OK)
        status = print_record(s, &kripa_store_info_schema, &info);
    return status == KRIPA_OK ? tell_waiting(s) : status;
}

/* {"steps": [...]} */
static enum kripa_status print_lines(struct saying *saying, const char *name)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &saying->s->arena);
    kripa_write(&writer, "{");
    saying_write(saying, name, &writer);
    kripa_write(&writer, "}");
    return print_json(saying->s, &writer);
}

/* The differences are printed already; what remains is their number and the status. */
static enum kripa_status print_verified(struct saying *saying, enum kripa_status status,
                                        const struct kripa_verification *found)
{
    struct session *s = saying->s;
    if (status != KRIPA_OK && status != KRIPA_CORRUPT)
        return status;
    enum kripa_status printed = KRIPA_OK;
    if (s->options->json)
        printed = print_lines(saying, "differences");
    else if (found->unsettled > 0)
        printed = print_sentence(s,
                                 "%lld of %lld records changed too often to be looked at: "
                                 "verify again when it is quieter.",
                                 (long long)found->unsettled, (long long)found->checked);
    else if (status == KRIPA_OK)
        printed = print_sentence(s, "%lld records looked at: all is as it should be.",
                                 (long long)found->checked);
    return printed == KRIPA_OK ? status : printed;
}

enum kripa_status cmd_store_verify(struct session *s, const struct input *in)
{
    (void)in;
    struct saying saying = saying_begin(s);
    struct kripa_verification found = {0};
    enum kripa_status status = tell_waiting(s);
    if (status == KRIPA_OK)
        status = kripa_verify(s->kripa, saying_line, &saying, &found, &s->error);
    return print_verified(&saying, status, &found);
}

/* `pictures` below 0: none were asked for. */
static enum kripa_status print_copied(struct session *s, const char *file, int64_t pictures)
{
    if (!s->options->json && pictures >= 0)
        return print_sentence(s, "%s is copied to %s, and %lld pictures.", s->store_shown, file,
                              (long long)pictures);
    if (!s->options->json)
        return print_sentence(s, "%s %s copied to %s.", s->store_shown,
                              s->options->dry_run ? "would be" : "is", file);
    struct kripa_writer writer;
    kripa_writer_init(&writer, &s->arena);
    kripa_write(&writer, "{\"store\":");
    kripa_write_text(&writer, s->store_shown);
    kripa_write(&writer, ",\"file\":");
    kripa_write_text(&writer, file);
    kripa_write(&writer, "}");
    return print_json(s, &writer);
}

enum kripa_status cmd_media_verify(struct session *s, const struct input *in)
{
    (void)in;
    struct saying saying = saying_begin(s);
    struct kripa_verification found = {0};
    enum kripa_status status =
        kripa_media_verify(s->kripa, saying_line, &saying, &found, &s->error);
    return print_verified(&saying, status, &found);
}

/* A dry run checks that there is something to copy. */
enum kripa_status cmd_store_backup(struct session *s, const struct input *in)
{
    enum kripa_status status = session_open(s, &(struct kripa_config){.tables_as_they_are = true});
    if (status == KRIPA_OK && s->options->dry_run)
        return print_copied(s, in->args[0], -1);
    if (status == KRIPA_OK)
        status = kripa_backup(s->kripa, in->args[0], &s->error);
    const char *media = input_own(in, "media");
    int64_t pictures = -1;
    if (status == KRIPA_OK && media)
        status = kripa_media_copy(s->kripa, media, &pictures, &s->error);
    return status == KRIPA_OK ? print_copied(s, in->args[0], pictures) : status;
}

enum kripa_status cmd_store_migrate(struct session *s, const struct input *in)
{
    struct saying saying = saying_begin(s);
    enum kripa_status status = session_open(s, &(struct kripa_config){.tables_as_they_are = true});
    if (status == KRIPA_OK)
        status = kripa_migrate(s->kripa, s->options->dry_run, saying_line, &saying, &s->error);
    if (status == KRIPA_OK && input_own(in, "finish"))
        status =
            kripa_migrate_finish(s->kripa, s->options->dry_run, saying_line, &saying, &s->error);
    if (status == KRIPA_OK && s->options->json)
        return print_lines(&saying, "steps");
    if (status != KRIPA_OK || saying.count > 0)
        return status;
    return print_sentence(s, "Nothing to do: the tables are as this version wants them.");
}

/* Asks only when something could be lost. */
enum kripa_status cmd_store_restore(struct session *s, const struct input *in)
{
    struct saying saying = saying_begin(s);
    struct kripa_verification found;
    enum kripa_placing placing = s->options->dry_run ? KRIPA_PLACE_NOT
                                 : s->options->yes   ? KRIPA_PLACE_OVER
                                                     : KRIPA_PLACE_NEW;
    enum kripa_status status =
        kripa_restore(in->args[0], s->store_uri, placing, saying_line, &saying, &found, &s->error);
    if (status == KRIPA_EXISTS) {
        status = prompt_confirm(s, "Replace what %s holds now by %s?", s->store_shown, in->args[0]);
        if (status == KRIPA_OK)
            status = kripa_restore(in->args[0], s->store_uri, KRIPA_PLACE_OVER, saying_line,
                                   &saying, &found, &s->error);
    }
    status = print_verified(&saying, status, &found);
    if (status != KRIPA_OK)
        return status;
    if (s->options->dry_run)
        return print_sentence(s, "%s would do as %s.", in->args[0], s->store_shown);
    status = print_sentence(s, "%s holds %s now.", s->store_shown, in->args[0]);
    if (status != KRIPA_OK || !*found.kept)
        return status;
    return print_sentence(s, "What was there is kept: %s", found.kept);
}
