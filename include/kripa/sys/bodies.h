/* SPDX-License-Identifier: MIT
 * Requests and replies whose values are simple arguments of the library's calls: front ends decode
 * and encode them by their tables. */
#ifndef KRIPA_SYS_BODIES_H
#define KRIPA_SYS_BODIES_H

#include <kripa/cart.h>
#include <kripa/viewer.h>

struct kripa_email_body {
    const char *email;
};
struct kripa_refresh_body {
    const char *refresh_token;
};
struct kripa_sign_out_query {
    int64_t all; /* 1: every session */
};
struct kripa_block_body {
    bool blocked; /* left out: toggles */
};
struct kripa_role_body {
    const char *role;
};
struct kripa_decision_body {
    bool approve;
};
struct kripa_status_body {
    const char *status, *note;
};
struct kripa_note_body {
    const char *note;
};
struct kripa_toggle_body {
    const char *status; /* left out: toggles */
};
struct kripa_product_body { /* {productId}, in requests and replies */
    struct kripa_id product;
};
struct kripa_qty_body {
    int64_t qty;
    const char *purchase_mode;
};
struct kripa_buying_query {
    const char *purchase_mode;
};
struct kripa_media_query {
    struct kripa_int width; /* of a smaller picture */
};
struct kripa_image_query {
    const char *public_id;
};
struct kripa_cart_answer { /* {item}, or {removed: true, productId} */
    struct kripa_cart_line *item;
    bool removed;
    struct kripa_id product;
};

#endif
