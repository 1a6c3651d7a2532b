/* SPDX-License-Identifier: MIT
 * See specimen.h. */
#include "specimen.h"

#include <stdlib.h>
#include <string.h>

#define AN_ID "0123456789abcdef01234567"

static const char *const formats[KRIPA_FORMAT_COUNT] = {
    [KRIPA_FORMAT_LINE] = "Pachore",
    [KRIPA_FORMAT_TEXT] = "Pachore",
    [KRIPA_FORMAT_PASSWORD] = "Monsoon#Lamp42",
    [KRIPA_FORMAT_EMAIL] = "somebody@example.com",
    [KRIPA_FORMAT_PHONE] = "9826000001",
    [KRIPA_FORMAT_PINCODE] = "465683",
    [KRIPA_FORMAT_SLUG] = "ceiling-fan",
    [KRIPA_FORMAT_SKU] = "FAN-1",
    [KRIPA_FORMAT_HSN] = "8414",
    [KRIPA_FORMAT_GSTIN] = "27AAPFU0939F1ZV",
    [KRIPA_FORMAT_URL] = "https://example.com/a.jpg",
    [KRIPA_FORMAT_DAY] = "2026-11-22",
    [KRIPA_FORMAT_SEARCH] = "Pachore",
    [KRIPA_FORMAT_CODE] = "482913",
};

const struct kripa_field *specimen_settable(const struct kripa_schema *schema, const char *name,
                                            enum kripa_role role)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        bool named =
            strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0);
        if (named && (kripa_field_writable_by(schema, field) & KRIPA_MASK(role)))
            return field;
    }
    return NULL;
}

static json_t *text_of_length(const struct kripa_field *field, size_t length)
{
    const char *good = formats[field->format];
    char *text = malloc(length + 1);
    memset(text, 'a', length);
    memcpy(text, good, strlen(good) < length ? strlen(good) : length);
    json_t *value = json_stringn(text, length);
    free(text);
    return value;
}

static json_t *specimen_text(const struct kripa_field *field)
{
    const char *good = field->names ? field->names[0] : formats[field->format];
    size_t length = strlen(good);
    if (length > (size_t)field->max)
        length = (size_t)field->max;
    return json_stringn(good, length);
}

static json_t *list_of(const struct kripa_field *field, enum kripa_role role, size_t count)
{
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        if (field->type == KRIPA_TYPE_LIST)
            json_array_append_new(list, specimen_record(field->item, role));
        else
            json_array_append_new(
                list, json_string(field->type == KRIPA_TYPE_IDS ? AN_ID : formats[field->format]));
    }
    return list;
}

json_t *specimen_value(const struct kripa_field *field, enum kripa_role role)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return specimen_text(field);
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        return json_integer(field->min > 1 || field->max < 1 ? field->min : 1);
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return json_integer(18);
    case KRIPA_TYPE_TIME:
        return json_string("2026-11-22T10:30:00.000Z");
    case KRIPA_TYPE_BOOL:
        return json_true();
    case KRIPA_TYPE_ID:
        return json_string(AN_ID);
    case KRIPA_TYPE_ENUM:
        return json_string(field->names[0][0] ? field->names[0] : field->names[1]);
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        return specimen_record(field->item, role);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return list_of(field, role, field->min > 1 ? (size_t)field->min : 1);
    }
    return NULL;
}

json_t *specimen_record(const struct kripa_schema *schema, enum kripa_role role)
{
    json_t *record = json_object();
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if ((field->flags & KRIPA_REQUIRED) &&
            (kripa_field_writable_by(schema, field) & KRIPA_MASK(role)))
            json_object_set_new(record, field->name, specimen_value(field, role));
    }
    return record;
}

struct list {
    struct specimen_bad *at;
    size_t count;
};

static void add(struct list *list, const char *what, json_t *value)
{
    list->at[list->count++] = (struct specimen_bad){what, value};
}

static void add_numbers(struct list *list, const struct kripa_field *field, bool hundredths)
{
    add(list, "a number in quotes", json_string("1"));
    add(list, "beyond all numbers", json_real(1e99));
    add(list, "true", json_true());
    add(list, "a list", json_pack("[i]", 1));
    add(list, "a fraction too fine", json_real(hundredths ? 1.005 : 1.5));
    if (field->min > INT64_MIN)
        add(list, "one below its minimum",
            hundredths ? json_real((double)(field->min - 1) / 100) : json_integer(field->min - 1));
    if (field->max < INT64_MAX)
        add(list, "one above its maximum",
            hundredths ? json_real((double)(field->max + 1) / 100) : json_integer(field->max + 1));
}

