/* SPDX-License-Identifier: MIT
 * Lists of products: filters, sorts, pages, cursors and totals. */
#include <stdlib.h>
#include <string.h>

#include "core/context.h"
#include "goods.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

static void make_goods(void)
{
    category_add(&shop, "{\"name\":\"Fans\"}");
    category_add(&shop, "{\"name\":\"Ceiling\",\"parent\":\"fans\"}");
    category_add(&shop, "{\"name\":\"Lights\"}");
    category_add(&shop, "{\"name\":\"Wires\"}");
    product_add(&shop, "{\"name\":\"A\",\"price\":10,\"stock\":1,\"category\":\"ceiling\","
                       "\"tags\":[\"havel\"]}");
    product_add(&shop, "{\"name\":\"B\",\"price\":20,\"stock\":0,\"category\":\"fans\","
                       "\"tags\":[\"havel\",\"quiet\"]}");
    product_add(&shop, "{\"name\":\"C\",\"price\":30,\"stock\":3,\"category\":\"lights\","
                       "\"tags\":[\"crom\",\"crom\"]}");
    product_add(&shop, "{\"name\":\"D\",\"price\":40.5,\"stock\":0}");
}

#define ROW(...)                                                                                   \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
static const struct {
    const char *query[9];
    const char *names;
} filters[] = {
    {ROW("sort", "name"), "A | B | C | D"},
    {ROW("sort", "-name"), "D | C | B | A"},
    {ROW("sort", "price", "min", "20"), "B | C | D"},
    {ROW("sort", "price", "minPrice", "20", "max", "30"), "B | C"},
    {ROW("sort", "-price", "maxPrice", "40.49"), "C | B | A"},
    {ROW("min", "50"), ""},
    {ROW("sort", "name", "category", "fans"), "A | B"},
    {ROW("sort", "name", "category", "ceiling"), "A"},
    {ROW("sort", "name", "category", " ceiling , lights "), "A | C"},
    {ROW("sort", "name", "category", "fans", "subcategory", "ceiling"), "A"},
    {ROW("sort", "name", "category", "lights", "subcategory", "ceiling"), ""},
    {ROW("sort", "name", "subcategory", "ceiling"), "A"},
    {ROW("category", "wires"), ""},
    {ROW("category", "nonsense"), ""},
    {ROW("sort", "name", "brand", "havel"), "A | B"},
    {ROW("sort", "name", "brand", "quiet,crom"), "B | C"},
    {ROW("brand", "hav"), ""},
    {ROW("sort", "name", "availability", "in"), "A | C"},
    {ROW("sort", "name", "availability", "out"), "B | D"},
    {ROW("sort", "name", "availability", "in", "brand", "havel", "max", "15"), "A"},
    {ROW("sort", "name", "limit", "2"), "A | B"},
    {ROW("sort", "name", "limit", "2", "page", "2"), "C | D"},
    {ROW("sort", "name", "limit", "3", "page", "2"), "D"},
    {ROW("sort", "name", "limit", "3", "page", "3"), ""},
    {ROW("sort", "name", "unheard", "of"), "A | B | C | D"},
};

START_TEST(filters_are_anded)
{
    make_goods();
    struct kripa_products products = product_list(&shop, shop.guest, filters[_i].query);
    ck_assert_str_eq(names_of(&shop, &products), filters[_i].names);
}
END_TEST

#define NAMES_17 "a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a"
#define NAMES_51 NAMES_17 "," NAMES_17 "," NAMES_17
static const struct {
    const char *query[5], *field, *says;
} refused[] = {
    {ROW("sort", "colour"), "sort", "-createdAt, createdAt, price, -price, name, -name, -sold"},
    {ROW("sort", "sold"), "sort", "-sold"},
    {ROW("availability", "maybe"), "availability", "in, out"},
    {ROW("page", "0"), "page", ""},
    {ROW("limit", "0"), "limit", ""},
    {ROW("limit", "-3"), "limit", ""},
    {ROW("page", "1.5"), "page", ""},
    {ROW("min", "cheap"), "min", ""},
    {ROW("page", "101", "limit", "100"), "page", "10000"},
    {ROW("page", "834"), "page", "cursor"},
    {ROW("cursor", "rubbish"), "cursor", ""},
    {ROW("category", NAMES_51), "category", "at most 50"},
    {ROW("subcategory", NAMES_51), "subcategory", "at most 50"},
};

