/* SPDX-License-Identifier: MIT
 * The shop's settings for other rooms. */
#ifndef KP_SHOP_H
#define KP_SHOP_H

#include <kripa/sys/store.h>

#include "core/call.h"
#include "schema/schema.h"

/* Reads the settings, with defaults for what is absent. */
enum kripa_status kp_settings(const struct kp_call *call, struct kripa_settings **out);
/* Whether the shop delivers there; NULL: anywhere. */
bool kp_pincode_served(const struct kripa_settings *settings, const char *pincode);
/* The zone whose days reports count by. */
const char *kp_figures_zone(const struct kripa_settings *settings);
#define KP_SETTINGS_NAME "settings"                       /* hashed to the record's id */
struct kp_settings_cache *kp_settings_cache_create(void); /* NULL: out of memory */
void kp_settings_cache_free(struct kp_settings_cache *cache);

#endif
