/* SPDX-License-Identifier: MIT
 * Every field of every body and query, from the tables: whatever does not fit it is 400 and names
 * it, whoever sends it; and what a role may not set can't be sent. */
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "form_body.h"
#include "routes.h"
#include "specimen.h"
#include "suite.h"
#include "walk.h"

#define SOME_ID "0123456789abcdef01234567"

static struct walk walk;
static size_t tried;

/* A request in the making: the whole body, and where in it the walk stands. */
struct form {
    const struct route *route;
    enum kripa_role role;
    json_t *body;
};

static void open_walk(void)
{
    walk_open(&walk);
}

static void close_walk(void)
{
    walk_close(&walk);
}

/* One of data.errors is about `path`, or about something inside it. */
static bool names(const json_t *data, const char *path)
{
    const json_t *errors = json_object_get(data, "errors");
    for (size_t i = 0; i < json_array_size(errors); i++) {
        const char *field = json_string_value(json_object_get(json_array_get(errors, i), "field"));
        size_t size = strlen(path);
        if (strncmp(field, path, size) == 0 && strchr(".[", field[size]) != NULL)
            return true;
    }
    return false;
}

static void must_name(const struct route *route, enum kripa_role role, const json_t *data,
                      const char *path, const char *what)
{
    const struct reply *reply = &walk.in.request.reply;
    tried++;
    ck_assert_msg(walk.status == 400 && names(data, path), "%s as %s: %s %s: HTTP %u %.*s",
                  walk_name(&walk, route), kripa_role_name(role), path, what, walk.status,
                  (int)reply->size, reply->body);
}

static void submit(const struct form *form, const char *path, const char *what)
{
    char *text = json_dumps(form->body, 0);
    const json_t *data = walk_ask(&walk, form->role, method_name(form->route->method),
                                  walk_path(&walk, form->route, SOME_ID), text);
    must_name(form->route, form->role, data, path, what);
    free(text);
}

static void try_field(const struct form *form, const struct kripa_field *field, json_t *object,
                      const char *path)
{
    struct specimen_bad bad[SPECIMEN_BAD_MAX];
    bool partial = form->route->input_mode == KRIPA_PATCH && object == form->body;
    size_t count = specimen_bad(field, form->role, partial, bad);
    for (size_t i = 0; i < count; i++) {
        if (bad[i].value)
            json_object_set_new(object, field->name, bad[i].value);
        else
            json_object_del(object, field->name);
        submit(form, path, bad[i].what);
    }
}

static void try_fields(const struct form *form, const struct kripa_schema *schema, json_t *object,
                       const char *prefix);

/* What is inside a record, or inside the first element of a list. */
static void try_inside(const struct form *form, const struct kripa_field *field, json_t *object,
                       const char *path)
{
    json_t *value = specimen_value(field, form->role);
    bool is_list = field->type == KRIPA_TYPE_LIST;
    json_object_set_new(object, field->name, value);
    try_fields(form, field->item, is_list ? json_array_get(value, 0) : value,
               walk_text(&walk, "%s%s.", path, is_list ? "[0]" : ""));
}

/* A name that this role may not set, or that nobody knows. */
static void try_stranger(const struct form *form, const char *name, json_t *value, json_t *object,
                         const char *path)
{
    json_object_set_new(object, name, value);
    submit(form, path, "is not this role's to set");
    json_object_del(object, name);
}

static void try_fields(const struct form *form, const struct kripa_schema *schema, json_t *object,
                       const char *prefix)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        const char *path = walk_text(&walk, "%s%s", prefix, field->name);
        if (field->flags & KRIPA_IGNORED)
            continue;
        if (!specimen_settable(schema, field->name, form->role)) {
            try_stranger(form, field->name, specimen_value(field, form->role), object, path);
            continue;
        }
        if (!(kripa_field_writable_by(schema, field) & KRIPA_MASK(form->role)))
            continue; /* another field of this name may be set */
        json_t *before = json_copy(json_object_get(object, field->name));
        try_field(form, field, object, path);
        if (field->item)
            try_inside(form, field, object, path);
        if (before)
            json_object_set_new(object, field->name, before);
        else
            json_object_del(object, field->name);
    }
    try_stranger(form, "isAdmin", json_true(), object, walk_text(&walk, "%sisAdmin", prefix));
}