/* Free text may be blank, and a search for nothing. */
static bool has_spelling(enum kripa_format format)
{
    return format != KRIPA_FORMAT_LINE && format != KRIPA_FORMAT_TEXT &&
           format != KRIPA_FORMAT_PASSWORD && format != KRIPA_FORMAT_SEARCH;
}

static void add_texts(struct list *list, const struct kripa_field *field)
{
    if (field->format == KRIPA_FORMAT_CODE)
        add(list, "a number of seven digits", json_integer(1234567));
    else
        add(list, "a number", json_integer(7));
    add(list, "false", json_false());
    add(list, "an object", json_object());
    add(list, "one character above its maximum", text_of_length(field, (size_t)field->max + 1));
    if (field->min > 1)
        add(list, "one character below its minimum", text_of_length(field, (size_t)field->min - 1));
    if (field->flags & KRIPA_REQUIRED)
        add(list, "empty", json_string(""));
    if (field->names)
        add(list, "none of its names", json_string("nonsense"));
    if (field->format != KRIPA_FORMAT_PASSWORD)
        add(list, "a control character", json_string("a\x01z"));
    if (field->format != KRIPA_FORMAT_PASSWORD && field->format != KRIPA_FORMAT_SEARCH)
        add(list, "nothing that can be seen", json_string("\u200b\ufeff"));
    if (has_spelling(field->format))
        add(list, "blanks alone", json_string(" \u00a0"));
    if (field->format == KRIPA_FORMAT_PHONE)
        add(list, "no digit that counts", json_string("0"));
}

static void add_lists(struct list *list, const struct kripa_field *field, enum kripa_role role)
{
    add(list, "a text", json_string("x"));
    add(list, "an object", json_object());
    add(list, "elements of another type", json_pack("[b]", 1));
    add(list, "one element above its maximum", list_of(field, role, (size_t)field->max + 1));
    if (field->min > 0)
        add(list, "one element below its minimum", list_of(field, role, (size_t)field->min - 1));
}

size_t specimen_bad(const struct kripa_field *field, enum kripa_role role, bool partial,
                    struct specimen_bad bad[SPECIMEN_BAD_MAX])
{
    struct list list = {bad, 0};
    if (field->flags & KRIPA_ANY_TYPE)
        return 0;
    if (field->flags & KRIPA_REQUIRED) {
        if (!partial)
            add(&list, "left out", NULL);
        add(&list, "null", json_null());
    }
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        add_texts(&list, field);
        break;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        add_numbers(&list, field, false);
        break;
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        add_numbers(&list, field, true);
        break;
    case KRIPA_TYPE_BOOL:
        add(&list, "a text", json_string("true"));
        add(&list, "a number", json_integer(1));
        break;
    case KRIPA_TYPE_TIME:
    case KRIPA_TYPE_ID:
    case KRIPA_TYPE_ENUM:
        add(&list, "another text", json_string("nonsense"));
        add(&list, "a number", json_integer(7));
        add(&list, "an object", json_object());
        break;
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        add(&list, "a text", json_string("x"));
        add(&list, "a list", json_array());
        break;
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        add_lists(&list, field, role);
        break;
    }
    return list.count;
}

size_t specimen_bad_query(const struct kripa_field *field, struct kripa_arena *arena,
                          const char *bad[SPECIMEN_BAD_MAX])
{
    struct specimen_bad values[SPECIMEN_BAD_MAX];
    size_t count = specimen_bad(field, KRIPA_ROLE_ADMIN, true, values), kept = 0;
    bool is_text = field->type == KRIPA_TYPE_TEXT;
    for (size_t i = 0; i < count; i++) {
        json_t *value = values[i].value;
        bool said = !is_text && json_is_number(value);
        if (json_is_string(value) && json_string_length(value) > 1)
            said = strpbrk(json_string_value(value), "\x01 ") == NULL;
        char *text = said ? json_dumps(value, JSON_ENCODE_ANY) : NULL;
        if (text && json_is_string(value))
            bad[kept++] = kripa_arena_format(arena, "%s=%s", field->name, json_string_value(value));
        else if (text)
            bad[kept++] = kripa_arena_format(arena, "%s=%s", field->name, text);
        free(text);
        json_decref(value);
    }
    return kept;
}
