/* SPDX-License-Identifier: MIT
 * A body of multipart/form-data (RFC 7578), read piece by piece as it comes. Of the form only the
 * head of one part is held in memory; the bytes of the parts are handed on as they are found, so
 * the pieces may be of any size. */
#ifndef MULTIPART_H
#define MULTIPART_H

#include <stdbool.h>
#include <stddef.h>

#define MULTIPART_BOUNDARY_MAX 70   /* RFC 2046 */
#define MULTIPART_HEAD_MAX     8192 /* bytes of the header lines of one part */

/* A part whose head was read. The texts live until the reading goes on. */
struct multipart_part {
    const char *name;
    const char *filename; /* NULL: a field; "": a file input that was left empty */
};
/* Who is told of the parts. What these return is a fault: NULL to go on, or why not. */
struct multipart_sink {
    const char *(*begin)(void *ctx, const struct multipart_part *part);
    const char *(*data)(void *ctx, const char *data, size_t size);
    const char *(*end)(void *ctx);
    void *ctx;
};

enum multipart_state {
    MULTIPART_PREAMBLE,
    MULTIPART_AFTER_BOUNDARY,
    MULTIPART_DASH,    /* the first one after a boundary: another makes it the last boundary */
    MULTIPART_PADDING, /* blanks after a boundary */
    MULTIPART_LINE_END,
    MULTIPART_HEAD,
    MULTIPART_DATA,
    MULTIPART_EPILOGUE,
};
struct multipart {
    struct multipart_sink sink;
    enum multipart_state state;
    const char *fault; /* a sentence why this is no form; NULL: it is one so far */
    char delimiter[4 + MULTIPART_BOUNDARY_MAX]; /* CR LF "--" boundary */
    size_t delimiter_size;
    size_t matched;  /* bytes of the delimiter that were read last */
    size_t borrowed; /* of these, the line end that belongs to what stands before */
    char head[MULTIPART_HEAD_MAX + 1];
    size_t head_size, line_at; /* where its last line begins */
};

/* Whether a Content-Type names such a form. */
bool multipart_is_form(const char *content_type);
/* False, with the fault, when the Content-Type has no boundary that can be used. */
bool multipart_begin(struct multipart *form, const char *content_type, struct multipart_sink sink);
/* The next bytes. False, with the fault, from the first one on. */
bool multipart_take(struct multipart *form, const char *data, size_t size);
/* No more bytes come. False, with the fault, when the form is not whole. */
bool multipart_end(struct multipart *form);

/* For multipart.c: reads the header lines of a part, which end with the empty line. The texts of
 * `out` lie in `head`, which is changed. Returns the fault, or NULL. */
const char *multipart_read_head(char *head, struct multipart_part *out);

#endif
