/* SPDX-License-Identifier: MIT
 * Reads JSON with jansson into a record's members; every bad field is reported. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include <kripa/limits.h>
#include <kripa/sys/json.h>

#include "check.h"
#include "json_member.h"
#include "money.h"
#include "status.h"
#include "time.h"

#define CODES     1000000            /* of six digits */
#define WHOLE_MAX 9007199254740992.0 /* 2^53: above it not every integer is a double */

static enum kp_taken take(struct kp_check *check, const struct kripa_field *field, json_t *value,
                          void *record);

static enum kp_taken wrong_type(struct kp_check *check, const struct kripa_field *field)
{
    kp_check_fail_type(check, field);
    return KP_BAD;
}

static enum kp_taken no_memory(struct kp_check *check)
{
    kp_check_no_memory(check);
    return KP_BAD;
}

/* A number has lost the zeros that its code began with. */
static enum kp_taken take_code(struct kp_check *check, const struct kripa_field *field,
                               double number, const char **to)
{
    if (number != floor(number) || number < 0 || number >= CODES)
        return wrong_type(check, field);
    *to = kripa_arena_format(check->arena, "%06d", (int)number);
    return *to ? KP_TAKEN : no_memory(check);
}

static enum kp_taken take_text(struct kp_check *check, const struct kripa_field *field,
                               json_t *value, const char **to)
{
    if (!json_is_string(value) && field->flags & KRIPA_ANY_TYPE)
        return KP_EMPTY;
    if (field->format == KRIPA_FORMAT_CODE && json_is_real(value))
        return take_code(check, field, json_real_value(value), to);
    if (!json_is_string(value))
        return wrong_type(check, field);
    *to = kripa_arena_text(check->arena, json_string_value(value), json_string_length(value));
    return *to ? KP_TAKEN : no_memory(check);
}

/* All numbers are read as doubles, so that one too large for an integer is still reported by its
 * field. */
static enum kp_taken take_int(struct kp_check *check, const struct kripa_field *field,
                              json_t *value, int64_t *to)
{
    double number = json_real_value(value);
    if (!json_is_real(value) || number != floor(number) || fabs(number) > WHOLE_MAX)
        return wrong_type(check, field);
    *to = (int64_t)number;
    return KP_TAKEN;
}

static enum kp_taken take_hundredths(struct kp_check *check, const struct kripa_field *field,
                                     json_t *value, int64_t *to)
{
    if (!json_is_real(value) || !kp_money_from_double(json_real_value(value), to))
        return wrong_type(check, field);
    return KP_TAKEN;
}

static enum kp_taken take_time(struct kp_check *check, const struct kripa_field *field,
                               json_t *value, int64_t *to)
{
    if (!json_is_string(value) || !kp_time_parse(json_string_value(value), to))
        return wrong_type(check, field);
    return KP_TAKEN;
}

static enum kp_taken take_id(struct kp_check *check, const struct kripa_field *field, json_t *value,
                             struct kripa_id *to)
{
    if (!json_is_string(value) || !kripa_id_parse(json_string_value(value), to))
        return wrong_type(check, field);
    return KP_TAKEN;
}

static enum kp_taken take_enum(struct kp_check *check, const struct kripa_field *field,
                               json_t *value, unsigned *to)
{
    for (unsigned i = 0; json_is_string(value) && field->names[i]; i++) {
        if (strcmp(field->names[i], json_string_value(value)) == 0) {
            *to = i;
            return KP_TAKEN;
        }
    }
    return wrong_type(check, field);
}

/* Names that a store would take for operators are refused, even in members that would be
 * ignored. */
static bool has_operator(json_t *value)
{
    size_t i;
    const char *name;
    json_t *inner;
    json_array_foreach(value, i, inner)
    {
        if (has_operator(inner))
            return true;
    }
    json_object_foreach(value, name, inner)
    {
        if (*name == '$' || strchr(name, '.') || has_operator(inner))
            return true;
    }
    return false;
}

static void take_named(struct kp_check *check, const struct kripa_schema *schema, const char *name,
                       json_t *value, void *record, struct kp_arrived *arrived)
{
    const struct kripa_field *field = kp_check_find(check, schema, name);
    if (!field) {
        kp_check_fail(check, "unknown field");
    } else if (field->flags & (KRIPA_IGNORED | KRIPA_ANY_TYPE) && has_operator(value)) {
        kp_check_fail(check, "must not hold names that begin with $ or hold a dot");
    } else if (!(field->flags & KRIPA_IGNORED)) {
        kripa_given bit = (kripa_given)1 << (field - schema->fields);
        kp_check_note(check, field, name, bit, take(check, field, value, record), arrived);
    }
}

