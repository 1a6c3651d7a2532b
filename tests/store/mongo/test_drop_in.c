/* SPDX-License-Identifier: MIT
 * The database of the app that was there before (tests/data/old_app: one collection a file, with
 * what such data is like after some years): it is opened as it is, brought forward, sold from, and
 * brought forward again; nothing that nobody changed changes a byte. */
#include "suite.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include <kripa/kripa.h>
#include <kripa/maintenance.h>
#include <kripa/sys/schema.h>

#include "documents.h"
#include "fresh_store.h"
#include "said.h"

#define OLD         "6550c0ffee0000000000"
#define ASHA        OLD "0002"
#define FAN         OLD "0021"
#define EXHAUST_FAN OLD "0022"
#define LINE_TESTER OLD "0023"
#define PENDING     OLD "0033"
#define REVIEW      OLD "0041"
#define BANNER      OLD "0051"

/* The first ones are read and written by both, the others by the old app alone. */
static const char *const collections[] = {
    "users",   "products",     "orders",       "categories", "reviews", "subcategories",
    "banners", "transactions", "stock_ledger", "counters",   "audit",   NULL,
};
#define OLD_COLLECTIONS 8
#define CHANGED_BY_BOTH 5

static struct fresh_store store;
static struct kripa *kripa;
static struct kripa_arena arena;
static struct kripa_error err;

static char *read_sample(const char *collection)
{
    char path[256];
    snprintf(path, sizeof path, "%s/tests/data/old_app/%s.jsonl", KRIPA_SOURCE_DIR, collection);
    FILE *file = fopen(path, "r");
    ck_assert_msg(file, "%s", path);
    char *text = calloc(1, 1 << 16);
    ck_assert(fread(text, 1, (1 << 16) - 1, file) > 0);
    fclose(file);
    return text;
}

static void open_shop(void)
{
    struct kripa_config config = {.store_uri = store.uri,
                                  .jwt_secret = "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
                                  .password_memory_kib = 64,
                                  .password_passes = 1};
    ck_assert_msg(kripa_open(&config, &kripa, &err) == KRIPA_OK, "%s", err.message);
}

static void begin(void)
{
    fresh_store_make(&store);
    for (size_t i = 0; i < OLD_COLLECTIONS; i++) {
        char *lines = read_sample(collections[i]);
        documents_insert(store.uri, collections[i], lines);
        free(lines);
    }
    open_shop();
}

static void end(void)
{
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}

static struct said migrate(bool dry_run)
{
    struct said said = {0};
    ck_assert_msg(kripa_migrate(kripa, dry_run, say, &said, &err) == KRIPA_OK, "%s", err.message);
    return said;
}

static void ck_sound(void)
{
    struct said said = {0};
    struct kripa_verification found;
    kripa_verify(kripa, say, &said, &found, &err);
    ck_assert_str_eq(said.text, "");
}

struct picture {
    char *of[sizeof collections / sizeof *collections];
};

static struct picture look(void)
{
    struct picture picture = {0};
    for (size_t i = 0; collections[i]; i++)
        picture.of[i] = documents_all(store.uri, collections[i]);
    return picture;
}

static void forget(struct picture *picture)
{
    for (size_t i = 0; collections[i]; i++)
        free(picture->of[i]);
}

static void ck_same(const struct picture *a, const struct picture *b, size_t from)
{
    for (size_t i = from; collections[i]; i++)
        ck_assert_str_eq(a->of[i], b->of[i]);
}

/* Every field of the old document is in the new one, with its type and value, in the same order;
 * what is new comes behind. */
static void ck_only_grown(const char *before, const char *after)
{
    json_t *was = json_loads(before, JSON_DISABLE_EOF_CHECK, NULL);
    json_t *is = json_loads(after, JSON_DISABLE_EOF_CHECK, NULL);
    void *at = json_object_iter(is);
    const char *key;
    json_t *value;
    json_object_foreach(was, key, value)
    {
        ck_assert_str_eq(json_object_iter_key(at), key);
        ck_assert_msg(json_equal(json_object_iter_value(at), value), "%s of %s", key, before);
        at = json_object_iter_next(is, at);
    }
    json_decref(was);
    json_decref(is);
}

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return line + strspn(line, "\n");
}

