/* SPDX-License-Identifier: MIT
 * The rules for a single product, and the fields that are derived from others. */
#include "base/status.h"
#include "core/slug.h"
#include "internal.h"

#include <string.h>

#include "base/text.h"
#include "core/search.h"

bool kp_product_gives(const struct kp_product_draft *draft, const char *const *rows)
{
    for (; *rows; rows++)
        if (draft->given & kripa_schema_bit(&kripa_product_schema, *rows))
            return true;
    return false;
}

static bool gives(const struct kp_product_draft *draft, const char *field)
{
    return kp_product_gives(draft, (const char *const[]){field, NULL});
}

/* 0 < price_bulk <= retailer_price <= price, where given. Of two that are out of order the one sent
 * is named. An imported product that has them out of order may be edited otherwise, and hidden. */
static enum kripa_status check_prices(const struct kp_product_draft *draft)
{
    static const char *const prices[] = {"price", "retailer_price", "price_bulk", NULL};
    const struct kripa_product *product = draft->draft;
    if (draft->before && !kp_product_gives(draft, prices))
        return KRIPA_OK;
    const struct {
        const char *field;
        struct kripa_int paise;
    } ladder[] = {
        {"price_bulk", product->price_bulk_paise},
        {"retailer_price", product->retailer_price_paise},
        {"price", {product->price_paise, true}},
    };
    enum kripa_status status = KRIPA_OK;
    char text[KRIPA_MONEY_TEXT_SIZE];
    const char *lower = NULL;
    int64_t lower_paise = 0;
    for (size_t i = 0; i < sizeof ladder / sizeof *ladder; i++) {
        if (!ladder[i].paise.set)
            continue;
        const char *field = ladder[i].field;
        int64_t paise = ladder[i].paise.value;
        if (paise <= 0) {
            status = kripa_fail_field(draft->call->err, KRIPA_INVALID, field, "must be above 0");
        } else if (paise < lower_paise && gives(draft, field) && !gives(draft, lower)) {
            kripa_money_format(lower_paise, text);
            status = kripa_fail_field(draft->call->err, KRIPA_INVALID, field,
                                      "may not be below %s, which is %s", lower, text);
        } else if (paise < lower_paise) {
            kripa_money_format(paise, text);
            status = kripa_fail_field(draft->call->err, KRIPA_INVALID, lower,
                                      "may not be above %s, which is %s", field, text);
        }
        lower = field;
        lower_paise = paise;
    }
    return status;
}

static enum kripa_status find_category(const struct kp_product_draft *draft, const char *field,
                                       const char *name, const struct kripa_category **out)
{
    *out = name ? kp_category_by_name(draft->tree, name) : NULL;
    if (name && !*out)
        return kripa_fail_field(draft->call->err, KRIPA_INVALID, field,
                                "there is no category \"%s\"", name);
    return KRIPA_OK;
}

/* Only the deepest category is kept in the draft. If one of the two was left out, it stays: a
 * subcategory only as long as it is below the category. */
static enum kripa_status place(struct kp_product_draft *draft)
{
    const struct kp_category_tree *tree = draft->tree;
    const struct kripa_category *current = kp_category_by_id(tree, draft->draft->category);
    const struct kripa_category *upper = current ? kp_category_root(tree, current) : NULL;
    const struct kripa_category *lower = current;
    enum kripa_status status = KRIPA_OK;
    draft->category = current;
    if (gives(draft, "category"))
        status = find_category(draft, "category", draft->input->category_given, &upper);
    if (status == KRIPA_OK && gives(draft, "subcategory")) {
        status = find_category(draft, "subcategory", draft->input->subcategory_given, &lower);
        bool below =
            lower != upper && (!upper || (lower && kp_category_within(tree, lower, upper)));
        if (status == KRIPA_OK && lower && !below)
            status = kripa_fail_field(draft->call->err, KRIPA_INVALID, "subcategory",
                                      "does not lie below %s", upper->name);
    } else if (!upper || !lower || !kp_category_within(tree, lower, upper)) {
        lower = NULL;
    }
    if (status != KRIPA_OK || !(gives(draft, "category") || gives(draft, "subcategory")))
        return status;
    draft->category = lower ? lower : upper;
    kp_place_set(&draft->place, tree, draft->category);
    draft->draft->category = draft->place.leaf;
    return KRIPA_OK;
}

