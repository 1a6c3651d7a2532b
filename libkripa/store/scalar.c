/* SPDX-License-Identifier: MIT
 * Converts values between structs and what stores keep. It only allocates texts, in the caller's
 * arena. */
#include "scalar.h"

#include <string.h>

#include "base/status.h"

static enum kripa_status corrupt(const struct kp_column *column, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read", column->path);
}

static struct kp_scalar number(int64_t value)
{
    return (struct kp_scalar){.kind = KP_INT, .number = value};
}

static struct kp_scalar text(const char *at, size_t size)
{
    return (struct kp_scalar){.kind = at ? KP_TEXT : KP_NULL, .text = at, .size = size};
}

static struct kp_scalar optional(struct kripa_int value)
{
    return (struct kp_scalar){.kind = value.set ? KP_INT : KP_NULL, .number = value.value};
}

static enum kripa_status hex(struct kripa_id id, struct kripa_arena *arena, struct kp_scalar *out,
                             struct kripa_error *err)
{
    if (kripa_id_is_zero(id)) {
        *out = text(NULL, 0);
        return KRIPA_OK;
    }
    char digits[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, digits);
    const char *at = kripa_arena_text(arena, digits, KRIPA_ID_TEXT_SIZE - 1);
    *out = text(at, KRIPA_ID_TEXT_SIZE - 1);
    return at ? KRIPA_OK : kp_no_memory(err);
}

/* INVALID for a number without a name: an enum is stored as its name. */
static enum kripa_status enum_name(const struct kp_column *column, int64_t value,
                                   struct kp_scalar *out, struct kripa_error *err)
{
    const char *const *names = column->field->names;
    for (int64_t i = 0; names[i]; i++)
        if (i == value) {
            *out = text(names[i], strlen(names[i]));
            return KRIPA_OK;
        }
    return kripa_fail(err, KRIPA_INVALID, "%s has no value %lld", column->path, (long long)value);
}

static enum kripa_status scalar_at(const struct kp_column *column, enum kripa_field_type type,
                                   const void *member, struct kripa_arena *arena,
                                   struct kp_scalar *out, struct kripa_error *err)
{
    const char *const *chars = member;
    const int64_t *integer = member;
    switch (type) {
    case KRIPA_TYPE_TEXT:
        *out = text(*chars, *chars ? strlen(*chars) : 0);
        return KRIPA_OK;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY: /* in a unique field 0 means absent, when it is read, too */
        *out = *integer || !column->absent ? number(*integer) : text(NULL, 0);
        return KRIPA_OK;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        *out = optional(*(const struct kripa_int *)member);
        return KRIPA_OK;
    case KRIPA_TYPE_TIME:
        *out = *integer ? number(*integer) : text(NULL, 0);
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        *out = number(*(const bool *)member);
        return KRIPA_OK;
    case KRIPA_TYPE_ID:
        return hex(*(const struct kripa_id *)member, arena, out, err);
    case KRIPA_TYPE_ENUM:
        return enum_name(column, *(const int *)member, out, err);
    default:
        return kripa_fail(err, KRIPA_INTERNAL, "%s is no single value", column->path);
    }
}

enum kripa_status kp_scalar_of_record(const struct kp_column *column, const void *record,
                                      struct kripa_arena *arena, struct kp_scalar *out,
                                      struct kripa_error *err)
{
    return scalar_at(column, column->field->type, (const char *)record + column->at, arena, out,
                     err);
}

static enum kripa_field_type element_type(const struct kp_column *column)
{
    switch (column->field->type) {
    case KRIPA_TYPE_TEXTS:
        return KRIPA_TYPE_TEXT;
    case KRIPA_TYPE_IDS:
        return KRIPA_TYPE_ID;
    default:
        return column->field->type;
    }
}

enum kripa_status kp_scalar_of_element(const struct kp_column *column, const void *element,
                                       struct kripa_arena *arena, struct kp_scalar *out,
                                       struct kripa_error *err)
{
    return scalar_at(column, element_type(column), element, arena, out, err);
}

static enum kripa_status wrong_kind(const struct kp_column *column, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_INVALID, "%s: a value of another kind is needed", column->path);
}

static enum kripa_status number_for(const struct kp_column *column, int64_t value,
                                    struct kp_scalar *out, struct kripa_error *err)
{
    switch (column->field->type) {
    case KRIPA_TYPE_ENUM:
        return enum_name(column, value, out, err);
    case KRIPA_TYPE_TIME:
        *out = value ? number(value) : text(NULL, 0);
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        *out = number(value != 0);
        return KRIPA_OK;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        *out = number(value);
        return KRIPA_OK;
    default:
        return wrong_kind(column, err);
    }
}

