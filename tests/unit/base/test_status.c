/* SPDX-License-Identifier: MIT
 * Statuses, and the error a caller owns. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/status.h>

START_TEST(every_status_has_a_name_and_a_meaning)
{
    for (int i = 0; i < KRIPA_STATUS_COUNT; i++) {
        ck_assert_uint_gt(strlen(kripa_status_name((enum kripa_status)i)), 1);
        ck_assert_uint_gt(strlen(kripa_status_meaning((enum kripa_status)i)), 3);
    }
    ck_assert_str_eq(kripa_status_name(KRIPA_OUT_OF_STOCK), "OUT_OF_STOCK");
    ck_assert_str_eq(kripa_status_name((enum kripa_status)999), "INTERNAL");
    ck_assert_str_eq(kripa_status_meaning((enum kripa_status)999),
                     kripa_status_meaning(KRIPA_INTERNAL));
}
END_TEST

START_TEST(a_failure_returns_its_status_and_forgets_what_was)
{
    struct kripa_error err = {.retry_after_s = 9};
    kripa_fail_field(&err, KRIPA_INVALID, "name", "is required");
    ck_assert_int_eq(kripa_fail(&err, KRIPA_NOT_FOUND, "there is no %s", "order"), KRIPA_NOT_FOUND);
    ck_assert_int_eq(err.status, KRIPA_NOT_FOUND);
    ck_assert_str_eq(err.message, "there is no order");
    ck_assert_uint_eq(err.fields_count, 0);
    ck_assert_int_eq(err.retry_after_s, 0);
}
END_TEST

START_TEST(nobody_needs_to_listen)
{
    ck_assert_int_eq(kripa_fail(NULL, KRIPA_CORRUPT, "%d", 1), KRIPA_CORRUPT);
    ck_assert_int_eq(kripa_fail_field(NULL, KRIPA_INVALID, "a", "b"), KRIPA_INVALID);
}
END_TEST

START_TEST(the_first_bad_field_makes_the_message)
{
    struct kripa_error err = {0};
    kripa_fail_field(&err, KRIPA_INVALID, "items[1].qty", "must be at least %d", 1);
    kripa_fail_field(&err, KRIPA_INVALID, "name", "is required");
    ck_assert_str_eq(err.message, "items[1].qty: must be at least 1");
    ck_assert_uint_eq(err.fields_count, 2);
    ck_assert_str_eq(err.fields[1].path, "name");
    ck_assert_str_eq(err.fields[1].message, "is required");
}
END_TEST

START_TEST(the_whole_input_has_no_path)
{
    struct kripa_error err = {0};
    kripa_fail_field(&err, KRIPA_INVALID, "", "give one of set and add");
    ck_assert_str_eq(err.message, "give one of set and add");
}
END_TEST

START_TEST(fields_beyond_the_room_are_dropped)
{
    struct kripa_error err = {0};
    for (int i = 0; i < KRIPA_ERROR_FIELDS_MAX + 3; i++) {
        char path[16];
        snprintf(path, sizeof path, "f%d", i);
        ck_assert_int_eq(kripa_fail_field(&err, KRIPA_EXISTS, path, "x"), KRIPA_EXISTS);
    }
    ck_assert_uint_eq(err.fields_count, KRIPA_ERROR_FIELDS_MAX);
    ck_assert_str_eq(err.fields[KRIPA_ERROR_FIELDS_MAX - 1].path, "f7");
}
END_TEST

START_TEST(what_is_cut_stays_utf8)
{
    struct kripa_error err = {0};
    char path[200] = "a";
    for (size_t i = 0; i < 60; i++)
        memcpy(path + 1 + 3 * i, "ह", 4);
    kripa_fail_field(&err, KRIPA_INVALID, path, "%s", path);
    ck_assert_uint_eq(strlen(err.fields[0].path), KRIPA_ERROR_PATH_SIZE - 1);
    ck_assert_int_eq(err.fields[0].path[0], 'a');
    ck_assert_uint_eq(strlen(err.fields[0].path) % 3,
                      1); /* a and whole letters, and no part of one */
    kripa_fail(&err, KRIPA_INVALID, "bad \xff byte \xe0\xa4");
    ck_assert_str_eq(err.message, "bad ? byte ??");
}
END_TEST

int main(void)
{
    return RUN_SUITE("status", every_status_has_a_name_and_a_meaning,
                     a_failure_returns_its_status_and_forgets_what_was, nobody_needs_to_listen,
                     the_first_bad_field_makes_the_message, the_whole_input_has_no_path,
                     fields_beyond_the_room_are_dropped, what_is_cut_stays_utf8);
}
