/* SPDX-License-Identifier: MIT
 * Admins look for people and their orders as they write and paste what they were told: phones,
 * numbers, names of shops. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "goods.h"
#include "orders.h"
#include "shop.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct shop shop;
static struct kripa_viewer jose;

static struct kripa_viewer add(const char *name, const char *email, const char *phone)
{
    struct kripa_registration registration = {
        .name = name, .email = email, .password = "Monsoon#Lamp42", .phone = phone};
    struct kripa_account *account;
    ck_assert_int_eq(kripa_account_add(shop.kripa, shop.admin, &registration, KRIPA_ROLE_CUSTOMER,
                                       &shop.arena, &account, NULL),
                     KRIPA_OK);
    return (struct kripa_viewer){.user = account->id, .role = account->role};
}

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    jose = add("Jos\u00e9 D\u2019Souza", "jose.souza@example.in", "9123456780");
    add("Meena", "meena@example.in", "0091 91234 00000");
    struct kripa_retailer_details details = {.shop_name = "V-Guard Electricals \u0915\u094d",
                                             .owner_name = "Ramesh Babu",
                                             .phone = "9000012345",
                                             .shop_address = "1 Main Road"};
    struct kripa_account *account;
    ck_assert_int_eq(
        kripa_retailer_request(shop.kripa, jose, &details, &shop.arena, &account, NULL), KRIPA_OK);
}

static void end(void)
{
    shop_close(&shop);
}

static const struct {
    const char *q, *names;
} accounts[] = {
    {"9123456780", "Jos\u00e9 D\u2019Souza"},
    {"+91 91234 56780", "Jos\u00e9 D\u2019Souza"},
    {"+91 091234-56780", "Jos\u00e9 D\u2019Souza"},
    {"0091 91234 56780", "Jos\u00e9 D\u2019Souza"},
    {"09123456780", "Jos\u00e9 D\u2019Souza"},
    {"91234\u00a056780", "Jos\u00e9 D\u2019Souza"},
    {"\u202a91234 56780\u202c", "Jos\u00e9 D\u2019Souza"},
    {"91234.56780", "Jos\u00e9 D\u2019Souza"},
    {"91234\u201356780", "Jos\u00e9 D\u2019Souza"},
    {"(91234) 56780", "Jos\u00e9 D\u2019Souza"},
    {"९१२३४ ५६७८०", "Jos\u00e9 D\u2019Souza"},
    {"91234", "Meena|Jos\u00e9 D\u2019Souza"},
    {"91234 5", "Jos\u00e9 D\u2019Souza"},
    {"0 91234 0", "Meena"},
    {"9123456789", ""},
    {"90000-12345", "Jos\u00e9 D\u2019Souza"}, /* of the request */
    {"v-guard", "Jos\u00e9 D\u2019Souza"},
    {"vguard electr", "Jos\u00e9 D\u2019Souza"},
    {"V Guard", "Jos\u00e9 D\u2019Souza"},
    {"ramesh", "Jos\u00e9 D\u2019Souza"},
    {"jose", "Jos\u00e9 D\u2019Souza"},
    {"JOSE\u0301", "Jos\u00e9 D\u2019Souza"},
    {"dsouza", "Jos\u00e9 D\u2019Souza"},
    {"jose.souza@example.in", "Jos\u00e9 D\u2019Souza"},
    {"\u200emeena@example.in", "Meena"},
    {"meen example", "Meena"},
    {"main road", ""},
};

START_TEST(accounts_are_found_as_people_write)
{
    for (size_t i = 0; i < COUNT(accounts); i++) {
        struct kripa_account_filter filter = {.q = accounts[i].q};
        struct kripa_accounts found;
        char names[200] = "";
        ck_assert_int_eq(
            kripa_account_list(shop.kripa, shop.admin, &filter, &shop.arena, &found, &shop.err),
            KRIPA_OK);
        for (size_t j = 0; j < found.count; j++) {
            size_t size = strlen(names);
            snprintf(names + size, sizeof names - size, "%s%s", j ? "|" : "", found.at[j].name);
        }
        ck_assert_msg(strcmp(names, accounts[i].names) == 0, "%s: %s", accounts[i].q, names);
    }
}
END_TEST

