/* SPDX-License-Identifier: MIT
 * The cache of banners, for opening and closing a shop. */
#ifndef KP_BANNER_H
#define KP_BANNER_H

struct kp_banner_cache;

struct kp_banner_cache *kp_banner_cache_create(void); /* NULL: out of memory */
void kp_banner_cache_free(struct kp_banner_cache *cache);

#endif
