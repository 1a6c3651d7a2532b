/* SPDX-License-Identifier: MIT
 * Writes a record over a document with more members than the record: what is different in the
 * record is replaced, and everything else stays byte by byte. */
#include "base/status.h"
#include "values.h"

/* The document, the record read from it, and the record as it is now. */
struct versions {
    bson_t old, before, after;
};

static void merge(bson_t *to, const struct kripa_schema *schema, const struct versions *of);

static bool find_key(const struct kripa_schema *item, const bson_iter_t *element, bson_iter_t *key)
{
    bson_t document;
    for (size_t i = 0; i < item->count; i++)
        if (item->fields[i].flags & KRIPA_KEY)
            return kp_bson_inside(element, &document) &&
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

/* The old position of an element: by its key or, without keys, the same one. */
static bool find_place(const struct kripa_schema *item, const bson_t *before,
                       const bson_iter_t *element, uint32_t *position)
{
    bson_iter_t key, other, at;
    if (!find_key(item, element, &key))
        return find_at(before, *position, &at);
    for (uint32_t i = 0; find_at(before, i, &at); i++)
        if (find_key(item, &at, &other) && kp_bson_same(&key, &other)) {
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
           kp_bson_inside(&old, &out->old) && kp_bson_inside(&before, &out->before) &&
           kp_bson_inside(after, &out->after);
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

/* Replaces a member that is different in the record. */
static void merge_member(bson_t *to, const struct kripa_field *field, const bson_iter_t *old,
                         const bson_iter_t *before, const bson_iter_t *after)
{
    struct versions inside;
    bson_t inner;
    const char *key = bson_iter_key(after);
    bool nests = field && field->item && before && kp_bson_inside(old, &inside.old) &&
                 kp_bson_inside(before, &inside.before) && kp_bson_inside(after, &inside.after) &&
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
        if (!bson_iter_init_find(&old, &of->old, key) && !(was && kp_bson_same(&before, &after)))
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
        if (was == is && (!is || kp_bson_same(&before, &after)))
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
    enum kripa_status status =
        read ? kp_bson_read(schema, old, read, arena, err) : kp_no_memory(err);
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
        return kripa_fail_field(err, KRIPA_INVALID, KRIPA_RESIDUAL_NAME, "is no document");
    enum kripa_status status = kp_bson_merge(to, document, schema, record, arena, err);
    bson_destroy(document);
    return status;
}
