/* SPDX-License-Identifier: MIT
 * A record as it is shown becomes a record as it is sent. */
#include "suite.h"

#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

static struct kripa_arena arena;

static void end(void)
{
    kripa_arena_clear(&arena);
}

static const char *sent_by(enum kripa_role role, const char *shown)
{
    const char *sent;
    struct kripa_error err = {0};
    enum kripa_status status =
        kripa_json_sent(&kripa_product_schema, role, shown, strlen(shown), &arena, &sent, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    return sent;
}
#define SENT(shown) sent_by(KRIPA_ROLE_ADMIN, shown)

START_TEST(what_is_only_shown_is_left_out)
{
    ck_assert_str_eq(SENT("{\"_id\":\"x\",\"sold\":3,\"createdAt\":\"y\",\"name\":\"Fan\"}"),
                     "{\"name\":\"Fan\"}");
    ck_assert_str_eq(SENT("{\"nonsense\":[1,{\"a\":null}]}"),
                     "{\"nonsense\":[1.0,{\"a\":null}]}"); /* to be refused as ever */
    ck_assert_str_eq(SENT("{}"), "{}");
    ck_assert_str_eq(SENT("[1]"), "[1.0]");
}
END_TEST

START_TEST(a_record_named_by_a_text_is_its_name)
{
    ck_assert_str_eq(SENT("{\"category\":{\"_id\":\"c\",\"name\":\"Fans\",\"slug\":\"fans\"}}"),
                     "{\"category\":\"fans\"}");
    ck_assert_str_eq(SENT("{\"subcategory_id\":{\"_id\":\"c\"}}"), "{\"subcategory_id\":\"c\"}");
    ck_assert_str_eq(SENT("{\"category\":{\"name\":1}}"), "{\"category\":{\"name\":1.0}}");
    ck_assert_str_eq(SENT("{\"category_id\":\"a\",\"category\":\"b\"}"), "{\"category\":\"b\"}");
}
END_TEST

/* Nothing is lost in silence. */
START_TEST(records_inside_stay_to_be_refused)
{
    static const char with[] = "{\"name\":\"A\",\"children\":[{\"name\":\"B\"}]}",
                      without[] = "{\"name\":\"A\",\"children\":[]}";
    const char *sent;
    ck_assert_int_eq(kripa_json_sent(&kripa_category_schema, KRIPA_ROLE_ADMIN, with, strlen(with),
                                     &arena, &sent, NULL),
                     KRIPA_OK);
    ck_assert_ptr_nonnull(strstr(sent, "\"children\":[{"));
    ck_assert_int_eq(kripa_json_sent(&kripa_category_schema, KRIPA_ROLE_ADMIN, without,
                                     strlen(without), &arena, &sent, NULL),
                     KRIPA_OK);
    ck_assert_str_eq(sent, "{\"name\":\"A\"}");
}
END_TEST

START_TEST(the_same_record_is_the_same_text)
{
    ck_assert_str_eq(SENT("{\"price\":1,\"name\":\"A\"}"),
                     SENT(" {\"name\":\"A\", \"price\":1.0}"));
    ck_assert_str_ne(SENT("{\"price\":1}"), SENT("{\"price\":1.5}"));
    ck_assert_str_eq(SENT("{\"images\":[{\"url\":\"u\",\"public_id\":\"p\"}]}"),
                     "{\"images\":[{\"public_id\":\"p\",\"url\":\"u\"}]}");
}
END_TEST

START_TEST(what_is_no_json_is_refused)
{
    const char *sent;
    ck_assert_int_eq(
        kripa_json_sent(&kripa_product_schema, KRIPA_ROLE_ADMIN, "{", 1, &arena, &sent, NULL),
        KRIPA_INVALID);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("json as sent", NULL, end, what_is_only_shown_is_left_out,
                        a_record_named_by_a_text_is_its_name, records_inside_stay_to_be_refused,
                        the_same_record_is_the_same_text, what_is_no_json_is_refused);
}
