/* SPDX-License-Identifier: MIT
 * Leaving: what an account is given of itself, what closing it asks for, and what is left of it
 * then. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/change.h"
#include "core/context.h"
#include "fault_store.h"
#include "goods.h"
#include "orders.h"
#include "people.h"
#include "schema/schema.h"
#include "suite.h"

static struct shop shop;
static struct kripa_viewer asha;
static struct kripa_id fan;
static struct kripa_account *out;

static void let_asha_in(void)
{
    asha = shop_new_viewer(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    fan = shop_product(&shop, "Fan", 5000)->id;
}

static void begin(void)
{
    shop_open(&shop);
    let_asha_in();
}

static void begin_with_faults(void)
{
    begin();
    shop.kripa->store = fault_store_around(shop.kripa->store);
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_id order_one(void)
{
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, asha, fan, 1, &order), KRIPA_OK);
    return order->id;
}

static void move(struct kripa_id order, const char *status)
{
    struct kripa_order *now;
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.console, order, status, NULL,
                                            (struct kripa_int){0}, &shop.arena, &now, &shop.err),
                     KRIPA_OK);
}

static struct kripa_id order_delivered(void)
{
    struct kripa_id order = order_one();
    move(order, "shipped");
    move(order, "delivered");
    return order;
}

static enum kripa_status close_with(struct kripa_viewer viewer, const char *password,
                                    const char *otp)
{
    struct kripa_closing closing = {password, otp};
    shop.err = (struct kripa_error){0};
    return kripa_account_close(shop.kripa, viewer, asha.user, viewer.console[0] ? NULL : &closing,
                               &shop.arena, &out, &shop.err);
}

static void take_password_away(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_credential_schema, asha.user);
    kp_unset(&change, "password");
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

static const char *code_of_asha(void)
{
    struct kripa_id message;
    struct kripa_outbox_opened opened;
    ck_assert_int_eq(kripa_code_request(shop.kripa, "asha@example.com", &message, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(
        kripa_outbox_open(shop.kripa, shop.console, message, &shop.arena, &opened, &shop.err),
        KRIPA_OK);
    return kripa_arena_text(&shop.arena, strchr(opened.secret, ':') + 2, 6);
}

START_TEST(closing_asks_for_the_password)
{
    ck_assert_int_eq(close_with(asha, "wrong", NULL), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "password");
    ck_assert_int_eq(close_with(asha, NULL, NULL), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "password");
    ck_assert_int_eq(close_with(asha, NULL, code_of_asha()), KRIPA_INVALID); /* it has a password */
    ck_assert_str_eq(shop.err.fields[0].path, "password");
    ck_assert_int_eq(close_with(kripa_viewer_guest(), SHOP_PASSWORD, NULL), KRIPA_NOT_FOUND);
    struct kripa_viewer ravi = shop_new_viewer(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    ck_assert_int_eq(close_with(ravi, SHOP_PASSWORD, NULL), KRIPA_NOT_FOUND);
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_OK);
    ck_assert_str_eq(out->email, "asha@example.com");
    ck_assert_ptr_null(shop_read(&shop, &kripa_account_schema, asha.user));
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(an_account_without_a_password_closes_by_a_code)
{
    take_password_away();
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "otp");
    const char *code = code_of_asha();
    ck_assert_int_eq(close_with(asha, NULL, strcmp(code, "000000") ? "000000" : "000001"),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "otp");
    ck_assert_int_eq(close_with(asha, NULL, code), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
}
END_TEST

START_TEST(open_orders_are_named_and_keep_the_account)
{
    struct kripa_id pending = order_one(), shipped = order_one();
    move(shipped, "shipped");
    order_delivered();
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "1002, 1001"));
    ck_assert_ptr_null(strstr(shop.err.message, "1003"));
    ck_assert_int_eq(close_with(shop.console, NULL, NULL), KRIPA_CONFLICT);
    move(shipped, "delivered");
    move(pending, "cancelled");
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_OK);
    ck_assert_str_eq(shop_read_account(&shop, asha.user)->name, "Deleted user");
}
END_TEST

static void order_meanwhile(struct shop *here)
{
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(here, asha, fan, 1, &order), KRIPA_OK);
}

START_TEST(an_order_placed_meanwhile_keeps_the_account_open)
{
    order_delivered();
    shop_interrupt(&shop, order_meanwhile, 1);
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "1002"));
    ck_assert_str_eq(shop_read_account(&shop, asha.user)->email, "asha@example.com");
    shop_check_books(&shop);
}
END_TEST

