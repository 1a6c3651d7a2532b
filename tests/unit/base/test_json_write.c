/* SPDX-License-Identifier: MIT
 * JSON out: values, and records as a role may see them. */
#include "suite.h"

#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>

#include "sample.h"

static struct kripa_arena arena;

static struct kripa_writer begin(void)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &arena);
    return writer;
}

static const char *text_of(const char *text)
{
    struct kripa_writer writer = begin();
    kripa_write_text(&writer, text);
    ck_assert_uint_eq(writer.size, strlen(writer.at));
    return writer.at;
}

START_TEST(text_is_quoted_and_escaped)
{
    ck_assert_str_eq(text_of(""), "\"\"");
    ck_assert_str_eq(text_of(NULL), "null");
    ck_assert_str_eq(text_of("पंखा 1\" \\ /"), "\"पंखा 1\\\" \\\\ /\"");
    ck_assert_str_eq(text_of("\b\f\n\r\t\x01\x1f\x7f"), "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
}
END_TEST

START_TEST(text_is_inert_inside_html)
{
    ck_assert_str_eq(text_of("</script>&"), "\"\\u003c/script\\u003e\\u0026\"");
    ck_assert_str_eq(text_of("a\xe2\x80\xa8\xe2\x80\xa9\xe2\x80\xaa\xe2\x82\xb9"),
                     "\"a\\u2028\\u2029\xe2\x80\xaa\xe2\x82\xb9\"");
    ck_assert_str_eq(text_of("\xe2"), "\"\xe2\""); /* cut short: no byte beyond the end is read */
    ck_assert_str_eq(text_of("\xe2\x80"), "\"\xe2\x80\"");
}
END_TEST

START_TEST(every_character_reads_back)
{
    char text[200] = "x";
    size_t size = 1;
    for (char c = 1; c > 0 && c < 127; c++)
        text[size++] = c;
    memcpy(text + size, "é\xe2\x80\xa8😀", sizeof "é\xe2\x80\xa8😀");
    json_t *value = json_loads(text_of(text), JSON_DECODE_ANY, NULL);
    ck_assert_str_eq(json_string_value(value), text);
    json_decref(value);
}
END_TEST

START_TEST(numbers_ids_and_times_are_written)
{
    struct kripa_writer writer = begin();
    struct kripa_id id = {{0xab, 1}};
    kripa_write_int(&writer, 0);
    kripa_write(&writer, " ");
    kripa_write_int(&writer, INT64_MIN);
    kripa_write(&writer, " ");
    kripa_write_int(&writer, INT64_MAX);
    kripa_write(&writer, " ");
    kripa_write_id(&writer, id);
    kripa_write(&writer, " ");
    kripa_write_time(&writer, 1795343400123);
    ck_assert_str_eq(writer.at, "0 -9223372036854775808 9223372036854775807 "
                                "\"ab0100000000000000000000\" \"2026-11-22T10:30:00.123Z\"");
    ck_assert_uint_eq(writer.size, strlen(writer.at));
}
END_TEST

START_TEST(a_writer_grows_as_it_needs)
{
    struct kripa_writer writer = begin();
    for (int i = 0; i < 100000; i++)
        kripa_write(&writer, "0123456789");
    ck_assert_uint_eq(writer.size, 1000000);
    ck_assert_uint_eq(strlen(writer.at), 1000000);
    size_t wrong = 0;
    for (size_t i = 0; i < writer.size; i++)
        wrong += writer.at[i] != '0' + (char)(i % 10);
    ck_assert_uint_eq(wrong, 0);
    ck_assert(!writer.failed);
}
END_TEST

static const char *record_of(const struct kripa_sample *sample, enum kripa_role role)
{
    struct kripa_writer writer = begin();
    kripa_write_record(&writer, &kripa_sample_schema, sample, role);
    return writer.at;
}

START_TEST(what_is_absent_is_left_out_unless_its_row_says_so)
{
    struct kripa_sample empty = {0};
    ck_assert_str_eq(record_of(&empty, KRIPA_ROLE_CUSTOMER),
                     "{\"blank\":\"\",\"count\":0,\"spare\":null,\"price\":0,\"active\":false,"
                     "\"shade\":\"\",\"home\":{},\"parts\":[],\"tags\":[],\"friends\":[]}");
}
END_TEST

START_TEST(a_full_record_shows_every_type)
{
    struct kripa_part parts[] = {{.product = {{1}}, .qty = 2}, {.qty = 3, .note = "n"}};
    struct kripa_place second = {.city = "Pune", .pincode = "411001"};
    const char *tags[] = {"a", "b"};
    struct kripa_id friends[] = {{{2}}};
    struct kripa_sample sample = {.name = "fan",
                                  .blank = "x",
                                  .secret = "hush",
                                  .hidden = "h",
                                  .count = 5,
                                  .level = 9,
                                  .spare = {-3, true},
                                  .price_paise = 125050,
                                  .offer_paise = {0, true},
                                  .rate_bp = {1825, true},
                                  .at_ms = 1,
                                  .active = true,
                                  .removed = true,
                                  .owner = {{3}},
                                  .shade = SHADE_BLUE,
                                  .home = {"Delhi", "110001"},
                                  .second = &second,
                                  .parts = parts,
                                  .parts_count = 2,
                                  .tags = tags,
                                  .tags_count = 2,
                                  .friends = friends,
                                  .friends_count = 1};
    static const char shown[] =
        "\"count\":5,\"spare\":-3,\"price\":1250.50,\"offer\":0,\"rate\":18.25,"
        "\"at\":\"1970-01-01T00:00:00.001Z\",\"active\":true,\"removed\":true,"
        "\"owner\":\"030000000000000000000000\",\"shade\":\"blue\","
        "\"home\":{\"city\":\"Delhi\",\"pincode\":\"110001\"},"
        "\"second\":{\"city\":\"Pune\",\"pincode\":\"411001\"},"
        "\"parts\":[{\"product\":\"010000000000000000000000\",\"qty\":2},{\"qty\":3,\"note\":\"n\"}"
        "],"
        "\"tags\":[\"a\",\"b\"],\"friends\":[\"020000000000000000000000\"]}";
    char expected[1024];
    snprintf(expected, sizeof expected, "{\"name\":\"fan\",\"blank\":\"x\",%s", shown);
    ck_assert_str_eq(record_of(&sample, KRIPA_ROLE_GUEST), expected);
    snprintf(expected, sizeof expected, "{\"name\":\"fan\",\"blank\":\"x\",\"hidden\":\"h\",%s",
             shown);
    ck_assert_str_eq(record_of(&sample, KRIPA_ROLE_ADMIN), expected);
}
END_TEST

struct kripa_wrap {
    struct kripa_place place;
    int64_t more;
};
static const struct kripa_field kp_wrap_fields[] = {
    RECORD(wrap, place, "place", place, .flags = KRIPA_FLAT),
    INT(wrap, more, "more", 0, 9),
};
static SCHEMA(wrap, NULL, .readable_by = KRIPA_ANYONE);

START_TEST(a_flat_record_stands_in_the_object_around_it)
{
    struct kripa_wrap wrap = {.place = {.city = "Pune"}, .more = 1};
    struct kripa_writer writer = begin();
    kripa_write_record(&writer, &kripa_wrap_schema, &wrap, KRIPA_ROLE_GUEST);
    ck_assert_str_eq(writer.at, "{\"city\":\"Pune\",\"more\":1}");
}
END_TEST

START_TEST(records_stand_in_an_array)
{
    struct kripa_place places[] = {{.city = "a"}, {.pincode = "b"}};
    struct kripa_writer writer = begin();
    kripa_write_records(&writer, &kripa_place_schema, places, 2, KRIPA_ROLE_GUEST);
    kripa_write_records(&writer, &kripa_place_schema, NULL, 0, KRIPA_ROLE_GUEST);
    ck_assert_str_eq(writer.at, "[{\"city\":\"a\"},{\"pincode\":\"b\"}][]");
}
END_TEST

int main(void)
{
    int status = RUN_SUITE(
        "json_write", text_is_quoted_and_escaped, text_is_inert_inside_html,
        every_character_reads_back, numbers_ids_and_times_are_written, a_writer_grows_as_it_needs,
        what_is_absent_is_left_out_unless_its_row_says_so, a_full_record_shows_every_type,
        a_flat_record_stands_in_the_object_around_it, records_stand_in_an_array);
    kripa_arena_clear(&arena);
    return status;
}
