/* SPDX-License-Identifier: MIT
 * What maintenance, and who looks after an account, need of reviews. */
#ifndef KP_REVIEW_H
#define KP_REVIEW_H

#include "core/call.h"
#include "schema/schema.h"

/* The index among a product's counters of the one that counts this review; below 0 when none does,
 * as another program may have left any number of stars. */
int kp_review_place(const struct kripa_review *review);
/* The name of a product's counter, for example "stars4". */
const char *kp_stars_field(int place);
/* What a product's counters should be. */
struct kp_review_sums {
    int64_t stars[KRIPA_STARS_MAX];
    bool reviewed; /* whether there is any review */
};
/* Counts all reviews of the product. */
enum kripa_status kp_review_sums(const struct kp_call *call, struct kripa_id product,
                                 struct kp_review_sums *out);
/* Fills in verified, user_shown and, with `products`, product_shown, with one read of each kind for
 * all of the reviews (show.c). */
enum kripa_status kp_reviews_show(const struct kp_call *call, struct kripa_review *reviews,
                                  size_t count, bool products);
/* Makes the search terms of a review: the words of its text. */
enum kripa_status kp_review_terms(struct kripa_arena *arena, const struct kripa_review *review,
                                  struct kripa_terms *out);

#endif