START_TEST(admins_close_others_with_a_record_and_not_themselves)
{
    struct kripa_viewer owner = shop_new_viewer(&shop, "owner", KRIPA_ROLE_ADMIN);
    struct kripa_closing closing = {.password = SHOP_PASSWORD};
    shop_new_viewer(&shop, "second", KRIPA_ROLE_ADMIN);
    ck_assert_int_eq(
        kripa_account_close(shop.kripa, owner, owner.user, &closing, &shop.arena, &out, &shop.err),
        KRIPA_CONFLICT);
    ck_assert_int_eq(close_with(shop.console, NULL, NULL), KRIPA_OK);
    ck_assert_uint_eq(shop_audit(&shop, "account.close", asha.user, NULL), 1);
}
END_TEST

static int64_t found_by(const char *q)
{
    struct kripa_order_filter filter = {.q = q};
    struct kripa_orders orders = {0};
    ck_assert_int_eq(kripa_order_list(shop.kripa, shop.console, KRIPA_ORDERS_ALL, &filter,
                                      &shop.arena, &orders, &shop.err),
                     KRIPA_OK);
    return orders.page.total;
}

START_TEST(orders_of_a_closed_account_are_found_by_number_alone)
{
    struct kripa_id order = order_delivered();
    order_delivered();
    static const char *const personal[] = {"Asha Verma", "9826012345", "asha@example.com", "verma"};
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        ck_assert_int_eq(found_by(personal[i]), 2);
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_OK);
    for (size_t i = 0; i < sizeof personal / sizeof *personal; i++)
        ck_assert_int_eq(found_by(personal[i]), 0);
    ck_assert_int_eq(found_by("1001"), 1);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order, id);
    ck_assert_int_eq(found_by(id + 16), 1);
    struct kripa_order *kept;
    ck_assert_int_eq(
        kripa_order_get(shop.kripa, shop.console, order, &shop.arena, &kept, &shop.err), KRIPA_OK);
    ck_assert_str_eq(kept->shipping_address.name, "Asha Verma"); /* the books have it */
    ck_assert_ptr_null(kept->user_shown);
    shop_check_books(&shop);
    struct kripa_error err;
    ck_assert_int_eq(kripa_migrate(shop.kripa, false, NULL, NULL, &err), KRIPA_OK);
    ck_assert_int_eq(found_by("verma"), 0);
}
END_TEST

START_TEST(nothing_that_was_sent_to_a_closed_account_is_left)
{
    order_delivered();
    code_of_asha();
    struct kripa_id message;
    ck_assert_int_eq(kripa_reset_request(shop.kripa, "asha@example.com", &message, &shop.err),
                     KRIPA_OK);
    shop_sign_in(&shop, "asha");
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 0);
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *left = rows.at;
    ck_assert_uint_gt(rows.count, 0);
    for (size_t i = 0; i < rows.count; i++)
        ck_assert_str_eq(left[i].to, "shop");
}
END_TEST

