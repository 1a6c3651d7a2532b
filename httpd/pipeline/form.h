/* SPDX-License-Identifier: MIT
 * Bodies that are forms (multipart/form-data): fields by the route's table, as JSON has them, and
 * files. A form is read while it comes, so that no file is ever whole in memory. */
#ifndef FORM_H
#define FORM_H

#include <kripa/limits.h>

#include "request.h"

/* A form, all in all: its files, and as much again as JSON may have for fields and boundaries. */
#define FORM_BYTES_MAX                                                                             \
    ((size_t)KRIPA_IMAGES_MAX * KRIPA_MEDIA_BYTES_MAX + 4 * (size_t)KRIPA_JSON_BYTES_MAX)
#define FORM_PARTS_MAX     200
/* A form that is too large is read all the same, up to so many bytes, and then answered: an answer
 * amid a body is lost to some clients. */
#define FORM_SWALLOWED_MAX 134217728

/* Whether the body is a form, by its Content-Type. */
bool form_is_sent(const struct request *r);
/* The next bytes of it, on a route that takes forms. What is wrong with them is the request's
 * body_status; the rest need not be given then. May wait for a disk. */
void form_take(struct request *r, const char *data, size_t size);
/* The form has come wholly: reads its fields into the record of route->body. Each field and file
 * that is wrong is named. */
enum kripa_status form_decode(struct request *r, void *record);
/* The error's fields by the names that they were sent under. */
void form_name_as_sent(struct request *r);
/* The end of the request's files: those that were kept for a request that was `refused` go, too. */
void form_end(struct request *r, bool refused);

#endif
