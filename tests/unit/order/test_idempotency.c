/* SPDX-License-Identifier: MIT
 * Idempotency keys: one request is one order, however often and however fast it comes. */
#include "suite.h"

#include <pthread.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

#define TWINS 64

static struct shop shop;
static struct kripa_id fan;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static enum kripa_status place(struct kripa_viewer viewer,
                               const struct kripa_order_request *request, const char *route,
                               const char *key, struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_place(shop.kripa, viewer, request, route, key, &shop.arena, out, &shop.err);
}

static struct kripa_order *must_place(const struct kripa_order_request *request, const char *key)
{
    struct kripa_order *order = NULL;
    enum kripa_status status = place(shop.customer, request, "route", key, &order);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return order;
}

static const char *as_json(struct kripa_arena *arena, const struct kripa_order *order)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, arena);
    kripa_write_record(&writer, &kripa_order_schema, order, KRIPA_ROLE_CUSTOMER);
    ck_assert(!writer.failed);
    return writer.at;
}

START_TEST(the_same_request_gets_the_order_as_it_was_placed)
{
    struct kripa_order_item item = {fan, 2};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *first = must_place(&request, "k1"), *moved;
    const char *answer = as_json(&shop.arena, first);
    shop.now_ms += 60000;
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, first->id, "shipped", "by post",
                                            (struct kripa_int){0}, &shop.arena, &moved, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(as_json(&shop.arena, must_place(&request, "k1")), answer);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 1);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 38);
}
END_TEST

START_TEST(another_request_under_the_key_is_refused)
{
    struct kripa_order_item item = {fan, 2}, other = {fan, 3};
    struct kripa_order_request request = shop_request(&item, 1), changed = request;
    struct kripa_order *order;
    must_place(&request, "k1");
    changed.items = &other;
    ck_assert_int_eq(place(shop.customer, &changed, "route", "k1", &order), KRIPA_KEY_REUSED);
    changed = request;
    changed.shipping_address.city = "Biaora";
    ck_assert_int_eq(place(shop.customer, &changed, "route", "k1", &order), KRIPA_KEY_REUSED);
    changed = request;
    changed.purchase_mode = "customer";
    ck_assert_int_eq(place(shop.customer, &changed, "route", "k1", &order), KRIPA_KEY_REUSED);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 1);
}
END_TEST

START_TEST(requests_that_decode_alike_are_the_same)
{
    struct kripa_order_item item = {fan, 2};
    struct kripa_order_request request = shop_request(&item, 1), typed = request;
    struct kripa_order *first = must_place(&request, "k1");
    typed.payment_method = "COD";
    typed.purchase_mode = "whatever";
    typed.shipping_address.phone = "+91 98260 12345";
    typed.shipping_address.name = "  Asha Verma ";
    ck_assert_int_eq(must_place(&typed, "k1")->number, first->number);
}
END_TEST

START_TEST(keys_are_one_users_and_one_routes)
{
    struct kripa_order_item item = {fan, 2};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    must_place(&request, "k1");
    ck_assert_int_eq(place(shop.retailer, &request, "route", "k1", &order), KRIPA_OK);
    ck_assert_int_eq(place(shop.customer, &request, "other", "k1", &order), KRIPA_OK);
    must_place(&request, "k2");
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 4);
}
END_TEST

START_TEST(a_refused_checkout_may_be_tried_again_under_its_key)
{
    struct kripa_order_item item = {fan, 41};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    ck_assert_int_eq(place(shop.customer, &request, "route", "k1", &order), KRIPA_OUT_OF_STOCK);
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 0);
    product_edit(&shop, fan, "{\"stock\":50}");
    must_place(&request, "k1");
}
END_TEST

START_TEST(the_cart_that_was_emptied_is_no_refusal)
{
    struct kripa_cart_item item = {.product = fan, .qty = 2};
    struct kripa_cart_line *line;
    ck_assert_int_eq(
        kripa_cart_add(shop.kripa, shop.customer, &item, &shop.arena, &line, &shop.err), KRIPA_OK);
    struct kripa_order_request request = shop_request(NULL, 0);
    struct kripa_order *first = must_place(&request, "k1");
    ck_assert_int_eq(must_place(&request, "k1")->number, first->number);
}
END_TEST

