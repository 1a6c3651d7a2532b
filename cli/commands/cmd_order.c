/* SPDX-License-Identifier: MIT
 * kripactl order: showing orders and changing their state. */
#include <kripa/sys/bodies.h>

#include "base/named.h"
#include "cmd.h"
#include "input/address.h"
#include "input/each.h"
#include "input/prompt.h"
#include "output/print.h"

/* The table has the buyer's id, while --user takes what people call them. */
static enum kripa_status user_pair(struct session *s, const char *email, struct kripa_pair *out)
{
    struct kripa_account *account;
    enum kripa_status status = named_account(s, email, &account);
    if (status != KRIPA_OK)
        return status;
    char *id = kripa_arena_alloc(&s->arena, 1, KRIPA_ID_TEXT_SIZE);
    if (!id)
        return session_no_memory(s);
    kripa_id_format(account->id, id);
    *out = (struct kripa_pair){"user", id};
    return KRIPA_OK;
}

enum kripa_status cmd_order_list(struct session *s, const struct input *in)
{
    struct kripa_pair more[2];
    size_t count = 0;
    const char *words = input_words(&s->arena, in), *email = input_own(in, "user");
    enum kripa_status status = KRIPA_OK;
    if (words)
        more[count++] = (struct kripa_pair){"q", words};
    if (email)
        status = user_pair(s, email, &more[count++]);
    struct kripa_order_filter filter = {0};
    kripa_given given;
    struct kripa_orders orders;
    if (status == KRIPA_OK)
        status = session_decode(s, in, more, count, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_order_list(s->kripa, s->viewer, KRIPA_ORDERS_ALL, &filter, &s->arena,
                                  &orders, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_order_schema, orders.at, orders.count, &orders.page);
}

enum kripa_status cmd_order_show(struct session *s, const struct input *in)
{
    struct kripa_order *order;
    enum kripa_status status = named_order(s, in->args[0], &order);
    return status == KRIPA_OK ? print_record(s, &kripa_order_schema, order) : status;
}

static enum kripa_status print_state(struct session *s, const struct kripa_order *order)
{
    return print_outcome(s, &kripa_order_schema, order, "Order %lld is %s.",
                         (long long)order->number,
                         kripa_delivery_status_name(order->delivery_status));
}

/* Reads what every change of state needs: which order, and why. */
static enum kripa_status read_move(struct session *s, const struct input *in, const char *name,
                                   struct kripa_note_body *body, struct kripa_order **order)
{
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, body, &given);
    return status == KRIPA_OK ? named_order(s, name, order) : status;
}

static enum kripa_status move(struct session *s, const struct input *in, const char *name,
                              const char *to)
{
    struct kripa_note_body body = {0};
    struct kripa_order *order;
    enum kripa_status status = read_move(s, in, name, &body, &order);
    if (status == KRIPA_OK)
        status = kripa_order_set_status(s->kripa, s->viewer, order->id, to, body.note,
                                        (struct kripa_int){0}, &s->arena, &order, &s->error);
    return status == KRIPA_OK ? print_state(s, order) : status;
}

EACH_ARGUMENT(cmd_order_ship, move, "shipped")

EACH_ARGUMENT(cmd_order_deliver, move, "delivered")

static enum kripa_status cancel(struct session *s, const struct input *in, const char *name)
{
    struct kripa_note_body body = {0};
    struct kripa_order *order;
    enum kripa_status status = read_move(s, in, name, &body, &order);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Cancel order %lld?", (long long)order->number);
    if (status == KRIPA_OK)
        status = kripa_order_cancel(s->kripa, s->viewer, order->id, body.note,
                                    (struct kripa_int){0}, &s->arena, &order, &s->error);
    return status == KRIPA_OK ? print_state(s, order) : status;
}

enum kripa_status cmd_order_cancel(struct session *s, const struct input *in)
{
    return each_argument(s, in, cancel);
}

static enum kripa_status note_one(struct session *s, const struct input *in, const char *name)
{
    struct kripa_note_body body = {0};
    struct kripa_order *order;
    enum kripa_status status = read_move(s, in, name, &body, &order);
    if (status == KRIPA_OK)
        status = kripa_order_note(s->kripa, s->viewer, order->id, body.note, &s->arena, &order,
                                  &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_order_schema, order, "Order %lld has the note.",
                         (long long)order->number);
}

enum kripa_status cmd_order_note(struct session *s, const struct input *in)
{
    return each_argument(s, in, note_one);
}

/* Only a cancelled order is really deleted. */
static enum kripa_status delete_one(struct session *s, const struct input *in, const char *name)
{
    (void)in;
    struct kripa_order *order;
    enum kripa_status status = named_order(s, name, &order);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Delete order %lld (%s)?", (long long)order->number,
                                kripa_delivery_status_name(order->delivery_status));
    if (status == KRIPA_OK)
        status = kripa_order_delete(s->kripa, s->viewer, order->id, &s->arena, &order, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_order_schema, order,
                         order->archived ? "Order %lld is archived: only a cancelled one goes."
                                         : "Order %lld is gone.",
                         (long long)order->number);
}

enum kripa_status cmd_order_delete(struct session *s, const struct input *in)
{
    return each_argument(s, in, delete_one);
}

/* Parts of the address that are not given stay. */
enum kripa_status cmd_order_edit(struct session *s, const struct input *in)
{
    struct kripa_order *order;
    enum kripa_status status = named_order(s, in->args[0], &order);
    if (status != KRIPA_OK)
        return status;
    if (in->pairs_count == 0)
        return session_usage(s, "nothing to change: see kripactl order edit --help");
    struct kripa_pair rest[ADDRESS_PAIRS_MAX];
    size_t count = address_rest(in, &order->shipping_address, rest);
    struct kripa_order_request request = {0};
    kripa_given given;
    status = session_decode(s, in, rest, count, &request, &given);
    if (status == KRIPA_OK)
        status = kripa_order_readdress(s->kripa, s->viewer, order->id, &request.shipping_address,
                                       input_own(in, "note"), &s->arena, &order, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_order_schema, order, "Order %lld has another address.",
                         (long long)order->number);
}
