/* SPDX-License-Identifier: MIT
 * Edits a list that was read from its row. Arrays are copied before they change, as the old list is
 * still needed for the index tables. */
#include <string.h>

#include "writing.h"

struct elements {
    char *at;
    size_t count;
};

static struct elements elements_of(const struct kp_column *column, const void *record)
{
    struct elements elements;
    memcpy(&elements.at, (const char *)record + column->at, sizeof elements.at);
    memcpy(&elements.count, (const char *)record + column->count_at, sizeof elements.count);
    return elements;
}

static void put_elements(const struct kp_column *column, void *record, struct elements elements)
{
    memcpy((char *)record + column->at, &elements.at, sizeof elements.at);
    memcpy((char *)record + column->count_at, &elements.count, sizeof elements.count);
}

/* A copy with room for one more. */
static enum kripa_status copy(struct kp_writing *writing, const struct kp_list *list,
                              struct elements *out)
{
    struct elements from = elements_of(list->column, list->after);
    size_t size = kripa_field_element_size(list->column->field);
    out->count = from.count;
    out->at = kripa_arena_alloc(&writing->connection->scratch, size, from.count + 1);
    if (!out->at)
        return kp_write_no_memory(writing);
    if (from.count)
        memcpy(out->at, from.at, size * from.count);
    return KRIPA_OK;
}

static enum kripa_status key_scalar(struct kp_writing *writing, const struct kp_column *column,
                                    const void *element, struct kp_scalar *out)
{
    struct kripa_arena *scratch = &writing->connection->scratch;
    if (!column->items)
        return kp_scalar_of_element(column, element, scratch, out, writing->err);
    return kp_sqlite_of_record(kp_column_key(column), element, scratch, out, writing->err);
}

/* The position of the element with this key; elements.count when there is none. */
static enum kripa_status find(struct kp_writing *writing, const struct kp_list *list,
                              const struct kp_scalar *key, size_t *at)
{
    struct elements elements = elements_of(list->column, list->after);
    for (*at = 0; *at < elements.count; (*at)++) {
        struct kp_scalar own;
        enum kripa_status status =
            key_scalar(writing, list->column,
                       elements.at + *at * kripa_field_element_size(list->column->field), &own);
        if (status != KRIPA_OK)
            return status;
        if (own.kind == key->kind && kp_scalar_compare(&own, key) == 0)
            return KRIPA_OK;
    }
    return KRIPA_OK;
}

/* Finds the element that a KRIPA_PULL names. */
static enum kripa_status find_named(struct kp_writing *writing, const struct kp_list *list,
                                    const struct kripa_set *set, size_t *at, bool *matched)
{
    const struct kp_column *key = list->column->items ? kp_column_key(list->column) : list->column;
    struct kp_scalar wanted;
    if (!key || set->value.kind == KRIPA_VALUE_NONE)
        return kp_edit_senseless(set->field, writing->err);
    enum kripa_status status =
        kp_sqlite_of_value(key, &set->value, &writing->connection->scratch, &wanted, writing->err);
    if (status == KRIPA_OK)
        status = find(writing, list, &wanted, at);
    *matched = status == KRIPA_OK && *at < elements_of(list->column, list->after).count;
    return status;
}

static enum kripa_status new_element(struct kp_writing *writing, const struct kp_column *column,
                                     const struct kripa_set *set, void *element)
{
    struct kripa_arena *scratch = &writing->connection->scratch;
    if (column->items) {
        if (!set->element)
            return kp_edit_senseless(set->field, writing->err);
        memcpy(element, set->element, kripa_field_element_size(column->field));
        return KRIPA_OK;
    }
    struct kp_scalar scalar;
    if (set->value.kind != KRIPA_VALUE_ID && set->value.kind != KRIPA_VALUE_TEXT)
        return kp_edit_senseless(set->field, writing->err);
    enum kripa_status status =
        kp_sqlite_of_value(column, &set->value, scratch, &scalar, writing->err);
    if (status == KRIPA_OK)
        status = kp_scalar_store_element(column, &scalar, element, scratch, writing->err);
    return status;
}

static enum kripa_status push(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched)
{
    const struct kp_column *column = list->column;
    struct elements elements;
    enum kripa_status status = copy(writing, list, &elements);
    if (status != KRIPA_OK)
        return status;
    char *element = elements.at + elements.count * kripa_field_element_size(column->field);
    status = new_element(writing, column, set, element);
    if (status == KRIPA_OK && (!column->items || kp_column_key(column))) {
        struct kp_scalar key;
        size_t at;
        status = key_scalar(writing, column, element, &key);
        if (status == KRIPA_OK)
            status = find(writing, list, &key, &at);
        *matched = status == KRIPA_OK && at == elements.count;
    }
    elements.count++;
    put_elements(column, list->after, elements);
    return status;
}

static enum kripa_status pull(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched)
{
    struct elements elements;
    size_t at = 0, size = kripa_field_element_size(list->column->field);
    enum kripa_status status = find_named(writing, list, set, &at, matched);
    if (status != KRIPA_OK || !*matched)
        return status;
    status = copy(writing, list, &elements);
    if (status != KRIPA_OK)
        return status;
    elements.count--;
    memmove(elements.at + at * size, elements.at + (at + 1) * size, (elements.count - at) * size);
    put_elements(list->column, list->after, elements);
    return KRIPA_OK;
}

static void set_whole(struct kp_list *list, const struct kripa_set *set)
{
    struct elements elements = {0};
    if (set->op == KRIPA_SET && set->value.kind == KRIPA_VALUE_RECORD)
        elements = elements_of(list->column, set->value.as.record);
    put_elements(list->column, list->after, elements);
}

enum kripa_status kp_list_set(struct kp_writing *writing, struct kp_list *list,
                              const struct kripa_set *set, bool *matched)
{
    *matched = true;
    if (set->op == KRIPA_PUSH)
        return push(writing, list, set, matched);
    if (set->op == KRIPA_PULL)
        return pull(writing, list, set, matched);
    set_whole(list, set);
    return KRIPA_OK;
}
