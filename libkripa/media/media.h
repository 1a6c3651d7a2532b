/* SPDX-License-Identifier: MIT
 * Uploaded files, for the rooms above: which file an image names, how an image is shown, and
 * removing files that no record names. */
#ifndef KP_MEDIA_H
#define KP_MEDIA_H

#include <kripa/media.h>

#include "core/context.h"
#include "schema/schema.h"
#include "service/depot.h"

/* The id of the record of a file. */
struct kripa_id kp_media_id(const char *public_id);
/* The public_id of the file that an image names: the image's public_id, or the one in its
 * URL. In the arena; NULL: it names no file that this shop could keep, or out of memory. */
const char *kp_image_public_id(struct kripa_arena *arena, const struct kripa_image *image);
/* Whether the image is at Cloudinary, by its URL. */
bool kp_image_is_remote(const struct kripa_image *image);
/* The place in a URL of Cloudinary where the path of the file begins, after the part that
 * selects a transformation. */
const char *kp_image_remote_path(const char *url);
/* The name of the local file that the URL names, or NULL. */
const char *kp_image_local_name(const struct kripa_image *image);
/* Copies the images as they are shown: each with a thumb, and local ones with a URL made from
 * the current PUBLIC_URL. */
enum kripa_status kp_images_show(const struct kp_call *call, struct kripa_image **images,
                                 size_t count);
/* Whether this is the name of a local file; its type and nothing else is told by it. */
bool kp_media_name(const char *name, const char **type);

/* The depot that holds the file of a record, or NULL if this shop is not configured for it. */
struct kp_depot *kp_media_depot(const struct kripa *kripa, const char *place);
/* Removes at most `limit` files that no record has named for a day, and leftovers of uploads;
 * adds their number to *removed. After a failure it goes on with the others and returns the
 * first failure. */
enum kripa_status kp_media_sweep(const struct kp_call *call, int64_t limit, int64_t *removed);

#endif
