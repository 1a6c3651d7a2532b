/* SPDX-License-Identifier: MIT
 * What the files about reviews share. */
#ifndef KP_REVIEW_INTERNAL_H
#define KP_REVIEW_INTERNAL_H

#include "catalog/catalog.h"
#include "core/change.h"
#include "core/query.h"
#include "review.h"

/* Marks the reviews whose author has a delivered order with the product as verified. Only orders of
 * authors whose review is not marked yet are read (verified.c). */
enum kripa_status kp_reviews_verify(const struct kp_call *call, struct kripa_review *reviews,
                                    size_t count);
/* Adds the edit that counts a review of `product` at `to` instead of `from`; below 0 stands for no
 * counter. Nothing is counted when the product was deleted (NULL) (stars.c). */
void kp_stars_move(struct kp_change *change, const struct kripa_product *product, int from, int to,
                   int64_t now_ms);

#endif
