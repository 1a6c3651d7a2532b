/* SPDX-License-Identifier: MIT
 * Documents that say more than their records: members no table names, values of odd types. A copy
 * carries such a document as text. Where it is written again, what the record says otherwise goes
 * into it, and all else stays to the byte. */
#include <string.h>

#include "values.h"

/* It is the last one, so that reading a list's elements costs no search. */
const struct kripa_field *kp_bson_rest_row(const struct kripa_schema *schema)
{
    if (schema->count == 0)
        return NULL;
    const struct kripa_field *last = &schema->fields[schema->count - 1];
    return last->flags & KRIPA_REST ? last : NULL;
}

static bool same_values(const bson_iter_t *a, const bson_iter_t *b)
{
    bson_t of_a = BSON_INITIALIZER, of_b = BSON_INITIALIZER;
    bson_append_iter(&of_a, "", 0, a);
    bson_append_iter(&of_b, "", 0, b);
    bool same = bson_equal(&of_a, &of_b);
    bson_destroy(&of_a);
    bson_destroy(&of_b);
    return same;
}

/* The document or array an iterator stands at. */
static bool look_inside(const bson_iter_t *iter, bson_t *out)
{
    const uint8_t *data = NULL;
    uint32_t size = 0;
    if (BSON_ITER_HOLDS_DOCUMENT(iter))
        bson_iter_document(iter, &size, &data);
    else if (BSON_ITER_HOLDS_ARRAY(iter))
        bson_iter_array(iter, &size, &data);
    return data && bson_init_static(out, data, size);
}

static bool is_empty(const bson_iter_t *iter)
{
    bson_t inner;
    return look_inside(iter, &inner) && bson_empty(&inner);
}

/* Whether the document is otherwise than Kripa writes it. The order of members means nothing to
 * anybody, nor do empty lists that are not there. */
static bool says_more(const bson_t *document, const bson_t *written)
{
    bson_iter_t at, there;
    bson_iter_init(&at, document);
    while (bson_iter_next(&at))
        if (!bson_iter_init_find(&there, written, bson_iter_key(&at)) || !same_values(&at, &there))
            return true;
    bson_iter_init(&at, written);
    while (bson_iter_next(&at))
        if (!is_empty(&at) && !bson_iter_init_find(&there, document, bson_iter_key(&at)))
            return true;
    return false;
}

