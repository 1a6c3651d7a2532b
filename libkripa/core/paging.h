/* SPDX-License-Identifier: MIT
 * Pages, sorts and totals of every list that grows (api.md, "Exact answers"). */
#ifndef KP_PAGING_H
#define KP_PAGING_H

#include <kripa/page.h>

#include "query.h"

struct kp_sort {
    const char *name;  /* as requests name it, "-price" */
    const char *field; /* as the table names it, "price" */
    bool descending;
};
struct kp_paging_rules {
    int64_t limit_default, limit_max;
    const struct kp_sort *sorts; /* the first is the default; ended by a NULL name */
};
extern const struct kp_sort kp_newest_first[]; /* -createdAt, createdAt */

/* Puts sort, cursor, skip and limit into the query, and page and limit into `page`. INVALID: an
 * unknown sort (the message names the known ones), or a page too deep. A limit above the maximum is
 * lowered to it. */
enum kripa_status kp_page_begin(const struct kripa_paging *paging,
                                const struct kp_paging_rules *rules, struct kp_query *query,
                                struct kripa_page *page, struct kripa_error *err);
/* Finds the rows, for who knows the total otherwise. INVALID: a bad cursor. */
enum kripa_status kp_page_read(const struct kp_call *call, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page);
/* Finds the records and the total, which is cached per filter until a commit touches the
 * collection. INVALID: a bad cursor. */
enum kripa_status kp_page_find(const struct kp_call *call, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page);
/* Both: kp_page_begin, then kp_page_find. */
enum kripa_status kp_page_list(const struct kp_call *call, const struct kripa_paging *paging,
                               const struct kp_paging_rules *rules, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page);

/* The number of records that match, from the cache or counted. */
enum kripa_status kp_total(const struct kp_call *call, struct kp_query *query, int64_t *total);
struct kp_totals *kp_totals_create(void); /* NULL: out of memory */
void kp_totals_free(struct kp_totals *totals);

#endif
