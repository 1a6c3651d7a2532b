/* SPDX-License-Identifier: MIT
 * Verification: each kind of damage, made behind the library's back through the store port, is
 * found and named; what looks odd but is right is not, nor is a shop at work. */
#include "suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "core/context.h"
#include "core/query.h"
#include "fresh_store.h"
#include "journal/journal.h"
#include "said.h"

#define SECRET "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u"

static struct kripa *kripa;
static struct kripa_arena arena;
static struct kripa_viewer console;
static struct kripa_account *buyer;
static struct kripa_product *fan, *lamp;
static struct fresh_store fresh;
static struct kripa_order *kept, *cancelled;

static struct kripa_account *add_account(const char *email, enum kripa_role role)
{
    struct kripa_registration registration = {
        .name = "Ravi Kumar", .email = email, .password = "Monsoon#Lamp42"};
    struct kripa_account *account;
    ck_assert_int_eq(kripa_account_add(kripa, console, &registration, role, &arena, &account, NULL),
                     KRIPA_OK);
    return account;
}

static struct kripa_product *add_product(const char *json)
{
    struct kripa_product wanted = {0}, *product;
    kripa_given given;
    ck_assert_int_eq(kripa_json_decode(&kripa_product_schema, KRIPA_CREATE, KRIPA_ROLE_ADMIN, json,
                                       strlen(json), &arena, &wanted, &given, NULL),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_product_add(kripa, console, &wanted, given, &arena, &product, NULL),
                     KRIPA_OK);
    return product;
}

/* Two lines of one product, one of another. */
static struct kripa_order *place(const char *key, struct kripa_arena *in)
{
    struct kripa_order_item items[] = {{fan->id, 2}, {lamp->id, 1}, {fan->id, 1}};
    struct kripa_order_request request = {
        .items = items,
        .items_count = 3,
        .shipping_address = {"Ravi Kumar", "9876543210", "12 MG Road", "Bengaluru", "Karnataka",
                             "560001"},
    };
    struct kripa_viewer viewer = {.user = buyer->id, .role = KRIPA_ROLE_CUSTOMER};
    struct kripa_order *order = NULL;
    ck_assert_int_eq(kripa_order_place(kripa, viewer, &request, "test", key, in, &order, NULL),
                     KRIPA_OK);
    return order;
}

static void cancel(struct kripa_order *order, struct kripa_arena *in)
{
    ck_assert_int_eq(kripa_order_cancel(kripa, console, order->id, NULL, (struct kripa_int){0}, in,
                                        &order, NULL),
                     KRIPA_OK);
}

static void open_shop(void (*make)(struct fresh_store *store))
{
    make(&fresh);
    struct kripa_config config = {.store_uri = fresh.uri,
                                  .create = true,
                                  .jwt_secret = SECRET,
                                  .password_memory_kib = 64,
                                  .password_passes = 1};
    struct kripa_error error = {0};
    ck_assert_msg(kripa_open(&config, &kripa, &error) == KRIPA_OK, "%s", error.message);
    console = kripa_viewer_console("test");
    add_account("admin@example.in", KRIPA_ROLE_ADMIN);
    buyer = add_account("ravi@example.in", KRIPA_ROLE_CUSTOMER);
    fan = add_product("{\"name\":\"Ceiling Fan\",\"sku\":\"FAN\",\"price\":100,\"stock\":5000,"
                      "\"low_stock_threshold\":5}");
    lamp = add_product("{\"name\":\"Lamp\",\"sku\":\"LAMP\",\"price\":10,\"stock\":5000}");
    kept = place("first", &arena);
    cancelled = place(NULL, &arena);
    cancel(cancelled, &arena);
}

static void begin(void)
{
    open_shop(fresh_store_make_shop_alone);
}

static void end(void)
{
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&fresh);
}

static struct said verify(void)
{
    struct said said = {0};
    struct kripa_verification found;
    struct kripa_error error = {0};
    enum kripa_status status = kripa_verify(kripa, say, &said, &found, &error);
    ck_assert_msg(status == (said.lines ? KRIPA_CORRUPT : KRIPA_OK), "%s", error.message);
    ck_assert_int_eq(found.differences, (int64_t)said.lines);
    said.unsettled = found.unsettled;
    return said;
}

static void ck_sound(void)
{
    struct said said = verify();
    ck_assert_msg(said.lines == 0, "%s", said.text);
}

static void commit(struct kp_change *change)
{
    struct kripa_error error = {0};
    ck_assert_msg(kp_commit(&(struct kp_call){.kripa = kripa, .err = &error}, change, NULL) ==
                      KRIPA_OK,
                  "%s", error.message);
}

