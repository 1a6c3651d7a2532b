/* SPDX-License-Identifier: MIT
 * See index_check.h. */
#include "index_check.h"

#include <stdio.h>
#include <string.h>

#define BOUNDS_MAX 64
#define PATH_SIZE  96

/* What a filter leaves of a path's values. A partial index is over values that are there. */
enum bound {
    NOT_BOUND,
    BOUND_RANGE,
    BOUND_POINTS,
    BOUND_POINTS_OR_NONE, /* null among them: what is absent, too */
};
struct bounds {
    struct {
        char path[PATH_SIZE];
        enum bound bound;
    } at[BOUNDS_MAX];
    size_t count;
};

static bool find_document(const bson_t *in, const char *path, bson_t *out)
{
    bson_iter_t iter, found;
    const uint8_t *data;
    uint32_t size;
    if (!bson_iter_init(&iter, in) || !bson_iter_find_descendant(&iter, path, &found))
        return false;
    if (BSON_ITER_HOLDS_DOCUMENT(&found))
        bson_iter_document(&found, &size, &data);
    else if (BSON_ITER_HOLDS_ARRAY(&found))
        bson_iter_array(&found, &size, &data);
    else
        return false;
    return bson_init_static(out, data, size);
}

bool asked_of(const bson_t *command, struct asked *out)
{
    static const struct {
        const char *name, *filter, *sort;
    } kinds[] = {
        {"find", "filter", "sort"},         {"aggregate", "pipeline.0.$match", ""},
        {"update", "updates.0.q", ""},      {"delete", "deletes.0.q", ""},
        {"findAndModify", "query", "sort"},
    };
    bson_iter_t iter;
    if (!bson_iter_init(&iter, command) || !bson_iter_next(&iter) || !BSON_ITER_HOLDS_UTF8(&iter))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(bson_iter_key(&iter), kinds[i].name) != 0)
            continue;
        out->collection = bson_iter_utf8(&iter, NULL);
        if (!find_document(command, kinds[i].sort, &out->sort))
            bson_init(&out->sort);
        return find_document(command, kinds[i].filter, &out->filter);
    }
    return false;
}

bool asked_plainly(const struct asked *asked)
{
    bson_iter_t iter, inner;
    bson_t parts;
    bool several = !find_document(&asked->filter, "$and", &parts) ||
                   bson_count_keys(&asked->filter) > 1 || bson_count_keys(&parts) > 1;
    bool one = bson_iter_init_find(&iter, &asked->filter, "_id") &&
               (!bson_iter_recurse(&iter, &inner) ||
                (bson_iter_next(&inner) && strcmp(bson_iter_key(&inner), "$eq") == 0));
    return several && !(one && bson_count_keys(&asked->sort) > 0);
}

/* Shapes */

/* {"a": {"$in": [?]}}: of a list of values the first one's kind; of places in lists the first. */
static void write_shape(bson_string_t *to, const bson_t *document, bool list)
{
    bson_iter_t iter;
    bson_iter_init(&iter, document);
    for (size_t i = 0; bson_iter_next(&iter); i++) {
        const char *key = bson_iter_key(&iter);
        bson_t inner;
        const uint8_t *data;
        uint32_t size;
        bool array = BSON_ITER_HOLDS_ARRAY(&iter), record = BSON_ITER_HOLDS_DOCUMENT(&iter);
        bson_string_append_printf(to, " %s", list ? "" : key);
        if (array)
            bson_iter_array(&iter, &size, &data);
        if (record)
            bson_iter_document(&iter, &size, &data);
        if (array || record) {
            bson_init_static(&inner, data, size);
            bson_string_append(to, array ? " [" : " {");
            write_shape(to, &inner, array);
            bson_string_append(to, array ? " ]" : " }");
        } else {
            bson_string_append(to, BSON_ITER_HOLDS_NULL(&iter) ? " null" : " ?");
            if (list && i == 0 && !BSON_ITER_HOLDS_NULL(&iter) && strcmp(key, "0") == 0 &&
                bson_count_keys(document) > 2)
                return;
        }
    }
}

