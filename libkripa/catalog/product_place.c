/* SPDX-License-Identifier: MIT
 * Which category a product is in. Kripa's lists use the deepest one; other programs on the same
 * records use two fields, for the top level and the one below, which are kept in step. */
#include "internal.h"

const char *const kp_product_places[] = {"categoryLeaf", "category_id", "subcategory_id",
                                         "Category", NULL};

struct kripa_id kp_product_category(const struct kripa_product *product)
{
    const struct kripa_id places[] = {product->category, product->category_below,
                                      product->category_top, product->category_old};
    size_t i = 0;
    while (i + 1 < sizeof places / sizeof *places && kripa_id_is_zero(places[i]))
        i++;
    return places[i];
}

void kp_product_place(struct kripa_product *product, const struct kp_category_tree *tree,
                      const struct kripa_category *in)
{
    static const struct kripa_id none;
    const struct kripa_category *top = in ? kp_category_root(tree, in) : NULL;
    product->category = in ? in->id : none;
    product->category_top = product->category_old = top ? top->id : none;
    product->category_below = in != top ? in->id : none;
}

bool kp_product_in_step(const struct kripa_product *product)
{
    struct kripa_id deepest =
        kripa_id_is_zero(product->category_below) ? product->category_top : product->category_below;
    return kripa_id_equal(product->category, deepest);
}
