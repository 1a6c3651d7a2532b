/* SPDX-License-Identifier: MIT
 * Lists for spreadsheets: every list of admins, and every report, also comes as CSV. */
#ifndef CSV_H
#define CSV_H

#include <kripa/page.h>
#include <kripa/sys/json.h>

#include "request.h"

/* The most records of one answer; more is TOO_LARGE. */
#define CSV_ROWS_MAX 100000

/* An answer that is being written. */
struct csv {
    struct kripa_writer writer;
    char next[KRIPA_CURSOR_SIZE]; /* the cursor of the next page; empty: there is none */
    size_t rows;
};

bool csv_route(const struct route *route);
/* Whether the client asks for CSV, by ?format=csv or Accept: text/csv. */
bool csv_wanted(const struct request *r);
/* Calls the handler for each page, and replies with all records as CSV. */
enum kripa_status csv_answer(struct request *r);
/* csv_take.c, for reply.c: adds the records of a page to the answer (`page` NULL: the list
 * has no pages). */
enum kripa_status csv_take(struct request *r, const void *records, size_t count,
                           const struct kripa_page *page);

#endif
