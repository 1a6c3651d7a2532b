/* SPDX-License-Identifier: MIT
 * The migration: records as another program leaves them, and as the version before left them, are
 * brought forward once, and all books agree afterwards. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "core/context.h"
#include "core/query.h"
#include "fresh_store.h"
#include "journal/journal.h"
#include "maintenance/migrate/internal.h"
#include "said.h"

static struct fresh_store store;
static struct kripa *kripa;
static struct kripa_arena arena;
static struct kripa_viewer console;
static int64_t now_ms;
static struct kripa_id fans, lights, lamps, buyer;

static int64_t tell_time(void *ctx)
{
    (void)ctx;
    return now_ms;
}

static void put(const struct kripa_schema *of, const void *record)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    struct kripa_error err = {0};
    const struct kp_call call = {.kripa = kripa, .err = &err};
    kp_insert(&change, of, record);
    ck_assert_msg(kp_commit(&call, &change, NULL) == KRIPA_OK, "%s", err.message);
}

static void set_elsewhere(const struct kripa_schema *of, struct kripa_id id, const char *row,
                          struct kripa_value value)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, of, id);
    kp_set(&change, row, value);
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = kripa}, &change, NULL), KRIPA_OK);
}

/* The number of an order of the other program is absent. */
static void put_order(const struct kripa_order *order)
{
    put(&kripa_order_schema, order);
    set_elsewhere(&kripa_order_schema, order->id, "number", (struct kripa_value){0});
}

static struct kripa_id put_category(const char *name, const char *slug)
{
    struct kripa_category category = {.id = kp_new_id(kripa), .name = name, .slug = slug};
    put(&kripa_category_schema, &category);
    return category.id;
}

static struct kripa_id put_subcategory(const char *name, const char *slug, struct kripa_id in)
{
    struct kripa_subcategory made = {
        .id = kp_new_id(kripa), .name = name, .slug = slug, .category = in};
    put(&kripa_subcategory_schema, &made);
    return made.id;
}

static struct kripa_id put_product(const char *name, struct kripa_product product)
{
    product.id = kp_new_id(kripa);
    product.name = product.slug = name;
    product.active = true;
    product.price_paise = product.price_paise ? product.price_paise : 10000;
    put(&kripa_product_schema, &product);
    return product.id;
}

