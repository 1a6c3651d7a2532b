/* SPDX-License-Identifier: MIT
 * An index as the tables want it, and as listIndexes tells of it: index.c. */
#ifndef KP_MONGO_INDEX_H
#define KP_MONGO_INDEX_H

#include <bson/bson.h>

#include "store/layout.h"

#define KP_MONGO_INDEX_KEYS_MAX 8

/* What stands in it, in order. */
struct kp_mongo_index {
    const char *paths[KP_MONGO_INDEX_KEYS_MAX];
    int directions[KP_MONGO_INDEX_KEYS_MAX];
    size_t count;
    const struct kp_column *unique; /* NULL: it may repeat */
};

/* "active_1_createdAt_-1__id_-1", as MongoDB names them itself. NULL: out of memory. */
const char *kp_mongo_index_name(const struct kp_mongo_index *keys, struct kripa_arena *arena);
/* Appends it as createIndexes takes it. */
void kp_mongo_index_append(bson_t *to, const char *place, const struct kp_mongo_index *keys,
                           const char *name);
/* The name of one of these indexes that has the same keys, NULL: there is none; of one that `suits`
 * the column, where that is not NULL. */
const char *kp_mongo_index_find(const bson_t *indexes, const struct kp_mongo_index *keys,
                                bool (*suits)(const bson_t *, const struct kp_column *));
/* Whether no two documents can have the same value: also not two that the index does not hold. */
bool kp_mongo_index_holds_apart(const bson_t *index, const struct kp_column *column);
/* Whether two documents without a value are duplicates to it, as Mongoose makes them. */
bool kp_mongo_index_is_strict(const bson_t *index, const struct kp_column *column);

#endif
