/* SPDX-License-Identifier: MIT
 * The pages of the catalogue that guests asked for last: all guests see the same, so a page is
 * read and encoded once and then repeated until a commit of any process touches the catalogue. For
 * routes with ROUTE_REMEMBERED; a table of fixed size, where a later page takes the place of an
 * earlier one. */
#ifndef REMEMBERED_H
#define REMEMBERED_H

#include "request.h"

struct remembered;
struct remembered *remembered_open(void); /* NULL: out of memory */
void remembered_close(struct remembered *remembered);

/* Answers from what is remembered, on the event thread; false when the request has to be worked
 * on. */
bool remembered_recall(struct request *r);
/* Keeps a good answer for those who ask the same next. */
void remembered_keep(struct request *r);

#endif
