/* SPDX-License-Identifier: MIT
 * Reading one product: by id or slug for the shop, by whatever names it for an admin at the
 * console. */
#include <stdio.h>
#include <string.h>

#include "catalog.h"

#define ENDING_MIN 4 /* digits of an id's end */

static enum kripa_status not_found(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such product");
}

/* *out is NULL when there is none. */
static enum kripa_status find_by(struct kripa *kripa, const char *field, struct kripa_value value,
                                 struct kripa_arena *arena, struct kripa_product **out,
                                 struct kripa_error *err)
{
    struct kp_query query = kp_query_of(arena, &kripa_product_schema);
    kp_where(&query, field, KRIPA_EQ, value);
    query.query.limit = 1;
    struct kripa_rows rows = {0};
    enum kripa_status status = kp_find(kripa, &query, &rows, err);
    *out = status == KRIPA_OK && rows.count > 0 ? rows.at : NULL;
    return status;
}

/* A slug may look like an id, so what no id names may still be one. */
static enum kripa_status find_named(struct kripa *kripa, const char *name,
                                    struct kripa_arena *arena, struct kripa_product **out,
                                    struct kripa_error *err)
{
    struct kripa_id id;
    *out = NULL;
    if (kripa_id_parse(name, &id)) {
        enum kripa_status status = find_by(kripa, "_id", kp_id(id), arena, out, err);
        if (status != KRIPA_OK || *out)
            return status;
    }
    return find_by(kripa, "slug", kp_text(name), arena, out, err);
}

/* Each of the two only ever grows, so their sum tells a change of either. */
uint64_t kripa_catalog_version(struct kripa *kripa)
{
    uint64_t products = kripa->store->ops->version(kripa->store, &kripa_product_schema);
    uint64_t categories = kripa->store->ops->version(kripa->store, &kripa_category_schema);
    return products && categories ? products + categories : 0;
}

enum kripa_status kripa_product_get(struct kripa *kripa, struct kripa_viewer viewer,
                                    const char *name, struct kripa_arena *arena,
                                    struct kripa_product **out, struct kripa_error *err)
{
    struct kripa_product *product;
    enum kripa_status status = find_named(kripa, name, arena, &product, err);
    if (status != KRIPA_OK)
        return status;
    if (!product || (!product->active && viewer.role != KRIPA_ROLE_ADMIN))
        return not_found(err);
    status = kp_products_show(kripa, arena, product, 1, err);
    if (status != KRIPA_OK)
        return status;
    kp_product_mask(product, viewer.role);
    *out = product;
    return KRIPA_OK;
}

/* The products a name may mean, each once. */
struct candidates {
    const char *ending;
    size_t ending_size;
    struct kripa_id ids[KRIPA_ERROR_FIELDS_MAX];
    size_t count;
};

static void add_candidate(struct candidates *candidates, struct kripa_id id)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (kripa_id_equal(candidates->ids[i], id))
            return;
    if (candidates->count < KRIPA_ERROR_FIELDS_MAX)
        candidates->ids[candidates->count++] = id;
}

static enum kripa_status look_at_ending(void *ctx, const void *record)
{
    struct candidates *candidates = ctx;
    const struct kripa_terms *row = record;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(row->id, text);
    const char *ending = text + strlen(text) - candidates->ending_size;
    if (strcasecmp(ending, candidates->ending) == 0)
        add_candidate(candidates, row->id);
    return KRIPA_OK;
}

/* The store has no index for it: every id is looked at, for a person who types. */
static enum kripa_status find_by_ending(struct kripa *kripa, struct candidates *candidates,
                                        struct kripa_error *err)
{
    size_t size = candidates->ending_size = strlen(candidates->ending);
    if (size < ENDING_MIN || size >= KRIPA_ID_TEXT_SIZE ||
        strspn(candidates->ending, "0123456789abcdefABCDEF") != size)
        return KRIPA_OK;
    struct kripa_query query = {.of = &kripa_product_terms_schema};
    return kripa->store->ops->scan(kripa->store, &query, look_at_ending, candidates, err);
}

static enum kripa_status collect(struct kripa *kripa, const char *name, struct kripa_arena *arena,
                                 struct candidates *candidates, struct kripa_error *err)
{
    struct kripa_product *named, *by_sku = NULL;
    enum kripa_status status = find_named(kripa, name, arena, &named, err);
    if (status == KRIPA_OK)
        status = find_by(kripa, "sku", kp_text(name), arena, &by_sku, err);
    if (status != KRIPA_OK)
        return status;
    if (named)
        add_candidate(candidates, named->id);
    if (by_sku)
        add_candidate(candidates, by_sku->id);
    return candidates->count > 0 ? KRIPA_OK : find_by_ending(kripa, candidates, err);
}

static enum kripa_status say_candidates(struct kripa *kripa, const struct candidates *candidates,
                                        struct kripa_arena *arena, struct kripa_error *err)
{
    struct kripa_rows rows;
    enum kripa_status status = kp_find_ids(kripa, &kripa_product_schema, candidates->ids,
                                           candidates->count, arena, &rows, err);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_product *products = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        char text[KRIPA_ID_TEXT_SIZE];
        kripa_id_format(products[i].id, text);
        kripa_fail_field(err, KRIPA_CONFLICT, text, "%s", products[i].name);
    }
    if (err)
        snprintf(err->message, sizeof err->message, "that may be any of %zu products", rows.count);
    return KRIPA_CONFLICT;
}

enum kripa_status kripa_product_find(struct kripa *kripa, struct kripa_viewer viewer,
                                     const char *name, struct kripa_arena *arena,
                                     struct kripa_product **out, struct kripa_error *err)
{
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct candidates candidates = {.ending = name};
    status = collect(kripa, name, arena, &candidates, err);
    if (status != KRIPA_OK)
        return status;
    if (candidates.count == 0)
        return not_found(err);
    if (candidates.count > 1)
        return say_candidates(kripa, &candidates, arena, err);
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(candidates.ids[0], text);
    return kripa_product_get(kripa, viewer, text, arena, out, err);
}