START_TEST(a_request_is_found_by_what_it_says_now)
{
    struct kripa_account *account;
    struct kripa_account_filter pending = {.q = "vguard", .status = "pending"},
                                renamed = {.q = "sunrise"};
    struct kripa_accounts found;
    struct kripa_retailer_details details = {.shop_name = "Sunrise",
                                             .owner_name = "Ramesh Babu",
                                             .phone = "9000012345",
                                             .shop_address = "1 Main Road"};
    ck_assert_int_eq(
        kripa_account_list(shop.kripa, shop.admin, &pending, &shop.arena, &found, NULL), KRIPA_OK);
    ck_assert_uint_eq(found.count, 1);
    kripa_request_decide(shop.kripa, shop.admin, jose.user, false, &shop.arena, &account, NULL);
    kripa_account_clear_cooldown(shop.kripa, shop.admin, jose.user, &shop.arena, &account, NULL);
    ck_assert_int_eq(
        kripa_retailer_request(shop.kripa, jose, &details, &shop.arena, &account, NULL), KRIPA_OK);
    kripa_account_list(shop.kripa, shop.admin, &pending, &shop.arena, &found, NULL);
    ck_assert_uint_eq(found.count, 0);
    kripa_account_list(shop.kripa, shop.admin, &renamed, &shop.arena, &found, NULL);
    ck_assert_uint_eq(found.count, 1);
    shop_check_books(&shop);
}
END_TEST

static const struct {
    const char *q;
    int64_t number; /* 0: none */
} orders[] = {
    {"1001", 1001},
    {"#1001", 1001},
    {"No. 1001", 1001},
    {"no 1001", 1001},
    {"No.1001", 1001},
    {"Order 1001", 1001},
    {"Order No. 1001", 1001},
    {"order #1002", 1002},
    {"\u20161002", 1002},
    {"\u2116 1002", 1002}, /* the sign for number */
    {"\u202a1002\u202c", 1002},
    {"1002\u00a0", 1002},
    {"१००२", 1002},
    {"नं. १००१", 1001},
    {"ऑर्डर 1001", 1001},
    {"no 1009", 0},
    {"number", 0},
    {"100", 0},
    {"98260 12345", 1002},
    {"+91 098260-12345", 1002},
    {"९८२६०१२३४५", 1002},
    {"+91 9123456780", 1001},
    {"jose", 1001},
    {"dsouza", 1001},
};

START_TEST(orders_are_found_as_people_write)
{
    struct kripa_id lamp = shop_product(&shop, "Lamp", 10)->id;
    struct kripa_order_item item = {lamp, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    request.shipping_address.phone = "9111111111";
    ck_assert_int_eq(
        kripa_order_place(shop.kripa, jose, &request, "test", NULL, &shop.arena, &order, NULL),
        KRIPA_OK);
    ck_assert_int_eq(shop_buy(&shop, shop.customer, lamp, 1, &order), KRIPA_OK);
    for (size_t i = 0; i < COUNT(orders); i++) {
        struct kripa_order_filter filter = {.q = orders[i].q};
        struct kripa_orders found;
        ck_assert_int_eq(kripa_order_list(shop.kripa, shop.admin, KRIPA_ORDERS_ALL, &filter,
                                          &shop.arena, &found, &shop.err),
                         KRIPA_OK);
        int64_t number = found.count == 1 ? found.at[0].number : 0;
        ck_assert_msg(found.count < 2 && number == orders[i].number, "%s: %zu", orders[i].q,
                      found.count);
    }
    shop_check_books(&shop);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("people_search", begin, end, accounts_are_found_as_people_write,
                        a_request_is_found_by_what_it_says_now, orders_are_found_as_people_write);
}
