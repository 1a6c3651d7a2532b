/* SPDX-License-Identifier: MIT
 * See one_request.h. RFC 9112 without any of its allowances: lines end with CR and LF, no lines are
 * folded, a header that says how long the body is comes once. */
#include "one_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define VERSION_SIZE 8
#define DIGITS_MAX   8

struct text {
    const char *at;
    size_t size;
};
struct reader {
    struct text rest;
    enum form form; /* FORM_WHOLE as long as nothing is wrong */
    bool chunked, sized, host, forwarded;
    size_t body_size;
    struct seen *seen;
};

static bool give_up(struct reader *reader, enum form form)
{
    reader->form = form;
    return false;
}

static bool skip(struct reader *reader, size_t size)
{
    if (reader->rest.size < size)
        return give_up(reader, FORM_CUT);
    reader->rest.at += size;
    reader->rest.size -= size;
    return true;
}

static bool take_line(struct reader *reader, struct text *line)
{
    const char *end = memchr(reader->rest.at, '\n', reader->rest.size);
    if (!end)
        return give_up(reader, FORM_CUT);
    size_t size = (size_t)(end - reader->rest.at);
    if (size == 0 || end[-1] != '\r')
        return give_up(reader, FORM_ODD);
    *line = (struct text){reader->rest.at, size - 1};
    if (memchr(line->at, '\r', line->size) || memchr(line->at, '\0', line->size))
        return give_up(reader, FORM_ODD);
    return skip(reader, size + 1);
}

static bool has_controls(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if ((c < ' ' && c != '\t') || c == 0x7F)
            return true;
    }
    return false;
}

/* How many of its first characters are in `set`. */
static size_t span(struct text text, const char *set)
{
    size_t size = 0;
    while (size < text.size && text.at[size] && strchr(set, text.at[size]))
        size++;
    return size;
}

static size_t token_size(struct text text)
{
    return span(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|"
                      "~");
}

static void keep(char out[SEEN_SIZE], struct text text)
{
    snprintf(out, SEEN_SIZE, "%.*s", (int)text.size, text.at);
}

static bool take_first_line(struct reader *reader)
{
    struct text line;
    if (!take_line(reader, &line))
        return false;
    size_t method = token_size(line);
    const char *end = line.at + line.size, *target = line.at + method + 1;
    const char *blank = target < end ? memchr(target, ' ', (size_t)(end - target)) : NULL;
    bool good = !has_controls(line) && method && line.at[method] == ' ' && blank &&
                blank > target && end - blank == VERSION_SIZE + 1 &&
                (memcmp(blank, " HTTP/1.1", VERSION_SIZE + 1) == 0 ||
                 memcmp(blank, " HTTP/1.0", VERSION_SIZE + 1) == 0);
    if (!good)
        return give_up(reader, FORM_ODD);
    keep(reader->seen->target, (struct text){target, (size_t)(blank - target)});
    return true;
}

static bool is(struct text text, const char *wanted)
{
    return text.size == strlen(wanted) && strncasecmp(text.at, wanted, text.size) == 0;
}

/* Sets `flag`, which must not be set yet. */
static bool once(bool *flag)
{
    bool first = !*flag;
    *flag = true;
    return first;
}

static bool is_number(struct text text, const char *digits)
{
    return text.size && text.size <= DIGITS_MAX && span(text, digits) == text.size;
}

static bool note_header(struct reader *reader, struct text name, struct text value)
{
    bool good = true;
    if (is(name, "Host"))
        good = once(&reader->host) && value.size;
    if (is(name, "Transfer-Encoding"))
        good = once(&reader->chunked) && is(value, "chunked");
    if (is(name, "Content-Length"))
        good = once(&reader->sized) && is_number(value, "0123456789");
    if (is(name, "X-Forwarded-For"))
        good = once(&reader->forwarded);
    if (good && is(name, "Content-Length"))
        reader->body_size = strtoul(value.at, NULL, 10);
    if (good && is(name, "X-Forwarded-For"))
        keep(reader->seen->forwarded_for, value);
    return good || give_up(reader, FORM_ODD);
}

/* As far as the empty line; those of a head are noted. */
static bool take_headers(struct reader *reader, bool head)
{
    struct text line;
    while (take_line(reader, &line)) {
        if (line.size == 0)
            return true;
        struct text name = {line.at, token_size(line)};
        if (!name.size || name.size == line.size || line.at[name.size] != ':')
            return give_up(reader, FORM_ODD);
        struct text value = {name.at + name.size + 1, line.size - name.size - 1};
        size_t blanks = span(value, " \t");
        value.at += blanks;
        value.size -= blanks;
        reader->seen->controls = reader->seen->controls || has_controls(value);
        bool about_framing = is(name, "Host") || is(name, "Transfer-Encoding") ||
                             is(name, "Content-Length") || is(name, "X-Forwarded-For");
        if (!head && about_framing)
            return give_up(reader, FORM_ODD);
        if (head && !note_header(reader, name, value))
            return false;
    }
    return false;
}

static bool take_chunks(struct reader *reader)
{
    struct text line;
    size_t size = 1;
    while (size) {
        if (!take_line(reader, &line))
            return false;
        if (!is_number(line, "0123456789abcdefABCDEF"))
            return give_up(reader, FORM_ODD);
        size = strtoul(line.at, NULL, 16);
        if (size && (!skip(reader, size) || !take_line(reader, &line)))
            return false;
        if (size && line.size)
            return give_up(reader, FORM_ODD);
    }
    return take_headers(reader, false);
}

enum form one_request(const char *bytes, size_t size, struct seen *seen)
{
    struct reader reader = {.rest = {bytes, size}, .form = FORM_WHOLE, .seen = seen};
    *seen = (struct seen){.target = ""};
    if (!take_first_line(&reader) || !take_headers(&reader, true))
        return reader.form;
    if (!reader.host || (reader.chunked && reader.sized))
        return FORM_ODD;
    if (reader.chunked ? !take_chunks(&reader) : !skip(&reader, reader.body_size))
        return reader.form;
    return reader.rest.size ? FORM_ODD : FORM_WHOLE;
}
