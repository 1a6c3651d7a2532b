/* SPDX-License-Identifier: MIT
 * Lists of banners: what everybody is shown now, and all of them for admins. */
#include "base/status.h"
#include "core/candidates.h"
#include "core/paging.h"
#include "internal.h"
#include "schema/sorts.h"

static const struct kp_sort sorts[] = {KP_BANNER_SORTS(KP_SORT_ROW){NULL, NULL, false}};
static const struct kp_paging_rules rules = {
    .limit_default = KRIPA_PAGE_LIMIT_MAX,
    .limit_max = KRIPA_PAGE_LIMIT_MAX,
    .sorts = sorts,
};

static bool is_shown(const struct kripa_banner *banner)
{
    return kripa_id_is_zero(banner->product) || banner->product_shown;
}

/* Takes a few banners at a time, until enough of them may be shown: the product of one may be
 * hidden or deleted. */
enum kripa_status kripa_banner_list_shown(struct kripa *kripa, struct kripa_viewer viewer,
                                          struct kripa_arena *arena, struct kripa_banners *out,
                                          struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_banner_walk walk = {.call = &call, .now_ms = kp_now_ms(kripa)};
    *out = (struct kripa_banners){0};
    out->at = kripa_arena_alloc(arena, sizeof *out->at, KRIPA_BANNERS_SHOWN_MAX);
    if (!out->at)
        return kp_no_memory(err);
    size_t count = KRIPA_BANNERS_SHOWN_MAX;
    while (count == KRIPA_BANNERS_SHOWN_MAX && out->count < KRIPA_BANNERS_SHOWN_MAX) {
        struct kripa_banner some[KRIPA_BANNERS_SHOWN_MAX];
        enum kripa_status status = kp_banner_walk_on(&walk, some, KRIPA_BANNERS_SHOWN_MAX, &count);
        if (status == KRIPA_OK)
            status = kp_banners_show(&call, some, count, false);
        if (status != KRIPA_OK)
            return status;
        for (size_t i = 0; i < count && out->count < KRIPA_BANNERS_SHOWN_MAX; i++)
            if (is_shown(&some[i]))
                out->at[out->count++] = some[i];
    }
    return KRIPA_OK;
}

enum kripa_status kripa_banner_list(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_banner_filter *filter,
                                    struct kripa_arena *arena, struct kripa_banners *out,
                                    struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const struct kripa_banner_filter no_filter;
    struct kp_query query = kp_query_of(arena, &kripa_banner_schema);
    struct kripa_rows rows;
    if (!filter)
        filter = &no_filter;
    *out = (struct kripa_banners){0};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status =
            kp_where_name(&query, "status", "status", kp_banner_status_names, filter->status, err);
    if (status == KRIPA_OK)
        status = kp_page_list(&call, &filter->paging, &rules, &query, &rows, &out->page);
    if (status != KRIPA_OK)
        return status;
    out->at = rows.at;
    out->count = rows.count;
    return kp_banners_show(&call, out->at, out->count, true);
}

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_banner *banner = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(banner->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%s", banner->title ? banner->title : "");
}

enum kripa_status kripa_banner_find(struct kripa *kripa, struct kripa_viewer viewer,
                                    const char *name, struct kripa_arena *arena,
                                    struct kripa_banner **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_candidates candidates = {
        .call = &call, .of = &kripa_banner_schema, .plural = "banners", .tell = tell};
    struct kp_query all = kp_query_of(arena, &kripa_banner_schema);
    void *found;
    enum kripa_status status = kp_candidate_by_ending(&candidates, &all, name, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    return kp_banners_show(&call, *out, 1, true);
}
