/* SPDX-License-Identifier: MIT
 * Reads the JSON of lists and optional records directly into structs. Any JSON of the right shape
 * is accepted, as people may edit it in a shell. After a failure the reader does nothing more, and
 * its status says what happened. */
#include <string.h>

#include "base/status.h"
#include "values.h"

#define SKIP_DEPTH_MAX 16

struct reader {
    const char *at, *end;
    struct kripa_arena *arena;
    enum kripa_status status;
};

static bool fail(struct reader *reader, enum kripa_status status)
{
    if (reader->status == KRIPA_OK)
        reader->status = status;
    return false;
}

static char peek(struct reader *reader)
{
    while (reader->at < reader->end && (*reader->at == ' ' || *reader->at == '\n' ||
                                        *reader->at == '\r' || *reader->at == '\t'))
        reader->at++;
    return reader->at < reader->end ? *reader->at : '\0';
}

static bool take(struct reader *reader, char wanted)
{
    if (peek(reader) != wanted)
        return false;
    reader->at++;
    return true;
}

static bool expect(struct reader *reader, char wanted)
{
    return take(reader, wanted) || fail(reader, KRIPA_CORRUPT);
}

static bool read_hex4(struct reader *reader, unsigned *value)
{
    *value = 0;
    if (reader->end - reader->at < 4)
        return fail(reader, KRIPA_CORRUPT);
    for (int i = 0; i < 4; i++) {
        char digit = *reader->at++;
        const char *digits = "0123456789abcdef";
        const char *found =
            digit ? strchr(digits, digit >= 'A' && digit <= 'F' ? digit + 32 : digit) : NULL;
        if (!found)
            return fail(reader, KRIPA_CORRUPT);
        *value = *value << 4 | (unsigned)(found - digits);
    }
    return true;
}

static char *put_utf8(char *to, unsigned code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xc0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        *to++ = (char)(0xe0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    } else {
        *to++ = (char)(0xf0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3f));
        *to++ = (char)(0x80 | (code >> 6 & 0x3f));
        *to++ = (char)(0x80 | (code & 0x3f));
    }
    return to;
}

/* What follows "\u": a character, or a surrogate pair. NUL and single surrogates are refused. */
static bool read_code(struct reader *reader, unsigned *code)
{
    unsigned low;
    if (!read_hex4(reader, code))
        return false;
    if (*code == 0 || (*code >= 0xdc00 && *code < 0xe000))
        return fail(reader, KRIPA_CORRUPT);
    if (*code < 0xd800 || *code >= 0xe000)
        return true;
    if (reader->end - reader->at < 6 || reader->at[0] != '\\' || reader->at[1] != 'u')
        return fail(reader, KRIPA_CORRUPT);
    reader->at += 2;
    if (!read_hex4(reader, &low) || low < 0xdc00 || low >= 0xe000)
        return fail(reader, KRIPA_CORRUPT);
    *code = 0x10000 + ((*code - 0xd800) << 10) + (low - 0xdc00);
    return true;
}

static bool read_escape(struct reader *reader, char **to)
{
    static const char names[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    char name = reader->at < reader->end ? *reader->at++ : '\0';
    const char *found = name ? strchr(names, name) : NULL;
    unsigned code;
    if (found) {
        *(*to)++ = meant[found - names];
        return true;
    }
    if (name != 'u' || !read_code(reader, &code))
        return fail(reader, KRIPA_CORRUPT);
    *to = put_utf8(*to, code);
    return true;
}

/* Reads the rest of a string with escapes, in place: unescaped it is never longer. */
static bool read_escaped(struct reader *reader, const char *start, struct kp_scalar *out)
{
    char *text = kripa_arena_alloc(reader->arena, 1, (size_t)(reader->end - start) + 1);
    if (!text)
        return fail(reader, KRIPA_NO_MEMORY);
    size_t plain = (size_t)(reader->at - start);
    memcpy(text, start, plain);
    char *to = text + plain;
    while (reader->at < reader->end && *reader->at != '"') {
        char next = *reader->at++;
        if (next != '\\')
            *to++ = next;
        else if (!read_escape(reader, &to))
            return false;
    }
    *out = (struct kp_scalar){.kind = KP_TEXT, .text = text, .size = (size_t)(to - text)};
    return expect(reader, '"');
}

/* Most strings have no escapes, and point into the text. */
static bool read_string(struct reader *reader, struct kp_scalar *out)
{
    if (!expect(reader, '"'))
        return false;
    const char *start = reader->at;
    const char *quote = memchr(start, '"', (size_t)(reader->end - start));
    if (!quote)
        return fail(reader, KRIPA_CORRUPT);
    const char *escape = memchr(start, '\\', (size_t)(quote - start));
    if (escape) {
        reader->at = escape;
        return read_escaped(reader, start, out);
    }
    reader->at = quote + 1;
    *out = (struct kp_scalar){.kind = KP_TEXT, .text = start, .size = (size_t)(quote - start)};
    return true;
}

static bool read_number(struct reader *reader, struct kp_scalar *out)
{
    bool minus = take(reader, '-');
    uint64_t value = 0, most = (uint64_t)INT64_MAX + minus;
    const char *start = reader->at;
    for (; reader->at < reader->end && *reader->at >= '0' && *reader->at <= '9'; reader->at++) {
        uint64_t digit = (uint64_t)(*reader->at - '0');
        if (value > (most - digit) / 10)
            return fail(reader, KRIPA_CORRUPT);
        value = value * 10 + digit;
    }
    if (reader->at == start)
        return fail(reader, KRIPA_CORRUPT);
    *out = (struct kp_scalar){.kind = KP_INT, .number = (int64_t)(minus ? 0 - value : value)};
    return true;
}

static bool read_scalar(struct reader *reader, struct kp_scalar *out)
{
    static const struct word {
        const char *text;
        struct kp_scalar scalar;
    } words[] = {
        {"null", {.kind = KP_NULL}},
        {"true", {.kind = KP_INT, .number = 1}},
        {"false", {.kind = KP_INT, .number = 0}},
    };
    char next = peek(reader);
    if (next == '"')
        return read_string(reader, out);
    if (next == '-' || (next >= '0' && next <= '9'))
        return read_number(reader, out);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t size = strlen(words[i].text);
        if ((size_t)(reader->end - reader->at) < size ||
            memcmp(reader->at, words[i].text, size) != 0)
            continue;
        reader->at += size;
        *out = words[i].scalar;
        return true;
    }
    return fail(reader, KRIPA_CORRUPT);
}

