/* SPDX-License-Identifier: MIT
 * JSON out: straight from a record's members into the buffer, by its table. */
#include <kripa/sys/json.h>

#include <string.h>

#include "time.h"

#define FIRST_CAPACITY 1024

void kripa_writer_init(struct kripa_writer *writer, struct kripa_arena *arena)
{
    *writer = (struct kripa_writer){.arena = arena};
}

/* Room for `size` bytes and the NUL after them; where they go, or NULL. */
static char *reserve(struct kripa_writer *writer, size_t size)
{
    if (writer->capacity - writer->size > size)
        return writer->at + writer->size;
    size_t capacity = writer->capacity ? writer->capacity * 2 : FIRST_CAPACITY;
    while (capacity - writer->size <= size && capacity < SIZE_MAX / 2)
        capacity *= 2;
    char *at = writer->failed ? NULL : kripa_arena_alloc(writer->arena, capacity, 1);
    if (!at) {
        writer->failed = true;
        return NULL;
    }
    if (writer->size)
        memcpy(at, writer->at, writer->size);
    writer->at = at;
    writer->capacity = capacity;
    return at + writer->size;
}

void kripa_write_raw(struct kripa_writer *writer, const char *text, size_t size)
{
    char *to = reserve(writer, size);
    if (!to)
        return;
    memcpy(to, text, size);
    to[size] = '\0';
    writer->size += size;
}

void kripa_write(struct kripa_writer *writer, const char *text)
{
    kripa_write_raw(writer, text, strlen(text));
}

/* What stands for a byte that may not stand for itself: a letter after a backslash, or 'u' for \u00XX. */
static const char escapes[256] = {
    ['\b'] = 'b',  ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"',
    ['\\'] = '\\', ['<'] = 'u',  ['>'] = 'u',  ['&'] = 'u',  [0x7f] = 'u', [1] = 'u',
    [2] = 'u',     [3] = 'u',    [4] = 'u',    [5] = 'u',    [6] = 'u',    [7] = 'u',
    [11] = 'u',    [14] = 'u',   [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',
    [19] = 'u',    [20] = 'u',   [21] = 'u',   [22] = 'u',   [23] = 'u',   [24] = 'u',
    [25] = 'u',    [26] = 'u',   [27] = 'u',   [28] = 'u',   [29] = 'u',   [30] = 'u',
    [31] = 'u',
};
#define ESCAPED_BYTES_MAX 6

static char *put_escape(char *to, unsigned char byte)
{
    static const char digits[] = "0123456789abcdef";
    *to++ = '\\';
    *to++ = escapes[byte];
    if (escapes[byte] == 'u') {
        memcpy(to, "00", 2);
        to[2] = digits[byte >> 4];
        to[3] = digits[byte & 15];
        to += 4;
    }
    return to;
}

/* U+2028 and U+2029 end a line in JavaScript: E2 80 A8, E2 80 A9. */
static bool is_line_end(const char *at)
{
    return (unsigned char)at[0] == 0xe2 && (unsigned char)at[1] == 0x80 &&
           ((unsigned char)at[2] & 0xfe) == 0xa8;
}

void kripa_write_text(struct kripa_writer *writer, const char *text)
{
    if (!text) {
        kripa_write_raw(writer, "null", 4);
        return;
    }
    size_t size = strlen(text);
    char *start = size < SIZE_MAX / 8 ? reserve(writer, size * ESCAPED_BYTES_MAX + 2) : NULL;
    if (!start)
        return;
    char *to = start;
    *to++ = '"';
    for (const char *at = text; *at; at++) {
        if (escapes[(unsigned char)*at]) {
            to = put_escape(to, (unsigned char)*at);
        } else if ((unsigned char)*at == 0xe2 && is_line_end(at)) {
            memcpy(to, at[2] == (char)0xa8 ? "\\u2028" : "\\u2029", ESCAPED_BYTES_MAX);
            to += ESCAPED_BYTES_MAX;
            at += 2;
        } else {
            *to++ = *at;
        }
    }
    *to++ = '"';
    *to = '\0';
    writer->size += (size_t)(to - start);
}

void kripa_write_int(struct kripa_writer *writer, int64_t value)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do
        digits[--at] = (char)('0' + left % 10);
    while (left /= 10);
    if (value < 0)
        digits[--at] = '-';
    kripa_write_raw(writer, digits + at, sizeof digits - at);
}

void kripa_write_id(struct kripa_writer *writer, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE + 2];
    text[0] = '"';
    kripa_id_format(id, text + 1);
    text[KRIPA_ID_TEXT_SIZE] = '"';
    kripa_write_raw(writer, text, KRIPA_ID_TEXT_SIZE + 1);
}

void kripa_write_time(struct kripa_writer *writer, int64_t time_ms)
{
    char text[KP_TIME_TEXT_SIZE + 2];
    text[0] = '"';
    kp_time_format(time_ms, text + 1);
    text[KP_TIME_TEXT_SIZE] = '"';
    kripa_write_raw(writer, text, KP_TIME_TEXT_SIZE + 1);
}

static void write_money(struct kripa_writer *writer, int64_t paise)
{
    char text[KRIPA_MONEY_TEXT_SIZE];
    kripa_write_raw(writer, text, kripa_money_format(paise, text));
}

