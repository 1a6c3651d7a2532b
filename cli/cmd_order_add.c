/* SPDX-License-Identifier: MIT
 * An order for somebody, from what people say (an e-mail, SKUs and quantities): kripactl order
 * add. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"

#define ADDRESS     "shippingAddress."
#define ADDRESS_MAX 6

/* "LED-9W=2": the name of the product, and how many; 1 without a number. */
static enum kripa_status split(struct session *s, const char *arg, const char **name, int64_t *qty)
{
    const char *equals = strrchr(arg, '=');
    *name = arg;
    *qty = 1;
    if (!equals)
        return KRIPA_OK;
    char *end;
    errno = 0;
    long long number = strtoll(equals + 1, &end, 10);
    if (errno || end == equals + 1 || *end || !isdigit((unsigned char)equals[1]) || number < 1 ||
        number > KRIPA_QTY_MAX)
        return kripa_fail_field(&s->error, KRIPA_INVALID, arg,
                                "how many must be a whole number from 1 to %d", KRIPA_QTY_MAX);
    *qty = number;
    *name = kripa_arena_text(&s->arena, arg, (size_t)(equals - arg));
    return *name ? KRIPA_OK : session_no_memory(s);
}

static enum kripa_status read_items(struct session *s, const struct input *in,
                                    struct kripa_order_request *request)
{
    size_t count = in->args_count - 1;
    request->items = kripa_arena_alloc(&s->arena, sizeof *request->items, count);
    if (!request->items)
        return session_no_memory(s);
    for (size_t i = 0; i < count; i++) {
        const char *name;
        struct kripa_product *product;
        enum kripa_status status = split(s, in->args[i + 1], &name, &request->items[i].qty);
        if (status == KRIPA_OK)
            status = kripa_product_find(s->kripa, s->viewer, name, &s->arena, &product, &s->error);
        if (status != KRIPA_OK)
            return status;
        request->items[i].product = product->id;
    }
    request->items_count = count;
    return KRIPA_OK;
}

static bool has_address(const struct input *in)
{
    for (size_t i = 0; i < in->pairs_count; i++) {
        if (strncmp(in->pairs[i].name, ADDRESS, strlen(ADDRESS)) == 0)
            return true;
    }
    return false;
}

/* The buyer's default address, as if it had been typed. Returns how many pairs; 0: there is
 * none. */
static size_t default_address(const struct kripa_account *buyer,
                              struct kripa_pair pairs[ADDRESS_MAX])
{
    for (size_t i = 0; i < buyer->saved_addresses_count; i++) {
        const struct kripa_saved_address *at = &buyer->saved_addresses[i];
        if (!at->is_default)
            continue;
        const struct kripa_pair found[ADDRESS_MAX] = {
            {ADDRESS "name", at->name},   {ADDRESS "phone", at->phone},
            {ADDRESS "city", at->city},   {ADDRESS "addressLine", at->address_line},
            {ADDRESS "state", at->state}, {ADDRESS "pincode", at->pincode},
        };
        memcpy(pairs, found, sizeof found);
        return ADDRESS_MAX;
    }
    return 0;
}

enum kripa_status cmd_order_add(struct session *s, const struct input *in)
{
    struct kripa_account *buyer;
    enum kripa_status status =
        kripa_account_find(s->kripa, s->viewer, in->args[0], &s->arena, &buyer, &s->error);
    if (status != KRIPA_OK)
        return status;
    struct kripa_pair address[ADDRESS_MAX];
    size_t address_count = has_address(in) ? 0 : default_address(buyer, address);
    struct kripa_order_request request = {0};
    kripa_given given;
    struct kripa_order *order;
    status = session_decode(s, in, address, address_count, &request, &given);
    if (status == KRIPA_OK)
        status = read_items(s, in, &request);
    request.for_user = buyer->id;
    if (status == KRIPA_OK)
        status = kripa_order_place(s->kripa, s->viewer, &request, "console", NULL, &s->arena,
                                   &order, &s->error);
    if (status != KRIPA_OK)
        return status;
    char total[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(order->total_paise, total);
    return print_outcome(s, &kripa_order_schema, order, "Order %lld for %s: %s rupees.",
                         (long long)order->number, buyer->email, total);
}
