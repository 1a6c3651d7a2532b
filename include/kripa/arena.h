/* SPDX-License-Identifier: MIT
 * Memory with one owner: what a call returns is in the arena that was passed, until you clear that.
 * Only one thread may use an arena at a time. */
#ifndef KRIPA_ARENA_H
#define KRIPA_ARENA_H

#include <kripa/base.h>

struct kripa_arena_chunk;
struct kripa_arena {
    struct kripa_arena_chunk *chunks; /* newest first */
    size_t reserved[3];
};

KRIPA_BEGIN

/* Never fails, as nothing is allocated before it is needed. `struct kripa_arena a = {0};` does the
 * same. */
KRIPA_API void kripa_arena_init(struct kripa_arena *arena);
/* Frees everything. NULL and a cleared arena are fine. */
KRIPA_API void kripa_arena_clear(struct kripa_arena *arena);
/* Frees everything but one chunk, for a worker that handles one request after the other. */
KRIPA_API void kripa_arena_reset(struct kripa_arena *arena);

/* Zeroed and aligned for any type; NULL when out of memory or when size * count overflows. */
KRIPA_API void *kripa_arena_alloc(struct kripa_arena *arena, size_t size, size_t count);
/* Copies `size` bytes and adds a NUL. */
KRIPA_API char *kripa_arena_text(struct kripa_arena *arena, const char *text, size_t size);
KRIPA_API char *kripa_arena_format(struct kripa_arena *arena, const char *format, ...)
    KRIPA_PRINTF(2, 3);

KRIPA_END
#endif
