/* SPDX-License-Identifier: MIT
 * What the files about banners share. */
#ifndef KP_BANNER_INTERNAL_H
#define KP_BANNER_INTERNAL_H

#include "banner.h"
#include "core/context.h"
#include "schema/schema.h"

/* Fills in product_shown, with one read for all of the banners, and the label of a button that has
 * none. Hidden products are left out unless `hidden_too` (show.c). */
enum kripa_status kp_banners_show(const struct kp_call *call, struct kripa_banner *banners,
                                  size_t count, bool hidden_too);

/* A walk through the active banners in the order they are shown in (cache.c). */
struct kp_banner_walk {
    const struct kp_call *call;
    int64_t now_ms;
    size_t next;                     /* the index of the banner that comes next */
    const struct kripa_banner *read; /* when they had to be read: all of them */
    size_t read_count;
};
/* Copies at most `max` of the next banners whose time is now into the arena of the call. Fewer than
 * `max`: there are no more. */
enum kripa_status kp_banner_walk_on(struct kp_banner_walk *walk, struct kripa_banner *out,
                                    size_t max, size_t *count);

#endif
