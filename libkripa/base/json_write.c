/* SPDX-License-Identifier: MIT
 * Writes JSON directly from a record's members into the buffer, by the field table. */
#include <kripa/sys/json.h>

#include <string.h>

#include "arena.h"
#include "json_member.h"
#include "json_stored.h"
#include "time.h"

#define FIRST_CAPACITY     1024
/* stands in a role's place for "all stored fields" */
#define EVERY_STORED_FIELD ((enum kripa_role)KRIPA_ROLE_COUNT)

void kripa_writer_init(struct kripa_writer *writer, struct kripa_arena *arena)
{
    *writer = (struct kripa_writer){.arena = arena};
}

/* Returns where to write `size` bytes and a final NUL, or NULL. */
static char *reserve(struct kripa_writer *writer, size_t size)
{
    if (writer->capacity - writer->size > size)
        return writer->at + writer->size;
    size_t capacity = writer->capacity ? writer->capacity * 2 : FIRST_CAPACITY;
    while (capacity - writer->size <= size && capacity < SIZE_MAX / 2)
        capacity *= 2;
    if (writer->at && kp_arena_widen(writer->arena, writer->at, writer->capacity, capacity)) {
        writer->capacity = capacity;
        return writer->at + writer->size;
    }
    char *at = writer->failed ? NULL : kp_arena_take(writer->arena, capacity);
    if (!at) {
        writer->failed = true;
        return NULL;
    }
    if (writer->at)
        memcpy(at, writer->at, writer->size);
    writer->at = at;
    writer->capacity = capacity;
    return at + writer->size;
}

/* Ends a write into reserved memory: it reaches to `to`, and `last` follows. */
static void finish(struct kripa_writer *writer, char *to, char last)
{
    *to++ = last;
    *to = '\0';
    writer->size = (size_t)(to - writer->at);
}

void kripa_write_raw(struct kripa_writer *writer, const char *text, size_t size)
{
    char *to = reserve(writer, size);
    if (!to)
        return;
    if (size > 0) /* memcpy must not be given NULL */
        memcpy(to, text, size);
    to[size] = '\0';
    writer->size += size;
}

void kripa_write(struct kripa_writer *writer, const char *text)
{
    kripa_write_raw(writer, text, strlen(text));
}

/* The character that follows the backslash for each byte that must be escaped ('u' for \u00XX). NUL
 * and E2 are marked, too: NUL ends the text, and E2 may begin a line separator. */
