/* SPDX-License-Identifier: MIT
 * Several orders, products or accounts in one call; what is corrected, noted and deleted. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/csv.h>

#include "console.h"

#define ADDRESS                                                                                    \
    "--name", "Ravi Kumar", "--phone", "9876543210", "--address-line", "12 MG Road", "--city",     \
        "Bengaluru", "--state", "Karnataka", "--pincode", "560001"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "Fan", "--sku", "FAN", "--price", "10", "--stock",
         "50");
    MUST(&console, "product", "add", "--name", "Bulb", "--sku", "BULB", "--price", "10", "--stock",
         "50");
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

static void add_user(const char *email)
{
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Somebody", "--email", email);
}

static void add_orders(int count)
{
    while (count-- > 0)
        MUST(&console, "order", "add", CONSOLE_ADMIN, "FAN=1", ADDRESS);
}

START_TEST(several_orders_go_in_one_call)
{
    add_orders(3);
    ck_assert_str_eq(MUST(&console, "order", "ship", "1001", "1002", "1003"),
                     "Order 1001 is shipped.\nOrder 1002 is shipped.\nOrder 1003 is shipped.\n");
    json_t *json =
        console_json(&console, MUST(&console, "order", "deliver", "1001", "1002", "--json"));
    ck_assert_uint_eq(json_array_size(json), 2);
    json = console_json(&console, MUST(&console, "order", "deliver", "1003", "--json"));
    ck_assert_msg(json_is_object(json), "one is no array");
    ck_assert_str_eq(MUST(&console, "order", "note", "1001", "1003", "--note", "x", "--format",
                          "csv", "--fields", "number,deliveryStatus"),
                     KRIPA_BYTE_ORDER_MARK
                     "number,deliveryStatus\r\n1001,delivered\r\n1003,delivered\r\n");
}
END_TEST

/* One that can't be done is told; the others are done. */
START_TEST(one_that_fails_stops_no_other)
{
    add_orders(2);
    struct ran ran = CONSOLE(&console, "order", "ship", "1001", "9999", "1002");
    ck_assert_str_eq(console_expect(ran, 4), "Order 1001 is shipped.\nOrder 1002 is shipped.\n");
    ck_said(ran.err, "9999: ");
    ck_said(ran.err, "1 of 3 could not be done");
    ran = CONSOLE(&console, "order", "cancel", "1001", "1002"); /* nobody is there to ask */
    console_expect(ran, 2);
    ran = CONSOLE(&console, "order", "deliver", "9998", "1001", "--json");
    json_t *json = console_json(&console, console_expect(ran, 4));
    ck_assert_uint_eq(json_array_size(json), 1);
    ck_said(ran.err, "\"about\":\"9998\"");
    ran = CONSOLE(&console, "order", "deliver", "9998", "9999", "--json");
    ck_assert_uint_eq(json_array_size(console_json(&console, console_expect(ran, 4))), 0);
}
END_TEST

START_TEST(several_products_are_hidden_and_deleted)
{
    ck_assert_str_eq(MUST(&console, "product", "hide", "FAN", "BULB"),
                     "Fan is hidden.\nBulb is hidden.\n");
    MUST(&console, "product", "unhide", "FAN", "BULB");
    MUST(&console, "product", "delete", "FAN", "BULB", "--yes");
    ck_assert_str_eq(MUST(&console, "product", "list"), "None.\n");
}
END_TEST

