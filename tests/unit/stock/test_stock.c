/* SPDX-License-Identifier: MIT
 * Stock: on hand is the sum of the ledger, whoever changes it at the same time. */
#include <pthread.h>
#include <string.h>

#include "catalog/catalog.h"
#include "goods.h"
#include "journal/journal.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status change_stock(struct kripa_id id, struct kripa_stock_change change,
                                      struct kripa_product **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_stock_change(shop.kripa, shop.admin, id, &change, &shop.arena, out, &shop.err);
}

#define SET(n)                                                                                     \
    (struct kripa_stock_change)                                                                    \
    {                                                                                              \
        .set = {(n), true}, .reason = "counted"                                                    \
    }
#define ADD(n)                                                                                     \
    (struct kripa_stock_change)                                                                    \
    {                                                                                              \
        .add = {(n), true}, .reason = "delivery"                                                   \
    }

START_TEST(set_and_add_are_rows_of_the_ledger)
{
    struct kripa_product *fan =
        product_add(&shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":5,\"low_stock_threshold\":3}");
    struct kripa_product *out;
    ck_assert_int_eq(change_stock(fan->id, ADD(7), &out), KRIPA_OK);
    ck_assert_int_eq(out->stock, 12);
    ck_assert_int_eq(out->stock_headroom.value, 9);
    ck_assert_int_eq(change_stock(fan->id, ADD(-10), &out), KRIPA_OK);
    ck_assert_int_eq(out->stock, 2);
    ck_assert_int_eq(out->stock_headroom.value, -1);
    ck_assert_int_eq(change_stock(fan->id, SET(40), &out), KRIPA_OK);
    ck_assert_int_eq(out->stock, 40);
    ck_assert_int_eq(out->revision, fan->revision + 3);
    ck_assert_int_eq(shop_ledger_sum(&shop, fan->id), 40);
    struct kripa_ledger_filter filter = {.paging.limit = 1};
    struct kripa_ledger ledger;
    ck_assert_int_eq(kripa_stock_ledger(shop.kripa, shop.admin, fan->id, &filter, &shop.arena,
                                        &ledger, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(ledger.page.total, 4);
    ck_assert_int_eq(ledger.at[0].kind, KRIPA_LEDGER_SET);
    ck_assert_int_eq(ledger.at[0].delta, 38);
    ck_assert_str_eq(ledger.at[0].reason, "counted");
}
END_TEST

START_TEST(bad_changes_are_named)
{
    struct kripa_product *fan = product_add(&shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":5}"),
                         *out;
    struct kripa_stock_change both = {.set = {1, true}, .add = {1, true}, .reason = "x"};
    ck_assert_refused(&shop, change_stock(fan->id, ADD(-6), &out), KRIPA_INVALID, "add");
    ck_assert_refused(&shop, change_stock(fan->id, SET(-1), &out), KRIPA_INVALID, "set");
    ck_assert_refused(&shop, change_stock(fan->id, ADD(KRIPA_STOCK_MAX), &out), KRIPA_INVALID,
                      "add");
    ck_assert_refused(&shop, change_stock(fan->id, both, &out), KRIPA_INVALID, "add");
    struct kripa_stock_change neither = {.reason = "x"}, silent = {.set = {1, true}};
    ck_assert_refused(&shop, change_stock(fan->id, neither, &out), KRIPA_INVALID, "set");
    ck_assert_refused(&shop, change_stock(fan->id, silent, &out), KRIPA_INVALID, "reason");
    struct kripa_id none = {{9}};
    ck_assert_int_eq(change_stock(none, SET(1), &out), KRIPA_NOT_FOUND);
    struct kripa_ledger_filter filter = {0};
    struct kripa_ledger ledger;
    ck_assert_int_eq(
        kripa_stock_ledger(shop.kripa, shop.admin, none, &filter, &shop.arena, &ledger, &shop.err),
        KRIPA_NOT_FOUND);
    struct kripa_stock_change input = SET(1);
    ck_assert_int_eq(kripa_stock_change(shop.kripa, shop.retailer, fan->id, &input, &shop.arena,
                                        &out, &shop.err),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(product_now(&shop, fan->id)->stock, 5);
}
END_TEST

START_TEST(low_stock_merges_own_thresholds_and_the_shops)
{
    product_add(&shop,
                "{\"name\":\"Own low\",\"price\":1,\"stock\":40,\"low_stock_threshold\":50}");
    product_add(&shop, "{\"name\":\"Own fine\",\"price\":1,\"stock\":2,\"low_stock_threshold\":1}");
    product_add(&shop, "{\"name\":\"Shop low\",\"price\":1,\"stock\":9}");
    product_add(&shop, "{\"name\":\"Shop fine\",\"price\":1,\"stock\":10}");
    product_add(&shop, "{\"name\":\"None left\",\"price\":1}");
    product_add(&shop, "{\"name\":\"Hidden\",\"price\":1,\"active\":false}");
    struct kripa_products low;
    ck_assert_int_eq(kripa_stock_low(shop.kripa, shop.admin, 0, &shop.arena, &low, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(names_of(&shop, &low), "None left | Shop low | Own low");
    ck_assert_int_eq(kripa_stock_low(shop.kripa, shop.admin, 2, &shop.arena, &low, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(names_of(&shop, &low), "None left | Shop low");
    ck_assert_int_eq(kripa_stock_low(shop.kripa, shop.guest, 2, &shop.arena, &low, &shop.err),
                     KRIPA_FORBIDDEN);
}
END_TEST

static int64_t messages(void)
{
    struct kp_query query = kp_query_of(&shop.arena, &kripa_outbox_message_schema);
    int64_t count = 0;
    kp_where(&query, "kind", KRIPA_EQ, kp_int(KRIPA_OUTBOX_LOW_STOCK));
    ck_assert_int_eq(
        kp_count(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &query, 0, &count),
        KRIPA_OK);
    return count;
}

START_TEST(the_shop_is_told_once_when_stock_falls_below_its_threshold)
{
    struct kripa_product *fan = product_add(&shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":30}"),
                         *out;
    ck_assert_int_eq(change_stock(fan->id, SET(10), &out), KRIPA_OK);
    ck_assert_int_eq(messages(), 0);
    ck_assert_int_eq(change_stock(fan->id, ADD(-1), &out), KRIPA_OK);
    ck_assert_int_eq(messages(), 1);
    ck_assert_int_eq(change_stock(fan->id, ADD(-1), &out), KRIPA_OK);
    product_edit(&shop, fan->id, "{\"stock\":2}");
    ck_assert_int_eq(messages(), 1);
    product_edit(&shop, fan->id, "{\"stock\":50,\"low_stock_threshold\":40}");
    product_edit(&shop, fan->id, "{\"stock\":39}");
    ck_assert_int_eq(messages(), 2);
}
END_TEST

START_TEST(a_dry_run_decides_but_writes_nothing)
{
    struct kripa_product *fan = product_add(&shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":30}"),
                         *out;
    struct kripa *dry, *real = shop.kripa;
    struct kripa_config config = {.store_uri = shop.store.uri, .dry_run = true};
    ck_assert_int_eq(kripa_open(&config, &dry, &shop.err), KRIPA_OK);
    shop.kripa = dry;
    ck_assert_int_eq(change_stock(fan->id, SET(10), &out), KRIPA_OK);
    ck_assert_int_eq(out->stock, 10);
    ck_assert_int_eq(product_edit(&shop, fan->id, "{\"price\":7}")->price_paise, 700);
    ck_assert_str_eq(product_add(&shop, "{\"name\":\"Lamp\",\"price\":1}")->slug, "lamp");
    ck_assert_refused(&shop, change_stock(fan->id, ADD(-31), &out), KRIPA_INVALID, "add");
    shop.kripa = real;
    kripa_close(dry);
    ck_assert_int_eq(product_now(&shop, fan->id)->stock, 30);
    ck_assert_int_eq(product_now(&shop, fan->id)->revision, fan->revision);
    ck_assert_uint_eq(product_list(&shop, shop.admin, QUERY("limit", "5")).count, 1);
}
END_TEST

/* What an order does to stock, without the order: takes `qty` while there is enough. */
static bool sell(struct kripa *kripa, struct kripa_id id, int64_t qty)
{
    struct kripa_arena arena = {0};
    void *found;
    ck_assert_int_eq(kp_find_id(&(struct kp_call){.kripa = kripa, .arena = &arena},
                                &kripa_product_schema, id, &found),
                     KRIPA_OK);
    const struct kp_call call = {
        .kripa = kripa, .viewer = kripa_viewer_console("sale"), .arena = &arena};
    struct kp_change change = kp_change_in(&call);
    kp_update(&change, &kripa_product_schema, id);
    kp_require(&change, "stock", KRIPA_GE, kp_int(qty));
    kp_stock_move(&change, found, -qty);
    kp_touch(&change, 1);
    kp_ledger(&change, id, -qty, KRIPA_LEDGER_ORDER, NULL, (struct kripa_id){{1}});
    enum kripa_status status = kp_commit(&(struct kp_call){.kripa = kripa}, &change, NULL);
    kripa_arena_clear(&arena);
    ck_assert(status == KRIPA_OK || status == KRIPA_CONFLICT);
    return status == KRIPA_OK;
}

/* Before each commit somebody buys one of it. */
static const struct kripa_store_ops *real_ops;
static struct kripa_store_ops selling_ops;
static struct kripa_id selling;

static enum kripa_status commit_after_a_sale(struct kripa_store *store,
                                             const struct kripa_change *change,
                                             struct kripa_outcome *outcome, struct kripa_error *err)
{
    store->ops = real_ops;
    sell(shop.kripa, selling, 1);
    enum kripa_status status = store->ops->commit(store, change, outcome, err);
    store->ops = &selling_ops;
    return status;
}

static void sell_all_the_time(struct kripa_id product)
{
    real_ops = shop.kripa->store->ops;
    selling_ops = *real_ops;
    selling_ops.commit = commit_after_a_sale;
    selling = product;
    shop.kripa->store->ops = &selling_ops;
}

START_TEST(what_sells_all_the_time_can_be_added_to_and_taken_from)
{
    struct kripa_product *fan = product_add(&shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":28}"),
                         *out;
    sell_all_the_time(fan->id);
    ck_assert_int_eq(change_stock(fan->id, ADD(10), &out), KRIPA_OK);
    ck_assert_int_eq(out->stock, 28 + 10 - 2);
    ck_assert_int_eq(change_stock(fan->id, ADD(-25), &out), KRIPA_OK); /* now it is low */
    ck_assert_int_eq(out->stock, 36 - 25 - 3);
    ck_assert_int_eq(messages(), 1);
    ck_assert_refused(&shop, change_stock(fan->id, ADD(-7), &out), KRIPA_INVALID, "add");
    ck_assert_int_eq(change_stock(fan->id, ADD(-1), &out), KRIPA_OK);
    ck_assert_int_eq(change_stock(fan->id, ADD(KRIPA_STOCK_MAX - 5), &out), KRIPA_OK);
    ck_assert_int_gt(out->stock, KRIPA_STOCK_MAX - 5);
    ck_assert_int_eq(change_stock(fan->id, SET(5), &out), KRIPA_CONFLICT);
    shop.kripa->store->ops = real_ops;
    ck_assert_int_eq(product_now(&shop, fan->id)->stock, shop_ledger_sum(&shop, fan->id));
    ck_assert_int_eq(messages(), 1);
}
END_TEST

struct worker {
    pthread_t thread;
    struct kripa_id product;
    int number;
};

static void *buy(void *ctx)
{
    struct worker *worker = ctx;
    for (int i = 0; i < 100; i++)
        sell(shop.kripa, worker->product, 1 + i % 3);
    return NULL;
}

/* Admins who set, add, edit the form, and move the threshold. */
static void *administer(void *ctx)
{
    struct worker *worker = ctx;
    struct kripa_viewer admin = kripa_viewer_console("admin");
    struct kripa_arena arena = {0};
    for (int i = 0; i < 40; i++) {
        struct kripa_product *out,
            input = {.stock = 30, .low_stock_threshold = {i, i % 5 != 0}, .description = "New."};
        struct kripa_stock_change set = SET(25 + i), add = ADD(10);
        const char *row = worker->number == 2 ? "stock" : "low_stock_threshold";
        enum kripa_status status;
        if (worker->number < 2)
            status = kripa_stock_change(shop.kripa, admin, worker->product,
                                        worker->number ? &set : &add, &arena, &out, NULL);
        else
            status = kripa_product_edit(shop.kripa, admin, worker->product, &input,
                                        kripa_schema_bit(&kripa_product_schema, row),
                                        (struct kripa_int){0}, &arena, &out, NULL);
        ck_assert_msg(status == KRIPA_OK || status == KRIPA_CONFLICT, "%s",
                      kripa_status_name(status));
        kripa_arena_reset(&arena);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(edits_and_sales_at_once_keep_ledger_and_stock_equal)
{
    struct kripa_product *fan = product_add(
        &shop, "{\"name\":\"Fan\",\"price\":1,\"stock\":200,\"low_stock_threshold\":20}");
    struct worker buyers[4], admins[4];
    for (int i = 0; i < 4; i++) {
        buyers[i] = admins[i] = (struct worker){.product = fan->id, .number = i};
        ck_assert_int_eq(pthread_create(&buyers[i].thread, NULL, buy, &buyers[i]), 0);
        ck_assert_int_eq(pthread_create(&admins[i].thread, NULL, administer, &admins[i]), 0);
    }
    for (int i = 0; i < 4; i++) {
        pthread_join(buyers[i].thread, NULL);
        pthread_join(admins[i].thread, NULL);
    }
    struct kripa_product *now = product_now(&shop, fan->id);
    ck_assert_int_eq(now->stock, shop_ledger_sum(&shop, fan->id));
    ck_assert_int_ge(now->stock, 0);
    ck_assert_int_eq(now->stock_headroom.set, now->low_stock_threshold.set);
    if (now->stock_headroom.set)
        ck_assert_int_eq(now->stock_headroom.value, now->stock - now->low_stock_threshold.value);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("stock", begin, end, set_and_add_are_rows_of_the_ledger,
                        bad_changes_are_named, low_stock_merges_own_thresholds_and_the_shops,
                        the_shop_is_told_once_when_stock_falls_below_its_threshold,
                        a_dry_run_decides_but_writes_nothing,
                        what_sells_all_the_time_can_be_added_to_and_taken_from,
                        edits_and_sales_at_once_keep_ledger_and_stock_equal);
}
