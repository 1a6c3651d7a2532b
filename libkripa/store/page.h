/* SPDX-License-Identifier: MIT
 * A page of rows in the making, the same in every store. */
#ifndef KP_PAGE_H
#define KP_PAGE_H

#include "cursor.h"
#include "layout.h"

struct kp_page {
    const struct kripa_query *query;
    const struct kp_plan *plan;
    const struct kp_column *sort; /* NULL: by _id */
    struct kp_cursor cursor;      /* read, when query->after isn't empty */
    struct kripa_arena *arena;    /* the rows' */
    struct kripa_error *err;
    struct kripa_rows *rows;
    size_t limit, capacity;
    bool more; /* a row was found that the page doesn't hold */
};

/* The column a query is sorted by, NULL: _id. INVALID. */
enum kripa_status kp_page_sort(const struct kp_plan *plan, const char *sort,
                               const struct kp_column **out, struct kripa_error *err);
/* Reads limit and cursor of the query. INVALID for a page that can't be. */
enum kripa_status kp_page_check(struct kp_page *page);
/* The place of the next row: rows lie one behind the other. NULL: out of memory. */
void *kp_page_place(struct kp_page *page);
/* Writes the cursor of the page behind, when there is one. */
enum kripa_status kp_page_finish(struct kp_page *page, struct kripa_arena *scratch);

#endif
