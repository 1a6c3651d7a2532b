/* SPDX-License-Identifier: MIT
 * Walks a reply and its field table side by side. */
#include "reply_check.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <kripa/status.h>

#define PATH_SIZE 200

struct check {
    enum kripa_role role;
    char *why;
};

__attribute__((format(printf, 3, 4))) static bool wrong(struct check *check, const char *path,
                                                        const char *format, ...)
{
    va_list args;
    int size = snprintf(check->why, REPLY_WHY_SIZE, "%s: ", path);
    va_start(args, format);
    vsnprintf(check->why + size, REPLY_WHY_SIZE - (size_t)size, format, args);
    va_end(args);
    return false;
}

static bool is_shown(const struct check *check, const struct kripa_schema *schema,
                     const struct kripa_field *field)
{
    return (kripa_field_readable_by(schema, field) & KRIPA_MASK(check->role)) &&
           !(field->flags & KRIPA_SECRET);
}

/* The field behind a name of an object; the fields of a FLAT record stand in the object around it.
 * */
static const struct kripa_field *shown_field(const struct check *check,
                                             const struct kripa_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i], *inner;
        if (!is_shown(check, schema, field))
            continue;
        if ((field->flags & KRIPA_FLAT) && (inner = shown_field(check, field->item, name)))
            return inner;
        if (!(field->flags & KRIPA_FLAT) && strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

static bool is_hex_id(const json_t *value)
{
    const char *text = json_string_value(value);
    return text && strlen(text) == 24 && strspn(text, "0123456789abcdef") == 24;
}

static bool is_time(const json_t *value)
{
    static const char form[] = "0000-00-00T00:00:00.000Z";
    const char *text = json_string_value(value);
    if (!text || strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; form[i]; i++) {
        if (form[i] == '0' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
            return false;
    }
    return true;
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

static bool fits_text(struct check *check, const struct kripa_field *field, const json_t *value,
                      const char *path)
{
    if (!json_is_string(value))
        return wrong(check, path, "is no text");
    size_t length = characters(json_string_value(value));
    if (length > (size_t)field->max)
        return wrong(check, path, "has %zu characters of at most %lld", length,
                     (long long)field->max);
    return true;
}

static bool fits_number(struct check *check, const struct kripa_field *field, const json_t *value,
                        double unit, const char *path)
{
    if (!json_is_number(value) || (unit == 1.0 && !json_is_integer(value)))
        return wrong(check, path, "is no number of its kind");
    double scaled = json_number_value(value) * unit;
    if (fabs(scaled - round(scaled)) > 1e-4)
        return wrong(check, path, "has more than two decimals");
    if (round(scaled) < (double)field->min || round(scaled) > (double)field->max)
        return wrong(check, path, "is out of its range");
    return true;
}

static bool fits_name(struct check *check, const struct kripa_field *field, const json_t *value,
                      const char *path)
{
    for (const char *const *name = field->names; json_is_string(value) && *name; name++) {
        if (strcmp(*name, json_string_value(value)) == 0)
            return true;
    }
    return wrong(check, path, "is none of its names");
}

static bool fits_object(struct check *check, const struct kripa_schema *schema,
                        const json_t *object, const char *path);

static bool fits_array(struct check *check, const struct kripa_field *field, const json_t *array,
                       const char *path)
{
    char inner[PATH_SIZE];
    const struct kripa_field text = {.max = KRIPA_TAG_MAX};
    if (!json_is_array(array))
        return wrong(check, path, "is no list");
    if (json_array_size(array) > (size_t)field->max)
        return wrong(check, path, "has %zu elements of at most %lld", json_array_size(array),
                     (long long)field->max);
    for (size_t i = 0; i < json_array_size(array); i++) {
        const json_t *element = json_array_get(array, i);
        snprintf(inner, sizeof inner, "%.*s[%zu]", PATH_SIZE - 24, path, i);
        if (field->type == KRIPA_TYPE_IDS && !is_hex_id(element))
            return wrong(check, inner, "is no id");
        if (field->type == KRIPA_TYPE_TEXTS && !fits_text(check, &text, element, inner))
            return false;
        if (field->type == KRIPA_TYPE_LIST && !fits_object(check, field->item, element, inner))
            return false;
    }
    return true;
}

static bool fits_numbers(struct check *check, const json_t *array, const char *path)
{
    for (size_t i = 0; i < json_array_size(array); i++)
        if (!json_is_integer(json_array_get(array, i)))
            return wrong(check, path, "has an element that is no whole number");
    return json_is_array(array) || wrong(check, path, "is no list");
}

static bool fits_field(struct check *check, const struct kripa_field *field, const json_t *value,
                       const char *path)
{
    if (json_is_null(value))
        return (field->flags & KRIPA_SHOW_NULL) || wrong(check, path, "is null");
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        if (field->flags & KRIPA_JSON)
            return json_is_object(value) || wrong(check, path, "is no object");
        if (field->flags & KRIPA_NUMBERS)
            return fits_numbers(check, value, path);
        return fits_text(check, field, value, path);
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        return fits_number(check, field, value, 1, path);
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return fits_number(check, field, value, 100, path);
    case KRIPA_TYPE_TIME:
        return is_time(value) || wrong(check, path, "is no time");
    case KRIPA_TYPE_BOOL:
        return json_is_boolean(value) || wrong(check, path, "is neither true nor false");
    case KRIPA_TYPE_ID:
        return is_hex_id(value) || wrong(check, path, "is no id");
    case KRIPA_TYPE_ENUM:
        return fits_name(check, field, value, path);
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        return fits_object(check, field->item, value, path);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return fits_array(check, field, value, path);
    }
    return wrong(check, path, "has a type nobody knows");
}

static bool has_all(struct check *check, const struct kripa_schema *schema, const json_t *object,
                    const char *path)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!is_shown(check, schema, field))
            continue;
        if (field->flags & KRIPA_FLAT) {
            if (!has_all(check, field->item, object, path))
                return false;
        } else if (kripa_field_always(field) && !json_object_get(object, field->name)) {
            return wrong(check, path, "%s is not there", field->name);
        }
    }
    return true;
}