START_TEST(a_body_field_that_does_not_fit_is_named)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (const enum kripa_role *role = walk_roles; *role != KRIPA_ROLE_COUNT; role++) {
            if (!route->body || !(route->roles & KRIPA_MASK(*role)))
                continue;
            struct form form = {route, *role, specimen_record(route->body, *role)};
            try_fields(&form, route->body, form.body, "");
            json_decref(form.body);
        }
    }
    ck_assert_uint_gt(tried, 1000);
}
END_TEST

START_TEST(a_query_field_that_does_not_fit_is_named)
{
    const char *bad[SPECIMEN_BAD_MAX];
    tried = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        enum kripa_role role = route->roles & KRIPA_ADMINS ? KRIPA_ROLE_ADMIN : walk_allowed(route);
        for (size_t i = 0; route->query && i < route->query->count; i++) {
            const struct kripa_field *field = &route->query->fields[i];
            if (!(kripa_field_writable_by(route->query, field) & KRIPA_MASK(role)))
                continue;
            size_t count = specimen_bad_query(field, &walk.shop.arena, bad);
            for (size_t j = 0; j < count; j++) {
                const char *path = walk_path(&walk, route, SOME_ID);
                const json_t *data = walk_ask(&walk, role, method_name(route->method),
                                              walk_text(&walk, "%s?%s", path, bad[j]), NULL);
                must_name(route, role, data, field->name, bad[j]);
            }
        }
    }
    ck_assert_uint_gt(tried, 100);
}
END_TEST

static void try_form(const struct route *route, const char *field, const char *pair)
{
    struct form_body form = {NULL, 0};
    const char *value = strchr(pair, '=') + 1;
    form_field(&form, walk_text(&walk, "%.*s", (int)(value - 1 - pair), pair), value);
    form_close(&form);
    enum kripa_role role = walk_allowed(route);
    const json_t *data =
        walk_send(&walk, role, method_name(route->method), walk_path(&walk, route, SOME_ID),
                  &(struct in_process_body){form.at, form.size}, FORM_HEADER);
    must_name(route, role, data, field, pair);
    form_clear(&form);
}

START_TEST(a_form_field_that_does_not_fit_is_named)
{
    const char *bad[SPECIMEN_BAD_MAX];
    tried = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (size_t i = 0; route->file && route->body && i < route->body->count; i++) {
            const struct kripa_field *field = &route->body->fields[i];
            if (!(kripa_field_writable_by(route->body, field) & KRIPA_MASK(walk_allowed(route))) ||
                field->flags & KRIPA_IGNORED)
                continue;
            size_t count = specimen_bad_query(field, &walk.shop.arena, bad);
            bool is_bool = field->type == KRIPA_TYPE_BOOL; /* as a text, "true" is right here */
            for (size_t j = 0; j < count && !is_bool; j++)
                try_form(route, field->name, bad[j]);
        }
    }
    ck_assert_uint_gt(tried, 50);
}
END_TEST

/* Whatever is sent in the place of such a text; but names that are a store's operators. */
static void try_any(const struct form *form, const char *name)
{
    static const char *const values[] = {"7",    "-1.5", "true", "false", "null",         "[]",
                                         "[{}]", "{}",   "\"\"", "\"x\"", "\"a\\u0001z\""};
    for (size_t i = 0; i <= sizeof values / sizeof *values; i++) {
        bool refused = i == sizeof values / sizeof *values;
        const char *value = refused ? "{\"$ne\": 1}" : values[i];
        json_object_set_new(form->body, name, json_loads(value, JSON_DECODE_ANY, NULL));
        char *text = json_dumps(form->body, 0);
        const json_t *data = walk_ask(&walk, form->role, method_name(form->route->method),
                                      walk_path(&walk, form->route, SOME_ID), text);
        ck_assert_msg(names(data, name) == refused, "%s: %s", walk_name(&walk, form->route), text);
        free(text);
        tried++;
    }
}

