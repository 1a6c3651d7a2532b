/* SPDX-License-Identifier: MIT
 * Banners: what the first page of the shop shows, perhaps for a product and for a time (domain.md,
 * "Reviews and banners"). */
#ifndef KRIPA_BANNER_H
#define KRIPA_BANNER_H

#include <kripa/catalog.h>

enum kripa_banner_status { KRIPA_BANNER_ACTIVE, KRIPA_BANNER_INACTIVE };

/* The product of a banner as it is now; NULL when there is none, or it was deleted. */
struct kripa_banner_product {
    struct kripa_id id;
    const char *name, *slug;
    int64_t price_paise;
    struct kripa_int retailer_price_paise, price_bulk_paise, min_bulk_qty; /* by role */
    struct kripa_image *images;
    size_t images_count;
    int64_t stock;
};
struct kripa_banner {
    struct kripa_id id;
    const char *title, *subtitle, *badge;
    const char *cta_label;     /* of its button; "Shop now" when none is given */
    struct kripa_id product;   /* zero: none */
    const char *product_given; /* when taken in: by id or slug */
    struct kripa_banner_product *product_shown;
    struct kripa_image image;
    enum kripa_banner_status status;
    int64_t sort_order;                    /* the least first */
    const char *starts_given, *ends_given; /* when taken in: a day, 00:00 UTC, or an instant */
    int64_t starts_at_ms, ends_at_ms;      /* 0: always */
    int64_t revision, created_at_ms, updated_at_ms;
    /* when taken in: a picture that kripa_media_keep gave. No request can send it */
    const struct kripa_image *image_added;
};
struct kripa_banners {
    struct kripa_banner *at;
    size_t count;
    struct kripa_page page; /* of the admins' list */
};
/* Sorts: -createdAt (default), createdAt, sortOrder. */
struct kripa_banner_filter {
    struct kripa_paging paging;
    const char *status; /* "active", "inactive" */
};

KRIPA_BEGIN

/* Lists what everybody is shown now: at most KRIPA_BANNERS_SHOWN_MAX banners that are active, whose
 * time is now and whose product is shown, by sortOrder, then the newest first. */
KRIPA_API enum kripa_status kripa_banner_list_shown(struct kripa *kripa, struct kripa_viewer viewer,
                                                    struct kripa_arena *arena,
                                                    struct kripa_banners *out,
                                                    struct kripa_error *err);
/* Lists all banners, for admins. */
KRIPA_API enum kripa_status kripa_banner_list(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_banner_filter *filter,
                                              struct kripa_arena *arena, struct kripa_banners *out,
                                              struct kripa_error *err);
/* Finds a banner by its id or the end of it, for admins. CONFLICT, its fields the candidates, when
 * several match. */
KRIPA_API enum kripa_status kripa_banner_find(struct kripa *kripa, struct kripa_viewer viewer,
                                              const char *name, struct kripa_arena *arena,
                                              struct kripa_banner **out, struct kripa_error *err);
/* Adds a banner, for admins. INVALID also for an unknown product and for an end that is not after
 * the start; TOO_LARGE beyond KRIPA_BANNERS_MAX. */
KRIPA_API enum kripa_status kripa_banner_add(struct kripa *kripa, struct kripa_viewer viewer,
                                             const struct kripa_banner *banner, kripa_given given,
                                             struct kripa_arena *arena, struct kripa_banner **out,
                                             struct kripa_error *err);
/* Changes a banner, for admins; what is not in `given` stays. NOT_FOUND; INVALID as above. */
KRIPA_API enum kripa_status kripa_banner_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id id, const struct kripa_banner *banner,
                                              kripa_given given, struct kripa_arena *arena,
                                              struct kripa_banner **out, struct kripa_error *err);
/* Deletes a banner, for admins; *out is the banner as it was. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_banner_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_id id, struct kripa_arena *arena,
                                                struct kripa_banner **out, struct kripa_error *err);

/* As JSON has it; "unknown" for a number that is none. */
KRIPA_API const char *kripa_banner_status_name(enum kripa_banner_status status);

KRIPA_END
#endif
