/* SPDX-License-Identifier: MIT
 * JSON in: a request's text, by jansson, into a record's members, with every bad field named. */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include <kripa/limits.h>
#include <kripa/sys/json.h>

#include "check.h"
#include "json_member.h"
#include "money.h"
#include "time.h"

#define WHOLE_MAX 9007199254740992.0 /* 2^53: beyond it a double skips whole numbers */

/* How one value went: its row is in, or was sent empty, or was told bad. */
enum taken { TAKEN, EMPTY, BAD };

static enum taken take(struct kp_check *check, const struct kripa_field *field, json_t *value,
                       void *record);

static enum taken wrong_type(struct kp_check *check, const struct kripa_field *field)
{
    kp_check_fail_type(check, field);
    return BAD;
}

static enum taken no_memory(struct kp_check *check)
{
    kp_check_no_memory(check);
    return BAD;
}

static enum taken take_text(struct kp_check *check, const struct kripa_field *field, json_t *value,
                            const char **to)
{
    if (!json_is_string(value))
        return wrong_type(check, field);
    *to = kripa_arena_text(check->arena, json_string_value(value), json_string_length(value));
    return *to ? TAKEN : no_memory(check);
}

/* Numbers arrive as doubles, so that one too large for an integer still has its field's name. */
static enum taken take_int(struct kp_check *check, const struct kripa_field *field, json_t *value,
                           int64_t *to)
{
    double number = json_real_value(value);
    if (!json_is_real(value) || number != floor(number) || fabs(number) > WHOLE_MAX)
        return wrong_type(check, field);
    *to = (int64_t)number;
    return TAKEN;
}

static enum taken take_hundredths(struct kp_check *check, const struct kripa_field *field,
                                  json_t *value, int64_t *to)
{
    if (!json_is_real(value) || !kp_money_from_double(json_real_value(value), to))
        return wrong_type(check, field);
    return TAKEN;
}

static enum taken take_time(struct kp_check *check, const struct kripa_field *field, json_t *value,
                            int64_t *to)
{
    if (!json_is_string(value) || !kp_time_parse(json_string_value(value), to))
        return wrong_type(check, field);
    return TAKEN;
}

static enum taken take_id(struct kp_check *check, const struct kripa_field *field, json_t *value,
                          struct kripa_id *to)
{
    if (!json_is_string(value) || !kripa_id_parse(json_string_value(value), to))
        return wrong_type(check, field);
    return TAKEN;
}

static enum taken take_enum(struct kp_check *check, const struct kripa_field *field, json_t *value,
                            unsigned *to)
{
    for (unsigned i = 0; json_is_string(value) && field->names[i]; i++) {
        if (strcmp(field->names[i], json_string_value(value)) == 0) {
            *to = i;
            return TAKEN;
        }
    }
    return wrong_type(check, field);
}

/* Reads the object's members into a cleared record and checks them. */
static void take_object(struct kp_check *check, const struct kripa_schema *schema,
                        enum kripa_taking taking, json_t *object, void *record, kripa_given *given)
{
    kripa_given bad = 0;
    const char *name;
    json_t *value;
    *given = 0;
    json_object_foreach(object, name, value)
    {
        const struct kripa_field *field = kp_check_find(check, schema, name);
        size_t before = kp_check_enter(check, name, 0);
        if (!field) {
            kp_check_fail(check, "unknown field");
        } else if (!(field->flags & KRIPA_IGNORED)) {
            kripa_given bit = (kripa_given)1 << (field - schema->fields);
            enum taken taken = take(check, field, value, record);
            *given |= taken == TAKEN || kp_field_clears(field) ? bit : 0;
            bad |= taken == BAD ? bit : 0;
        }
        kp_check_leave(check, before);
    }
    kp_check_rows(check, schema, taking, record, *given, bad, false);
}

static enum taken take_record(struct kp_check *check, const struct kripa_field *field,
                              json_t *value, void *record)
{
    kripa_given given;
    if (!json_is_object(value))
        return wrong_type(check, field);
    take_object(check, field->item, KRIPA_TAKE_WHOLE, value, record, &given);
    return TAKEN;
}

static enum taken take_opt_record(struct kp_check *check, const struct kripa_field *field,
                                  json_t *value, void **to)
{
    *to = kripa_arena_alloc(check->arena, field->item->size, 1);
    return *to ? take_record(check, field, value, *to) : no_memory(check);
}

