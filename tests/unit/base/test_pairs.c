/* SPDX-License-Identifier: MIT
 * Query strings, form fields and flags into records: the same checks as JSON, on text. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "sample.h"

static struct kripa_arena arena;
static struct kripa_sample sample;
static kripa_given given;
static struct kripa_error err;

#define BIT(name)  kripa_schema_bit(&kripa_sample_schema, name)
#define SOME_ID    "0123456789abcdef01234567"
#define COUNT(all) (sizeof(all) / sizeof *(all))

static enum kripa_status decode(enum kripa_input_mode mode, bool strict,
                                const struct kripa_pair *pairs, size_t count)
{
    memset(&sample, 0, sizeof sample);
    memset(&err, 0, sizeof err);
    return kripa_pairs_decode(&kripa_sample_schema, mode, KRIPA_ROLE_CUSTOMER, strict, pairs, count,
                              &arena, &sample, &given, &err);
}

static enum kripa_status one(const char *name, const char *value)
{
    struct kripa_pair pair = {name, value};
    return decode(KRIPA_PATCH, true, &pair, 1);
}

static void refused(const char *name, const char *value, const char *message)
{
    ck_assert_msg(one(name, value) == KRIPA_INVALID, "%s=%s was taken", name, value);
    ck_assert_msg(strcmp(err.message, message) == 0, "%s=%s: %s", name, value, err.message);
}

START_TEST(every_type_is_read_from_text)
{
    static const struct kripa_pair pairs[] = {
        {"title", " fan "},
        {"count", "2"},
        {"spare", "-5"},
        {"price", "1250.5"},
        {"offer", "0"},
        {"rate", "18.25"},
        {"active", "true"},
        {"removed", "false"},
        {"owner", SOME_ID},
        {"shade", "blue"},
        {"home.city", "Delhi"},
        {"home.pincode", "110001"},
        {"second.city", "Pune"},
        {"second.pincode", "411001"},
        {"parts", "[{\"product\":\"" SOME_ID "\",\"qty\":2}]"},
        {"tags", " a ,b"},
        {"friends", SOME_ID},
        {"at", "2026-11-22T10:30:00Z"},
        {"secret", " s "}};
    ck_assert_msg(decode(KRIPA_CREATE, true, pairs, COUNT(pairs)) == KRIPA_OK, "%s", err.message);
    ck_assert_str_eq(sample.name, "fan");
    ck_assert_int_eq(sample.count, 2);
    ck_assert(sample.spare.set && sample.spare.value == -5);
    ck_assert_int_eq(sample.price_paise, 125050);
    ck_assert(sample.offer_paise.set && sample.offer_paise.value == 0);
    ck_assert_int_eq(sample.rate_bp.value, 1825);
    ck_assert(sample.active && !sample.removed);
    ck_assert_int_eq(sample.owner.bytes[1], 0x23);
    ck_assert_int_eq(sample.shade, SHADE_BLUE);
    ck_assert_str_eq(sample.home.pincode, "110001");
    ck_assert_str_eq(sample.second->city, "Pune");
    ck_assert_int_eq(sample.parts[0].qty, 2);
    ck_assert_uint_eq(sample.tags_count, 2);
    ck_assert_str_eq(sample.tags[0], "a");
    ck_assert_uint_eq(sample.friends_count, 1);
    ck_assert_int_eq(sample.at_ms, 1795343400000);
    ck_assert_str_eq(sample.secret, " s ");
    ck_assert_ptr_ne(sample.secret, pairs[COUNT(pairs) - 1].value);
    ck_assert_uint_eq(given, ((kripa_given)1 << 20) - 1 - BIT("blank") - 8 - 32);
}
END_TEST

START_TEST(wrong_text_is_refused_by_name)
{
    static const char *const numbers[] = {
        "0", "1.5", "1e2", " 1", "1 ", "0x1", "--1", "-", "a", "99999999999999999999", "१"};
    for (size_t i = 0; i < COUNT(numbers); i++)
        refused("count", numbers[i], "count: must be a whole number between 1 and 100");
    refused("price", "1.005",
            "price: must be rupees from 0.01 to 1000000000 with at most two decimals");
    refused("price", "1e3",
            "price: must be rupees from 0.01 to 1000000000 with at most two decimals");
    refused("active", "yes", "active: must be true or false");
    refused("owner", "5", "owner: must be an id of 24 hex digits");
    refused("shade", "green", "shade: must be one of red, blue");
    refused("at", "now", "at: must be a time as RFC 3339");
    refused("name", "a", "name: must be at least 2 characters");
    refused("name", "a\xff", "name: must be valid UTF-8");
    refused("friends", SOME_ID ",y", "friends[1]: must be an id of 24 hex digits");
    refused("home", "x",
            "home: the JSON is malformed at line 1, column 1: something else must stand here");
}
END_TEST

START_TEST(lists_come_as_json_or_with_commas_and_may_be_repeated)
{
    static const struct kripa_pair repeated[] = {{"tags", "a"}, {"tags", "b,c"}};
    ck_assert_int_eq(decode(KRIPA_PATCH, true, repeated, 2), KRIPA_OK);
    ck_assert_uint_eq(sample.tags_count, 3);
    ck_assert_str_eq(sample.tags[2], "c");
    ck_assert_int_eq(one("tags", "[\"a\",\"b, c\"]"), KRIPA_OK);
    ck_assert_uint_eq(sample.tags_count, 2);
    ck_assert_str_eq(sample.tags[1], "b, c");
    refused("tags", "a,b,c,d", "tags: must be a list of 0 to 3 entries");
    refused("tags", "a,,b", "tags[1]: must not be empty");
    refused("tags", "[1]", "tags[0]: must be text");
    ck_assert_int_eq(one("tags", "[\"a\""), KRIPA_INVALID);
    ck_assert_int_eq(one("tags", ""), KRIPA_OK);
    ck_assert_uint_eq(given, BIT("tags"));
}
END_TEST

START_TEST(a_bad_element_is_told_once)
{
    ck_assert_int_eq(one("parts", "[{\"product\":\"" SOME_ID "\",\"qty\":0}]"), KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 1);
    ck_assert_str_eq(err.message, "parts[0].qty: must be a whole number between 1 and 100000");
}
END_TEST

START_TEST(a_bad_list_stays_bad_whatever_is_added)
{
    static const struct kripa_pair pairs[] = {{"tags", "[{}]"}, {"tags", "a"}};
    ck_assert_int_eq(decode(KRIPA_PATCH, true, pairs, 2), KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 1);
    ck_assert_str_eq(err.message, "tags[0]: must be text");
}
END_TEST

START_TEST(a_record_inside_is_checked_whole)
{
    refused("home.city", "x", "home.pincode: is required");
    static const struct kripa_pair bad[] = {{"second.city", "Pune"}, {"second.pincode", "0"}};
    ck_assert_int_eq(decode(KRIPA_PATCH, true, bad, 2), KRIPA_INVALID);
    ck_assert_str_eq(err.message, "second.pincode: must be a PIN code: 6 digits, the first not 0");
    refused("second.street", "x", "second.street: unknown field");
    refused("name.first", "x", "name.first: unknown field");
    static const struct kripa_pair empty[] = {{"second.city", ""}, {"second.pincode", ""}};
    ck_assert_msg(decode(KRIPA_PATCH, true, empty, 2) == KRIPA_OK, "%s", err.message);
    ck_assert_uint_eq(given, 0);
    ck_assert_ptr_null(sample.second);
    static const struct kripa_pair half[] = {{"second.city", ""}, {"second.pincode", "411001"}};
    ck_assert_int_eq(decode(KRIPA_PATCH, true, half, 2), KRIPA_INVALID);
    ck_assert_str_eq(err.message, "second.city: is required");
}
END_TEST

START_TEST(unknown_names_matter_only_when_strict)
{
    static const struct kripa_pair pairs[] = {{"utm_source", "x"}, {"hidden", "x"}, {"count", "3"}};
    ck_assert_int_eq(decode(KRIPA_PATCH, false, pairs, 3), KRIPA_OK);
    ck_assert_int_eq(sample.count, 3);
    ck_assert_ptr_null(sample.hidden);
    ck_assert_uint_eq(given, BIT("count"));
    ck_assert_int_eq(decode(KRIPA_PATCH, true, pairs, 3), KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 2);
    ck_assert_str_eq(err.fields[1].path, "hidden");
    ck_assert_int_eq(one("role", "admin"), KRIPA_OK);
    ck_assert_uint_eq(given, 0);
}
END_TEST

START_TEST(an_empty_text_is_no_value)
{
    refused("name", "", "name: is required");
    ck_assert_int_eq(one("blank", ""), KRIPA_OK);
    ck_assert_uint_eq(given, BIT("blank"));
    ck_assert_int_eq(one("count", ""), KRIPA_OK);
    ck_assert_uint_eq(given, 0);
    ck_assert_int_eq(one("active", ""), KRIPA_OK);
    ck_assert_uint_eq(given, 0);
}
END_TEST

struct kripa_must {
    bool approve;
    int64_t qty;
};
static const struct kripa_field kp_must_fields[] = {
    BOOL(must, approve, "approve", .flags = KRIPA_REQUIRED),
    INT(must, qty, "qty", 0, 9, .flags = KRIPA_REQUIRED),
};
static SCHEMA(must, NULL, .writable_by = KRIPA_ANYONE);

START_TEST(an_empty_number_or_boolean_is_not_nothing_when_required)
{
    static const struct kripa_pair pairs[] = {{"approve", ""}, {"qty", ""}};
    struct kripa_must must = {0};
    memset(&err, 0, sizeof err);
    ck_assert_int_eq(kripa_pairs_decode(&kripa_must_schema, KRIPA_CREATE, KRIPA_ROLE_ADMIN, true,
                                        pairs, 2, &arena, &must, &given, &err),
                     KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 2);
    ck_assert_str_eq(err.fields[0].message, "is required");
    ck_assert_str_eq(err.fields[1].message, "is required");
}
END_TEST

/* What the domain refuses has the table's names: in a list that came as JSON, too. */
START_TEST(an_element_is_named_as_it_was_sent)
{
    static const struct kripa_pair pair = {"items", "[{\"product\":\"" SOME_ID
                                                    "\"},{\"productId\":\"" SOME_ID "\"}]"};
    static const char *const paths[][2] = {{"items[0].product", "items[0].product"},
                                           {"items[1].product", "items[1].productId"},
                                           {"items[1].qty", "items[1].qty"},
                                           {"items[2].product", "items[2].product"}};
    for (size_t i = 0; i < COUNT(paths); i++) {
        kripa_error_clear(&err);
        kripa_fail_field(&err, KRIPA_INVALID, paths[i][0], "is gone");
        kripa_pairs_as_sent(&kripa_order_request_schema, &pair, 1, &err);
        ck_assert_str_eq(err.fields[0].path, paths[i][1]);
    }
}
END_TEST

int main(void)
{
    int status =
        RUN_SUITE("pairs", every_type_is_read_from_text, wrong_text_is_refused_by_name,
                  lists_come_as_json_or_with_commas_and_may_be_repeated, a_bad_element_is_told_once,
                  a_bad_list_stays_bad_whatever_is_added, a_record_inside_is_checked_whole,
                  unknown_names_matter_only_when_strict, an_empty_text_is_no_value,
                  an_empty_number_or_boolean_is_not_nothing_when_required,
                  an_element_is_named_as_it_was_sent);
    kripa_arena_clear(&arena);
    return status;
}
