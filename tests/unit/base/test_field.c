/* SPDX-License-Identifier: MIT
 * Looking things up in a table, and moving rows between records. */
#include "suite.h"

#include <string.h>

#include "sample.h"

#define BIT(name) kripa_schema_bit(&kripa_sample_schema, name)

struct kripa_shelf {
    struct kripa_id id;
    const char *label, *word;
    struct kripa_place place;
    struct kripa_part *parts;
    size_t parts_count;
};
static const struct kripa_field kp_shelf_fields[] = {
    ID(shelf, id, "_id"),
    TEXT(shelf, word, "label", 1, 9, .flags = KRIPA_UNSTORED, .writable_by = KRIPA_ADMINS),
    TEXT(shelf, label, "label", 1, 9, .stored = "label_id", .readable_by = KRIPA_ADMINS),
    RECORD(shelf, place, "place", place),
    LIST(shelf, parts, "parts", 0, 9, part),
};
static SCHEMA(shelf, "shelves", .readable_by = KRIPA_ANYONE);

START_TEST(a_rows_own_mask_goes_before_its_tables)
{
    const struct kripa_field *rows = kripa_shelf_schema.fields;
    ck_assert_uint_eq(kripa_field_readable_by(&kripa_shelf_schema, &rows[0]), KRIPA_ANYONE);
    ck_assert_uint_eq(kripa_field_readable_by(&kripa_shelf_schema, &rows[2]), KRIPA_ADMINS);
    ck_assert_uint_eq(kripa_field_writable_by(&kripa_shelf_schema, &rows[0]), 0);
    ck_assert_uint_eq(kripa_field_writable_by(&kripa_shelf_schema, &rows[1]), KRIPA_ADMINS);
}
END_TEST

START_TEST(stored_rows_are_found_by_either_name_and_inside)
{
    const struct kripa_field *rows = kripa_shelf_schema.fields;
    ck_assert_ptr_eq(kripa_field_stored(&kripa_shelf_schema, "label"), &rows[2]);
    ck_assert_ptr_eq(kripa_field_stored(&kripa_shelf_schema, "label_id"), &rows[2]);
    ck_assert_ptr_eq(kripa_field_stored(&kripa_shelf_schema, "place.city"), &kp_place_fields[0]);
    ck_assert_ptr_eq(kripa_field_stored(&kripa_shelf_schema, "parts.qty"), &kp_part_fields[1]);
    static const char *const unknown[] = {"",        "lab",   "labels", "place.",
                                          "place.x", "_id.x", "x.city", "place._id"};
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
        ck_assert_msg(!kripa_field_stored(&kripa_shelf_schema, unknown[i]), "%s", unknown[i]);
    ck_assert_str_eq(kripa_field_column(&rows[2]), "label_id");
    ck_assert_str_eq(kripa_field_column(&rows[0]), "_id");
}
END_TEST

START_TEST(only_settable_rows_have_a_bit)
{
    ck_assert_uint_eq(BIT("name"), 1);
    ck_assert_uint_eq(BIT("blank"), 2);
    ck_assert_uint_eq(BIT("level"), 0);
    ck_assert_uint_eq(BIT("nothing"), 0);
    ck_assert_uint_eq(kripa_schema_bit(&kripa_shelf_schema, "label"), 2);
    ck_assert_uint_eq(kripa_schema_bit(&kripa_shelf_schema, "_id"), 0);
}
END_TEST

START_TEST(given_rows_are_copied_and_no_others)
{
    struct kripa_part parts[2] = {{.qty = 1}, {.qty = 2}};
    struct kripa_sample from = {.name = "a",
                                .count = 5,
                                .spare = {3, true},
                                .active = true,
                                .shade = SHADE_RED,
                                .home = {"x", "y"},
                                .parts = parts,
                                .parts_count = 2,
                                .price_paise = 9};
    struct kripa_sample to = {.name = "b", .blank = "keep", .price_paise = 7};
    kripa_record_copy(&kripa_sample_schema, &from,
                      BIT("name") | BIT("spare") | BIT("active") | BIT("shade") | BIT("home") |
                          BIT("parts") | BIT("role"),
                      &to);
    ck_assert_str_eq(to.name, "a");
    ck_assert_str_eq(to.blank, "keep");
    ck_assert_int_eq(to.count, 0);
    ck_assert(to.spare.set && to.active);
    ck_assert_int_eq(to.shade, SHADE_RED);
    ck_assert_str_eq(to.home.pincode, "y");
    ck_assert_ptr_eq(to.parts, parts);
    ck_assert_uint_eq(to.parts_count, 2);
    ck_assert_int_eq(to.price_paise, 7);
}
END_TEST

START_TEST(a_rows_size_is_its_members)
{
    static const size_t sizes[] = {sizeof(char *),
                                   sizeof(char *),
                                   sizeof(char *),
                                   sizeof(char *),
                                   8,
                                   8,
                                   sizeof(struct kripa_int),
                                   8,
                                   sizeof(struct kripa_int),
                                   sizeof(struct kripa_int),
                                   8,
                                   sizeof(bool),
                                   sizeof(bool),
                                   12,
                                   sizeof(enum kripa_shade),
                                   sizeof(struct kripa_place),
                                   sizeof(void *),
                                   sizeof(void *),
                                   sizeof(void *),
                                   sizeof(void *)};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const struct kripa_field *field = &kripa_sample_schema.fields[i];
        ck_assert_msg(kripa_field_size(field) == sizes[i], "%s", field->name);
        ck_assert_int_eq(kripa_field_counts(field), i >= 17);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE("field", a_rows_own_mask_goes_before_its_tables,
                     stored_rows_are_found_by_either_name_and_inside, only_settable_rows_have_a_bit,
                     given_rows_are_copied_and_no_others, a_rows_size_is_its_members);
}
