/* SPDX-License-Identifier: MIT
 * The figures of reports, counted anew from orders and accounts, a month at a time; and what is
 * stored of them. */
#ifndef KP_RECOUNT_H
#define KP_RECOUNT_H

#include "core/call.h"
#include "journal/figures.h"
#include "tally.h"

/* Of a month, or of all time (KP_MONTH_ALL_TIME: retailers alone). Everything is in the call's
 * arena. */
struct kp_recount {
    int64_t month;
    struct kripa_shop_month shop; /* of what is stored: the sum of its stripes */
    struct kripa_shop_month *stripes;
    size_t stripes_count;
    struct kripa_product_month *products;
    size_t products_count, products_room;
    struct kripa_retailer_month *retailers;
    size_t retailers_count, retailers_room;
    struct kp_tally places; /* of a product or a retailer: where it is, from 1 */
};

/* The first month from `month` on of which there is an order, an account or a record; 0: none. */
enum kripa_status kp_recount_next(const struct kp_call *call, const char *zone, int64_t month,
                                  int64_t *next);
/* What it should be. Orders and accounts are looked at one by one. */
enum kripa_status kp_recount_month(const struct kp_call *call, const char *zone, int64_t month,
                                   struct kp_recount *out);
/* What it is. */
enum kripa_status kp_recount_stored(const struct kp_call *call, int64_t month,
                                    struct kp_recount *out);
/* How often its records were added to: it stays while nobody does. */
enum kripa_status kp_recount_revision(const struct kp_call *call, int64_t month, int64_t *revision);
/* NULL: there is none of this product, or retailer. */
const struct kripa_product_month *kp_recount_product(const struct kp_recount *recount,
                                                     struct kripa_id product);
const struct kripa_retailer_month *kp_recount_retailer(const struct kp_recount *recount,
                                                       struct kripa_id retailer);
/* Whether two say the same; one that is not there (NULL) says 0. */
bool kp_same_product_month(const struct kripa_product_month *a,
                           const struct kripa_product_month *b);
bool kp_same_retailer_month(const struct kripa_retailer_month *a,
                            const struct kripa_retailer_month *b);

#endif
