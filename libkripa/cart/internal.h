/* SPDX-License-Identifier: MIT
 * Carts, as their files share them. */
#ifndef KP_CART_INTERNAL_H
#define KP_CART_INTERNAL_H

#include "core/context.h"
#include "journal/idempotency.h"
#include "schema/schema.h"

/* The products of entries, hidden ones too, in one read. */
enum kripa_status kp_cart_products(const struct kp_call *call,
                                   const struct kripa_cart_entry *entries, size_t count,
                                   struct kripa_rows *rows);
/* One line for a viewer of this role; `product` NULL: gone or hidden. */
enum kripa_status kp_cart_line(struct kripa_arena *arena, enum kripa_role role,
                               const struct kripa_cart_entry *entry,
                               const struct kripa_product *product, struct kripa_cart_line *line,
                               struct kripa_error *err);
enum kripa_status kp_cart_lines(const struct kp_call *call, enum kripa_role role,
                                const struct kripa_cart *cart, struct kripa_cart_lines *out);

/* A change of a cart: read, changed in memory by `apply`, written where nobody came between; else
 * all of it again. */
struct kp_cart_edit;
typedef enum kripa_status kp_cart_apply(struct kp_cart_edit *edit);
struct kp_cart_edit {
    const struct kp_call *call;
    const void *input;                   /* what `apply` is to do */
    kp_cart_apply *apply;                /* given to kp_cart_change */
    struct kripa_cart cart;              /* as read, then as changed, with room for one line more */
    const struct kripa_product *product; /* the one that was asked about */
    const char *gone, *cut;              /* of a merge: what did not go in, or NULL */
    size_t nameless;                     /* of those: how many nobody is told the name of */
    const char *note;                    /* both, as people are told */
    const struct kripa_idempotency *key; /* NULL: none was sent */
    const struct kripa_idempotency *kept; /* done under it already: nothing is done again */
};
enum kripa_status kp_cart_change(struct kp_cart_edit *edit, kp_cart_apply *apply);
/* The entry of this product, or NULL. */
struct kripa_cart_entry *kp_cart_entry(struct kripa_cart *cart, struct kripa_id product);
/* A new entry with qty 0; TOO_LARGE beyond KRIPA_CART_LINES_MAX. */
enum kripa_status kp_cart_extend(struct kripa_cart *cart, struct kripa_id product,
                                 struct kripa_cart_entry **out, struct kripa_error *err);

#endif
