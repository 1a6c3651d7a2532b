/* SPDX-License-Identifier: MIT
 * The depot at Cloudinary: stores pictures under their public_id and removes them, by signed
 * requests. */
#ifndef KP_CLOUDINARY_H
#define KP_CLOUDINARY_H

#include <kripa/context.h>

#include "depot.h"

/* Leaves *out unchanged if nothing is configured. INVALID, naming the setting, for a URL of
 * another shape or a missing part; NO_MEMORY. */
enum kripa_status kp_cloudinary_create(const struct kripa_cloudinary *config, struct kp_depot **out,
                                       struct kripa_error *err);

#endif
