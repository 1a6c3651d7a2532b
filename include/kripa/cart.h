/* SPDX-License-Identifier: MIT
 * Cart and favourites, one of each for a user. Prices, names and availability are looked up at
 * every read (domain.md, "Cart"). `purchase_mode` says at which prices a retailer buys, and so what
 * is shown (kripa_viewer_buying); NULL: not sent. */
#ifndef KRIPA_CART_H
#define KRIPA_CART_H

#include <kripa/catalog.h>

struct kripa_cart_line {
    struct kripa_id product;
    const char *name;
    int64_t price_paise; /* this viewer's unit price at this qty */
    const char *image;
    int64_t stock, qty;
    /* for retailers, whose regular price is the retail price */
    struct kripa_int regular_price_paise, bulk_price_paise, min_bulk_qty;
    bool is_bulk_price; /* for retailers */
    bool available;
    const char *problem; /* for people: why it is not available */
    /* the role at whose prices it would be bought, which decides who may see what */
    enum kripa_role role;
};
struct kripa_cart_lines {
    struct kripa_cart_line *at;
    size_t count;
};
/* A line as a client sends it. */
struct kripa_cart_item {
    struct kripa_id product;
    int64_t qty; /* to be added: 1 when left out */
    const char *purchase_mode;
};
struct kripa_cart_merge {
    struct kripa_cart_item *items;
    size_t items_count;
    const char *purchase_mode;
};

KRIPA_BEGIN

/* All of these need a signed-in viewer: FORBIDDEN for the console and guests. */
KRIPA_API enum kripa_status kripa_cart_get(struct kripa *kripa, struct kripa_viewer viewer,
                                           const char *purchase_mode, struct kripa_arena *arena,
                                           struct kripa_cart_lines *out, struct kripa_error *err);
/* Adds to the line, or makes it. OUT_OF_STOCK on qty, with the number left, when the sum is more
 * than the stock; NOT_FOUND for a product that was deleted or hidden; TOO_LARGE beyond
 * KRIPA_CART_LINES_MAX. */
KRIPA_API enum kripa_status kripa_cart_add(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_cart_item *item,
                                           struct kripa_arena *arena, struct kripa_cart_line **out,
                                           struct kripa_error *err);
/* Sets the line's qty; 0 removes it, and *out is NULL then. NOT_FOUND when the product is not in
 * the cart. */
KRIPA_API enum kripa_status kripa_cart_set(struct kripa *kripa, struct kripa_viewer viewer,
                                           const struct kripa_cart_item *item,
                                           struct kripa_arena *arena, struct kripa_cart_line **out,
                                           struct kripa_error *err);
/* Removing a product that is not in the cart is OK. */
KRIPA_API enum kripa_status kripa_cart_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id product, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_cart_clear(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_error *err);
/* Merges a guest's cart: quantities add up, up to the stock and KRIPA_QTY_MAX; deleted and hidden
 * products are left out. *note (NULL: everything went in) says so, and names what the viewer may
 * see. With a `key` (NULL: none) a request is done once: repeated, it returns the present cart and
 * the same note; another request is KEY_REUSED. */
KRIPA_API enum kripa_status kripa_cart_merge(struct kripa *kripa, struct kripa_viewer viewer,
                                             const struct kripa_cart_merge *merge, const char *key,
                                             struct kripa_arena *arena,
                                             struct kripa_cart_lines *out, const char **note,
                                             struct kripa_error *err);

KRIPA_API enum kripa_status kripa_favorite_list(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_arena *arena,
                                                struct kripa_products *out,
                                                struct kripa_error *err);
/* Both are idempotent. NOT_FOUND for adding a product that was deleted or hidden. */
KRIPA_API enum kripa_status kripa_favorite_add(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id product, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_favorite_remove(struct kripa *kripa, struct kripa_viewer viewer,
                                                  struct kripa_id product, struct kripa_error *err);

KRIPA_END
#endif