/* By _id both are sorted; a category that was a subcategory comes between. */
static void ck_all_only_grown(const char *before, const char *after)
{
    for (; *before; before = next_line(before)) {
        size_t id_size = strcspn(before, "}"); /* {"_id":{"$oid":"..." */
        while (*after && strncmp(before, after, id_size) != 0)
            after = next_line(after);
        ck_assert_msg(*after, "gone: %s", before);
        ck_only_grown(before, after);
    }
}

static struct kripa_viewer sign_in(const char *email, const char *password)
{
    struct kripa_sign_in with = {.email = email, .password = password};
    struct kripa_signed_in in;
    ck_assert_msg(kripa_sign_in(kripa, &with, &arena, &in, &err) == KRIPA_OK, "%s: %s", email,
                  err.message);
    return (struct kripa_viewer){.user = in.account.id, .role = in.account.role};
}

static void ck_everybody_comes_in(void)
{
    struct kripa_sign_in blocked = {.email = "blocked@example.in", .password = "Block#2025"};
    struct kripa_signed_in in;
    ck_assert_int_eq(sign_in("owner@example.in", "Owner#2025").role, KRIPA_ROLE_ADMIN);
    ck_assert_int_eq(sign_in("corner@example.in", "Corner#2025").role, KRIPA_ROLE_RETAILER);
    struct kripa_viewer asha = sign_in("asha@example.in", "Asha#2025"),
                        twin = sign_in("Asha@Example.in", "Upper#2025");
    ck_assert(!kripa_id_equal(asha.user, twin.user));
    sign_in("Ravi@Example.in", "Ravi#2025");
    ck_assert_int_eq(kripa_sign_in(kripa, &blocked, &arena, &in, NULL), KRIPA_FORBIDDEN);
}

static struct kripa_id id_of(const char *text)
{
    struct kripa_id id;
    ck_assert(kripa_id_parse(text, &id));
    return id;
}

/* What the old app's people had is theirs: orders, cart, favourites, addresses. */
static void ck_old_orders_are_there(struct kripa_viewer asha)
{
    struct kripa_orders orders;
    struct kripa_order_filter all = {0};
    ck_assert_int_eq(kripa_order_list(kripa, asha, KRIPA_ORDERS_MINE, &all, &arena, &orders, &err),
                     KRIPA_OK);
    ck_assert_uint_eq(orders.count, 2);
    ck_assert_int_eq(orders.at[1].total_paise, 9604062);
    ck_assert_int_eq(kripa_order_list(kripa, kripa_viewer_console("t"), KRIPA_ORDERS_ALL, &all,
                                      &arena, &orders, &err),
                     KRIPA_OK);
    ck_assert_uint_eq(orders.count, 3);
    const struct kripa_order *lost = &orders.at[2];
    ck_assert_ptr_null(lost->user_shown);
    ck_assert_ptr_null(lost->items[0].product_shown);
    ck_assert_str_eq(lost->items[0].name, "Emergency Lamp");
    ck_assert_str_eq(lost->shipping_address.name, "Gone");
    struct kripa_cart_lines cart;
    ck_assert_int_eq(kripa_cart_get(kripa, asha, NULL, &arena, &cart, &err), KRIPA_OK);
    ck_assert_uint_eq(cart.count, 2);
    ck_assert(!cart.at[0].available && cart.at[1].available && cart.at[1].qty == 2);
    struct kripa_products favorites;
    ck_assert_int_eq(kripa_favorite_list(kripa, asha, &arena, &favorites, &err), KRIPA_OK);
    ck_assert_uint_eq(favorites.count, 1);
}

static struct kripa_product *shown(const char *name)
{
    struct kripa_product *product;
    ck_assert_int_eq(
        kripa_product_get(kripa, kripa_viewer_console("t"), name, &arena, &product, &err),
        KRIPA_OK);
    return product;
}