START_TEST(what_can_not_be_asked_is_named)
{
    make_goods();
    struct kripa_products products;
    enum kripa_status status = try_product_list(&shop, shop.guest, refused[_i].query, &products);
    ck_assert_refused(&shop, status, KRIPA_INVALID, refused[_i].field);
    ck_assert_msg(strstr(shop.err.message, refused[_i].says), "%s", shop.err.message);
}
END_TEST

START_TEST(limits_are_lowered_to_what_the_viewer_may_have)
{
    make_goods();
    ck_assert_int_eq(product_list(&shop, shop.guest, QUERY("limit", "5000")).page.limit, 100);
    ck_assert_int_eq(product_list(&shop, shop.retailer, QUERY("limit", "101")).page.limit, 100);
    ck_assert_int_eq(product_list(&shop, shop.admin, QUERY("limit", "5000")).page.limit, 1000);
    ck_assert_int_eq(product_list(&shop, shop.guest, QUERY("sort", "name")).page.limit, 12);
    ck_assert_int_eq(product_list(&shop, shop.admin, QUERY("sort", "name")).page.limit, 12);
    struct kripa_products out;
    ck_assert_int_eq(
        try_product_list(&shop, shop.guest, QUERY("page", "100", "limit", "100"), &out), KRIPA_OK);
}
END_TEST