START_TEST(the_last_unit_bought_under_the_key_is_no_refusal)
{
    struct kripa_order_item item = {fan, 40};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *first = must_place(&request, "k1");
    ck_assert_int_eq(must_place(&request, "k1")->number, first->number);
}
END_TEST

START_TEST(what_is_no_key_is_refused)
{
    static char long_key[KRIPA_IDEMPOTENCY_KEY_MAX + 2];
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order;
    memset(long_key, 'k', KRIPA_IDEMPOTENCY_KEY_MAX + 1);
    const char *bad[] = {"", "a\tb", "\xc3\xa9", long_key};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_int_eq(place(shop.customer, &request, "route", bad[i], &order), KRIPA_INVALID);
    long_key[KRIPA_IDEMPOTENCY_KEY_MAX] = '\0';
    must_place(&request, long_key);
}
END_TEST

START_TEST(a_key_whose_order_is_gone_places_no_second_one)
{
    struct kripa_order_item item = {fan, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    struct kripa_order *order = must_place(&request, "k1"), *out;
    const struct kripa_int any = {0};
    ck_assert_int_eq(kripa_order_cancel(shop.kripa, shop.customer, order->id, NULL, any,
                                        &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(place(shop.customer, &request, "route", "k1", &out), KRIPA_CONFLICT);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 0);
}
END_TEST

/* One of many that ask at once. */
struct twin {
    pthread_t thread;
    pthread_barrier_t *start;
    struct kripa_order_request request;
    const char *key;
    struct kripa_viewer viewer;
    struct kripa_arena arena;
    struct kripa_error err;
    struct kripa_order *order;
    enum kripa_status status;
};

static void *run_twin(void *ctx)
{
    struct twin *twin = ctx;
    pthread_barrier_wait(twin->start);
    twin->status = kripa_order_place(shop.kripa, twin->viewer, &twin->request, "route", twin->key,
                                     &twin->arena, &twin->order, &twin->err);
    return NULL;
}

static void run_duplicates(struct twin *duplicates, size_t count)
{
    pthread_barrier_t start;
    pthread_barrier_init(&start, NULL, (unsigned)count);
    for (size_t i = 0; i < count; i++) {
        duplicates[i].start = &start;
        ck_assert_int_eq(pthread_create(&duplicates[i].thread, NULL, run_twin, &duplicates[i]), 0);
    }
    for (size_t i = 0; i < count; i++)
        pthread_join(duplicates[i].thread, NULL);
    pthread_barrier_destroy(&start);
}

static void clear_duplicates(struct twin *duplicates, size_t count)
{
    for (size_t i = 0; i < count; i++)
        kripa_arena_clear(&duplicates[i].arena);
}

START_TEST(sixty_four_twins_are_one_order_with_equal_answers)
{
    static struct twin duplicates[TWINS];
    struct kripa_order_item item = {fan, 2};
    for (size_t i = 0; i < TWINS; i++)
        duplicates[i] = (struct twin){
            .request = shop_request(&item, 1), .key = "duplicates", .viewer = shop.customer};
    run_duplicates(duplicates, TWINS);
    for (size_t i = 0; i < TWINS; i++) {
        ck_assert_msg(duplicates[i].status == KRIPA_OK, "%s", duplicates[i].err.message);
        ck_assert_str_eq(as_json(&shop.arena, duplicates[i].order),
                         as_json(&shop.arena, duplicates[0].order));
    }
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 1);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 38);
    shop_check_stock(&shop);
    clear_duplicates(duplicates, TWINS);
}
END_TEST

START_TEST(twins_of_the_last_units_all_hear_of_the_one_order)
{
    static struct twin duplicates[TWINS];
    struct kripa_order_item item = {fan, 40};
    for (size_t i = 0; i < TWINS; i++)
        duplicates[i] = (struct twin){
            .request = shop_request(&item, 1), .key = "duplicates", .viewer = shop.customer};
    run_duplicates(duplicates, TWINS);
    for (size_t i = 0; i < TWINS; i++) {
        ck_assert_msg(duplicates[i].status == KRIPA_OK, "%s", duplicates[i].err.message);
        ck_assert_int_eq(duplicates[i].order->number, duplicates[0].order->number);
    }
    clear_duplicates(duplicates, TWINS);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 1);
}
END_TEST

