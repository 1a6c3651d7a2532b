/* SPDX-License-Identifier: MIT
 * What the two busiest requests may cost: a product and a page of products are one read each, once
 * it is known how many there are and how the categories lie. */

#include "core/context.h"
#include "goods.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct kripa_store_ops counted;
static const struct kripa_store_ops *real;
static int finds, counts;

static enum kripa_status count_find(struct kripa_store *store, const struct kripa_query *query,
                                    struct kripa_arena *arena, struct kripa_rows *rows,
                                    struct kripa_error *err)
{
    finds++;
    return real->find(store, query, arena, rows, err);
}

static enum kripa_status count_count(struct kripa_store *store, const struct kripa_query *query,
                                     int64_t at_most, int64_t *count, struct kripa_error *err)
{
    counts++;
    return real->count(store, query, at_most, count, err);
}

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    category_add(&shop, "{\"name\":\"Fans\"}");
    for (int i = 0; i < 30; i++)
        product_add(&shop,
                    kripa_arena_format(
                        &shop.arena, "{\"name\":\"Fan %d\",\"price\":1,\"category\":\"fans\"}", i));
    real = shop.kripa->store->ops;
    counted = *real;
    counted.find = count_find;
    counted.count = count_count;
    shop.kripa->store->ops = &counted;
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_products page(void)
{
    finds = counts = 0;
    return product_list(&shop, shop.guest, QUERY("limit", "20"));
}

START_TEST(a_product_is_one_read)
{
    struct kripa_id id = page().at[0].id;
    finds = counts = 0;
    ck_assert_str_eq(product_now(&shop, id)->category_shown->name, "Fans");
    ck_assert_int_eq(finds, 1);
    ck_assert_int_eq(counts, 0);
}
END_TEST

START_TEST(a_page_is_one_read)
{
    page();
    struct kripa_products products = page();
    ck_assert_int_eq(finds, 1);
    ck_assert_int_eq(counts, 0);
    ck_assert_int_eq(products.page.total, 30);
}
END_TEST

/* As a shop on several machines has it: the tree that is shown is read again in time. */
START_TEST(a_shared_store_is_asked_for_the_categories_now_and_then)
{
    shop.kripa->store->shared = true;
    page();
    page();
    ck_assert_int_eq(finds, 1);
    shop.now_ms += KRIPA_CACHE_AGE_MS;
    page();
    ck_assert_int_eq(finds, 2);
    page();
    ck_assert_int_eq(finds, 1);
    shop.now_ms -= 3600000; /* the clock is set back */
    page();
    ck_assert_int_eq(finds, 2);
}
END_TEST

START_TEST(pages_of_a_shared_store_are_not_to_be_cached)
{
    ck_assert_uint_ne(kripa_catalog_version(shop.kripa), 0);
    shop.kripa->store->shared = true;
    ck_assert_uint_eq(kripa_catalog_version(shop.kripa), 0);
}
END_TEST

START_TEST(totals_are_counted_again_after_a_commit_and_in_time)
{
    page();
    ck_assert_int_eq(counts, 1);
    shop.now_ms += KRIPA_CACHE_AGE_MS - 1;
    page();
    ck_assert_int_eq(counts, 0);
    shop.now_ms += 1;
    page();
    ck_assert_int_eq(counts, 1);
    shop.now_ms -= 3600000; /* the clock is set back */
    page();
    ck_assert_int_eq(counts, 1);
    product_add(&shop, "{\"name\":\"More\",\"price\":1}");
    ck_assert_int_eq(page().page.total, 31);
    ck_assert_int_eq(counts, 1);
    product_list(&shop, shop.guest, QUERY("limit", "20", "category", "fans"));
    ck_assert_int_eq(counts, 2);
    product_list(&shop, shop.guest, QUERY("limit", "20", "category", "fans", "sort", "price"));
    ck_assert_int_eq(counts, 2);
}
END_TEST

START_TEST(a_list_of_one_page_is_never_counted)
{
    finds = counts = 0;
    struct kripa_products products = product_list(&shop, shop.guest, QUERY("limit", "40"));
    ck_assert_int_eq(products.page.total, 30);
    products = product_list(&shop, shop.guest, QUERY("limit", "20", "page", "2"));
    ck_assert_int_eq(products.page.total, 30);
    ck_assert_int_eq(counts, 0);
    products = product_list(&shop, shop.guest, QUERY("limit", "20", "page", "3"));
    ck_assert_int_eq(products.page.total, 30);
    ck_assert_int_eq(counts, 1);
}
END_TEST

START_TEST(a_filter_that_nothing_fits_is_not_asked)
{
    finds = counts = 0;
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("category", "none")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "!?")).count, 0);
    ck_assert_int_eq(counts, 0);
    ck_assert_int_le(finds, 1); /* the tree, when it was not known yet */
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("hot_path", begin, end, a_product_is_one_read, a_page_is_one_read,
                        a_shared_store_is_asked_for_the_categories_now_and_then,
                        pages_of_a_shared_store_are_not_to_be_cached,
                        totals_are_counted_again_after_a_commit_and_in_time,
                        a_list_of_one_page_is_never_counted,
                        a_filter_that_nothing_fits_is_not_asked);
}