enum kripa_status kp_bson_rest(const struct kripa_schema *schema, const bson_t *document,
                               const void *record, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err)
{
    bson_t written = BSON_INITIALIZER;
    size_t size;
    enum kripa_status status = kp_bson_record(&written, schema, record, err);
    bool more = status == KRIPA_OK && says_more(document, &written);
    bson_destroy(&written);
    *out = NULL;
    if (!more)
        return status;
    char *text = bson_as_canonical_extended_json(document, &size);
    if (!text)
        return kripa_fail(err, KRIPA_CORRUPT, "a stored %s can't be read", schema->name);
    *out = kripa_arena_text(arena, text, size);
    bson_free(text);
    return *out ? KRIPA_OK : kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

/* What a document was, what its record said then, and what the record says now. */
struct versions {
    bson_t old, before, after;
};

static void merge(bson_t *to, const struct kripa_schema *schema, const struct versions *of);

static bool find_key(const struct kripa_schema *item, const bson_iter_t *element, bson_iter_t *key)
{
    bson_t document;
    for (size_t i = 0; i < item->count; i++)
        if (item->fields[i].flags & KRIPA_KEY)
            return look_inside(element, &document) &&
                   bson_iter_init_find(key, &document, kripa_field_column(&item->fields[i]));
    return false;
}

static bool find_at(const bson_t *list, uint32_t position, bson_iter_t *out)
{
    char digits[16];
    const char *index;
    bson_uint32_to_string(position, &index, digits, sizeof digits);
    return bson_iter_init_find(out, list, index);
}

/* The place an element had before: by its key, or, where elements have none, the same one. */
static bool find_place(const struct kripa_schema *item, const bson_t *before,
                       const bson_iter_t *element, uint32_t *position)
{
    bson_iter_t key, other, at;
    if (!find_key(item, element, &key))
        return find_at(before, *position, &at);
    for (uint32_t i = 0; find_at(before, i, &at); i++)
        if (find_key(item, &at, &other) && same_values(&key, &other)) {
            *position = i;
            return true;
        }
    return false;
}

static bool find_element(const struct kripa_schema *item, const struct versions *list,
                         const bson_iter_t *after, uint32_t position, struct versions *out)
{
    bson_iter_t old, before;
    return find_place(item, &list->before, after, &position) &&
           find_at(&list->old, position, &old) && find_at(&list->before, position, &before) &&
           look_inside(&old, &out->old) && look_inside(&before, &out->before) &&
           look_inside(after, &out->after);
}

static void merge_list(bson_t *to, const struct kripa_schema *item, const struct versions *list)
{
    bson_iter_t after;
    uint32_t position = 0;
    bson_iter_init(&after, &list->after);
    for (; bson_iter_next(&after); position++) {
        struct versions element;
        bson_t inner;
        if (!find_element(item, list, &after, position, &element)) {
            bson_append_iter(to, NULL, 0, &after);
            continue;
        }
        bson_append_document_begin(to, bson_iter_key(&after), -1, &inner);
        merge(&inner, item, &element);
        bson_append_document_end(to, &inner);
    }
}

/* A member that the record says otherwise now. */
static void merge_member(bson_t *to, const struct kripa_field *field, const bson_iter_t *old,
                         const bson_iter_t *before, const bson_iter_t *after)
{
    struct versions inside;
    bson_t inner;
    const char *key = bson_iter_key(after);
    bool nests = field && field->item && before && look_inside(old, &inside.old) &&
                 look_inside(before, &inside.before) && look_inside(after, &inside.after) &&
                 bson_iter_type(old) == bson_iter_type(after);
    bool list = nests && field->type == KRIPA_TYPE_LIST;
    if (!nests || (list && bson_count_keys(&inside.old) != bson_count_keys(&inside.before))) {
        bson_append_iter(to, NULL, 0, after);
    } else if (list) {
        bson_append_array_begin(to, key, -1, &inner);
        merge_list(&inner, field->item, &inside);
        bson_append_array_end(to, &inner);
    } else {
        bson_append_document_begin(to, key, -1, &inner);
        merge(&inner, field->item, &inside);
        bson_append_document_end(to, &inner);
    }
}

static void append_new(bson_t *to, const struct versions *of)
{
    bson_iter_t after, before, old;
    bson_iter_init(&after, &of->after);
    while (bson_iter_next(&after)) {
        const char *key = bson_iter_key(&after);
        bool was = bson_iter_init_find(&before, &of->before, key);
        if (!bson_iter_init_find(&old, &of->old, key) && !(was && same_values(&before, &after)))
            bson_append_iter(to, NULL, 0, &after);
    }
}

static void merge(bson_t *to, const struct kripa_schema *schema, const struct versions *of)
{
    bson_iter_t old, before, after;
    size_t guess = 0, at;
    bson_iter_init(&old, &of->old);
    while (bson_iter_next(&old)) {
        const char *key = bson_iter_key(&old);
        bool was = bson_iter_init_find(&before, &of->before, key);
        bool is = bson_iter_init_find(&after, &of->after, key);
        if (was == is && (!is || same_values(&before, &after)))
            bson_append_iter(to, NULL, 0, &old);
        else if (is)
            merge_member(to, kp_bson_field(schema, key, &guess, &at), &old, was ? &before : NULL,
                         &after);
    }
    append_new(to, of);
}

enum kripa_status kp_bson_merge(bson_t *to, const bson_t *old, const struct kripa_schema *schema,
                                const void *record, struct kripa_arena *arena,
                                struct kripa_error *err)
{
    struct versions of = {.before = BSON_INITIALIZER, .after = BSON_INITIALIZER};
    void *read = kripa_arena_alloc(arena, schema->size, 1);
    enum kripa_status status = read ? kp_bson_read(schema, old, read, arena, err)
                                    : kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    if (status == KRIPA_OK)
        status = kp_bson_record(&of.before, schema, read, err);
    if (status == KRIPA_OK)
        status = kp_bson_record(&of.after, schema, record, err);
    if (status == KRIPA_OK) {
        bson_copy_to(old, &of.old);
        merge(to, schema, &of);
        bson_destroy(&of.old);
    }
    bson_destroy(&of.before);
    bson_destroy(&of.after);
    return status;
}

enum kripa_status kp_bson_unfold(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 const char *rest, struct kripa_arena *arena,
                                 struct kripa_error *err)
{
    bson_error_t error;
    bson_t *document = bson_new_from_json((const uint8_t *)rest, -1, &error);
    if (!document)
        return kripa_fail_field(err, KRIPA_INVALID, KRIPA_REST_NAME, "is no document");
    enum kripa_status status = kp_bson_merge(to, document, schema, record, arena, err);
    bson_destroy(document);
    return status;
}
