/* SPDX-License-Identifier: MIT
 * The kinds of records that name uploaded files, and which images each has. */
#ifndef KP_MEDIA_OWNERS_H
#define KP_MEDIA_OWNERS_H

#include "schema/schema.h"

/* Images of a record: in it, or in `one`. */
struct kp_owned_images {
    const struct kripa_image *at;
    size_t count;
    struct kripa_image one;
};
struct kp_media_owner {
    enum kripa_media_owner kind;
    const struct kripa_schema *of;
    const char *field; /* the field that holds the images */
    void (*images)(const void *record, struct kp_owned_images *out);
};
#define KP_MEDIA_OWNERS 4
extern const struct kp_media_owner kp_media_owners[KP_MEDIA_OWNERS];

#endif
