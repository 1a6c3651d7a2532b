/* SPDX-License-Identifier: MIT
 * The life of a shop from its first day on, by kripactl alone: every command at least once, and
 * what each did looked at through another. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/kripa.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
}

/* What the command answers with --json. */
#define JSON(...) console_json(&console, MUST(&console, __VA_ARGS__, "--json"))

/* The value at a path of names, "items[0]" and "." between them. */
static const json_t *at(const json_t *json, const char *path)
{
    while (*path && json) {
        char name[40];
        size_t size = strcspn(path, ".[");
        snprintf(name, sizeof name, "%.*s", (int)size, path);
        json = size > 0 ? json_object_get(json, name) : json;
        path += size;
        if (*path == '[') {
            json = json_array_get(json, (size_t)strtoul(path + 1, NULL, 10));
            path = strchr(path, ']') + 1;
        }
        path += *path == '.';
    }
    ck_assert_msg(json != NULL, "nothing there");
    return json;
}
static const char *text_at(const json_t *json, const char *path)
{
    const char *text = json_string_value(at(json, path));
    ck_assert_ptr_nonnull(text);
    return text;
}
static double number_at(const json_t *json, const char *path)
{
    ck_assert_msg(json_is_number(at(json, path)), "%s is no number", path);
    return json_number_value(at(json, path));
}
static size_t count_at(const json_t *json, const char *path)
{
    return json_array_size(at(json, path));
}

static void add_goods(void)
{
    MUST(&console, "category", "add", "--name", "Lighting");
    MUST(&console, "category", "add", "--name", "LED bulbs", "--slug", "bulbs", "--parent",
         "lighting");
    MUST(&console, "product", "add", "--name", "LED bulb 9 W", "--sku", "LED-9W", "--price",
         "120.50", "--retailer-price", "99", "--price-bulk", "90", "--min-bulk-qty", "10",
         "--category", "bulbs", "--stock", "40", "--image", "https://img.example.in/a/led.jpg?v=2");
    MUST(&console, "product", "add", "--name", "Ceiling fan", "--sku", "FAN", "--price", "1500",
         "--stock", "3");
}

static void add_people(void)
{
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Ravi Kumar", "--email", "ravi@example.in");
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Meena", "--email", "meena@example.in", "--role",
         "retailer");
}

#define SECRET "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u" /* kripad's */

#define ADDRESS                                                                                    \
    "--name", "Ravi Kumar", "--phone", "+91 98765 43210", "--address-line", "12 MG Road",          \
        "--city", "Bengaluru", "--state", "Karnataka", "--pincode", "560001"

START_TEST(settings_are_shown_and_set)
{
    MUST(&console, "shop", "set", "--shop-name", "Rao Electricals", "--delivery-charge", "40",
         "--cod-limit", "5000", "--pincode", "560001", "--pincode", "560002");
    json_t *shop = JSON("shop", "show");
    ck_assert_str_eq(text_at(shop, "shopName"), "Rao Electricals");
    ck_assert_double_eq(number_at(shop, "deliveryCharge"), 40);
    ck_assert_uint_eq(count_at(shop, "pincodes"), 2);
    MUST(&console, "shop", "set", "--cod-limit", "");
    ck_assert_ptr_null(json_object_get(JSON("shop", "show"), "codLimit"));
    console_expect(CONSOLE(&console, "shop", "set"), 2);
}
END_TEST

START_TEST(the_catalogue_is_kept)
{
    add_goods();
    json_t *product = JSON("product", "show", "LED-9W");
    ck_assert_double_eq(number_at(product, "price"), 120.5);
    ck_assert_double_eq(number_at(product, "retailer_price"), 99);
    ck_assert_str_eq(text_at(product, "images[0].public_id"), "led");
    ck_assert_str_eq(text_at(product, "category.slug"), "lighting");
    ck_assert_str_eq(text_at(product, "subcategory_id.slug"), "bulbs");
    MUST(&console, "product", "edit", "led-bulb-9-w", "--price", "115", "--retailer-price", "95",
         "--price-bulk", "");
    product = JSON("product", "show", text_at(product, "_id"));
    ck_assert_double_eq(number_at(product, "price"), 115);
    ck_assert_ptr_null(json_object_get(product, "price_bulk"));
    MUST(&console, "product", "hide", "FAN");
    ck_assert_uint_eq(count_at(JSON("product", "list", "--active", "true"), "items"), 1);
    MUST(&console, "product", "unhide", "FAN");
    json_t *list = JSON("product", "list", "--sort", "price");
    ck_assert_uint_eq(count_at(list, "items"), 2);
    ck_assert_double_eq(number_at(list, "meta.total"), 2);
    ck_assert_str_eq(text_at(list, "items[0].sku"), "LED-9W");
    ck_assert_uint_eq(count_at(JSON("product", "list", "led", "bul"), "items"), 1);
    MUST(&console, "product", "delete", "FAN", "--yes");
    console_expect(CONSOLE(&console, "product", "show", "FAN"), 4);
}
END_TEST