char *asked_shape(const struct asked *asked)
{
    bson_iter_t iter;
    bson_string_t *shape = bson_string_new(asked->collection);
    write_shape(shape, &asked->filter, false);
    bson_string_append(shape, " by");
    bson_iter_init(&iter, &asked->sort);
    while (bson_iter_next(&iter))
        bson_string_append_printf(shape, " %s%s", bson_iter_as_int64(&iter) < 0 ? "-" : "",
                                  bson_iter_key(&iter));
    return bson_string_free(shape, false);
}

/* Bounds */

static void add_bound(struct bounds *bounds, const char *path, enum bound bound)
{
    if (bound == NOT_BOUND || bounds->count == BOUNDS_MAX)
        return;
    snprintf(bounds->at[bounds->count].path, PATH_SIZE, "%s", path);
    bounds->at[bounds->count++].bound = bound;
}

static enum bound bound_of_values(const bson_iter_t *list)
{
    bson_iter_t iter;
    enum bound bound = BOUND_POINTS;
    bson_iter_recurse(list, &iter);
    while (bson_iter_next(&iter))
        if (BSON_ITER_HOLDS_NULL(&iter))
            bound = BOUND_POINTS_OR_NONE;
    return bound;
}

static void add_operators(struct bounds *bounds, const char *path, const bson_iter_t *document);

/* {path: {$elemMatch: {member: {...}}}} bounds path.member, {$elemMatch: {$gte: ...}} the path. */
static void add_element(struct bounds *bounds, const char *path, const bson_iter_t *document)
{
    bson_iter_t iter;
    char inner[PATH_SIZE];
    bson_iter_recurse(document, &iter);
    while (bson_iter_next(&iter)) {
        if (*bson_iter_key(&iter) == '$') {
            add_operators(bounds, path, document);
            return;
        }
        snprintf(inner, sizeof inner, "%s.%s", path, bson_iter_key(&iter));
        if (BSON_ITER_HOLDS_DOCUMENT(&iter))
            add_operators(bounds, inner, &iter);
    }
}

static void add_operators(struct bounds *bounds, const char *path, const bson_iter_t *document)
{
    bson_iter_t iter;
    bson_iter_recurse(document, &iter);
    while (bson_iter_next(&iter)) {
        const char *op = bson_iter_key(&iter);
        if (strcmp(op, "$eq") == 0)
            add_bound(bounds, path, BOUND_POINTS);
        else if (strcmp(op, "$in") == 0)
            add_bound(bounds, path, bound_of_values(&iter));
        else if (strncmp(op, "$gt", 3) == 0 || strncmp(op, "$lt", 3) == 0)
            add_bound(bounds, path, BOUND_RANGE);
        else if (strcmp(op, "$elemMatch") == 0)
            add_element(bounds, path, &iter);
    }
}

static void add_filter(struct bounds *bounds, const bson_iter_t *members)
{
    bson_iter_t iter = *members, parts, part;
    while (bson_iter_next(&iter)) {
        const char *path = bson_iter_key(&iter);
        if (strcmp(path, "$and") == 0) {
            bson_iter_recurse(&iter, &parts);
            while (bson_iter_next(&parts))
                if (bson_iter_recurse(&parts, &part))
                    add_filter(bounds, &part);
        } else if (BSON_ITER_HOLDS_DOCUMENT(&iter)) {
            add_operators(bounds, path, &iter);
        } else if (*path != '$') {
            add_bound(bounds, path,
                      BSON_ITER_HOLDS_NULL(&iter) ? BOUND_POINTS_OR_NONE : BOUND_POINTS);
        }
    }
}

