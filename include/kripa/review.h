/* SPDX-License-Identifier: MIT
 * Reviews of products: stars and a text, one of each account and product (domain.md, "Reviews and
 * banners"). */
#ifndef KRIPA_REVIEW_H
#define KRIPA_REVIEW_H

#include <kripa/catalog.h>

/* The author and the product of a review, as they are now; NULL when they were deleted. */
struct kripa_review_author {
    struct kripa_id id;
    const char *name, *profile_photo;
    const char *email; /* NULL for an account that was anonymised; never shown */
};
struct kripa_review_product {
    struct kripa_id id;
    const char *name;
    struct kripa_image *images;
    size_t images_count;
};
struct kripa_review {
    struct kripa_id id, user, product;
    struct kripa_review_author *user_shown;
    struct kripa_review_product *product_shown; /* in the list of all products' reviews */
    int64_t rating;                             /* stars: KRIPA_STARS_MIN to KRIPA_STARS_MAX */
    const char *text;
    bool verified; /* an order of this author with the product was delivered */
    int64_t revision, created_at_ms, updated_at_ms;
};
/* What all reviews of a product come to. */
struct kripa_review_rating {
    struct kripa_rating rating;
    const char *stars; /* how many gave 1, 2, ... stars, with commas between them */
};
struct kripa_reviews_meta {
    struct kripa_review_rating rating;
};
struct kripa_reviews {
    struct kripa_review *at;
    size_t count;
    struct kripa_page page;
    struct kripa_reviews_meta meta; /* of the list of one product */
};
/* Sorts: -createdAt (default), -rating, rating. */
struct kripa_review_filter {
    struct kripa_paging paging;
    int64_t rating; /* 0: any */
};
struct kripa_review_search {
    struct kripa_paging paging;
    struct kripa_id product; /* zero: any */
    int64_t rating;          /* 0: any */
    const char *q;           /* words of the text, the last one as a prefix */
};

KRIPA_BEGIN

/* Lists the reviews of one product, for everybody. NOT_FOUND for a product that was deleted, or
 * that is hidden unless the viewer is an admin. */
KRIPA_API enum kripa_status kripa_review_list(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id product,
                                              const struct kripa_review_filter *filter,
                                              struct kripa_arena *arena, struct kripa_reviews *out,
                                              struct kripa_error *err);
/* Lists the reviews of all products, for admins. */
KRIPA_API enum kripa_status kripa_review_list_all(struct kripa *kripa, struct kripa_viewer viewer,
                                                  const struct kripa_review_search *search,
                                                  struct kripa_arena *arena,
                                                  struct kripa_reviews *out,
                                                  struct kripa_error *err);
/* Finds a review by its id or the end of it, for admins. CONFLICT, its fields the candidates, when
 * several match. */
KRIPA_API enum kripa_status kripa_review_find(struct kripa *kripa, struct kripa_viewer viewer,
                                              const char *name, struct kripa_arena *arena,
                                              struct kripa_review **out, struct kripa_error *err);
/* Writes a review. FORBIDDEN for guests and the console. NOT_FOUND for a product that was
 * deleted, CONFLICT for a hidden one that an admin sees; EXISTS when this account has reviewed the
 * product already. */
KRIPA_API enum kripa_status kripa_review_add(struct kripa *kripa, struct kripa_viewer viewer,
                                             struct kripa_id product,
                                             const struct kripa_review *review, kripa_given given,
                                             struct kripa_arena *arena, struct kripa_review **out,
                                             struct kripa_error *err);
/* Changes a review, for its author alone; what is not in `given` stays. NOT_FOUND for others,
 * FORBIDDEN for an admin who did not write it. */
KRIPA_API enum kripa_status kripa_review_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id id, const struct kripa_review *review,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_review **out, struct kripa_error *err);
/* Deletes a review, for its author or an admin; *out is the review as it was. NOT_FOUND for
 * others. */
KRIPA_API enum kripa_status kripa_review_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_id id, struct kripa_arena *arena,
                                                struct kripa_review **out, struct kripa_error *err);

KRIPA_END
#endif