static struct kripa_id put_in(struct kripa_product_place place, const char *name)
{
    place.id = put_product(name, (struct kripa_product){0});
    static const char *const names[] = {"category_id", "subcategory_id", "Category"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        set_elsewhere(&kripa_product_place_schema, place.id, names[i], kp_member(&place));
    return place.id;
}

static struct kripa_id put_user(const char *email, enum kripa_role role)
{
    struct kripa_credential user = {
        .id = kp_new_id(kripa), .name = "Asha", .email = email, .role = role};
    put(&kripa_credential_schema, &user);
    return user.id;
}

static struct kripa_id sell(struct kripa_id product, int64_t qty, enum kripa_delivery_status state,
                            int64_t at_ms)
{
    struct kripa_order_line line = {
        .product = product, .name = "As it was", .qty = qty, .price_paise = 500};
    struct kripa_order order = {.id = kp_new_id(kripa),
                                .user = buyer,
                                .items = &line,
                                .items_count = 1,
                                .total_paise = 500 * qty,
                                .payment_method = "COD",
                                .delivery_status = state,
                                .shipping_address = {.name = "Asha", .phone = "9826012345"},
                                .created_at_ms = at_ms,
                                .updated_at_ms = at_ms};
    put_order(&order);
    return order.id;
}

static struct said migrate(bool dry_run)
{
    struct said said = {0};
    struct kripa_error err = {0};
    ck_assert_msg(kripa_migrate(kripa, dry_run, say, &said, &err) == KRIPA_OK, "%s", err.message);
    return said;
}

static struct said finish(void)
{
    struct said said = {0};
    ck_assert_int_eq(kripa_migrate_finish(kripa, false, say, &said, NULL), KRIPA_OK);
    return said;
}

static void ck_sound(void)
{
    struct said said = {0};
    struct kripa_verification found;
    kripa_verify(kripa, say, &said, &found, NULL);
    ck_assert_str_eq(said.text, "");
}

static void begin(void)
{
    now_ms = 1790000000000;
    fresh_store_make_alone(&store);
    struct kripa_config config = {.store_uri = store.uri,
                                  .create = true,
                                  .jwt_secret = "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
                                  .password_memory_kib = 64,
                                  .password_passes = 1,
                                  .services.now_ms = tell_time};
    struct kripa_error error = {0};
    ck_assert_msg(kripa_open(&config, &kripa, &error) == KRIPA_OK, "%s", error.message);
    kripa->store->shared = true; /* another program is there */
    console = kripa_viewer_console("test");
    fans = put_category("Fans", "fans");
    lights = put_category("Lights", "lights");
    lamps = put_subcategory("Lamps", "lamps", lights);
    put_user("owner@example.com", KRIPA_ROLE_ADMIN);
    buyer = put_user("asha@example.com", KRIPA_ROLE_CUSTOMER);
}

static void end(void)
{
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}

static void *record_now(const struct kripa_schema *of, struct kripa_id id)
{
    void *found;
    const struct kp_call call = {kripa, .arena = &arena};
    ck_assert_int_eq(kp_find_id(&call, of, id, &found), KRIPA_OK);
    return found;
}

static struct kripa_product *product_now(struct kripa_id id)
{
    return record_now(&kripa_product_schema, id);
}

static struct kripa_product_place *place_now(struct kripa_id id)
{
    return record_now(&kripa_product_place_schema, id);
}

static struct kripa_order *order_now(struct kripa_id id)
{
    return record_now(&kripa_order_schema, id);
}

static uint64_t versions(void)
{
    uint64_t sum = 0;
    for (size_t i = 0; kripa_schemas[i]; i++)
        if (kripa_schemas[i]->collection)
            sum += kripa->store->ops->version(kripa->store, kripa_schemas[i]);
    return sum;
}

static bool waits(void)
{
    bool out;
    ck_assert_int_eq(kripa_migration_pending(kripa, &out, NULL), KRIPA_OK);
    return out;
}

START_TEST(old_records_are_brought_forward_once)
{
    struct kripa_id lamp =
        put_in((struct kripa_product_place){.top = lights, .below = lamps}, "lamp");
    set_elsewhere(&kripa_product_schema, lamp, "stock", kp_int(7));
    set_elsewhere(&kripa_product_schema, lamp, "low_stock_threshold", kp_int(10));
    struct kripa_id fan = put_in((struct kripa_product_place){.old = fans}, "fan");
    sell(lamp, 3, KRIPA_DELIVERY_DELIVERED, 2000);
    sell(fan, 2, KRIPA_DELIVERY_CANCELLED, 1000);
    ck_assert(waits());
    struct said said = migrate(false);
    ck_said(&said, "make a category of each subcategory: 1\n");
    ck_said(&said, "number orders: 2\n");
    ck_said(&said, "open the stock ledger of products: 1\n");
    ck_said(&said, "count unblocked admins: 1\n");
    struct kripa_product *now = product_now(lamp);
    ck_assert(kripa_id_equal(now->category, lamps) && now->ordered);
    ck_assert_int_eq(now->sold, 3);
    ck_assert_int_eq(now->stock_headroom.value, -3);
    ck_assert(kripa_id_equal(place_now(fan)->top, fans));
    ck_assert_int_eq(product_now(fan)->sold, 0);
    ck_sound();
    ck_assert(!waits());
    uint64_t before = versions();
    ck_assert_uint_eq(migrate(false).lines, 0);
    ck_assert_uint_eq(versions(), before);
}
END_TEST

START_TEST(a_dry_run_tells_all_and_changes_nothing)
{
    struct kripa_id lamp =
        put_in((struct kripa_product_place){.top = lights, .below = lamps}, "lamp");
    set_elsewhere(&kripa_product_schema, lamp, "stock", kp_int(-3));
    uint64_t before = versions();
    struct said dry = migrate(true);
    ck_assert_uint_eq(versions(), before);
    ck_said(&dry, "anomaly: product lamp: its stock is -3, shown as 0\n");
    ck_assert_ptr_null(strstr(dry.text, "gone"));
    ck_assert_str_eq(dry.text, migrate(false).text);
}
END_TEST

START_TEST(orders_are_numbered_by_their_days_after_those_that_have_one)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = 9});
    struct kripa_id late = sell(fan, 1, KRIPA_DELIVERY_PENDING, 3000),
                    early = sell(fan, 1, KRIPA_DELIVERY_PENDING, 1000);
    struct kripa_order imported = {.id = kp_new_id(kripa), .number = 5000, .created_at_ms = 9};
    put(&kripa_order_schema, &imported);
    migrate(false);
    ck_assert_int_eq(order_now(early)->number, 5001);
    ck_assert_int_eq(order_now(late)->number, 5002);
    ck_assert_uint_eq(order_now(late)->history_count, 0);
    struct kripa_orders found;
    struct kripa_order_filter filter = {.q = "5001"};
    ck_assert_int_eq(
        kripa_order_list(kripa, console, KRIPA_ORDERS_ALL, &filter, &arena, &found, NULL),
        KRIPA_OK);
    ck_assert_uint_eq(found.count, 1);
}
END_TEST