static void set_number(const struct kripa_schema *of, struct kripa_id id, const char *field,
                       int64_t number)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, of, id);
    kp_set(&change, field, kp_int(number));
    commit(&change);
}

static void delete_where(const struct kripa_schema *of, const char *field, struct kripa_value value,
                         const char *field_2, struct kripa_value value_2)
{
    struct kp_query query = kp_query_of(&arena, of);
    kp_where(&query, field, KRIPA_EQ, value);
    if (field_2)
        kp_where(&query, field_2, KRIPA_EQ, value_2);
    struct kripa_rows rows;
    ck_assert_int_eq(kp_find(&(struct kp_call){.kripa = kripa}, &query, &rows), KRIPA_OK);
    ck_assert_uint_gt(rows.count, 0);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    for (size_t i = 0; i < rows.count; i++)
        kp_delete(&change, of, *(const struct kripa_id *)((const char *)rows.at + i * of->size));
    commit(&change);
}

static void stock_is_off(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_product_schema, fan->id);
    kp_add(&change, "stock", 1);
    kp_add(&change, "stock_spare", 1);
    commit(&change);
}
static void stock_is_negative(void)
{
    set_number(&kripa_product_schema, lamp->id, "stock", -1);
}
static void spare_is_off(void)
{
    set_number(&kripa_product_schema, fan->id, "stock_spare", 7);
}
static void spare_is_superfluous(void)
{
    set_number(&kripa_product_schema, lamp->id, "stock_spare", 7);
}
static void sold_is_off(void)
{
    set_number(&kripa_product_schema, fan->id, "sold", 6);
}
static void ordered_is_not_marked(void)
{
    set_number(&kripa_product_schema, lamp->id, "ordered", false);
}
static void name_key_is_old(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_product_schema, fan->id);
    kp_set(&change, "nameKey", kp_text("table fan"));
    commit(&change);
}
static void set_terms(const struct kripa_schema *of, struct kripa_id id, const char **words,
                      size_t count)
{
    struct kripa_terms terms = {.id = id, .terms = words, .terms_count = count};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, of, id);
    kp_set(&change, "terms", kp_member(&terms));
    commit(&change);
}
static void terms_are_gone(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_product_terms_schema, fan->id);
    kp_unset(&change, "terms");
    commit(&change);
}
static void a_user_lost_a_term(void)
{
    set_terms(&kripa_user_terms_schema, buyer->id, (const char *[]){"ravi", "kumar"}, 2);
}
static void a_user_has_an_old_term(void)
{
    set_terms(&kripa_user_terms_schema, buyer->id,
              (const char *[]){"ravi", "kumar", "example", "in", "rao"}, 5);
}
static void an_order_lost_its_terms(void)
{
    set_terms(&kripa_order_terms_schema, kept->id, NULL, 0);
}
static void an_order_lost_a_term(void)
{
    set_terms(&kripa_order_terms_schema, kept->id,
              (const char *[]){"1001", "ravi", "kumar", "9876543210"}, 4);
}
static void set_items(const struct kripa_order *items)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_order_schema, kept->id);
    kp_set(&change, "items", kp_member(items));
    commit(&change);
}
static void an_order_has_no_lines(void)
{
    struct kripa_order none = {0};
    set_items(&none);
}
static void a_line_has_no_quantity(void)
{
    struct kripa_order_line line = {.product = fan->id, .name = "Ceiling Fan"};
    struct kripa_order one = {.items = &line, .items_count = 1};
    set_items(&one);
}
static void total_is_off(void)
{
    set_number(&kripa_order_schema, kept->id, "totalAmount", 31001);
}
static void charge_is_negative(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_order_schema, kept->id);
    kp_set(&change, "deliveryCharge", kp_int(-100));
    kp_add(&change, "totalAmount", -100);
    commit(&change);
}
static void history_lags_behind(void)
{
    set_number(&kripa_order_schema, kept->id, "deliveryStatus", KRIPA_DELIVERY_SHIPPED);
}
static void history_jumps(void)
{
    struct kripa_order_event event = {.at_ms = 1, .by = "test", .from = "shipped", .to = "pending"};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_order_schema, kept->id);
    kp_push(&change, "history", &event);
    commit(&change);
}
static void sale_has_no_ledger_row(void)
{
    delete_where(&kripa_ledger_entry_schema, "order", kp_id(kept->id), "product", kp_id(lamp->id));
}
static void return_has_no_ledger_row(void)
{
    delete_where(&kripa_ledger_entry_schema, "order", kp_id(cancelled->id), "kind",
                 kp_int(KRIPA_LEDGER_CANCEL));
}
static void order_is_gone(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_delete(&change, &kripa_order_schema, kept->id);
    commit(&change);
}
static void buyer_is_not_marked(void)
{
    set_number(&kripa_account_schema, buyer->id, "ordered", false);
}
static void admins_are_miscounted(void)
{
    set_number(&kripa_counter_schema, kp_id_of_name(KP_COUNTER_ADMINS), "value", 2);
}
static void order_numbers_are_behind(void)
{
    set_number(&kripa_counter_schema, kp_id_of_name(KP_COUNTER_ORDER_NUMBER), "value", 1001);
}
static void audit_has_a_gap(void)
{
    delete_where(&kripa_audit_entry_schema, "seq", kp_int(2), NULL, kp_int(0));
}
static void audit_lost_its_end(void)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_counter_schema, kp_id_of_name(KP_COUNTER_AUDIT));
    kp_add(&change, "value", 1);
    commit(&change);
}

