/* SPDX-License-Identifier: MIT
 * Compares two records field by field. */
#include <string.h>

#include "internal.h"

static bool same_texts(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_optional(struct kripa_int a, struct kripa_int b)
{
    return a.set == b.set && (!a.set || a.value == b.value);
}

static bool same_records(const struct kripa_schema *of, const void *a, const void *b)
{
    return a && b ? kp_record_difference(of, a, b) == NULL : a == b;
}

/* Compares the elements `i` of two lists. */
static bool same_elements(const struct kripa_field *field, const void *a, const void *b, size_t i)
{
    const char *const *a_texts = a, *const *b_texts = b;
    const struct kripa_id *a_ids = a, *b_ids = b;
    switch (field->type) {
    case KRIPA_TYPE_TEXTS:
        return same_texts(a_texts[i], b_texts[i]);
    case KRIPA_TYPE_IDS:
        return memcmp(&a_ids[i], &b_ids[i], sizeof *a_ids) == 0;
    default:
        return same_records(field->item, (const char *)a + i * field->item->size,
                            (const char *)b + i * field->item->size);
    }
}

static bool same_lists(const struct kripa_field *field, const char *a, const char *b)
{
    size_t a_count, b_count;
    const void *a_elements, *b_elements;
    memcpy(&a_count, a + field->count_at, sizeof a_count);
    memcpy(&b_count, b + field->count_at, sizeof b_count);
    memcpy(&a_elements, a + field->at, sizeof a_elements);
    memcpy(&b_elements, b + field->at, sizeof b_elements);
    bool same = a_count == b_count;
    for (size_t i = 0; i < a_count && same; i++)
        same = same_elements(field, a_elements, b_elements, i);
    return same;
}

static bool same(const struct kripa_field *field, const char *a_record, const char *b_record)
{
    const void *a = a_record + field->at, *b = b_record + field->at;
    const char *const *a_text = a, *const *b_text = b;
    const struct kripa_int *a_number = a, *b_number = b;
    const void *const *a_record_at = a, *const *b_record_at = b;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return same_texts(*a_text, *b_text);
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return same_optional(*a_number, *b_number);
    case KRIPA_TYPE_RECORD:
        return same_records(field->item, a, b);
    case KRIPA_TYPE_OPT_RECORD:
        return same_records(field->item, *a_record_at, *b_record_at);
    case KRIPA_TYPE_LIST:
    case KRIPA_TYPE_TEXTS:
    case KRIPA_TYPE_IDS:
        return same_lists(field, a_record, b_record);
    case KRIPA_TYPE_INT:
    case KRIPA_TYPE_MONEY:
    case KRIPA_TYPE_TIME:
    case KRIPA_TYPE_BOOL:
    case KRIPA_TYPE_ID:
    case KRIPA_TYPE_ENUM:
        break;
    }
    return memcmp(a, b, kripa_field_size(field)) == 0;
}

const struct kripa_field *kp_record_difference(const struct kripa_schema *of, const void *a,
                                               const void *b)
{
    for (size_t i = 0; i < of->count; i++) {
        const struct kripa_field *field = &of->fields[i];
        if (!(field->flags & (KRIPA_UNSTORED | KRIPA_RESIDUAL)) && !same(field, a, b))
            return field;
    }
    return NULL;
}
