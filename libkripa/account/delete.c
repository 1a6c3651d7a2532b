/* SPDX-License-Identifier: MIT
 * Deleting an account. If orders name it, only what is known about the person is deleted. */
#include "account.h"
#include "base/status.h"
#include "core/context.h"

/* Keeps the record, for the orders that name it, without the e-mail: nobody can find it or sign in
 * with it. */
static void anonymise(struct kp_account_edit *edit)
{
    const struct kripa_account *before = edit->before;
    *edit->after = (struct kripa_account){
        .id = before->id,
        .name = "Deleted user",
        .role = KRIPA_ROLE_CUSTOMER,
        .is_blocked = true,
        .retailer_request_status = KRIPA_REQUEST_NONE,
        .ordered = before->ordered,
        .revision = before->revision,
        .created_at_ms = before->created_at_ms,
        .updated_at_ms = before->updated_at_ms,
    };
    kp_update(&edit->change, &kripa_credential_schema, before->id);
    kp_unset(&edit->change, "password");
    kp_update(&edit->change, &kripa_cart_schema, before->id);
    kp_unset(&edit->change, "cart");
    kp_update(&edit->change, &kripa_favorites_schema, before->id);
    kp_unset(&edit->change, "favorites");
    edit->ends_sessions = true;
}

/* Deletes every session of the account in the same change. */
static enum kripa_status delete_sessions(const struct kp_call *call, struct kp_change *change,
                                         struct kripa_id user)
{
    struct kp_query query = kp_query_of(change->call->arena, &kripa_session_schema);
    kp_where(&query, "user", KRIPA_EQ, kp_id(user));
    struct kripa_rows rows;
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_session *sessions = rows.at;
    for (size_t i = 0; i < rows.count; i++)
        kp_delete(change, &kripa_session_schema, sessions[i].id);
    return KRIPA_OK;
}

/* If an order is placed meanwhile, the deletion's guard fails and this is decided again. */
static enum kripa_status decide_delete(struct kp_account_edit *edit, const void *input)
{
    (void)input;
    if (edit->before->ordered)
        anonymise(edit);
    else
        edit->removes = true;
    return delete_sessions(edit->call, &edit->change, edit->before->id);
}

enum kripa_status kripa_account_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .action = "account.delete",
        .decide = decide_delete,
        .call = &call,
    };
    struct kripa_account *after;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_account_change(&edit, id, &after);
    if (status != KRIPA_OK)
        return status;
    *out = kripa_arena_alloc(arena, sizeof **out, 1);
    if (!*out)
        return kp_no_memory(err);
    **out = *edit.before;
    return KRIPA_OK;
}
