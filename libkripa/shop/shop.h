/* SPDX-License-Identifier: MIT
 * The shop's settings, as the rest of the library reads them. */
#ifndef KP_SHOP_H
#define KP_SHOP_H

#include <kripa/sys/store.h>

#include "core/call.h"
#include "schema/schema.h"

/* The shop's settings with their defaults, for the library's own use. */
enum kripa_status kp_settings(const struct kp_call *call, struct kripa_settings **out);
#define KP_SETTINGS_NAME "settings"                       /* the record's id is a hash of it */
struct kp_settings_cache *kp_settings_cache_create(void); /* NULL: out of memory */
void kp_settings_cache_free(struct kp_settings_cache *cache);

#endif
