/* SPDX-License-Identifier: MIT
 * Reads TZif files, version 2 and later: a table of moments with the offset that begins at each,
 * and a rule for the time after the last one. */
#include "time.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#define ZONE_FOLDER    "/usr/share/zoneinfo/"
#define FILE_BYTES_MAX 16384 /* four times the size of the largest one */
#define HEADER_BYTES   44
#define TYPE_BYTES     6

struct table { /* The table in a file's 64-bit part. */
    const unsigned char *moments, *indexes, *types;
    size_t moments_count, types_count;
    const char *rule; /* the text behind it; may be empty */
};

static uint32_t read_u32(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_i64(const unsigned char *at)
{
    return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

/* The number of bytes of a block after its header, whose six counts are at offset 20. */
static size_t block_size(const unsigned char *header, size_t moment_bytes)
{
    size_t utc = read_u32(header + 20), standard = read_u32(header + 24);
    size_t leaps = read_u32(header + 28), moments = read_u32(header + 32);
    size_t types = read_u32(header + 36), names = read_u32(header + 40);
    return moments * (moment_bytes + 1) + types * TYPE_BYTES + names + leaps * (moment_bytes + 4) +
           standard + utc;
}

static bool read_table(const unsigned char *file, size_t size, struct table *table)
{
    if (size < HEADER_BYTES || memcmp(file, "TZif", 4) != 0 || file[4] < '2')
        return false;
    size_t first = HEADER_BYTES + block_size(file, 4);
    if (first > size || size - first < HEADER_BYTES || memcmp(file + first, "TZif", 4) != 0)
        return false;
    const unsigned char *header = file + first;
    size_t left = size - first - HEADER_BYTES, block = block_size(header, 8);
    if (block > left)
        return false;
    table->rule = block < left ? (const char *)header + HEADER_BYTES + block + 1 : "";
    table->moments_count = read_u32(header + 32);
    table->types_count = read_u32(header + 36);
    table->moments = header + HEADER_BYTES;
    table->indexes = table->moments + table->moments_count * 8;
    table->types = table->indexes + table->moments_count;
    return table->types_count > 0;
}

static bool offset_at(const struct table *table, int64_t second, int64_t *offset_s)
{
    size_t type = 0, low = 0, high = table->moments_count;
    bool is_after = high == 0 || read_i64(table->moments + (high - 1) * 8) <= second;
    if (is_after && kp_zone_rule_offset(table->rule, second, offset_s))
        return true;
    while (low < high) { /* find the first moment after `second` */
        size_t middle = low + (high - low) / 2;
        if (read_i64(table->moments + middle * 8) <= second)
            low = middle + 1;
        else
            high = middle;
    }
    if (low > 0)
        type = table->indexes[low - 1];
    if (type >= table->types_count)
        return false;
    *offset_s = (int32_t)read_u32(table->types + type * TYPE_BYTES);
    return true;
}

/* Only letters, digits and "_+-" with single slashes between, so that a name can't lead out of the
 * folder. */
static bool is_zone_name(const char *zone)
{
    if (strlen(zone) > 63 || !isalpha((unsigned char)*zone) || strstr(zone, "//"))
        return false;
    for (const char *at = zone; *at; at++)
        if (!isalnum((unsigned char)*at) && !strchr("_+-/", *at))
            return false;
    return true;
}

bool kp_zone_offset(const char *zone, int64_t second, int64_t *offset_s)
{
    *offset_s = 0;
    if (*zone == '\0' || strcmp(zone, "UTC") == 0)
        return true;
    if (!is_zone_name(zone))
        return false;
    char path[128];
    snprintf(path, sizeof path, ZONE_FOLDER "%s", zone);
    FILE *file = fopen(path, "rb");
    if (!file)
        return false;
    unsigned char bytes[FILE_BYTES_MAX + 1];
    struct table table;
    size_t size = fread(bytes, 1, FILE_BYTES_MAX, file);
    fclose(file);
    bytes[size] = '\0'; /* the NUL ends the rule */
    return read_table(bytes, size, &table) && offset_at(&table, second, offset_s);
}
