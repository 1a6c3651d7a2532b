/* SPDX-License-Identifier: MIT
 * Bodies that are forms (multipart/form-data): fields by the route's table, as in JSON, and
 * files. A form is processed as it arrives, so that no file is ever in memory as a whole. */
#ifndef FORM_H
#define FORM_H

#include <kripa/limits.h>

#include "request.h"

/* The largest form: its files, and as much again for fields and boundaries as a JSON body may
 * have. */
#define FORM_BYTES_MAX                                                                             \
    ((size_t)KRIPA_IMAGES_MAX * KRIPA_MEDIA_BYTES_MAX + 4 * (size_t)KRIPA_JSON_BYTES_MAX)
#define FORM_PARTS_MAX     200
/* A form that is too large is still read up to this many bytes before it is answered, as some
 * clients lose an answer that comes in the middle of the body. */
#define FORM_SWALLOWED_MAX 134217728

/* Whether the body is a form, by its Content-Type. */
bool form_is_sent(const struct request *r);
/* Takes the next bytes, on a route that takes forms. A problem goes into the request's
 * body_status, after which no more bytes are needed. May wait for a disk. */
void form_take(struct request *r, const char *data, size_t size);
/* Ends the form and reads its fields into the record of route->body. Every field and file
 * that is wrong is named. */
enum kripa_status form_decode(struct request *r, void *record);
/* Renames the error's fields to the names they were sent under. */
void form_name_as_sent(struct request *r);
/* Releases the request's uploads; files that were kept for a request that was `refused` are
 * removed. */
void form_end(struct request *r, bool refused);

#endif
