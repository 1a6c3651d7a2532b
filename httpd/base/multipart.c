/* SPDX-License-Identifier: MIT
 * Where the parts of a form begin and end. */
#include "multipart.h"

#include <string.h>

/* Ends the reading, unless it has ended already. */
static bool fail(struct multipart *form, const char *fault)
{
    if (!form->fault)
        form->fault = fault;
    return false;
}

static void emit(struct multipart *form, const char *data, size_t size)
{
    if (form->state != MULTIPART_DATA || size == 0 || form->fault)
        return;
    form->fault = form->sink.data(form->sink.ctx, data, size);
}

/* What was taken for the beginning of a delimiter was none. */
static void emit_matched(struct multipart *form)
{
    emit(form, form->delimiter + form->borrowed, form->matched - form->borrowed);
    form->matched = form->borrowed = 0;
}

static void find_boundary(struct multipart *form)
{
    if (form->state == MULTIPART_DATA && !form->fault)
        form->fault = form->sink.end(form->sink.ctx);
    form->matched = form->borrowed = 0;
    form->state = MULTIPART_AFTER_BOUNDARY;
}

/* Goes on with a delimiter whose beginning was read before. A delimiter has one CR, its first
 * byte: so where the match breaks off, none can have begun within it. */
static size_t go_on_matching(struct multipart *form, const char *data, size_t size)
{
    size_t at = 0;
    while (at < size && form->matched < form->delimiter_size &&
           data[at] == form->delimiter[form->matched]) {
        at++;
        form->matched++;
    }
    if (form->matched == form->delimiter_size)
        find_boundary(form);
    else if (at < size)
        emit_matched(form);
    return at;
}

/* How many of the last bytes may be the beginning of a delimiter. */
static size_t begun_at_end(const struct multipart *form, const char *data, size_t size)
{
    size_t most = form->delimiter_size - 1 < size ? form->delimiter_size - 1 : size;
    const char *begin = memrchr(data + size - most, '\r', most);
    size_t begun = begin ? (size_t)(data + size - begin) : 0;
    return begun && memcmp(begin, form->delimiter, begun) == 0 ? begun : 0;
}

/* The bytes before a delimiter, and the delimiter. Returns how many were read. */
static size_t scan(struct multipart *form, const char *data, size_t size)
{
    if (form->matched)
        return go_on_matching(form, data, size);
    const char *found = memmem(data, size, form->delimiter, form->delimiter_size);
    if (found) {
        emit(form, data, (size_t)(found - data));
        find_boundary(form);
        return (size_t)(found - data) + form->delimiter_size;
    }
    size_t begun = begun_at_end(form, data, size);
    emit(form, data, size - begun);
    form->matched = begun;
    return size;
}

static void begin_head(struct multipart *form)
{
    form->state = MULTIPART_HEAD;
    form->head_size = form->line_at = 0;
}

/* The line end before the data may be that of the delimiter, too: then the part is empty. */
static void end_head(struct multipart *form)
{
    struct multipart_part part;
    form->head[form->head_size] = '\0';
    form->fault = multipart_read_head(form->head, &part);
    if (!form->fault)
        form->fault = form->sink.begin(form->sink.ctx, &part);
    form->state = MULTIPART_DATA;
    form->matched = form->borrowed = 2;
}

/* One byte of a line: CR stands only before LF. */
static bool take_head(struct multipart *form, char byte)
{
    bool after_cr = form->head_size > form->line_at && form->head[form->head_size - 1] == '\r';
    bool is_control = (unsigned char)byte < ' ' && byte != '\t' && byte != '\r' && byte != '\n';
    if (form->head_size == MULTIPART_HEAD_MAX)
        return fail(form, "the head of a part of the form is too long");
    if (after_cr != (byte == '\n') || is_control || byte == 0x7f)
        return fail(form, "the head of a part of the form has a control character in it");
    form->head[form->head_size++] = byte;
    if (byte != '\n')
        return true;
    if (form->head_size == form->line_at + 2)
        end_head(form);
    form->line_at = form->head_size;
    return !form->fault;
}

static bool take_after_boundary(struct multipart *form, char byte)
{
    bool is_first = form->state == MULTIPART_AFTER_BOUNDARY;
    if (form->state == MULTIPART_DASH && byte == '-')
        form->state = MULTIPART_EPILOGUE;
    else if (form->state == MULTIPART_LINE_END && byte == '\n')
        begin_head(form);
    else if (is_first && byte == '-')
        form->state = MULTIPART_DASH;
    else if ((is_first || form->state == MULTIPART_PADDING) && (byte == ' ' || byte == '\t'))
        form->state = MULTIPART_PADDING;
    else if ((is_first || form->state == MULTIPART_PADDING) && byte == '\r')
        form->state = MULTIPART_LINE_END;
    else
        return fail(form, "a boundary of the form does not end its line");
    return true;
}

bool multipart_take(struct multipart *form, const char *data, size_t size)
{
    while (size > 0 && !form->fault) {
        size_t taken = 1;
        switch (form->state) {
        case MULTIPART_PREAMBLE:
        case MULTIPART_DATA:
            taken = scan(form, data, size);
            break;
        case MULTIPART_HEAD:
            take_head(form, *data);
            break;
        case MULTIPART_EPILOGUE:
            taken = size;
            break;
        case MULTIPART_AFTER_BOUNDARY:
        case MULTIPART_DASH:
        case MULTIPART_PADDING:
        case MULTIPART_LINE_END:
            take_after_boundary(form, *data);
            break;
        }
        data += taken;
        size -= taken;
    }
    return !form->fault;
}

bool multipart_end(struct multipart *form)
{
    if (form->state != MULTIPART_EPILOGUE)
        return fail(form, "the form ends before its last boundary");
    return !form->fault;
}
