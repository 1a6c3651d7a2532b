/* SPDX-License-Identifier: MIT
 * Reports, as their files share them: the days they are about, and who is first in them. */
#ifndef KP_REPORT_INTERNAL_H
#define KP_REPORT_INTERNAL_H

#include <kripa/report.h>

#include "core/call.h"
#include "core/query.h"
#include "journal/figures.h"
#include "schema/schema.h"

/* Days, both included, by their numbers (base/time.h). */
struct kp_period {
    int64_t from, to;
    bool all; /* nobody asked for a range: whatever there is */
    int64_t today;
    const char *zone;
};
/* Begins a report: for admins only (FORBIDDEN), over the days of the filter (INVALID on from, to).
 * `days`: how many it has without a range, up to today; 0: all. */
enum kripa_status kp_report_period(const struct kp_call *call,
                                   const struct kripa_report_filter *filter, int64_t days,
                                   struct kp_period *out);
/* The instant at which a day begins. */
int64_t kp_report_day_start(const struct kp_period *period, int64_t day);
/* The limit that was asked for, or the usual one, at most the maximum. */
int64_t kp_report_limit(int64_t asked, int64_t usual, int64_t most);
/* The days that have counters, each as often as its month has stripes. */
typedef void kp_shop_day_fn(void *ctx, int64_t day, const struct kripa_shop_day *counted);
enum kripa_status kp_report_days(const struct kp_call *call, const struct kp_period *period,
                                 kp_shop_day_fn *add, void *ctx);

/* Ranking by a sum over the period, of which the sum over all time is a bound: from the highest
 * bound down, until nobody who is left can be among the first. */
#define KP_RANK_FIGURES 3
struct kp_ranked {
    struct kripa_id id;
    int64_t bound, value;
    int64_t figures[KP_RANK_FIGURES]; /* the sums */
};
struct kp_ranking {
    const struct kp_call *call;
    const struct kp_period *period;
    struct kp_ranked *at; /* all who may be in it (kp_rank_add); then, who is */
    size_t count, room;
    size_t by; /* which of the figures is the value */
    /* a record of a month, by its id; and what it holds: of the whole month, or of these days */
    struct kripa_id (*month_id)(int64_t month, struct kripa_id of);
    const struct kripa_schema *month, *month_total;
    struct kripa_id (*add)(const void *record, int first, int last, int64_t *figures);
};
#define KP_RANK_WHOLE 0 /* as `first`: the whole month */
/* One more, by their figures over all time. */
enum kripa_status kp_rank_add(struct kp_ranking *ranking, const struct kp_ranked *one);
enum kripa_status kp_rank(struct kp_ranking *ranking, size_t limit);
/* Reads the records of those who are in it, in any order; one that is gone is missing. */
enum kripa_status kp_rank_read(const struct kp_ranking *ranking, const struct kripa_schema *of,
                               struct kripa_rows *out);

#endif
