/* SPDX-License-Identifier: MIT
 * What a MongoDB server sees of many buyers of one kripad: of those who want the same product one
 * transaction at a time, and so no conflict. */
#include "suite.h"

#include <pthread.h>
#include <unistd.h>

#include "buyers.h"
#include "commands.h"
#include "core/context.h"
#include "goods.h"
#include "journal/journal.h"
#include "shop.h"
#include "store/mongo/internal.h"

#define BUYERS       8
#define ORDERS       4 /* of each */
/* Commands of an order, of any number of lines (edits of one kind and table go in one): 17, and
 * what is read now and then. */
#define COMMANDS_MAX 18

/* Transactions that were begun and not yet ended, as the driver tells of its commands. */
static struct flight {
    size_t now, most, begun, aborted, commands;
} flight;

static struct shop shop;
static struct commands *commands;
static struct buyer buyers[BUYERS];

static void see(void *ctx, const bson_t *body)
{
    bson_iter_t iter;
    (void)ctx;
    flight.commands++;
    if (bson_iter_init_find(&iter, body, "startTransaction")) {
        flight.begun++;
        flight.now++;
        flight.most = flight.now > flight.most ? flight.now : flight.most;
    }
    bool aborts = bson_has_field(body, "abortTransaction");
    flight.aborted += aborts;
    flight.now -= aborts || bson_has_field(body, "commitTransaction");
}

/* Each buys the product and, with `others`, one that nobody else buys. */
static void run(size_t products, bool others)
{
    struct kripa_id shared[2];
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    for (size_t i = 0; i < products; i++)
        shared[i] = shop_product(&shop, i ? "Lamp" : "Fan", 1000)->id;
    for (size_t i = 0; i < BUYERS; i++) {
        const char *name = kripa_arena_format(&shop.arena, "buyer%zu", i);
        buyers[i] = (struct buyer){.kripa = shop.kripa, .orders = ORDERS};
        buyers[i].viewer = shop_new_viewer(&shop, name, KRIPA_ROLE_CUSTOMER);
        if (others)
            buyers[i].products[buyers[i].lines++] = shop_product(&shop, name, 1000)->id;
        /* in another order each, as their lines may be */
        for (size_t j = 0; j < products; j++)
            buyers[i].products[buyers[i].lines++] = shared[(i + j) % products];
    }
    flight = (struct flight){0};
    commands = commands_watch(shop.kripa, see, NULL);
    buyers_run(buyers, BUYERS);
    commands_free(commands);
    for (size_t i = 0; i < BUYERS; i++)
        ck_assert_int_eq(buyers[i].placed, ORDERS);
    ck_assert_uint_eq(flight.now, 0);
    ck_assert_uint_le(flight.commands, BUYERS * ORDERS * COMMANDS_MAX);
    shop_check_books(&shop);
    shop_close(&shop);
}

static void check_one_at_a_time(void)
{
    ck_assert_uint_eq(flight.most, 1);
    ck_assert_uint_eq(flight.begun, BUYERS * ORDERS);
    ck_assert_uint_eq(flight.aborted, 0);
}

START_TEST(of_one_product_s_buyers_the_server_sees_one_at_a_time)
{
    run(1, false);
    check_one_at_a_time();
}
END_TEST

START_TEST(one_line_in_common_is_enough)
{
    run(1, true);
    check_one_at_a_time();
}
END_TEST

START_TEST(two_lines_in_common_stop_nobody_for_ever)
{
    run(2, true);
    check_one_at_a_time();
}
END_TEST

START_TEST(who_has_no_product_in_common_waits_for_nobody)
{
    run(0, true);
    ck_assert_uint_gt(flight.most, 1);
    ck_assert_uint_eq(flight.begun, BUYERS * ORDERS);
    ck_assert_uint_eq(flight.aborted, 0);
}
END_TEST

static void *buy(void *ctx)
{
    buyers_run(ctx, 1);
    return NULL;
}

static bool somebody_waits(struct kp_mongo_turns *turns)
{
    pthread_mutex_lock(&turns->lock);
    bool waits = turns->first;
    pthread_mutex_unlock(&turns->lock);
    return waits;
}

/* Somebody has the product's turn; one buyer comes through a shop with a single connection. */
static struct kripa *narrow;
static struct kp_mongo_turn held;
static pthread_t waiting;

static void begin_waiting(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    struct kripa_config config = {.store_uri = shop.store.uri, .store_connections = 1};
    ck_assert_int_eq(kripa_open(&config, &narrow, &shop.err), KRIPA_OK);
    struct kp_mongo_turns *turns = &((struct kp_mongo *)narrow->store)->turns;
    struct kripa_id fan = shop_product(&shop, "Fan", 1000)->id;
    struct kripa_edit edit = {.kind = KRIPA_UPDATE, .of = &kripa_product_schema, .key = fan};
    kp_mongo_turn_want(&held, &(struct kripa_change){&edit, 1});
    ck_assert(kp_mongo_turn_acquire(turns, &held, kp_mongo_clock_ms()));
    buyers[0] = (struct buyer){
        .kripa = narrow, .viewer = shop.customer, .products = {fan}, .lines = 1, .orders = 1};
    ck_assert_int_eq(pthread_create(&waiting, NULL, buy, &buyers[0]), 0);
    while (!somebody_waits(turns))
        usleep(1000);
}

static void end_waiting(void)
{
    kripa_close(narrow);
    shop_check_books(&shop);
    shop_close(&shop);
}

START_TEST(who_waits_has_no_connection)
{
    struct kripa_product *product;
    begin_waiting();
    const char *id = kp_id_text(&shop.arena, buyers[0].products[0]);
    ck_assert_int_eq(kripa_product_get(narrow, shop.admin, id, &shop.arena, &product, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(product->stock, 1000);
    kp_mongo_turn_release(&((struct kp_mongo *)narrow->store)->turns, &held);
    pthread_join(waiting, NULL);
    ck_assert_int_eq(buyers[0].placed, 1);
    end_waiting();
}
END_TEST

START_TEST(who_waits_for_longer_than_a_change_may_take_is_told_to_try_again)
{
    begin_waiting();
    pthread_join(waiting, NULL);
    ck_assert_int_eq(buyers[0].unavailable, 1);
    ck_assert_int_ge(buyers[0].longest_ms, KP_MONGO_COMMIT_MS);
    kp_mongo_turn_release(&((struct kp_mongo *)narrow->store)->turns, &held);
    end_waiting();
}
END_TEST

int main(void)
{
    return RUN_SUITE("one contender", of_one_product_s_buyers_the_server_sees_one_at_a_time,
                     one_line_in_common_is_enough, two_lines_in_common_stop_nobody_for_ever,
                     who_has_no_product_in_common_waits_for_nobody, who_waits_has_no_connection,
                     who_waits_for_longer_than_a_change_may_take_is_told_to_try_again);
}
