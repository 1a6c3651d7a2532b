/* SPDX-License-Identifier: MIT
 * What an earlier version made records found by, and sorted by, is made anew by the migration: all
 * of it, and once. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "folder.h"
#include "goods.h"
#include "order/order.h"
#include "orders.h"
#include "said.h"
#include "shop.h"

#define PRODUCTS 250 /* of more than one page */

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
}

static void end(void)
{
    shop_close(&shop);
}

static void set_terms(const struct kripa_schema *of, struct kripa_id id, const char **words,
                      size_t count)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    struct kripa_terms terms = {.id = id, .terms = words, .terms_count = count};
    kp_update(&change, of, id);
    kp_set(&change, "terms", kp_member(&terms));
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = shop.kripa}, &change, NULL), KRIPA_OK);
}

static void make_products(void)
{
    for (int i = 0; i < PRODUCTS; i++) {
        char name[40], number[8];
        snprintf(name, sizeof name, "Wi-Fi Lamp %d", i);
        snprintf(number, sizeof number, "%d", i);
        struct kripa_id id = shop_product(&shop, name, 1)->id;
        set_terms(&kripa_product_terms_schema, id, (const char *[]){"wi", "fi", "lamp", number}, 4);
    }
}

static struct kripa_order *make_order(void)
{
    struct kripa_id lamp = shop_product(&shop, "Häfele Lamp 9W", 5)->id;
    struct kripa_order_item item = {lamp, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.shipping_address.name = "José";
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "test", NULL,
                                       &shop.arena, &order, NULL),
                     KRIPA_OK);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    set_terms(&kripa_product_terms_schema, lamp, (const char *[]){"häfele", "lamp", "9w"}, 3);
    set_terms(&kripa_order_terms_schema, order->id,
              (const char *[]){"1001", id + 16, "josé", "9826012345", "customer"}, 5);
    set_terms(&kripa_user_terms_schema, shop.customer.user, (const char *[]){"customer"}, 1);
    return order;
}

static struct said migrate(void)
{
    struct said said = {0};
    ck_assert_int_eq(kripa_migrate(shop.kripa, false, say, &said, NULL), KRIPA_OK);
    return said;
}

static int64_t differences(void)
{
    struct said said = {0};
    struct kripa_verification found = {0};
    kripa_verify(shop.kripa, say, &said, &found, NULL);
    return found.differences;
}

static int64_t find(const char *q)
{
    struct kripa_product_filter filter = {.q = q};
    struct kripa_products found;
    ck_assert_int_eq(
        kripa_product_list(shop.kripa, shop.customer, &filter, &shop.arena, &found, NULL),
        KRIPA_OK);
    return found.page.total;
}

static bool waits(void)
{
    bool out;
    ck_assert_int_eq(kripa_migration_pending(shop.kripa, &out, NULL), KRIPA_OK);
    return out;
}

START_TEST(old_terms_are_told_and_made_anew)
{
    ck_assert(!waits());
    make_products();
    make_order();
    ck_assert_int_eq(differences(), PRODUCTS + 3);
    ck_assert_int_eq(find("hafele"), 0);
    ck_assert(waits());
    struct said said = migrate();
    ck_assert_ptr_nonnull(strstr(said.text, "found by"));
    ck_assert_int_eq(differences(), 0);
    ck_assert(!waits());
    ck_assert_int_eq(find("wifi lamp"), PRODUCTS);
    ck_assert_int_eq(find("hafele 9 w"), 1);
    struct kripa_order_filter filter = {.q = "jose"};
    struct kripa_orders orders;
    ck_assert_int_eq(kripa_order_list(shop.kripa, shop.admin, KRIPA_ORDERS_ALL, &filter,
                                      &shop.arena, &orders, NULL),
                     KRIPA_OK);
    ck_assert_uint_eq(orders.count, 1);
    ck_assert_str_eq(migrate().text, "");
}
END_TEST

/* Only a buyer's part, which the order keeps of them as they were then, is folded otherwise. */
START_TEST(what_an_order_keeps_of_its_buyer_is_folded_anew)
{
    struct kripa_order *order = make_order();
    struct kripa_terms own;
    migrate();
    ck_assert_int_eq(kp_order_own_terms(&shop.arena, order, &own), KRIPA_OK);
    own.terms[own.terms_count++] = "zoë";
    set_terms(&kripa_order_terms_schema, order->id, own.terms, own.terms_count);
    ck_assert_ptr_nonnull(strstr(migrate().text, "1"));
    ck_assert_str_eq(migrate().text, "");
    shop_check_books(&shop);
}
END_TEST

START_TEST(old_sort_keys_are_told_and_made_anew)
{
    static const char long_name[] =
        "Ceiling Fan with Copper Winding and a very long name that goes on and on, model 2";
    struct kripa_id id = shop_product(&shop, long_name, 1)->id;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_product_schema, id);
    kp_set(&change, "nameKey",
           kp_text("ceiling fan with copper winding and a very long name that goes o"));
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = shop.kripa}, &change, NULL), KRIPA_OK);
    ck_assert_int_eq(differences(), 1);
    ck_assert_ptr_nonnull(strstr(migrate().text, "sorted by"));
    ck_assert_int_eq(differences(), 0);
    ck_assert_str_eq(migrate().text, "");
}
END_TEST

START_TEST(accounts_alone_are_told_too)
{
    struct kripa_accounts all;
    ck_assert_int_eq(kripa_account_list(shop.kripa, shop.admin, NULL, &shop.arena, &all, NULL),
                     KRIPA_OK);
    for (size_t i = 0; i < all.count; i++)
        set_terms(&kripa_user_terms_schema, all.at[i].id, (const char *[]){"somebody"}, 1);
    ck_assert_int_eq(differences(), (int64_t)all.count);
    ck_assert(waits());
    migrate();
    ck_assert(!waits() && differences() == 0);
}
END_TEST

START_TEST(a_backup_of_an_earlier_version_is_brought_forward)
{
    char folder[FOLDER_SIZE];
    struct kripa_verification found;
    struct said said = {0};
    make_order();
    folder_make(folder);
    const char *backup = kripa_arena_format(&shop.arena, "%s/old.db", folder);
    const char *to = kripa_arena_format(&shop.arena, "sqlite:%s/new.db", folder);
    ck_assert_int_eq(kripa_backup(shop.kripa, backup, NULL), KRIPA_OK);
    enum kripa_status status = kripa_restore(backup, to, KRIPA_PLACE_NEW, say, &said, &found, NULL);
    ck_assert_msg(status == KRIPA_OK, "%s: %s", kripa_status_name(status), said.text);
    ck_assert_int_eq(found.differences, 0);
    folder_remove(folder);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("migrate_terms", begin, end, old_terms_are_told_and_made_anew,
                        what_an_order_keeps_of_its_buyer_is_folded_anew,
                        old_sort_keys_are_told_and_made_anew, accounts_alone_are_told_too,
                        a_backup_of_an_earlier_version_is_brought_forward);
}
