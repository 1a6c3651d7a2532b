/* SPDX-License-Identifier: MIT
 * Notes and other addresses of orders, and accounts that are corrected: who may, when, and what
 * follows from it. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "goods.h"
#include "orders.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;
static const struct kripa_address elsewhere = {"Meena Patel", "9876543211",     "14 Lake Road",
                                               "Indore",      "Madhya Pradesh", "452001"};

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 1000)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_order *buy(void)
{
    struct kripa_order *order = NULL;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_OK);
    return order;
}

static enum kripa_status note(struct kripa_viewer viewer, struct kripa_id id, const char *text,
                              struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_note(shop.kripa, viewer, id, text, &shop.arena, out, &shop.err);
}

static enum kripa_status readdress(struct kripa_viewer viewer, struct kripa_id id,
                                   const struct kripa_address *address, struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_readdress(shop.kripa, viewer, id, address, NULL, &shop.arena, out,
                                 &shop.err);
}

static void move(struct kripa_id id, const char *status)
{
    struct kripa_order *order;
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, id, status, NULL,
                                            (struct kripa_int){0}, &shop.arena, &order, &shop.err),
                     KRIPA_OK);
}

static size_t found(const char *words)
{
    struct kripa_orders orders;
    struct kripa_order_filter filter = {.q = words};
    ck_assert_int_eq(kripa_order_list(shop.kripa, shop.admin, KRIPA_ORDERS_ALL, &filter,
                                      &shop.arena, &orders, &shop.err),
                     KRIPA_OK);
    return orders.count;
}

START_TEST(a_note_is_kept_in_every_state)
{
    static const char *const states[] = {"pending", "shipped", "delivered"};
    struct kripa_order *order = buy(), *out;
    int64_t messages = shop_count(&shop, &kripa_outbox_message_schema);
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (i > 0)
            move(order->id, states[i]);
        messages = shop_count(&shop, &kripa_outbox_message_schema);
        int64_t audits = shop_count(&shop, &kripa_audit_entry_schema);
        ck_assert_int_eq(note(shop.admin, order->id, " after six ", &out), KRIPA_OK);
        out = shop_read_order(&shop, order->id);
        const struct kripa_order_event *last = &out->history[out->history_count - 1];
        ck_assert_str_eq(last->note, "after six");
        ck_assert_str_eq(last->from, states[i]);
        ck_assert_str_eq(last->to, states[i]);
        ck_assert_ptr_nonnull(last->by);
        ck_assert_str_eq(kripa_delivery_status_name(out->delivery_status), states[i]);
        ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), audits + 1);
        ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema),
                         messages); /* it is the shop's */
    }
    ck_assert_uint_eq(out->history_count, 6);
    ck_assert_int_eq(note(shop.admin, order->id, NULL, &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "note");
    ck_assert_int_eq(note(shop.customer, order->id, "x", &out), KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(a_pending_order_goes_to_another_address)
{
    struct kripa_order *order = buy(), *out;
    int64_t revision = order->revision;
    ck_assert_uint_eq(found("patel"), 0);
    ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_OK);
    out = shop_read_order(&shop, order->id);
    ck_assert_str_eq(out->shipping_address.name, "Meena Patel");
    ck_assert_str_eq(out->shipping_address.pincode, "452001");
    ck_assert_int_eq(out->revision, revision + 1);
    ck_assert_uint_eq(out->history_count, 2);
    ck_assert_uint_eq(found("patel"), 1);
    ck_assert_uint_eq(found("9876543211"), 1);
    ck_assert_uint_eq(found("customer"), 1); /* and still by its buyer */
    ck_assert_int_eq(readdress(shop.customer, order->id, &elsewhere, &out), KRIPA_FORBIDDEN);
    struct kripa_address bad = elsewhere;
    bad.pincode = "45";
    ck_assert_int_eq(readdress(shop.admin, order->id, &bad, &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "shippingAddress.pincode");
    char much[KRIPA_NOTE_MAX + 2] = {0};
    memset(much, 'x', sizeof much - 1);
    shop.err = (struct kripa_error){0};
    ck_assert_int_eq(kripa_order_readdress(shop.kripa, shop.admin, order->id, &elsewhere, much,
                                           &shop.arena, &out, &shop.err),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "note");
    shop_edit_settings(&shop, "{\"pincodes\": [\"465674\"]}");
    ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "shippingAddress.pincode");
    shop_edit_settings(&shop, "{\"pincodes\": []}");
    move(order->id, "shipped");
    ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_CONFLICT);
}
END_TEST