START_TEST(categories_are_a_tree)
{
    add_goods();
    json_t *tree = JSON("category", "list");
    ck_assert_uint_eq(json_array_size(tree), 1);
    ck_assert_str_eq(text_at(tree, "[0].children[0].slug"), "bulbs");
    MUST(&console, "category", "edit", "bulbs", "--name", "Bulbs", "--status", "inactive");
    ck_assert_str_eq(text_at(JSON("category", "list"), "[0].children[0].status"), "inactive");
    console_expect(CONSOLE(&console, "category", "delete", "lighting", "--yes"), 5);
    MUST(&console, "category", "add", "--name", "Fans");
    MUST(&console, "category", "delete", "fans", "--yes");
    ck_assert_uint_eq(json_array_size(JSON("category", "list")), 1);
}
END_TEST

START_TEST(stock_moves_with_its_ledger)
{
    add_goods();
    MUST(&console, "stock", "set", "LED-9W", "38", "--reason", "counted");
    MUST(&console, "stock", "add", "LED-9W", "-2", "--reason", "broken");
    ck_assert_double_eq(number_at(JSON("stock", "show", "LED-9W"), "stock"), 36);
    ck_assert_ptr_nonnull(strstr(MUST(&console, "stock", "show", "LED-9W"), "36 of LED bulb"));
    json_t *ledger = JSON("stock", "ledger", "LED-9W");
    ck_assert_uint_eq(count_at(ledger, "items"), 3);
    ck_assert_double_eq(number_at(ledger, "items[0].delta"), -2);
    ck_assert_str_eq(text_at(ledger, "items[0].reason"), "broken");
    ck_assert_int_eq(strncmp(text_at(ledger, "items[0].by"), "console:", 8), 0);
    json_t *low = JSON("stock", "low", "--limit", "5");
    ck_assert_uint_eq(json_array_size(low), 1);
    ck_assert_str_eq(text_at(low, "[0].sku"), "FAN");
    console_expect(CONSOLE(&console, "stock", "add", "FAN", "-4", "--reason", "lost"), 3);
    console_expect(CONSOLE(&console, "stock", "add", "FAN", "4"), 3); /* no reason */
}
END_TEST

START_TEST(an_order_goes_from_the_phone_call_to_the_parcel)
{
    add_goods();
    add_people();
    json_t *order = JSON("order", "add", "ravi@example.in", "LED-9W=2", "FAN", ADDRESS);
    ck_assert_double_eq(number_at(order, "number"), 1001);
    ck_assert_double_eq(number_at(order, "totalAmount"), 1741);
    ck_assert_str_eq(text_at(order, "user.email"), "ravi@example.in");
    ck_assert_str_eq(text_at(order, "shippingAddress.phone"), "9876543210");
    MUST(&console, "order", "ship", "1001", "--note", "DHL 77");
    json_t *shipped = JSON("order", "show", text_at(order, "_id") + 16);
    ck_assert_str_eq(text_at(shipped, "deliveryStatus"), "shipped");
    ck_assert_str_eq(text_at(shipped, "history[1].note"), "DHL 77");
    json_t *delivered = JSON("order", "deliver", "1001");
    ck_assert_str_eq(text_at(delivered, "paymentStatus"), "paid");
    console_expect(CONSOLE(&console, "order", "cancel", "1001", "--yes"), 5);
}
END_TEST

