/* SPDX-License-Identifier: MIT
 * Reads query strings, form fields and command line flags (pairs of name and text) into a record's
 * members. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "json_member.h"
#include "time.h"

static bool wrong_type(struct kp_check *check, const struct kripa_field *field)
{
    kp_check_fail_type(check, field);
    return false;
}

static bool take_int(struct kp_check *check, const struct kripa_field *field, const char *text,
                     int64_t *to)
{
    char *end;
    size_t sign = *text == '-' || *text == '+';
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (errno || *end || strspn(text + sign, "0123456789") == 0)
        return wrong_type(check, field);
    *to = value;
    return true;
}

static bool take_bool(struct kp_check *check, const struct kripa_field *field, const char *text,
                      bool *to)
{
    *to = strcmp(text, "true") == 0 || strcmp(text, "1") == 0;
    return *to || strcmp(text, "false") == 0 || strcmp(text, "0") == 0 || wrong_type(check, field);
}

static bool take_enum(struct kp_check *check, const struct kripa_field *field, const char *text,
                      unsigned *to)
{
    for (unsigned i = 0; field->names[i]; i++) {
        if (strcmp(field->names[i], text) == 0) {
            *to = i;
            return true;
        }
    }
    return wrong_type(check, field);
}

/* Reads one part of a comma list into an element of the list. */
static bool take_part(struct kp_check *check, const struct kripa_field *field, const char *text,
                      size_t size, void *to)
{
    const char *part = kripa_arena_text(check->arena, text, size);
    if (!part) {
        kp_check_no_memory(check);
        return false;
    }
    if (field->type == KRIPA_TYPE_TEXTS) {
        memcpy(to, &part, sizeof part);
        return true;
    }
    static const struct kripa_field id = {.type = KRIPA_TYPE_ID};
    return kripa_id_parse(part, to) || wrong_type(check, &id);
}

/* Adds the parts of a comma list, or a whole text, to the list: a flag may be repeated. */
static bool take_list(struct kp_check *check, const struct kripa_field *field, const char *text,
                      void *record)
{
    size_t size = kripa_field_element_size(field);
    const char *between = field->flags & KRIPA_UNSPLIT ? "" : ",";
    size_t count, parts = 1;
    void *held;
    for (const char *at = text; *at; at++)
        parts += *at == *between;
    memcpy(&held, (char *)record + field->at, sizeof held);
    memcpy(&count, (char *)record + field->count_at, sizeof count);
    char *items = kripa_arena_alloc(check->arena, size, count + parts);
    if (!items) {
        kp_check_no_memory(check);
        return false;
    }
    if (count)
        memcpy(items, held, size * count);
    bool taken = true;
    for (size_t length; parts > 0; parts--, count++, text += length + 1) {
        length = strcspn(text, between);
        size_t before = kp_check_enter(check, NULL, count);
        taken = take_part(check, field, text, length, items + size * count) && taken;
        kp_check_leave(check, before);
    }
    memcpy((char *)record + field->at, &items, sizeof items);
    memcpy((char *)record + field->count_at, &count, sizeof count);
    return taken;
}

static bool take_text(struct kp_check *check, const char *text, const char **to)
{
    *to = kripa_arena_text(check->arena, text, strlen(text));
    if (!*to)
        kp_check_no_memory(check);
    return *to;
}

