/* SPDX-License-Identifier: MIT
 * Which category a product is in. Kripa's lists use the deepest one; other programs on the same
 * records use two fields, for the top level and the one below, which are kept in step. */
#include "base/status.h"
#include "internal.h"

static const char *const names[] = {"categoryLeaf", "category_id", "subcategory_id", "Category",
                                    NULL};

struct kripa_id kp_place_category(const struct kripa_product_place *place)
{
    const struct kripa_id by_rank[] = {place->leaf, place->below, place->top, place->old};
    size_t i = 0;
    while (i + 1 < sizeof by_rank / sizeof *by_rank && kripa_id_is_zero(by_rank[i]))
        i++;
    return by_rank[i];
}

void kp_place_set(struct kripa_product_place *place, const struct kp_category_tree *tree,
                  const struct kripa_category *in)
{
    static const struct kripa_id none;
    const struct kripa_category *top = in ? kp_category_root(tree, in) : NULL;
    place->leaf = in ? in->id : none;
    place->top = place->old = top ? top->id : none;
    place->below = in != top ? in->id : none;
}

bool kp_place_in_step(const struct kripa_product_place *place)
{
    return kripa_id_equal(place->leaf, kripa_id_is_zero(place->below) ? place->top : place->below);
}

void kp_place_hold(struct kp_change *change, const struct kripa_product_place *place)
{
    kp_update(change, &kripa_product_place_schema, place->id);
    for (const char *const *name = names; *name; name++)
        kp_require(change, *name, KRIPA_UNCHANGED, kp_member(place));
}

void kp_place_write(struct kp_change *change, const struct kripa_product_place *place)
{
    for (const char *const *name = names; *name; name++)
        kp_set(change, *name, kp_member(place));
}

enum kripa_status kp_places_read(const struct kp_call *call, const struct kripa_product *products,
                                 size_t count, struct kp_found *out)
{
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        ids[i] = products[i].id;
    return kp_find_all(call, &kripa_product_place_schema, ids, count, out);
}

const struct kripa_product_place *kp_place_in(const struct kp_found *places, struct kripa_id id)
{
    size_t at = kp_found_place(places, id);
    const struct kripa_product_place *place = (const void *)places->at;
    return at < places->count ? &place[at] : NULL;
}

enum kripa_status kp_products_place(const struct kp_call *call, struct kripa_product *products,
                                    size_t count)
{
    size_t first = 0;
    while (first < count && !kripa_id_is_zero(products[first].category))
        first++;
    if (first == count)
        return KRIPA_OK;
    struct kp_found places = {0};
    enum kripa_status status = kp_places_read(call, products + first, count - first, &places);
    for (size_t i = first; status == KRIPA_OK && i < count; i++) {
        const struct kripa_product_place *place = kp_place_in(&places, products[i].id);
        if (place)
            products[i].category = kp_place_category(place);
    }
    return status;
}
