/* SPDX-License-Identifier: MIT
 * kripactl order add: an order for somebody, given by an e-mail, SKUs and quantities. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/named.h"
#include "cmd.h"
#include "input/address.h"
#include "output/print.h"

#define ITEMS "items["

/* "LED-9W=2": the product's name and a quantity, which is 1 if not given. */
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
        if (status == KRIPA_NOT_FOUND)
            return kripa_fail_field(&s->error, status, in->args[i + 1],
                                    "there is no product \"%s\"", name);
        if (status != KRIPA_OK)
            return status;
        request->items[i].product = product->id;
    }
    request->items_count = count;
    return KRIPA_OK;
}

/* The buyer's default address; NULL: none. */
static const struct kripa_saved_address *default_address(const struct kripa_account *buyer)
{
    for (size_t i = 0; i < buyer->saved_addresses_count; i++) {
        if (buyer->saved_addresses[i].is_default)
            return &buyer->saved_addresses[i];
    }
    return NULL;
}

static enum kripa_status read_address(struct session *s, const struct input *in,
                                      const struct kripa_account *buyer,
                                      struct kripa_order_request *request)
{
    struct kripa_pair rest[ADDRESS_PAIRS_MAX];
    size_t count = 0;
    kripa_given given;
    const struct kripa_saved_address *saved = default_address(buyer);
    if (!address_typed(in) && !saved)
        return kripa_fail(&s->error, KRIPA_INVALID,
                          "%s has no default address: say where it goes with --name, --phone, "
                          "--address-line, --city, --state and --pincode",
                          buyer->email);
    if (!address_typed(in))
        count = address_rest(in,
                             &(struct kripa_address){saved->name, saved->phone, saved->address_line,
                                                     saved->city, saved->state, saved->pincode},
                             rest);
    return session_decode(s, in, rest, count, request, &given);
}

/* "items[1].qty" belongs to the second product that was typed. */
static void name_products(struct session *s, const struct input *in)
{
    for (size_t i = 0; i < s->error.fields_count; i++) {
        struct kripa_error_field *field = &s->error.fields[i];
        char *end;
        if (strncmp(field->path, ITEMS, strlen(ITEMS)) != 0)
            continue;
        unsigned long item = strtoul(field->path + strlen(ITEMS), &end, 10);
        if (item + 1 < in->args_count && *end == ']')
            session_rename_field(s, i, in->args[item + 1]);
    }
}

enum kripa_status cmd_order_add(struct session *s, const struct input *in)
{
    struct kripa_account *buyer;
    struct kripa_order_request request = {0};
    struct kripa_order *order;
    enum kripa_status status = named_account(s, in->args[0], &buyer);
    if (status == KRIPA_OK)
        status = read_address(s, in, buyer, &request);
    if (status == KRIPA_OK)
        status = read_items(s, in, &request);
    if (status != KRIPA_OK)
        return status;
    request.for_user = buyer->id;
    status = kripa_order_place(s->kripa, s->viewer, &request, "console", NULL, &s->arena, &order,
                               &s->error);
    if (status != KRIPA_OK) {
        name_products(s, in);
        return status;
    }
    char total[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(order->total_paise, total);
    return print_outcome(s, &kripa_order_schema, order, "Order %lld for %s: %s rupees.",
                         (long long)order->number, buyer->email, total);
}