static void ck_catalogue_is_there(void)
{
    struct kripa_products products;
    struct kripa_product_filter all = {0};
    ck_assert_int_eq(kripa_product_list(kripa, kripa_viewer_guest(), &all, &arena, &products, &err),
                     KRIPA_OK);
    ck_assert_uint_eq(products.count, 3); /* one is hidden */
    ck_assert_int_eq(shown("exhaust-fan")->stock, 0);
    ck_assert_int_eq(shown("line-tester")->price_paise, 3333);
    ck_assert_str_eq(shown("line-tester")->category_shown->slug, "tools-(hand)");
    ck_assert_str_eq(shown("Old Lamp")->name, "Old Lamp");
}

static void ck_is_found(const char *category, const char *q, size_t count)
{
    struct kripa_products products;
    struct kripa_product_filter filter = {.category = category, .q = q};
    ck_assert_int_eq(
        kripa_product_list(kripa, kripa_viewer_guest(), &filter, &arena, &products, &err),
        KRIPA_OK);
    ck_assert_uint_eq(products.count, count);
}

static void buy(struct kripa_viewer viewer, const char *product)
{
    struct kripa_order_item item = {id_of(product), 1};
    struct kripa_order_request request = {
        .items = &item,
        .items_count = 1,
        .shipping_address = {"Asha", "9826012345", "1 Road", "Pachore", "MP", "465683"}};
    struct kripa_order *order;
    ck_assert_msg(kripa_order_place(kripa, viewer, &request, "test", NULL, &arena, &order, &err) ==
                      KRIPA_OK,
                  "%s", err.message);
}

/* Four and a half stars count as five; nobody writes a second one beside an old review. */
static void ck_old_review_is_there(void)
{
    struct kripa_reviews reviews;
    struct kripa_review *second;
    struct kripa_viewer asha = sign_in("asha@example.in", "Asha#2025");
    const struct kripa_review review = {.rating = 1, .text = "Once more"};
    ck_assert_int_eq(
        kripa_review_list(kripa, kripa_viewer_guest(), id_of(FAN), NULL, &arena, &reviews, &err),
        KRIPA_OK);
    ck_assert_int_eq(reviews.page.total, 1);
    ck_assert_int_eq(reviews.at[0].rating, 5);
    ck_assert_int_eq(
        kripa_review_add(kripa, asha, id_of(FAN), &review, KRIPA_GIVEN_ALL, &arena, &second, &err),
        KRIPA_EXISTS);
}

static void ck_old_banner_is_there(void)
{
    struct kripa_banners banners;
    ck_assert_int_eq(kripa_banner_list_shown(kripa, kripa_viewer_guest(), &arena, &banners, &err),
                     KRIPA_OK);
    ck_assert_uint_eq(banners.count, 1);
    ck_assert_str_eq(banners.at[0].product_shown->name, "Ceiling Fan");
}

START_TEST(an_old_banner_keeps_what_nobody_changed)
{
    struct kripa_banner *banner;
    const struct kripa_banner now = {.badge = "New"};
    kripa_given badge = kripa_schema_bit(&kripa_banner_schema, "badge");
    ck_assert_int_eq(kripa_banner_edit(kripa, kripa_viewer_console("t"), id_of(BANNER), &now, badge,
                                       &arena, &banner, &err),
                     KRIPA_OK);
    ck_old_banner_is_there();
    char *is = documents_text(store.uri, "banners", BANNER);
    ck_assert(strstr(is, "\"New\"") && strstr(is, "__v") && !strstr(is, "ctaLabel"));
    free(is);
}
END_TEST

START_TEST(an_old_review_is_changed_and_deleted)
{
    struct kripa_viewer asha = sign_in("asha@example.in", "Asha#2025");
    const struct kripa_review now = {.rating = 2, .text = "Loud by now"};
    struct kripa_review *review;
    ck_assert_int_eq(
        kripa_review_edit(kripa, asha, id_of(REVIEW), &now, KRIPA_GIVEN_ALL, &arena, &review, &err),
        KRIPA_OK);
    migrate(false);
    ck_sound();
    ck_assert_int_eq(shown(FAN)->rating->average_hundredths, 200);
    ck_assert_int_eq(kripa_review_delete(kripa, asha, id_of(REVIEW), &arena, &review, &err),
                     KRIPA_OK);
    ck_assert_ptr_null(shown(FAN)->rating);
    ck_sound();
}
END_TEST