static enum bound bound_of(const struct bounds *bounds, const char *path)
{
    enum bound best = NOT_BOUND;
    for (size_t i = 0; i < bounds->count; i++)
        if (strcmp(bounds->at[i].path, path) == 0 && bounds->at[i].bound > best)
            best = bounds->at[i].bound;
    return best;
}

/* Indexes */

/* A partial index is used only by a query that asks for what is in it. */
static bool holds_all(const bson_t *index, const struct bounds *bounds)
{
    bson_t partial;
    bson_iter_t iter;
    if (!find_document(index, "partialFilterExpression", &partial))
        return true;
    bson_iter_init(&iter, &partial);
    while (bson_iter_next(&iter)) {
        enum bound bound = bound_of(bounds, bson_iter_key(&iter));
        if (bound == NOT_BOUND || bound == BOUND_POINTS_OR_NONE)
            return false;
    }
    return true;
}

static bool begins_bounded(const bson_t *key, const struct bounds *bounds)
{
    bson_iter_t iter;
    return bson_iter_init(&iter, key) && bson_iter_next(&iter) &&
           bound_of(bounds, bson_iter_key(&iter)) != NOT_BOUND;
}

static bool is_fixed(const struct bounds *bounds, const char *path)
{
    return bound_of(bounds, path) >= BOUND_POINTS;
}

/* After fields that the filter fixes come those of the sort, all in its directions or all in the
 * others; a field of either that is fixed may be passed over. */
static bool gives_order(const bson_t *key, const struct bounds *bounds, const bson_t *sort)
{
    bson_iter_t keys, sorts;
    int turned = 0; /* 1: as the sort, -1: backwards */
    bson_iter_init(&sorts, sort);
    bson_iter_init(&keys, key);
    bool key_left = bson_iter_next(&keys);
    bool sort_left = bson_iter_next(&sorts);
    while (sort_left) {
        const char *wanted = bson_iter_key(&sorts);
        bool meets = key_left && strcmp(bson_iter_key(&keys), wanted) == 0;
        int turn = meets && bson_iter_as_int64(&keys) == bson_iter_as_int64(&sorts) ? 1 : -1;
        if (meets && (turned == 0 || turned == turn)) {
            turned = turn;
            key_left = bson_iter_next(&keys);
            sort_left = bson_iter_next(&sorts);
        } else if (key_left && is_fixed(bounds, bson_iter_key(&keys))) {
            key_left = bson_iter_next(&keys);
        } else if (is_fixed(bounds, wanted)) {
            sort_left = bson_iter_next(&sorts);
        } else {
            return false;
        }
    }
    return true;
}

static bool sorts_by_value(const bson_t *sort)
{
    bson_iter_t iter;
    bson_iter_init(&iter, sort);
    return bson_iter_next(&iter) && strcmp(bson_iter_key(&iter), "_id") != 0;
}

static bool answers(const bson_t *indexes, const struct asked *asked, bool partial_too)
{
    struct bounds bounds = {.count = 0};
    bson_iter_t iter, filter;
    bson_iter_init(&filter, &asked->filter);
    add_filter(&bounds, &filter);
    bson_iter_init(&iter, indexes);
    while (bson_iter_next(&iter)) {
        const uint8_t *data;
        uint32_t size;
        bson_t index, key;
        bson_iter_document(&iter, &size, &data);
        if (!bson_init_static(&index, data, size) || !find_document(&index, "key", &key) ||
            !holds_all(&index, &bounds) ||
            (!partial_too && bson_has_field(&index, "partialFilterExpression")))
            continue;
        if (sorts_by_value(&asked->sort) ? gives_order(&key, &bounds, &asked->sort)
                                         : begins_bounded(&key, &bounds))
            return true;
    }
    return false;
}

bool index_answers(const bson_t *indexes, const struct asked *asked)
{
    return answers(indexes, asked, true);
}

bool index_answers_without_partial(const bson_t *indexes, const struct asked *asked)
{
    return answers(indexes, asked, false);
}
