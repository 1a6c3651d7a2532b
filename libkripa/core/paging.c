/* SPDX-License-Identifier: MIT
 * Pages, sorts and totals of every list that grows. */
#include "paging.h"

#include <stdio.h>
#include <string.h>

#include "context.h"
#include "schema/sorts.h"

const struct kp_sort kp_newest_first[] = {KP_NEWEST_SORTS(KP_SORT_ROW){NULL, NULL, false}};

static enum kripa_status unknown_sort(const char *name, const struct kp_sort *sorts,
                                      struct kripa_error *err)
{
    char known[KRIPA_ERROR_TEXT_SIZE] = "";
    size_t size = 0;
    /* NOLINTNEXTLINE: no list is without sorts */
    for (const struct kp_sort *sort = sorts; sort->name && size < sizeof known; sort++)
        size += (size_t)snprintf(known + size, sizeof known - size, "%s%s", size ? ", " : "",
                                 sort->name);
    return kripa_fail_field(err, KRIPA_INVALID, "sort", "%.32s is not known; known are %s", name,
                            known);
}

static const struct kp_sort *find_sort(const struct kp_sort *sorts, const char *name)
{
    if (!name)
        return sorts;
    while (sorts->name && strcmp(sorts->name, name) != 0)
        sorts++;
    return sorts->name ? sorts : NULL;
}

static enum kripa_status count_from_one(int64_t number, const char *field, struct kripa_error *err)
{
    return number < 0 ? kripa_fail_field(err, KRIPA_INVALID, field, "must be at least 1")
                      : KRIPA_OK;
}

enum kripa_status kp_page_begin(const struct kripa_paging *paging,
                                const struct kp_paging_rules *rules, struct kp_query *query,
                                struct kripa_page *page, struct kripa_error *err)
{
    const struct kp_sort *sort = find_sort(rules->sorts, paging->sort);
    if (!sort)
        return unknown_sort(paging->sort, rules->sorts, err);
    if (count_from_one(paging->page, "page", err) || count_from_one(paging->limit, "limit", err))
        return KRIPA_INVALID;
    page->page = paging->page ? paging->page : 1;
    page->limit = paging->limit ? paging->limit : rules->limit_default;
    if (page->limit > rules->limit_max)
        page->limit = rules->limit_max;
    kp_sort(query, sort->field, sort->descending);
    query->query.limit = page->limit;
    query->query.work_max = paging->work_max;
    if (paging->cursor) {
        query->query.after = (struct kripa_text){paging->cursor, strlen(paging->cursor)};
        return KRIPA_OK;
    }
    if (page->page > KRIPA_PAGE_DEPTH_MAX / page->limit)
        return kripa_fail_field(err, KRIPA_INVALID, "page",
                                "page x limit may reach %d; beyond it use cursor",
                                KRIPA_PAGE_DEPTH_MAX);
    query->query.skip = (page->page - 1) * page->limit;
    return KRIPA_OK;
}

/* The last page gives the total without counting, unless it was reached by a cursor: then the
 * number of records before it is unknown. */
static bool total_of_last(const struct kp_query *query, const struct kripa_rows *rows,
                          int64_t *total)
{
    bool first = query->query.skip == 0;
    if (rows->next[0] || query->query.after.size || (rows->count == 0 && !first))
        return false;
    *total = query->query.skip + (int64_t)rows->count;
    return true;
}

enum kripa_status kp_page_read(const struct kp_call *call, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page)
{
    enum kripa_status status = kp_find(call, query, rows);
    if (status == KRIPA_INVALID && query->query.after.size) {
        if (call->err)
            *call->err = (struct kripa_error){0};
        return kripa_fail_field(call->err, KRIPA_INVALID, "cursor",
                                "is not the next of a page of this list and sort");
    }
    if (status == KRIPA_OK)
        memcpy(page->next, rows->next, sizeof page->next);
    return status;
}

enum kripa_status kp_page_find(const struct kp_call *call, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page)
{
    enum kripa_status status = kp_page_read(call, query, rows, page);
    if (status != KRIPA_OK)
        return status;
    if (total_of_last(query, rows, &page->total))
        return KRIPA_OK;
    return kp_total(call, query, &page->total);
}

enum kripa_status kp_page_list(const struct kp_call *call, const struct kripa_paging *paging,
                               const struct kp_paging_rules *rules, struct kp_query *query,
                               struct kripa_rows *rows, struct kripa_page *page)
{
    enum kripa_status status = kp_page_begin(paging, rules, query, page, call->err);
    return status == KRIPA_OK ? kp_page_find(call, query, rows, page) : status;
}
