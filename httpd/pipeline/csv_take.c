/* SPDX-License-Identifier: MIT
 * Takes the records that a handler replies with, while the answer is written as CSV. */
#include <string.h>

#include <kripa/sys/csv.h>

#include "csv.h"

enum kripa_status csv_take(struct request *r, const void *records, size_t count,
                           const struct kripa_page *page)
{
    r->csv->rows += count;
    if (r->csv->rows > CSV_ROWS_MAX)
        return kripa_fail(r->err, KRIPA_TOO_LARGE, "more than %d records: ask for fewer at once",
                          CSV_ROWS_MAX);
    if (page)
        memcpy(r->csv->next, page->next, sizeof page->next);
    kripa_csv_write_records(&r->csv->writer, r->route->reply, records, count, r->viewer.role);
    return KRIPA_OK;
}
