/* SPDX-License-Identifier: MIT
 * JSON in: what is taken, and what is refused by name. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "sample.h"

static struct kripa_arena arena;
static struct kripa_sample sample;
static kripa_given given;
static struct kripa_error err;

#define BIT(name) kripa_schema_bit(&kripa_sample_schema, name)
#define SOME_ID   "0123456789abcdef01234567"
#define OTHER_ID  "1123456789abcdef01234567"

static enum kripa_status decode_as(enum kripa_role role, enum kripa_input_mode mode,
                                   const char *text, size_t size)
{
    memset(&sample, 0, sizeof sample);
    memset(&err, 0, sizeof err);
    given = 12345;
    enum kripa_status status = kripa_json_decode(&kripa_sample_schema, mode, role, text, size,
                                                 &arena, &sample, &given, &err);
    if (status != KRIPA_OK)
        ck_assert_int_eq(err.status, status);
    return status;
}

static enum kripa_status whole(const char *text)
{
    return decode_as(KRIPA_ROLE_CUSTOMER, KRIPA_CREATE, text, strlen(text));
}

static enum kripa_status partial(const char *text)
{
    return decode_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, text, strlen(text));
}

/* "path: message" of every bad field, one a line. */
static void refused(const char *text, const char *expected)
{
    char told[2048] = "";
    size_t size = 0;
    ck_assert_msg(partial(text) == KRIPA_INVALID, "%s was taken", text);
    for (size_t i = 0; i < err.fields_count; i++)
        size += (size_t)snprintf(told + size, sizeof told - size, "%s%s: %s", i ? "\n" : "",
                                 err.fields[i].path, err.fields[i].message);
    ck_assert_msg(strcmp(told, expected) == 0, "%s:\n%s\nnot\n%s", text, told, expected);
}

START_TEST(every_type_is_taken)
{
    static const char text[] =
        "{\"name\":\" fan \",\"blank\":\"a\\nb\",\"secret\":\" s \",\"count\":2.0,\"spare\":-5,"
        "\"price\":1250.5,\"offer\":0,\"rate\":18.25,\"at\":\"2026-11-22T16:00:00+05:30\","
        "\"active\":true,\"removed\":false,\"owner\":\"" SOME_ID "\",\"shade\":\"blue\","
        "\"home\":{\"city\":\"Delhi\",\"pincode\":\"110001\",\"_id\":7},"
        "\"second\":{\"city\":\"Pune\",\"pincode\":\"411001\"},"
        "\"parts\":[{\"product\":\"" SOME_ID "\",\"qty\":2},{\"productId\":\"" OTHER_ID
        "\",\"qty\":3,\"note\":\"n\"}],\"tags\":[\" a \",\"b\"],\"friends\":[\"" OTHER_ID "\"]}";
    ck_assert_msg(whole(text) == KRIPA_OK, "%s", err.message);
    ck_assert_str_eq(sample.name, "fan");
    ck_assert_str_eq(sample.blank, "a\nb");
    ck_assert_str_eq(sample.secret, " s ");
    ck_assert_int_eq(sample.count, 2);
    ck_assert(sample.spare.set && sample.spare.value == -5);
    ck_assert_int_eq(sample.price_paise, 125050);
    ck_assert(sample.offer_paise.set && sample.offer_paise.value == 0);
    ck_assert(sample.rate_bp.set && sample.rate_bp.value == 1825);
    ck_assert_int_eq(sample.at_ms, 1795343400000);
    ck_assert(sample.active && !sample.removed);
    ck_assert_int_eq(sample.owner.bytes[0], 1);
    ck_assert_int_eq(sample.shade, SHADE_BLUE);
    ck_assert_str_eq(sample.home.city, "Delhi");
    ck_assert_str_eq(sample.second->pincode, "411001");
    ck_assert_uint_eq(sample.parts_count, 2);
    ck_assert_int_eq(sample.parts[1].product.bytes[0], 0x11);
    ck_assert_int_eq(sample.parts[1].qty, 3);
    ck_assert_str_eq(sample.parts[1].note, "n");
    ck_assert_ptr_null(sample.parts[0].note);
    ck_assert_uint_eq(sample.tags_count, 2);
    ck_assert_str_eq(sample.tags[0], "a");
    ck_assert_uint_eq(sample.friends_count, 1);
    for (size_t i = 0; i < kripa_sample_schema.count; i++) {
        const char *name = kripa_sample_schema.fields[i].name;
        bool sent =
            strcmp(name, "hidden") != 0 && strcmp(name, "level") != 0 && strcmp(name, "role");
        ck_assert_msg((given >> i & 1) == sent, "%s", name);
    }
}
END_TEST

