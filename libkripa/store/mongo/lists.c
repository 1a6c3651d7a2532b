/* SPDX-License-Identifier: MIT
 * Lists of records and optional records, edited outside the server: taken out of the document,
 * edited by the elements' keys, and put back under the condition that they still are what was
 * read. Elements keep what an edit doesn't say. */
#include "write.h"

#include <string.h>

/* An element: its document as it is kept, and the record it stands for. Of a list of values: both
 * are the value. */
struct element {
    bson_value_t kept; /* ours to destroy */
    void *record;
};
struct list {
    const struct kp_column *column;
    bson_value_t read; /* the member as it was read; type 0: there was none */
    struct element *elements;
    size_t count;
    struct list *next;
};
struct editing {
    struct kp_mongo_writing *writing;
    struct list *lists;
};

bool kp_mongo_edits_list(const struct kripa_set *set, const struct kp_name *name)
{
    const struct kp_column *column = name->column;
    if (set->op == KRIPA_PUSH || set->op == KRIPA_PULL)
        return true;
    bool whole = set->op == KRIPA_SET && set->value.kind == KRIPA_VALUE_RECORD;
    return whole && name->count == 1 && column->items != NULL;
}

static enum kp_try invalid(struct editing *editing, const struct kripa_set *set)
{
    return kp_mongo_stop(editing->writing, kripa_fail(editing->writing->err, KRIPA_INVALID,
                                                      "%s can't be set like this", set->field));
}

static enum kp_try no_memory(struct editing *editing)
{
    return kp_mongo_stop(editing->writing,
                         kripa_fail(editing->writing->err, KRIPA_NO_MEMORY, "out of memory"));
}

static void *allocate(struct editing *editing, size_t size, size_t count)
{
    return kripa_arena_alloc(&editing->writing->scratch, size, count);
}

/* Taking out */

static bool adopt(struct editing *editing, const struct kp_column *column,
                  const bson_value_t *value, struct element *out)
{
    bson_t document;
    bson_value_copy(value, &out->kept);
    out->record = NULL;
    if (!column->items || value->value_type != BSON_TYPE_DOCUMENT)
        return true;
    const struct kripa_schema *item = column->field->item;
    out->record = allocate(editing, item->size, 1);
    return out->record &&
           bson_init_static(&document, out->kept.value.v_doc.data,
                            out->kept.value.v_doc.data_len) &&
           kp_bson_read(item, &document, out->record, &editing->writing->scratch,
                        editing->writing->err) == KRIPA_OK;
}

/* With room for one more. */
static bool take_elements(struct editing *editing, struct list *list)
{
    bson_t array;
    bson_iter_t iter;
    size_t count = 0;
    bool is_array =
        list->read.value_type == BSON_TYPE_ARRAY &&
        bson_init_static(&array, list->read.value.v_doc.data, list->read.value.v_doc.data_len);
    if (is_array)
        count = bson_count_keys(&array);
    else if (list->read.value_type == BSON_TYPE_DOCUMENT && !list->column->list)
        count = 1;
    list->elements = allocate(editing, sizeof *list->elements, count + 1);
    if (!list->elements)
        return false;
    if (!is_array)
        return count == 0 ||
               adopt(editing, list->column, &list->read, &list->elements[list->count++]);
    bson_iter_init(&iter, &array);
    while (bson_iter_next(&iter))
        if (!adopt(editing, list->column, bson_iter_value(&iter), &list->elements[list->count++]))
            return false;
    return true;
}

static struct list *list_of(struct editing *editing, const struct kp_column *column)
{
    struct list *list = editing->lists;
    while (list && list->column != column)
        list = list->next;
    if (list)
        return list;
    list = allocate(editing, sizeof *list, 1);
    if (!list)
        return NULL;
    list->column = column;
    list->next = editing->lists;
    editing->lists = list;
    return list;
}

