/* SPDX-License-Identifier: MIT
 * Checks the range, length, format and presence of every field of a record. */
#include "check.h"

#include <stdio.h>
#include <string.h>

#include <kripa/limits.h>

#include "text.h"

static void *member_at(void *record, const struct kripa_field *field)
{
    return (char *)record + field->at;
}

static size_t count_of(const void *record, const struct kripa_field *field)
{
    size_t count;
    memcpy(&count, (const char *)record + field->count_at, sizeof count);
    return count;
}

static void clear(void *record, const struct kripa_field *field)
{
    memset(member_at(record, field), 0, kripa_field_size(field));
    if (kripa_field_counts(field))
        memset((char *)record + field->count_at, 0, sizeof(size_t));
}

/* Whether the field holds nothing: a text of no characters does neither. */
static bool is_empty(const void *record, const struct kripa_field *field)
{
    const void *member = (const char *)record + field->at;
    return kp_is_absent(field, member) ||
           (field->type == KRIPA_TYPE_TEXT && **(const char *const *)member == '\0');
}

static void check_length(struct kp_check *check, const char *text, int64_t min, int64_t max)
{
    char message[KRIPA_ERROR_TEXT_SIZE];
    int64_t length = kp_text_length(text);
    if (length > max)
        snprintf(message, sizeof message, "must be at most %lld characters", (long long)max);
    else if (length == 0 && min > 0)
        snprintf(message, sizeof message, "must not be empty");
    else if (length < min)
        snprintf(message, sizeof message, "must be at least %lld characters", (long long)min);
    else
        return;
    kp_check_fail(check, message);
}

/* Normalizes and checks *text; false when something is wrong. The caller handles an empty text. */
static bool check_text(struct kp_check *check, enum kripa_format format, const char **text)
{
    if (kp_text_length(*text) < 0) {
        kp_check_fail(check, "must be valid UTF-8");
        return false;
    }
    const char *problem = kp_format_normalize(format, check->arena, text);
    if (!*text)
        kp_check_no_memory(check);
    else if (problem)
        kp_check_fail(check, problem);
    return *text && !problem;
}

static bool is_named(const struct kripa_field *field, const char *text)
{
    const char *const *name = field->names;
    while (*name && strcmp(*name, text) != 0)
        name++;
    return *name;
}

/* Whether the normalized text is of this format. */
static bool fits(struct kp_check *check, const struct kripa_field *field, const char **text)
{
    if (kp_text_length(*text) < 0 || kp_format_normalize(field->format, check->arena, text))
        return false;
    return *text && kp_text_length(*text) >= field->min && kp_text_length(*text) <= field->max;
}

static void check_text_field(struct kp_check *check, const struct kripa_field *field, void *record)
{
    const char **text = member_at(record, field);
    if (field->flags & KRIPA_ANY_TYPE) {
        *text = fits(check, field, text) ? *text : NULL;
        return;
    }
    if (!check_text(check, field->format, text))
        return;
    if (**text && field->names && !is_named(field, *text))
        kp_check_fail_name(check, field);
    else if (**text)
        check_length(check, *text, field->min, field->max);
    else if (field->flags & KRIPA_REQUIRED)
        kp_check_fail(check, "is required");
    if (**text == '\0')
        *text = NULL;
}

static void check_number(struct kp_check *check, const struct kripa_field *field, int64_t value)
{
    if (value < field->min || value > field->max)
        kp_check_fail_type(check, field);
}

static void check_texts(struct kp_check *check, const struct kripa_field *field, void *record)
{
    size_t count = count_of(record, field);
    const char **texts = *(const char ***)member_at(record, field);
    int64_t max = field->flags & KRIPA_UNSPLIT ? KRIPA_URL_MAX : KRIPA_TAG_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t before = kp_check_enter(check, NULL, i);
        if (check_text(check, field->format, &texts[i]))
            check_length(check, texts[i], 1, max);
        kp_check_leave(check, before);
    }
}

/* for a record that the program filled in itself */
static const struct kp_arrived by_hand = {.given = KRIPA_GIVEN_ALL, .kept = true};

static void check_list(struct kp_check *check, const struct kripa_field *field, void *record)
{
    size_t count = count_of(record, field);
    char *items = *(char **)member_at(record, field);
    for (size_t i = 0; i < count; i++) {
        size_t before = kp_check_enter(check, NULL, i);
        kp_check_fields(check, field->item, KRIPA_CREATE, items + i * field->item->size, by_hand,
                        true);
        kp_check_leave(check, before);
    }
}

