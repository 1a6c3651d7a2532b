/* SPDX-License-Identifier: MIT
 * The depot at Cloudinary: pictures by their public_id, put and removed by signed requests. */
#ifndef KP_CLOUDINARY_H
#define KP_CLOUDINARY_H

#include <kripa/context.h>

#include "depot.h"

/* Leaves *out alone when nothing is configured. INVALID, naming the setting: a URL of another
 * shape, a part that is missing. NO_MEMORY. */
enum kripa_status kp_cloudinary_create(const struct kripa_cloudinary *config, struct kp_depot **out,
                                       struct kripa_error *err);

#endif
