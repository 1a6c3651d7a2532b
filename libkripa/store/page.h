/* SPDX-License-Identifier: MIT
 * A page of records being read, the same in every store. */
#ifndef KP_PAGE_H
#define KP_PAGE_H

#include "cursor.h"
#include "layout.h"

struct kp_page {
    const struct kripa_query *query;
    const struct kp_plan *plan;
    const struct kp_column *sort; /* NULL: sorted by _id */
    struct kp_cursor cursor;      /* read, when query->after isn't empty */
    struct kripa_arena *arena;    /* for the records */
    struct kripa_error *err;
    struct kripa_rows *rows;
    size_t limit, capacity;
    bool more; /* more records match than fit into the page */
};

/* The column by which a query is sorted, NULL: _id. INVALID. */
enum kripa_status kp_page_sort(const struct kp_plan *plan, const char *sort,
                               const struct kp_column **out, struct kripa_error *err);
/* Checks limit and cursor of the query. INVALID. */
enum kripa_status kp_page_check(struct kp_page *page);
/* The memory of the next record; records follow each other in an array. NULL: out of memory. */
void *kp_page_place(struct kp_page *page);
/* Writes the cursor of the next page, if there is one. */
enum kripa_status kp_page_finish(struct kp_page *page, struct kripa_arena *scratch);

#endif
