/* SPDX-License-Identifier: MIT
 * Lists for spreadsheets: every list of admins, and every report, also comes as CSV. */
#ifndef CSV_H
#define CSV_H

#include <kripa/page.h>
#include <kripa/sys/json.h>

#include "request.h"

/* Of one answer; more is TOO_LARGE. */
#define CSV_ROWS_MAX 100000

/* An answer on its way: what was written of it, and how it goes on. */
struct csv {
    struct kripa_writer writer;
    char next[KRIPA_CURSOR_SIZE]; /* the cursor of the page after; empty: that was the last one */
    size_t rows;
};

bool csv_route(const struct route *route);
/* By ?format=csv, or Accept: text/csv. */
bool csv_wanted(const struct request *r);
/* Calls the handler, page by page, and answers with all that it would have replied. */
enum kripa_status csv_answer(struct request *r);
/* csv_take.c, for reply.c: the records of a page go into the answer (`page` NULL: all there
 * are). */
enum kripa_status csv_take(struct request *r, const void *records, size_t count,
                           const struct kripa_page *page);

#endif
