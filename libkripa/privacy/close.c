/* SPDX-License-Identifier: MIT
 * Closes an account, by its owner or an admin, once none of its orders is still to be delivered. */
#include <kripa/privacy.h>

#include <stdio.h>
#include <string.h>

#include "auth/auth.h"
#include "core/context.h"
#include "core/query.h"
#include "internal.h"

#define NAMED_MAX 5 /* how many open orders the message names */

/* Finds the open orders; an archived one never changes again. */
static enum kripa_status find_open(const struct kp_call *call, struct kripa_id user,
                                   struct kripa_rows *rows)
{
    const struct kripa_value open[] = {kp_int(KRIPA_DELIVERY_PENDING),
                                       kp_int(KRIPA_DELIVERY_SHIPPED)};
    struct kp_query query = kp_query_of(call->arena, &kripa_order_schema);
    kp_where(&query, "user", KRIPA_EQ, kp_id(user));
    kp_where(&query, "archived", KRIPA_EQ, kp_int(false));
    kp_where_any(&query, "deliveryStatus", KRIPA_IN, open, sizeof open / sizeof *open);
    kp_sort(&query, "createdAt", true);
    query.query.limit = NAMED_MAX + 1;
    return kp_find(call, &query, rows);
}

static enum kripa_status check_nothing_open(const struct kp_call *call, struct kripa_id user)
{
    struct kripa_rows rows;
    char numbers[KRIPA_ERROR_TEXT_SIZE] = "";
    enum kripa_status status = find_open(call, user, &rows);
    if (status != KRIPA_OK || rows.count == 0)
        return status;
    const struct kripa_order *orders = rows.at;
    for (size_t i = 0; i < rows.count && i < NAMED_MAX; i++) {
        size_t size = strlen(numbers);
        snprintf(numbers + size, sizeof numbers - size, "%s%lld", i ? ", " : "",
                 (long long)orders[i].number);
    }
    return kripa_fail(call->err, KRIPA_CONFLICT,
                      "orders are still open: %s%s. The account can be closed when they are "
                      "delivered or cancelled",
                      numbers, rows.count > NAMED_MAX ? " and more" : "");
}

static enum kripa_status decide_close(struct kp_account_edit *edit, const void *with)
{
    struct kripa_proof *const *proof = with;
    enum kripa_status status = check_nothing_open(edit->call, edit->before->id);
    if (status == KRIPA_OK && *proof)
        kp_proof_use(&edit->change, *proof);
    return status == KRIPA_OK ? kp_remove_account(edit, *proof) : status;
}

/* Checks the owner's proof; an admin needs none for others. */
static enum kripa_status prove(const struct kp_call *call, struct kripa_id id,
                               const struct kripa_closing *closing, struct kripa_proof **proof)
{
    struct kripa_closing checked = closing ? *closing : (struct kripa_closing){0};
    if (!kripa_id_equal(call->viewer.user, id))
        return kp_need_admin(call->viewer, call->err);
    enum kripa_status status =
        kripa_record_check(&kripa_closing_schema, KRIPA_CREATE, call->viewer.role, call->arena,
                           &checked, KRIPA_GIVEN_ALL, call->err);
    return status == KRIPA_OK ? kp_prove_own(call, checked.password, checked.otp, proof) : status;
}

enum kripa_status kripa_account_close(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_id id, const struct kripa_closing *closing,
                                      struct kripa_arena *arena, struct kripa_account **out,
                                      struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_proof *proof = NULL;
    struct kp_account_edit edit = {
        .action = "account.close", .decide = decide_close, .input = &proof, .call = &call};
    enum kripa_status status = kp_account_own(&call, id);
    if (status == KRIPA_OK)
        status = prove(&call, id, closing, &proof);
    return status == KRIPA_OK ? kp_run_removal(&edit, id, out) : status;
}
