/* SPDX-License-Identifier: MIT
 * How lists that grow are asked for and answered. */
#ifndef KRIPA_PAGE_H
#define KRIPA_PAGE_H

#include <kripa/base.h>
#include <kripa/limits.h>

/* Part of every filter; a filter of NULL is no filter. Page and limit count from 1; page x limit
 * may reach KRIPA_PAGE_DEPTH_MAX. A cursor (the `next` of the page before, with the same filter and
 * sort) goes before page, and costs the same at any depth. */
struct kripa_paging {
    int64_t page, limit; /* 0: 1, and the list's own default */
    const char *cursor;
    const char *sort; /* "price", "-price", ...: which ones, each list says; NULL: newest first */
    /* for callers that must not wait: a list that takes more steps of the store than this
     * (kripa_query.work_max) is TOO_LARGE, as is one of products that asks for words or categories;
     * 0: no bound */
    int64_t work_max;
};

struct kripa_page {
    int64_t page, limit;
    int64_t total;                /* of all pages; may be up to KRIPA_CACHE_AGE_MS old */
    char next[KRIPA_CURSOR_SIZE]; /* empty on the last page */
};

#endif