static enum kripa_status name(struct kp_product_draft *draft)
{
    struct kripa_product *product = draft->draft;
    if (!product->name)
        return kripa_fail_field(draft->call->err, KRIPA_INVALID, "name", "is required");
    product->name_key = kp_text_fold(draft->call->arena, product->name, KRIPA_NAME_KEY_BYTES_MAX);
    if (!product->name_key)
        return kp_no_memory(draft->call->err);
    draft->slug_made = !product->slug;
    if (!draft->slug_made)
        return KRIPA_OK;
    return kp_slug_make(draft->call, &kripa_product_schema, product->id, product->name,
                        &product->slug);
}

/* Finds the product's tag that has this term; *out is unchanged when there is none. */
static enum kripa_status spelled_by(const struct kp_product_draft *draft,
                                    const struct kripa_product *product, const char *term,
                                    const char **out)
{
    for (size_t i = 0; product && i < product->tags_count; i++) {
        const char *other = kp_tag_term(draft->call->arena, product->tags[i]);
        if (!other)
            return kp_no_memory(draft->call->err);
        if (strcmp(other, term) == 0) {
            *out = product->tags[i];
            return KRIPA_OK;
        }
    }
    return KRIPA_OK;
}

/* A tag that is new to this product takes the spelling of the first product that has it; the
 * product's own tags may be respelled. */
static enum kripa_status spell(const struct kp_product_draft *draft, const char *term,
                               const char **tag)
{
    const char *had = NULL;
    struct kripa_rows rows = {0};
    enum kripa_status status = spelled_by(draft, draft->before, term, &had);
    if (status != KRIPA_OK || had)
        return status;
    struct kp_query query = kp_query_of(draft->call->arena, &kripa_product_schema);
    kp_where(&query, "terms", KRIPA_HAS, kp_text(term));
    query.query.limit = 1;
    status = kp_find(draft->call, &query, &rows);
    if (status != KRIPA_OK || rows.count == 0)
        return status;
    return spelled_by(draft, rows.at, term, tag);
}

/* Of duplicates, which may differ in case or blanks, the first one stays. */
static enum kripa_status tags(struct kp_product_draft *draft)
{
    struct kripa_product *product = draft->draft;
    if (!gives(draft, "tags") || product->tags_count == 0)
        return KRIPA_OK;
    if (!kp_product_untwin(draft->call->arena, product))
        return kp_no_memory(draft->call->err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < product->tags_count; i++) {
        const char *term = kp_tag_term(draft->call->arena, product->tags[i]);
        status = term ? spell(draft, term, &product->tags[i]) : kp_no_memory(draft->call->err);
    }
    return status;
}

static enum kripa_status find_words(struct kp_product_draft *draft)
{
    static const char *const rows[] = {"name", "sku", "tags", "category", "subcategory", NULL};
    draft->reworded = !draft->before || kp_product_gives(draft, rows);
    if (!draft->reworded)
        return KRIPA_OK;
    return kp_product_terms(draft->tree, draft->draft, draft->call->arena, &draft->terms,
                            draft->call->err);
}

enum kripa_status kp_product_draft(struct kp_product_draft *draft)
{
    struct kripa_product *product = draft->draft;
    kripa_record_copy(&kripa_product_schema, draft->input, draft->given, product);
    enum kripa_status placed = place(draft);
    enum kripa_status status = check_prices(draft);
    status = placed == KRIPA_OK ? status : placed;
    if (status == KRIPA_OK)
        status = name(draft);
    if (status == KRIPA_OK)
        status = tags(draft);
    if (status == KRIPA_OK)
        status = find_words(draft);
    if (status != KRIPA_OK)
        return status;
    draft->moved = !draft->before || !kripa_id_equal(draft->before->category, product->category);
    product->stock_headroom = (struct kripa_int){0};
    if (product->low_stock_threshold.set)
        product->stock_headroom =
            (struct kripa_int){product->stock - product->low_stock_threshold.value, true};
    return KRIPA_OK;
}
