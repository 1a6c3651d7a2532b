/* SPDX-License-Identifier: MIT
 * The OpenAPI document follows the route table, and nothing in it points nowhere. */
#include <check.h>
#include <string.h>

#include "in_process.h"
#include "sentence.h"
#include "suite.h"

static struct in_process in;
static json_t *document;

static void begin(void)
{
    in_process_open(&in, kripad_routes, NULL, NULL);
    ck_assert_uint_eq(in_process_ask(&in, "GET", "/api/openapi.json", NULL, NULL), 200);
    document =
        json_loadb(in.request.reply.body, in.request.reply.size, JSON_REJECT_DUPLICATES, NULL);
    ck_assert_ptr_nonnull(document);
}

static void end(void)
{
    json_decref(document);
    in_process_close(&in);
}

/* "/products/:id" is "/products/{id}" there. */
static const json_t *operation_of(const struct route *route)
{
    static const char *const keys[] = {"get", "post", "put", "patch", "delete"};
    char path[256];
    size_t size = 0;
    bool inside = false;
    for (const char *at = route->path; *at; at++) {
        if (inside && *at == '/')
            path[size++] = '}';
        inside = *at == ':' || (inside && *at != '/');
        path[size++] = *at == ':' ? '{' : *at;
    }
    if (inside)
        path[size++] = '}';
    path[size] = '\0';
    return json_object_get(json_object_get(json_object_get(document, "paths"), path),
                           keys[route->method]);
}

START_TEST(every_route_is_an_operation)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        const json_t *operation = operation_of(route);
        ck_assert_msg(operation, "%s %s", method_name(route->method), route->path);
        const char *good = route->flags & ROUTE_CREATES ? "201" : "200";
        const json_t *responses = json_object_get(operation, "responses");
        ck_assert_msg(json_object_get(responses, good), "%s: %s", route->path, good);
        ck_assert_ptr_nonnull(json_object_get(responses, "500"));
        ck_assert(!(route->body || route->file) == !json_object_get(operation, "requestBody"));
        const char *summary = json_string_value(json_object_get(operation, "summary"));
        ck_assert_msg(is_sentence(summary), "%s: %s", route->path, summary);
        bool open = route->roles & KRIPA_GUESTS;
        ck_assert(open || json_array_size(json_object_get(operation, "security")) == 1);
        ck_assert(open || json_object_get(responses, "401"));
    }
}
END_TEST

static const json_t *follow(const char *ref)
{
    const json_t *at = document;
    char name[128];
    while (at && *ref) {
        ref += strspn(ref, "#/");
        size_t size = strcspn(ref, "/");
        snprintf(name, sizeof name, "%.*s", (int)size, ref);
        at = json_object_get(at, name);
        ref += size;
    }
    return at;
}

/* "listProducts": what a client that is made from the document calls it. */
static bool is_word(const char *id)
{
    bool good = id && *id >= 'a' && *id <= 'z';
    for (; good && *id; id++)
        good = (*id >= 'a' && *id <= 'z') || (*id >= 'A' && *id <= 'Z');
    return good;
}

START_TEST(every_operation_says_what_it_is_and_for_whom)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        const json_t *operation = operation_of(route), *roles, *role;
        size_t i;
        unsigned mask = 0;
        ck_assert_msg(is_word(route->id), "%s %s", method_name(route->method), route->path);
        const char *text = json_string_value(json_object_get(operation, "description"));
        ck_assert_msg(text && text[strlen(text) - 1] == '.', "%s", route->id);
        ck_assert_uint_eq(json_array_size(json_object_get(operation, "tags")), 1);
        roles = json_object_get(operation, "x-roles");
        json_array_foreach(roles, i, role)
        {
            enum kripa_role known = 0;
            while (strcmp(kripa_role_name(known), json_string_value(role)) != 0)
                known++;
            mask |= KRIPA_MASK(known);
        }
        ck_assert_msg(mask == (route->roles & KRIPA_ANYONE), "%s", route->id);
    }
}
END_TEST

static const json_t *operation_by_id(const char *id)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (strcmp(route->id, id) == 0)
            return operation_of(route);
    }
    ck_abort_msg("no operation %s", id);
}