START_TEST(a_subcategory_whose_place_or_slug_is_not_free_is_told)
{
    put_subcategory("Wall", "fans", (struct kripa_id){{9}});
    put_subcategory("Fans", "fans-2", (struct kripa_id){{9}});
    struct said said = migrate(false);
    ck_said(&said, "anomaly: subcategory Wall: its category is gone: it stands at the top\n");
    ck_said(&said, "anomaly: subcategory Wall: its slug fans is a category's already");
    ck_said(&said, "a category beside it has the same name\n");
    struct kripa_category *wall;
    ck_assert_int_eq(kripa_category_get(kripa, console, "fans-2", &arena, &wall, NULL), KRIPA_OK);
    ck_assert_str_eq(wall->name, "Wall");
    said = migrate(false);
    ck_said(&said, "a category beside it has the same name\n"
                   "nothing else to do: the records are as this version wants them\n");
    ck_assert_uint_eq(said.lines, 2);
}
END_TEST

START_TEST(a_product_whose_place_is_not_written_down_waits)
{
    sell(put_in((struct kripa_product_place){.top = fans}, "fan"), 1, KRIPA_DELIVERY_PENDING, 1000);
    migrate(false);
    ck_assert(!waits());
    struct kripa_id lamp = put_in((struct kripa_product_place){.top = lights}, "lamp");
    set_elsewhere(&kripa_product_schema, lamp, "nameKey", kp_text("lamp"));
    ck_assert(waits());
    migrate(false);
    ck_assert(!waits());
}
END_TEST

static enum kripa_status try_to_place(struct kripa_id product, int64_t qty,
                                      struct kripa_order **order, struct kripa_error *err)
{
    struct kripa_order_item item = {product, qty};
    struct kripa_order_request request = {
        .items = &item,
        .items_count = 1,
        .shipping_address = {"Asha", "9876543210", "12 MG Road", "Pachore", "MP", "465683"}};
    struct kripa_viewer viewer = {.user = buyer, .role = KRIPA_ROLE_CUSTOMER};
    return kripa_order_place(kripa, viewer, &request, "test", NULL, &arena, order, err);
}

static struct kripa_order *place(struct kripa_id product, int64_t qty)
{
    struct kripa_order *order;
    struct kripa_error err = {0};
    ck_assert_msg(try_to_place(product, qty, &order, &err) == KRIPA_OK, "%s", err.message);
    return order;
}

