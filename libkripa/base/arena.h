/* SPDX-License-Identifier: MIT
 * An arena's memory for those who write all of it themselves: not zeroed. */
#ifndef KP_ARENA_H
#define KP_ARENA_H

#include <kripa/arena.h>

/* `size` bytes with what was in them, or NULL. */
void *kp_arena_take(struct kripa_arena *arena, size_t size);
/* Makes what was taken last larger where it lies; false when it isn't the last, or there is no room
 * behind it. */
bool kp_arena_widen(struct kripa_arena *arena, const void *at, size_t size, size_t to_size);

#endif
