/* SPDX-License-Identifier: MIT
 * Reviews of products. */
#include <kripa/review.h>

#include "alike.h"

enum kripa_status on_review_list(struct request *r)
{
    struct kripa_id product;
    struct kripa_reviews reviews;
    enum kripa_status status = request_param_id(r, 0, &product);
    if (status == KRIPA_OK)
        status =
            kripa_review_list(r->kripa, r->viewer, product, r->query, r->arena, &reviews, r->err);
    if (status != KRIPA_OK)
        return status;
    return reply_list_and(r, reviews.at, reviews.count, &reviews.page, &reviews.meta);
}

ON_LIST(on_review_list_all, kripa_reviews, kripa_review_list_all)

enum kripa_status on_review_add(struct request *r)
{
    struct kripa_id product;
    struct kripa_review *review;
    enum kripa_status status = request_param_id(r, 0, &product);
    if (status == KRIPA_OK)
        status = kripa_review_add(r->kripa, r->viewer, product, r->body, r->given, r->arena,
                                  &review, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the review was added";
    return reply_created(r, "/api/reviews", review->id, review);
}

enum kripa_status on_review_edit(struct request *r)
{
    struct kripa_id id;
    struct kripa_review *review;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_review_edit(r->kripa, r->viewer, id, r->body, r->given, r->arena, &review,
                                   r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the review was changed";
    return reply_record(r, review);
}

ON_RECORD(on_review_delete, kripa_review, kripa_review_delete, "the review was deleted")