static bool lists(const json_t *array, const char *text)
{
    size_t i;
    const json_t *item;
    json_array_foreach(array, i, item)
    {
        if (json_is_string(item) && strcmp(json_string_value(item), text) == 0)
            return true;
    }
    return false;
}

static const json_t *parameter_of(const char *id, const char *name)
{
    size_t i;
    const json_t *parameter, *all = json_object_get(operation_by_id(id), "parameters");
    json_array_foreach(all, i, parameter)
    {
        if (strcmp(json_string_value(json_object_get(parameter, "name")), name) == 0)
            return parameter;
    }
    ck_abort_msg("%s has no %s", id, name);
}

static const json_t *schema_field(const char *schema, const char *row)
{
    const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    const json_t *rows = json_object_get(json_object_get(schemas, schema), "properties");
    ck_assert_msg(json_object_get(rows, row), "%s.%s", schema, row);
    return json_object_get(rows, row);
}

START_TEST(twins_and_second_names_are_marked)
{
    ck_assert_str_eq(
        json_string_value(json_object_get(operation_by_id("getOrderAsAdmin"), "x-twin-of")),
        "getOrder");
    ck_assert_ptr_null(json_object_get(operation_by_id("getOrder"), "x-twin-of"));
    const json_t *search = parameter_of("listProducts", "search");
    ck_assert_str_eq(json_string_value(json_object_get(search, "x-alias-of")), "q");
    ck_assert(json_is_true(json_object_get(search, "deprecated")));
    ck_assert_ptr_null(json_object_get(parameter_of("listProducts", "q"), "deprecated"));
    ck_assert_str_eq(json_string_value(json_object_get(schema_field("order_item.new", "productId"),
                                                       "x-alias-of")),
                     "product");
}
END_TEST

START_TEST(closed_sets_are_enums)
{
    static const struct {
        const char *id, *name, *value;
    } queries[] = {
        {"listProducts", "sort", "-price"},    {"listProducts", "availability", "out"},
        {"listOrders", "status", "delivered"}, {"listOrders", "paymentStatus", "paid"},
        {"listOrders", "mode", "retailer"},    {"listOrders", "sort", "createdAt"},
        {"listUsers", "role", "retailer"},     {"listUsers", "blocked", "true"},
        {"listUsers", "status", "pending"},    {"listProducts", "active", "false"},
    };
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        const json_t *schema =
            json_object_get(parameter_of(queries[i].id, queries[i].name), "schema");
        ck_assert_msg(lists(json_object_get(schema, "enum"), queries[i].value), "%s.%s",
                      queries[i].id, queries[i].name);
    }
    ck_assert(
        lists(json_object_get(schema_field("order_request.new", "paymentMethod"), "enum"), "COD"));
    ck_assert(lists(json_object_get(schema_field("status_body.new", "status"), "enum"), "shipped"));
    ck_assert(lists(json_object_get(schema_field("role_body.new", "role"), "enum"), "admin"));
    const json_t *codes = json_object_get(
        json_object_get(json_object_get(schema_field("error", "data"), "properties"), "code"),
        "enum");
    ck_assert(lists(codes, "OUT_OF_STOCK") && lists(codes, "METHOD_NOT_ALLOWED"));
    ck_assert(!lists(codes, "OK") && !lists(codes, "NO_MEMORY"));
    ck_assert_uint_eq(json_array_size(codes), 16);
}
END_TEST