static bool take_lists(struct editing *editing, const bson_t *document)
{
    for (struct list *list = editing->lists; list; list = list->next) {
        bson_iter_t iter, found;
        bool there = bson_iter_init(&iter, document) &&
                     bson_iter_find_descendant(&iter, list->column->stored, &found);
        if (there)
            bson_value_copy(bson_iter_value(&found), &list->read);
        if (!take_elements(editing, list))
            return false;
    }
    return true;
}

/* Reads the lists of the document that meets the edit's conditions. */
static enum kp_try read_lists(struct editing *editing, bool *matched)
{
    struct kp_mongo_writing *writing = editing->writing;
    bson_t where, opts, projection;
    bson_error_t error;
    const bson_t *document;
    enum kp_try became = kp_mongo_stop(writing, kp_mongo_where(writing, &where));
    kp_mongo_timed_opts(writing, &opts);
    BSON_APPEND_DOCUMENT_BEGIN(&opts, "projection", &projection);
    for (struct list *list = editing->lists; list; list = list->next)
        bson_append_int32(&projection, list->column->stored, -1, 1);
    bson_append_document_end(&opts, &projection);
    BSON_APPEND_INT64(&opts, "limit", 1);
    if (became == KP_TRY_DONE) {
        mongoc_collection_t *collection = kp_mongo_collection(writing);
        mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &where, &opts, NULL);
        const bson_t *reply;
        *matched = mongoc_cursor_next(cursor, &document);
        if (*matched && !take_lists(editing, document))
            became = no_memory(editing);
        if (mongoc_cursor_error_document(cursor, &error, &reply))
            became = kp_mongo_failed(writing, &error, reply);
        mongoc_cursor_destroy(cursor);
        mongoc_collection_destroy(collection);
    }
    bson_destroy(&opts);
    bson_destroy(&where);
    return became;
}

/* Editing */

/* The member that names an element; NULL: the elements are values, or have no name. */
static const struct kp_column *key_of(const struct kp_column *column)
{
    for (size_t i = 0; column->items && i < column->items->count; i++)
        if (column->items->columns[i].field->flags & KRIPA_KEY)
            return &column->items->columns[i];
    return NULL;
}

/* A key as BSON, so that keys of values and of records compare alike. */
struct key {
    bson_t held;
    bson_value_t value;
};

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

/* *out borrows from `held`. False: there is none. */
static bool key_value(const bson_t *held, bson_value_t *out)
{
    bson_iter_t iter;
    if (!bson_iter_init_find(&iter, held, "k"))
        return false;
    *out = *bson_iter_value(&iter);
    return true;
}

static size_t find_key(const struct list *list, const bson_value_t *wanted)
{
    const struct kp_column *key = key_of(list->column);
    for (size_t i = 0; i < list->count; i++) {
        const struct element *element = &list->elements[i];
        bson_t held = BSON_INITIALIZER;
        bson_value_t own = element->kept;
        bool there = !list->column->items;
        if (key && element->record) {
            kp_bson_column(&held, "k", key, element->record, NULL);
            there = key_value(&held, &own);
        }
        bool found = there && same_key(&own, wanted);
        bson_destroy(&held);
        if (found)
            return i;
    }
    return list->count;
}

/* Where the element that a PULL names is; list->count: nowhere. */
static enum kp_try find_named(struct editing *editing, const struct list *list,
                              const struct kripa_set *set, size_t *at)
{
    struct kp_mongo_writing *writing = editing->writing;
    const struct kp_column *key = list->column->items ? key_of(list->column) : list->column;
    struct kp_scalar wanted;
    bson_value_t value;
    if (!key || set->value.kind == KRIPA_VALUE_NONE || !list->column->list)
        return invalid(editing, set);
    enum kripa_status status =
        kp_scalar_of_value(key, &set->value, &writing->scratch, &wanted, writing->err);
    if (status != KRIPA_OK)
        return kp_mongo_stop(writing, status);
    bson_t held = BSON_INITIALIZER;
    kp_bson_scalar(&held, "k", key, &wanted);
    *at = key_value(&held, &value) ? find_key(list, &value) : list->count;
    bson_destroy(&held);
    return KP_TRY_DONE;
}

