/* SPDX-License-Identifier: MIT
 * A fast 64-bit hash for ETags and the table of rate limits. Not for secrets. */
#ifndef HASH_H
#define HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed);

#endif