START_TEST(it_opens_as_it_is)
{
    bool waits;
    ck_everybody_comes_in();
    ck_old_orders_are_there(sign_in("asha@example.in", "Asha#2025"));
    ck_catalogue_is_there();
    ck_assert_int_eq(kripa_migration_pending(kripa, &waits, &err), KRIPA_OK);
    ck_assert(waits);
    ck_old_review_is_there();
    ck_old_banner_is_there();
    buy(sign_in("asha@example.in", "Asha#2025"), FAN); /* before it is brought forward, too */
    migrate(false);
    ck_sound();
}
END_TEST

static void ck_odd_is_told(const struct said *said)
{
    ck_said(said, "anomaly: subcategory Lost: its category is gone");
    ck_said(said, "anomaly: subcategory Lost: its slug fans is a category's already");
    ck_said(said, "a category beside it has the same name");
    ck_said(said, "anomaly: product Exhaust Fan: its stock is -3, shown as 0");
    ck_said(said, "anomaly: product Line Tester: its retailer_price is above its price");
    ck_said(said, "anomaly: product Line Tester: its price_bulk is not above 0");
    ck_said(said, "price is 33.333; it counts as 33.33");
    ck_said(said, "anomaly: account Asha@Example.in: asha@example.in is another account");
    ck_said(said,
            "anomaly: account Ravi@Example.in: it signs in with its e-mail written exactly so");
    ck_said(said, "its total is 2099.50, its lines come to 2099.49");
    ck_said(said, "anomaly: orders whose buyer is gone");
    ck_said(said, "rating is 4.5; it counts as 5");
}

START_TEST(it_is_brought_forward_and_nothing_old_changes)
{
    struct picture old = look();
    ck_odd_is_told(&(struct said[]){migrate(true)}[0]);
    struct picture dry = look();
    ck_same(&old, &dry, 0);
    struct said said = migrate(false);
    ck_odd_is_told(&said);
    struct picture brought = look();
    for (size_t i = 0; i < CHANGED_BY_BOTH; i++)
        ck_all_only_grown(old.of[i], brought.of[i]);
    for (size_t i = CHANGED_BY_BOTH; i < OLD_COLLECTIONS; i++)
        ck_assert_str_eq(old.of[i], brought.of[i]);
    ck_sound();
    said = migrate(false);
    ck_said(&said, "nothing else to do");
    struct picture again = look();
    ck_same(&brought, &again, 0);
    ck_everybody_comes_in();
    ck_old_orders_are_there(sign_in("asha@example.in", "Asha#2025"));
    ck_catalogue_is_there();
    ck_old_review_is_there();
    ck_assert_int_eq(shown(FAN)->rating->average_hundredths, 500);
    ck_is_found("fans", NULL, 2);
    ck_is_found("fans-all", NULL, 1);
    ck_is_found(NULL, "exha", 1);
    struct picture *all[] = {&old, &dry, &brought, &again};
    for (size_t i = 0; i < 4; i++)
        forget(all[i]);
}
END_TEST

START_TEST(it_is_sold_from_and_only_what_is_sold_changes)
{
    migrate(false);
    struct picture before = look();
    struct kripa_viewer asha = sign_in("asha@example.in", "Asha#2025");
    struct kripa_order *cancelled;
    buy(asha, FAN);
    ck_assert_msg(kripa_order_cancel(kripa, asha, id_of(PENDING), NULL, (struct kripa_int){0},
                                     &arena, &cancelled, &err) == KRIPA_OK,
                  "%s", err.message);
    ck_assert_int_eq(shown(FAN)->stock, 10); /* one went, one came back */
    ck_assert_int_eq(shown(LINE_TESTER)->stock, 107);
    ck_assert_int_eq(kripa_favorite_remove(kripa, asha, id_of(FAN), &err), KRIPA_OK);
    ck_sound();
    struct picture sold = look();
    migrate(false);
    struct picture again = look();
    ck_same(&sold, &again, 0);
    for (size_t i = CHANGED_BY_BOTH; i < OLD_COLLECTIONS; i++)
        ck_assert_str_eq(before.of[i], again.of[i]);
    char *fan = documents_text(store.uri, "products", FAN),
         *user = documents_text(store.uri, "users", ASHA),
         *untouched = documents_text(store.uri, "products", EXHAUST_FAN);
    ck_assert_ptr_nonnull(strstr(fan, "\"__v\" : { \"$numberInt\" : \"0\" }"));
    ck_assert_ptr_nonnull(strstr(fan, OLD "0074")); /* an image's own _id */
    ck_assert_ptr_nonnull(strstr(user, "\"landmark\" : \"Temple\""));
    ck_assert_ptr_nonnull(strstr(user, "\"loginOtp\""));
    ck_assert_ptr_nonnull(strstr(user, "\"favorites\" : [ { \"$oid\" : \"" OLD "0099\" } ]"));
    ck_assert_ptr_nonnull(strstr(before.of[1], untouched));
    struct picture *all[] = {&before, &sold, &again};
    for (size_t i = 0; i < 3; i++)
        forget(all[i]);
    free(fan);
    free(user);
    free(untouched);
}
END_TEST