/* The element of a record: over what is kept already, where there is such. */
static enum kp_try make_element(struct editing *editing, const struct kripa_schema *item,
                                const void *record, const bson_value_t *old, struct element *out)
{
    struct kp_mongo_writing *writing = editing->writing;
    bson_t document = BSON_INITIALIZER, before;
    bool over = old && old->value_type == BSON_TYPE_DOCUMENT &&
                bson_init_static(&before, old->value.v_doc.data, old->value.v_doc.data_len);
    enum kripa_status status =
        over ? kp_bson_merge(&document, &before, item, record, &writing->scratch, writing->err)
             : kp_bson_record(&document, item, record, writing->err);
    bson_value_t value = {.value_type = BSON_TYPE_DOCUMENT};
    value.value.v_doc.data = (uint8_t *)(uintptr_t)bson_get_data(&document);
    value.value.v_doc.data_len = document.len;
    bson_value_copy(&value, &out->kept);
    out->record = (void *)(uintptr_t)record;
    bson_destroy(&document);
    return kp_mongo_stop(writing, status);
}

static enum kp_try push_value(struct editing *editing, struct list *list,
                              const struct kripa_set *set, struct element *out)
{
    struct kp_mongo_writing *writing = editing->writing;
    struct kp_scalar scalar;
    bson_value_t value;
    if (set->value.kind != KRIPA_VALUE_ID && set->value.kind != KRIPA_VALUE_TEXT)
        return invalid(editing, set);
    enum kripa_status status =
        kp_scalar_of_value(list->column, &set->value, &writing->scratch, &scalar, writing->err);
    if (status != KRIPA_OK)
        return kp_mongo_stop(writing, status);
    bson_t held = BSON_INITIALIZER;
    kp_bson_scalar(&held, "k", list->column, &scalar);
    if (key_value(&held, &value))
        bson_value_copy(&value, &out->kept);
    bson_destroy(&held);
    return KP_TRY_DONE;
}

/* A larger array: each push brings one element more. */
static bool make_room(struct editing *editing, struct list *list)
{
    struct element *larger = allocate(editing, sizeof *larger, list->count + 2);
    if (larger && list->count)
        memcpy(larger, list->elements, sizeof *larger * list->count);
    list->elements = larger ? larger : list->elements;
    return larger != NULL;
}

static enum kp_try push(struct editing *editing, struct list *list, const struct kripa_set *set,
                        bool *matched)
{
    const struct kp_column *column = list->column, *key = key_of(column);
    struct element element = {0};
    bson_value_t value = {0};
    bson_t held = BSON_INITIALIZER;
    enum kp_try became = KP_TRY_DONE;
    if (!column->list || (column->items && !set->element))
        return invalid(editing, set);
    if (!make_room(editing, list))
        return no_memory(editing);
    if (!column->items) {
        became = push_value(editing, list, set, &element);
        value = element.kept;
    } else {
        became = make_element(editing, column->field->item, set->element, NULL, &element);
        if (key)
            kp_bson_column(&held, "k", key, set->element, NULL);
        key_value(&held, &value);
    }
    if (became == KP_TRY_DONE && value.value_type != BSON_TYPE_EOD)
        *matched = find_key(list, &value) == list->count;
    bson_destroy(&held);
    list->elements[list->count++] = element;
    return became;
}

static enum kp_try pull(struct editing *editing, struct list *list, const struct kripa_set *set,
                        bool *matched)
{
    size_t at = 0;
    enum kp_try became = find_named(editing, list, set, &at);
    *matched = became == KP_TRY_DONE && at < list->count;
    if (!*matched)
        return became;
    bson_value_destroy(&list->elements[at].kept);
    list->count--;
    memmove(&list->elements[at], &list->elements[at + 1],
            sizeof *list->elements * (list->count - at));
    return KP_TRY_DONE;
}