START_TEST(bodies_that_are_needed_are_required)
{
    static const char *const needed[] = {"register", "placeOrder", "editProduct", "mergeCart"};
    static const char *const not_needed[] = {"signOut", "cancelOrder", "blockUser"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        ck_assert_msg(json_is_true(json_object_get(
                          json_object_get(operation_by_id(needed[i]), "requestBody"), "required")),
                      "%s", needed[i]);
    for (size_t i = 0; i < sizeof not_needed / sizeof *not_needed; i++)
        ck_assert_msg(
            !json_object_get(json_object_get(operation_by_id(not_needed[i]), "requestBody"),
                             "required"),
            "%s", not_needed[i]);
}
END_TEST

static const json_t *headers_of(const char *id, const char *status)
{
    const json_t *answers = json_object_get(operation_by_id(id), "responses");
    const json_t *answer = json_object_get(answers, status);
    const char *ref = json_string_value(json_object_get(answer, "$ref"));
    return json_object_get(ref ? follow(ref) : answer, "headers");
}

START_TEST(answers_name_their_headers)
{
    static const char *const rows[][3] = {
        {"placeOrder", "201", "Location"},      {"placeOrder", "429", "Retry-After"},
        {"getProduct", "200", "ETag"},          {"signIn", "200", "Set-Cookie"},
        {"getCart", "401", "WWW-Authenticate"}, {"listOrders", "200", "RateLimit"},
        {"listOrders", "503", "Retry-After"},   {"isAlive", "200", "X-Request-Id"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(json_object_get(headers_of(rows[i][0], rows[i][1]), rows[i][2]), "%s %s: %s",
                      rows[i][0], rows[i][1], rows[i][2]);
}
END_TEST

START_TEST(what_always_comes_is_required)
{
    static const char *const rows[][2] = {
        {"product", "_id"},   {"product", "name"},      {"product", "createdAt"},
        {"order", "_id"},     {"order", "number"},      {"order", "user"},
        {"order", "items"},   {"account", "email"},     {"signed_in", "token"},
        {"signed_in", "_id"}, {"cart_line", "product"}, {"category", "slug"},
    };
    const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(
            lists(json_object_get(json_object_get(schemas, rows[i][0]), "required"), rows[i][1]),
            "%s.%s", rows[i][0], rows[i][1]);
    /* a role that may not see it is no reason to promise it */
    ck_assert(!lists(json_object_get(json_object_get(schemas, "product"), "required"), "active"));
}
END_TEST

START_TEST(operation_ids_differ)
{
    const char *path, *method;
    json_t *item, *operation, *seen = json_object();
    json_object_foreach(json_object_get(document, "paths"), path, item)
    {
        json_object_foreach(item, method, operation)
        {
            const char *id = json_string_value(json_object_get(operation, "operationId"));
            ck_assert_msg(!json_object_get(seen, id), "%s", id);
            json_object_set_new(seen, id, json_true());
        }
    }
    json_decref(seen);
}
END_TEST

static size_t check_refs(json_t *value)
{
    const char *key;
    json_t *member;
    size_t index, refs = 0;
    json_object_foreach(value, key, member)
    {
        if (strcmp(key, "$ref") == 0 && json_is_string(member)) {
            ck_assert_msg(follow(json_string_value(member)), "%s", json_string_value(member));
            refs++;
        }
        refs += check_refs(member);
    }
    json_array_foreach(value, index, member) refs += check_refs(member);
    return refs;
}

START_TEST(every_reference_leads_somewhere)
{
    ck_assert_uint_gt(check_refs(document), 20);
}
END_TEST

START_TEST(every_path_parameter_is_declared)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        size_t wanted = 0, found = 0, index;
        json_t *parameter;
        for (const char *at = route->path; (at = strchr(at, ':')); at++)
            wanted++;
        json_array_foreach(json_object_get(operation_of(route), "parameters"), index, parameter)
        {
            const char *where = json_string_value(json_object_get(parameter, "in"));
            found +=
                strcmp(where, "path") == 0 && json_is_true(json_object_get(parameter, "required"));
        }
        ck_assert_msg(found == wanted, "%s", route->path);
    }
}
END_TEST

START_TEST(the_document_can_be_revalidated)
{
    char header[128];
    snprintf(header, sizeof header, "If-None-Match: %s", in_process_header(&in, "ETag"));
    ck_assert_uint_eq(
        in_process_ask(&in, "GET", "/api/openapi.json", NULL, (const char *const[]){header, NULL}),
        304);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "openapi", begin, end, every_route_is_an_operation,
        every_operation_says_what_it_is_and_for_whom, twins_and_second_names_are_marked,
        closed_sets_are_enums, bodies_that_are_needed_are_required, answers_name_their_headers,
        what_always_comes_is_required, operation_ids_differ, every_reference_leads_somewhere,
        every_path_parameter_is_declared, the_document_can_be_revalidated);
}