static const struct {
    void (*damage)(void);
    const char *says; /* in a line of its own */
    size_t lines;
} damages[] = {
    {stock_is_off, "product FAN: stock is 4998, the ledger says 4997", 1},
    {stock_is_negative, "product LAMP: stock is below 0", 2},
    {spare_is_off, "product FAN: stock_spare is not stock - low_stock_threshold", 1},
    {spare_is_superfluous, "product LAMP: stock_spare is not stock - low_stock_threshold", 1},
    {sold_is_off, "product FAN: sold is 6, in orders there are 3", 1},
    {ordered_is_not_marked, "product LAMP: it is in an order, but not marked as ordered", 1},
    {name_key_is_old, "product FAN: nameKey is not made of the name", 1},
    {terms_are_gone, "product FAN: its search terms are out of date", 1},
    {a_user_lost_a_term, "user ravi@example.in: its search terms are out of date", 1},
    {a_user_has_an_old_term, "user ravi@example.in: its search terms are out of date", 1},
    {an_order_lost_its_terms, "order 1001: its search terms are out of date", 1},
    {an_order_lost_a_term, "order 1001: its search terms are out of date", 1},
    {an_order_has_no_lines, "order 1001: it has no lines", 8},
    {a_line_has_no_quantity, "order 1001: items[0] has a quantity below 1, or a price below 0", 8},
    {total_is_off, "order 1001: totalAmount is 310.01, lines and charge come to 310", 1},
    {charge_is_negative, "order 1001: an amount is below 0", 1},
    {history_lags_behind, "order 1001: it is shipped, its history ends with \"pending\"", 3},
    {history_jumps, "order 1001: history[1] does not go on from \"pending\"", 1},
    {sale_has_no_ledger_row, "order 1001: it should have moved -1 of Lamp, the ledger says 0", 2},
    {return_has_no_ledger_row,
     "order 1002: it should have moved 0 of Ceiling Fan, the ledger says -3", 4},
    {order_is_gone, "an idempotency key: \"first\" of test names an order that is not there", 10},
    {order_is_gone, ": it is gone, and the ledger says that it moved -3 of Ceiling Fan", 10},
    {buyer_is_not_marked, "user ravi@example.in: it has orders, but is not marked", 1},
    {admins_are_miscounted, "counter admins: it is 2, unblocked admins are 1", 1},
    {order_numbers_are_behind, "counter order.number: it is 1001, an order has the number 1002", 1},
    {audit_has_a_gap, "audit: entry 3 comes after entry 1", 1},
    {audit_lost_its_end, "audit: the last entry is", 1},
};

START_TEST(each_kind_of_damage_is_found_and_named)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        ck_sound();
        damages[i].damage();
        struct said said = verify();
        ck_assert_msg(strstr(said.text, damages[i].says) != NULL, "it says\n%s\nwithout %s",
                      said.text, damages[i].says);
        ck_assert_msg(said.lines == damages[i].lines, "%zu lines:\n%s", said.lines, said.text);
        end();
        begin();
    }
}
END_TEST