START_TEST(when_the_old_app_is_gone_its_last_traces_go)
{
    struct said said = {0};
    migrate(false);
    ck_assert_int_eq(kripa_migrate_finish(kripa, false, say, &said, &err), KRIPA_OK);
    ck_said(&said, "write e-mail addresses in lower case: 1\n");
    sign_in("ravi@example.in", "Ravi#2025");
    sign_in("Asha@Example.in", "Upper#2025");
    char *ravi = documents_text(store.uri, "users", OLD "0004");
    ck_assert_ptr_nonnull(strstr(ravi, "$argon2id$"));
    ck_assert_ptr_nonnull(strstr(ravi, "\"googleId\" : \"1099\""));
    free(ravi);
    sign_in("ravi@example.in", "Ravi#2025");
}
END_TEST

/* As some other program may have left them: texts for numbers, a status nobody knows. */
static void spoil(const char *collection, const char *id, const char *members)
{
    char command[512];
    snprintf(command, sizeof command,
             "{\"update\":\"%s\",\"updates\":[{\"q\":{\"_id\":{\"$oid\":\"%s\"}},"
             "\"u\":{\"$set\":%s}}]}",
             collection, id, members);
    free(documents_command(store.uri, command));
}

static void ck_has(const char *collection, const char *id, const char *part)
{
    char *text = documents_text(store.uri, collection, id);
    ck_assert_msg(strstr(text, part), "%s is not in\n%s", part, text);
    free(text);
}

START_TEST(nothing_stops_because_of_an_odd_value)
{
    struct kripa_stock_change seven = {.add = {.set = true, .value = 7}, .reason = "counted"};
    struct kripa_product *product;
    struct kripa_order *order;
    struct kripa_viewer asha;
    migrate(false);
    spoil("products", FAN, "{\"low_stock_threshold\":\"5\"}");
    spoil("orders", PENDING, "{\"deliveryStatus\":\"on its way\"}");
    asha = sign_in("asha@example.in", "Asha#2025");
    buy(asha, FAN); /* of the two in her cart: what is left of the line is the old app's */
    ck_has("users", ASHA,
           "\"qty\" : { \"$numberLong\" : \"1\" }, \"_id\" : { \"$oid\" : \"" OLD "0073\" }");
    ck_has("products", FAN, "\"low_stock_threshold\" : \"5\"");
    spoil("products", FAN, "{\"stock\":\"12\"}");
    ck_assert_msg(kripa_stock_change(kripa, kripa_viewer_console("t"), id_of(FAN), &seven, &arena,
                                     &product, &err) == KRIPA_OK,
                  "%s", err.message);
    ck_assert_int_eq(shown(FAN)->stock, 7);
    ck_assert_msg(kripa_order_cancel(kripa, asha, id_of(PENDING), NULL, (struct kripa_int){0},
                                     &arena, &order, &err) == KRIPA_OK,
                  "%s", err.message);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "drop_in", begin, end, it_opens_as_it_is, it_is_brought_forward_and_nothing_old_changes,
        an_old_review_is_changed_and_deleted, an_old_banner_keeps_what_nobody_changed,
        it_is_sold_from_and_only_what_is_sold_changes, when_the_old_app_is_gone_its_last_traces_go,
        nothing_stops_because_of_an_odd_value);
}
