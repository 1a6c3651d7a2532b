/* SPDX-License-Identifier: MIT
 * See elements.h. Keys are compared as BSON, so keys that are values and keys of records are
 * treated alike. */
#include "elements.h"

#include <string.h>

/* Taking a list out of its document */

static bool document_of(const bson_value_t *value, bson_t *out)
{
    return bson_init_static(out, value->value.v_doc.data, value->value.v_doc.data_len);
}

static bool adopt(const struct kp_column *column, const bson_value_t *value, struct kp_element *out,
                  struct kripa_arena *arena, struct kripa_error *err)
{
    bson_t document;
    bson_value_copy(value, &out->kept);
    out->record = NULL;
    if (!column->items || value->value_type != BSON_TYPE_DOCUMENT)
        return true;
    const struct kripa_schema *item = column->field->item;
    void *record = kripa_arena_alloc(arena, item->size, 1);
    out->record = record;
    return record && document_of(&out->kept, &document) &&
           kp_bson_read(item, &document, record, arena, err) == KRIPA_OK;
}

/* Allocates room for one more, too. */
static bool take_elements(struct kp_mongo_list *list, struct kripa_arena *arena,
                          struct kripa_error *err)
{
    bson_t array;
    bson_iter_t iter;
    size_t count = 0;
    bool is_array = list->read.value_type == BSON_TYPE_ARRAY && document_of(&list->read, &array);
    if (is_array)
        count = bson_count_keys(&array);
    else if (list->read.value_type == BSON_TYPE_DOCUMENT && !list->column->list)
        count = 1;
    list->elements = kripa_arena_alloc(arena, sizeof *list->elements, count + 1);
    if (!list->elements)
        return false;
    if (!is_array)
        return count == 0 ||
               adopt(list->column, &list->read, &list->elements[list->count++], arena, err);
    bson_iter_init(&iter, &array);
    while (bson_iter_next(&iter))
        if (!adopt(list->column, bson_iter_value(&iter), &list->elements[list->count++], arena,
                   err))
            return false;
    return true;
}

bool kp_mongo_list_take(struct kp_mongo_list *list, const bson_t *document,
                        struct kripa_arena *arena, struct kripa_error *err)
{
    bson_iter_t iter, found;
    bool there = bson_iter_init(&iter, document) &&
                 bson_iter_find_descendant(&iter, list->column->stored, &found);
    if (there)
        bson_value_copy(bson_iter_value(&found), &list->read);
    return take_elements(list, arena, err);
}

void kp_mongo_list_clear(struct kp_mongo_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        bson_value_destroy(&list->elements[i].kept);
    if (list->read.value_type != BSON_TYPE_EOD)
        bson_value_destroy(&list->read);
}

/* Keys */

static bool same_key(const bson_value_t *left, const bson_value_t *right)
{
    if (left->value_type != right->value_type)
        return false;
    if (left->value_type == BSON_TYPE_OID)
        return bson_oid_equal(&left->value.v_oid, &right->value.v_oid);
    if (left->value_type == BSON_TYPE_INT64)
        return left->value.v_int64 == right->value.v_int64;
    return left->value_type == BSON_TYPE_UTF8 &&
           left->value.v_utf8.len == right->value.v_utf8.len &&
           memcmp(left->value.v_utf8.str, right->value.v_utf8.str, left->value.v_utf8.len) == 0;
}

/* *out points into `held`. False: there is none. */
static bool key_value(const bson_t *held, bson_value_t *out)
{
    bson_iter_t iter;
    if (!bson_iter_init_find(&iter, held, "k"))
        return false;
    *out = *bson_iter_value(&iter);
    return true;
}

static bool has_key(const struct kp_mongo_list *list, const struct kp_element *element,
                    const bson_value_t *wanted)
{
    const struct kp_column *key = kp_column_key(list->column);
    bson_value_t own;
    if (!list->column->items)
        return same_key(&element->kept, wanted);
    if (!key || !element->record)
        return false;
    bson_t held = BSON_INITIALIZER;
    kp_bson_column(&held, "k", key, element->record, NULL);
    bool same = key_value(&held, &own) && same_key(&own, wanted);
    bson_destroy(&held);
    return same;
}

/* `held` is {k: the key}. */
static size_t find(const struct kp_mongo_list *list, const bson_t *held)
{
    bson_value_t wanted;
    if (!key_value(held, &wanted))
        return list->count;
    size_t at = 0;
    while (at < list->count && !has_key(list, &list->elements[at], &wanted))
        at++;
    return at;
}

size_t kp_mongo_list_find(const struct kp_mongo_list *list, const struct kp_scalar *key)
{
    bson_t held = BSON_INITIALIZER;
    kp_bson_scalar(&held, "k", list->column->items ? kp_column_key(list->column) : list->column,
                   key);
    size_t at = find(list, &held);
    bson_destroy(&held);
    return at;
}

size_t kp_mongo_list_find_like(const struct kp_mongo_list *list, const void *record)
{
    const struct kp_column *key = kp_column_key(list->column);
    if (!key)
        return list->count;
    bson_t held = BSON_INITIALIZER;
    kp_bson_column(&held, "k", key, record, NULL);
    size_t at = find(list, &held);
    bson_destroy(&held);
    return at;
}

/* Making elements */

void kp_mongo_element_of_value(const struct kp_column *column, const struct kp_scalar *value,
                               struct kp_element *out)
{
    bson_t held = BSON_INITIALIZER;
    bson_value_t kept;
    kp_bson_scalar(&held, "k", column, value);
    if (key_value(&held, &kept))
        bson_value_copy(&kept, &out->kept);
    bson_destroy(&held);
}

enum kripa_status kp_mongo_element_of_record(const struct kp_column *column, const void *record,
                                             const bson_value_t *old, struct kp_element *out,
                                             struct kripa_arena *arena, struct kripa_error *err)
{
    const struct kripa_schema *item = column->field->item;
    bson_t document = BSON_INITIALIZER, before;
    bool over = old && old->value_type == BSON_TYPE_DOCUMENT && document_of(old, &before);
    enum kripa_status status = over ? kp_bson_merge(&document, &before, item, record, arena, err)
                                    : kp_bson_record(&document, item, record, err);
    bson_value_t value = {.value_type = BSON_TYPE_DOCUMENT};
    value.value.v_doc.data = (uint8_t *)(uintptr_t)bson_get_data(&document);
    value.value.v_doc.data_len = document.len;
    bson_value_copy(&value, &out->kept);
    out->record = record;
    bson_destroy(&document);
    return status;
}

/* Putting a list back */

void kp_mongo_list_append(bson_t *to, const struct kp_mongo_list *list)
{
    bson_t array;
    if (!list->column->list) {
        if (list->count)
            bson_append_value(to, list->column->stored, -1, &list->elements[0].kept);
        else
            bson_append_null(to, list->column->stored, -1);
        return;
    }
    bson_append_array_begin(to, list->column->stored, -1, &array);
    for (size_t i = 0; i < list->count; i++) {
        char digits[16];
        const char *index;
        bson_uint32_to_string((uint32_t)i, &index, digits, sizeof digits);
        bson_append_value(&array, index, -1, &list->elements[i].kept);
    }
    bson_append_array_end(to, &array);
}
