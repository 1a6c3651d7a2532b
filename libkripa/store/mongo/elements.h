/* SPDX-License-Identifier: MIT
 * A list, or an optional record, taken out of its document to be edited: elements.c. Elements keep
 * the members that no table names. */
#ifndef KP_MONGO_ELEMENTS_H
#define KP_MONGO_ELEMENTS_H

#include "values.h"

/* An element: its stored document and the record read from it. In a list of values: the value, and
 * no record. */
struct kp_element {
    bson_value_t kept; /* destroyed with the list */
    const void *record;
};
struct kp_mongo_list {
    const struct kp_column *column;
    bson_value_t read; /* the member as it was read; type 0: absent */
    struct kp_element *elements;
    size_t count;
    struct kp_mongo_list *next;
};

/* Takes the column's member out of the document into a list, whose column is already set. False:
 * out of memory, or `err` says why. */
bool kp_mongo_list_take(struct kp_mongo_list *list, const bson_t *document,
                        struct kripa_arena *arena, struct kripa_error *err);
void kp_mongo_list_clear(struct kp_mongo_list *list);
/* The position of the element with this key (in a list of values: of this value) or with the key of
 * this record; list->count when there is none. */
size_t kp_mongo_list_find(const struct kp_mongo_list *list, const struct kp_scalar *key);
size_t kp_mongo_list_find_like(const struct kp_mongo_list *list, const void *record);
/* Makes an element of a list of values. */
void kp_mongo_element_of_value(const struct kp_column *column, const struct kp_scalar *value,
                               struct kp_element *out);
/* Makes an element of a list of records, merged into the stored document `old` if there is one. */
enum kripa_status kp_mongo_element_of_record(const struct kp_column *column, const void *record,
                                             const bson_value_t *old, struct kp_element *out,
                                             struct kripa_arena *arena, struct kripa_error *err);
/* Appends the member as it is after the edits. */
void kp_mongo_list_append(bson_t *to, const struct kp_mongo_list *list);

#endif