START_TEST(a_retailer_s_order_has_his_prices_and_may_be_cancelled)
{
    add_goods();
    add_people();
    json_t *order = JSON("order", "add", "meena@example.in", "LED-9W=10", ADDRESS);
    ck_assert_double_eq(number_at(order, "totalAmount"), 900);
    ck_assert(json_is_true(at(order, "isBulkOrder")));
    ck_assert_double_eq(number_at(JSON("product", "show", "LED-9W"), "stock"), 30);
    MUST(&console, "order", "cancel", "1001", "--yes", "--note", "changed her mind");
    ck_assert_double_eq(number_at(JSON("product", "show", "LED-9W"), "stock"), 40);
    json_t *list = JSON("order", "list", "--mode", "retailer", "--user", "meena@example.in",
                        "--status", "cancelled");
    ck_assert_uint_eq(count_at(list, "items"), 1);
    ck_assert_uint_eq(count_at(JSON("order", "list", "--user", "ravi@example.in"), "items"), 0);
    ck_assert_uint_eq(count_at(JSON("order", "list", "1001"), "items"), 1);
    struct ran ran = CONSOLE(&console, "order", "add", "meena@example.in", "FAN=4", ADDRESS);
    console_expect(ran, 5);
    ck_assert_msg(strstr(ran.err, "only 3 left") != NULL, "%s", ran.err);
    console_expect(CONSOLE(&console, "order", "add", "meena@example.in", "FAN=0", ADDRESS), 3);
    console_expect(CONSOLE(&console, "order", "add", "meena@example.in", "FAN"), 3);
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(people_are_kept)
{
    add_people();
    json_t *list = JSON("user", "list", "--role", "retailer");
    ck_assert_str_eq(text_at(list, "items[0].email"), "meena@example.in");
    ck_assert_uint_eq(count_at(JSON("user", "list", "ravi"), "items"), 1);
    MUST(&console, "user", "block", "ravi@example.in");
    ck_assert(json_is_true(at(JSON("user", "show", "ravi@example.in"), "isBlocked")));
    MUST(&console, "user", "unblock", "ravi@example.in");
    ck_assert(json_is_false(at(JSON("user", "show", "ravi@example.in"), "isBlocked")));
    MUST(&console, "user", "role", "ravi@example.in", "admin");
    console.input = "another#Lamp77\n";
    MUST(&console, "user", "password", "ravi@example.in");
    json_t *stats = JSON("user", "stats");
    ck_assert_double_eq(number_at(stats, "totalUsers"), 3);
    ck_assert_double_eq(number_at(stats, "totalRetailers"), 1);
    console_expect(CONSOLE(&console, "user", "role", "ravi@example.in", "king"), 3);
    console_expect(CONSOLE(&console, "user", "show", "nobody@example.in"), 4);
}
END_TEST

START_TEST(an_address_book_is_kept)
{
    add_people();
    json_t *first = JSON("address", "add", "ravi@example.in", ADDRESS);
    ck_assert(json_is_true(at(first, "default")));
    json_t *second = JSON("address", "add", "ravi@example.in", ADDRESS);
    const char *id = text_at(second, "_id");
    MUST(&console, "address", "edit", "ravi@example.in", id + 16, "--city", "Mysuru", "--default",
         "true");
    json_t *book = JSON("address", "list", "ravi@example.in");
    ck_assert_uint_eq(json_array_size(book), 2);
    ck_assert_str_eq(text_at(book, "[1].city"), "Mysuru");
    ck_assert(json_is_false(at(book, "[0].default")));
    MUST(&console, "address", "delete", "ravi@example.in", id, "--yes");
    ck_assert(json_is_true(at(JSON("address", "list", "ravi@example.in"), "[0].default")));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "address", "list", "ravi@example.in"), "12 MG"));
    console_expect(CONSOLE(&console, "address", "edit", "ravi@example.in", id), 2);
    console_expect(CONSOLE(&console, "address", "delete", "ravi@example.in", id, "--yes"), 4);
}
END_TEST

START_TEST(people_come_back_and_leave)
{
    add_goods();
    add_people();
    json_t *link = JSON("user", "reset-link", "ravi@example.in");
    ck_assert_ptr_nonnull(strchr(text_at(link, "token"), '.'));
    ck_assert_ptr_null(json_object_get(link, "link"));
    console.vars[0] = "FRONTEND_URL=https://shop.example.in/";
    const char *url = MUST(&console, "user", "reset-link", "ravi@example.in");
    ck_assert_msg(strstr(url, "https://shop.example.in/reset-password?token=") == url, "%s", url);
    console.vars[0] = NULL;
    MUST(&console, "order", "add", "ravi@example.in", "FAN", ADDRESS);
    json_t *export = JSON("user", "export", "ravi@example.in");
    ck_assert_str_eq(text_at(export, "account.email"), "ravi@example.in");
    ck_assert_double_eq(number_at(export, "orders[0].number"), 1001);
    struct ran ran = CONSOLE(&console, "user", "close", "ravi@example.in", "--yes");
    console_expect(ran, 5);
    ck_assert_msg(strstr(ran.err, "1001") != NULL, "%s", ran.err);
    MUST(&console, "order", "cancel", "1001", "--yes");
    MUST(&console, "user", "close", "ravi@example.in", "--yes");
    console_expect(CONSOLE(&console, "user", "show", "ravi@example.in"), 4);
    MUST(&console, "store", "verify");
    json_t *kept = JSON("audit", "list", "--action", "account.reset_link");
    ck_assert_uint_eq(count_at(kept, "items"), 2);
}
END_TEST

