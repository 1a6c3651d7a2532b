/* SPDX-License-Identifier: MIT
 * FNV-1a, for tables in memory: not for secrets, and never stored. */
#ifndef KP_FNV_H
#define KP_FNV_H

#include <stddef.h>
#include <stdint.h>

#define KP_HASH_START 14695981039346656037U

/* The hash of what `hash` is of (KP_HASH_START: nothing) and then these bytes. */
static inline uint64_t kp_hash(uint64_t hash, const void *data, size_t size)
{
    for (const unsigned char *at = data; size > 0; at++, size--)
        hash = (hash ^ *at) * 1099511628211U;
    return hash;
}

#endif