START_TEST(a_trade_list_is_one_page_for_retailers)
{
    make_goods();
    struct kripa_product_filter all = {0}, more = {.paging.limit = 5000}, few = {.paging.limit = 2};
    struct kripa_products out;
    const struct kripa_product_filter *asked[] = {&all, &more, &few};
    static const int64_t limits[] = {1000, 1000, 2};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(kripa_product_list_trade(shop.kripa, shop.retailer, asked[i], &shop.arena,
                                                  &out, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(out.page.limit, limits[i]);
        ck_assert(out.at[0].retailer_price_paise.set);
    }
    const struct kripa_viewer others[] = {shop.guest, shop.customer, shop.admin};
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            kripa_product_list_trade(shop.kripa, others[i], &all, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
}
END_TEST

#define MANY            1000
#define MANY_ON_MONGODB 150 /* a commit takes its time there */

static int many;

/* Ten prices, three names of one key, all made in the same millisecond or one of seven: ties
 * everywhere. */
static void make_many(void)
{
    many = fresh_store_on_mongodb() ? MANY_ON_MONGODB : MANY;
    for (int i = 0; i < many; i++) {
        shop.now_ms = SHOP_NOW_MS + i % 7;
        product_add(&shop, kripa_arena_format(&shop.arena,
                                              "{\"name\":\"%s %d\",\"price\":%d,\"stock\":%d}",
                                              i % 3 ? "Lamp" : "lamp", i, 10 + i % 10, i % 2));
    }
}

static int compare(const char *sort, const struct kripa_product *a, const struct kripa_product *b)
{
    bool down = *sort == '-';
    int64_t left = 0, right = 0;
    if (strcmp(sort + down, "price") == 0) {
        left = a->price_paise;
        right = b->price_paise;
    } else if (strcmp(sort + down, "createdAt") == 0) {
        left = a->created_at_ms;
        right = b->created_at_ms;
    } else if (strcmp(sort + down, "name") == 0) {
        left = strcmp(a->name_key, b->name_key);
    }
    int order = left < right ? -1 : left > right;
    return down ? -order : order;
}

static void walk(const char *sort, const char *limit)
{
    static unsigned char met[MANY];
    struct kripa_product last = {0};
    const char *cursor = NULL;
    size_t count = 0;
    memset(met, 0, sizeof met);
    do {
        struct kripa_products page = product_list(
            &shop, shop.guest,
            cursor ? QUERY("sort", sort, "limit", limit, "cursor", cursor, "availability", "in")
                   : QUERY("sort", sort, "limit", limit, "availability", "in"));
        ck_assert_int_eq(page.page.total, many / 2);
        for (size_t i = 0; i < page.count; i++) {
            long number = strtol(strchr(page.at[i].name, ' '), NULL, 10);
            ck_assert_msg(!met[number]++, "%s twice", page.at[i].name);
            ck_assert_msg(count == 0 || compare(sort, &last, &page.at[i]) <= 0, "%s after %s",
                          page.at[i].name, last.name);
            last = page.at[i];
            count++;
        }
        cursor = page.page.next[0] ? kripa_arena_format(&shop.arena, "%s", page.page.next) : NULL;
    } while (cursor);
    ck_assert_uint_eq(count, (size_t)many / 2);
}

START_TEST(cursors_meet_each_product_once_under_every_sort)
{
    static const char *const sorts[] = {"price",     "-price",     "name", "-name",
                                        "createdAt", "-createdAt", "-sold"};
    make_many();
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        walk(sorts[i], "37");
        walk(sorts[i], "100");
    }
}
END_TEST

START_TEST(a_cursor_belongs_to_its_sort)
{
    make_goods();
    struct kripa_products page =
                              product_list(&shop, shop.guest, QUERY("sort", "price", "limit", "2")),
                          out;
    ck_assert_refused(
        &shop,
        try_product_list(&shop, shop.guest, QUERY("sort", "name", "cursor", page.page.next), &out),
        KRIPA_INVALID, "cursor");
    page =
        product_list(&shop, shop.guest,
                     QUERY("sort", "price", "limit", "2", "page", "9", "cursor", page.page.next));
    ck_assert_str_eq(names_of(&shop, &page), "C | D");
    ck_assert_str_eq(page.page.next, "");
}
END_TEST

static int64_t total_for(struct kripa_viewer viewer, const char *const *query)
{
    return product_list(&shop, viewer, query).page.total;
}

START_TEST(totals_follow_every_commit)
{
    make_goods();
    const char *const *two = QUERY("limit", "2");
    ck_assert_int_eq(total_for(shop.guest, two), 4);
    struct kripa_product *more = product_add(&shop, "{\"name\":\"E\",\"price\":50}"), *gone;
    ck_assert_int_eq(total_for(shop.guest, two), 5);
    product_edit(&shop, more->id, "{\"active\":false}");
    ck_assert_int_eq(total_for(shop.guest, two), 4);
    ck_assert_int_eq(total_for(shop.admin, two), 5);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, more->id, &shop.arena, &gone, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(total_for(shop.admin, two), 4);
    ck_assert_int_eq(total_for(shop.admin, QUERY("limit", "2", "min", "30")), 2);
}
END_TEST

START_TEST(newest_come_first)
{
    for (int i = 0; i < 3; i++) {
        shop.now_ms += 1000;
        product_add(&shop,
                    kripa_arena_format(&shop.arena, "{\"name\":\"%c\",\"price\":1}", 'A' + i));
    }
    struct kripa_products products = product_list(&shop, shop.guest, QUERY("limit", "10"));
    ck_assert_str_eq(names_of(&shop, &products), "C | B | A");
}
END_TEST

static enum kripa_status list_little(struct kripa_product_filter filter, int64_t work_max)
{
    struct kripa_products out;
    filter.paging.work_max = work_max;
    return kripa_product_list(shop.kripa, shop.guest, &filter, &shop.arena, &out, &shop.err);
}

/* As are lists while the tree of categories has to be read. */
START_TEST(words_and_categories_are_too_much_where_work_is_bounded)
{
    make_goods();
    category_add(&shop, "{\"name\":\"Lamps\"}");
    ck_assert_int_eq(list_little((struct kripa_product_filter){0}, 100000), KRIPA_TOO_LARGE);
    ck_assert_int_eq(list_little((struct kripa_product_filter){0}, 0), KRIPA_OK);
    ck_assert_int_eq(list_little((struct kripa_product_filter){0}, 100000), KRIPA_OK);
    const struct kripa_product_filter much[] = {
        {.q = "a"}, {.category = "fans"}, {.subcategory = "ceiling"}};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(list_little(much[i], 100000), KRIPA_TOO_LARGE);
        ck_assert_int_eq(list_little(much[i], 0), KRIPA_OK);
    }
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("product_list", begin, end);
    tcase_add_loop_test(tests, filters_are_anded, 0, sizeof filters / sizeof *filters);
    tcase_add_loop_test(tests, what_can_not_be_asked_is_named, 0, sizeof refused / sizeof *refused);
    return RUN_CASES(tests, "product_list", limits_are_lowered_to_what_the_viewer_may_have,
                     a_trade_list_is_one_page_for_retailers,
                     cursors_meet_each_product_once_under_every_sort, a_cursor_belongs_to_its_sort,
                     totals_follow_every_commit, newest_come_first,
                     words_and_categories_are_too_much_where_work_is_bounded);
}
