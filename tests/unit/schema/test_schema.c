/* SPDX-License-Identifier: MIT
 * What every table of the library keeps to. */
#include "sentence.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "schema/schema.h"

/* Calls `hold` for every field of every table; its table is told when it fails. */
static void every_field(void (*hold)(const struct kripa_schema *schema,
                                     const struct kripa_field *field))
{
    for (size_t i = 0; kripa_schemas[i]; i++)
        for (size_t j = 0; j < kripa_schemas[i]->count; j++)
            hold(kripa_schemas[i], &kripa_schemas[i]->fields[j]);
}

#define HOLDS(what) ck_assert_msg(what, "%s.%s", schema->name, field->name)

START_TEST(every_table_is_described_and_fits_its_bits)
{
    for (size_t i = 0; kripa_schemas[i]; i++) {
        const struct kripa_schema *schema = kripa_schemas[i];
        ck_assert_msg(schema->doc && *schema->doc, "%s", schema->name);
        ck_assert_msg(schema->count > 0 && schema->count <= KRIPA_FIELDS_MAX, "%s", schema->name);
        for (size_t j = 0; j < i; j++)
            ck_assert_ptr_ne(kripa_schemas[j], schema);
    }
}
END_TEST

static void has_doc(const struct kripa_schema *schema, const struct kripa_field *field)
{
    HOLDS(field->name && *field->name);
    HOLDS(field->doc && is_sentence(field->doc));
}

START_TEST(every_field_has_a_name_and_a_sentence)
{
    every_field(has_doc);
    for (size_t i = 0; kripa_schemas[i]; i++)
        ck_assert_msg(is_sentence(kripa_schemas[i]->doc), "%s: %s", kripa_schemas[i]->name,
                      kripa_schemas[i]->doc);
}
END_TEST

static void is_inside(const struct kripa_schema *schema, const struct kripa_field *field)
{
    if (field->flags & KRIPA_IGNORED)
        return;
    HOLDS(field->at + kripa_field_size(field) <= schema->size);
    if (kripa_field_counts(field))
        HOLDS(field->count_at + sizeof(size_t) <= schema->size);
    for (const struct kripa_field *other = schema->fields; other < field; other++) {
        bool apart = other->at >= field->at + kripa_field_size(field) ||
                     field->at >= other->at + kripa_field_size(other);
        bool same_again = other->at == field->at && other->type == field->type &&
                          (field->flags & KRIPA_UNSTORED) &&
                          !kripa_field_writable_by(schema, field);
        HOLDS((other->flags & KRIPA_IGNORED) || apart || same_again);
    }
}

/* A second field of one member only shows it under another name. */
START_TEST(every_row_has_a_member_of_its_own)
{
    every_field(is_inside);
}
END_TEST

static void has_what_its_type_needs(const struct kripa_schema *schema,
                                    const struct kripa_field *field)
{
    bool holds_records = field->type == KRIPA_TYPE_RECORD || field->type == KRIPA_TYPE_OPT_RECORD ||
                         field->type == KRIPA_TYPE_LIST;
    HOLDS(!field->item == !holds_records);
    HOLDS(field->names || field->type != KRIPA_TYPE_ENUM);
    HOLDS(!field->names || field->type == KRIPA_TYPE_ENUM || field->type == KRIPA_TYPE_TEXT);
    HOLDS(field->min <= field->max);
    if (field->type == KRIPA_TYPE_TEXT && !(field->flags & KRIPA_IGNORED))
        HOLDS(field->max > 0);
    if (kripa_field_counts(field))
        HOLDS(field->min >= 0 && field->max > 0 && field->max <= KRIPA_EXPORT_MAX);
    if (field->flags & KRIPA_FLAT)
        HOLDS(field->type == KRIPA_TYPE_RECORD);
    if (field->flags & KRIPA_OMIT_FALSE)
        HOLDS(field->type == KRIPA_TYPE_BOOL);
    if (field->flags & KRIPA_SHOW_BLANK)
        HOLDS(field->type == KRIPA_TYPE_TEXT);
    HOLDS((unsigned)field->format < KRIPA_FORMAT_COUNT);
}

START_TEST(every_row_has_what_its_type_needs)
{
    every_field(has_what_its_type_needs);
}
END_TEST

static bool shares(unsigned a, unsigned b)
{
    return (a & b & KRIPA_ANYONE) != 0;
}

static bool answers_to(const struct kripa_field *field, const char *name)
{
    return name &&
           (strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0));
}

static void is_unmistakable(const struct kripa_schema *schema, const struct kripa_field *field)
{
    HOLDS(!strchr(field->name, '.') && field->name[0] != '$');
    for (const struct kripa_field *other = schema->fields; other < field; other++) {
        if (strcmp(other->name, field->name) == 0)
            HOLDS(!shares(kripa_field_readable_by(schema, other),
                          kripa_field_readable_by(schema, field)));
        if (answers_to(other, field->name) || answers_to(other, field->alias))
            HOLDS(!shares(kripa_field_writable_by(schema, other),
                          kripa_field_writable_by(schema, field)));
        if (!((other->flags | field->flags) & KRIPA_UNSTORED))
            HOLDS(strcmp(kripa_field_column(other), kripa_field_column(field)) != 0);
    }
}

