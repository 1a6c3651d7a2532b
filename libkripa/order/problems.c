/* SPDX-License-Identifier: MIT
 * What stands in the way of an order: gathered for a quote, while the first one ends a checkout. */
#include <string.h>

#include "base/status.h"
#include "internal.h"

#define PROBLEMS_FIRST 8

static enum kripa_status add(const struct kp_checkout *checkout, const char *field,
                             const char *message)
{
    struct kp_problems *problems = checkout->problems;
    struct kripa_arena *arena = checkout->call->arena;
    if (problems->count == problems->room) {
        size_t room = problems->room ? problems->room * 2 : PROBLEMS_FIRST;
        struct kripa_quote_problem *at = kripa_arena_alloc(arena, sizeof *at, room);
        if (!at)
            return kp_no_memory(checkout->call->err);
        if (problems->count)
            memcpy(at, problems->at, problems->count * sizeof *at);
        problems->at = at;
        problems->room = room;
    }
    struct kripa_quote_problem *problem = &problems->at[problems->count++];
    problem->field = kripa_arena_text(arena, field, strlen(field));
    problem->message = kripa_arena_text(arena, message, strlen(message));
    return problem->field && problem->message ? KRIPA_OK : kp_no_memory(checkout->call->err);
}

enum kripa_status kp_problems_add(const struct kp_checkout *checkout,
                                  const struct kripa_error *refusal)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < refusal->fields_count; i++)
        status = add(checkout, refusal->fields[i].path, refusal->fields[i].message);
    return status;
}

enum kripa_status kp_problems_basket(struct kp_checkout *checkout)
{
    const struct kp_basket asked = checkout->basket;
    struct kripa_order_item *kept =
        kripa_arena_alloc(checkout->call->arena, sizeof *kept, asked.items_count);
    size_t count = 0;
    enum kripa_status status = KRIPA_OK;
    if (!kept)
        return kp_no_memory(checkout->call->err);
    if (asked.items_count == 0)
        return add(checkout, "items", "the cart is empty");
    for (size_t i = 0; status == KRIPA_OK && i < asked.items_count; i++) {
        struct kripa_error refusal = {0};
        enum kripa_status line = kp_basket_check_line(&asked, i, &refusal);
        if (line != KRIPA_CONFLICT)
            kept[count++] = asked.items[i];
        status = kp_problems_add(checkout, &refusal);
    }
    if (status != KRIPA_OK || count == asked.items_count)
        return status;
    return kp_basket_read(checkout->call, kept, count, &checkout->basket);
}

enum kripa_status kp_payment_check(const char *method, struct kripa_error *err)
{
    if (!method || strcmp(method, KP_PAY_COD) == 0)
        return KRIPA_OK;
    return kripa_fail_field(err, KRIPA_INVALID, "paymentMethod", "%s is not set up; COD is",
                            method);
}
