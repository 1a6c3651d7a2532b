/* SPDX-License-Identifier: MIT
 * Removes an account: deletes its record or, if orders name it, everything about the person in
 * it. */
#include "account/account.h"
#include "auth/auth.h"
#include "base/status.h"
#include "core/context.h"
#include "internal.h"
#include "journal/journal.h"
#include "order/order.h"

/* Empties the record that orders name: without an e-mail nobody finds it or signs in with it. */
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
        .checkouts = before->checkouts,
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

/* Guards that no order was placed since this was decided. */
static void hold_orders(struct kp_account_edit *edit)
{
    kp_update(&edit->change, &kripa_account_schema, edit->before->id);
    kp_require(&edit->change, "checkouts", KRIPA_UNCHANGED, kp_member(edit->before));
}

enum kripa_status kp_remove_account(struct kp_account_edit *edit, const struct kripa_proof *used)
{
    const struct kripa_account *before = edit->before;
    struct kp_change *change = &edit->change;
    enum kripa_status status = KRIPA_OK;
    hold_orders(edit);
    if (before->ordered) {
        anonymise(edit);
        status = kp_orders_anonymise(edit->call, change, before->id);
    } else {
        edit->removes = true;
    }
    if (status == KRIPA_OK)
        status = kp_outbox_delete(edit->call, change, before->email);
    return status == KRIPA_OK ? kp_auth_delete(edit->call, change, before->id, used) : status;
}

enum kripa_status kp_run_removal(struct kp_account_edit *edit, struct kripa_id id,
                                 struct kripa_account **out)
{
    struct kripa_account *after;
    enum kripa_status status = kp_account_change(edit, id, &after);
    if (status != KRIPA_OK)
        return status;
    *out = kripa_arena_alloc(edit->call->arena, sizeof **out, 1);
    if (!*out)
        return kp_no_memory(edit->call->err);
    **out = *edit->before;
    return KRIPA_OK;
}

static enum kripa_status decide_delete(struct kp_account_edit *edit, const void *input)
{
    (void)input;
    return kp_remove_account(edit, NULL);
}

enum kripa_status kripa_account_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id id, struct kripa_arena *arena,
                                       struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .action = "account.delete", .decide = decide_delete, .call = &call};
    enum kripa_status status = kp_need_admin(viewer, err);
    return status == KRIPA_OK ? kp_run_removal(&edit, id, out) : status;
}