/* As its owner is shown it. */
static const char *export_of(struct kripa_viewer viewer)
{
    struct kripa_export *export;
    struct kripa_writer writer;
    enum kripa_status status =
        kripa_account_export(shop.kripa, viewer, asha.user, &shop.arena, &export, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    kripa_writer_init(&writer, &shop.arena);
    kripa_write_record(&writer, &kripa_export_schema, export, export->account.role);
    return writer.at;
}

START_TEST(the_export_has_all_but_secrets)
{
    struct kripa_address_body home = {.name = "Asha Verma",
                                      .phone = "9826012345",
                                      .address_line = "12 Station Road",
                                      .city = "Pachore",
                                      .state = "Madhya Pradesh",
                                      .pincode = "465683"};
    struct kripa_saved_address *address;
    struct kripa_cart_item item = {fan, 3, NULL};
    struct kripa_cart_line *line;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(kripa_address_add(shop.kripa, asha, asha.user, &home, KRIPA_GIVEN_ALL,
                                       &shop.arena, &address, &shop.err),
                     KRIPA_OK);
    order_delivered();
    ck_assert_int_eq(kripa_cart_add(shop.kripa, asha, &item, &shop.arena, &line, &shop.err),
                     KRIPA_OK);
    struct kripa_review own = {.rating = 4, .text = "Bright and quiet"}, *review;
    ck_assert_int_eq(kripa_review_add(shop.kripa, asha, fan, &own, KRIPA_GIVEN_ALL, &shop.arena,
                                      &review, &shop.err),
                     KRIPA_OK);
    const char *code = code_of_asha(), *json = export_of(asha);
    static const char *const has[] = {"\"email\":\"asha@example.com\"",
                                      "12 Station Road",
                                      "\"number\":1001",
                                      "\"qty\":3",
                                      "Bright and quiet",
                                      "\"verified\":true",
                                      "\"sessions\":[{\"_id\":",
                                      "\"kind\":\"login_code\"",
                                      "\"kind\":\"order_placed\""};
    for (size_t i = 0; i < sizeof has / sizeof *has; i++)
        ck_assert_msg(strstr(json, has[i]) != NULL, "%s in %s", has[i], json);
    const char *const lacks[] = {"argon2", "tokenVersion",       "digest", "secret", "current",
                                 code,     in.refresh_token + 25};
    for (size_t i = 0; i < sizeof lacks / sizeof *lacks; i++)
        ck_assert_msg(!strstr(json, lacks[i]), "%s in %s", lacks[i], json);
    ck_assert_str_eq(export_of(shop.console), json);
    struct kripa_export *export;
    struct kripa_viewer ravi = shop_new_viewer(&shop, "ravi", KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(
        kripa_account_export(shop.kripa, ravi, asha.user, &shop.arena, &export, &shop.err),
        KRIPA_NOT_FOUND);
}
END_TEST

#define LONG 1100 /* more than a page, and more than a change takes */

/* As if the order had been placed so often, each time with a message to asha. */
static void repeat(struct kripa_id id)
{
    const struct kripa_order *order = shop_read_order(&shop, id);
    const struct kripa_terms *terms = shop_read(&shop, &kripa_order_terms_schema, id);
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kp_change change = kp_change_in(&call);
    static struct kripa_order orders[LONG];
    static struct kripa_outbox_message messages[LONG];
    for (int i = 0; i < LONG; i++) {
        orders[i] = *order;
        orders[i].id = messages[i].id = (struct kripa_id){{9, (unsigned char)(i >> 8)}};
        orders[i].id.bytes[11] = messages[i].id.bytes[11] = (unsigned char)i;
        orders[i].number += i + 1;
        orders[i].created_at_ms += i + 1;
        messages[i].to = "asha@example.com";
        messages[i].data = "{}";
        messages[i].created_at_ms = shop.now_ms + i;
        kp_insert(&change, &kripa_order_schema, &orders[i]);
        kp_insert(&change, &kripa_outbox_message_schema, &messages[i]);
        kp_update(&change, &kripa_order_terms_schema, orders[i].id);
        kp_set(&change, "terms", kp_member(terms));
        if (i % 100 != 99)
            continue;
        ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
        change = kp_change_in(&call);
    }
}

START_TEST(a_long_history_is_exported_whole_and_closed)
{
    repeat(order_delivered());
    struct kripa_export *export;
    ck_assert_int_eq(
        kripa_account_export(shop.kripa, asha, asha.user, &shop.arena, &export, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(export->orders_count, LONG + 1);
    ck_assert_int_eq(export->orders[0].number, 1001 + LONG);
    ck_assert_int_eq(export->orders[LONG].number, 1001);
    ck_assert_uint_gt(export->messages_count, LONG);
    ck_assert_int_eq(found_by("verma"), LONG + 1);
    ck_assert_int_eq(close_with(asha, SHOP_PASSWORD, NULL), KRIPA_OK);
    ck_assert_int_eq(found_by("verma"), 0);
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *left = rows.at;
    for (size_t i = 0; i < rows.count; i++)
        ck_assert_str_eq(left[i].to, "shop");
}
END_TEST

/* Every call of the store fails once, before it is done or after it. */
START_TEST(a_failing_store_closes_all_of_an_account_or_nothing)
{
    order_delivered();
    bool more = true;
    for (int nth = 1; more; nth++) {
        for (int late = 0; late < 2; late++) {
            fault_store_fail(shop.kripa->store, (struct fault){.verb = FAULT_ANY,
                                                               .nth = nth,
                                                               .status = KRIPA_UNAVAILABLE,
                                                               .after = late});
            enum kripa_status status = close_with(asha, SHOP_PASSWORD, NULL);
            more = fault_store_calls(shop.kripa->store, FAULT_ANY) >= nth;
            fault_store_fail(shop.kripa->store, (struct fault){0});
            bool gone = !shop_read_account(&shop, asha.user)->email;
            ck_assert(gone || status != KRIPA_OK);
            ck_assert_int_eq(found_by("verma"), gone ? 0 : 1);
            shop_check_books(&shop);
            if (gone) {
                asha = shop_new_viewer(&shop, "asha", KRIPA_ROLE_CUSTOMER);
                order_delivered();
            }
        }
    }
}
END_TEST

int main(void)
{
    int failed = RUN_SUITE_IN(
        "privacy", begin, end, closing_asks_for_the_password,
        an_account_without_a_password_closes_by_a_code, open_orders_are_named_and_keep_the_account,
        an_order_placed_meanwhile_keeps_the_account_open,
        admins_close_others_with_a_record_and_not_themselves,
        orders_of_a_closed_account_are_found_by_number_alone,
        nothing_that_was_sent_to_a_closed_account_is_left, the_export_has_all_but_secrets,
        a_long_history_is_exported_whole_and_closed);
    return failed + RUN_SUITE_IN("privacy, failing store", begin_with_faults, end,
                                 a_failing_store_closes_all_of_an_account_or_nothing);
}
