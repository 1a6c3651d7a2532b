/* SPDX-License-Identifier: MIT
 * Reading one product: by id or slug for the shop, by whatever names it for an admin at the
 * console. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "catalog.h"
#include "core/candidates.h"

static enum kripa_status not_found(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such product");
}

/* *out is NULL when there is none. */
static enum kripa_status find_by(const struct kp_call *call, const char *field,
                                 struct kripa_value value, struct kripa_product **out)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_product_schema);
    kp_where(&query, field, KRIPA_EQ, value);
    query.query.limit = 1;
    struct kripa_rows rows = {0};
    enum kripa_status status = kp_find(call, &query, &rows);
    *out = status == KRIPA_OK && rows.count > 0 ? rows.at : NULL;
    return status;
}

struct kripa_product *kp_product_in(const struct kripa_rows *rows, struct kripa_id id)
{
    struct kripa_product *products = rows->at;
    for (size_t i = 0; i < rows->count; i++)
        if (kripa_id_equal(products[i].id, id))
            return &products[i];
    return NULL;
}

/* A browser or phone may decompose a slug on its way, and other programs made slugs with invisible
 * characters: all of these are tried. */
static enum kripa_status find_by_slug(const struct kp_call *call, const char *name,
                                      struct kripa_product **out)
{
    enum kripa_status status = find_by(call, "slug", kp_text(name), out);
    if (status != KRIPA_OK || *out)
        return status;
    const char *composed = kp_text_slug_seen(call->arena, name);
    if (!composed)
        return kp_no_memory(call->err);
    if (strcmp(composed, name) == 0)
        return KRIPA_OK;
    return find_by(call, "slug", kp_text(composed), out);
}

/* A slug may look like an id, so what is not found as an id is looked up as a slug. */
enum kripa_status kp_product_named(const struct kp_call *call, const char *name,
                                   struct kripa_product **out)
{
    struct kripa_id id;
    *out = NULL;
    if (kripa_id_parse(name, &id)) {
        enum kripa_status status = find_by(call, "_id", kp_id(id), out);
        if (status != KRIPA_OK || *out)
            return status;
    }
    return find_by_slug(call, name, out);
}

/* Each version only grows, so their sum changes with either. In a shared store they don't know of
 * changes by other processes. */
uint64_t kripa_catalog_version(struct kripa *kripa)
{
    if (kripa->store->shared)
        return 0;
    uint64_t products = kripa->store->ops->version(kripa->store, &kripa_product_schema);
    uint64_t categories = kripa->store->ops->version(kripa->store, &kripa_category_schema);
    return products && categories ? products + categories : 0;
}

enum kripa_status kripa_product_get(struct kripa *kripa, struct kripa_viewer viewer,
                                    const char *name, struct kripa_arena *arena,
                                    struct kripa_product **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kripa_product *product;
    enum kripa_status status = kp_need_text(name, "name", err);
    if (status == KRIPA_OK)
        status = kp_product_named(&call, name, &product);
    if (status != KRIPA_OK)
        return status;
    if (!product || (!product->active && viewer.role != KRIPA_ROLE_ADMIN))
        return not_found(err);
    status = kp_products_show(&call, product, 1);
    if (status != KRIPA_OK)
        return status;
    kp_product_mask(product, viewer.role);
    *out = product;
    return KRIPA_OK;
}

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_product *product = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(product->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%s", product->name);
}

static enum kripa_status collect(struct kp_candidates *candidates, const char *name)
{
    struct kripa_product *named, *by_sku = NULL;
    enum kripa_status status = kp_product_named(candidates->call, name, &named);
    if (status == KRIPA_OK)
        status = find_by(candidates->call, "sku", kp_text(name), &by_sku);
    if (status != KRIPA_OK)
        return status;
    if (named)
        kp_candidate(candidates, named->id);
    if (by_sku)
        kp_candidate(candidates, by_sku->id);
    struct kp_query all = kp_query_of(candidates->call->arena, &kripa_product_terms_schema);
    return kp_candidates_by_ending(candidates, &all, name);
}

enum kripa_status kripa_product_find(struct kripa *kripa, struct kripa_viewer viewer,
                                     const char *name, struct kripa_arena *arena,
                                     struct kripa_product **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_candidates candidates = {
        .call = &call, .of = &kripa_product_schema, .plural = "products", .tell = tell};
    struct kripa_id id;
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_need_text(name, "name", err);
    if (status == KRIPA_OK)
        status = collect(&candidates, name);
    if (status == KRIPA_OK)
        status = kp_candidates_only(&candidates, &id);
    if (status != KRIPA_OK)
        return status;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return kripa_product_get(kripa, viewer, text, arena, out, err);
}
