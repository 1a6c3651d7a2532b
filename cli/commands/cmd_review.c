/* SPDX-License-Identifier: MIT
 * What buyers say of the articles: kripactl review. */
#include "base/named.h"
#include "cmd.h"
#include "input/each.h"
#include "input/prompt.h"
#include "output/print.h"

enum kripa_status cmd_review_list(struct session *s, const struct input *in)
{
    const char *words = input_words(&s->arena, in);
    struct kripa_review_search search = {0};
    kripa_given given;
    struct kripa_reviews reviews;
    enum kripa_status status =
        session_decode(s, in, &(struct kripa_pair){"q", words}, words ? 1 : 0, &search, &given);
    if (status == KRIPA_OK && input_own(in, "product")) {
        struct kripa_product *product;
        status = named_product(s, input_own(in, "product"), &product);
        if (status == KRIPA_OK)
            search.product = product->id;
    }
    if (status == KRIPA_OK)
        status =
            kripa_review_list_all(s->kripa, s->viewer, &search, &s->arena, &reviews, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_review_schema, reviews.at, reviews.count, &reviews.page);
}

static enum kripa_status delete_one(struct session *s, const struct input *in, const char *name)
{
    (void)in;
    struct kripa_review *review;
    enum kripa_status status = named_review(s, name, &review);
    if (status != KRIPA_OK)
        return status;
    const char *author = review->user_shown ? review->user_shown->name : "somebody who is gone";
    const char *product = review->product_shown ? review->product_shown->name : "a product";
    status = prompt_confirm(s, "Delete the review of %s by %s?", product, author);
    if (status == KRIPA_OK)
        status =
            kripa_review_delete(s->kripa, s->viewer, review->id, &s->arena, &review, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_review_schema, review, "The review of %s by %s is gone.",
                         product, author);
}

enum kripa_status cmd_review_delete(struct session *s, const struct input *in)
{
    return each_argument(s, in, delete_one);
}
