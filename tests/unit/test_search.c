/* SPDX-License-Identifier: MIT
 * Search: words and prefixes, in Latin and Devanagari. */
#include <stdlib.h>
#include <string.h>

#include "catalog_shop.h"

static struct catalog_shop shop;

static void begin(void)
{
    catalog_open(&shop);
    category_add(&shop, "{\"name\":\"Fans\"}");
    category_add(&shop, "{\"name\":\"पंखे\",\"slug\":\"pankhe\",\"parent\":\"fans\"}");
    product_add(&shop, "{\"name\":\"Ceiling Fan 1200 mm\",\"price\":1,\"sku\":\"FAN-C1200-BR\","
                       "\"category\":\"fans\",\"tags\":[\"Pavanya\"],"
                       "\"description\":\"With copper winding\"}");
    product_add(&shop, "{\"name\":\"Table Fan 400 mm\",\"price\":2,\"sku\":\"FAN-T400\"}");
    product_add(&shop, "{\"name\":\"मेज़ का पंखा\",\"price\":3,\"category\":\"pankhe\"}");
    product_add(&shop, "{\"name\":\"Café Lamp\",\"price\":4,\"tags\":[\"energy saver\"]}");
}

static void end(void)
{
    catalog_close(&shop);
}

#define CEILING "Ceiling Fan 1200 mm"
#define TABLE   "Table Fan 400 mm"
#define HINDI   "मेज़ का पंखा"
#define LAMP    "Café Lamp"

static const struct {
    const char *q, *names;
} searches[] = {
    {"fan", CEILING " | " TABLE " | " HINDI},
    {"FAN", CEILING " | " TABLE " | " HINDI},
    {"ceil", CEILING},
    {"ceil fan", ""},
    {"fan ceil", CEILING},
    {"ceiling fan", CEILING},
    {"fan 1200", CEILING},
    {"1200 mm", CEILING},
    {"mm", CEILING " | " TABLE},
    {"fans", CEILING " | " HINDI},
    {"fan-c12", CEILING},
    {"FAN-T400", TABLE},
    {"pavanya", CEILING},
    {"saver", LAMP},
    {"copper", ""},
    {"पंखा", HINDI},
    {"पंख", HINDI},
    {"पंखे", HINDI},
    {"मेज़", HINDI},
    {"मेज", HINDI},
    {"का मेज", HINDI},
    {"खा", ""},
    {"lamp", LAMP},
    {"xyz", ""},
    {"!!!", ""},
    {"fan xyz", ""},
};

START_TEST(words_find_what_they_should)
{
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("q", searches[_i].q, "sort", "price"));
    ck_assert_msg(strcmp(names_of(&shop, &products), searches[_i].names) == 0, "%s: %s",
                  searches[_i].q, names_of(&shop, &products));
    ck_assert_int_eq(products.page.total, (int64_t)products.count);
}
END_TEST

START_TEST(search_is_another_name_for_q)
{
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("search", "pavanya", "max", "1"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING);
}
END_TEST

START_TEST(terms_follow_what_they_are_made_of)
{
    struct kripa_products products = product_list(&shop, shop.guest, QUERY("q", "ceil"));
    struct kripa_id id = products.at[0].id;
    product_edit(&shop, id, "{\"name\":\"Wall Fan\",\"tags\":[\"quiet\"],\"sku\":null}");
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "ceil")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "pavanya")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "quiet wall")).count, 1);
    product_edit(&shop, id, "{\"category\":null}");
    products = product_list(&shop, shop.guest, QUERY("q", "fans"));
    ck_assert_str_eq(names_of(&shop, &products), HINDI);
}
END_TEST

START_TEST(a_renamed_category_is_found_by_its_new_name)
{
    struct kripa_category *fans;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "fans", &shop.arena, &fans, &shop.err),
        KRIPA_OK);
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("q", "cooler", "sort", "price"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING " | " HINDI);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "fans")).count, 0);
    struct kripa_category *below;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "pankhe", &shop.arena, &below, &shop.err),
        KRIPA_OK);
    category_edit(&shop, below->id, "{\"parent\":null}");
    products = product_list(&shop, shop.guest, QUERY("q", "cooler"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING);
}
END_TEST

START_TEST(a_rename_reaches_more_products_than_one_commit_takes)
{
    for (int i = 0; i < 250; i++)
        product_add(&shop,
                    kripa_arena_format(&shop.arena,
                                       "{\"name\":\"P%d\",\"price\":1,\"category\":\"fans\"}", i));
    struct kripa_category *fans;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "fans", &shop.arena, &fans, &shop.err),
        KRIPA_OK);
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    ck_assert_int_eq(product_list(&shop, shop.guest, QUERY("q", "coolers")).page.total, 252);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("search");
    tcase_add_checked_fixture(tests, begin, end);
    tcase_add_loop_test(tests, words_find_what_they_should, 0, sizeof searches / sizeof *searches);
    tcase_add_test(tests, search_is_another_name_for_q);
    tcase_add_test(tests, terms_follow_what_they_are_made_of);
    tcase_add_test(tests, a_renamed_category_is_found_by_its_new_name);
    tcase_add_test(tests, a_rename_reaches_more_products_than_one_commit_takes);
    return catalog_run(tests);
}