/* As kripad leaves one that waits; the message's id. */
static const char *ask_for_code(const char *email)
{
    char uri[FOLDER_SIZE + 20];
    static char id[KRIPA_ID_TEXT_SIZE];
    struct kripa *kripa;
    struct kripa_id message;
    snprintf(uri, sizeof uri, "sqlite:%s/kripa.db", console.folder);
    ck_assert_int_eq(
        kripa_open(&(struct kripa_config){.store_uri = uri, .jwt_secret = SECRET}, &kripa, NULL),
        KRIPA_OK);
    ck_assert_int_eq(kripa_code_request(kripa, email, &message, NULL), KRIPA_OK);
    kripa_close(kripa);
    kripa_id_format(message, id);
    return id;
}

START_TEST(a_secret_is_opened_at_the_console_by_the_server_s_secret)
{
    add_people();
    const char *id = ask_for_code("ravi@example.in");
    struct ran ran = CONSOLE(&console, "outbox", "show", id);
    console_expect(ran, 7);
    ck_assert_msg(strstr(ran.err, "JWT_SECRET") != NULL, "%s", ran.err);
    ck_assert_ptr_null(strstr(MUST(&console, "outbox", "list", "--json"), "code\":"));
    console.vars[0] = "JWT_SECRET=another-one-Zk3vR8wq1LbY6tNsD0hXjC9u";
    console_expect(CONSOLE(&console, "outbox", "show", id), 5);
    console.vars[0] = "JWT_SECRET=" SECRET;
    ck_assert_uint_eq(strlen(text_at(JSON("outbox", "show", id), "says.code")), 6);
    ck_assert_ptr_nonnull(strstr(MUST(&console, "outbox", "show", id), "code"));
    MUST(&console, "user", "role", "meena@example.in", "admin");
    console_expect(CONSOLE(&console, "outbox", "show", id, "--as", "meena@example.in"), 6);
    console.vars[0] = NULL;
    ck_assert_uint_eq(count_at(JSON("audit", "list", "--action", "outbox.open"), "items"), 2);
}
END_TEST

START_TEST(a_message_is_opened_at_the_console)
{
    add_goods();
    add_people();
    MUST(&console, "order", "add", "ravi@example.in", "FAN", ADDRESS);
    json_t *list = JSON("outbox", "list", "--kind", "order_placed");
    const char *id = text_at(list, "items[0]._id");
    json_t *message = JSON("outbox", "show", id);
    ck_assert_str_eq(text_at(message, "to"), "ravi@example.in");
    ck_assert_ptr_null(json_object_get(message, "says"));
    console_expect(CONSOLE(&console, "outbox", "show", "65f0a1b2c3d4e5f60718293a"), 4);
    console_expect(CONSOLE(&console, "outbox", "show", "nonsense"), 4);
    console_expect(CONSOLE(&console, "outbox", "show", id, "--as", "meena@example.in"), 6);
}
END_TEST

