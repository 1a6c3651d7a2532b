/* SPDX-License-Identifier: MIT
 * What products are found by: the words of name, SKU and tags, and of the names of their categories
 * ("fans" finds a ceiling fan). Descriptions are left out: without ranking, and with the last word
 * a prefix, their words would drown the rest. */
#include "base/text.h"
#include "catalog.h"

static enum kripa_status no_memory(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

static enum kripa_status append(struct kripa_arena *arena, const char *text,
                                struct kripa_terms *terms)
{
    if (!text)
        return KRIPA_OK;
    return kp_text_terms(arena, text, terms->terms, KRIPA_TERMS_MAX, &terms->terms_count);
}

enum kripa_status kp_product_terms(const struct kp_category_tree *tree,
                                   const struct kripa_product *product, struct kripa_arena *arena,
                                   struct kripa_terms *out, struct kripa_error *err)
{
    *out = (struct kripa_terms){.id = product->id};
    out->terms = kripa_arena_alloc(arena, sizeof(const char *), KRIPA_TERMS_MAX);
    if (!out->terms)
        return no_memory(err);
    enum kripa_status status = append(arena, product->name, out);
    if (status == KRIPA_OK)
        status = append(arena, product->sku, out);
    for (size_t i = 0; status == KRIPA_OK && i < product->tags_count; i++)
        status = append(arena, product->tags[i], out);
    const struct kripa_category *category = kp_category_by_id(tree, kp_product_category(product));
    for (; status == KRIPA_OK && category; category = kp_category_parent(tree, category))
        status = append(arena, category->name, out);
    return status == KRIPA_OK ? KRIPA_OK : kripa_fail(err, status, "the words can't be read");
}

enum kripa_status kp_product_search(struct kp_query *query, const char *q, bool *any,
                                    struct kripa_error *err)
{
    const char *words[KRIPA_QUERY_WORDS_MAX];
    size_t count = 0;
    enum kripa_status status = kp_text_terms(query->arena, q, words, KRIPA_QUERY_WORDS_MAX, &count);
    if (status != KRIPA_OK)
        return kripa_fail_field(err, status, "q", "can't be read");
    for (size_t i = 0; i < count; i++)
        kp_where(query, "terms", i + 1 < count ? KRIPA_HAS : KRIPA_PREFIX, kp_text(words[i]));
    *any = count > 0;
    return KRIPA_OK;
}

void kp_product_terms_hold(struct kp_change *change, const struct kripa_product *product)
{
    static const char *const made_of[] = {"name", "sku", "tags"};
    for (size_t i = 0; i < sizeof made_of / sizeof *made_of; i++)
        kp_when(change, made_of[i], KRIPA_SAME, kp_member(product));
    for (const char *const *place = kp_product_places; *place; place++)
        kp_when(change, *place, KRIPA_SAME, kp_member(product));
}
