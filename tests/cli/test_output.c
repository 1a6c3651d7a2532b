/* SPDX-License-Identifier: MIT
 * How answers look: JSON that other programs read, tables that fit the terminal, colours only where
 * they are wanted. */
#include "suite.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "LED bulb 9 W", "--sku", "LED-9W", "--price",
         "120.50", "--retailer-price", "99", "--stock", "40", "--description",
         "Cool white\nTwo years' warranty");
    MUST(&console, "product", "add", "--name", "एलईडी बल्ब 9 वाट, ठंडी सफ़ेद रोशनी", "--sku", "HI-9",
         "--price", "5", "--stock", "1200", "--slug", "hindi");
    MUST(&console, "product", "add", "--name", "電球 高効率 省エネルギー タイプ", "--sku", "JP-9",
         "--price", "100000", "--slug", "wide");
}

/* Columns of a line up to `end`. */
static int columns(const char *line, const char *end)
{
    wchar_t wide[400];
    char text[800];
    snprintf(text, sizeof text, "%.*s", (int)(end - line), line);
    size_t count = mbstowcs(wide, text, 400);
    ck_assert_uint_lt(count, 400);
    return wcswidth(wide, count);
}

static int widest_line(const char *said)
{
    int widest = 0;
    for (const char *end; (end = strchr(said, '\n')); said = end + 1) {
        int width = columns(said, end);
        widest = width > widest ? width : widest;
    }
    return widest;
}

START_TEST(tables_fit_the_terminal)
{
    static const char *const widths[] = {"COLUMNS=40", "COLUMNS=60", "COLUMNS=80", "COLUMNS=132"};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        console.vars[0] = widths[i];
        int width = (int)strtol(widths[i] + 8, NULL, 10);
        char *list = MUST(&console, "product", "list");
        ck_assert_msg(widest_line(list) <= width, "%s", list);
        ck_assert_ptr_nonnull(strstr(list, "LED-9W"));
        ck_assert_ptr_nonnull(strstr(list, "120.50"));
        char *cut = MUST(&console, "product", "list", "--limit", "2");
        ck_assert_msg(widest_line(cut) <= width, "%s", cut);
    }
    console.vars[0] = "COLUMNS=60"; /* a time is left out rather than cut */
    char *users = MUST(&console, "user", "list");
    ck_assert_msg(widest_line(users) <= 60 && !strstr(users, "20…"), "%s", users);
    console.vars[0] = NULL;
    char *piped = MUST(&console, "product", "list");
    ck_assert_int_gt(widest_line(piped), 80);
    ck_assert_ptr_nonnull(strstr(piped, "एलईडी बल्ब 9 वाट, ठंडी सफ़ेद रोशनी"));
    ck_assert_ptr_null(strstr(piped, "…"));
}
END_TEST

/* The price of every row ends in the same column, whatever script its name is in. */
START_TEST(columns_stand_straight_in_every_script)
{
    static const char *const widths[] = {"COLUMNS=60", "COLUMNS=100", "COLUMNS=200"};
    static const char *const prices[] = {"120.50 ", " 5.00 ", "100000.00 "};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        console.vars[0] = widths[i];
        char *list = MUST(&console, "product", "list");
        int edge = 0;
        for (size_t j = 0; j < sizeof prices / sizeof *prices; j++) {
            char *price = strstr(list, prices[j]);
            ck_assert_msg(price != NULL, "%s", list);
            char *line = price;
            while (line > list && line[-1] != '\n')
                line--;
            int at = columns(line, price + strlen(prices[j]));
            edge = edge ? edge : at;
            ck_assert_msg(at == edge, "%s", list);
        }
    }
}
END_TEST

START_TEST(colours_are_for_terminals)
{
    ck_assert_ptr_null(strstr(MUST(&console, "product", "list"), "\033["));
    ck_assert_ptr_nonnull(
        strstr(MUST(&console, "product", "list", "--color", "always"), "\033[1m"));
    console.terminal = true;
    ck_assert_ptr_nonnull(strstr(MUST(&console, "product", "list"), "\033[1m"));
    ck_assert_ptr_null(strstr(MUST(&console, "product", "list", "--color", "never"), "\033["));
    console.vars[0] = "NO_COLOR=1";
    ck_assert_ptr_null(strstr(MUST(&console, "product", "list"), "\033["));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "product", "list", "--color=always"), "\033[1m"));
    console.vars[0] = "NO_COLOR="; /* empty: as if it were not there */
    ck_assert_ptr_nonnull(strstr(MUST(&console, "product", "list"), "\033[1m"));
}
END_TEST

