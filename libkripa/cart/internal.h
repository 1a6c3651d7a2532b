/* SPDX-License-Identifier: MIT
 * What the files about carts share. */
#ifndef KP_CART_INTERNAL_H
#define KP_CART_INTERNAL_H

#include "core/context.h"
#include "journal/journal.h"
#include "schema/schema.h"

/* Reads the products of all entries, hidden ones too, at once. */
enum kripa_status kp_cart_products(const struct kp_call *call,
                                   const struct kripa_cart_entry *entries, size_t count,
                                   struct kripa_rows *rows);
/* Fills in one line for a viewer of this role; `product` NULL: gone or hidden. */
enum kripa_status kp_cart_line(struct kripa_arena *arena, enum kripa_role role,
                               const struct kripa_cart_entry *entry,
                               const struct kripa_product *product, struct kripa_cart_line *line,
                               struct kripa_error *err);
enum kripa_status kp_cart_lines(const struct kp_call *call, enum kripa_role role,
                                const struct kripa_cart *cart, struct kripa_cart_lines *out);

/* A change of a cart: it is read, `apply` changes it in memory, and it is written if nobody else
 * changed it meanwhile; otherwise all of this is repeated. */
struct kp_cart_edit;
typedef enum kripa_status kp_cart_apply(struct kp_cart_edit *edit);
struct kp_cart_edit {
    const struct kp_call *call;
    const void *input;    /* what `apply` is to do */
    kp_cart_apply *apply; /* given to kp_cart_change */
    /* as read, and then as changed; has room for one more line */
    struct kripa_cart cart;
    const struct kripa_product *product; /* the product of the request */
    /* of a merge: names of products that were left out, that were cut; or NULL */
    const char *gone, *cut;
    /* how many more were left out whose names the viewer may not see */
    size_t nameless;
    const char *note;                    /* both in one sentence for people */
    const struct kripa_idempotency *key; /* NULL: none was sent */
    /* what was already done under the key: nothing is done again */
    const struct kripa_idempotency *kept;
};
enum kripa_status kp_cart_change(struct kp_cart_edit *edit, kp_cart_apply *apply);
/* The entry of this product, or NULL. */
struct kripa_cart_entry *kp_cart_entry(struct kripa_cart *cart, struct kripa_id product);
/* Appends an entry with qty 0; TOO_LARGE beyond KRIPA_CART_LINES_MAX. */
enum kripa_status kp_cart_extend(struct kripa_cart *cart, struct kripa_id product,
                                 struct kripa_cart_entry **out, struct kripa_error *err);

#endif