START_TEST(what_looks_odd_but_is_right_is_no_difference)
{
    struct kripa_order *order = place("second", &arena);
    struct kripa_product *product;
    struct kripa_account *account;
    cancel(order, &arena);
    ck_assert_int_eq(kripa_order_delete(kripa, console, order->id, &arena, &order, NULL), KRIPA_OK);
    ck_sound(); /* a key whose order an admin deleted */
    order = place(NULL, &arena);
    ck_assert_int_eq(kripa_order_delete(kripa, console, order->id, &arena, &order, NULL), KRIPA_OK);
    ck_assert(order->archived);
    ck_sound(); /* archived orders count as sold */
    ck_assert_int_eq(kripa_product_delete(kripa, console, lamp->id, &arena, &product, NULL),
                     KRIPA_OK);
    product = add_product("{\"name\":\"Short lived\",\"price\":1,\"stock\":3}");
    ck_assert_int_eq(kripa_product_delete(kripa, console, product->id, &arena, &product, NULL),
                     KRIPA_OK);
    ck_sound(); /* a ledger without its product */
    ck_assert_int_eq(kripa_account_delete(kripa, console, buyer->id, &arena, &account, NULL),
                     KRIPA_OK);
    account = add_account("second@example.in", KRIPA_ROLE_ADMIN);
    ck_assert_int_eq(kripa_account_block(kripa, console, account->id, (struct kripa_int){1, true},
                                         &arena, &account, NULL),
                     KRIPA_OK);
    ck_sound();
}
END_TEST

START_TEST(an_order_whose_product_is_gone_took_nothing_back)
{
    delete_where(&kripa_ledger_entry_schema, "order", kp_id(cancelled->id), "kind",
                 kp_int(KRIPA_LEDGER_CANCEL));
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_delete(&change, &kripa_product_schema, lamp->id);
    kp_delete(&change, &kripa_product_schema, fan->id);
    commit(&change);
    ck_sound();
}
END_TEST

static atomic_bool over;

/* Looking takes longer with every order, and would never catch up with a shop that never tires. */
#define BUSY_ROUNDS_MAX 300

static void *keep_shop_busy(void *unused)
{
    (void)unused;
    struct kripa_arena own = {0};
    for (int i = 0; i < BUSY_ROUNDS_MAX && !atomic_load(&over); i++) {
        struct kripa_order *order = place(NULL, &own);
        if (i % 2)
            cancel(order, &own);
        if (i % 5 == 0) {
            struct kripa_stock_change change = {.add = {4, true}, .reason = "came in"};
            struct kripa_product *product;
            kripa_stock_change(kripa, console, fan->id, &change, &own, &product, NULL);
        }
        kripa_arena_reset(&own);
    }
    kripa_arena_clear(&own);
    return NULL;
}

START_TEST(a_shop_at_work_has_no_differences)
{
    end();
    open_shop(fresh_store_make_shop);
    pthread_t threads[2];
    for (size_t i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, keep_shop_busy, NULL);
    for (int i = 0; i < 30; i++)
        ck_sound();
    stock_is_off();
    /* a real one is seen through all the bustle, or it is said that there was too much of it */
    struct said said = verify();
    ck_assert(said.lines == 1 || said.unsettled > 0);
    atomic_store(&over, true);
    for (size_t i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    ck_assert_uint_eq(verify().lines, 1);
}
END_TEST

static const struct kripa_store_ops *ops;
static int meddlings;

/* Just when the ledger was read, somebody changes the stock. */
static enum kripa_status scan_meddled(struct kripa_store *store, const struct kripa_query *query,
                                      kripa_record_fn *row, void *ctx, struct kripa_error *err)
{
    enum kripa_status status = ops->scan(store, query, row, ctx, err);
    if (query->of != &kripa_ledger_entry_schema || meddlings == 0)
        return status;
    meddlings--;
    struct kripa_stock_change change = {.add = {1, true}, .reason = "came in"};
    struct kripa_product *product;
    ck_assert_int_eq(kripa_stock_change(kripa, console, fan->id, &change, &arena, &product, NULL),
                     KRIPA_OK);
    return status;
}

START_TEST(what_somebody_changes_meanwhile_is_looked_at_until_it_rests)
{
    ops = kripa->store->ops;
    struct kripa_store_ops meddled = *ops;
    meddled.scan = scan_meddled;
    kripa->store->ops = &meddled;
    for (int times = 1; times < 6; times++) {
        meddlings = times;
        ck_sound();
        ck_assert_int_eq(meddlings, 0);
    }
    stock_is_off();
    meddlings = 5;
    struct said said = verify();
    ck_assert_msg(said.lines == 1, "%s", said.text);
    kripa->store->ops = ops;
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("verify", begin, end, each_kind_of_damage_is_found_and_named,
                        what_looks_odd_but_is_right_is_no_difference,
                        an_order_whose_product_is_gone_took_nothing_back,
                        what_somebody_changes_meanwhile_is_looked_at_until_it_rests,
                        a_shop_at_work_has_no_differences);
}
