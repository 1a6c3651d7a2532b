/* SPDX-License-Identifier: MIT
 * The stars of every product's reviews, in one tally. */
#ifndef KP_STAR_TALLY_H
#define KP_STAR_TALLY_H

#include "review/review.h"
#include "tally.h"

/* Adds a review; false when out of memory. */
bool kp_star_tally_add(struct kp_tally *tally, const struct kripa_review *review);
void kp_star_tally_read(const struct kp_tally *tally, struct kripa_id product,
                        struct kp_review_sums *out);

#endif