static const char escapes[256] = {
    ['\b'] = 'b',  ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't', ['"'] = '"',
    ['\\'] = '\\', ['<'] = 'u',  ['>'] = 'u',  ['&'] = 'u',  [0x7f] = 'u', [1] = 'u',
    [2] = 'u',     [3] = 'u',    [4] = 'u',    [5] = 'u',    [6] = 'u',    [7] = 'u',
    [11] = 'u',    [14] = 'u',   [15] = 'u',   [16] = 'u',   [17] = 'u',   [18] = 'u',
    [19] = 'u',    [20] = 'u',   [21] = 'u',   [22] = 'u',   [23] = 'u',   [24] = 'u',
    [25] = 'u',    [26] = 'u',   [27] = 'u',   [28] = 'u',   [29] = 'u',   [30] = 'u',
    [31] = 'u',    [0] = '-',    [0xe2] = '-',
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

/* Writes the escape of the character at *at, and moves past it. */
static char *put_special(char *to, const char **at)
{
    const char *special = *at;
    if (is_line_end(special)) {
        *at += 3;
        memcpy(to, special[2] == (char)0xa8 ? "\\u2028" : "\\u2029", ESCAPED_BYTES_MAX);
        return to + ESCAPED_BYTES_MAX;
    }
    *at += 1;
    if ((unsigned char)*special != 0xe2)
        return put_escape(to, (unsigned char)*special);
    *to = *special;
    return to + 1;
}

void kripa_write_text(struct kripa_writer *writer, const char *text)
{
    if (!text) {
        kripa_write_raw(writer, "null", 4);
        return;
    }
    size_t size = strlen(text);
    char *to = size < SIZE_MAX / 8 ? reserve(writer, size * ESCAPED_BYTES_MAX + 2) : NULL;
    if (!to)
        return;
    *to++ = '"';
    for (const char *at = text;;) {
        size_t plain = 0;
        while (!escapes[(unsigned char)at[plain]])
            plain++;
        memcpy(to, at, plain);
        to += plain;
        at += plain;
        if (!*at)
            break;
        to = put_special(to, &at);
    }
    finish(writer, to, '"');
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
    char *to = reserve(writer, KRIPA_ID_TEXT_SIZE + 1);
    if (!to)
        return;
    *to = '"';
    kripa_id_format(id, to + 1);
    finish(writer, to + KRIPA_ID_TEXT_SIZE, '"');
}

void kripa_write_time(struct kripa_writer *writer, int64_t time_ms)
{
    char *to = reserve(writer, KP_TIME_TEXT_SIZE + 1);
    if (!to)
        return;
    *to = '"';
    kp_time_format(time_ms, to + 1);
    finish(writer, to + KP_TIME_TEXT_SIZE, '"');
}

static void write_money(struct kripa_writer *writer, int64_t paise)
{
    char text[KRIPA_MONEY_TEXT_SIZE];
    kripa_write_raw(writer, text, kripa_money_format(paise, text));
}

static const void *pointer_at(const void *member)
{
    const void *pointer;
    memcpy(&pointer, member, sizeof pointer);
    return pointer;
}

static size_t count_of(const struct kripa_field *field, const void *record)
{
    return *(const size_t *)((const char *)record + field->count_at);
}

/* Whether JSON leaves the field out. */
static bool is_absent(const struct kripa_field *field, const void *member)
{
    return kp_is_absent(field, member) ||
           (field->flags & KRIPA_OMIT_FALSE && !*(const bool *)member);
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

/* If another program stored something else than an object, it is shown as a text. */
static void write_text(struct kripa_writer *writer, const struct kripa_field *field,
                       const char *text)
{
    enum kripa_status status = KRIPA_INVALID;
    if (field->flags & KRIPA_NUMBERS) {
        kripa_write_raw(writer, "[", 1);
        kripa_write(writer, text);
        kripa_write_raw(writer, "]", 1);
        return;
    }
    if (field->flags & KRIPA_JSON && text && *text == '{')
        status = kp_json_object(text);
    writer->failed |= status == KRIPA_NO_MEMORY;
    if (status == KRIPA_OK)
        kripa_write(writer, text);
    else
        kripa_write_text(writer, text);
}

static void write_member(struct kripa_writer *writer, const struct kripa_field *field,
                         const void *record, enum kripa_role role)
{
    const void *member = (const char *)record + field->at;
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        write_text(writer, field, pointer_at(member));
        return;
    case KRIPA_TYPE_INT:
        kripa_write_int(writer, *(const int64_t *)member);
        return;
    case KRIPA_TYPE_OPT_INT:
        kripa_write_int(writer, ((const struct kripa_int *)member)->value);
        return;
    case KRIPA_TYPE_MONEY:
        write_money(writer, *(const int64_t *)member);
        return;
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        write_money(writer, ((const struct kripa_int *)member)->value);
        return;
    case KRIPA_TYPE_TIME:
        kripa_write_time(writer, *(const int64_t *)member);
        return;
    case KRIPA_TYPE_BOOL:
        kripa_write(writer, *(const bool *)member ? "true" : "false");
        return;
    case KRIPA_TYPE_ID:
        kripa_write_id(writer, *(const struct kripa_id *)member);
        return;
    case KRIPA_TYPE_ENUM:
        kripa_write_text(writer, field->names[*(const unsigned *)member]);
        return;
    case KRIPA_TYPE_RECORD:
        kripa_write_record(writer, field->item, member, role);
        return;
    case KRIPA_TYPE_OPT_RECORD:
        kripa_write_record(writer, field->item, pointer_at(member), role);
        return;
    case KRIPA_TYPE_LIST:
        kripa_write_records(writer, field->item, pointer_at(member), count_of(field, record), role);
        return;
    case KRIPA_TYPE_TEXTS:
        write_texts(writer, pointer_at(member), count_of(field, record));
        return;
    case KRIPA_TYPE_IDS:
        write_ids(writer, pointer_at(member), count_of(field, record));
        return;
    }
}

static void write_name(struct kripa_writer *writer, const struct kripa_field *field, bool *first)
{
    size_t size = strlen(field->name);
    char *to = reserve(writer, size + 4);
    if (!to)
        return;
    if (!*first)
        *to++ = ',';
    *to++ = '"';
    memcpy(to, field->name, size);
    to += size;
    *to++ = '"';
    finish(writer, to, ':');
    *first = false;
}

static bool is_shown(const struct kripa_schema *schema, const struct kripa_field *field,
                     enum kripa_role role)
{
    if (role == EVERY_STORED_FIELD)
        return !(field->flags & (KRIPA_UNSTORED | KRIPA_IGNORED));
    return kripa_field_readable_by(schema, field) & KRIPA_MASK(role) &&
           !(field->flags & KRIPA_SECRET);
}

static void write_fields(struct kripa_writer *writer, const struct kripa_schema *schema,
                         const void *record, enum kripa_role role, bool *first)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct kripa_field *field = &schema->fields[i];
        const void *member = (const char *)record + field->at;
        if (!is_shown(schema, field, role))
            continue;
        if (field->flags & KRIPA_FLAT) {
            write_fields(writer, field->item, member, role, first);
            continue;
        }
        bool absent = is_absent(field, member);
        if (absent && !(field->flags & (KRIPA_SHOW_NULL | KRIPA_SHOW_BLANK)))
            continue;
        write_name(writer, field, first);
        if (absent)
            kripa_write(writer, field->flags & KRIPA_SHOW_NULL ? "null" : "\"\"");
        else if (field->flags & KP_UNPRINTED) /* only when a record is written as it is stored */
            kripa_write(writer, KP_UNPRINTED_MARK);
        else
            write_member(writer, field, record, role);
    }
}

void kp_write_stored(struct kripa_writer *writer, const struct kripa_schema *schema,
                     const void *record)
{
    kripa_write_record(writer, schema, record, EVERY_STORED_FIELD);
}

void kp_write_stored_member(struct kripa_writer *writer, const struct kripa_field *field,
                            const void *record)
{
    if (is_absent(field, (const char *)record + field->at))
        kripa_write(writer, "none");
    else if (field->flags & KP_UNPRINTED)
        kripa_write(writer, KP_UNPRINTED_MARK);
    else
        write_member(writer, field, record, EVERY_STORED_FIELD);
}

void kripa_write_record(struct kripa_writer *writer, const struct kripa_schema *schema,
                        const void *record, enum kripa_role role)
{
    bool first = true;
    kripa_write_raw(writer, "{", 1);
    write_fields(writer, schema, record, role, &first);
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
