/* SPDX-License-Identifier: MIT
 * Arena memory for callers that overwrite all of it: it is not zeroed. */
#ifndef KP_ARENA_H
#define KP_ARENA_H

#include <kripa/arena.h>

/* Returns `size` uninitialised bytes, or NULL. */
void *kp_arena_take(struct kripa_arena *arena, size_t size);
/* Enlarges the latest allocation in place; false when `at` isn't the latest one, or its chunk has
 * no room. */
bool kp_arena_widen(struct kripa_arena *arena, const void *at, size_t size, size_t to_size);

#endif
