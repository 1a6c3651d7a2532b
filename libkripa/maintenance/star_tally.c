/* SPDX-License-Identifier: MIT
 * Tallies stars of reviews. The second id of a slot tells the counter; it is zero in the slot that
 * counts all reviews of the product. */
#include "star_tally.h"

static struct kripa_id place_id(int place)
{
    struct kripa_id id = {{0}};
    id.bytes[0] = (unsigned char)(place + 1);
    return id;
}

bool kp_star_tally_add(struct kp_tally *tally, const struct kripa_review *review)
{
    int place = kp_review_place(review);
    return kp_tally_add(tally, review->product, place_id(-1), 1) &&
           (place < 0 || kp_tally_add(tally, review->product, place_id(place), 1));
}

void kp_star_tally_read(const struct kp_tally *tally, struct kripa_id product,
                        struct kp_review_sums *out)
{
    out->reviewed = kp_tally_sum(tally, product, place_id(-1)) > 0;
    for (int i = 0; i < KRIPA_STARS_MAX; i++)
        out->stars[i] = kp_tally_sum(tally, product, place_id(i));
}
