/* SPDX-License-Identifier: MIT
 * A form as a text. */
#include "form_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/multipart.h"

static void write_bytes(FILE *to, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)data[i];
        if (byte < ' ' || byte == '\\' || byte > '~')
            fprintf(to, "\\x%02x", byte);
        else
            fputc(byte, to);
    }
}

static const char *begin_part(void *ctx, const struct multipart_part *part)
{
    fputs("name \"", ctx);
    write_bytes(ctx, part->name, strlen(part->name));
    if (part->filename) {
        fputs("\", file \"", ctx);
        write_bytes(ctx, part->filename, strlen(part->filename));
    }
    fputs("\": ", ctx);
    return NULL;
}

static const char *take_data(void *ctx, const char *data, size_t size)
{
    write_bytes(ctx, data, size);
    return NULL;
}

static const char *end_part(void *ctx)
{
    fputc('\n', ctx);
    return NULL;
}

/* Each piece in memory of its own size, so that a sanitizer sees a byte too far. */
static bool take_piece(struct multipart *form, const char *data, size_t size)
{
    char *exact = malloc(size);
    if (!exact)
        abort();
    memcpy(exact, data, size);
    bool taken = multipart_take(form, exact, size);
    free(exact);
    return taken;
}

char *form_text(const char *content_type, const char *body, size_t size, size_t piece)
{
    char *text = NULL;
    size_t text_size;
    struct multipart form;
    FILE *to = open_memstream(&text, &text_size);
    if (!to)
        abort();
    struct multipart_sink sink = {begin_part, take_data, end_part, to};
    bool goes_on = multipart_begin(&form, content_type, sink);
    for (size_t at = 0; goes_on && at < size; at += piece)
        goes_on = take_piece(&form, body + at, piece < size - at ? piece : size - at);
    if (goes_on)
        multipart_end(&form);
    if (form.fault)
        fprintf(to, "fault: %s\n", form.fault);
    fclose(to);
    return text;
}

char *form_text_of(const char *text, size_t size, size_t piece)
{
    const char *end = memchr(text, '\n', size);
    size_t line = end ? (size_t)(end - text) : size;
    char *content_type = strndup(text, line);
    if (!content_type)
        abort();
    size_t body = end ? line + 1 : size;
    char *out = form_text(content_type, text + body, size - body, piece);
    free(content_type);
    return out;
}
