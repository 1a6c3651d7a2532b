/* SPDX-License-Identifier: MIT
 * The position and the findings of a check. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "status.h"

struct kp_check kp_check_in(struct kripa_arena *arena, enum kripa_role role,
                            struct kripa_error *err)
{
    return (struct kp_check){.arena = arena, .role = role, .err = err};
}

/* Appends as much as fits. Paths are made for every field of every request, and snprintf is too
 * slow for that. */
static void append(struct kp_check *check, size_t at, const char *text)
{
    size_t size = strlen(text), left = sizeof check->path - 1 - at;
    if (size > left)
        size = left;
    memcpy(check->path + at, text, size);
    check->path[at + size] = '\0';
}

size_t kp_check_enter(struct kp_check *check, const char *name, size_t index)
{
    size_t before = strlen(check->path);
    if (name) {
        append(check, before, before ? "." : "");
        append(check, strlen(check->path), name);
        return before;
    }
    char text[24] = {0}, *at = text + sizeof text - 2;
    *at = ']';
    do
        *--at = (char)('0' + index % 10);
    while (index /= 10);
    *--at = '[';
    append(check, before, at);
    return before;
}

void kp_check_leave(struct kp_check *check, size_t before)
{
    check->path[before] = '\0';
}

void kp_check_fail(struct kp_check *check, const char *message)
{
    check->problems++;
    if (check->status == KRIPA_NO_MEMORY)
        return;
    check->status = kripa_fail_field(check->err, KRIPA_INVALID, check->path, "%s", message);
}

void kp_check_no_memory(struct kp_check *check)
{
    check->problems++;
    check->status = kp_no_memory(check->err);
}

static void fail_int(struct kp_check *check, const struct kripa_field *field)
{
    char message[KRIPA_ERROR_TEXT_SIZE];
    if (field->max == INT64_MAX)
        snprintf(message, sizeof message, "must be a whole number of at least %lld",
                 (long long)field->min);
    else
        snprintf(message, sizeof message, "must be a whole number between %lld and %lld",
                 (long long)field->min, (long long)field->max);
    kp_check_fail(check, message);
}

static void fail_hundredths(struct kp_check *check, const struct kripa_field *field)
{
    char message[KRIPA_ERROR_TEXT_SIZE], from[KRIPA_MONEY_TEXT_SIZE], to[KRIPA_MONEY_TEXT_SIZE];
    const char *unit = field->type == KRIPA_TYPE_OPT_RATE ? "percent" : "rupees";
    kripa_money_format(field->min, from);
    kripa_money_format(field->max, to);
    snprintf(message, sizeof message, "must be %s from %s to %s with at most two decimals", unit,
             from, to);
    kp_check_fail(check, message);
}

void kp_check_fail_name(struct kp_check *check, const struct kripa_field *field)
{
    char message[KRIPA_ERROR_TEXT_SIZE] = "must be one of ";
    size_t size = strlen(message);
    const char *between = "";
    for (const char *const *name = field->names; *name && size < sizeof message; name++) {
        if (**name == '\0')
            continue;
        size += (size_t)snprintf(message + size, sizeof message - size, "%s%s", between, *name);
        between = ", ";
    }
    kp_check_fail(check, message);
}

static void fail_count(struct kp_check *check, const struct kripa_field *field)
{
    char message[KRIPA_ERROR_TEXT_SIZE];
    snprintf(message, sizeof message, "must be a list of %lld to %lld entries",
             (long long)field->min, (long long)field->max);
    kp_check_fail(check, message);
}

void kp_check_fail_type(struct kp_check *check, const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        kp_check_fail(check, "must be text");
        return;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_OPT_INT:
        fail_int(check, field);
        return;
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        fail_hundredths(check, field);
        return;
    case KRIPA_TYPE_TIME:
        kp_check_fail(check, "must be a time as RFC 3339");
        return;
    case KRIPA_TYPE_BOOL:
        kp_check_fail(check, "must be true or false");
        return;
    case KRIPA_TYPE_ID:
        kp_check_fail(check, "must be an id of 24 hex digits");
        return;
    case KRIPA_TYPE_ENUM:
        kp_check_fail_name(check, field);
        return;
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        kp_check_fail(check, "must be an object");
        return;
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        fail_count(check, field);
        return;
    }
}

bool kp_check_settable(const struct kp_check *check, const struct kripa_schema *schema,
                       const struct kripa_field *field)
{
    return (kripa_field_writable_by(schema, field) & KRIPA_MASK(check->role)) != 0;
}

const struct kripa_field *kp_check_find(const struct kp_check *check,
                                        const struct kripa_schema *schema, const char *name)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (kp_check_settable(check, schema, field) &&
            (strcmp(field->name, name) == 0 || (field->alias && strcmp(field->alias, name) == 0)))
            return field;
    }
    return NULL;
}

static bool can_be_empty(const struct kripa_field *field)
{
    switch (field->type) {
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_BOOL:
    case KRIPA_TYPE_ENUM:
    case KRIPA_TYPE_RECORD:
        return false;
    default:
        return true;
    }
}

void kp_check_note(struct kp_check *check, const struct kripa_field *field, const char *name,
                   kripa_given bit, enum kp_taken taken, struct kp_arrived *arrived)
{
    bool told_bad = (arrived->settled & ~arrived->given & bit) != 0;
    if (told_bad)
        return; /* a later value of a list would be added to one that is half read */
    if (taken == KP_TAKEN) {
        bool aliased = field->alias && strcmp(name, field->alias) == 0;
        arrived->aliased = aliased ? arrived->aliased | bit : arrived->aliased & ~bit;
        arrived->given |= bit;
        arrived->settled &= ~bit;
    } else if (taken == KP_BAD) {
        arrived->given &= ~bit;
        arrived->settled |= bit;
    } else if (field->flags & KRIPA_REQUIRED) {
        kp_check_fail(check, "is required");
        arrived->settled |= bit;
    } else if (can_be_empty(field) && !(arrived->given & bit)) {
        arrived->given |= bit;
        arrived->settled |= bit;
    }
}