/* Reads the object's members into a cleared record and checks them. */
static kripa_given take_object(struct kp_check *check, const struct kripa_schema *schema,
                               enum kripa_input_mode mode, json_t *object, void *record)
{
    struct kp_arrived arrived = {0};
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        size_t before = kp_check_enter(check, name, 0);
        take_named(check, schema, name, value, record, &arrived);
        kp_check_leave(check, before);
    }
    kp_check_fields(check, schema, mode, record, arrived, false);
    return arrived.given;
}

static enum kp_taken take_record(struct kp_check *check, const struct kripa_field *field,
                                 json_t *value, void *record)
{
    size_t problems = check->problems;
    if (!json_is_object(value))
        return wrong_type(check, field);
    take_object(check, field->item, KRIPA_CREATE, value, record);
    return check->problems == problems ? KP_TAKEN : KP_BAD;
}

static enum kp_taken take_opt_record(struct kp_check *check, const struct kripa_field *field,
                                     json_t *value, void **to)
{
    *to = kripa_arena_alloc(check->arena, field->item->size, 1);
    return *to ? take_record(check, field, value, *to) : no_memory(check);
}

static enum kp_taken take_element(struct kp_check *check, const struct kripa_field *field,
                                  json_t *value, void *to)
{
    static const struct kripa_field text = {.type = KRIPA_TYPE_TEXT}, id = {.type = KRIPA_TYPE_ID};
    if (field->type == KRIPA_TYPE_TEXTS)
        return take_text(check, &text, value, to);
    if (field->type == KRIPA_TYPE_IDS)
        return take_id(check, &id, value, to);
    if (json_is_object(value))
        return take_record(check, field, value, to);
    kp_check_fail(check, "must be an object");
    return KP_BAD;
}

/* A list above its limit is one problem: its elements are not checked. */
static enum kp_taken take_list(struct kp_check *check, const struct kripa_field *field,
                               json_t *value, void *record)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value) || (int64_t)count > field->max)
        return wrong_type(check, field);
    char *items =
        kripa_arena_alloc(check->arena, kripa_field_element_size(field), count ? count : 1);
    if (!items)
        return no_memory(check);
    enum kp_taken taken = KP_TAKEN;
    for (size_t i = 0; i < count; i++) {
        size_t before = kp_check_enter(check, NULL, i);
        char *to = items + i * kripa_field_element_size(field);
        if (take_element(check, field, json_array_get(value, i), to) == KP_BAD)
            taken = KP_BAD;
        kp_check_leave(check, before);
    }
    memcpy((char *)record + field->at, &items, sizeof items);
    memcpy((char *)record + field->count_at, &count, sizeof count);
    return taken;
}

static bool is_sent_empty(json_t *value)
{
    return json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0);
}

static enum kp_taken take(struct kp_check *check, const struct kripa_field *field, json_t *value,
                          void *record)
{
    void *member = (char *)record + field->at;
    struct kripa_int *optional = member;
    if (is_sent_empty(value))
        return KP_EMPTY;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return take_text(check, field, value, member);
    case KRIPA_TYPE_INT:
        return take_int(check, field, value, member);
    case KRIPA_TYPE_OPT_INT:
        optional->set = true;
        return take_int(check, field, value, &optional->value);
    case KRIPA_TYPE_MONEY:
        return take_hundredths(check, field, value, member);
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        optional->set = true;
        return take_hundredths(check, field, value, &optional->value);
    case KRIPA_TYPE_TIME:
        return take_time(check, field, value, member);
    case KRIPA_TYPE_BOOL:
        *(bool *)member = json_is_true(value);
        return json_is_boolean(value) ? KP_TAKEN : wrong_type(check, field);
    case KRIPA_TYPE_ID:
        return take_id(check, field, value, member);
    case KRIPA_TYPE_ENUM:
        return take_enum(check, field, value, member);
    case KRIPA_TYPE_RECORD:
        return take_record(check, field, value, member);
    case KRIPA_TYPE_OPT_RECORD:
        return take_opt_record(check, field, value, member);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return take_list(check, field, value, record);
    }
    return KP_BAD;
}

/* Checks the nesting before jansson's recursive parser sees the text. */
static bool is_too_deep(const char *text, size_t size)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < size; i++) {
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '{' || text[i] == '[') && ++depth > KRIPA_JSON_DEPTH_MAX)
            return true;
        else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
            depth--;
    }
    return false;
}

/* jansson's messages are for programmers; these are for whoever sent the text. */
static const char *complaint(enum json_error_code code)
{
    switch (code) {
    case json_error_invalid_utf8:
        return "it is not UTF-8";
    case json_error_premature_end_of_input:
        return "it ends too early";
    case json_error_end_of_input_expected:
        return "something follows its end";
    case json_error_null_character:
        return "a text holds \\u0000";
    case json_error_null_byte_in_key:
        return "a name holds \\u0000";
    case json_error_duplicate_key:
        return "a name stands twice in one object";
    case json_error_numeric_overflow:
        return "a number is out of range";
    default:
        return "something else must stand here";
    }
}