enum kripa_status kp_scalar_of_value(const struct kp_column *column,
                                     const struct kripa_value *value, struct kripa_arena *arena,
                                     struct kp_scalar *out, struct kripa_error *err)
{
    enum kripa_field_type type = element_type(column);
    switch (value->kind) {
    case KRIPA_VALUE_NONE:
        *out = text(NULL, 0);
        return KRIPA_OK;
    case KRIPA_VALUE_INT:
        return number_for(column, value->as.number, out, err);
    case KRIPA_VALUE_TEXT:
        *out = text(value->as.text.at, value->as.text.size);
        return type == KRIPA_TYPE_TEXT ? KRIPA_OK : wrong_kind(column, err);
    case KRIPA_VALUE_ID:
        return type == KRIPA_TYPE_ID ? hex(value->as.id, arena, out, err) : wrong_kind(column, err);
    case KRIPA_VALUE_RECORD:
        return kp_scalar_of_record(column, value->as.record, arena, out, err);
    }
    return wrong_kind(column, err);
}

struct kp_scalar kp_scalar_unset(const struct kp_column *column)
{
    if (column->absent)
        return text(NULL, 0);
    if (column->field->type == KRIPA_TYPE_ENUM)
        return text(column->field->names[0], strlen(column->field->names[0]));
    return number(0);
}

int kp_scalar_compare(const struct kp_scalar *a, const struct kp_scalar *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    if (a->kind == KP_NULL)
        return 0;
    if (a->kind == KP_INT)
        return (a->number > b->number) - (a->number < b->number);
    size_t size = a->size < b->size ? a->size : b->size;
    int order = memcmp(a->text, b->text, size);
    return order ? order : (a->size > b->size) - (a->size < b->size);
}

bool kp_scalar_holds(const struct kp_scalar *left, enum kripa_op op, const struct kp_scalar *right)
{
    if (left->kind == KP_NULL || right->kind == KP_NULL)
        return op == KRIPA_NE && left->kind != right->kind;
    int order = kp_scalar_compare(left, right);
    switch (op) {
    case KRIPA_NE:
        return order != 0;
    case KRIPA_LT:
        return order < 0;
    case KRIPA_LE:
        return order <= 0;
    case KRIPA_GT:
        return order > 0;
    case KRIPA_GE:
        return order >= 0;
    default:
        return order == 0;
    }
}

/* The value of a hex digit as ids are written, 16 for any other character. */
static unsigned nibble(char digit)
{
    if (digit >= '0' && digit <= '9')
        return (unsigned)(digit - '0');
    return digit >= 'a' && digit <= 'f' ? (unsigned)(digit - 'a') + 10 : 16;
}

static bool read_id(const struct kp_scalar *scalar, struct kripa_id *id)
{
    if (scalar->kind != KP_TEXT || scalar->size != 2 * sizeof id->bytes)
        return false;
    for (size_t i = 0; i < sizeof id->bytes; i++) {
        unsigned high = nibble(scalar->text[2 * i]), low = nibble(scalar->text[2 * i + 1]);
        if ((high | low) & 16)
            return false;
        id->bytes[i] = (unsigned char)(high << 4 | low);
    }
    return true;
}

static bool read_enum(const struct kp_column *column, const struct kp_scalar *scalar, int *value)
{
    const char *const *names = column->field->names;
    for (int i = 0; names[i] && scalar->kind == KP_TEXT; i++)
        if (strlen(names[i]) == scalar->size && memcmp(names[i], scalar->text, scalar->size) == 0) {
            *value = i;
            return true;
        }
    return false;
}

static enum kripa_status store_number(const struct kp_column *column, int64_t value, void *member,
                                      struct kripa_error *err)
{
    switch (column->field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_TIME:
        *(int64_t *)member = value;
        return KRIPA_OK;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        *(struct kripa_int *)member = (struct kripa_int){value, true};
        return KRIPA_OK;
    case KRIPA_TYPE_BOOL:
        *(bool *)member = value != 0;
        return KRIPA_OK;
    default:
        return corrupt(column, err);
    }
}

static enum kripa_status store_text(const struct kp_column *column, enum kripa_field_type type,
                                    const struct kp_scalar *scalar, void *member,
                                    struct kripa_arena *arena, struct kripa_error *err)
{
    switch (type) {
    case KRIPA_TYPE_TEXT:
        *(const char **)member = kripa_arena_text(arena, scalar->text, scalar->size);
        return *(const char **)member ? KRIPA_OK : kp_no_memory(err);
    case KRIPA_TYPE_ID:
        return read_id(scalar, member) ? KRIPA_OK : corrupt(column, err);
    case KRIPA_TYPE_ENUM:
        return read_enum(column, scalar, member) ? KRIPA_OK : corrupt(column, err);
    default:
        return corrupt(column, err);
    }
}

enum kripa_status kp_scalar_store(const struct kp_column *column, const struct kp_scalar *scalar,
                                  void *record, struct kripa_arena *arena, struct kripa_error *err)
{
    void *member = (char *)record + column->at;
    switch (scalar->kind) {
    case KP_INT:
        return store_number(column, scalar->number, member, err);
    case KP_TEXT:
        return store_text(column, column->field->type, scalar, member, arena, err);
    case KP_NULL:
        break;
    }
    return KRIPA_OK;
}

enum kripa_status kp_scalar_store_element(const struct kp_column *column,
                                          const struct kp_scalar *scalar, void *element,
                                          struct kripa_arena *arena, struct kripa_error *err)
{
    if (scalar->kind != KP_TEXT)
        return corrupt(column, err);
    return store_text(column, element_type(column), scalar, element, arena, err);
}