START_TEST(nothing_at_all_is_the_empty_object)
{
    ck_assert_int_eq(partial(""), KRIPA_OK);
    ck_assert_uint_eq(given, 0);
    ck_assert_int_eq(partial(" \r\n\t"), KRIPA_OK);
    ck_assert_int_eq(partial("{}"), KRIPA_OK);
    ck_assert_int_eq(sample.count, 0); /* an edit has no fallbacks */
    ck_assert_int_eq(whole(""), KRIPA_INVALID);
    ck_assert_str_eq(err.message, "name: is required");
}
END_TEST

START_TEST(what_is_left_out_takes_its_default)
{
    ck_assert_int_eq(whole("{\"name\":\"fan\"}"), KRIPA_OK);
    ck_assert_uint_eq(given, BIT("name"));
    ck_assert_int_eq(sample.count, 7);
    ck_assert_int_eq(sample.price_paise, 0);
    ck_assert(!sample.spare.set);
    ck_assert_int_eq(whole("{\"name\":\"fan\",\"count\":null}"), KRIPA_OK);
    ck_assert_int_eq(sample.count, 7);
    ck_assert_uint_eq(given, BIT("name"));
}
END_TEST

START_TEST(null_and_an_empty_text_clear_what_may_be_absent)
{
    ck_assert_msg(
        partial("{\"blank\":\"\",\"spare\":null,\"offer\":\"\",\"at\":null,\"owner\":\"\","
                "\"second\":null,\"parts\":null,\"tags\":\"\",\"friends\":[]}") == KRIPA_OK,
        "%s", err.message);
    ck_assert_uint_eq(given, BIT("blank") | BIT("spare") | BIT("offer") | BIT("at") | BIT("owner") |
                                 BIT("second") | BIT("parts") | BIT("tags") | BIT("friends"));
    ck_assert_ptr_null(sample.blank);
    ck_assert_ptr_null(sample.second);
    ck_assert_uint_eq(sample.parts_count, 0);
    ck_assert(!sample.spare.set && !sample.offer_paise.set);
    ck_assert_int_eq(partial("{\"blank\":\"  \"}"), KRIPA_OK);
    ck_assert_uint_eq(given, BIT("blank"));
    ck_assert_ptr_null(sample.blank);
}
END_TEST

START_TEST(required_rows_may_not_be_empty)
{
    refused("{\"name\":null}", "name: is required");
    refused("{\"name\":\"\"}", "name: is required");
    refused("{\"name\":\"   \"}", "name: is required");
    refused("{\"parts\":[{}]}", "parts[0].product: is required\nparts[0].qty: is required");
    refused("{\"parts\":[{\"product\":null,\"qty\":null}]}",
            "parts[0].product: is required\nparts[0].qty: is required");
    refused("{\"home\":{\"city\":\"x\"}}", "home.pincode: is required");
    refused("{\"parts\":[{\"product\":\"000000000000000000000000\",\"qty\":1}]}",
            "parts[0].product: is required");
}
END_TEST

START_TEST(numbers_that_are_not_whole_or_out_of_range_are_refused)
{
    static const char *const bad[] = {"0",
                                      "101",
                                      "1.5",
                                      "\"1\"",
                                      "1e99",
                                      "-2",
                                      "true",
                                      "[1]",
                                      "{}",
                                      "-1e99",
                                      "1e-9",
                                      "9007199254740993",
                                      "99999999999999999999999999999",
                                      "\"a\"",
                                      "0.0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"count\":%s}", bad[i]);
        refused(text, "count: must be a whole number between 1 and 100");
    }
    refused("{\"spare\":6}", "spare: must be a whole number between -5 and 5");
    ck_assert_int_eq(partial("{\"count\":1e2}"), KRIPA_OK);
    ck_assert_int_eq(sample.count, 100);
}
END_TEST

