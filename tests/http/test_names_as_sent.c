/* SPDX-License-Identifier: MIT
 * Every alias of every table, in bodies, queries and forms: what is wrong with a field is said of
 * the name it was sent under, whether its table or the domain refuses it. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include <kripa/sys/schema.h>

#include "routes.h"
#include "specimen.h"
#include "suite.h"
#include "walk.h"

#define SOME_ID "0123456789abcdef01234567"
#define ADDRESS                                                                                    \
    "\"shippingAddress\": {\"name\": \"Meena Patel\", \"phone\": \"9826000002\", "                 \
    "\"addressLine\": \"7 Gandhi Chowk\", \"city\": \"Pachore\", \"state\": \"Madhya Pradesh\", "  \
    "\"pincode\": \"465683\"}"

static struct walk walk;
static size_t tried;

static void open_walk(void)
{
    walk_open(&walk);
    tried = 0;
}

static void close_walk(void)
{
    walk_close(&walk);
}

static const char *name_of(const json_t *error)
{
    const char *name = json_string_value(json_object_get(error, "field"));
    return name ? name : "";
}

/* One of data.errors is about exactly this. */
static bool names(const json_t *data, const char *path)
{
    const json_t *errors = json_object_get(data, "errors");
    for (size_t i = 0; i < json_array_size(errors); i++)
        if (strcmp(name_of(json_array_get(errors, i)), path) == 0)
            return true;
    return false;
}

static void must_name(const json_t *data, const char *sent, const char *path)
{
    const struct reply *reply = &walk.in.request.reply;
    const char *message = json_string_value(json_object_get(walk.in.json, "message"));
    tried++;
    ck_assert_msg(names(data, path), "%s must name %s: HTTP %u %.*s", sent, path, walk.status,
                  (int)reply->size, reply->body);
    ck_assert_msg(strncmp(message, path, strlen(path)) == 0, "%s: %s", sent, message);
}

struct form {
    const struct route *route;
    enum kripa_role role;
    json_t *body;
};

static void try_alias(const struct form *form, const struct kripa_field *field, json_t *object,
                      const char *prefix)
{
    struct specimen_bad bad[SPECIMEN_BAD_MAX];
    size_t count = specimen_bad(field, form->role, true, bad);
    json_t *before = json_copy(json_object_get(object, field->name));
    json_object_del(object, field->name);
    for (size_t i = 0; i < count; i++) {
        json_object_set_new(object, field->alias, bad[i].value);
        char *text = json_dumps(form->body, 0);
        const json_t *data = walk_ask(&walk, form->role, method_name(form->route->method),
                                      walk_path(&walk, form->route, SOME_ID), text);
        must_name(data, text, walk_text(&walk, "%s%s", prefix, field->alias));
        free(text);
    }
    json_object_del(object, field->alias);
    if (before)
        json_object_set_new(object, field->name, before);
}

/* A body, and what is inside its records and lists. */
static void try_fields(const struct form *form, const struct kripa_schema *schema, json_t *object,
                       const char *prefix)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(kripa_field_writable_by(schema, field) & KRIPA_MASK(form->role)))
            continue;
        if (field->alias)
            try_alias(form, field, object, prefix);
        if (!field->item)
            continue;
        bool is_list = field->type == KRIPA_TYPE_LIST;
        json_t *value = specimen_value(field, form->role);
        json_object_set_new(object, field->name, value);
        try_fields(form, field->item, is_list ? json_array_get(value, 0) : value,
                   walk_text(&walk, "%s%s%s.", prefix, field->name, is_list ? "[0]" : ""));
    }
}

START_TEST(a_body_names_the_alias_it_has)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        enum kripa_role role = route->roles & KRIPA_ADMINS ? KRIPA_ROLE_ADMIN : walk_allowed(route);
        if (!route->body)
            continue;
        struct form form = {route, role, specimen_record(route->body, role)};
        try_fields(&form, route->body, form.body, "");
        json_decref(form.body);
    }
    ck_assert_uint_gt(tried, 50);
}
END_TEST

START_TEST(a_query_names_the_alias_it_has)
{
    const char *bad[SPECIMEN_BAD_MAX];
    for (const struct route *route = kripad_routes; route->path; route++) {
        enum kripa_role role = route->roles & KRIPA_ADMINS ? KRIPA_ROLE_ADMIN : walk_allowed(route);
        for (size_t i = 0; route->query && i < route->query->count; i++) {
            const struct kripa_field *field = &route->query->fields[i];
            size_t count = field->alias ? specimen_bad_query(field, &walk.shop.arena, bad) : 0;
            for (size_t j = 0; j < count; j++) {
                const char *target = walk_text(&walk, "%s?%s%s", walk_path(&walk, route, SOME_ID),
                                               field->alias, strchr(bad[j], '='));
                must_name(walk_ask(&walk, role, method_name(route->method), target, NULL), target,
                          field->alias);
            }
        }
    }
    ck_assert_uint_gt(tried, 10);
}
END_TEST

