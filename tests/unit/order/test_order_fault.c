/* SPDX-License-Identifier: MIT
 * Orders when things fail or change in the middle: every store call, every allocation, and what
 * somebody else does between the decision and its commit. All of it happens, or nothing. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "core/context.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan, lamp;

/* What is done to the store's calls. */
static const struct kripa_store_ops *real;
static int calls_left;          /* this many succeed; below 0: all */
static bool done_but_not_told;  /* a commit is carried out, and reported as failed */
static void (*meanwhile)(void); /* somebody else, just before the next commit */

static enum kripa_status fails(struct kripa_error *err)
{
    if (calls_left < 0 || calls_left-- > 0)
        return KRIPA_OK;
    calls_left = 0;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the store fails here");
}

static enum kripa_status meddled_find(struct kripa_store *store, const struct kripa_query *query,
                                      struct kripa_arena *arena, struct kripa_rows *rows,
                                      struct kripa_error *err)
{
    enum kripa_status status = fails(err);
    return status != KRIPA_OK ? status : real->find(store, query, arena, rows, err);
}

static enum kripa_status meddled_commit(struct kripa_store *store,
                                        const struct kripa_change *change,
                                        struct kripa_outcome *outcome, struct kripa_error *err)
{
    enum kripa_status status = fails(err);
    if (status != KRIPA_OK)
        return status;
    if (meanwhile) {
        void (*act)(void) = meanwhile;
        meanwhile = NULL;
        act();
    }
    status = real->commit(store, change, outcome, err);
    if (done_but_not_told && status == KRIPA_OK) {
        done_but_not_told = false;
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the answer was lost");
    }
    return status;
}

static void begin(void)
{
    static struct kripa_store_ops meddled;
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
    lamp = shop_product(&shop, "Lamp", 12)->id;
    real = shop.kripa->store->ops;
    meddled = *real;
    meddled.find = meddled_find;
    meddled.commit = meddled_commit;
    shop.kripa->store->ops = &meddled;
    calls_left = -1;
    done_but_not_told = false;
    meanwhile = NULL;
}

