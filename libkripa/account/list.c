/* SPDX-License-Identifier: MIT
 * The admin's list of accounts, and the number of accounts of each kind. */
#include <string.h>

#include "core/context.h"
#include "core/paging.h"
#include "core/search.h"
#include "internal.h"

static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = kp_newest_first,
};

/* Each word of the search may be the beginning of a term. */
static enum kripa_status where_words(struct kp_query *query, const char *q, struct kripa_error *err)
{
    struct kp_words words;
    if (!q)
        return KRIPA_OK;
    if (!kp_words_phone(query->arena, q, false, &words)) {
        enum kripa_status status = kp_words_of(query->arena, q, KP_WRITTEN, &words, err);
        if (status != KRIPA_OK)
            return status;
    }
    for (size_t i = 0; i < words.count; i++)
        words.at[i].op = KRIPA_PREFIX;
    kp_where_words(query, &words);
    return KRIPA_OK;
}

static enum kripa_status filter_by(struct kp_query *query,
                                   const struct kripa_account_filter *filter,
                                   struct kripa_error *err)
{
    enum kripa_status status =
        kp_where_name(query, "role", "role", kp_role_names, filter->role, err);
    if (status == KRIPA_OK)
        status = kp_where_name(query, "blocked", "isBlocked", kp_truth_names, filter->blocked, err);
    if (status == KRIPA_OK)
        status = kp_where_name(query, "status", "retailerRequestStatus", kp_request_status_names,
                               filter->status, err);
    return status == KRIPA_OK ? where_words(query, filter->q, err) : status;
}

enum kripa_status kripa_account_list(struct kripa *kripa, struct kripa_viewer viewer,
                                     const struct kripa_account_filter *filter,
                                     struct kripa_arena *arena, struct kripa_accounts *out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_account_filter){0};
    struct kripa_accounts found = {0};
    struct kripa_rows rows;
    struct kp_query query = kp_account_query(arena, &kripa_account_schema);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = filter_by(&query, filter, err);
    if (status == KRIPA_OK)
        status = kp_page_list(&call, &filter->paging, &rules, &query, &rows, &found.page);
    if (status != KRIPA_OK)
        return status;
    found.at = rows.at;
    found.count = rows.count;
    *out = found;
    return KRIPA_OK;
}

static enum kripa_status count_all(const struct kp_call *call, struct kripa_account_stats *out)
{
    const struct {
        const char *field;
        int64_t value;
        int64_t *total;
    } rows[] = {
        {NULL, 0, &out->total_users},
        {"role", KRIPA_ROLE_RETAILER, &out->total_retailers},
        {"role", KRIPA_ROLE_CUSTOMER, &out->total_customers},
        {"isBlocked", true, &out->blocked_users},
        {"retailerRequestStatus", KRIPA_REQUEST_PENDING, &out->pending_requests},
    };
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < sizeof rows / sizeof *rows; i++) {
        struct kp_query query = kp_account_query(call->arena, &kripa_account_schema);
        if (rows[i].field)
            kp_where(&query, rows[i].field, KRIPA_EQ, kp_int(rows[i].value));
        status = kp_total(call, &query, rows[i].total);
    }
    return status;
}

enum kripa_status kripa_account_stats(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_account_stats *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_account_stats counted = {0};
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .viewer = viewer, .err = err};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = count_all(&call, &counted);
    kripa_arena_clear(&arena);
    if (status == KRIPA_OK)
        *out = counted;
    return status;
}
