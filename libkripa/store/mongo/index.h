/* SPDX-License-Identifier: MIT
 * An index as the tables want it, and as listIndexes reports it: index.c. */
#ifndef KP_MONGO_INDEX_H
#define KP_MONGO_INDEX_H

#include <bson/bson.h>

#include "store/layout.h"

#define KP_MONGO_INDEX_KEYS_MAX 8

/* The columns of an index, in order. */
struct kp_mongo_index {
    const char *paths[KP_MONGO_INDEX_KEYS_MAX];
    int directions[KP_MONGO_INDEX_KEYS_MAX];
    size_t count;
    const struct kp_column *unique; /* NULL: duplicates are allowed */
};

/* "active_1_createdAt_-1__id_-1", as MongoDB would name it. NULL: out of memory. */
const char *kp_mongo_index_name(const struct kp_mongo_index *keys, struct kripa_arena *arena);
/* Appends it in the form for createIndexes. */
void kp_mongo_index_append(bson_t *to, const char *place, const struct kp_mongo_index *keys,
                           const char *name);
/* The name of one of these indexes with the same keys or NULL; if `suits` is not NULL, of one that
 * is unique enough for that column. */
const char *kp_mongo_index_find(const bson_t *indexes, const struct kp_mongo_index *keys,
                                bool (*suits)(const bson_t *, const struct kp_column *));
/* Whether no two documents can have the same value, not even two that the index leaves out. */
bool kp_mongo_index_holds_apart(const bson_t *index, const struct kp_column *column);
/* Whether it counts two documents without a value as duplicates, as indexes made by Mongoose do. */
bool kp_mongo_index_is_strict(const bson_t *index, const struct kp_column *column);

#endif