static void end(void)
{
    shop.kripa->store->ops = real;
    shop_check_books(&shop);
    shop_close(&shop);
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define MEMORY_CAN_FAIL false /* the sanitizer's malloc can't be replaced */
#else
#define MEMORY_CAN_FAIL true
#endif

/* MongoDB's driver ends the program when memory does. */
static bool memory_can_fail(void)
{
    return MEMORY_CAN_FAIL && !fresh_store_on_mongodb();
}

static long blocks_left = -1; /* allocations that succeed; below 0: all */

#if MEMORY_CAN_FAIL
void *__libc_malloc(size_t size);

/* In place of the C library's, for the program and all its libraries. */
KRIPA_API void *malloc(size_t size)
{
    if (blocks_left > 0)
        blocks_left--;
    return blocks_left != 0 ? __libc_malloc(size) : NULL;
}
#endif

static void add_to_cart(struct kripa_id product, int64_t qty)
{
    struct kripa_cart_item item = {.product = product, .qty = qty};
    struct kripa_cart_line *line;
    ck_assert_int_eq(
        kripa_cart_add(shop.kripa, shop.customer, &item, &shop.arena, &line, &shop.err), KRIPA_OK);
}

/* Two orders, so that the next one takes a number without a commit of its own. */
static void give_numbers(void)
{
    struct kripa_order *order;
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(shop_buy(&shop, shop.retailer, fan, 1, &order), KRIPA_OK);
}

/* The cart under a key: everything that placing an order can write. */
static enum kripa_status place_cart(struct kripa_arena *arena, struct kripa_order **out,
                                    struct kripa_error *err)
{
    struct kripa_order_request request = shop_request(NULL, 0);
    return kripa_order_place(shop.kripa, shop.customer, &request, "route", "key", arena, out, err);
}

static void expect_rows(int64_t orders)
{
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), orders);
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), orders);
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), orders * 3);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, orders ? 38 : 40);
    ck_assert_int_eq(shop_read_product(&shop, lamp)->stock, orders ? 9 : 12);
    struct kripa_cart_lines lines;
    ck_assert_int_eq(
        kripa_cart_get(shop.kripa, shop.customer, NULL, &shop.arena, &lines, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(lines.count, orders ? 0 : 2);
    shop_check_stock(&shop);
}

START_TEST(a_store_that_fails_at_any_call_leaves_nothing_half_done)
{
    enum kripa_status status = KRIPA_UNAVAILABLE;
    struct kripa_order *order;
    int failures = 0;
    add_to_cart(fan, 2);
    add_to_cart(lamp, 3);
    for (int i = 0; status != KRIPA_OK; i++) {
        struct kripa_error err = {0};
        calls_left = i;
        status = place_cart(&shop.arena, &order, &err);
        calls_left = -1;
        ck_assert(status == KRIPA_OK || status == KRIPA_UNAVAILABLE);
        failures += status != KRIPA_OK;
        expect_rows(status == KRIPA_OK);
    }
    ck_assert_int_ge(failures, 4);
}
END_TEST

START_TEST(memory_that_ends_anywhere_leaves_nothing_half_done)
{
    bool placed = !memory_can_fail();
    add_to_cart(fan, 2);
    add_to_cart(lamp, 3);
    for (long i = 1; !placed; i++) {
        struct kripa_arena arena = {0};
        struct kripa_error err = {0};
        struct kripa_order *order;
        blocks_left = i;
        enum kripa_status status = place_cart(&arena, &order, &err);
        placed = status == KRIPA_OK;
        blocks_left = -1;
        ck_assert_msg(status == KRIPA_OK || status == KRIPA_NO_MEMORY, "%ld: %s %s", i,
                      kripa_status_name(status), err.message);
        expect_rows(status == KRIPA_OK);
        kripa_arena_clear(&arena);
    }
}
END_TEST

START_TEST(cancelling_without_memory_or_store_gives_nothing_back_yet)
{
    struct kripa_order *order, *out;
    const struct kripa_int any = {0};
    enum kripa_status status = shop_buy(&shop, shop.customer, fan, 5, &order);
    ck_assert_int_eq(status, KRIPA_OK);
    for (long i = 0;; i++) {
        struct kripa_arena arena = {0};
        struct kripa_error err = {0};
        bool by_memory = i % 2 && memory_can_fail();
        calls_left = by_memory ? -1 : (int)(i / 2);
        blocks_left = by_memory ? i / 2 + 1 : -1;
        status =
            kripa_order_cancel(shop.kripa, shop.customer, order->id, NULL, any, &arena, &out, &err);
        calls_left = -1;
        blocks_left = -1;
        kripa_arena_clear(&arena);
        struct kripa_product *product = shop_read_product(&shop, fan);
        ck_assert_int_eq(product->stock, status == KRIPA_OK ? 40 : 35);
        ck_assert_int_eq(product->sold, status == KRIPA_OK ? 0 : 5);
        shop_check_stock(&shop);
        if (status == KRIPA_OK)
            break;
        ck_assert(status == KRIPA_UNAVAILABLE || status == KRIPA_NO_MEMORY);
    }
}
END_TEST

START_TEST(an_answer_that_was_lost_is_found_by_the_key)
{
    struct kripa_order *order;
    struct kripa_error err = {0};
    add_to_cart(fan, 2);
    add_to_cart(lamp, 3);
    give_numbers();
    done_but_not_told = true;
    ck_assert_int_eq(place_cart(&shop.arena, &order, &err), KRIPA_OK);
    ck_assert_int_eq(order->number, 1003);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 3);
}
END_TEST

/* What somebody else does between the decision and its commit. */

static void raise_the_price(void)
{
    product_edit(&shop, fan, "{\"price\":120}");
}

START_TEST(a_price_that_changed_meanwhile_is_the_one_that_counts)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = raise_the_price;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 12000);
    ck_assert_int_eq(order->total_paise, 12000);
}
END_TEST

static void change_the_bulk_rule(void)
{
    product_edit(&shop, fan, "{\"min_bulk_qty\":11}");
}

START_TEST(a_bulk_rule_that_changed_meanwhile_is_the_one_that_counts)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = change_the_bulk_rule;
    ck_assert_int_eq(shop_buy(&shop, shop.retailer, fan, 10, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 9000);
}
END_TEST

static void hide_it(void)
{
    product_edit(&shop, fan, "{\"active\":false}");
}

START_TEST(a_product_that_was_hidden_meanwhile_is_refused_by_name)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = hide_it;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_CONFLICT);
    ck_assert_str_eq(shop.err.fields[0].path, "items[0].product");
}
END_TEST

static void buy_all_but_two(void)
{
    struct kripa_order *order;
    int64_t left = shop_read_product(&shop, lamp)->stock - 2;
    ck_assert_int_eq(shop_buy(&shop, shop.retailer, lamp, left, &order), KRIPA_OK);
}

START_TEST(the_loser_hears_what_is_left)
{
    struct kripa_order *order;
    give_numbers();
    give_numbers(); /* for both */
    meanwhile = buy_all_but_two;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, lamp, 3, &order), KRIPA_OUT_OF_STOCK);
    ck_assert_str_eq(shop.err.fields[0].message, "only 2 left");
}
END_TEST

static void restock(void)
{
    product_edit(&shop, lamp, "{\"stock\":500,\"low_stock_threshold\":100}");
}

START_TEST(a_threshold_that_was_set_meanwhile_keeps_its_spare_right)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = restock;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, lamp, 3, &order), KRIPA_OK);
    struct kripa_product *product = shop_read_product(&shop, lamp);
    ck_assert_int_eq(product->stock, 497);
    ck_assert_int_eq(product->stock_headroom.value, 397);
}
END_TEST