START_TEST(a_stock_below_0_is_kept_and_shown_as_none)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = -3});
    migrate(false);
    ck_sound();
    ck_assert_int_eq(product_now(fan)->stock, -3);
    struct kripa_product *shown;
    ck_assert_int_eq(kripa_product_get(kripa, kripa_viewer_guest(), "fan", &arena, &shown, NULL),
                     KRIPA_OK);
    ck_assert_int_eq(shown->stock, 0);
    struct kripa_order *order;
    struct kripa_error err = {0};
    ck_assert_int_eq(try_to_place(fan, 1, &order, &err), KRIPA_OUT_OF_STOCK);
    ck_assert_str_eq(err.fields[0].message, "only 0 left");
}
END_TEST

static enum kripa_status edit(struct kripa_id id, const char *row, struct kripa_product as)
{
    struct kripa_product *out;
    return kripa_product_edit(kripa, kripa_viewer_console("t"), id, &as,
                              kripa_schema_bit(&kripa_product_schema, row), (struct kripa_int){0},
                              &arena, &out, NULL);
}

START_TEST(prices_out_of_order_are_kept_and_told)
{
    struct kripa_id fan =
        put_product("fan", (struct kripa_product){.price_paise = 3333,
                                                  .retailer_price_paise = {65641, true},
                                                  .price_bulk_paise = {0, true}});
    struct said said = migrate(false);
    ck_said(&said, "anomaly: product fan: its retailer_price is above its price");
    ck_said(&said, "anomaly: product fan: its price_bulk is not above 0\n");
    ck_assert_int_eq(kripa_price_of(product_now(fan), KRIPA_ROLE_RETAILER, 50).unit_paise, 3333);
    ck_assert_int_eq(product_now(fan)->retailer_price_paise.value, 65641);
    ck_assert_int_eq(edit(fan, "active", (struct kripa_product){.active = false}), KRIPA_OK);
    ck_assert(!product_now(fan)->active);
    ck_assert_int_eq(edit(fan, "price", (struct kripa_product){.price_paise = 3000}),
                     KRIPA_INVALID);
}
END_TEST

START_TEST(what_has_no_price_is_not_given_away)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = 5});
    set_elsewhere(&kripa_product_schema, fan, "price", kp_int(0));
    struct said said = migrate(false);
    ck_said(&said, "anomaly: product fan: its price is not above 0: it is not sold\n");
    struct kripa_cart_item item = {.product = fan, .qty = 1};
    struct kripa_viewer viewer = {.user = buyer, .role = KRIPA_ROLE_CUSTOMER};
    struct kripa_cart_line *line;
    ck_assert_int_eq(kripa_cart_add(kripa, viewer, &item, &arena, &line, NULL), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(what_is_sold_before_the_migration_is_counted)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = 9});
    sell(fan, 2, KRIPA_DELIVERY_PENDING, 1000);
    place(fan, 4);
    migrate(false);
    ck_assert_int_eq(product_now(fan)->sold, 6);
    ck_assert_int_eq(product_now(fan)->stock, 5);
    ck_sound();
}
END_TEST

START_TEST(what_the_other_program_does_beside_is_taken_over)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = 20});
    struct kripa_id theirs = sell(fan, 1, KRIPA_DELIVERY_PENDING, 1000);
    migrate(false);
    struct kripa_order *ours = place(fan, 5), *out;
    ck_assert_int_eq(kripa_order_set_status(kripa, console, theirs, "shipped", NULL,
                                            (struct kripa_int){0}, &arena, &out, NULL),
                     KRIPA_OK);
    /* it sells, renames, cancels one of ours with the goods back and one of its own without */
    sell(fan, 2, KRIPA_DELIVERY_PENDING, 5000);
    set_elsewhere(&kripa_product_schema, fan, "name", kp_text("Fan 2"));
    set_elsewhere(&kripa_product_schema, fan, "stock", kp_int(18));
    set_elsewhere(&kripa_order_schema, ours->id, "deliveryStatus",
                  kp_int(KRIPA_DELIVERY_CANCELLED));
    set_elsewhere(&kripa_order_schema, theirs, "deliveryStatus", kp_int(KRIPA_DELIVERY_CANCELLED));
    struct said said = migrate(false);
    ck_said(&said, "write down what became of orders elsewhere: 2\n");
    ck_said(&said, "bring the stock ledger to what changed elsewhere, of products: 1\n");
    ck_sound();
    ck_assert_int_eq(product_now(fan)->stock, 18);
    ck_assert_str_eq(order_now(ours->id)->history[1].to, "cancelled");
    ck_assert_uint_eq(migrate(false).lines, 0);
}
END_TEST

