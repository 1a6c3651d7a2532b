/* SPDX-License-Identifier: MIT
 * The search terms of products: words of name, SKU and tags, and of the names of their categories
 * ("fans" finds a ceiling fan). Descriptions are left out: there is no ranking, and the last word
 * of a search is a prefix, so their words would match far too much. Whole tags come first: filters
 * use them, so words must not use up the room. */
#include "core/search.h"
#include "internal.h"

const char *kp_tag_term(struct kripa_arena *arena, const char *tag)
{
    const char *folded = kp_text_fold(arena, tag, KRIPA_TAG_KEY_BYTES_MAX);
    return folded ? kripa_arena_format(arena, "%c%s", KP_TAG_SIGN, folded) : NULL;
}

/* Other programs may have stored any number of tags. */
bool kp_product_untwin(struct kripa_arena *arena, struct kripa_product *product)
{
    size_t count = product->tags_count, kept = 0;
    const char **tags = kripa_arena_alloc(arena, sizeof *tags, count + 1);
    const char **terms = kripa_arena_alloc(arena, sizeof *terms, count + 1);
    if (!tags || !terms)
        return false;
    struct kripa_terms seen = {.terms = terms};
    for (size_t i = 0; i < count; i++) {
        const char *term = kp_tag_term(arena, product->tags[i]);
        if (!term)
            return false;
        if (kp_terms_has(&seen, term))
            continue;
        terms[seen.terms_count++] = term;
        tags[kept++] = product->tags[i];
    }
    product->tags = tags;
    product->tags_count = kept;
    return true;
}

static enum kripa_status add_whole_tag(struct kripa_arena *arena, const char *tag,
                                       struct kripa_terms *out)
{
    const char *term = kp_tag_term(arena, tag);
    if (!term || !out->terms)
        return KRIPA_NO_MEMORY;
    if (out->terms_count == KRIPA_TERMS_MAX) /* other programs may have stored any number */
        return KRIPA_OK;
    out->terms[out->terms_count] = term;
    out->terms_count += !kp_terms_has(out, term);
    return KRIPA_OK;
}

enum kripa_status kp_product_terms(const struct kp_category_tree *tree,
                                   const struct kripa_product *product, struct kripa_arena *arena,
                                   struct kripa_terms *out, struct kripa_error *err)
{
    *out = kp_terms_of(arena, product->id);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < product->tags_count; i++)
        status = add_whole_tag(arena, product->tags[i], out);
    if (status == KRIPA_OK)
        status = kp_terms_add(arena, product->name, KP_EVERY_WAY, out);
    if (status == KRIPA_OK)
        status = kp_terms_add(arena, product->sku, KP_WRITTEN, out);
    if (status == KRIPA_OK)
        status = kp_terms_add(arena, product->sku, KP_BARE, out);
    for (size_t i = 0; status == KRIPA_OK && i < product->tags_count; i++)
        status = kp_terms_add(arena, product->tags[i], KP_EVERY_WAY, out);
    const struct kripa_category *category = kp_category_by_id(tree, product->category);
    for (; status == KRIPA_OK && category; category = kp_category_parent(tree, category))
        status = kp_terms_add(arena, category->name, KP_EVERY_WAY, out);
    return status == KRIPA_OK ? KRIPA_OK : kripa_fail(err, status, "the words can't be read");
}

void kp_product_terms_hold(struct kp_change *change, const struct kripa_product *product)
{
    static const char *const made_of[] = {"name", "sku", "tags"};
    for (size_t i = 0; i < sizeof made_of / sizeof *made_of; i++)
        kp_require(change, made_of[i], KRIPA_UNCHANGED, kp_member(product));
}
