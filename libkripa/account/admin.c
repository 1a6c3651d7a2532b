/* SPDX-License-Identifier: MIT
 * What an admin does with other people's accounts. */
#include <string.h>

#include "core/context.h"
#include "internal.h"

/* Begins a change by an admin: FORBIDDEN to others. */
static enum kripa_status change(struct kp_account_edit *edit, struct kripa_id id,
                                struct kripa_account **out)
{
    enum kripa_status status = kp_need_admin(edit->call->viewer, edit->call->err);
    return status == KRIPA_OK ? kp_account_change(edit, id, out) : status;
}

static enum kripa_status decide_block(struct kp_account_edit *edit, const void *input)
{
    (void)edit->call->err;
    const struct kripa_int *blocked = input;
    edit->after->is_blocked = blocked->set ? blocked->value != 0 : !edit->before->is_blocked;
    edit->action = edit->after->is_blocked ? "account.block" : "account.unblock";
    return KRIPA_OK;
}

enum kripa_status kripa_account_block(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_id id, struct kripa_int blocked,
                                      struct kripa_arena *arena, struct kripa_account **out,
                                      struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .decide = decide_block,
        .input = &blocked,
        .call = &call,
    };
    return change(&edit, id, out);
}

static enum kripa_status decide_role(struct kp_account_edit *edit, const void *input)
{
    (void)edit->call->err;
    enum kripa_role role = *(const enum kripa_role *)input;
    bool pending = edit->before->retailer_request_status == KRIPA_REQUEST_PENDING;
    if (pending && role == KRIPA_ROLE_RETAILER)
        kp_request_accept(edit->after);
    else if (pending && role == KRIPA_ROLE_CUSTOMER)
        kp_request_refuse(edit->after, kp_now_ms(edit->call->kripa));
    else if (role != edit->before->role)
        edit->after->retailer_request_status = KRIPA_REQUEST_NONE;
    edit->after->role = role;
    return KRIPA_OK;
}

/* Finds a role that an account may be given. The role wholesaler is not in use yet. */
static bool find_role(const char *name, enum kripa_role *role)
{
    static const enum kripa_role roles[] = {KRIPA_ROLE_CUSTOMER, KRIPA_ROLE_RETAILER,
                                            KRIPA_ROLE_ADMIN};
    for (size_t i = 0; name && i < sizeof roles / sizeof *roles; i++) {
        *role = roles[i];
        if (strcmp(kripa_role_name(*role), name) == 0)
            return true;
    }
    return false;
}

enum kripa_status kripa_account_set_role(struct kripa *kripa, struct kripa_viewer viewer,
                                         struct kripa_id id, const char *role,
                                         struct kripa_arena *arena, struct kripa_account **out,
                                         struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_role wanted;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    if (!find_role(role, &wanted))
        return kripa_fail_field(err, KRIPA_INVALID, "role", "must be customer, retailer or admin");
    struct kp_account_edit edit = {
        .action = "account.role",
        .decide = decide_role,
        .input = &wanted,
        .call = &call,
    };
    return change(&edit, id, out);
}

static enum kripa_status decide_password(struct kp_account_edit *edit, const void *input)
{
    (void)edit->call->err;
    kp_update(&edit->change, &kripa_credential_schema, edit->before->id);
    kp_set(&edit->change, "password", kp_text(input));
    edit->ends_sessions = true;
    return KRIPA_OK;
}

static enum kripa_status set_password(const struct kp_call *call, struct kripa_id id,
                                      const char *password)
{
    struct kripa_account *account;
    enum kripa_status status = kp_account_read(call, id, &account);
    if (status != KRIPA_OK)
        return status;
    /* the rules for everybody's passwords apply */
    struct kripa_registration checked = {
        .name = account->name, .email = account->email, .password = password};
    kripa_given given = kripa_schema_bit(&kripa_registration_schema, "password");
    status = kripa_record_check(&kripa_registration_schema, KRIPA_PATCH, KRIPA_ROLE_GUEST,
                                call->arena, &checked, given, call->err);
    const char *hash = NULL;
    if (status == KRIPA_OK)
        status =
            kp_password_hash_new(call, "password", password, account->name, account->email, &hash);
    if (status != KRIPA_OK)
        return status;
    struct kp_account_edit edit = {
        .action = "account.set_password",
        .decide = decide_password,
        .input = hash,
        .call = call,
    };
    return change(&edit, id, &account);
}

enum kripa_status kripa_account_set_password(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_id id, const char *password,
                                             struct kripa_error *err)
{
    kripa_error_clear(err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .viewer = viewer, .err = err};
    status = set_password(&call, id, password);
    kripa_arena_clear(&arena);
    return status;
}
