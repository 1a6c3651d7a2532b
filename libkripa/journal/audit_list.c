/* SPDX-License-Identifier: MIT
 * The audit log as admins read it. */
#include <kripa/audit.h>

#include "core/context.h"
#include "core/paging.h"
#include "journal.h"
#include "schema/sorts.h"

static const struct kp_sort sorts[] = {KP_AUDIT_SORTS(KP_SORT_ROW){NULL, NULL, false}};
static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = sorts,
};

static void where_text(struct kp_query *query, const char *field, const char *text)
{
    if (text)
        kp_where(query, field, KRIPA_EQ, kp_text(text));
}

enum kripa_status kripa_audit_list(struct kripa *kripa, struct kripa_viewer viewer,
                                   const struct kripa_audit_filter *filter,
                                   struct kripa_arena *arena, struct kripa_audit *out,
                                   struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    filter = filter ? filter : &(const struct kripa_audit_filter){0};
    *out = (struct kripa_audit){0};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_query query = kp_query_of(arena, &kripa_audit_entry_schema);
    status = kp_page_begin(&filter->paging, &rules, &query, &out->page, err);
    if (status != KRIPA_OK)
        return status;
    where_text(&query, "by", filter->by);
    where_text(&query, "action", filter->action);
    where_text(&query, "target", filter->target);
    struct kripa_rows rows = {0};
    status = kp_page_find(&call, &query, &rows, &out->page);
    out->at = rows.at;
    out->count = rows.count;
    return status;
}
