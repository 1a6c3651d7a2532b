/* SPDX-License-Identifier: MIT
 * Deleting accounts: what goes, and what stays of one that has orders. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "core/query.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct kripa_account *out;

static void begin(void)
{
    shop_open(&shop);
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status remove_account(struct kripa_viewer viewer, struct kripa_id id)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_delete(shop.kripa, viewer, id, &shop.arena, &out, &shop.err);
}

static enum kripa_status block(struct kripa_id id, bool blocked)
{
    return kripa_account_block(shop.kripa, shop.console, id, (struct kripa_int){blocked, true},
                               &shop.arena, &out, &shop.err);
}

START_TEST(deleting_an_account_without_orders_removes_it)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    shop_sign_in(&shop, "asha");
    ck_assert_int_eq(remove_account(shop.console, id), KRIPA_OK);
    ck_assert_str_eq(out->email, "asha@example.com");
    ck_assert_int_eq(shop_count(&shop, &kripa_account_schema), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 0);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(remove_account(shop.console, id), KRIPA_NOT_FOUND);
    struct kripa_audit_entry row;
    ck_assert_uint_eq(shop_audit(&shop, "account.delete", id, &row), 1);
    ck_assert_ptr_nonnull(row.before);
    ck_assert_ptr_null(row.after);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER); /* the e-mail is free again */
}
END_TEST

/* What the row in `users` still says of the person. */
static void check_nothing_is_left(struct kripa_id id)
{
    const struct kripa_account *account = shop_read_account(&shop, id);
    ck_assert_str_eq(account->name, "Deleted user");
    ck_assert_ptr_null(account->email);
    ck_assert_ptr_null(account->phone);
    ck_assert_ptr_null(account->retailer_details);
    ck_assert_uint_eq(account->saved_addresses_count, 0);
    ck_assert_int_eq(account->retailer_request_status, KRIPA_REQUEST_NONE);
    ck_assert(account->is_blocked && account->ordered);
    const struct kripa_schema *const others[] = {&kripa_credential_schema, &kripa_user_terms_schema,
                                                 &kripa_cart_schema, &kripa_favorites_schema};
    void *found[4];
    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(
            kp_find_id(
                &(struct kp_call){.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err},
                others[i], id, &found[i]),
            KRIPA_OK);
    ck_assert_ptr_null(((struct kripa_credential *)found[0])->password);
    ck_assert_uint_eq(((struct kripa_terms *)found[1])->terms_count, 0);
    ck_assert_uint_eq(((struct kripa_cart *)found[2])->cart_count, 0);
    ck_assert_uint_eq(((struct kripa_favorites *)found[3])->favorites_count, 0);
}

static void fill_cart(struct kripa_id id)
{
    struct kripa_cart_entry line = {.product = {{5}}, .qty = 2};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_cart_schema, id);
    kp_push(&change, "cart", &line);
    kp_update(&change, &kripa_favorites_schema, id);
    kp_push_value(&change, "favorites", kp_id(line.product));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

START_TEST(deleting_an_account_with_orders_anonymises_it)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_RETAILER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    struct kripa_account_filter all = {0};
    struct kripa_accounts list;
    fill_cart(id);
    shop_set_ordered(&shop, id);
    ck_assert_int_eq(remove_account(shop.console, id), KRIPA_OK);
    ck_assert_str_eq(out->email, "asha@example.com");
    check_nothing_is_left(id);
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 0);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kripa_account_get(shop.kripa, shop.console, id, &shop.arena, &out, &shop.err),
                     KRIPA_NOT_FOUND);
    ck_assert_int_eq(remove_account(shop.console, id), KRIPA_NOT_FOUND);
    ck_assert_int_eq(block(id, false), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_account_list(shop.kripa, shop.console, &all, &shop.arena, &list, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(list.count, 0);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
}
END_TEST

static void place_order(struct shop *here)
{
    shop_set_ordered(here, shop_viewer(here, "asha").user);
}

START_TEST(an_order_placed_meanwhile_keeps_the_account)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    shop_interrupt(&shop, place_order, 1);
    ck_assert_int_eq(remove_account(shop.console, id), KRIPA_OK);
    check_nothing_is_left(id);
}
END_TEST

START_TEST(the_figures_count_those_who_are_there)
{
    struct kripa_account_stats stats;
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    shop_account(&shop, "ravi", KRIPA_ROLE_RETAILER);
    struct kripa_id gone = shop_account(&shop, "gone", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_id asha = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    shop_set_ordered(&shop, gone);
    ck_assert_int_eq(remove_account(shop.console, gone), KRIPA_OK);
    ck_assert_int_eq(block(asha, true), KRIPA_OK);
    ck_assert_int_eq(kripa_account_stats(shop.kripa, shop.console, &stats, &shop.err), KRIPA_OK);
    ck_assert_int_eq(stats.total_users, 3);
    ck_assert_int_eq(stats.total_retailers, 1);
    ck_assert_int_eq(stats.total_customers, 1);
    ck_assert_int_eq(stats.blocked_users, 1);
    ck_assert_int_eq(stats.pending_requests, 0);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("account_delete", begin, end, deleting_an_account_without_orders_removes_it,
                        deleting_an_account_with_orders_anonymises_it,
                        an_order_placed_meanwhile_keeps_the_account,
                        the_figures_count_those_who_are_there);
}