static bool check_count(struct kp_check *check, const struct kripa_field *field, void *record)
{
    int64_t count = (int64_t)count_of(record, field);
    bool right = count >= field->min && count <= field->max;
    if (!right)
        kp_check_fail_type(check, field);
    return right;
}

static void check_inside(struct kp_check *check, const struct kripa_field *field, void *inside)
{
    kp_check_fields(check, field->item, KRIPA_CREATE, inside, by_hand, true);
}

/* Checks a field that is not empty. */
static void check_field(struct kp_check *check, const struct kripa_field *field, void *record,
                        bool deep)
{
    void *member = member_at(record, field);
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        check_text_field(check, field, record);
        return;
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_TIME:
        check_number(check, field, *(int64_t *)member);
        return;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        check_number(check, field, ((struct kripa_int *)member)->value);
        return;
    case KRIPA_TYPE_TEXTS:
        if (check_count(check, field, record))
            check_texts(check, field, record);
        return;
    case KRIPA_TYPE_IDS:
        check_count(check, field, record);
        return;
    case KRIPA_TYPE_LIST:
        if (check_count(check, field, record) && deep)
            check_list(check, field, record);
        return;
    case KRIPA_TYPE_RECORD:
        if (deep)
            check_inside(check, field, member);
        return;
    case KRIPA_TYPE_OPT_RECORD:
        if (deep)
            check_inside(check, field, *(void **)member);
        return;
    case KRIPA_TYPE_BOOL:
    case KRIPA_TYPE_ID:
    case KRIPA_TYPE_ENUM:
        return;
    }
}

/* An optional list without elements counts as left out; so does a number of 0 in a struct that the
 * program filled in itself. */
static bool is_left_out(const void *record, const struct kripa_field *field,
                        struct kp_arrived arrived)
{
    if (!arrived.kept || field->flags & KRIPA_REQUIRED)
        return false;
    if (field->type == KRIPA_TYPE_INT || field->type == KRIPA_TYPE_MONEY)
        return arrived.given == KRIPA_GIVEN_ALL &&
               *(const int64_t *)((const char *)record + field->at) == 0;
    return kripa_field_counts(field) && count_of(record, field) == 0;
}

static void take_default(void *record, const struct kripa_field *field)
{
    if (field->type == KRIPA_TYPE_INT && field->default_value)
        *(int64_t *)member_at(record, field) = field->default_value;
}

static void check_one(struct kp_check *check, const struct kripa_field *field,
                      enum kripa_input_mode mode, void *record, bool given, bool deep)
{
    bool required = field->flags & KRIPA_REQUIRED;
    if (given && !is_empty(record, field))
        check_field(check, field, record, deep);
    else if (required && (given || mode == KRIPA_CREATE))
        kp_check_fail(check, "is required");
    else
        clear(record, field);
    if (!given && mode == KRIPA_CREATE)
        take_default(record, field);
}

void kp_check_fields(struct kp_check *check, const struct kripa_schema *schema,
                     enum kripa_input_mode mode, void *record, struct kp_arrived arrived, bool deep)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if ((arrived.settled >> i & 1) || (field->flags & KRIPA_IGNORED))
            continue;
        if (!kp_check_settable(check, schema, field))
            continue;
        bool given = arrived.given >> i & 1 && !is_left_out(record, field, arrived);
        const char *name = arrived.aliased >> i & 1 ? field->alias : field->name;
        size_t before = kp_check_enter(check, name, 0);
        check_one(check, field, mode, record, given, deep);
        kp_check_leave(check, before);
    }
}

/* Fields that this role may not set are cleared first, so that none of their content gets
 * through. */
static void clear_unset(struct kp_check *check, const struct kripa_schema *schema, void *record)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        if (!(field->flags & KRIPA_IGNORED) && !kp_check_settable(check, schema, field))
            clear(record, field);
    }
}

enum kripa_status kripa_record_check(const struct kripa_schema *schema, enum kripa_input_mode mode,
                                     enum kripa_role role, struct kripa_arena *arena, void *record,
                                     kripa_given given, struct kripa_error *err)
{
    struct kp_check check = kp_check_in(arena, role, err);
    clear_unset(&check, schema, record);
    kp_check_fields(&check, schema, mode, record, (struct kp_arrived){.given = given, .kept = true},
                    true);
    return check.status;
}
