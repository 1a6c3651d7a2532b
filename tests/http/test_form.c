/* SPDX-License-Identifier: MIT
 * Forms through the field tables: what JSON may say, a form may say, too, and is refused alike. */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "form_body.h"
#include "suite.h"
#include "walk.h"

#define PRODUCTS "/api/products"

static struct walk walk;
static struct form_body form;

static void begin(void)
{
    walk_open(&walk);
}

static void end(void)
{
    form_clear(&form);
    walk_close(&walk);
}

/* Sends the form as an admin, and clears it. Returns data. */
static const json_t *send_to(const char *method, const char *target)
{
    form_close(&form);
    const json_t *data = walk_send(&walk, KRIPA_ROLE_ADMIN, method, target,
                                   &(struct in_process_body){form.at, form.size}, FORM_HEADER);
    form_clear(&form);
    return data;
}

static void begin_product(const char *name)
{
    form_field(&form, "name", name);
    form_field(&form, "price", "100.03");
}

static const json_t *must_make(void)
{
    const json_t *data = send_to("POST", PRODUCTS);
    ck_assert_msg(walk.status == 201, "HTTP %u %s", walk.status, in_process_message(&walk.in));
    return data;
}

static void must_refuse(unsigned status, const char *field)
{
    send_to("POST", PRODUCTS);
    ck_assert_msg(walk.status == status && strcmp(in_process_field(&walk.in), field) == 0,
                  "HTTP %u %s: %s", walk.status, in_process_field(&walk.in),
                  in_process_message(&walk.in));
}

START_TEST(numbers_and_booleans_come_as_text)
{
    begin_product("Lamp");
    form_field(&form, "stock", "7");
    form_field(&form, "gst_rate", "18");
    form_field(&form, "active", "false");
    form_field(&form, "description", "Warm.\r\n\"Light\" & दो साल");
    const json_t *made = must_make();
    ck_assert_int_eq(json_integer_value(json_object_get(made, "stock")), 7);
    ck_assert(json_is_false(json_object_get(made, "active")));
    ck_assert_double_eq(json_number_value(json_object_get(made, "gst_rate")), 18);
    ck_assert_str_eq(json_string_value(json_object_get(made, "description")),
                     "Warm.\n\"Light\" & दो साल");
}
END_TEST

/* `tags` as the fields of one form, NULL at the end, each two tags in all. */
static void try_tags(const char *name, const char *const *fields)
{
    begin_product(name);
    for (; *fields; fields++)
        form_field(&form, "tags", *fields);
    const json_t *tags = json_object_get(must_make(), "tags");
    ck_assert_uint_eq(json_array_size(tags), 2);
    ck_assert_str_eq(json_string_value(json_array_get(tags, 0)), "lamp");
    ck_assert_str_eq(json_string_value(json_array_get(tags, 1)), "led");
}

START_TEST(tags_come_as_json_as_a_comma_list_or_one_by_one)
{
    try_tags("A", (const char *const[]){"[\"lamp\", \"led\"]", NULL});
    try_tags("B", (const char *const[]){"lamp, led", NULL});
    try_tags("C", (const char *const[]){"lamp", "led", NULL});
}
END_TEST

START_TEST(an_empty_text_is_not_set_and_clears_in_an_edit)
{
    begin_product("Lamp");
    form_field(&form, "sku", "");
    form_field(&form, "tags", "");
    form_field(&form, "active", "");
    form_field(&form, "gst_rate", "5");
    form_file(&form, "images", "", "", 0); /* a file input in which nothing was chosen */
    const json_t *made = must_make();
    ck_assert_ptr_null(json_object_get(made, "sku"));
    ck_assert(json_is_true(json_object_get(made, "active")));
    const char *path = walk_text(&walk, PRODUCTS "/%s", walk_take(&walk, made, "_id"));
    form_field(&form, "gst_rate", "");
    const json_t *edited = send_to("PUT", path);
    ck_assert_uint_eq(walk.status, 200);
    ck_assert_ptr_null(json_object_get(edited, "gst_rate"));
    ck_assert_str_eq(json_string_value(json_object_get(edited, "name")), "Lamp");
}
END_TEST

