/* SPDX-License-Identifier: MIT
 * Memory with one owner: what a call gives you lives in the arena you passed, until you clear it.
 * An arena belongs to one thread at a time. */
#ifndef KRIPA_ARENA_H
#define KRIPA_ARENA_H

#include <kripa/base.h>

struct kripa_arena_chunk;
struct kripa_arena {
    struct kripa_arena_chunk *chunks; /* the newest first */
    size_t reserved[3];
};

KRIPA_BEGIN

/* Never fails: nothing is allocated before it is needed. `struct kripa_arena a = {0};` does the
 * same. */
KRIPA_API void kripa_arena_init(struct kripa_arena *arena);
/* Frees all. NULL and a cleared arena are fine. */
KRIPA_API void kripa_arena_clear(struct kripa_arena *arena);
/* Forgets all but keeps one chunk for the next use: for a worker that handles one request after the
 * other. */
KRIPA_API void kripa_arena_reset(struct kripa_arena *arena);

/* Zeroed and aligned for any type; NULL when out of memory or when size * count overflows. */
KRIPA_API void *kripa_arena_alloc(struct kripa_arena *arena, size_t size, size_t count);
/* Copies `size` bytes and adds a NUL. */
KRIPA_API char *kripa_arena_text(struct kripa_arena *arena, const char *text, size_t size);
KRIPA_API char *kripa_arena_format(struct kripa_arena *arena, const char *format, ...)
    KRIPA_PRINTF(2, 3);

KRIPA_END
#endif
