/* SPDX-License-Identifier: MIT
 * kripactl init: a new shop and its first admin. */
#include "cmd.h"
#include "env_file.h"
#include "input/registration.h"
#include "output/print.h"

static void close_shop(struct session *s)
{
    kripa_close(s->kripa);
    s->kripa = NULL;
}

/* Tries it in a shop in memory, so that a password that is refused leaves nothing behind. */
static enum kripa_status run_dry(struct session *s, const struct kripa_registration *wanted,
                                 struct kripa_account **admin)
{
    enum kripa_status status =
        session_open(s, &(struct kripa_config){.store_uri = "sqlite::memory:", .create = true});
    if (status == KRIPA_OK)
        status = kripa_account_add(s->kripa, s->viewer, wanted, KRIPA_ROLE_ADMIN, &s->arena, admin,
                                   &s->error);
    close_shop(s);
    return status;
}

/* Opens the shop that is there or, after a successful try, makes a new one. */
static enum kripa_status open_or_make(struct session *s, const struct input *in,
                                      struct kripa_registration *wanted,
                                      struct kripa_account **admin)
{
    enum kripa_status status = session_open(s, &(struct kripa_config){0});
    if (status == KRIPA_OK)
        return status;
    close_shop(s);
    if (status == KRIPA_NOT_FOUND) {
        kripa_error_clear(&s->error);
        status = registration_read(s, in, wanted);
        if (status == KRIPA_OK)
            status = run_dry(s, wanted, admin);
    }
    if (status == KRIPA_OK && !s->options->dry_run)
        status = session_open(s, &(struct kripa_config){.create = true});
    return status;
}

static enum kripa_status need_no_admin(struct session *s, bool *has_one)
{
    struct kripa_accounts admins;
    struct kripa_account_filter filter = {.role = "admin", .paging.limit = 1};
    enum kripa_status status =
        kripa_account_list(s->kripa, s->viewer, &filter, &s->arena, &admins, &s->error);
    *has_one = status == KRIPA_OK && admins.count > 0;
    if (!*has_one)
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

/* A new shop needs no second part of the migration, as no other program uses it. */
static enum kripa_status be_alone(struct session *s)
{
    bool waits = false;
    enum kripa_status status = kripa_migration_pending(s->kripa, &waits, &s->error);
    if (status != KRIPA_OK || waits)
        return status;
    return kripa_migrate_finish(s->kripa, s->options->dry_run, say_nothing, NULL, &s->error);
}

static enum kripa_status make_shop(struct session *s, const struct input *in,
                                   struct kripa_account **admin, bool *has_one)
{
    struct kripa_registration wanted = {0};
    enum kripa_status status = open_or_make(s, in, &wanted, admin);
    if (status != KRIPA_OK || !s->kripa) /* no shop: it was a dry run */
        return status;
    status = need_no_admin(s, has_one);
    if (status == KRIPA_OK && !wanted.email)
        status = registration_read(s, in, &wanted);
    if (status == KRIPA_OK)
        status = kripa_account_add(s->kripa, s->viewer, &wanted, KRIPA_ROLE_ADMIN, &s->arena, admin,
                                   &s->error);
    return status == KRIPA_OK ? be_alone(s) : status;
}

/* The env file is made first, as a shop is only made once, and needs the secret in it. */
enum kripa_status cmd_init(struct session *s, const struct input *in)
{
    if (s->options->as)
        return session_usage(s, "--as is for shops that have accounts");
    struct env_file file;
    struct kripa_account *admin;
    bool has_one = false;
    enum kripa_status status = env_file_make(s, &file);
    if (status != KRIPA_OK)
        return status;
    status = make_shop(s, in, &admin, &has_one);
    if (has_one && file.made) { /* whoever made the shop without a secret has one now */
        kripa_error_clear(&s->error);
        return env_file_tell(s, &file);
    }
    if (status != KRIPA_OK) {
        env_file_undo(&file);
        return status;
    }
    const char *email = admin->email; /* NOLINT: it was made, or this is a dry run */
    status = print_outcome(s, &kripa_account_schema, admin, "Made the shop %s with its admin %s.",
                           s->store_shown, email);
    if (status == KRIPA_OK)
        status = env_file_tell(s, &file);
    if (status == KRIPA_OK)
        status = print_sentence(s,
                                "%s kripactl shop set --shop-name \"...\", then kripactl "
                                "product add --help.",
                                file.path ? "Then:" : "Next:");
    return status;
}
