/* SPDX-License-Identifier: MIT
 * kripactl user and kripactl request: accounts, and what an admin does with them. */
#include <string.h>

#include "base/named.h"
#include "cmd.h"
#include "input/each.h"
#include "input/prompt.h"
#include "input/registration.h"
#include "output/print.h"

static enum kripa_status list(struct session *s, const struct input *in,
                              const struct kripa_pair *only)
{
    struct kripa_pair more[2];
    size_t count = 0;
    if (only)
        more[count++] = *only;
    const char *words = input_words(&s->arena, in);
    if (words)
        more[count++] = (struct kripa_pair){"q", words};
    struct kripa_account_filter filter = {0};
    kripa_given given;
    struct kripa_accounts accounts;
    enum kripa_status status = session_decode(s, in, more, count, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_account_list(s->kripa, s->viewer, &filter, &s->arena, &accounts, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_account_schema, accounts.at, accounts.count, &accounts.page);
}

enum kripa_status cmd_user_list(struct session *s, const struct input *in)
{
    return list(s, in, NULL);
}

enum kripa_status cmd_user_show(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    enum kripa_status status = named_account(s, in->args[0], &account);
    return status == KRIPA_OK ? print_record(s, &kripa_account_schema, account) : status;
}

static enum kripa_status read_role(struct session *s, const char *name, enum kripa_role *out)
{
    for (int role = KRIPA_ROLE_CUSTOMER; role < KRIPA_ROLE_COUNT; role++) {
        if (role != KRIPA_ROLE_WHOLESALER && strcmp(name, kripa_role_name(role)) == 0) {
            *out = (enum kripa_role)role;
            return KRIPA_OK;
        }
    }
    return kripa_fail_field(&s->error, KRIPA_INVALID, "role", "is customer, retailer or admin");
}

enum kripa_status cmd_user_add(struct session *s, const struct input *in)
{
    const char *role_name = input_own(in, "role");
    enum kripa_role role = KRIPA_ROLE_CUSTOMER;
    enum kripa_status status = role_name ? read_role(s, role_name, &role) : KRIPA_OK;
    struct kripa_account *account;
    if (status == KRIPA_OK)
        status = registration_add(s, in, role, &account);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account, "Made the %s %s.",
                         kripa_role_name(account->role), account->email);
}

enum kripa_status cmd_user_role(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status = kripa_account_set_role(s->kripa, s->viewer, account->id, in->args[1], &s->arena,
                                        &account, &s->error);
    if (status == KRIPA_INVALID && s->error.fields_count > 0)
        session_rename_field(s, 0, "ROLE");
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account, "%s is %s now.", account->email,
                         kripa_role_name(account->role));
}

static enum kripa_status set_blocked(struct session *s, const struct input *in, const char *name,
                                     bool blocked)
{
    (void)in;
    struct kripa_account *account;
    enum kripa_status status = named_account(s, name, &account);
    if (status == KRIPA_OK)
        status =
            kripa_account_block(s->kripa, s->viewer, account->id, (struct kripa_int){blocked, true},
                                &s->arena, &account, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account, "%s is %s.", account->email,
                         blocked ? "blocked" : "not blocked any more");
}

EACH_ARGUMENT(cmd_user_block, set_blocked, true)

EACH_ARGUMENT(cmd_user_unblock, set_blocked, false)

/* An account with orders is kept for the books, without what is known about the person. */
static enum kripa_status delete_one(struct session *s, const struct input *in, const char *name)
{
    (void)in;
    struct kripa_account *account;
    enum kripa_status status = named_account(s, name, &account);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Delete the account %s (%s)?", account->email, account->name);
    if (status != KRIPA_OK)
        return status;
    bool kept = account->ordered;
    status = kripa_account_delete(s->kripa, s->viewer, account->id, &s->arena, &account, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account,
                         kept ? "%s has ordered: name, e-mail and phone are gone, the orders stay."
                              : "%s is gone.",
                         account->email);
}

enum kripa_status cmd_user_delete(struct session *s, const struct input *in)
{
    return each_argument(s, in, delete_one);
}

enum kripa_status cmd_user_edit(struct session *s, const struct input *in)
{
    struct kripa_account_body wanted = {0};
    kripa_given given;
    struct kripa_account *account;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status == KRIPA_OK && !given)
        return session_usage(s, "nothing to change: see kripactl user edit --help");
    if (status == KRIPA_OK)
        status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status = kripa_account_edit(s->kripa, s->viewer, account->id, &wanted, given, &s->arena,
                                    &account, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account, "%s is changed.", account->email);
}

enum kripa_status cmd_user_password(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    const char *password;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status = prompt_password(s, &password);
    if (status == KRIPA_OK)
        status = kripa_account_set_password(s->kripa, s->viewer, account->id, password, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account,
                         "%s has a new password; every session has ended.", account->email);
}

enum kripa_status cmd_user_reset_link(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    struct kripa_reset_link link;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status =
            kripa_account_reset_link(s->kripa, s->viewer, account->id, &s->arena, &link, &s->error);
    if (status != KRIPA_OK)
        return status;
    status =
        print_outcome(s, &kripa_reset_link_schema, &link, "%s", link.link ? link.link : link.token);
    if (status != KRIPA_OK)
        return status;
    return print_note(s, "Good once, for %d minutes, for who has it%s.", KRIPA_RESET_TTL_S / 60,
                      link.link ? "" : "; FRONTEND_URL is not set, so this is the token alone");
}

/* As its owner may see it, and always whole. */
enum kripa_status cmd_user_export(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    struct kripa_export *export;
    struct kripa_writer writer;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status =
            kripa_account_export(s->kripa, s->viewer, account->id, &s->arena, &export, &s->error);
    if (status != KRIPA_OK)
        return status;
    kripa_writer_init(&writer, &s->arena);
    kripa_write_record(&writer, &kripa_export_schema, export, account->role);
    return writer.failed ? session_no_memory(s) : print_json(s, &writer);
}

enum kripa_status cmd_user_close(struct session *s, const struct input *in)
{
    struct kripa_account *account;
    enum kripa_status status = named_account(s, in->args[0], &account);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Close the account %s (%s)?", account->email, account->name);
    if (status == KRIPA_OK)
        status = kripa_account_close(s->kripa, s->viewer, account->id, NULL, &s->arena, &account,
                                     &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account, "The account %s is closed.",
                         account->email);
}

enum kripa_status cmd_user_stats(struct session *s, const struct input *in)
{
    (void)in;
    struct kripa_account_stats stats = {0};
    enum kripa_status status = kripa_account_stats(s->kripa, s->viewer, &stats, &s->error);
    return status == KRIPA_OK ? print_record(s, &kripa_account_stats_schema, &stats) : status;
}

enum kripa_status cmd_request_list(struct session *s, const struct input *in)
{
    return list(s, in, &(struct kripa_pair){"status", "pending"});
}

static enum kripa_status decide(struct session *s, const struct input *in, const char *name,
                                bool approve)
{
    (void)in;
    struct kripa_account *account;
    enum kripa_status status = named_account(s, name, &account);
    if (status == KRIPA_OK)
        status = kripa_request_decide(s->kripa, s->viewer, account->id, approve, &s->arena,
                                      &account, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_account_schema, account,
                         approve ? "%s is a retailer now." : "%s stays a customer.",
                         account->email);
}

EACH_ARGUMENT(cmd_request_approve, decide, true)

EACH_ARGUMENT(cmd_request_reject, decide, false)
