/* SPDX-License-Identifier: MIT
 * A name sorts by all of it, however long it is, in both directions and page by page. */
#include <stdio.h>
#include <string.h>

#include "goods.h"
#include "shop.h"
#include "suite.h"

#define LONG         "Ceiling Fan with Copper Winding and a very long name that goes on and on, "
#define HINDI        "तांबे की वाइंडिंग वाला पंखा "
#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct shop shop;

/* In their order; made in another. */
static const char *const names[] = {
    "A",         LONG "1",       LONG "10",         LONG "10 A",
    LONG "10 B", LONG "2",       LONG "2" LONG "1", LONG "2" LONG "2",
    LONG "3",    "Ceiling Lamp", "ceiling light",   "Z",
    HINDI "1",   HINDI "10",     HINDI "2"};

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    for (size_t i = 0; i < COUNT(names); i++)
        product_add(&shop, kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"price\":%zu}",
                                              names[i * 7 % COUNT(names)], i + 1));
}

static void end(void)
{
    shop_close(&shop);
}

static void walk(const char *sort, bool backwards, const char *limit)
{
    const char *cursor = "";
    size_t seen = 0;
    do {
        struct kripa_products page =
            product_list(&shop, shop.guest, QUERY("sort", sort, "limit", limit, "cursor", cursor));
        for (size_t i = 0; i < page.count; i++, seen++) {
            size_t at = backwards ? COUNT(names) - 1 - seen : seen;
            ck_assert_uint_lt(seen, COUNT(names));
            ck_assert_msg(strcmp(page.at[i].name, names[at]) == 0, "%s by %s, not %s",
                          page.at[i].name, sort, names[at]);
        }
        cursor = kripa_arena_text(&shop.arena, page.page.next, strlen(page.page.next));
    } while (*cursor);
    ck_assert_uint_eq(seen, COUNT(names));
}

START_TEST(a_name_sorts_by_all_of_it)
{
    static const char *const limits[] = {"1", "2", "5", "100"};
    for (size_t i = 0; i < COUNT(limits); i++) {
        walk("name", false, limits[i]);
        walk("-name", true, limits[i]);
    }
}
END_TEST

/* The longest name there may be, in the letters that take most room. */
START_TEST(the_longest_name_has_a_cursor)
{
    char longest[KRIPA_PRODUCT_NAME_MAX * 4 + 1] = "";
    for (size_t i = 0; i < KRIPA_PRODUCT_NAME_MAX - 1; i++)
        memcpy(longest + 4 * i, "\U00020000", 5);
    for (const char *last = "ab"; *last; last++)
        product_add(&shop, kripa_arena_format(&shop.arena, "{\"name\":\"%s%c\",\"price\":1}",
                                              longest, *last));
    struct kripa_products page =
        product_list(&shop, shop.guest, QUERY("sort", "-name", "limit", "1"));
    ck_assert_str_eq(page.at[0].name + strlen(longest), "b");
    ck_assert_uint_lt(strlen(page.page.next), KRIPA_CURSOR_SIZE);
    page = product_list(&shop, shop.guest,
                        QUERY("sort", "-name", "limit", "1", "cursor", page.page.next));
    ck_assert_str_eq(page.at[0].name + strlen(longest), "a");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("name_sort", begin, end, a_name_sorts_by_all_of_it,
                        the_longest_name_has_a_cursor);
}
