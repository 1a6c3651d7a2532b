/* SPDX-License-Identifier: MIT
 * Lists of records and optional records, which are edited outside the server: taken out of the
 * document, edited by their elements' keys, and put back if they still are what was read. Elements
 * keep the members that no table names. */
#include <string.h>

#include "attempt.h"
#include "base/status.h"
#include "elements.h"

struct editing {
    struct kp_mongo_writing *writing;
    struct kp_mongo_list *lists;
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
    return kp_mongo_stop(editing->writing, kp_edit_senseless(set->field, editing->writing->err));
}

static enum kp_try no_memory(struct editing *editing)
{
    return kp_mongo_stop(editing->writing, kp_no_memory(editing->writing->err));
}

static void *allocate(struct editing *editing, size_t size, size_t count)
{
    return kripa_arena_alloc(&editing->writing->scratch, size, count);
}

static struct kp_mongo_list *list_of(struct editing *editing, const struct kp_column *column)
{
    struct kp_mongo_list *list = editing->lists;
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
    struct kp_mongo_writing *writing = editing->writing;
    for (struct kp_mongo_list *list = editing->lists; list; list = list->next)
        if (!kp_mongo_list_take(list, document, &writing->scratch, writing->err))
            return false;
    return true;
}

/* Reads the lists of the document, if it meets the edit's conditions. */
static enum kp_try read_lists(struct editing *editing, bool *matched)
{
    struct kp_mongo_writing *writing = editing->writing;
    bson_t where, opts, projection, *document = NULL;
    enum kp_try became = kp_mongo_stop(writing, kp_mongo_where(writing, &where));
    kp_mongo_timed_opts(writing, &opts);
    BSON_APPEND_DOCUMENT_BEGIN(&opts, "projection", &projection);
    for (struct kp_mongo_list *list = editing->lists; list; list = list->next)
        bson_append_int32(&projection, list->column->stored, -1, 1);
    bson_append_document_end(&opts, &projection);
    BSON_APPEND_INT64(&opts, "limit", 1);
    if (became == KP_TRY_DONE)
        became = kp_mongo_read_one(writing, &where, &opts, &document);
    *matched = document != NULL;
    if (became == KP_TRY_DONE && *matched && !take_lists(editing, document))
        became = no_memory(editing);
    bson_destroy(document);
    bson_destroy(&opts);
    bson_destroy(&where);
    return became;
}

/* Finds the element that a KRIPA_PULL names. */
static enum kp_try find_named(struct editing *editing, const struct kp_mongo_list *list,
                              const struct kripa_set *set, size_t *at)
{
    struct kp_mongo_writing *writing = editing->writing;
    const struct kp_column *key = list->column->items ? kp_column_key(list->column) : list->column;
    struct kp_scalar wanted;
    if (!key || set->value.kind == KRIPA_VALUE_NONE)
        return invalid(editing, set);
    enum kripa_status status =
        kp_scalar_of_value(key, &set->value, &writing->scratch, &wanted, writing->err);
    if (status == KRIPA_OK)
        *at = kp_mongo_list_find(list, &wanted);
    return kp_mongo_stop(writing, status);
}

/* Enlarges the array: each push adds an element. */
static bool make_room(struct editing *editing, struct kp_mongo_list *list)
{
    struct kp_element *larger = allocate(editing, sizeof *larger, list->count + 2);
    if (larger && list->count)
        memcpy(larger, list->elements, sizeof *larger * list->count);
    list->elements = larger ? larger : list->elements;
    return larger != NULL;
}

/* *same: the position of an element with the same key. */
static enum kp_try make_pushed(struct editing *editing, const struct kp_mongo_list *list,
                               const struct kripa_set *set, struct kp_element *out, size_t *same)
{
    struct kp_mongo_writing *writing = editing->writing;
    const struct kp_column *column = list->column;
    struct kp_scalar value;
    enum kripa_status status;
    if (column->items) {
        status = kp_mongo_element_of_record(column, set->element, NULL, out, &writing->scratch,
                                            writing->err);
        *same = kp_mongo_list_find_like(list, set->element);
        return kp_mongo_stop(writing, status);
    }
    if (set->value.kind != KRIPA_VALUE_ID && set->value.kind != KRIPA_VALUE_TEXT)
        return invalid(editing, set);
    status = kp_scalar_of_value(column, &set->value, &writing->scratch, &value, writing->err);
    if (status == KRIPA_OK) {
        kp_mongo_element_of_value(column, &value, out);
        *same = kp_mongo_list_find(list, &value);
    }
    return kp_mongo_stop(writing, status);
}

static enum kp_try push(struct editing *editing, struct kp_mongo_list *list,
                        const struct kripa_set *set, bool *matched)
{
    struct kp_element element = {0};
    size_t same = list->count;
    if (list->column->items && !set->element)
        return invalid(editing, set);
    if (!make_room(editing, list))
        return no_memory(editing);
    enum kp_try became = make_pushed(editing, list, set, &element, &same);
    *matched = same == list->count;
    list->elements[list->count++] = element;
    return became;
}

static enum kp_try pull(struct editing *editing, struct kp_mongo_list *list,
                        const struct kripa_set *set, bool *matched)
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

/* The stored element of the old list with the same key, or NULL. */
static const bson_value_t *kept_of(const struct kp_mongo_list *list, const void *record)
{
    size_t at = list->column->list ? kp_mongo_list_find_like(list, record) : 0;
    return at < list->count ? &list->elements[at].kept : NULL;
}

static enum kp_try set_whole(struct editing *editing, struct kp_mongo_list *list,
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
    struct kp_mongo_list made = *list;
    made.elements = allocate(editing, sizeof *made.elements, count + 1);
    made.count = 0;
    if (!made.elements)
        return no_memory(editing);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count && status == KRIPA_OK; i++) {
        const void *record = records + i * column->field->item->size;
        status = kp_mongo_element_of_record(column, record, kept_of(list, record),
                                            &made.elements[made.count++],
                                            &editing->writing->scratch, editing->writing->err);
    }
    for (size_t i = 0; i < list->count; i++)
        bson_value_destroy(&list->elements[i].kept);
    list->elements = made.elements;
    list->count = made.count;
    return kp_mongo_stop(editing->writing, status);
}

static enum kp_try edit_list(struct editing *editing, const struct kripa_set *set,
                             const struct kp_name *name, bool *matched)
{
    struct kp_mongo_list *list = list_of(editing, name->column);
    if (!list)
        return no_memory(editing);
    if (set->op == KRIPA_PUSH)
        return push(editing, list, set, matched);
    if (set->op == KRIPA_PULL)
        return pull(editing, list, set, matched);
    return set_whole(editing, list, set);
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
    for (struct kp_mongo_list *list = editing.lists; list && became == KP_TRY_DONE && *matched;
         list = list->next) {
        bool there = list->read.value_type != BSON_TYPE_EOD;
        kp_filter_raw(filter, list->column->stored, there ? &list->read : NULL);
        kp_mongo_list_append(set, list);
    }
    for (struct kp_mongo_list *list = editing.lists; list; list = list->next)
        kp_mongo_list_clear(list);
    return became;
}
