/* SPDX-License-Identifier: MIT
 * A merge of carts under an idempotency key: done once, however often and however fast it comes. */
#include "suite.h"

#include <pthread.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "fault_store.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

#define TWINS 32

static struct shop shop;
static struct fresh_store fresh;
static struct kripa_store *store;
static struct kripa_id fan, lamp;

static void begin(void)
{
    struct kripa_store *inner;
    struct kripa_error err = {0};
    fresh_store_make_shop(&fresh);
    enum kripa_status status = kripa_store_open(fresh.uri, true, 0, kripa_schemas, &inner, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    store = fault_store_around(inner);
    shop_open(&shop, .store = store, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 400)->id;
    lamp = shop_product(&shop, "Lamp", 5)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
    fresh_store_remove(&fresh);
}

static enum kripa_status merge_as(struct kripa_viewer viewer, struct kripa_cart_item *items,
                                  size_t count, const char *key, struct kripa_arena *arena,
                                  const char **note, struct kripa_error *err)
{
    struct kripa_cart_merge guest = {.items = items, .items_count = count};
    struct kripa_cart_lines lines;
    *err = (struct kripa_error){0};
    *note = NULL;
    return kripa_cart_merge(shop.kripa, viewer, &guest, key, arena, &lines, note, err);
}

static enum kripa_status merge(struct kripa_cart_item *items, size_t count, const char *key,
                               const char **note)
{
    return merge_as(shop.customer, items, count, key, &shop.arena, note, &shop.err);
}

/* How many of this product are in the customer's cart. */
static int64_t in_cart(struct kripa_id product)
{
    struct kripa_cart_lines lines;
    struct kripa_error err = {0};
    ck_assert_int_eq(kripa_cart_get(shop.kripa, shop.customer, NULL, &shop.arena, &lines, &err),
                     KRIPA_OK);
    for (size_t i = 0; i < lines.count; i++)
        if (kripa_id_equal(lines.at[i].product, product))
            return lines.at[i].qty;
    return 0;
}

START_TEST(the_same_merge_is_done_once_and_says_the_same)
{
    const char *first, *again;
    struct kripa_cart_item items[] = {{fan, 3, NULL}, {lamp, 9, NULL}};
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(merge(items, 2, "k1", i ? &again : &first), KRIPA_OK);
        ck_assert_int_eq(in_cart(fan), 3);
        ck_assert_int_eq(in_cart(lamp), 5);
    }
    ck_assert_str_eq(first, "less than asked for: Lamp (5)");
    ck_assert_str_eq(again, first);
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 1);
}
END_TEST

START_TEST(a_merge_without_a_key_adds_each_time)
{
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL};
    for (int i = 1; i <= 2; i++) {
        ck_assert_int_eq(merge(&item, 1, NULL, &note), KRIPA_OK);
        ck_assert_int_eq(in_cart(fan), 3 * i);
    }
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 0);
}
END_TEST

START_TEST(another_merge_under_the_key_is_refused)
{
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL}, more = {fan, 4, NULL};
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    ck_assert_int_eq(merge(&more, 1, "k1", &note), KRIPA_KEY_REUSED);
    ck_assert_int_eq(merge(NULL, 0, "k1", &note), KRIPA_KEY_REUSED);
    ck_assert_int_eq(merge(&item, 1, "", &note), KRIPA_INVALID);
    ck_assert_int_eq(merge(&item, 1, "k\n", &note), KRIPA_INVALID);
    ck_assert_int_eq(in_cart(fan), 3);
    ck_assert_int_eq(merge(&item, 1, "k2", &note), KRIPA_OK);
    ck_assert_int_eq(in_cart(fan), 6);
}
END_TEST

START_TEST(keys_are_one_users_and_apart_from_those_of_orders)
{
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL};
    struct kripa_order_item bought = {lamp, 1};
    struct kripa_order_request request = shop_request(&bought, 1);
    struct kripa_order *order;
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    ck_assert_int_eq(merge_as(shop.retailer, &item, 1, "k1", &shop.arena, &note, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "POST /api/orders",
                                       "k1", &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    ck_assert_int_eq(in_cart(fan), 3);
}
END_TEST

START_TEST(what_changed_nothing_is_kept_too)
{
    const char *note;
    struct kripa_cart_item gone = {shop.customer.user, 1, NULL};
    ck_assert_int_eq(merge(&gone, 1, "k1", &note), KRIPA_OK);
    ck_assert_ptr_nonnull(note);
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 1);
}
END_TEST

START_TEST(a_repeat_shows_the_cart_as_it_is)
{
    const char *note;
    struct kripa_cart_line *line;
    struct kripa_cart_item item = {fan, 3, NULL};
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    struct kripa_cart_item one = {fan, 1, NULL};
    ck_assert_int_eq(kripa_cart_set(shop.kripa, shop.customer, &one, &shop.arena, &line, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    ck_assert_int_eq(in_cart(fan), 1);
}
END_TEST

START_TEST(a_refused_merge_may_be_tried_again_under_its_key)
{
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL};
    for (int call = 1;; call++) {
        fault_store_fail(store, (struct fault){FAULT_ANY, call, KRIPA_UNAVAILABLE, true, false, 0});
        enum kripa_status status = merge(&item, 1, "k1", &note);
        fault_store_fail(store, (struct fault){0});
        if (status == KRIPA_OK)
            break;
        ck_assert_int_eq(status, KRIPA_UNAVAILABLE);
        int64_t kept = shop_count(&shop, &kripa_idempotency_schema);
        ck_assert_int_eq(in_cart(fan), kept ? 3 : 0); /* the answer alone may be lost */
        ck_assert_int_lt(call, 20);
    }
    ck_assert_int_eq(in_cart(fan), 3);
}
END_TEST

START_TEST(an_answer_that_was_lost_is_asked_for_again)
{
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL};
    fault_store_fail(store, (struct fault){FAULT_COMMIT, 1, KRIPA_UNAVAILABLE, false, true, 0});
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_UNAVAILABLE);
    fault_store_fail(store, (struct fault){0});
    ck_assert_int_eq(merge(&item, 1, "k1", &note), KRIPA_OK);
    ck_assert_int_eq(in_cart(fan), 3);
}
END_TEST

static void *merge_once(void *ctx)
{
    enum kripa_status *status = ctx;
    struct kripa_arena arena = {0};
    struct kripa_error err;
    const char *note;
    struct kripa_cart_item item = {fan, 3, NULL};
    *status = merge_as(shop.customer, &item, 1, "k1", &arena, &note, &err);
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(twins_at_once_are_one_merge)
{
    pthread_t threads[TWINS];
    enum kripa_status statuses[TWINS];
    for (size_t i = 0; i < TWINS; i++)
        pthread_create(&threads[i], NULL, merge_once, &statuses[i]);
    for (size_t i = 0; i < TWINS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < TWINS; i++)
        ck_assert_int_eq(statuses[i], KRIPA_OK);
    ck_assert_int_eq(in_cart(fan), 3);
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "cart keys", begin, end, the_same_merge_is_done_once_and_says_the_same,
        a_merge_without_a_key_adds_each_time, another_merge_under_the_key_is_refused,
        keys_are_one_users_and_apart_from_those_of_orders, what_changed_nothing_is_kept_too,
        a_repeat_shows_the_cart_as_it_is, a_refused_merge_may_be_tried_again_under_its_key,
        an_answer_that_was_lost_is_asked_for_again, twins_at_once_are_one_merge);
}