/* A form's field, or one inside a list that comes as JSON. */
static void try_form(const struct kripa_schema *schema, const char *name, const char *value,
                     const char *path)
{
    struct kripa_error err = {0};
    struct kripa_pair pair = {name, value};
    kripa_given given;
    void *record = kripa_arena_alloc(&walk.shop.arena, schema->size, 1);
    enum kripa_status status = kripa_pairs_decode(schema, KRIPA_PATCH, KRIPA_ROLE_ADMIN, true,
                                                  &pair, 1, &walk.shop.arena, record, &given, &err);
    bool named = false;
    for (size_t i = 0; i < err.fields_count; i++)
        named |= strcmp(err.fields[i].path, path) == 0;
    tried++;
    ck_assert_msg(status == KRIPA_INVALID && named, "%s: %s=%s must name %s: %s", schema->name,
                  name, value, path, err.message);
}

static void try_list(const struct kripa_schema *schema, const struct kripa_field *list,
                     const struct kripa_field *field)
{
    struct specimen_bad bad[SPECIMEN_BAD_MAX];
    size_t count = specimen_bad(field, KRIPA_ROLE_ADMIN, true, bad);
    for (size_t i = 0; i < count; i++) {
        json_t *element = specimen_record(list->item, KRIPA_ROLE_ADMIN);
        json_object_del(element, field->name);
        json_object_set_new(element, field->alias, bad[i].value);
        json_t *value = json_pack("[o]", element);
        char *text = json_dumps(value, 0);
        try_form(schema, list->name, text, walk_text(&walk, "%s[0].%s", list->name, field->alias));
        json_decref(value);
        free(text);
    }
}

START_TEST(a_form_names_the_alias_it_has)
{
    const char *bad[SPECIMEN_BAD_MAX];
    for (const struct route *route = kripad_routes; route->path; route++) {
        const struct kripa_schema *schema = route->body;
        for (size_t i = 0; schema && i < schema->count; i++) {
            const struct kripa_field *field = &schema->fields[i];
            if (!(kripa_field_writable_by(schema, field) & KRIPA_ADMINS))
                continue;
            size_t count = field->alias ? specimen_bad_query(field, &walk.shop.arena, bad) : 0;
            for (size_t j = 0; j < count; j++)
                try_form(schema, field->alias, strchr(bad[j], '=') + 1, field->alias);
            for (size_t j = 0; field->type == KRIPA_TYPE_LIST && j < field->item->count; j++)
                if (field->item->fields[j].alias)
                    try_list(schema, field, &field->item->fields[j]);
        }
    }
    ck_assert_uint_gt(tried, 20);
}
END_TEST

/* What the table lets through and the domain refuses. */
START_TEST(the_domain_names_the_alias_that_was_sent)
{
    static const struct {
        enum kripa_role role;
        const char *method, *target, *body, *field;
        unsigned status;
    } cases[] = {
        {KRIPA_ROLE_ADMIN, "POST", "/api/products",
         "{\"name\": \"Tube\", \"price\": 9, \"category_id\": \"none\"}", "category_id", 400},
        {KRIPA_ROLE_ADMIN, "POST", "/api/products",
         "{\"name\": \"Tube\", \"price\": 9, \"category\": \"none\"}", "category", 400},
        {KRIPA_ROLE_ADMIN, "POST", "/api/products",
         "{\"name\": \"Tube\", \"price\": 9, \"category\": \"\", \"category_id\": \"none\"}",
         "category_id", 400},
        {KRIPA_ROLE_ADMIN, "POST", "/api/products",
         "{\"name\": \"Tube\", \"price\": 9, \"subcategory_id\": \"none\"}", "subcategory_id", 400},
        {KRIPA_ROLE_ADMIN, "POST", "/api/admin/subcategories",
         "{\"name\": \"Tubes\", \"category_id\": \"" SOME_ID "\"}", "category_id", 400},
        {KRIPA_ROLE_ADMIN, "POST", "/api/categories",
         "{\"name\": \"Tubes\", \"parent\": \"" SOME_ID "\"}", "parent", 400},
        {KRIPA_ROLE_CUSTOMER, "POST", "/api/orders",
         "{\"items\": [{\"productId\": \"" SOME_ID "\", \"qty\": 1}], " ADDRESS "}",
         "items[0].productId", 409},
        {KRIPA_ROLE_CUSTOMER, "POST", "/api/orders",
         "{\"items\": [{\"product\": \"" SOME_ID "\", \"qty\": 1}], " ADDRESS "}",
         "items[0].product", 409},
        {KRIPA_ROLE_CUSTOMER, "POST", "/api/cart/add", "{\"product\": \"" SOME_ID "\"}", "product",
         404},
        {KRIPA_ROLE_CUSTOMER, "POST", "/api/cart/add", "{\"productId\": \"" SOME_ID "\"}",
         "productId", 404},
        {KRIPA_ROLE_ADMIN, "GET", "/api/orders?deliveryStatus=sent", NULL, "deliveryStatus", 400},
        {KRIPA_ROLE_ADMIN, "GET", "/api/orders?status=sent", NULL, "status", 400},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const json_t *data =
            walk_ask(&walk, cases[i].role, cases[i].method, cases[i].target, cases[i].body);
        must_name(data, cases[i].body ? cases[i].body : cases[i].target, cases[i].field);
        ck_assert_uint_eq(walk.status, cases[i].status);
    }
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("names as sent", open_walk, close_walk);
    tcase_set_timeout(cases, 240);
    return RUN_CASES(cases, "names as sent", a_body_names_the_alias_it_has,
                     a_query_names_the_alias_it_has, a_form_names_the_alias_it_has,
                     the_domain_names_the_alias_that_was_sent);
}
