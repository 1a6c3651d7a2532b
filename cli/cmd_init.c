/* SPDX-License-Identifier: MIT
 * A new shop and its first admin: kripactl init. */
#include "env_file.h"
#include "print.h"
#include "registration.h"

/* A rehearsal makes no file: without a store yet it is held in memory. */
static enum kripa_status open_or_make(struct session *s)
{
    if (!s->options->dry_run)
        return session_open(s, &(struct kripa_config){.create = true});
    enum kripa_status status = session_open(s, &(struct kripa_config){0});
    if (status != KRIPA_NOT_FOUND)
        return status;
    s->error = (struct kripa_error){0};
    return session_open(s, &(struct kripa_config){.store_uri = "sqlite::memory:", .create = true});
}

static enum kripa_status need_no_admin(struct session *s)
{
    struct kripa_accounts admins;
    struct kripa_account_filter filter = {.role = "admin", .paging.limit = 1};
    enum kripa_status status =
        kripa_account_list(s->kripa, s->viewer, &filter, &s->arena, &admins, &s->error);
    if (status != KRIPA_OK || admins.count == 0)
        return status;
    return kripa_fail(&s->error, KRIPA_CONFLICT,
                      "%s has an admin already (%s): kripactl user add --role admin makes another",
                      s->store_shown, admins.at[0].email);
}

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

/* Nothing waits in a shop that is new: no other program was there before, and none will come. */
static enum kripa_status be_alone(struct session *s)
{
    bool waits = false;
    enum kripa_status status = kripa_migration_waits(s->kripa, &waits, &s->error);
    if (status != KRIPA_OK || waits)
        return status;
    return kripa_migrate_finish(s->kripa, s->options->dry_run, say_nothing, NULL, &s->error);
}

static enum kripa_status make_shop(struct session *s, const struct input *in,
                                   struct kripa_account **admin)
{
    enum kripa_status status = open_or_make(s);
    if (status == KRIPA_OK)
        status = need_no_admin(s);
    if (status == KRIPA_OK)
        status = registration_add(s, in, KRIPA_ROLE_ADMIN, admin);
    return status == KRIPA_OK ? be_alone(s) : status;
}

/* The env file comes first: a shop without the secret it was asked to have would be made only
 * once. */
enum kripa_status cmd_init(struct session *s, const struct input *in)
{
    if (s->options->as)
        return session_usage(s, "--as is for shops that have accounts");
    struct env_file file;
    struct kripa_account *admin;
    enum kripa_status status = env_file_make(s, &file);
    if (status != KRIPA_OK)
        return status;
    status = make_shop(s, in, &admin);
    if (status != KRIPA_OK) {
        env_file_undo(&file);
        return status;
    }
    status = print_outcome(s, &kripa_account_schema, admin, "Made the shop %s with its admin %s.",
                           s->store_shown, admin->email);
    if (status == KRIPA_OK)
        status = env_file_tell(s, &file);
    if (status == KRIPA_OK)
        status = print_sentence(s,
                                "%s kripactl shop set --shop-name \"...\", then kripactl "
                                "product add --help.",
                                file.path ? "Then:" : "Next:");
    return status;
}