START_TEST(nobody_sees_sets_or_stores_two_rows_of_one_name)
{
    every_field(is_unmistakable);
}
END_TEST

static void is_kept_from_sight(const struct kripa_schema *schema, const struct kripa_field *field)
{
    if (strstr(field->name, "assword") || field->format == KRIPA_FORMAT_PASSWORD)
        HOLDS(field->flags & KRIPA_SECRET);
    bool trade = strcmp(field->name, "retailer_price") == 0 ||
                 strcmp(field->name, "price_bulk") == 0 || strcmp(field->name, "min_bulk_qty") == 0;
    if (trade)
        HOLDS(!(kripa_field_readable_by(schema, field) & ~KRIPA_TRADE & KRIPA_ANYONE));
}

START_TEST(passwords_are_secret_and_trade_prices_masked)
{
    every_field(is_kept_from_sight);
}
END_TEST

static void role_is_not_for_the_public(const struct kripa_schema *schema,
                                       const struct kripa_field *field)
{
    bool power = strcmp(field->name, "role") == 0 || strcmp(field->name, "isBlocked") == 0 ||
                 strcmp(field->name, "ordered") == 0;
    if (power && !(field->flags & KRIPA_IGNORED))
        HOLDS(!(kripa_field_writable_by(schema, field) & KRIPA_ANYONE & ~KRIPA_ADMINS));
}

START_TEST(nobody_makes_themselves_anything)
{
    every_field(role_is_not_for_the_public);
}
END_TEST

START_TEST(what_is_stored_has_its_key_first_and_indexes_that_exist)
{
    for (size_t i = 0; kripa_schemas[i]; i++) {
        const struct kripa_schema *schema = kripa_schemas[i];
        if (!schema->collection)
            continue;
        ck_assert_str_eq(kripa_field_column(&schema->fields[0]), "_id");
        ck_assert_int_eq(schema->fields[0].type, KRIPA_TYPE_ID);
        for (const char *const *index = schema->indexes; index && *index; index++) {
            char name[64];
            for (const char *at = *index; *at; at += strspn(at, ",")) {
                at += *at == '-';
                size_t size = strcspn(at, ",");
                snprintf(name, sizeof name, "%.*s", (int)size, at);
                ck_assert_msg(kripa_field_stored(schema, name), "%s: %s", schema->name, *index);
                at += size;
            }
        }
    }
}
END_TEST

/* Tables that share a collection must agree on what a column is. */
static void agrees_with_its_neighbours(const struct kripa_schema *schema,
                                       const struct kripa_field *field)
{
    for (size_t i = 0; schema->collection && kripa_schemas[i]; i++) {
        const struct kripa_schema *other = kripa_schemas[i];
        if (!other->collection || strcmp(other->collection, schema->collection) != 0 ||
            (field->flags & KRIPA_UNSTORED))
            continue;
        const struct kripa_field *same = kripa_field_stored(other, kripa_field_column(field));
        HOLDS(!same || (same->type == field->type && same->names == field->names &&
                        (same->flags & KRIPA_UNIQUE) == (field->flags & KRIPA_UNIQUE)));
    }
}

START_TEST(tables_of_one_collection_agree)
{
    every_field(agrees_with_its_neighbours);
}
END_TEST

/* Names are asked for by number: those of the table, in its order, and no more. */
#define HAS_NAMES(E)                                                                               \
    do {                                                                                           \
        int count = 0;                                                                             \
        for (; kp_##E##_names[count]; count++)                                                     \
            ck_assert_str_eq(kripa_##E##_name((enum kripa_##E)count), kp_##E##_names[count]);      \
        ck_assert_str_eq(kripa_##E##_name((enum kripa_##E)count), "unknown");                      \
        ck_assert_str_eq(kripa_##E##_name((enum kripa_##E)(-1)), "unknown");                       \
    } while (0)

START_TEST(every_enum_has_names)
{
    HAS_NAMES(request_status);
    HAS_NAMES(category_status);
    HAS_NAMES(ledger_kind);
    HAS_NAMES(delivery_status);
    HAS_NAMES(payment_status);
    HAS_NAMES(purchase_mode);
    HAS_NAMES(invoice_when);
    HAS_NAMES(outbox_kind);
    HAS_NAMES(outbox_status);
}
END_TEST

int main(void)
{
    return RUN_SUITE("schema", every_table_is_described_and_fits_its_bits,
                     every_field_has_a_name_and_a_sentence, every_row_has_a_member_of_its_own,
                     every_row_has_what_its_type_needs,
                     nobody_sees_sets_or_stores_two_rows_of_one_name,
                     passwords_are_secret_and_trade_prices_masked, nobody_makes_themselves_anything,
                     what_is_stored_has_its_key_first_and_indexes_that_exist,
                     tables_of_one_collection_agree, every_enum_has_names);
}
