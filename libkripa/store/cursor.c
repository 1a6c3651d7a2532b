/* SPDX-License-Identifier: MIT
 * The bytes of a cursor: 4 of a hash of the query it belongs to, 1 for the kind, 12 of the _id,
 * then the number or the text. */
#include "cursor.h"

#include <string.h>

#define HEAD_BYTES (4 + 1 + sizeof(struct kripa_id))
#define BYTES_MAX  ((size_t)(KRIPA_CURSOR_SIZE - 1) / 4 * 3)

static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* FNV-1a, which includes the NUL of each text. */
static uint32_t mix(uint32_t hash, const char *text)
{
    do
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    while (*text++);
    return hash;
}

static uint32_t purpose(const struct kripa_query *query)
{
    uint32_t hash = mix(2166136261U, query->of->name);
    hash = mix(hash, query->of->collection);
    hash = mix(hash, query->sort ? query->sort : "_id");
    return mix(hash, query->descending ? "-" : "+");
}

static void put_number(unsigned char *to, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)(number >> 8 * (size - 1 - i));
}

static uint64_t take_number(const unsigned char *from, size_t size)
{
    uint64_t number = 0;
    for (size_t i = 0; i < size; i++)
        number = number << 8 | from[i];
    return number;
}

static void encode(const unsigned char *bytes, size_t size, char *out)
{
    unsigned held = 0, bits = 0;
    for (size_t i = 0; i < size; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 6; bits -= 6)
            *out++ = digits[held >> (bits - 6) & 63];
    }
    if (bits > 0)
        *out++ = digits[held << (6 - bits) & 63];
    *out = '\0';
}

/* False for bytes that encode never writes. */
static bool decode(struct kripa_text text, unsigned char bytes[BYTES_MAX], size_t *size)
{
    unsigned held = 0, bits = 0;
    *size = 0;
    if (text.size >= KRIPA_CURSOR_SIZE || text.size % 4 == 1)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        const char *digit = text.at[i] ? strchr(digits, text.at[i]) : NULL;
        if (!digit)
            return false;
        held = held << 6 | (unsigned)(digit - digits);
        bits += 6;
        if (bits < 8)
            continue;
        bits -= 8;
        bytes[(*size)++] = (unsigned char)(held >> bits);
    }
    return (held & ((1U << bits) - 1)) == 0;
}

enum kripa_status kp_cursor_write(const struct kripa_query *query, const struct kp_cursor *cursor,
                                  char out[KRIPA_CURSOR_SIZE], struct kripa_error *err)
{
    unsigned char bytes[BYTES_MAX];
    size_t size = HEAD_BYTES;
    put_number(bytes, purpose(query), 4);
    bytes[4] = (unsigned char)cursor->kind;
    memcpy(bytes + 5, &cursor->id, sizeof cursor->id);
    if (cursor->kind == KP_CURSOR_INT) {
        put_number(bytes + size, (uint64_t)cursor->number, 8);
        size += 8;
    } else if (cursor->kind == KP_CURSOR_TEXT) {
        if (cursor->size > BYTES_MAX - HEAD_BYTES)
            return kripa_fail(err, KRIPA_INVALID, "%s is too long to be sorted by", query->sort);
        memcpy(bytes + size, cursor->text, cursor->size);
        size += cursor->size;
    }
    encode(bytes, size, out);
    return KRIPA_OK;
}

static bool take(const unsigned char *bytes, size_t size, struct kripa_arena *arena,
                 struct kp_cursor *cursor)
{
    cursor->kind = (enum kp_cursor_kind)bytes[4];
    memcpy(&cursor->id, bytes + 5, sizeof cursor->id);
    size_t rest = size - HEAD_BYTES;
    switch (cursor->kind) {
    case KP_CURSOR_ABSENT:
        return rest == 0;
    case KP_CURSOR_INT:
        cursor->number = (int64_t)take_number(bytes + HEAD_BYTES, 8);
        return rest == 8;
    case KP_CURSOR_TEXT:
        cursor->text = kripa_arena_text(arena, (const char *)bytes + HEAD_BYTES, rest);
        cursor->size = rest;
        return cursor->text != NULL;
    }
    return false;
}

enum kripa_status kp_cursor_read(const struct kripa_query *query, struct kripa_arena *arena,
                                 struct kp_cursor *cursor, struct kripa_error *err)
{
    unsigned char bytes[BYTES_MAX] = {0};
    size_t size;
    memset(cursor, 0, sizeof *cursor);
    if (decode(query->after, bytes, &size) && size >= HEAD_BYTES &&
        take_number(bytes, 4) == purpose(query) && take(bytes, size, arena, cursor))
        return KRIPA_OK;
    return kripa_fail_field(err, KRIPA_INVALID, "cursor",
                            "is not one that this list gave in this order");
}