START_TEST(a_ledger_that_nobody_else_could_change_is_left_to_verify)
{
    struct kripa_id fan = put_product("fan", (struct kripa_product){.stock = 20});
    migrate(false);
    finish();
    set_elsewhere(&kripa_product_schema, fan, "stock", kp_int(18));
    struct said said = migrate(false);
    ck_said(&said, "anomaly: product fan: its stock is 18, the ledger says 20\n");
    ck_assert_int_eq(product_now(fan)->stock, 18);
    ck_assert_str_eq(migrate(false).text, said.text);
}
END_TEST

START_TEST(a_shop_of_the_version_before_is_brought_forward)
{
    kripa->store->shared = false;
    migrate(false);
    struct kripa_id lamp = put_in((struct kripa_product_place){.top = lamps}, "lamp");
    migrate(false);
    struct kripa_product_place *now = place_now(lamp);
    ck_assert(kripa_id_equal(now->leaf, lamps) && kripa_id_equal(now->top, lights) &&
              kripa_id_equal(now->below, lamps));
    ck_assert_uint_eq(migrate(false).lines, 0);
}
END_TEST

START_TEST(a_product_that_the_other_program_moves_is_found_where_it_is)
{
    struct kripa_id lamp =
        put_in((struct kripa_product_place){.top = lights, .below = lamps}, "lamp");
    migrate(false);
    set_elsewhere(&kripa_product_place_schema, lamp, "category_id", kp_id(fans));
    set_elsewhere(&kripa_product_place_schema, lamp, "subcategory_id", (struct kripa_value){0});
    migrate(false);
    ck_assert(kripa_id_equal(product_now(lamp)->category, fans));
    ck_sound();
}
END_TEST

START_TEST(many_records_are_brought_forward_page_by_page)
{
    for (int i = 0; i < 250; i++) {
        const char *name = kripa_arena_format(&arena, "fan-%d", i);
        sell(put_product(name, (struct kripa_product){.stock = i}), 1, KRIPA_DELIVERY_PENDING,
             1000 + i / 2);
    }
    struct said said = migrate(false);
    ck_said(&said, "number orders: 250\n");
    ck_said(&said, "open the stock ledger of products: 249\n");
    ck_sound();
    ck_assert_uint_eq(migrate(false).lines, 0);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("migrate", begin, end, old_records_are_brought_forward_once,
                        a_dry_run_tells_all_and_changes_nothing,
                        orders_are_numbered_by_their_days_after_those_that_have_one,
                        a_subcategory_whose_place_or_slug_is_not_free_is_told,
                        a_product_whose_place_is_not_written_down_waits,
                        a_stock_below_0_is_kept_and_shown_as_none,
                        prices_out_of_order_are_kept_and_told, what_has_no_price_is_not_given_away,
                        what_is_sold_before_the_migration_is_counted,
                        what_the_other_program_does_beside_is_taken_over,
                        a_ledger_that_nobody_else_could_change_is_left_to_verify,
                        a_shop_of_the_version_before_is_brought_forward,
                        a_product_that_the_other_program_moves_is_found_where_it_is,
                        many_records_are_brought_forward_page_by_page);
}
