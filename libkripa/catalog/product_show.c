/* SPDX-License-Identifier: MIT
 * Prepares products for a viewer: fills in names of categories and ratings, and hides what they may
 * not see. */
#include "base/status.h"
#include "internal.h"
#include "media/media.h"

/* References made so far, by position in the tree, which the products of a page share. */
struct shown {
    const struct kp_category_tree *tree;
    struct kripa_arena *arena;
    struct kripa_category_ref **refs;
};

static struct kripa_category_ref *ref_to(struct shown *shown, const struct kripa_category *category)
{
    struct kripa_category_ref **ref = &shown->refs[category - shown->tree->at];
    if (!*ref)
        *ref = kp_category_ref(shown->arena, category);
    return *ref;
}

static bool show_categories(struct shown *shown, struct kripa_product *product)
{
    const struct kripa_category *deepest = kp_category_by_id(shown->tree, product->category);
    if (!deepest)
        return true;
    const struct kripa_category *root = kp_category_root(shown->tree, deepest);
    product->category_shown = ref_to(shown, root);
    if (deepest != root)
        product->subcategory_shown = ref_to(shown, deepest);
    return product->category_shown && (deepest == root || product->subcategory_shown);
}

struct kripa_rating kp_product_rating(const struct kripa_product *product)
{
    struct kripa_rating rating = {0};
    int64_t stars = 0;
    for (int i = 0; i < KRIPA_STARS_MAX; i++) {
        rating.count += product->stars[i];
        stars += product->stars[i] * (KRIPA_STARS_MIN + i);
    }
    if (rating.count > 0)
        rating.average_hundredths = (stars * 200 + rating.count) / (2 * rating.count);
    return rating;
}

static bool show_rating(struct kripa_arena *arena, struct kripa_product *product)
{
    struct kripa_rating rating = kp_product_rating(product);
    if (rating.count <= 0)
        return true;
    product->rating = kripa_arena_alloc(arena, sizeof *product->rating, 1);
    if (product->rating)
        *product->rating = rating;
    return product->rating;
}

enum kripa_status kp_products_show_placed(const struct kp_call *call,
                                          struct kripa_product *products, size_t count)
{
    struct shown shown = {.arena = call->arena};
    enum kripa_status status = kp_category_pin_shown(call, &shown.tree);
    if (status != KRIPA_OK)
        return status;
    shown.refs =
        kripa_arena_alloc(call->arena, sizeof(struct kripa_category_ref *), shown.tree->count);
    bool all = shown.refs || shown.tree->count == 0;
    for (size_t i = 0; all && shown.refs && i < count; i++)
        all = show_categories(&shown, &products[i]);
    kp_category_unpin(call->kripa, shown.tree);
    for (size_t i = 0; all && i < count; i++)
        all = show_rating(call->arena, &products[i]);
    status = all ? KRIPA_OK : kp_no_memory(call->err);
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        status = kp_images_show(call, &products[i].images, products[i].images_count);
    return status;
}

enum kripa_status kp_products_show(const struct kp_call *call, struct kripa_product *products,
                                   size_t count)
{
    enum kripa_status status = kp_products_place(call, products, count);
    return status == KRIPA_OK ? kp_products_show_placed(call, products, count) : status;
}

bool kp_product_sells(const struct kripa_product *product)
{
    return product && product->active && product->price_paise > 0;
}

int64_t kp_stock_shown(const struct kripa_product *product)
{
    return product->stock > 0 ? product->stock : 0;
}

/* Shows the trade price that applies: the price, where no trade price is set or it is above the
 * price. */
static void show_trade_price(struct kripa_product *product)
{
    struct kripa_int *trade = &product->retailer_price_paise;
    if (!trade->set || trade->value <= 0 || trade->value > product->price_paise)
        *trade = (struct kripa_int){product->price_paise, true};
}

void kp_product_mask(struct kripa_product *product, enum kripa_role role)
{
    product->stock = kp_stock_shown(product);
    if (role == KRIPA_ROLE_ADMIN)
        return;
    product->low_stock_threshold = product->stock_headroom = (struct kripa_int){0};
    product->sold = 0;
    product->ordered = product->reviewed = false;
    if (KRIPA_MASK(role) & KRIPA_TRADE) {
        show_trade_price(product);
        return;
    }
    product->retailer_price_paise = product->price_bulk_paise = product->min_bulk_qty =
        (struct kripa_int){0};
}
