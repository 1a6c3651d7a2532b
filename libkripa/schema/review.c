/* SPDX-License-Identifier: MIT
 * The tables of reviews. */
#include "base/fields.h"
#include "schema.h"
#include "sorts.h"

static const struct kripa_field kp_review_rating_fields[] = {
    RECORD(review_rating, rating, "rating", rating, .flags = KRIPA_FLAT,
           .doc = "The average, and the number of reviews."),
    TEXT(review_rating, stars, "stars", 1, KRIPA_NOTE_MAX,
         .flags = KRIPA_NUMBERS | KRIPA_UNSTORED | KRIPA_ALWAYS,
         .doc = "How many reviews give 1, 2, 3, 4 and 5 stars."),
};
SCHEMA(review_rating, NULL, .readable_by = KRIPA_ANYONE,
       .doc = "What a product's reviews come to, star by star.");

static const struct kripa_field kp_reviews_meta_fields[] = {
    RECORD(reviews_meta, rating, "rating", review_rating,
           .doc = "What all reviews of the product come to."),
};
SCHEMA(reviews_meta, NULL, .readable_by = KRIPA_ANYONE,
       .doc = "What a list of a product's reviews says beside its page.");

static const struct kripa_field kp_review_author_fields[] = {
    ID(review_author, id, "_id", .doc = "The id of the account."),
    TEXT(review_author, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The person's full name."),
    TEXT(review_author, profile_photo, "profilePhoto", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "The URL of a picture of the person."),
    TEXT(review_author, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_EMAIL, .readable_by = KRIPA_NOBODY,
         .doc = "The e-mail address, which a deleted account has no more."),
};
SCHEMA(review_author, "users", .readable_by = KRIPA_ANYONE,
       .doc = "What everybody may see of a review's author.");

static const struct kripa_field kp_review_product_fields[] = {
    ID(review_product, id, "_id", .doc = "The id of the product."),
    TEXT(review_product, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product now."),
    LIST(review_product, images, "images", 0, KRIPA_IMAGES_MAX, image,
         .doc = "Pictures of the product."),
};
SCHEMA(review_product, NULL, .readable_by = KRIPA_ANYONE, .doc = "The product of a review.");

static const struct kripa_field kp_review_fields[] = {
    ID(review, id, "_id", .doc = "The id of the review."),
    ID(review, user, "user", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,
       .doc = "The account of the author."),
    OPT_RECORD(review, user_shown, "user", review_author, .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL,
               .doc = "The author; null if the account was deleted."),
    ID(review, product, "product", .readable_by = KRIPA_NOBODY, .doc = "The id of the product."),
    OPT_RECORD(review, product_shown, "product", review_product, .flags = KRIPA_UNSTORED,
               .doc = "The product as it is now, in the list of all reviews."),
    INT(review, rating, "rating", KRIPA_STARS_MIN, KRIPA_STARS_MAX,
        .flags = KRIPA_REQUIRED | KRIPA_INDEX, .writable_by = KRIPA_SIGNED_IN,
        .doc = "The number of stars, 1 to 5.", .example = "4"),
    TEXT(review, text, "text", KRIPA_REVIEW_TEXT_MIN, KRIPA_REVIEW_TEXT_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_TEXT,
         .writable_by = KRIPA_SIGNED_IN, .doc = "What the author says of the product.",
         .example = "Bright and quiet; the cord is short."),
    BOOL(review, verified, "verified",
         .doc = "Whether an order of the author with this product was delivered."),
    INT(review, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(review, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When the review was written."),
    TIME(review, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,
         .doc = "When the review was last changed."),
};
static const char *const review_indexes[] = {"product,-createdAt", "product,-rating",
                                             "product,rating,-createdAt", NULL};
SCHEMA(review, "reviews", .readable_by = KRIPA_ANYONE, .indexes = review_indexes,
       .doc = "A review of a product.");

static const struct kripa_field kp_review_filter_fields[] = {
    PAGING_FIELDS(review_filter, kp_review_sort_names),
    INT(review_filter, rating, "rating", KRIPA_STARS_MIN, KRIPA_STARS_MAX,
        .doc = "Only reviews with this number of stars."),
};
SCHEMA(review_filter, NULL, .writable_by = KRIPA_ANYONE,
       .doc = "Which of a product's reviews a list shows.");

static const struct kripa_field kp_review_search_fields[] = {
    PAGING_FIELDS(review_search, kp_review_sort_names),
    ID(review_search, product, "product", .doc = "Only reviews of this product."),
    INT(review_search, rating, "rating", KRIPA_STARS_MIN, KRIPA_STARS_MAX,
        .doc = "Only reviews with this number of stars."),
    TEXT(review_search, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH, .doc = "Words to find in the text."),
};
SCHEMA(review_search, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which reviews a list shows.");
