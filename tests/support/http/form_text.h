/* SPDX-License-Identifier: MIT
 * A form as a text, for tests of reading it: a line for each part, and at the end what was wrong.
 *
 *     name "price": 1899.50
 *     name "images", file "a.png": \x89PNG\r\n\x1a\n
 *     fault: the form ends before its last boundary */
#ifndef FORM_TEXT_H
#define FORM_TEXT_H

#include <stddef.h>

/* Reads the form in pieces of this size. To be freed. */
char *form_text(const char *content_type, const char *body, size_t size, size_t piece);
/* The same for a text whose first line is the Content-Type. */
char *form_text_of(const char *text, size_t size, size_t piece);

#endif
