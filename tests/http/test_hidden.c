/* SPDX-License-Identifier: MIT
 * A product that is hidden exists for admins only: no route tells anybody else a word of it, though
 * they have it in their cart, among their favourites and in an order. */
#include <string.h>

#include <check.h>

#include "routes.h"
#include "suite.h"
#include "walk.h"

#define WORD "zsecret" /* in all that the product says of itself since it is hidden */

static struct walk walk;
static const char *product, *orders[KRIPA_ROLE_COUNT];
static const enum kripa_role buyers[] = {KRIPA_ROLE_CUSTOMER, KRIPA_ROLE_RETAILER};

#define ADDRESS                                                                                    \
    "\"shippingAddress\":{\"name\":\"Asha\",\"phone\":\"9826012345\",\"addressLine\":\"12 Road\"," \
    "\"city\":\"Pachore\",\"state\":\"Madhya Pradesh\",\"pincode\":\"465683\"}"

/* Bought, kept in the cart and among the favourites, then renamed and hidden. */
static void begin(void)
{
    walk_open(&walk);
    product = walk_product(&walk, "Lamp", 5);
    for (size_t i = 0; i < 2; i++) {
        const char *one = walk_text(&walk, "{\"productId\":\"%s\"}", product);
        walk_do(&walk, buyers[i], "POST", "/api/favorites/add", one);
        const json_t *order = walk_do(
            &walk, buyers[i], "POST", "/api/orders",
            walk_text(&walk, "{\"items\":[{\"product\":\"%s\",\"qty\":1}]," ADDRESS "}", product));
        orders[buyers[i]] = walk_take(&walk, order, "_id");
        walk_do(&walk, buyers[i], "POST", "/api/cart/add", one);
    }
    walk_do(&walk, KRIPA_ROLE_ADMIN, "PUT", walk_text(&walk, "/api/products/%s", product),
            "{\"name\":\"" WORD " name\",\"slug\":\"" WORD "-slug\",\"sku\":\"" WORD
            "-sku\",\"description\":\"" WORD " text\",\"tags\":[\"" WORD
            "-tag\"],\"active\":false}");
}

static void end(void)
{
    walk_close(&walk);
}

static void ask(enum kripa_role role, const struct route *route, const char *target,
                const char *body)
{
    walk_ask(&walk, role, method_name(route->method), target, body);
    const struct reply *reply = &walk.in.request.reply;
    ck_assert_msg(!reply->size || !memmem(reply->body, reply->size, WORD, strlen(WORD)),
                  "%s as %s tells: %.*s", walk_name(&walk, route), kripa_role_name(role),
                  (int)reply->size, reply->body);
}

/* Whatever names the product, or what holds it, in the place of the path's parameters. */
static void ask_each_path(enum kripa_role role, const struct route *route, const char *body)
{
    const char *const params[] = {product, WORD "-slug", orders[role]};
    for (size_t i = 0; i < sizeof params / sizeof *params; i++)
        if (params[i])
            ask(role, route, walk_path(&walk, route, params[i]), body);
}

static void read_all(enum kripa_role role)
{
    static const char *const queries[] = {"q=" WORD,         "q=" WORD "-sku", "brand=" WORD "-tag",
                                          "sort=name",       "limit=1000",     "availability=in",
                                          "search=lamp&q=z", "min=1&max=1000"};
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (route->method != METHOD_GET || !(route->roles & KRIPA_MASK(role)))
            continue;
        ask_each_path(role, route, NULL);
        for (size_t i = 0; route->query && i < sizeof queries / sizeof *queries; i++)
            ask(role, route,
                walk_text(&walk, "%s?%s", walk_path(&walk, route, product), queries[i]), NULL);
    }
}

static void write_all(enum kripa_role role)
{
    const char *const bodies[] = {
        walk_text(&walk, "{\"productId\":\"%s\",\"qty\":1}", product),
        walk_text(&walk, "{\"productId\":\"%s\"}", product),
        walk_text(&walk, "{\"items\":[{\"productId\":\"%s\",\"qty\":1}]}", product),
        walk_text(&walk, "{\"items\":[{\"product\":\"%s\",\"qty\":1}]," ADDRESS "}", product),
        "{" ADDRESS "}",
        "{\"qty\":2}",
        "{\"qty\":100000}",
        "{}",
    };
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (route->method == METHOD_GET || !(route->roles & KRIPA_MASK(role)))
            continue;
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
            ask_each_path(role, route, route->body ? bodies[i] : NULL);
    }
}

START_TEST(nobody_but_an_admin_is_told_of_a_hidden_product)
{
    static const enum kripa_role others[] = {KRIPA_ROLE_GUEST, KRIPA_ROLE_CUSTOMER,
                                             KRIPA_ROLE_RETAILER};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        read_all(others[i]);
        write_all(others[i]);
        read_all(others[i]);
    }
    const char *path = walk_text(&walk, "/api/products/%s", product);
    ck_assert_str_eq(walk_take(&walk, walk_do(&walk, KRIPA_ROLE_ADMIN, "GET", path, NULL), "name"),
                     WORD " name");
}
END_TEST

START_TEST(a_hidden_product_is_as_one_that_never_was)
{
    static const char never[] = "0123456789abcdef01234567";
    const char *said[2];
    for (int i = 0; i < 2; i++) {
        const char *id = i ? never : product;
        walk_ask(&walk, KRIPA_ROLE_CUSTOMER, "POST", "/api/cart/merge",
                 walk_text(&walk, "{\"items\":[{\"productId\":\"%s\",\"qty\":1}]}", id));
        const char *merged = walk_text(&walk, "%s", in_process_message(&walk.in));
        walk_ask(&walk, KRIPA_ROLE_CUSTOMER, "POST", "/api/cart/add",
                 walk_text(&walk, "{\"productId\":\"%s\",\"qty\":1}", id));
        const char *added = walk_text(&walk, "%s", in_process_message(&walk.in));
        walk_ask(&walk, KRIPA_ROLE_CUSTOMER, "POST", "/api/favorites/add",
                 walk_text(&walk, "{\"productId\":\"%s\"}", id));
        const char *kept = walk_text(&walk, "%s", in_process_message(&walk.in));
        walk_ask(
            &walk, KRIPA_ROLE_CUSTOMER, "POST", "/api/orders",
            walk_text(&walk, "{\"items\":[{\"product\":\"%s\",\"qty\":100}]," ADDRESS "}", id));
        said[i] =
            walk_text(&walk, "%s|%s|%s|%s", merged, added, kept, in_process_message(&walk.in));
    }
    ck_assert_str_eq(said[0], said[1]);
    ck_assert_ptr_nonnull(strstr(said[0], "no longer available"));
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("hidden", begin, end, nobody_but_an_admin_is_told_of_a_hidden_product,
                        a_hidden_product_is_as_one_that_never_was);
}