START_TEST(a_record_is_shown_whole_and_read_back_as_json)
{
    char *shown = MUST(&console, "product", "show", "LED-9W");
    ck_assert_ptr_nonnull(strstr(shown, "SKU "));
    ck_assert_ptr_nonnull(strstr(shown, "Retailer price"));
    ck_assert_ptr_nonnull(strstr(shown, "Cool white\n  ")); /* its second line stands below */
    json_t *json = console_json(&console, MUST(&console, "product", "show", "LED-9W", "--json"));
    ck_assert_ptr_nonnull(json);
    ck_assert_str_eq(json_string_value(json_object_get(json, "description")),
                     "Cool white\nTwo years' warranty");
    ck_assert_ptr_nonnull(json_object_get(json, "retailer_price"));
    ck_assert_ptr_null(json_object_get(json, "nameKey"));
}
END_TEST

START_TEST(a_long_text_is_broken_between_words)
{
    MUST(&console, "product", "edit", "LED-9W", "--description",
         "one two three four five six seven eight nine ten eleven twelve thirteen\nfourteen "
         "एलईडी एलईडी एलईडी एलईडी एलईडी एलईडी एलईडी एलईडी");
    console.vars[0] = "COLUMNS=60";
    char *shown = MUST(&console, "product", "show", "LED-9W");
    ck_assert_msg(widest_line(shown) <= 60, "%s", shown);
    ck_assert_ptr_nonnull(strstr(shown, " thirteen\n"));
    ck_assert_ptr_nonnull(strstr(shown, "   fourteen "));
    for (const char *at = shown; (at = strstr(at, "nine")); at++)
        ck_assert_msg(at[4] == ' ' || at[4] == '\n', "%s", shown);
    console.vars[0] = NULL;
    ck_assert_ptr_nonnull(
        strstr(MUST(&console, "product", "show", "LED-9W"), "nine ten eleven twelve"));
}
END_TEST

START_TEST(a_list_says_what_it_leaves_out)
{
    struct ran ran = CONSOLE(&console, "product", "list", "--limit", "2");
    console_expect(ran, 0);
    ck_assert_ptr_nonnull(strstr(ran.err, "2 of 3; "));
    json_t *json =
        console_json(&console, MUST(&console, "product", "list", "--limit", "2", "--json"));
    json_t *meta = json_object_get(json, "meta");
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "total")), 3);
    ck_assert_int_eq(json_integer_value(json_object_get(meta, "pages")), 2);
    const char *next = json_string_value(json_object_get(meta, "next"));
    ck_assert_ptr_nonnull(next);
    json = console_json(
        &console, MUST(&console, "product", "list", "--limit", "2", "--json", "--cursor", next));
    ck_assert_uint_eq(json_array_size(json_object_get(json, "items")), 1);
    ck_assert(json_is_null(json_object_get(json_object_get(json, "meta"), "next")));
    ck_assert_ptr_null(strstr(MUST(&console, "product", "list"), " of "));
}
END_TEST

START_TEST(a_list_is_as_long_as_people_read)
{
    for (int i = 0; i < 15; i++) {
        char name[16];
        snprintf(name, sizeof name, "P%d", i);
        MUST(&console, "product", "add", "--name", name, "--price", "1");
    }
    char *list = MUST(&console, "product", "list");
    ck_assert_msg(strstr(list, "LED-9W") != NULL, "%s", list);
}
END_TEST

/* What somebody wrote into a record must not steer the terminal of whoever looks at it. */
START_TEST(control_characters_do_not_reach_the_terminal)
{
    MUST(&console, "product", "edit", "LED-9W", "--description", "nice\n\tthing");
    char *shown = MUST(&console, "product", "show", "LED-9W");
    ck_assert_ptr_nonnull(strstr(shown, "nice\n"));
    ck_assert_ptr_null(strstr(shown, "\t"));
}
END_TEST

START_TEST(a_rate_is_shown_in_percent)
{
    MUST(&console, "product", "edit", "hindi", "--gst-rate", "12.5");
    char *shown = MUST(&console, "product", "show", "hindi");
    ck_assert_msg(strstr(shown, "12.50%") != NULL, "%s", shown);
}
END_TEST

START_TEST(an_output_that_can_t_be_written_is_no_success)
{
    struct ran ran = CONSOLE(&console, "product", "list");
    console_expect(ran, 0);
    console.full = true;
    ran = CONSOLE(&console, "product", "list");
    console_expect(ran, 9);
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("output", &console, make_shop), "output",
                     tables_fit_the_terminal, columns_stand_straight_in_every_script,
                     colours_are_for_terminals, a_record_is_shown_whole_and_read_back_as_json,
                     a_long_text_is_broken_between_words, a_list_says_what_it_leaves_out,
                     a_list_is_as_long_as_people_read, control_characters_do_not_reach_the_terminal,
                     a_rate_is_shown_in_percent, an_output_that_can_t_be_written_is_no_success);
}