/* What is kept of the old list's element with the same key, NULL: nothing. */
static const bson_value_t *kept_of(const struct list *list, const struct kp_column *key,
                                   const void *record)
{
    bson_t held = BSON_INITIALIZER;
    bson_value_t value;
    size_t at = list->count;
    if (!list->column->list)
        return list->count ? &list->elements[0].kept : NULL;
    if (key)
        kp_bson_column(&held, "k", key, record, NULL);
    if (key_value(&held, &value))
        at = find_key(list, &value);
    bson_destroy(&held);
    return at < list->count ? &list->elements[at].kept : NULL;
}

static enum kp_try set_whole(struct editing *editing, struct list *list,
                             const struct kripa_set *set)
{
    const struct kp_column *column = list->column;
    const char *base = (const char *)set->value.as.record + column->at, *records;
    size_t count = 1;
    memcpy(&records, base, sizeof records);
    if (column->list)
        memcpy(&count, (const char *)set->value.as.record + column->count_at, sizeof count);
    else if (!records)
        count = 0;
    struct list made = *list;
    made.elements = allocate(editing, sizeof *made.elements, count + 1);
    made.count = 0;
    if (!made.elements)
        return no_memory(editing);
    enum kp_try became = KP_TRY_DONE;
    for (size_t i = 0; i < count && became == KP_TRY_DONE; i++) {
        const void *record = records + i * column->field->item->size;
        became = make_element(editing, column->field->item, record,
                              kept_of(list, key_of(column), record), &made.elements[made.count++]);
    }
    for (size_t i = 0; i < list->count; i++)
        bson_value_destroy(&list->elements[i].kept);
    list->elements = made.elements;
    list->count = made.count;
    return became;
}

static enum kp_try edit_list(struct editing *editing, const struct kripa_set *set,
                             const struct kp_name *name, bool *matched)
{
    struct list *list = list_of(editing, name->column);
    if (!list)
        return no_memory(editing);
    if (set->op == KRIPA_PUSH)
        return push(editing, list, set, matched);
    if (set->op == KRIPA_PULL)
        return pull(editing, list, set, matched);
    return set_whole(editing, list, set);
}

/* Putting back */

static void append_list(const struct list *list, bson_t *set)
{
    bson_t array;
    if (!list->column->list) {
        if (list->count)
            bson_append_value(set, list->column->stored, -1, &list->elements[0].kept);
        else
            bson_append_null(set, list->column->stored, -1);
        return;
    }
    bson_append_array_begin(set, list->column->stored, -1, &array);
    for (size_t i = 0; i < list->count; i++) {
        char digits[16];
        const char *index;
        bson_uint32_to_string((uint32_t)i, &index, digits, sizeof digits);
        bson_append_value(&array, index, -1, &list->elements[i].kept);
    }
    bson_append_array_end(set, &array);
}

static void clear(struct editing *editing)
{
    for (struct list *list = editing->lists; list; list = list->next) {
        for (size_t i = 0; i < list->count; i++)
            bson_value_destroy(&list->elements[i].kept);
        if (list->read.value_type != BSON_TYPE_EOD)
            bson_value_destroy(&list->read);
    }
}

enum kp_try kp_mongo_edit_lists(struct kp_mongo_writing *writing, const struct kp_name *names,
                                struct kp_filter *filter, bson_t *set, bool *matched)
{
    struct editing editing = {.writing = writing};
    const struct kripa_edit *edit = writing->edit;
    for (size_t i = 0; i < edit->sets_count; i++)
        if (kp_mongo_edits_list(&edit->sets[i], &names[i]) && !list_of(&editing, names[i].column))
            return no_memory(&editing);
    enum kp_try became = read_lists(&editing, matched);
    for (size_t i = 0; i < edit->sets_count && became == KP_TRY_DONE && *matched; i++)
        if (kp_mongo_edits_list(&edit->sets[i], &names[i]))
            became = edit_list(&editing, &edit->sets[i], &names[i], matched);
    for (struct list *list = editing.lists; list && became == KP_TRY_DONE && *matched;
         list = list->next) {
        bool there = list->read.value_type != BSON_TYPE_EOD;
        kp_filter_raw(filter, list->column->stored, there ? &list->read : NULL);
        append_list(list, set);
    }
    clear(&editing);
    return became;
}