START_TEST(money_with_more_than_two_decimals_is_refused)
{
    static const char *const bad[] = {"0",      "-1",   "1.005",         "0.001",
                                      "\"10\"", "1e99", "1000000000.01", "true"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char text[128];
        snprintf(text, sizeof text, "{\"price\":%s}", bad[i]);
        refused(text, "price: must be rupees from 0.01 to 1000000000 with at most two decimals");
    }
    refused("{\"rate\":100.01}", "rate: must be percent from 0 to 100 with at most two decimals");
    ck_assert_int_eq(partial("{\"price\":0.29}"), KRIPA_OK);
    ck_assert_int_eq(sample.price_paise, 29);
}
END_TEST

START_TEST(every_other_wrong_type_is_named)
{
    refused("{\"name\":5}", "name: must be text");
    refused("{\"name\":{\"$gt\":\"\"}}", "name: must be text");
    refused("{\"at\":5}", "at: must be a time as RFC 3339");
    refused("{\"at\":\"2026-11-22\"}", "at: must be a time as RFC 3339");
    refused("{\"active\":1}", "active: must be true or false");
    refused("{\"active\":\"true\"}", "active: must be true or false");
    refused("{\"owner\":\"x\"}", "owner: must be an id of 24 hex digits");
    refused("{\"owner\":5}", "owner: must be an id of 24 hex digits");
    refused("{\"shade\":\"green\"}", "shade: must be one of red, blue");
    refused("{\"shade\":1}", "shade: must be one of red, blue");
    refused("{\"home\":5}", "home: must be an object");
    refused("{\"second\":[]}", "second: must be an object");
    refused("{\"parts\":{}}", "parts: must be a list of 1 to 3 entries");
    refused("{\"parts\":[]}", "parts: must be a list of 1 to 3 entries");
    refused("{\"parts\":[{},{},{},{}]}", "parts: must be a list of 1 to 3 entries");
    refused("{\"parts\":[5]}", "parts[0]: must be an object");
    refused("{\"parts\":[null]}", "parts[0]: must be an object");
    refused("{\"tags\":\"a\"}", "tags: must be a list of 0 to 3 entries");
    refused("{\"tags\":[\"a\",5,null]}", "tags[1]: must be text\ntags[2]: must be text");
    refused("{\"tags\":[\"a\",\" \"]}", "tags[1]: must not be empty");
    refused("{\"friends\":[\"x\"]}", "friends[0]: must be an id of 24 hex digits");
}
END_TEST

START_TEST(lengths_count_characters)
{
    refused("{\"name\":\"a\"}", "name: must be at least 2 characters");
    refused("{\"name\":\"123456789\"}", "name: must be at most 8 characters");
    ck_assert_int_eq(partial("{\"name\":\"पंखापंखा\"}"), KRIPA_OK);
    refused("{\"name\":\"पंखापंखाप\"}", "name: must be at most 8 characters");
    refused("{\"name\":\"a\\tb\"}", "name: must be one line without control characters");
}
END_TEST

START_TEST(every_bad_field_is_named_by_its_path)
{
    refused("{\"count\":0,\"x\":1,\"parts\":[{\"product\":\"" SOME_ID
            "\",\"qty\":1},{\"product\":\"y\",\"qty\":1.5,\"z\":1}],\"home\":{\"city\":5,"
            "\"pincode\":\"1\"}}",
            "x: unknown field\n"
            "parts[1].product: must be an id of 24 hex digits\n"
            "parts[1].qty: must be a whole number between 1 and 100000\n"
            "parts[1].z: unknown field\n"
            "home.city: must be text\n"
            "home.pincode: must be a PIN code: 6 digits, the first not 0\n"
            "count: must be a whole number between 1 and 100");
}
END_TEST

START_TEST(what_a_role_may_not_set_is_unknown_to_it)
{
    refused("{\"hidden\":\"x\"}", "hidden: unknown field");
    refused("{\"level\":1}", "level: unknown field");
    static const char text[] = "{\"hidden\":\"x\"}";
    ck_assert_int_eq(decode_as(KRIPA_ROLE_ADMIN, KRIPA_PATCH, text, strlen(text)), KRIPA_OK);
    ck_assert_str_eq(sample.hidden, "x");
}
END_TEST

START_TEST(operators_are_refused_wherever_they_stand)
{
    refused("{\"$where\":\"1\"}", "$where: unknown field");
    refused("{\"home.city\":\"x\"}", "home.city: unknown field");
    ck_assert_int_eq(partial("{\"role\":\"admin\"}"), KRIPA_OK);
    ck_assert_uint_eq(given, 0);
    refused("{\"role\":{\"$ne\":1}}", "role: must not hold names that begin with $ or hold a dot");
    refused("{\"role\":[[{\"a.b\":1}]]}",
            "role: must not hold names that begin with $ or hold a dot");
}
END_TEST

