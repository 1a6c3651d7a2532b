/* SPDX-License-Identifier: MIT
 * A form as bytes, for tests that send one. */
#ifndef FORM_BODY_H
#define FORM_BODY_H

#include <stddef.h>

#define FORM_BOUNDARY "----kripa-test-boundary"
#define FORM_HEADER   "Content-Type: multipart/form-data; boundary=" FORM_BOUNDARY

struct form_body {
    char *at;
    size_t size;
};

/* Appends a field, or a file, to a form that begins cleared. */
void form_field(struct form_body *form, const char *name, const char *value);
void form_file(struct form_body *form, const char *name, const char *filename, const void *data,
               size_t size);
void form_bytes(struct form_body *form, const void *data, size_t size);
/* The last boundary. */
void form_close(struct form_body *form);
void form_clear(struct form_body *form);

#endif
