/* SPDX-License-Identifier: MIT
 * Cart and favourites: one of each a user; prices, names and availability are worked out at every
 * read (domain.md, "Cart"). How a retailer buys, `purchase_mode`, decides prices and what is
 * shown of them (kripa_viewer_buying); NULL: none was sent. */
#ifndef KRIPA_CART_H
#define KRIPA_CART_H

#include <kripa/catalog.h>

struct kripa_cart_line {
    struct kripa_id product;
    const char *name;
    int64_t price_paise; /* this viewer's unit price at this qty */
    const char *image;
    int64_t stock, qty;
    /* for retailers; the regular price is the retail one */
    struct kripa_int regular_price_paise, bulk_price_paise, min_bulk_qty;
    bool is_bulk_price; /* for retailers */
    bool available;
    const char *problem;  /* why not, for people */
    enum kripa_role role; /* as which it would be bought: who may see what of it */
};
struct kripa_cart_lines {
    struct kripa_cart_line *at;
    size_t count;
};
/* A line as a client sends it. */
struct kripa_cart_item {
    struct kripa_id product;
    int64_t qty; /* to add: 1 when left out */
    const char *purchase_mode;
};
struct kripa_cart_merge {
    struct kripa_cart_item *items;
    size_t items_count;
    const char *purchase_mode;
};

KRIPA_BEGIN

/* All need a signed-in viewer: FORBIDDEN for the console and guests. */
KRIPA_API enum kripa_status kripa_cart_get(struct kripa *kripa, struct kripa_viewer viewer,
                                           const char *purchase_mode, struct kripa_arena *arena,
                                           struct kripa_cart_lines *out, struct kripa_error *err);
/* Adds to the line, or makes it. OUT_OF_STOCK on qty, with the number left, when the sum is more
 * than there is; NOT_FOUND for a product that was deleted or hidden; TOO_LARGE beyond
 * KRIPA_CART_LINES_MAX. */
KRIPA_API enum kripa_status kripa_cart_add(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_cart_item *item,
                                           struct kripa_arena *arena, struct kripa_cart_line **out,
                                           struct kripa_error *err);
/* The line gets this qty; 0 removes it: *out is NULL then. NOT_FOUND when the product is not in the
 * cart. */
KRIPA_API enum kripa_status kripa_cart_set(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_cart_item *item,
                                           struct kripa_arena *arena, struct kripa_cart_line **out,
                                           struct kripa_error *err);
/* Removing what is not there is OK. */
KRIPA_API enum kripa_status kripa_cart_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id product, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_cart_clear(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_error *err);
/* A guest's cart joins: quantities add up, capped by stock and KRIPA_QTY_MAX; what was deleted or
 * hidden is left out. *note (NULL: all went in) tells both, and names what may still be seen. With
 * a `key` (NULL: none) the same request is done once: repeated, it gets the cart as it is then, and
 * the same note; another one is KEY_REUSED. */
KRIPA_API enum kripa_status kripa_cart_merge(struct kripa *kripa, struct kripa_viewer viewer,
                                             const struct kripa_cart_merge *merge, const char *key,
                                             struct kripa_arena *arena,
                                             struct kripa_cart_lines *out, const char **note,
                                             struct kripa_error *err);

KRIPA_API enum kripa_status kripa_favorite_list(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_arena *arena,
                                                struct kripa_products *out,
                                                struct kripa_error *err);
/* Both idempotent. NOT_FOUND for adding a product that was deleted or hidden. */
KRIPA_API enum kripa_status kripa_favorite_add(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id product, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_favorite_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                                  struct kripa_id product, struct kripa_error *err);

KRIPA_END
#endif
