/* SPDX-License-Identifier: MIT
 * Hashes eight bytes at a time by a 64x64 -> 128 bit multiplication, whose halves are combined. */
#include "hash.h"

#include <string.h>

#define FIRST  0x9E3779B97F4A7C15U
#define SECOND 0xD1B54A32D192ED03U

static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t load(const unsigned char *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, size);
    return word;
}

uint64_t hash_bytes(const void *bytes, size_t size, uint64_t seed)
{
    const unsigned char *at = bytes;
    uint64_t hash = seed ^ fold(size ^ FIRST, SECOND);
    for (; size > 8; at += 8, size -= 8)
        hash = fold(hash ^ load(at, 8), FIRST) + SECOND;
    hash = fold(hash ^ load(at, size), FIRST);
    return fold(hash ^ SECOND, FIRST);
}
