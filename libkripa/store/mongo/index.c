/* SPDX-License-Identifier: MIT
 * See index.h. */
#include "index.h"

#include <string.h>

#include "filter.h"

const char *kp_mongo_index_name(const struct kp_mongo_index *keys, struct kripa_arena *arena)
{
    const char *name = "";
    for (size_t i = 0; name && i < keys->count; i++)
        name = kripa_arena_format(arena, "%s%s%s_%d", name, i ? "_" : "", keys->paths[i],
                                  keys->directions[i]);
    return name;
}

void kp_mongo_index_append(bson_t *to, const char *place, const struct kp_mongo_index *keys,
                           const char *name)
{
    bson_t index, inner, part;
    bson_append_document_begin(to, place, -1, &index);
    BSON_APPEND_DOCUMENT_BEGIN(&index, "key", &inner);
    for (size_t i = 0; i < keys->count; i++)
        bson_append_int32(&inner, keys->paths[i], -1, keys->directions[i]);
    bson_append_document_end(&index, &inner);
    BSON_APPEND_UTF8(&index, "name", name);
    if (keys->unique) {
        BSON_APPEND_BOOL(&index, "unique", true);
        BSON_APPEND_DOCUMENT_BEGIN(&index, "partialFilterExpression", &inner);
        bson_append_document_begin(&inner, keys->unique->stored, -1, &part);
        kp_filter_append_any(&part, keys->unique);
        bson_append_document_end(&inner, &part);
        bson_append_document_end(&index, &inner);
    }
    bson_append_document_end(to, &index);
}

static bool same_keys(const bson_t *index, const struct kp_mongo_index *keys)
{
    bson_iter_t iter, key;
    if (!bson_iter_init_find(&iter, index, "key") || !bson_iter_recurse(&iter, &key))
        return false;
    for (size_t i = 0; i < keys->count; i++)
        if (!bson_iter_next(&key) || strcmp(bson_iter_key(&key), keys->paths[i]) != 0 ||
            bson_iter_as_int64(&key) != keys->directions[i])
            return false;
    return !bson_iter_next(&key);
}

bool kp_mongo_index_holds_apart(const bson_t *index, const struct kp_column *column)
{
    bson_iter_t iter, part;
    if (!bson_iter_init_find(&iter, index, "unique") || !bson_iter_as_bool(&iter))
        return false;
    if (!bson_iter_init_find(&iter, index, "partialFilterExpression"))
        return true;
    return bson_iter_recurse(&iter, &part) && bson_iter_next(&part) &&
           strcmp(bson_iter_key(&part), column->stored) == 0 && !bson_iter_next(&part);
}

bool kp_mongo_index_is_strict(const bson_t *index, const struct kp_column *column)
{
    bson_iter_t iter;
    return column->absent && kp_mongo_index_holds_apart(index, column) &&
           !bson_iter_init_find(&iter, index, "partialFilterExpression") &&
           !(bson_iter_init_find(&iter, index, "sparse") && bson_iter_as_bool(&iter));
}

const char *kp_mongo_index_find(const bson_t *indexes, const struct kp_mongo_index *keys,
                                bool (*suits)(const bson_t *, const struct kp_column *))
{
    bson_iter_t iter, name;
    bson_t index;
    bson_iter_init(&iter, indexes);
    while (bson_iter_next(&iter))
        if (kp_bson_inside(&iter, &index) && same_keys(&index, keys) &&
            (!suits || suits(&index, keys->unique)) && bson_iter_init_find(&name, &index, "name"))
            return bson_iter_utf8(&name, NULL);
    return NULL;
}
