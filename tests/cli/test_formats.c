/* SPDX-License-Identifier: MIT
 * Answers for programs: CSV, TSV and JSON, whole or the rows that are asked for; and what tables
 * leave out where it is narrow. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/csv.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "category", "add", "--name", "Bulbs, tubes");
    MUST(&console, "product", "add", "--name", "LED \"bulb\", 9 W", "--sku", "LED-9W", "--price",
         "120.50", "--stock", "40", "--category", "bulbs-tubes", "--tag", "led,e27",
         "--description", "Cool white\nTwo years' warranty");
    MUST(&console, "product", "add", "--name", "Fan", "--sku", "FAN-1200", "--price", "1899",
         "--stock", "3", "--active", "false");
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

START_TEST(csv_is_quoted_where_it_must_be)
{
    ck_assert_str_eq(
        MUST(&console, "product", "list", "--sort", "price", "--format", "csv", "--fields",
             "sku,name,price,stock,category.name,tags,active,description,retailer_price"),
        KRIPA_BYTE_ORDER_MARK
        "sku,name,price,stock,category.name,tags,active,description,retailer_price\r\n"
        "LED-9W,\"LED \"\"bulb\"\", 9 W\",120.50,40,\"Bulbs, tubes\",\"led,e27\",true,"
        "\"Cool white\nTwo years' warranty\",\r\n"
        "FAN-1200,Fan,1899,3,,,false,,\r\n");
    char *all = MUST(&console, "product", "list", "--format=csv");
    ck_assert_msg(strncmp(all, KRIPA_BYTE_ORDER_MARK "_id,name,slug,sku,", 21) == 0, "%s", all);
    ck_said(all, ",createdAt,updatedAt\r\n");
    ck_assert_msg(!strstr(all, "…"), "%s", all);
}
END_TEST

/* A spreadsheet would work out what begins like that. */
START_TEST(a_text_is_no_formula)
{
    static const char *const names[] = {"=1+1", "+91 fan", "-off", "@sum"};
    static const char *const cells[] = {"'=1+1\r\n", "'+91 fan\r\n", "'-off\r\n", "'@sum\r\n"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char sku[8];
        snprintf(sku, sizeof sku, "N%zu", i);
        MUST(&console, "product", "add", "--name", names[i], "--price", "1", "--sku", sku);
        ck_said(MUST(&console, "product", "show", sku, "--format", "csv", "--fields", "name"),
                cells[i]);
        ck_said(MUST(&console, "product", "show", sku, "--format", "tsv", "--fields", "name"),
                names[i]);
    }
    MUST(&console, "category", "add", "--name", "=Fans");
    MUST(&console, "product", "edit", "N0", "--category", "fans");
    ck_said(MUST(&console, "product", "show", "N0", "--format", "csv", "--fields", "category"),
            "\r\n\"'=Fans, fans\"\r\n"); /* an embedded record in one cell */
    MUST(&console, "stock", "add", "FAN-1200", "-2", "--reason", "=broken");
    char *ledger = MUST(&console, "stock", "ledger", "FAN-1200", "--format", "csv", "--fields",
                        "delta,reason");
    ck_said(ledger, "\r\n-2,'=broken\r\n"); /* a number is a number */
}
END_TEST

START_TEST(tsv_has_a_line_a_record)
{
    ck_assert_str_eq(MUST(&console, "product", "list", "--sort", "price", "--format", "tsv",
                          "--fields", "sku,name,description,stock"),
                     "sku\tname\tdescription\tstock\n"
                     "LED-9W\tLED \"bulb\", 9 W\tCool white Two years' warranty\t40\n"
                     "FAN-1200\tFan\t\t3\n");
    ck_assert_str_eq(
        MUST(&console, "product", "list", "nothing", "--format", "tsv", "--fields", "sku"),
        "sku\n");
}
END_TEST