/* What a member holds, by type: read through this, not by casting at each place. */
union member {
    const char *text;
    int64_t number;
    struct kripa_int optional;
    bool flag;
    struct kripa_id id;
    unsigned choice;
    const void *record;
    const char *const *texts;
    const struct kripa_id *ids;
};

static union member member_of(const struct kripa_field *field, const void *record)
{
    union member member = {0};
    if (field->type != KRIPA_TYPE_RECORD)
        memcpy(&member, (const char *)record + field->at, kripa_field_size(field));
    return member;
}

static size_t count_of(const struct kripa_field *field, const void *record)
{
    size_t count;
    memcpy(&count, (const char *)record + field->count_at, sizeof count);
    return count;
}

static bool is_absent(const struct kripa_field *field, union member member)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
    case KRIPA_TYPE_OPT_RECORD:
        return !member.record;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return !member.optional.set;
    case KRIPA_TYPE_TIME:
        return member.number == 0;
    case KRIPA_TYPE_ID:
        return kripa_id_is_zero(member.id);
    case KRIPA_TYPE_BOOL:
        return !member.flag && (field->flags & KRIPA_OMIT_FALSE);
    default:
        return false;
    }
}

static void write_texts(struct kripa_writer *writer, const char *const *texts, size_t count)
{
    kripa_write_raw(writer, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i)
            kripa_write_raw(writer, ",", 1);
        kripa_write_text(writer, texts[i]);
    }
    kripa_write_raw(writer, "]", 1);
}

static void write_ids(struct kripa_writer *writer, const struct kripa_id *ids, size_t count)
{
    kripa_write_raw(writer, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i)
            kripa_write_raw(writer, ",", 1);
        kripa_write_id(writer, ids[i]);
    }
    kripa_write_raw(writer, "]", 1);
}

static void write_member(struct kripa_writer *writer, const struct kripa_field *field,
                         const void *record, union member member, enum kripa_role role)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        kripa_write_text(writer, member.text);
        return;
    case KRIPA_TYPE_INT:
        kripa_write_int(writer, member.number);
        return;
    case KRIPA_TYPE_OPT_INT:
        kripa_write_int(writer, member.optional.value);
        return;
    case KRIPA_TYPE_MONEY:
        write_money(writer, member.number);
        return;
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        write_money(writer, member.optional.value);
        return;
    case KRIPA_TYPE_TIME:
        kripa_write_time(writer, member.number);
        return;
    case KRIPA_TYPE_BOOL:
        kripa_write(writer, member.flag ? "true" : "false");
        return;
    case KRIPA_TYPE_ID:
        kripa_write_id(writer, member.id);
        return;
    case KRIPA_TYPE_ENUM:
        kripa_write_text(writer, field->names[member.choice]);
        return;
    case KRIPA_TYPE_RECORD:
        kripa_write_record(writer, field->item, (const char *)record + field->at, role);
        return;
    case KRIPA_TYPE_OPT_RECORD:
        kripa_write_record(writer, field->item, member.record, role);
        return;
    case KRIPA_TYPE_LIST:
        kripa_write_records(writer, field->item, member.record, count_of(field, record), role);
        return;
    case KRIPA_TYPE_TEXTS:
        write_texts(writer, member.texts, count_of(field, record));
        return;
    case KRIPA_TYPE_IDS:
        write_ids(writer, member.ids, count_of(field, record));
        return;
    }
}

static void write_name(struct kripa_writer *writer, const struct kripa_field *field, bool *first)
{
    size_t size = strlen(field->name);
    char *to = reserve(writer, size + 4);
    if (!to)
        return;
    char *start = to;
    if (!*first)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, field->name, size);
    to += size;
    *to++ = '"';
    *to++ = ':';
    *to = '\0';
    writer->size += (size_t)(to - start);
    *first = false;
}

static void write_rows(struct kripa_writer *writer, const struct kripa_schema *schema,
                       const void *record, enum kripa_role role, bool *first)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        unsigned see = kripa_field_see(schema, field);
        if (!(see & KRIPA_MASK(role)) || (field->flags & KRIPA_SECRET))
            continue;
        if (field->flags & KRIPA_FLAT) {
            write_rows(writer, field->item, (const char *)record + field->at, role, first);
            continue;
        }
        union member member = member_of(field, record);
        bool absent = is_absent(field, member);
        if (absent && !(field->flags & (KRIPA_SHOW_NULL | KRIPA_SHOW_BLANK)))
            continue;
        write_name(writer, field, first);
        if (absent)
            kripa_write(writer, field->flags & KRIPA_SHOW_NULL ? "null" : "\"\"");
        else
            write_member(writer, field, record, member, role);
    }
}

void kripa_write_record(struct kripa_writer *writer, const struct kripa_schema *schema,
                        const void *record, enum kripa_role role)
{
    bool first = true;
    kripa_write_raw(writer, "{", 1);
    write_rows(writer, schema, record, role, &first);
    kripa_write_raw(writer, "}", 1);
}

void kripa_write_records(struct kripa_writer *writer, const struct kripa_schema *schema,
                         const void *records, size_t count, enum kripa_role role)
{
    kripa_write_raw(writer, "[", 1);
    for (size_t i = 0; i < count; i++) {
        if (i)
            kripa_write_raw(writer, ",", 1);
        kripa_write_record(writer, schema, (const char *)records + i * schema->size, role);
    }
    kripa_write_raw(writer, "]", 1);
}