static size_t element_size(const struct kripa_field *field)
{
    if (field->type == KRIPA_TYPE_LIST)
        return field->item->size;
    return field->type == KRIPA_TYPE_IDS ? sizeof(struct kripa_id) : sizeof(const char *);
}

static enum taken take_element(struct kp_check *check, const struct kripa_field *field,
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
    return BAD;
}

/* A list longer than its limit is told as a whole: its elements are not looked at. */
static enum taken take_list(struct kp_check *check, const struct kripa_field *field, json_t *value,
                            void *record)
{
    size_t count = json_array_size(value);
    if (!json_is_array(value) || (int64_t)count > field->max)
        return wrong_type(check, field);
    char *items = kripa_arena_alloc(check->arena, element_size(field), count ? count : 1);
    if (!items)
        return no_memory(check);
    enum taken taken = TAKEN;
    for (size_t i = 0; i < count; i++) {
        size_t before = kp_check_enter(check, NULL, i);
        char *to = items + i * element_size(field);
        if (take_element(check, field, json_array_get(value, i), to) == BAD)
            taken = BAD;
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

bool kp_field_clears(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_BOOL:
    case KRIPA_TYPE_ENUM:
    case KRIPA_TYPE_RECORD:
        return field->flags & KRIPA_REQUIRED;
    default:
        return true;
    }
}

/* Empty for a row that must hold something: told here, because its member can't show it. */
static enum taken take_empty(struct kp_check *check, const struct kripa_field *field)
{
    if (!(field->flags & KRIPA_REQUIRED))
        return EMPTY;
    kp_check_fail(check, "is required");
    return BAD;
}

static enum taken take(struct kp_check *check, const struct kripa_field *field, json_t *value,
                       void *record)
{
    void *member = (char *)record + field->at;
    struct kripa_int *optional = member;
    if (is_sent_empty(value))
        return take_empty(check, field);
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
        return json_is_boolean(value) ? TAKEN : wrong_type(check, field);
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
    return BAD;
}

/* Brackets inside brackets, looked at before the parser goes down them. */
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

#define PARSING (JSON_REJECT_DUPLICATES | JSON_DECODE_INT_AS_REAL)

static enum kripa_status parse(const char *text, size_t size, json_t **out, struct kripa_error *err)
{
    json_error_t error;
    if (size > KRIPA_JSON_BYTES_MAX)
        return kripa_fail(err, KRIPA_TOO_LARGE, "the JSON is larger than %d bytes",
                          KRIPA_JSON_BYTES_MAX);
    if (is_too_deep(text, size))
        return kripa_fail(err, KRIPA_INVALID, "the JSON is nested deeper than %d levels",
                          KRIPA_JSON_DEPTH_MAX);
    *out = json_loadb(text, size, PARSING, &error);
    if (*out)
        return KRIPA_OK;
    if (json_error_code(&error) == json_error_out_of_memory)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    return kripa_fail(err, KRIPA_INVALID, "the JSON is malformed at line %d, column %d: %.80s",
                      error.line, error.column, error.text);
}

static bool is_blank(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (!strchr(" \t\r\n", text[i]) || text[i] == '\0')
            return false;
    return true;
}

enum kripa_status kripa_json_decode(const struct kripa_schema *schema, enum kripa_taking taking,
                                    enum kripa_role role, const char *text, size_t size,
                                    struct kripa_arena *arena, void *record, kripa_given *given,
                                    struct kripa_error *err)
{
    json_t *object;
    struct kp_check check = kp_check_in(arena, role, err);
    enum kripa_status status =
        is_blank(text, size) ? parse("{}", 2, &object, err) : parse(text, size, &object, err);
    if (status != KRIPA_OK)
        return status;
    if (json_is_object(object))
        take_object(&check, schema, taking, object, record, given);
    else
        check.status = kripa_fail(err, KRIPA_INVALID, "the JSON must be an object");
    json_decref(object);
    return check.status;
}

bool kp_json_member(struct kp_check *check, const struct kripa_field *field, const char *text,
                    void *record)
{
    json_t *value;
    struct kripa_error ignored;
    enum kripa_status status = parse(text, strlen(text), &value, &ignored);
    if (status == KRIPA_NO_MEMORY)
        kp_check_no_memory(check);
    else if (status != KRIPA_OK)
        kp_check_fail(check, ignored.message);
    if (status != KRIPA_OK)
        return false;
    enum taken taken = take(check, field, value, record);
    json_decref(value);
    return taken != BAD;
}
