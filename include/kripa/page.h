/* SPDX-License-Identifier: MIT
 * Pages of lists: what a caller asks for, and what it gets. */
#ifndef KRIPA_PAGE_H
#define KRIPA_PAGE_H

#include <kripa/base.h>
#include <kripa/limits.h>

/* Part of every filter; a filter of NULL is no filter. Page and limit count from 1; page x limit
 * may reach KRIPA_PAGE_DEPTH_MAX. A cursor is the `next` of the page before, used with the same
 * filter and sort; it overrides page, and costs the same at any depth. */
struct kripa_paging {
    int64_t page, limit; /* 0: 1, and the list's own default */
    const char *cursor;
    /* such as "price" or "-price"; each list names its sorts; NULL: newest first */
    const char *sort;
    /* for callers that must not wait: a list that takes more steps of the store than this
     * (kripa_query.work_max) is TOO_LARGE, as is a list of products with words or categories; 0: no
     * limit */
    int64_t work_max;
};

struct kripa_page {
    int64_t page, limit;
    int64_t total;                /* of all pages; may be up to KRIPA_CACHE_AGE_MS old */
    char next[KRIPA_CURSOR_SIZE]; /* empty on the last page */
};

#endif
