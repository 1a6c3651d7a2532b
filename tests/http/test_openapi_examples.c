/* SPDX-License-Identifier: MIT
 * Every example of the API's document is sent, in a shop where it can be meant, and taken. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "routes.h"
#include "suite.h"
#include "walk.h"

static struct walk walk;
static json_t *document;
static const char *asha, *product, *category, *account, *address, *order, *review,
    *banner; /* a token; ids */

static void open_walk(void)
{
    walk_open(&walk);
    walk_ask(&walk, KRIPA_ROLE_GUEST, "GET", "/api/openapi.json", NULL);
    document = json_deep_copy(walk.in.json);
    ck_assert_ptr_nonnull(document);
}

static void close_walk(void)
{
    json_decref(document);
    walk_close(&walk);
}

/* The example's text, with a product of this shop in the place of the one it names; NULL: the
 * operation has no body, or none is needed. */
static const char *example_of(const struct route *route)
{
    static const char *const keys[] = {"get", "post", "put", "patch", "delete"};
    const json_t *content = NULL, *item;
    const char *path, *id = "65f0a1b2c3d4e5f60718293a";
    json_t *paths = json_object_get(document, "paths");
    json_object_foreach(paths, path, item)
    {
        const json_t *operation = json_object_get(item, keys[route->method]);
        const char *name = json_string_value(json_object_get(operation, "operationId"));
        if (name && strcmp(name, route->id) == 0)
            content = json_object_get(json_object_get(operation, "requestBody"), "content");
    }
    json_t *example = json_object_get(json_object_get(content, "application/json"), "example");
    if (!route->body || json_object_size(example) == 0)
        return NULL;
    char *dumped = json_dumps(example, 0), *at = strstr(dumped, id);
    if (at)
        memcpy(at, product, strlen(id));
    const char *text = walk_text(&walk, "%s", dumped);
    free(dumped);
    return text;
}

static const struct route *route_of(const char *id)
{
    const struct route *route = kripad_routes;
    while (strcmp(route->id, id) != 0)
        route++;
    return route;
}

static const char *made(enum kripa_role role, const char *id)
{
    const struct route *route = route_of(id);
    return walk_take(&walk, walk_do(&walk, role, "POST", route->path, example_of(route)), "_id");
}

/* Somebody has registered, asked to become a retailer, and ordered; there is one of everything. */
static void make_shop(void)
{
    product = walk_product(&walk, "Table Lamp", 100);
    walk_do(&walk, KRIPA_ROLE_ADMIN, "POST", "/api/categories", "{\"name\": \"Lamps\"}");
    category = walk_take(
        &walk,
        walk_do(&walk, KRIPA_ROLE_ADMIN, "POST", "/api/categories", "{\"name\": \"Switches\"}"),
        "_id");
    const json_t *in = walk_do(&walk, KRIPA_ROLE_GUEST, "POST", "/api/auth/register",
                               example_of(route_of("register")));
    asha = walk_take(&walk, in, "token");
    account = walk_take(&walk, in, "_id");
    const char *input = example_of(route_of("requestRetailer"));
    walk_ask_as(&walk, asha, KRIPA_ROLE_CUSTOMER, "POST", "/api/auth/retailer-request", input);
    ck_assert_uint_eq(walk.status, 200);
    const struct route *saving = route_of("addAddress");
    address = walk_take(
        &walk,
        walk_ask_as(&walk, asha, KRIPA_ROLE_CUSTOMER, "POST", saving->path, example_of(saving)),
        "_id");
    order = made(KRIPA_ROLE_CUSTOMER, "placeOrder");
    review = walk_take(
        &walk,
        walk_do(&walk, KRIPA_ROLE_CUSTOMER, "POST",
                walk_text(&walk, "/api/reviews/product/%s", walk_product(&walk, "Desk Lamp", 5)),
                example_of(route_of("addReview"))),
        "_id");
    banner = made(KRIPA_ROLE_ADMIN, "addBanner");
    walk_do(&walk, KRIPA_ROLE_CUSTOMER, "POST", "/api/cart/add",
            walk_text(&walk, "{\"productId\": \"%s\"}", product));
}

static const char *param_of(const struct route *route)
{
    if (strstr(route->path, "/products/") || strstr(route->path, "/product/") ||
        strstr(route->path, "/cart/"))
        return product;
    if (strstr(route->path, "/reviews/"))
        return review;
    if (strstr(route->path, "/banners/"))
        return banner;
    if (strstr(route->path, "categories/"))
        return category;
    if (strstr(route->path, "addresses/"))
        return address;
    return strstr(route->path, "orders/") ? order : account;
}

/* What the shop has already had of this example: the answer says that it was understood. */
static unsigned expected(const struct route *route)
{
    bool again = strcmp(route->id, "register") == 0 || strcmp(route->id, "requestRetailer") == 0;
    /* nothing was sent that could be used */
    if (strcmp(route->id, "resetPassword") == 0 || strcmp(route->id, "signInByCode") == 0)
        return 400;
    return again ? 409 : route->flags & ROUTE_CREATES ? 201 : 200;
}

START_TEST(every_example_is_taken)
{
    size_t sent = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (!route->body)
            continue;
        close_walk();
        open_walk();
        make_shop();
        const char *body = example_of(route);
        if (!body)
            continue;
        bool own = strncmp(route->path, "/api/auth/", 10) == 0;
        enum kripa_role role = own ? KRIPA_ROLE_CUSTOMER : walk_allowed(route);
        walk_ask_as(&walk, own ? asha : walk.tokens[role], role, method_name(route->method),
                    walk_path(&walk, route, param_of(route)), body);
        const struct reply *reply = &walk.in.request.reply;
        ck_assert_msg(walk.status == expected(route), "%s %s: HTTP %u %.*s",
                      walk_name(&walk, route), body, walk.status, (int)reply->size, reply->body);
        sent++;
    }
    ck_assert_uint_gt(sent, 25);
}
END_TEST

/* What a body must have is in its example. */
static void has_required(const struct kripa_schema *schema, const json_t *example, unsigned roles,
                         const char *where)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(field->flags & KRIPA_REQUIRED) || !(kripa_field_writable_by(schema, field) & roles))
            continue;
        json_t *value = json_object_get(example, field->name);
        ck_assert_msg(value, "%s: the example lacks %s.%s", where, schema->name, field->name);
        if (field->item)
            has_required(field->item, json_is_array(value) ? json_array_get(value, 0) : value,
                         roles, where);
    }
}

START_TEST(every_example_is_whole)
{
    make_shop();
    for (const struct route *route = kripad_routes; route->path; route++) {
        const char *body = route->body ? example_of(route) : NULL;
        json_t *example = body ? json_loads(body, 0, NULL) : json_object();
        if (route->body && route->input_mode == KRIPA_CREATE)
            has_required(route->body, example, route->roles, walk_name(&walk, route));
        json_decref(example);
    }
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("examples", open_walk, close_walk);
    tcase_set_timeout(cases, 240);
    return RUN_CASES(cases, "examples", every_example_is_taken, every_example_is_whole);
}
