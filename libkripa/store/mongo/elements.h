/* SPDX-License-Identifier: MIT
 * A list, or an optional record, taken out of its document: elements.c. An element keeps what its
 * record doesn't say. */
#ifndef KP_MONGO_ELEMENTS_H
#define KP_MONGO_ELEMENTS_H

#include "values.h"

/* An element: its document as it is kept, and the record it stands for. Of a list of values: the
 * value, and no record. */
struct kp_element {
    bson_value_t kept; /* ours to destroy */
    const void *record;
};
struct kp_mongo_list {
    const struct kp_column *column;
    bson_value_t read; /* the member as it was read; type 0: there was none */
    struct kp_element *elements;
    size_t count;
    struct kp_mongo_list *next;
};

/* Takes the column's member out of the document, into a list that knows its column only. False: out
 * of memory, or `err` says what. */
bool kp_mongo_list_take(struct kp_mongo_list *list, const bson_t *document,
                        struct kripa_arena *arena, struct kripa_error *err);
void kp_mongo_list_clear(struct kp_mongo_list *list);
/* Where the element with this key is (of a list of values: this value), or the key of this record;
 * list->count: nowhere. */
size_t kp_mongo_list_find(const struct kp_mongo_list *list, const struct kp_scalar *key);
size_t kp_mongo_list_find_like(const struct kp_mongo_list *list, const void *record);
/* An element of a list of values. */
void kp_mongo_element_of_value(const struct kp_column *column, const struct kp_scalar *value,
                               struct kp_element *out);
/* An element of records: over what is kept already (`old`), where there is such. */
enum kripa_status kp_mongo_element_of_record(const struct kp_column *column, const void *record,
                                             const bson_value_t *old, struct kp_element *out,
                                             struct kripa_arena *arena, struct kripa_error *err);
/* Appends the member as it has become. */
void kp_mongo_list_append(bson_t *to, const struct kp_mongo_list *list);

#endif