START_TEST(an_alias_is_the_same_row)
{
    ck_assert_int_eq(partial("{\"title\":\"fan\"}"), KRIPA_OK);
    ck_assert_str_eq(sample.name, "fan");
    ck_assert_uint_eq(given, BIT("name"));
    refused("{\"title\":\"x\"}", "title: must be at least 2 characters");
}
END_TEST

static void malformed(const char *text, size_t size, const char *part)
{
    enum kripa_status status = decode_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, text, size);
    ck_assert_msg(status == KRIPA_INVALID, "%.*s", (int)size, text);
    ck_assert_uint_eq(err.fields_count, 0);
    ck_assert_msg(strstr(err.message, part) != NULL, "%.*s: %s", (int)size, text, err.message);
}

START_TEST(malformed_json_is_refused)
{
    static const char *const bad[] = {"{",
                                      "}",
                                      "{\"name\"}",
                                      "{\"name\":}",
                                      "{'name':1}",
                                      "nul",
                                      "{} {}",
                                      "{\"name\":\"a",
                                      "{\"a\":01}",
                                      "{\"a\":NaN}",
                                      "{,}",
                                      "{\"name\":\"\\ud800\"}",
                                      "{\"name\":\"\\x\"}",
                                      "\xef\xbb\xbf{}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        malformed(bad[i], strlen(bad[i]), "malformed at line 1, column ");
    malformed("{\"name\":\"a\",\"name\":\"b\"}", 23,
              "column 18: a name stands twice in one object");
    malformed("{\"name\":\"\\u0000\"}", 17, "column 16: a text holds \\u0000");
    malformed("{\"n\\u0000\":1}", 14, "column 10: a name holds \\u0000");
    malformed("{\"name\":\"a\0b\"}", 14, "malformed");
    malformed("{\"name\":\"ab\"}\0", 14, "malformed");
    malformed("{\"name\":\"\xff\"}", 12, "column 9: it is not UTF-8");
    malformed("1e999", 5, "must be an object");
    malformed("{", 1, "column 1: it ends too early");
    malformed("{} {}", 5, "column 4: something follows its end");
    malformed("{\n\"name\"}", 9, "line 2, column 7: something else must stand here");
    malformed("[1]", 3, "must be an object");
    malformed("\"a\"", 3, "malformed");
}
END_TEST

/* What no double holds is told by its field, wherever that stands. */
START_TEST(a_number_out_of_range_is_told_by_its_field)
{
    static const struct {
        const char *text, *path;
    } rows[] = {
        {"{\"count\":1e999}", "count"},
        {"{\"count\": -1e999 }", "count"},
        {"{\"price\":1E+400,\"count\":5}", "price"},
        {"{\"rate\":1e309}", "rate"},
        {"{\"active\":1e999}", "active"},
        {"{\"name\":1e999}", "name"},
        {"{\"owner\":1e999}", "owner"},
        {"{\"home\":{\"city\":1e999,\"pincode\":\"110001\"}}", "home.city"},
        {"{\"parts\":[{\"productId\":\"0123456789abcdef01234567\",\"qty\":1e999}]}",
         "parts[0].qty"},
        {"{\"second\":1e999}", "second"},
        {"{\"tags\":1e999}", "tags[0]"},
        {"{\"nothing\":1e999}", "nothing"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum kripa_status status =
            decode_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, rows[i].text, strlen(rows[i].text));
        ck_assert_msg(status == KRIPA_INVALID, "%s", rows[i].text);
        ck_assert_msg(err.fields_count == 1, "%s: %s", rows[i].text, err.message);
        ck_assert_str_eq(err.fields[0].path, rows[i].path);
    }
    refused("{\"count\":1e999}", "count: must be a whole number between 1 and 100");
    malformed("{\"role\":1e999}", 14, "a number out of range");
}
END_TEST

START_TEST(several_numbers_out_of_range_are_each_told)
{
    static const char text[] = "{\"count\":1e999,\"price\":2e999,\"rate\":-3e999}";
    ck_assert_int_eq(decode_as(KRIPA_ROLE_CUSTOMER, KRIPA_PATCH, text, strlen(text)),
                     KRIPA_INVALID);
    ck_assert_uint_eq(err.fields_count, 3);
    static const char many[] = "{\"a\":1e999,\"b\":1e999,\"c\":1e999,\"d\":1e999,\"e\":1e999,"
                               "\"f\":1e999,\"g\":1e999,\"h\":1e999,\"i\":1e999}";
    malformed(many, strlen(many), "a number is out of range");
}
END_TEST

START_TEST(a_parsers_complaint_does_not_repeat_the_clients_text)
{
    static const char text[] = "{\"secret\":\"hush hush\" x}";
    malformed(text, strlen(text), "malformed");
    ck_assert_ptr_null(strstr(err.message, "near"));
}
END_TEST

START_TEST(deep_and_large_json_is_refused_before_it_is_parsed)
{
    char deep[200] = "{\"role\":";
    size_t size = strlen(deep);
    memset(deep + size, '[', KRIPA_JSON_DEPTH_MAX - 1);
    memset(deep + size + KRIPA_JSON_DEPTH_MAX - 1, ']', KRIPA_JSON_DEPTH_MAX - 1);
    memcpy(deep + size + 2 * KRIPA_JSON_DEPTH_MAX - 2, "}", 2);
    ck_assert_msg(partial(deep) == KRIPA_OK, "%s", err.message);
    memset(deep + size, '[', KRIPA_JSON_DEPTH_MAX);
    malformed(deep, strlen(deep), "deeper than 16 levels");
    ck_assert_msg(partial("{\"blank\":\"[[[[[[[[[[[[[[[[[[[[\\\"[[[[\"}") == KRIPA_OK, "%s",
                  err.message);

    char *large = kripa_arena_alloc(&arena, KRIPA_JSON_BYTES_MAX + 2, 1);
    memset(large, ' ', KRIPA_JSON_BYTES_MAX + 1);
    memcpy(large, "{}", 2);
    ck_assert_int_eq(decode_as(KRIPA_ROLE_GUEST, KRIPA_PATCH, large, KRIPA_JSON_BYTES_MAX),
                     KRIPA_OK);
    ck_assert_int_eq(decode_as(KRIPA_ROLE_GUEST, KRIPA_PATCH, large, KRIPA_JSON_BYTES_MAX + 1),
                     KRIPA_TOO_LARGE);
}
END_TEST

START_TEST(what_was_written_reads_back)
{
    ck_assert_int_eq(whole("{\"name\":\"<fan>\",\"blank\":\"\\u2028\",\"price\":0.07,\"spare\":5,"
                           "\"shade\":\"red\",\"at\":\"2026-11-22T10:30:00.123Z\",\"tags\":[\"x\"],"
                           "\"home\":{\"city\":\"Delhi\",\"pincode\":\"110001\"},"
                           "\"parts\":[{\"product\":\"" SOME_ID "\",\"qty\":9}]}"),
                     KRIPA_OK);
    struct kripa_writer first, second;
    kripa_writer_init(&first, &arena);
    kripa_write_record(&first, &kripa_sample_schema, &sample, KRIPA_ROLE_CUSTOMER);
    ck_assert_msg(whole(first.at) == KRIPA_OK, "%s", err.message);
    kripa_writer_init(&second, &arena);
    kripa_write_record(&second, &kripa_sample_schema, &sample, KRIPA_ROLE_CUSTOMER);
    ck_assert_str_eq(first.at, second.at);
}
END_TEST

int main(void)
{
    int status = RUN_SUITE(
        "json", every_type_is_taken, nothing_at_all_is_the_empty_object,
        what_is_left_out_takes_its_default, null_and_an_empty_text_clear_what_may_be_absent,
        required_rows_may_not_be_empty, numbers_that_are_not_whole_or_out_of_range_are_refused,
        money_with_more_than_two_decimals_is_refused, every_other_wrong_type_is_named,
        lengths_count_characters, every_bad_field_is_named_by_its_path,
        what_a_role_may_not_set_is_unknown_to_it, operators_are_refused_wherever_they_stand,
        an_alias_is_the_same_row, malformed_json_is_refused,
        a_number_out_of_range_is_told_by_its_field, several_numbers_out_of_range_are_each_told,
        a_parsers_complaint_does_not_repeat_the_clients_text,
        deep_and_large_json_is_refused_before_it_is_parsed, what_was_written_reads_back);
    kripa_arena_clear(&arena);
    return status;
}