START_TEST(many_are_added_from_a_file)
{
    MUST(&console, "category", "add", "--file",
         KRIPA_SOURCE_DIR "/examples/catalogue/categories.jsonl");
    json_t *products =
        JSON("product", "add", "--file", KRIPA_SOURCE_DIR "/examples/catalogue/products.jsonl");
    ck_assert_uint_gt(json_array_size(products), 59);
    console.input = "{\"name\": \"A\", \"price\": 10}\n\n{\"name\": \"B\"}\nnonsense\n"
                    "{\"name\": \"A\", \"price\": 10}\n{\"name\": \"C\", \"price\": 10}";
    struct ran ran = CONSOLE(&console, "product", "add", "--file", "-");
    ck_assert_str_eq(console_expect(ran, 3), "2 added.\n");
    ck_assert_msg(strstr(ran.err, "line 3: price: ") != NULL, "%s", ran.err);
    ck_assert_msg(strstr(ran.err, "line 4: ") != NULL, "%s", ran.err);
    ck_assert_msg(strstr(ran.err, "line 5: name: ") != NULL, "%s", ran.err);
    ck_assert_msg(strstr(ran.err, "3 lines could not be added") != NULL, "%s", ran.err);
    MUST(&console, "product", "show", "c");
    console.input = "\xef\xbb\xbf{\"name\": \"D\", \"price\": 10}\n";
    ck_assert_str_eq(MUST(&console, "product", "add", "--file", "-"), "1 added.\n");
    console_expect(CONSOLE(&console, "product", "add", "--file", "-", "--name", "x"), 2);
    console_expect(CONSOLE(&console, "product", "add", "--file", "gone.jsonl"), 4);
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(the_figures_are_told)
{
    add_goods();
    add_people();
    json_t *overview = JSON("report", "overview");
    ck_assert(json_is_integer(json_object_get(overview, "totalUsers")));
    overview = JSON("report", "overview", "--from", "2026-01-01");
    ck_assert(json_is_object(json_object_get(overview, "previous")));
    ck_assert_uint_eq(json_array_size(JSON("report", "revenue")), 30);
    ck_assert_uint_eq(json_array_size(JSON("report", "orders")), 4);
    ck_assert_uint_eq(json_array_size(JSON("report", "top-products", "--by", "revenue")), 0);
    ck_assert_uint_eq(json_array_size(JSON("report", "user-growth", "--limit", "3")), 3);
    JSON("report", "low-stock");
    JSON("report", "retailers");
    ck_assert_ptr_nonnull(strstr(MUST(&console, "report", "orders"), "pending"));
    ck_assert_ptr_nonnull(
        strstr(MUST(&console, "report", "revenue", "--limit", "1", "--format", "csv"),
               "_id,total,orders"));
    ck_assert_ptr_nonnull(
        strstr(MUST(&console, "report", "overview", "--format", "csv"), "totalOrders"));
    console_expect(CONSOLE(&console, "report", "revenue", "--from", "soon"), 3);
}
END_TEST

START_TEST(what_was_done_and_is_to_be_told_can_be_read)
{
    MUST(&console, "product", "add", "--name", "Lamp", "--price", "100", "--stock", "12");
    MUST(&console, "product", "edit", "lamp", "--price", "110");
    MUST(&console, "stock", "set", "lamp", "9", "--reason", "counted");
    json_t *rows = JSON("audit", "list", "--action", "product.edit");
    ck_assert_uint_eq(count_at(rows, "items"), 1);
    ck_assert_double_eq(number_at(rows, "items[0].before.price"), 100);
    ck_assert_double_eq(number_at(rows, "items[0].after.price"), 110);
    ck_assert_ptr_nonnull(strstr(text_at(rows, "items[0].by"), "console:"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "audit", "list", "--sort", "seq"), "product.add"));
    json_t *messages = JSON("outbox", "list", "--status", "pending", "--kind", "low_stock");
    ck_assert_uint_eq(count_at(messages, "items"), 1);
    ck_assert_str_eq(text_at(messages, "items[0].data.name"), "Lamp");
    ck_assert_ptr_nonnull(strstr(MUST(&console, "outbox", "list"), "low_stock"));
    console_expect(CONSOLE(&console, "outbox", "list", "--kind", "letter"), 3);
}
END_TEST

START_TEST(secrets_are_long_and_new)
{
    json_t *secret = JSON("secret", "new");
    ck_assert_uint_ge(strlen(text_at(secret, "secret")), 32);
    ck_assert_str_ne(MUST(&console, "secret", "new"), MUST(&console, "secret", "new"));
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("the life of a shop", &console, make_shop), "the life of a shop",
                     settings_are_shown_and_set, the_catalogue_is_kept, categories_are_a_tree,
                     stock_moves_with_its_ledger, an_order_goes_from_the_phone_call_to_the_parcel,
                     a_retailer_s_order_has_his_prices_and_may_be_cancelled, people_are_kept,
                     an_address_book_is_kept, people_come_back_and_leave,
                     a_secret_is_opened_at_the_console_by_the_server_s_secret,
                     a_message_is_opened_at_the_console, many_are_added_from_a_file,
                     the_figures_are_told, what_was_done_and_is_to_be_told_can_be_read,
                     secrets_are_long_and_new);
}
