/* SPDX-License-Identifier: MIT
 * The checks of a struct that a C program filled: the same rules, and the same words. */
#include "suite.h"

#include <string.h>

#include "sample.h"

static struct kripa_arena arena;
static struct kripa_error err;

#define BIT(name) kripa_schema_bit(&kripa_sample_schema, name)

static enum kripa_status check_as(enum kripa_role role, enum kripa_input_mode mode,
                                  struct kripa_sample *sample, kripa_given given)
{
    memset(&err, 0, sizeof err);
    return kripa_record_check(&kripa_sample_schema, mode, role, &arena, sample, given, &err);
}

static enum kripa_status filled(struct kripa_sample *sample)
{
    return check_as(KRIPA_ROLE_CUSTOMER, KRIPA_CREATE, sample, KRIPA_GIVEN_ALL);
}

static struct kripa_sample good(void)
{
    return (struct kripa_sample){
        .name = " fan ", .price_paise = 100, .home = {"Delhi", " 110001 "}, .shade = SHADE_RED};
}

START_TEST(texts_come_out_in_their_one_spelling)
{
    struct kripa_sample sample = good();
    ck_assert_msg(filled(&sample) == KRIPA_OK, "%s", err.message);
    ck_assert_str_eq(sample.name, "fan");
    ck_assert_str_eq(sample.home.pincode, "110001");
    ck_assert_int_eq(sample.price_paise, 100);
}
END_TEST

START_TEST(zero_that_is_not_required_was_left_out)
{
    struct kripa_sample sample = good();
    sample.price_paise = 0;
    ck_assert_msg(filled(&sample) == KRIPA_OK, "%s", err.message);
    ck_assert_int_eq(sample.count, 7);
    sample.count = 101;
    ck_assert_int_eq(filled(&sample), KRIPA_INVALID);
    ck_assert_str_eq(err.message, "count: must be a whole number between 1 and 100");
}
END_TEST

/* A list that was sent as "" is cleared, whoever looks at it again. */
START_TEST(a_given_list_without_elements_was_sent_empty)
{
    struct kripa_sample sample = good();
    kripa_given given = BIT("name") | BIT("parts") | BIT("price");
    ck_assert_msg(check_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, &sample, given) == KRIPA_OK, "%s",
                  err.message);
    sample.price_paise = 0;
    ck_assert_int_eq(check_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, &sample, given), KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 1);
    ck_assert_str_eq(err.fields[0].path, "price");
}
END_TEST

START_TEST(every_bad_row_is_named_inside_too)
{
    struct kripa_part parts[] = {{.product = {{1}}, .qty = 1},
                                 {.qty = 100001, .note = "01234567890"}};
    const char *tags[] = {"ok", ""};
    struct kripa_sample sample = good();
    sample.name = "x";
    sample.home.city = NULL;
    sample.parts = parts;
    sample.parts_count = 2;
    sample.tags = tags;
    sample.tags_count = 2;
    sample.spare = (struct kripa_int){6, true};
    static const char *const paths[] = {
        "name",         "spare",         "home.city", "parts[1].product",
        "parts[1].qty", "parts[1].note", "tags[1]"};
    ck_assert_int_eq(filled(&sample), KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, sizeof paths / sizeof *paths);
    for (size_t i = 0; i < err.fields_count; i++)
        ck_assert_str_eq(err.fields[i].path, paths[i]);
}
END_TEST

START_TEST(a_missing_required_row_is_named_and_a_record_inside_too)
{
    struct kripa_sample sample = good();
    sample.name = NULL;
    struct kripa_place nowhere = {0};
    sample.second = &nowhere;
    ck_assert_int_eq(filled(&sample), KRIPA_INVALID);
    ck_assert_str_eq(err.message, "name: is required");
    ck_assert_str_eq(err.fields[1].path, "second.city");
}
END_TEST

START_TEST(rows_a_role_may_not_set_are_cleared)
{
    struct kripa_sample sample = good();
    sample.hidden = "x";
    sample.level = 9;
    ck_assert_int_eq(filled(&sample), KRIPA_OK);
    ck_assert_ptr_null(sample.hidden);
    ck_assert_int_eq(sample.level, 0);
    sample.hidden = "x";
    ck_assert_int_eq(check_as(KRIPA_ROLE_ADMIN, KRIPA_CREATE, &sample, KRIPA_GIVEN_ALL), KRIPA_OK);
    ck_assert_str_eq(sample.hidden, "x");
}
END_TEST

START_TEST(an_edit_looks_at_the_given_rows_only)
{
    struct kripa_sample sample = {.count = 5, .spare = {99, true}, .blank = " x "};
    ck_assert_int_eq(
        check_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, &sample, BIT("count") | BIT("blank")), KRIPA_OK);
    ck_assert_int_eq(sample.count, 5);
    ck_assert_str_eq(sample.blank, "x");
    ck_assert(!sample.spare.set);
    ck_assert_ptr_null(sample.name);
    ck_assert_int_eq(check_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, &sample, BIT("name")),
                     KRIPA_INVALID);
    ck_assert_str_eq(err.message, "name: is required");
    sample.count = 0;
    ck_assert_int_eq(check_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, &sample, BIT("count")),
                     KRIPA_INVALID);
}
END_TEST

START_TEST(nobody_needs_to_listen)
{
    struct kripa_sample sample = {0};
    ck_assert_int_eq(kripa_record_check(&kripa_sample_schema, KRIPA_CREATE, KRIPA_ROLE_CUSTOMER,
                                        &arena, &sample, KRIPA_GIVEN_ALL, NULL),
                     KRIPA_INVALID);
}
END_TEST

int main(void)
{
    int status = RUN_SUITE(
        "check", texts_come_out_in_their_one_spelling, zero_that_is_not_required_was_left_out,
        a_given_list_without_elements_was_sent_empty, every_bad_row_is_named_inside_too,
        a_missing_required_row_is_named_and_a_record_inside_too,
        rows_a_role_may_not_set_are_cleared, an_edit_looks_at_the_given_rows_only,
        nobody_needs_to_listen);
    kripa_arena_clear(&arena);
    return status;
}
