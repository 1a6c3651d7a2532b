/* SPDX-License-Identifier: MIT
 * Many products from a file: in every form that JSON comes in, added or changed; and what was
 * exported comes in again. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "category", "add", "--name", "Lighting");
    MUST(&console, "category", "add", "--name", "Bulbs", "--parent", "lighting");
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

static struct ran add(const char *input, const char *flag)
{
    console.input = input;
    return flag ? CONSOLE(&console, "product", "add", "--file", "-", flag)
                : CONSOLE(&console, "product", "add", "--file", "-");
}

static void add_samples(void)
{
    console_expect(
        add("{\"name\":\"Bulb\",\"sku\":\"B-1\",\"price\":120.5,\"retailer_price\":99,\"stock\":7,"
            "\"category\":\"bulbs\",\"tags\":[\"led\",\"e27\"],\"hsn\":\"8539\",\"gst_rate\":18,"
            "\"images\":[{\"url\":\"https://x.example/b.jpg\",\"public_id\":\"b\"}]}\n"
            "{\"name\":\"Fan\",\"price\":1899,\"active\":false,\"description\":\"a\\n{b}\\\"\"}\n",
            NULL),
        0);
}

START_TEST(what_was_exported_comes_in_again)
{
    add_samples();
    char *before = MUST(&console, "product", "list", "--json");
    char *audit = MUST(&console, "store", "info", "--json");
    ck_assert_str_eq(console_expect(add(before, "--update"), 0),
                     "0 added, 0 changed, 2 as they were.\n");
    ck_assert_str_eq(MUST(&console, "product", "list", "--json"), before);
    ck_assert_str_eq(MUST(&console, "store", "info", "--json"), audit); /* nothing was written */
    char *one = MUST(&console, "product", "show", "B-1", "--json");
    console_expect(add(one, "--update"), 0);
    MUST(&console, "store", "verify");
}
END_TEST

/* Into another shop, whose categories have other ids. */
START_TEST(a_catalogue_moves_to_another_shop)
{
    static const char fields[] =
        "name,slug,sku,description,category.slug,subcategory_id.slug,price,retailer_price,stock,"
        "hsn,gst_rate,images,tags,active";
    add_samples();
    char *list = MUST(&console, "product", "list", "--sort", "price", "--json");
    char *wanted =
        MUST(&console, "product", "list", "--sort", "price", "--json", "--fields", fields);
    console.vars[0] = "KRIPA_STORE=sqlite:other.db";
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "init", "--name", "A", "--email", "a@example.in");
    MUST(&console, "category", "add", "--name", "Lighting");
    MUST(&console, "category", "add", "--name", "Bulbs", "--parent", "lighting");
    ck_assert_str_eq(console_expect(add(list, NULL), 0), "2 added.\n");
    ck_assert_str_eq(
        MUST(&console, "product", "list", "--sort", "price", "--json", "--fields", fields), wanted);
}
END_TEST

START_TEST(what_is_there_is_changed_by_sku_or_slug)
{
    add_samples();
    struct ran ran = add("{\"sku\":\"B-1\",\"price\":110}\n"
                         "{\"slug\":\"fan\",\"price\":1799,\"active\":true}\n"
                         "{\"sku\":\"T-1\",\"name\":\"Tube\",\"price\":90}\n"
                         "{\"sku\":\"B-2\",\"price\":1}\n"
                         "{\"price\":1}\n"
                         "{\"sku\":\"B-1\",\"retailer_price\":500}\n",
                         "--update");
    ck_assert_str_eq(console_expect(ran, 3), "1 added, 2 changed, 0 as they were.\n");
    ck_said(ran.err, "line 4: name: ");
    ck_said(ran.err, "line 5: sku: is needed");
    ck_said(ran.err, "line 6: retailer_price: ");
    char *shown = MUST(&console, "product", "show", "B-1", "--json");
    ck_said(shown, "\"price\":110");
    ck_said(shown, "\"retailer_price\":99"); /* what the line does not say stays */
    ck_said(shown, "\"stock\":7");
    ck_said(MUST(&console, "product", "show", "fan", "--json"), "\"price\":1799");
    console_expect(CONSOLE(&console, "product", "add", "--update", "--name", "x", "--price", "1"),
                   2);
}
END_TEST

/* A SKU may look like another product's slug. */
START_TEST(a_sku_is_no_slug)
{
    add_samples();
    ck_assert_str_eq(
        console_expect(add("{\"sku\":\"fan\",\"name\":\"Small fan\",\"price\":9}", "--update"), 0),
        "1 added, 0 changed, 0 as they were.\n");
    ck_said(MUST(&console, "product", "show", "small-fan", "--json", "--fields", "name,slug"),
            "\"name\":\"Small fan\"");
}
END_TEST