START_TEST(several_people_are_blocked_and_deleted)
{
    add_user("a@example.in");
    add_user("b@example.in");
    MUST(&console, "user", "block", "a@example.in", "b@example.in");
    MUST(&console, "user", "unblock", "a@example.in", "b@example.in");
    console.terminal = true;
    console.input = "n\ny\n";
    struct ran ran = CONSOLE(&console, "user", "delete", "a@example.in", "b@example.in");
    console_expect(ran, 1); /* somebody said no */
    console.terminal = false;
    MUST(&console, "user", "show", "a@example.in");
    console_expect(CONSOLE(&console, "user", "show", "b@example.in"), 4);
    MUST(&console, "order", "add", "a@example.in", "FAN", ADDRESS);
    ck_said(MUST(&console, "user", "delete", "a@example.in", "--yes"), "the orders stay");
    ck_said(MUST(&console, "order", "show", "1001"), "Fan");
    console_expect(CONSOLE(&console, "user", "delete", CONSOLE_ADMIN, "--yes"), 5);
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(an_account_is_corrected)
{
    add_user("ravi@exmaple.in");
    add_user("meena@example.in");
    ck_assert_str_eq(MUST(&console, "user", "edit", "ravi@exmaple.in", "--email", "ravi@example.in",
                          "--phone", "9876543210"),
                     "ravi@example.in is changed.\n");
    ck_said(MUST(&console, "user", "list", "9876543210"), "ravi@example.in");
    ck_said(MUST(&console, "user", "show", "ravi@example.in"), "Somebody");
    console_expect(CONSOLE(&console, "user", "show", "ravi@exmaple.in"), 4);
    struct ran ran =
        CONSOLE(&console, "user", "edit", "ravi@example.in", "--email", "meena@example.in");
    console_expect(ran, 5);
    ck_said(ran.err, "--email: ");
    MUST(&console, "user", "edit", "ravi@example.in", "--phone", "");
    ck_assert_ptr_null(strstr(MUST(&console, "user", "show", "ravi@example.in"), "9876543210"));
    console_expect(CONSOLE(&console, "user", "edit", "ravi@example.in", "--name", ""), 3);
    console_expect(CONSOLE(&console, "user", "edit", "ravi@example.in"), 2);
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(an_order_gets_notes_and_another_address)
{
    add_orders(1);
    ck_said(MUST(&console, "order", "edit", "1001", "--pincode", "560002", "--name", "Meena Patel",
                 "--note", "she moved"),
            "Order 1001 has another address.");
    char *shown = MUST(&console, "order", "show", "1001");
    ck_said(shown, "Meena Patel, 9876543210, 12 MG Road, Bengaluru, Karnataka, 560002");
    ck_said(shown, "she moved");
    ck_said(MUST(&console, "order", "list", "meena"), "1001"); /* it is found by it */
    ck_assert_str_eq(MUST(&console, "order", "list", "kumar"), "None.\n");
    MUST(&console, "order", "note", "1001", "--note", "wants it after six");
    ck_said(MUST(&console, "order", "show", "1001"), "wants it after six");
    struct ran ran = CONSOLE(&console, "order", "note", "1001");
    console_expect(ran, 3);
    ck_said(ran.err, "--note: ");
    ran = CONSOLE(&console, "order", "edit", "1001", "--pincode", "56");
    console_expect(ran, 3);
    ck_said(ran.err, "--pincode: ");
    console_expect(CONSOLE(&console, "order", "edit", "1001"), 2);
    MUST(&console, "order", "ship", "1001");
    console_expect(CONSOLE(&console, "order", "edit", "1001", "--city", "Pune"), 5);
    MUST(&console, "order", "note", "1001", "--note", "left at the neighbour's");
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(only_a_cancelled_order_really_goes)
{
    add_orders(2);
    ck_said(MUST(&console, "order", "delete", "1001", "--yes"), "is archived");
    console_expect(CONSOLE(&console, "order", "note", "1001", "--note", "x"), 5);
    MUST(&console, "order", "cancel", "1002", "--yes");
    ck_said(MUST(&console, "order", "delete", "1002", "--yes"), "is gone");
    console_expect(CONSOLE(&console, "order", "show", "1002"), 4);
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(what_would_fail_for_all_names_where_it_stopped)
{
    add_user("ravi@example.in");
    add_orders(3);
    struct ran ran =
        CONSOLE(&console, "order", "ship", "1001", "1002", "1003", "--as", "ravi@example.in");
    console_expect(ran, 6);
    ck_said(ran.err, "kripactl: 1001: ");
    ck_said(ran.err, "; 2 after it not tried");
}
END_TEST

START_TEST(an_order_is_edited_by_nothing_but_its_address)
{
    add_orders(1);
    console_expect(CONSOLE(&console, "order", "edit", "1001", "--expected-total", "5"), 2);
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("many", &console, make_shop), "many",
                     several_orders_go_in_one_call, one_that_fails_stops_no_other,
                     several_products_are_hidden_and_deleted,
                     several_people_are_blocked_and_deleted, an_account_is_corrected,
                     an_order_gets_notes_and_another_address, only_a_cancelled_order_really_goes,
                     what_would_fail_for_all_names_where_it_stopped,
                     an_order_is_edited_by_nothing_but_its_address);
}