static bool fits_object(struct check *check, const struct kripa_schema *schema,
                        const json_t *object, const char *path)
{
    char inner[PATH_SIZE];
    const char *name;
    json_t *value;
    if (!json_is_object(object))
        return wrong(check, path, "is no object");
    /* jansson's iterators take no const object */
    json_object_foreach((json_t *)(uintptr_t)object, name, value)
    {
        const struct kripa_field *field = shown_field(check, schema, name);
        snprintf(inner, sizeof inner, "%.*s.%.60s", PATH_SIZE - 64, path, name);
        if (!field)
            return wrong(check, inner, "is nothing that a %s sees in a %s",
                         kripa_role_name(check->role), schema->name);
        if (!fits_field(check, field, value, inner))
            return false;
    }
    return has_all(check, schema, object, path);
}

static bool fits_records(struct check *check, const struct kripa_schema *schema,
                         const json_t *array, const char *path)
{
    const struct kripa_field field = {
        .type = KRIPA_TYPE_LIST, .item = schema, .max = KRIPA_PAGE_LIMIT_MAX};
    return fits_array(check, &field, array, path);
}

/* What meta has beside the five members of the page must be a record of the route's table. */
static bool fits_meta(struct check *check, const struct kripa_schema *schema, const json_t *meta)
{
    static const char *const pages[] = {"page", "limit", "total", "pages", "next"};
    json_t *rest = json_deep_copy(meta);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        json_object_del(rest, pages[i]);
    bool fits =
        schema ? fits_object(check, schema, rest, "data.meta")
               : json_object_size(rest) == 0 || wrong(check, "data.meta", "has more than the page");
    json_decref(rest);
    return fits;
}

static bool fits_list(struct check *check, const struct route *route, const json_t *data)
{
    static const char *const counts[] = {"page", "limit", "total", "pages"};
    const json_t *meta = json_object_get(data, "meta"), *next = json_object_get(meta, "next");
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        if (!json_is_integer(json_object_get(meta, counts[i])))
            return wrong(check, "data.meta", "%s is no whole number", counts[i]);
    }
    if (!json_is_null(next) && !json_is_string(next))
        return wrong(check, "data.meta.next", "is neither a cursor nor null");
    if (json_object_size(data) != 2)
        return wrong(check, "data", "has more than items and meta");
    if (!fits_meta(check, route->meta, meta))
        return false;
    return fits_records(check, route->reply, json_object_get(data, "items"), "data.items");
}

static bool is_code(const char *code)
{
    if (code && (!strcmp(code, "METHOD_NOT_ALLOWED") || !strcmp(code, "UNSUPPORTED_TYPE")))
        return true;
    for (int status = KRIPA_INVALID; code && status < KRIPA_STATUS_COUNT; status++) {
        if (strcmp(code, kripa_status_name((enum kripa_status)status)) == 0)
            return true;
    }
    return false;
}

static bool fits_failure(struct check *check, const json_t *data)
{
    const json_t *errors = json_object_get(data, "errors");
    if (!is_code(json_string_value(json_object_get(data, "code"))))
        return wrong(check, "data.code", "is no code");
    if (!json_is_string(json_object_get(data, "requestId")))
        return wrong(check, "data.requestId", "is not there");
    if (!json_is_array(errors) || json_object_size(data) != 3)
        return wrong(check, "data", "is not code, errors and requestId");
    for (size_t i = 0; i < json_array_size(errors); i++) {
        const json_t *error = json_array_get(errors, i);
        if (!json_is_string(json_object_get(error, "field")) ||
            !json_is_string(json_object_get(error, "message")) || json_object_size(error) != 2)
            return wrong(check, "data.errors", "an element is not field and message");
    }
    return true;
}

static bool fits_data(struct check *check, const struct route *route, const json_t *data)
{
    switch (route->kind) {
    case REPLY_OBJECT:
        return fits_object(check, route->reply, data, "data");
    case REPLY_ARRAY:
        return fits_records(check, route->reply, data, "data");
    case REPLY_LIST:
        return fits_list(check, route, data);
    default:
        return json_is_null(data) || wrong(check, "data", "is not null");
    }
}

bool reply_fits(const struct route *route, enum kripa_role role, unsigned http_status,
                const json_t *json, char why[REPLY_WHY_SIZE])
{
    struct check check = {.role = role, .why = why};
    const json_t *data = json_object_get(json, "data");
    const char *message = json_string_value(json_object_get(json, "message"));
    bool good = http_status < 400;
    if (route && route->kind == REPLY_RAW && good)
        return true;
    if (json_object_size(json) != 3 || !message || !*message || !data)
        return wrong(&check, "reply", "is not success, message and data");
    if (json_boolean_value(json_object_get(json, "success")) != good)
        return wrong(&check, "success", "is not what HTTP %u says", http_status);
    return good ? fits_data(&check, route, data) : fits_failure(&check, data);
}