/* Reads one text into the field's member; false when it was reported as bad. */
static bool take(struct kp_check *check, const struct kripa_field *field, const char *text,
                 void *record)
{
    void *member = (char *)record + field->at;
    struct kripa_int *optional = member;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return take_text(check, text, member);
    case KRIPA_TYPE_INT:
        return take_int(check, field, text, member);
    case KRIPA_TYPE_OPT_INT:
        optional->set = true;
        return take_int(check, field, text, &optional->value);
    case KRIPA_TYPE_MONEY:
        return kripa_money_parse(text, member) || wrong_type(check, field);
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        optional->set = true;
        return kripa_money_parse(text, &optional->value) || wrong_type(check, field);
    case KRIPA_TYPE_TIME:
        return kp_time_parse(text, member) || wrong_type(check, field);
    case KRIPA_TYPE_BOOL:
        return take_bool(check, field, text, member);
    case KRIPA_TYPE_ID:
        return kripa_id_parse(text, member) || wrong_type(check, field);
    case KRIPA_TYPE_ENUM:
        return take_enum(check, field, text, member);
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        if (*text != '[' || field->flags & KRIPA_UNSPLIT)
            return take_list(check, field, text, record);
        return kp_json_member(check, field, text, record) == KP_TAKEN;
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_RECORD:
    case KRIPA_TYPE_OPT_RECORD:
        return kp_json_member(check, field, text, record) == KP_TAKEN;
    }
    return false;
}

/* Returns the embedded record, and makes it for the first dotted name that needs it. */
static void *inside_of(struct kp_check *check, const struct kripa_field *field, void *record)
{
    void *member = (char *)record + field->at;
    if (field->type == KRIPA_TYPE_RECORD)
        return member;
    void *inside;
    memcpy(&inside, member, sizeof inside); /* NOLINT: a record is always given */
    if (!inside) {
        inside = kripa_arena_alloc(check->arena, field->item->size, 1);
        memcpy(member, &inside, sizeof inside);
    }
    if (!inside)
        kp_check_no_memory(check);
    return inside;
}

/* Finds the field that a (dotted) name means, and the record it belongs to; NULL when there is
 * none. */
static const struct kripa_field *find(struct kp_check *check, const struct kripa_schema *schema,
                                      const char *name, void **record, kripa_given *bit)
{
    const struct kripa_field *field = kp_check_find(check, schema, name);
    const char *dot = strchr(name, '.');
    if (field || !dot) {
        *bit = field ? (kripa_given)1 << (field - schema->fields) : 0;
        return field;
    }
    const char *first = kripa_arena_text(check->arena, name, (size_t)(dot - name));
    if (!first)
        kp_check_no_memory(check);
    const struct kripa_field *outer = first ? kp_check_find(check, schema, first) : NULL;
    if (!outer || (outer->type != KRIPA_TYPE_RECORD && outer->type != KRIPA_TYPE_OPT_RECORD))
        return NULL;
    *record = inside_of(check, outer, *record);
    *bit = (kripa_given)1 << (outer - schema->fields);
    return *record ? kp_check_find(check, outer->item, dot + 1) : NULL;
}

static void take_pair(struct kp_check *check, const struct kripa_schema *schema, bool strict,
                      const struct kripa_pair *pair, void *record, struct kp_arrived *arrived)
{
    kripa_given bit = 0;
    const struct kripa_field *field = find(check, schema, pair->name, &record, &bit);
    if (!field && strict)
        kp_check_fail(check, "unknown field");
    if (!field || (field->flags & KRIPA_IGNORED))
        return;
    enum kp_taken taken = KP_EMPTY;
    if (*pair->value)
        taken = take(check, field, pair->value, record) ? KP_TAKEN : KP_BAD;
    else if (strchr(pair->name, '.'))
        return; /* the embedded record is checked as a whole */
    kp_check_note(check, field, pair->name, bit, taken, arrived);
}

enum kripa_status kripa_pairs_decode(const struct kripa_schema *schema, enum kripa_input_mode mode,
                                     enum kripa_role role, bool strict,
                                     const struct kripa_pair *pairs, size_t pairs_count,
                                     struct kripa_arena *arena, void *record, kripa_given *given,
                                     struct kripa_error *err)
{
    struct kp_check check = kp_check_in(arena, role, err);
    struct kp_arrived arrived = {0};
    for (size_t i = 0; i < pairs_count; i++) {
        size_t before = kp_check_enter(&check, pairs[i].name, 0);
        take_pair(&check, schema, strict, &pairs[i], record, &arrived);
        kp_check_leave(&check, before);
    }
    kp_check_fields(&check, schema, mode, record, arrived, true);
    *given = arrived.given;
    return check.status;
}