START_TEST(of_two_requests_under_one_key_one_wins)
{
    static struct twin duplicates[TWINS];
    struct kripa_order_item items[2] = {{fan, 1}, {fan, 2}};
    size_t placed = 0, refused = 0;
    for (size_t i = 0; i < TWINS; i++)
        duplicates[i] = (struct twin){.request = shop_request(&items[i % 2], 1),
                                      .key = "duplicates",
                                      .viewer = shop.customer};
    run_duplicates(duplicates, TWINS);
    for (size_t i = 0; i < TWINS; i++) {
        placed += duplicates[i].status == KRIPA_OK;
        refused += duplicates[i].status == KRIPA_KEY_REUSED;
    }
    clear_duplicates(duplicates, TWINS);
    ck_assert_uint_eq(placed, TWINS / 2);
    ck_assert_uint_eq(refused, TWINS / 2);
    ck_assert_int_eq(shop_count(&shop, &kripa_order_schema), 1);
}
END_TEST

START_TEST(the_last_unit_sells_once)
{
    static struct twin duplicates[TWINS];
    for (int round = 0; round < 5; round++) {
        const char *name = kripa_arena_format(&shop.arena, "Last %d", round);
        struct kripa_order_item items[2] = {{shop_product(&shop, name, 1)->id, 1}, {fan, 1}};
        size_t placed = 0, refused = 0;
        for (size_t i = 0; i < TWINS; i++)
            duplicates[i] = (struct twin){.request = shop_request(items, 1 + i % 2),
                                          .viewer = i % 3 ? shop.customer : shop.retailer};
        run_duplicates(duplicates, TWINS);
        for (size_t i = 0; i < TWINS; i++) {
            placed += duplicates[i].status == KRIPA_OK;
            refused += duplicates[i].status == KRIPA_OUT_OF_STOCK &&
                       strcmp(duplicates[i].err.fields[0].path, "items[0].qty") == 0 &&
                       strcmp(duplicates[i].err.fields[0].message, "only 0 left") == 0;
        }
        clear_duplicates(duplicates, TWINS);
        ck_assert_uint_eq(placed, 1);
        ck_assert_uint_eq(refused, TWINS - 1);
        ck_assert_int_eq(shop_read_product(&shop, items[0].product)->stock, 0);
        shop_check_stock(&shop);
    }
}
END_TEST

START_TEST(sales_at_once_tell_the_shop_of_low_stock_once)
{
    static struct twin duplicates[TWINS];
    struct kripa_order_item item = {fan, 1};
    for (size_t i = 0; i < TWINS; i++)
        duplicates[i] = (struct twin){.request = shop_request(&item, 1), .viewer = shop.customer};
    run_duplicates(duplicates, TWINS);
    size_t placed = 0, told = 0;
    for (size_t i = 0; i < TWINS; i++)
        placed += duplicates[i].status == KRIPA_OK;
    clear_duplicates(duplicates, TWINS);
    ck_assert_uint_eq(placed, 40);
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *at = rows.at;
    for (size_t i = 0; i < rows.count; i++)
        told += at[i].kind == KRIPA_OUTBOX_LOW_STOCK;
    ck_assert_uint_eq(told, 1);
    shop_check_stock(&shop);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "idempotency", begin, end, the_same_request_gets_the_order_as_it_was_placed,
        another_request_under_the_key_is_refused, requests_that_decode_alike_are_the_same,
        keys_are_one_users_and_one_routes, a_refused_checkout_may_be_tried_again_under_its_key,
        the_cart_that_was_emptied_is_no_refusal, the_last_unit_bought_under_the_key_is_no_refusal,
        what_is_no_key_is_refused, a_key_whose_order_is_gone_places_no_second_one,
        sixty_four_twins_are_one_order_with_equal_answers,
        twins_of_the_last_units_all_hear_of_the_one_order, of_two_requests_under_one_key_one_wins,
        the_last_unit_sells_once, sales_at_once_tell_the_shop_of_low_stock_once);
}