/* Skips the value of a key that is no column. */
static bool skip(struct reader *reader, int depth)
{
    struct kp_scalar ignored;
    bool object = peek(reader) == '{';
    if (!object && peek(reader) != '[')
        return read_scalar(reader, &ignored);
    if (depth == SKIP_DEPTH_MAX)
        return fail(reader, KRIPA_CORRUPT);
    reader->at++;
    if (take(reader, object ? '}' : ']'))
        return true;
    do {
        if (object && (!read_string(reader, &ignored) || !expect(reader, ':')))
            return false;
        if (!skip(reader, depth + 1))
            return false;
    } while (take(reader, ','));
    return expect(reader, object ? '}' : ']');
}

static bool read_value(struct reader *reader, const struct kp_column *column, void *record);

static const struct kp_column *column_of(const struct kp_plan *plan, const struct kp_scalar *name,
                                         size_t *guess)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct kp_column *column = &plan->columns[(*guess + i) % plan->count];
        if (strlen(column->name) != name->size || memcmp(column->name, name->text, name->size) != 0)
            continue;
        *guess += i + 1;
        return column;
    }
    return NULL;
}

/* Members usually come in the plan's order, so the next column is tried first. */
static bool read_object(struct reader *reader, const struct kp_plan *plan, void *record)
{
    size_t guess = 0;
    if (!expect(reader, '{'))
        return false;
    if (take(reader, '}'))
        return true;
    do {
        struct kp_scalar name = {.kind = KP_TEXT, .text = ""};
        if (!read_string(reader, &name) || !expect(reader, ':'))
            return false;
        const struct kp_column *column = column_of(plan, &name, &guess);
        if (!(column ? read_value(reader, column, record) : skip(reader, 0)))
            return false;
    } while (take(reader, ','));
    return expect(reader, '}');
}

static bool read_element(struct reader *reader, const struct kp_column *column, void *element)
{
    struct kp_scalar scalar;
    if (column->items)
        return read_object(reader, column->items, element);
    if (!read_scalar(reader, &scalar))
        return false;
    enum kripa_status status =
        kp_scalar_store_element(column, &scalar, element, reader->arena, NULL);
    return status == KRIPA_OK || fail(reader, status);
}

/* Makes room for one more element after `count`; the array grows by doubling. */
static char *with_room(struct reader *reader, char *elements, size_t size, size_t count)
{
    if (count > 0 && (count & (count - 1)) != 0)
        return elements;
    char *larger = kripa_arena_alloc(reader->arena, size, count ? count * 2 : 1);
    if (!larger)
        fail(reader, KRIPA_NO_MEMORY);
    else if (count)
        memcpy(larger, elements, size * count);
    return larger;
}

static bool read_list(struct reader *reader, const struct kp_column *column, char *record)
{
    size_t size = kripa_field_element_size(column->field), count = 0;
    char *elements = NULL;
    if (!expect(reader, '['))
        return false;
    bool more = !take(reader, ']');
    while (more) {
        elements = with_room(reader, elements, size, count);
        if (!elements || !read_element(reader, column, elements + size * count))
            return false;
        count++;
        more = take(reader, ',');
        if (!more && !expect(reader, ']'))
            return false;
    }
    memcpy(record + column->at, &elements, sizeof elements);
    memcpy(record + column->count_at, &count, sizeof count);
    return true;
}

static bool read_record(struct reader *reader, const struct kp_column *column, char *record)
{
    void *inner = kripa_arena_alloc(reader->arena, column->items->schema->size, 1);
    if (!inner)
        return fail(reader, KRIPA_NO_MEMORY);
    memcpy(record + column->at, &inner, sizeof inner);
    return read_object(reader, column->items, inner);
}

static bool read_value(struct reader *reader, const struct kp_column *column, void *record)
{
    if (column->list)
        return read_list(reader, column, record);
    if (column->json)
        return read_record(reader, column, record);
    struct kp_scalar scalar;
    if (!read_scalar(reader, &scalar))
        return false;
    enum kripa_status status = kp_scalar_store(column, &scalar, record, reader->arena, NULL);
    return status == KRIPA_OK || fail(reader, status);
}

enum kripa_status kp_json_read(const struct kp_column *column, const char *text, size_t size,
                               void *record, struct kripa_arena *arena, struct kripa_error *err)
{
    struct reader reader = {text, text + size, arena, KRIPA_OK};
    if (read_value(&reader, column, record) && peek(&reader) != '\0')
        fail(&reader, KRIPA_CORRUPT);
    if (reader.status == KRIPA_NO_MEMORY)
        return kp_no_memory(err);
    if (reader.status != KRIPA_OK)
        return kripa_fail(err, reader.status, "a stored %s can't be read", column->path);
    return KRIPA_OK;
}
