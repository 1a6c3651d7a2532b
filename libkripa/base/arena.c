/* SPDX-License-Identifier: MIT
 * Memory in chunks that are freed together. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_BYTES  16384
#define ALIGNMENT    _Alignof(max_align_t)
#define FORMAT_BRIEF 128

struct kripa_arena_chunk {
    struct kripa_arena_chunk *next;
    size_t size, used;
    _Alignas(max_align_t) unsigned char bytes[];
};

void kripa_arena_init(struct kripa_arena *arena)
{
    memset(arena, 0, sizeof *arena);
}

static void free_chunks(struct kripa_arena_chunk *chunk)
{
    while (chunk) {
        struct kripa_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
}

void kripa_arena_clear(struct kripa_arena *arena)
{
    if (!arena)
        return;
    free_chunks(arena->chunks);
    arena->chunks = NULL;
}

/* Keeps the first chunk that was made, which has the usual size unless the first request was
 * larger. */
void kripa_arena_reset(struct kripa_arena *arena)
{
    struct kripa_arena_chunk *chunk = arena->chunks;
    if (!chunk)
        return;
    while (chunk->next) {
        struct kripa_arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    if (chunk->size > CHUNK_BYTES) {
        free(chunk);
        chunk = NULL;
    } else {
        chunk->used = 0;
    }
    arena->chunks = chunk;
}

static struct kripa_arena_chunk *add_chunk(struct kripa_arena *arena, size_t size)
{
    size_t bytes = size > CHUNK_BYTES ? size : CHUNK_BYTES;
    if (bytes > SIZE_MAX - sizeof(struct kripa_arena_chunk))
        return NULL;
    struct kripa_arena_chunk *chunk = malloc(sizeof *chunk + bytes);
    if (!chunk)
        return NULL;
    *chunk = (struct kripa_arena_chunk){.next = arena->chunks, .size = bytes};
    arena->chunks = chunk;
    return chunk;
}

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

void *kp_arena_take(struct kripa_arena *arena, size_t size)
{
    if (size > SIZE_MAX - ALIGNMENT)
        return NULL;
    size_t rounded = aligned(size);
    struct kripa_arena_chunk *chunk = arena->chunks;
    if (!chunk || chunk->size - chunk->used < rounded)
        chunk = add_chunk(arena, rounded);
    if (!chunk)
        return NULL;
    void *at = chunk->bytes + chunk->used;
    chunk->used += rounded;
    return at;
}

bool kp_arena_widen(struct kripa_arena *arena, const void *at, size_t size, size_t to_size)
{
    struct kripa_arena_chunk *chunk = arena->chunks;
    if (!chunk || to_size > chunk->size)
        return false;
    size_t begin = chunk->used - aligned(size);
    bool last = chunk->used >= aligned(size) && chunk->bytes + begin == (const unsigned char *)at;
    if (!last || chunk->size - begin < aligned(to_size))
        return false;
    chunk->used = begin + aligned(to_size);
    return true;
}

void *kripa_arena_alloc(struct kripa_arena *arena, size_t size, size_t count)
{
    if (count && size > SIZE_MAX / count)
        return NULL;
    void *at = kp_arena_take(arena, size * count);
    return at ? memset(at, 0, size * count) : NULL;
}

char *kripa_arena_text(struct kripa_arena *arena, const char *text, size_t size)
{
    bool there = text || size == 0;
    char *copy = there && size < SIZE_MAX ? kp_arena_take(arena, size + 1) : NULL;
    if (!copy)
        return NULL;
    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

/* Most texts are short: they are made once, on the stack. */
char *kripa_arena_format(struct kripa_arena *arena, const char *format, ...)
{
    char brief[FORMAT_BRIEF];
    if (!format)
        return NULL;
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int size = vsnprintf(brief, sizeof brief, format, arguments);
    va_end(arguments);
    char *text = size < 0 ? NULL : kp_arena_take(arena, (size_t)size + 1);
    if (text && (size_t)size < sizeof brief)
        memcpy(text, brief, (size_t)size + 1);
    else if (text)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}
