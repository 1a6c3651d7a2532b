/* SPDX-License-Identifier: MIT
 * Uploaded files for the rooms above: which file an image means, how it is shown, and removing what
 * nothing names. */
#ifndef KP_MEDIA_H
#define KP_MEDIA_H

#include <kripa/media.h>

#include "core/context.h"
#include "schema/schema.h"
#include "service/depot.h"

/* The id of the record of a file. */
struct kripa_id kp_media_id(const char *public_id);
/* The name, where it lies, of the file that an image means: its public_id, or what its URL says. In
 * the arena; NULL: none that could be ours (or out of memory). */
const char *kp_image_public_id(struct kripa_arena *arena, const struct kripa_image *image);
/* Whether it is a file of Cloudinary's, by its URL. */
bool kp_image_is_remote(const struct kripa_image *image);
/* In such a URL: where the path of the file begins, behind what is asked of the service. */
const char *kp_image_remote_path(const char *url);
/* The name of the local file that it is, or NULL. */
const char *kp_image_local_name(const struct kripa_image *image);
/* Copies the images, as they are to be shown: with a thumb, and local ones by today's
 * PUBLIC_URL. */
enum kripa_status kp_images_show(const struct kp_call *call, struct kripa_image **images,
                                 size_t count);
/* Whether this is the name of a local file; its type and nothing else is told by it. */
bool kp_media_name(const char *name, const char **type);

/* Where the files of a record lie, or NULL: this shop is not set up for that place. */
struct kp_depot *kp_media_depot(const struct kripa *kripa, const char *place);
/* Removes at most `limit` files that nothing has named for a day, and what uploads left behind;
 * *removed is raised. The first failure is told when the others were tried. */
enum kripa_status kp_media_sweep(const struct kp_call *call, int64_t limit, int64_t *removed);

#endif