#define PARSING (JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL)

/* Returns a copy of the text in which the number that ends at `end`, which no double can hold, is
 * replaced by a value that no field takes: so its field is reported by name. NULL when there is no
 * such number, or no memory. */
static const char *without_number(struct kripa_arena *arena, const char *text, size_t size,
                                  size_t end)
{
    static const char nothing[] = "[0]";
    size_t begin = end <= size ? end : 0, length = sizeof nothing - 1;
    while (begin > 0 && text[begin - 1] && strchr("0123456789+-.eE", text[begin - 1]))
        begin--;
    char *other = end <= size && end - begin >= length ? kripa_arena_text(arena, text, size) : NULL;
    if (!other)
        return NULL;
    memset(other + begin, ' ', end - begin);
    memcpy(other + begin, nothing, length);
    return other;
}

/* *beyond: a number was out of range, and nothing of the result may be used. Without an arena that
 * counts as malformed. */
static enum kripa_status parse(const char *text, size_t size, struct kripa_arena *arena,
                               bool *beyond, json_t **out, struct kripa_error *err)
{
    json_error_t error;
    *beyond = false;
    if (size > KRIPA_JSON_BYTES_MAX)
        return kripa_fail(err, KRIPA_TOO_LARGE, "the JSON is larger than %d bytes",
                          KRIPA_JSON_BYTES_MAX);
    if (is_too_deep(text, size))
        return kripa_fail(err, KRIPA_INVALID, "the JSON is nested deeper than %d levels",
                          KRIPA_JSON_DEPTH_MAX);
    *out = json_loadb(text, size, PARSING, &error);
    for (int i = 0; i < KRIPA_ERROR_FIELDS_MAX && !*out; i++) {
        bool far = arena && *error.text && json_error_code(&error) == json_error_numeric_overflow;
        const char *other = far ? without_number(arena, text, size, (size_t)error.position) : NULL;
        if (!other)
            break;
        text = other;
        *beyond = true;
        *out = json_loadb(text, size, PARSING, &error);
    }
    if (*out)
        return KRIPA_OK;
    if (*error.text == '\0') /* every other failure has a message */
        return kp_no_memory(err);
    return kripa_fail(err, KRIPA_INVALID, "the JSON is malformed at line %d, column %d: %s",
                      error.line, error.column, complaint(json_error_code(&error)));
}

enum kripa_status kp_json_parse(const char *text, size_t size, json_t **out,
                                struct kripa_error *err)
{
    bool ignored;
    return parse(text, size, NULL, &ignored, out, err);
}

enum kripa_status kp_json_object(const char *text)
{
    json_error_t error;
    json_t *value = json_loads(text, PARSING, &error);
    bool is_object = json_is_object(value);
    json_decref(value);
    if (!value && *error.text == '\0')
        return KRIPA_NO_MEMORY;
    return is_object ? KRIPA_OK : KRIPA_INVALID;
}

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!strchr(" \t\r\n", text[i]) || text[i] == '\0')
            return false;
    return true;
}

enum kripa_status kripa_json_decode(const struct kripa_schema *schema, enum kripa_input_mode mode,
                                    enum kripa_role role, const char *text, size_t size,
                                    struct kripa_arena *arena, void *record, kripa_given *given,
                                    struct kripa_error *err)
{
    json_t *object;
    bool beyond, blank = is_blank(text, size);
    struct kp_check check = kp_check_in(arena, role, err);
    *given = 0;
    enum kripa_status status =
        parse(blank ? "{}" : text, blank ? 2 : size, arena, &beyond, &object, err);
    if (status != KRIPA_OK)
        return status;
    if (json_is_object(object))
        *given = take_object(&check, schema, mode, object, record);
    else
        check.status = kripa_fail(err, KRIPA_INVALID, "the JSON must be an object");
    if (beyond && check.status == KRIPA_OK) /* the number is in an ignored member */
        check.status = kripa_fail(err, KRIPA_INVALID, "the JSON holds a number out of range");
    json_decref(object);
    return check.status;
}

enum kp_taken kp_json_member(struct kp_check *check, const struct kripa_field *field,
                             const char *text, void *record)
{
    json_t *value;
    struct kripa_error problem;
    bool beyond;
    enum kripa_status status = parse(text, strlen(text), check->arena, &beyond, &value, &problem);
    if (status == KRIPA_NO_MEMORY)
        return no_memory(check);
    if (status != KRIPA_OK) {
        kp_check_fail(check, problem.message);
        return KP_BAD;
    }
    size_t problems = check->problems;
    enum kp_taken taken = take(check, field, value, record);
    json_decref(value);
    if (!beyond)
        return taken;
    if (check->problems == problems)
        kp_check_fail(check, "holds a number out of range");
    return KP_BAD;
}