START_TEST(fields_are_shown_in_their_order_in_every_form)
{
    char *table = MUST(&console, "product", "list", "--fields", "stock,sku,Retailer-Price");
    ck_assert_msg(strncmp(table, "Stock  SKU       Trade\n", 23) == 0, "%s", table);
    json_t *json = console_json(
        &console, MUST(&console, "product", "list", "--json", "--fields", "sku,category.name"));
    json_t *item = json_array_get(json_object_get(json, "items"), 1);
    ck_assert_uint_eq(json_object_size(item), 2);
    ck_assert_uint_eq(json_object_size(json_object_get(item, "category")), 1);
    ck_assert_ptr_nonnull(json_object_get(json, "meta"));
    json = console_json(&console,
                        MUST(&console, "product", "show", "FAN-1200", "--json", "--fields", "sku"));
    ck_assert_uint_eq(json_object_size(json), 1);
    struct ran ran = CONSOLE(&console, "product", "list", "--fields", "sku,prise");
    ck_assert_str_eq(console_expect(ran, 2), "");
    ck_said(ran.err, "did you mean \"price\"?");
    ran = CONSOLE(&console, "user", "list", "--fields", "password"); /* shown to nobody */
    console_expect(ran, 2);
    console_expect(CONSOLE(&console, "product", "list", "--fields", ","), 2);
}
END_TEST

START_TEST(json_is_one_of_the_forms)
{
    ck_assert_str_eq(MUST(&console, "product", "list", "--format", "json"),
                     MUST(&console, "product", "list", "--json"));
    console_expect(CONSOLE(&console, "product", "list", "--json", "--format", "csv"), 2);
    struct ran ran = CONSOLE(&console, "product", "list", "--format", "xml");
    console_expect(ran, 2);
    ck_said(ran.err, "table, tsv, csv or json");
}
END_TEST

/* What is said beside a list is none of it. */
START_TEST(remarks_go_to_standard_error)
{
    static const char *const forms[] = {"table", "csv", "tsv"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct ran ran = CONSOLE(&console, "product", "list", "--limit", "1", "--format", forms[i]);
        ck_assert_ptr_null(strstr(console_expect(ran, 0), " of "));
        ck_assert_str_eq(ran.err, "1 of 2; more: --limit, --page\n");
    }
    struct ran ran = CONSOLE(&console, "product", "list", "--limit", "1", "--json");
    console_expect(ran, 0);
    ck_assert_str_eq(ran.err, "");
    console.input = CONSOLE_PASSWORD "\n"; /* what a command did is a record, too */
    ran = CONSOLE(&console, "user", "add", "--name", "A", "--email", "a@example.in", "--format",
                  "csv", "--fields", "email,role");
    ck_assert_str_eq(console_expect(ran, 0),
                     KRIPA_BYTE_ORDER_MARK "email,role\r\na@example.in,customer\r\n");
}
END_TEST

START_TEST(empty_columns_go_before_useful_ones)
{
    console.vars[0] = "COLUMNS=70";
    struct ran ran = CONSOLE(&console, "product", "list");
    char *list = console_expect(ran, 0); /* no trade price, no bulk price is set */
    ck_said(list, "Shown");
    ck_said(list, "Category");
    ck_assert_msg(!strstr(list, "Trade") && !strstr(list, "Bulk"), "%s", list);
    ck_said(ran.err, "1 column left out"); /* the slug: an empty one is not missed */
    console.vars[0] = "COLUMNS=200";
    ck_said(MUST(&console, "product", "list"), "Trade");
    console.vars[0] = "COLUMNS=40"; /* who asks for columns gets them */
    list = MUST(&console, "product", "list", "--fields", "sku,retailer_price,name,slug,price");
    ck_said(list, "Trade");
    ck_said(list, "Price");
    console.vars[0] = NULL;
}
END_TEST

START_TEST(a_tree_has_plain_names_for_programs)
{
    MUST(&console, "category", "add", "--name", "LED", "--parent", "bulbs-tubes");
    ck_said(MUST(&console, "category", "list"), "\n  LED ");
    ck_said(MUST(&console, "category", "list", "--format", "tsv", "--fields", "name,slug"),
            "\nLED\tled\n");
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("formats", &console, make_shop), "formats",
                     csv_is_quoted_where_it_must_be, a_text_is_no_formula, tsv_has_a_line_a_record,
                     fields_are_shown_in_their_order_in_every_form, json_is_one_of_the_forms,
                     remarks_go_to_standard_error, empty_columns_go_before_useful_ones,
                     a_tree_has_plain_names_for_programs);
}