START_TEST(the_same_address_changes_nothing)
{
    struct kripa_order *order = buy(), *out;
    ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_OK);
    int64_t audits = shop_count(&shop, &kripa_audit_entry_schema);
    struct kripa_address again = elsewhere;
    again.name = " Meena Patel ";
    again.phone = "98765 43211";
    for (int i = 0; i < 2; i++) {
        struct kripa_order *after;
        ck_assert_int_eq(readdress(shop.admin, order->id, i ? &elsewhere : &again, &after),
                         KRIPA_OK);
        ck_assert_int_eq(after->revision, out->revision);
        ck_assert_uint_eq(after->history_count, 2);
    }
    ck_assert_uint_eq(shop_read_order(&shop, order->id)->history_count, 2);
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), audits);
    again.city = "Ujjain"; /* a single line of it makes another one */
    ck_assert_int_eq(readdress(shop.admin, order->id, &again, &out), KRIPA_OK);
    ck_assert_uint_eq(out->history_count, 3);
}
END_TEST

/* However many notes and addresses: what is left of the history is for the order's way on. */
START_TEST(a_history_has_an_end_and_the_order_still_moves)
{
    struct kripa_order *order = buy(), *out;
    struct kripa_address address = elsewhere;
    for (size_t rows = order->history_count; rows + 2 < KRIPA_HISTORY_MAX; rows++) {
        address.city = rows % 4 ? "Ujjain" : "Indore";
        enum kripa_status status = rows % 2 ? note(shop.admin, order->id, "called", &order)
                                            : readdress(shop.admin, order->id, &address, &order);
        ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(note(shop.admin, order->id, "once more", &out), KRIPA_CONFLICT);
        ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_CONFLICT);
        move(order->id, i ? "cancelled" : "shipped");
    }
    ck_assert_int_eq(note(shop.admin, order->id, "too much", &out), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop_read_order(&shop, order->id)->history_count, KRIPA_HISTORY_MAX);
}
END_TEST

START_TEST(an_archived_order_takes_neither)
{
    struct kripa_order *order = buy(), *out;
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(note(shop.admin, order->id, "x", &out), KRIPA_CONFLICT);
    ck_assert_int_eq(readdress(shop.admin, order->id, &elsewhere, &out), KRIPA_CONFLICT);
}
END_TEST

static enum kripa_status correct(struct kripa_viewer viewer, struct kripa_account_body body,
                                 const char *given, struct kripa_account **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_edit(shop.kripa, viewer, shop.customer.user, &body,
                              kripa_schema_bit(&kripa_account_body_schema, given), &shop.arena, out,
                              &shop.err);
}

START_TEST(an_account_is_corrected_by_an_admin)
{
    struct kripa_account *account, *retailer;
    ck_assert_int_eq(kripa_account_get(shop.kripa, shop.admin, shop.retailer.user, &shop.arena,
                                       &retailer, &shop.err),
                     KRIPA_OK);
    struct kripa_account_body body = {
        .name = "Ravi Kumar", .email = " Ravi@Example.in ", .phone = "98765 43210"};
    ck_assert_int_eq(correct(shop.admin, body, "email", &account), KRIPA_OK);
    ck_assert_str_eq(account->email, "ravi@example.in");
    ck_assert_str_ne(account->name, "Ravi Kumar"); /* it was not given */
    ck_assert_int_eq(correct(shop.admin, body, "phone", &account), KRIPA_OK);
    ck_assert_str_eq(account->phone, "9876543210");
    int64_t audits = shop_count(&shop, &kripa_audit_entry_schema);
    ck_assert_int_eq(correct(shop.admin, body, "phone", &account), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), audits); /* nothing changed */
    body.email = retailer->email;
    ck_assert_int_eq(correct(shop.admin, body, "email", &account), KRIPA_EXISTS);
    ck_assert_str_eq(shop.err.fields[0].path, "email");
    body.email = NULL;
    ck_assert_int_eq(correct(shop.admin, body, "email", &account), KRIPA_INVALID);
    ck_assert_int_eq(correct(shop.customer, body, "name", &account), KRIPA_FORBIDDEN);
    ck_assert_int_eq(kripa_account_find(shop.kripa, shop.admin, "ravi@example.in", &shop.arena,
                                        &account, &shop.err),
                     KRIPA_OK);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("order edit", begin, end, a_note_is_kept_in_every_state,
                        a_pending_order_goes_to_another_address, the_same_address_changes_nothing,
                        a_history_has_an_end_and_the_order_still_moves,
                        an_archived_order_takes_neither, an_account_is_corrected_by_an_admin);
}