START_TEST(every_field_that_is_wrong_is_named)
{
    form_field(&form, "price", "cheap");
    form_field(&form, "stock", "-1");
    form_field(&form, "colour", "red");
    form_file(&form, "avatar", "a.png", "x", 1);
    const json_t *data = send_to("POST", PRODUCTS);
    const json_t *errors = json_object_get(data, "errors");
    static const char *const wrong[] = {"avatar", "price", "colour", "name", "stock"};
    ck_assert_uint_eq(walk.status, 400);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        bool named = false;
        for (size_t j = 0; j < json_array_size(errors); j++)
            named |= !strcmp(json_string_value(json_object_get(json_array_get(errors, j), "field")),
                             wrong[i]);
        ck_assert_msg(named, "%s", wrong[i]);
    }
}
END_TEST

START_TEST(an_alias_is_named_as_it_was_sent)
{
    begin_product("Lamp");
    form_field(&form, "category_id", "nowhere");
    must_refuse(400, "category_id");
}
END_TEST

START_TEST(keys_that_json_may_not_have_are_refused)
{
    static const char *const names[] = {"$set", "category.name", "a.b", "images[0]"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        begin_product("Lamp");
        form_field(&form, names[i], "x");
        must_refuse(400, names[i]);
    }
    begin_product("Lamp");
    form_field(&form, "price", "1");
    must_refuse(400, "price"); /* twice */
}
END_TEST

START_TEST(texts_that_json_may_not_have_are_refused)
{
    begin_product("La\xffmp");
    must_refuse(400, "name");
    begin_product("Lamp\x01");
    must_refuse(400, "name");
    begin_product("La mp");
    strstr(form.at, "La mp")[2] = '\0';
    must_refuse(400, "name");
}
END_TEST

START_TEST(a_form_has_limits)
{
    char name[32];
    for (int i = 0; i < 201; i++) {
        snprintf(name, sizeof name, "field%d", i);
        form_field(&form, name, "x");
    }
    must_refuse(400, "");
    ck_assert_ptr_nonnull(strstr(in_process_message(&walk.in), "too many parts"));
    static char large[KRIPA_JSON_BYTES_MAX + 2];
    memset(large, 'a', sizeof large - 1);
    form_field(&form, "description", large);
    must_refuse(413, "");
}
END_TEST

START_TEST(what_is_no_form_is_400)
{
    static const char *const bodies[] = {
        "x", "--" FORM_BOUNDARY "\r\n",
        "--" FORM_BOUNDARY "\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\nLamp"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        walk_send(&walk, KRIPA_ROLE_ADMIN, "POST", PRODUCTS,
                  &(struct in_process_body){bodies[i], strlen(bodies[i])}, FORM_HEADER);
        ck_assert_msg(walk.status == 400, "%s: HTTP %u", bodies[i], walk.status);
        ck_assert_str_eq(in_process_code(&walk.in), "INVALID");
    }
    walk_send(&walk, KRIPA_ROLE_ADMIN, "POST", PRODUCTS, &(struct in_process_body){"x", 1},
              "Content-Type: multipart/form-data");
    ck_assert_uint_eq(walk.status, 400);
    ck_assert_ptr_nonnull(strstr(in_process_message(&walk.in), "boundary"));
}
END_TEST

START_TEST(where_no_file_may_come_a_form_is_no_body)
{
    form_field(&form, "name", "x");
    send_to("PUT", "/api/admin/settings");
    ck_assert_uint_eq(walk.status, 415);
    walk_do(&walk, KRIPA_ROLE_ADMIN, "POST", PRODUCTS, "{\"name\": \"Fan\", \"price\": 100.03}");
    walk_send(&walk, KRIPA_ROLE_ADMIN, "POST", PRODUCTS, &(struct in_process_body){"a=b", 3},
              "Content-Type: application/x-www-form-urlencoded");
    ck_assert_uint_eq(walk.status, 415);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("forms", begin, end, numbers_and_booleans_come_as_text,
                        tags_come_as_json_as_a_comma_list_or_one_by_one,
                        an_empty_text_is_not_set_and_clears_in_an_edit,
                        every_field_that_is_wrong_is_named, an_alias_is_named_as_it_was_sent,
                        keys_that_json_may_not_have_are_refused,
                        texts_that_json_may_not_have_are_refused, a_form_has_limits,
                        what_is_no_form_is_400, where_no_file_may_come_a_form_is_no_body);
}