START_TEST(json_comes_in_many_forms)
{
    static const char *const forms[] = {
        "[{\"name\":\"A\",\"price\":1},{\"name\":\"B\",\"price\":1}]",
        "{\n  \"name\": \"C\",\n  \"tags\": [\n    \"a\"\n  ],\n  \"price\": 1\n}\n"
        "{\n  \"name\": \"D }{\\\"\",\n  \"price\": 1\n}\n",
        "[\n{\"name\":\"E\",\"price\":1}\n,\n{\"name\":\"F\",\"price\":1}\n]\n",
        "{\"items\": [\n {\"name\":\"G\",\"price\":1}, {\"name\":\"H\",\"price\":1}],\n"
        "\"meta\":{\"page\":1,\"next\":null}}",
        "{\"name\":\"I\",\"price\":1}\r\n\r\n{\"name\":\"J\",\"price\":1}",
    };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        ck_assert_str_eq(console_expect(add(forms[i], NULL), 0), "2 added.\n");
    static const char *const empty[] = {"", "\n\n", "[]", "{\"items\":[],\"meta\":{}}"};
    for (size_t i = 0; i < sizeof empty / sizeof *empty; i++)
        ck_assert_str_eq(console_expect(add(empty[i], NULL), 0), "0 added.\n");
}
END_TEST

/* One line that never ends does not take the others with it. */
START_TEST(a_broken_line_is_told_and_passed_over)
{
    struct ran ran =
        add("{\"name\":\"A\",\"price\":1}\n{\"name\":\"B\",\"price\":\n"
            "{\"name\":\"C\",\"price\":1}\n{\"name\":\"D\n{\"name\":\"E\",\"price\":1}\n"
            "[{\"name\":\"F\",\"price\":1},{\"nme\":\"G\"}]",
            NULL);
    ck_assert_str_eq(console_expect(ran, 3), "4 added.\n");
    ck_said(ran.err, "line 2: ");
    ck_said(ran.err, "line 4: ");
    ck_said(ran.err, "item 2: ");
    ck_said(ran.err, "nme: unknown field");
}
END_TEST

START_TEST(a_folder_is_no_file)
{
    struct ran ran = CONSOLE(&console, "product", "add", "--file", ".");
    ck_assert_str_eq(console_expect(ran, 4), "");
    ck_said(ran.err, "is a folder");
    console_expect(CONSOLE(&console, "category", "add", "--file", "/"), 4);
}
END_TEST

START_TEST(a_dry_run_sees_what_comes_twice)
{
    static const char lines[] = "{\"name\":\"A\",\"sku\":\"S\",\"price\":1}\n"
                                "{\"name\":\"B\",\"sku\":\"S\",\"price\":1}\n"
                                "{\"name\":\"A\",\"price\":1}\n"
                                "{\"name\":\"C\",\"slug\":\"c\",\"price\":1}\n"
                                "{\"name\":\"D\",\"slug\":\"c\",\"price\":1}\n"
                                "{\"name\":\"a.\",\"price\":1}\n"; /* another name of that slug */
    struct ran dry = add(lines, "--dry-run");
    ck_assert_str_eq(console_expect(dry, 5), "3 added (dry run: nothing was changed).\n");
    ck_said(dry.err, "line 2: sku: stands in 1 already");
    ck_said(dry.err, "line 3: name: stands in 1 already");
    ck_said(dry.err, "line 5: slug: stands in 4 already");
    ck_assert_str_eq(MUST(&console, "product", "list"), "None.\n");
    ck_assert_str_eq(console_expect(add(lines, NULL), 5), "3 added.\n"); /* as it was said */
    console.input = "{\"name\":\"X\"}\n{\"name\":\"x\"}\n";
    struct ran categories = CONSOLE(&console, "category", "add", "--file", "-", "--dry-run");
    int dry_code = categories.code;
    console.input = "{\"name\":\"X\"}\n{\"name\":\"x\"}\n";
    ck_assert_int_eq(CONSOLE(&console, "category", "add", "--file", "-").code, dry_code);
}
END_TEST

/* Of one that the file itself adds a later line is a change; of another one it is a twin. */
START_TEST(a_dry_run_of_updates_sees_what_comes_twice)
{
    static const char lines[] = "{\"name\":\"A\",\"sku\":\"S\",\"price\":1}\n"
                                "{\"sku\":\"S\",\"price\":2}\n"
                                "{\"name\":\"A\",\"sku\":\"T\",\"price\":1}\n"
                                "{\"name\":\"C\",\"slug\":\"c\",\"price\":1}\n"
                                "{\"slug\":\"c\",\"price\":3}\n";
    console.input = lines;
    struct ran dry = CONSOLE(&console, "product", "add", "--file", "-", "--update", "--dry-run");
    ck_assert_str_eq(console_expect(dry, 5),
                     "2 added, 2 changed, 0 as they were (dry run: nothing was changed).\n");
    ck_said(dry.err, "line 3: name: stands in 1 already");
    ck_assert_str_eq(MUST(&console, "product", "list"), "None.\n");
    ck_assert_str_eq(console_expect(add(lines, "--update"), 5),
                     "2 added, 2 changed, 0 as they were.\n"); /* as it was said */
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("batch", &console, make_shop), "batch",
                     what_was_exported_comes_in_again, a_catalogue_moves_to_another_shop,
                     what_is_there_is_changed_by_sku_or_slug, a_sku_is_no_slug,
                     json_comes_in_many_forms, a_broken_line_is_told_and_passed_over,
                     a_folder_is_no_file, a_dry_run_sees_what_comes_twice,
                     a_dry_run_of_updates_sees_what_comes_twice);
}