START_TEST(a_field_of_any_type_takes_whatever_is_sent)
{
    tried = 0;
    for (const struct route *route = kripad_routes; route->path; route++) {
        enum kripa_role role = walk_allowed(route);
        for (size_t i = 0; route->body && i < route->body->count; i++) {
            if (!(route->body->fields[i].flags & KRIPA_ANY_TYPE))
                continue;
            struct form form = {route, role, specimen_record(route->body, role)};
            try_any(&form, route->body->fields[i].name);
            json_decref(form.body);
        }
    }
    ck_assert_uint_gt(tried, 50);
}
END_TEST

START_TEST(a_body_that_is_no_object_is_refused)
{
    static const char *const bodies[] = {
        "[]", "7", "\"x\"", "{", "{\"a\":1,\"a\":2}", "{\"$ne\":1}", "{\"a.b\":1}", "nul", "\xff"};
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (size_t i = 0; route->body && i < sizeof bodies / sizeof *bodies; i++) {
            walk_ask(&walk, walk_allowed(route), method_name(route->method),
                     walk_path(&walk, route, SOME_ID), bodies[i]);
            ck_assert_msg(walk.status == 400, "%s with %s: HTTP %u", walk_name(&walk, route),
                          bodies[i], walk.status);
        }
    }
}
END_TEST

START_TEST(a_body_too_large_or_too_deep_is_refused)
{
    static char large[KRIPA_JSON_BYTES_MAX + 2], deep[2000];
    memset(large, ' ', sizeof large - 1);
    memset(deep, '[', sizeof deep - 1);
    for (const struct route *route = kripad_routes; route->path; route++) {
        if (!route->body)
            continue;
        const char *path = walk_path(&walk, route, SOME_ID), *method = method_name(route->method);
        walk_ask(&walk, walk_allowed(route), method, path, large);
        ck_assert_msg(walk.status == 413, "%s: HTTP %u", walk_name(&walk, route), walk.status);
        walk_ask(&walk, walk_allowed(route), method, path, deep);
        ck_assert_msg(walk.status == 400, "%s: HTTP %u", walk_name(&walk, route), walk.status);
    }
}
END_TEST

/* Issue by issue what people try: none is a field that can be set. */
START_TEST(nobody_becomes_more_by_sending_fields)
{
    static const char *const bodies[] = {
        "{\"name\": \"A\", \"email\": \"a@example.com\", \"password\": \"Monsoon#Lamp42\", "
        "\"role\": "
        "\"admin\"}",
        "{\"name\": \"A\", \"email\": \"a@example.com\", \"password\": \"Monsoon#Lamp42\", "
        "\"retailerRequestStatus\": \"none\"}",
        "{\"name\": \"A\", \"email\": \"a@example.com\", \"password\": \"Monsoon#Lamp42\", "
        "\"isBlocked\": false}"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        walk_ask(&walk, KRIPA_ROLE_GUEST, "POST", "/api/auth/register", bodies[i]);
        ck_assert_uint_eq(walk.status, 400);
    }
    /* an existing client sends its role along: it stays what it was */
    const json_t *me = walk_do(&walk, KRIPA_ROLE_CUSTOMER, "PUT", "/api/auth/profile",
                               "{\"name\": \"B\", \"role\": \"admin\"}");
    ck_assert_str_eq(walk_take(&walk, me, "role"), "customer");
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("fields", open_walk, close_walk);
    tcase_set_timeout(cases, 240);
    return RUN_CASES(
        cases, "table fields", a_body_field_that_does_not_fit_is_named,
        a_query_field_that_does_not_fit_is_named, a_form_field_that_does_not_fit_is_named,
        a_field_of_any_type_takes_whatever_is_sent, a_body_that_is_no_object_is_refused,
        a_body_too_large_or_too_deep_is_refused, nobody_becomes_more_by_sending_fields);
}