static void block_the_buyer(void)
{
    struct kripa_account *account;
    kripa_account_block(shop.kripa, shop.admin, shop.customer.user, (struct kripa_int){1, true},
                        &shop.arena, &account, &shop.err);
}

START_TEST(a_buyer_who_was_blocked_meanwhile_gets_nothing)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = block_the_buyer;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 2);
}
END_TEST

static void demote_the_buyer(void)
{
    struct kripa_account *account;
    kripa_account_set_role(shop.kripa, shop.admin, shop.retailer.user, "customer", &shop.arena,
                           &account, &shop.err);
}

START_TEST(a_retailer_who_was_demoted_meanwhile_pays_retail)
{
    struct kripa_order *order;
    give_numbers();
    meanwhile = demote_the_buyer;
    ck_assert_int_eq(shop_buy(&shop, shop.retailer, fan, 10, &order), KRIPA_OK);
    ck_assert_int_eq(order->items[0].price_paise, 10000);
    ck_assert(!order->is_bulk_order);
}
END_TEST

static void fill_the_cart_further(void)
{
    add_to_cart(lamp, 1);
}

START_TEST(what_came_into_the_cart_meanwhile_stays_when_lines_were_named)
{
    struct kripa_order *order;
    give_numbers();
    add_to_cart(fan, 3);
    meanwhile = fill_the_cart_further;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 2, &order), KRIPA_OK);
    struct kripa_cart_lines lines;
    ck_assert_int_eq(
        kripa_cart_get(shop.kripa, shop.customer, NULL, &shop.arena, &lines, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(lines.count, 2);
    ck_assert_int_eq(lines.at[0].qty, 1);
    ck_assert_int_eq(lines.at[1].qty, 1);
}
END_TEST

START_TEST(a_cart_that_grew_meanwhile_is_bought_whole)
{
    struct kripa_order *order;
    struct kripa_error err = {0};
    give_numbers();
    add_to_cart(fan, 2);
    meanwhile = fill_the_cart_further;
    ck_assert_int_eq(place_cart(&shop.arena, &order, &err), KRIPA_OK);
    ck_assert_uint_eq(order->items_count, 2);
    struct kripa_cart_lines lines;
    ck_assert_int_eq(
        kripa_cart_get(shop.kripa, shop.customer, NULL, &shop.arena, &lines, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(lines.count, 0);
}
END_TEST

static struct kripa_id moved;

static void ship_it(void)
{
    struct kripa_order *out;
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, moved, "shipped", NULL,
                                            (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
}

START_TEST(an_order_shipped_meanwhile_is_no_longer_the_buyers_to_cancel)
{
    struct kripa_order *order, *out;
    shop_buy(&shop, shop.customer, fan, 1, &order);
    moved = order->id;
    meanwhile = ship_it;
    ck_assert_int_eq(kripa_order_cancel(shop.kripa, shop.customer, moved, NULL,
                                        (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_CONFLICT);
    ck_assert_int_eq(shop_read_order(&shop, moved)->delivery_status, KRIPA_DELIVERY_SHIPPED);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 39);
}
END_TEST

START_TEST(an_order_that_moved_on_meanwhile_is_archived_not_deleted)
{
    struct kripa_order *order, *out;
    shop_buy(&shop, shop.customer, fan, 1, &order);
    moved = order->id;
    meanwhile = ship_it;
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, moved, &shop.arena, &out, &shop.err), KRIPA_OK);
    ck_assert(out->archived);
    ck_assert_int_eq(out->delivery_status, KRIPA_DELIVERY_SHIPPED);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "order_fault", begin, end, a_store_that_fails_at_any_call_leaves_nothing_half_done,
        memory_that_ends_anywhere_leaves_nothing_half_done,
        cancelling_without_memory_or_store_gives_nothing_back_yet,
        an_answer_that_was_lost_is_found_by_the_key,
        a_price_that_changed_meanwhile_is_the_one_that_counts,
        a_bulk_rule_that_changed_meanwhile_is_the_one_that_counts,
        a_product_that_was_hidden_meanwhile_is_refused_by_name, the_loser_hears_what_is_left,
        a_threshold_that_was_set_meanwhile_keeps_its_spare_right,
        a_buyer_who_was_blocked_meanwhile_gets_nothing,
        a_retailer_who_was_demoted_meanwhile_pays_retail,
        a_cart_that_grew_meanwhile_is_bought_whole,
        what_came_into_the_cart_meanwhile_stays_when_lines_were_named,
        an_order_shipped_meanwhile_is_no_longer_the_buyers_to_cancel,
        an_order_that_moved_on_meanwhile_is_archived_not_deleted);
}
