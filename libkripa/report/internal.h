/* SPDX-License-Identifier: MIT
 * What the files of reports share: the days of a report, and ranking. */
#ifndef KP_REPORT_INTERNAL_H
#define KP_REPORT_INTERNAL_H

#include <kripa/report.h>

#include "core/call.h"
#include "core/query.h"
#include "journal/figures.h"
#include "schema/schema.h"

/* The first and the last day, both included, as day numbers (base/time.h). */
struct kp_period {
    int64_t from, to;
    bool all; /* no range was asked for: all time */
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
/* The limit that was asked for, or else the default, but at most the maximum. */
int64_t kp_report_limit(int64_t asked, int64_t usual, int64_t most);
/* Calls `add` for each day of the period that has counters; several times a day if its month
 * is spread over several documents (core/stripe.h). */
typedef void kp_shop_day_fn(void *ctx, int64_t day, const struct kripa_shop_day *counted);
enum kripa_status kp_report_days(const struct kp_call *call, const struct kp_period *period,
                                 kp_shop_day_fn *add, void *ctx);

/* Ranks products or retailers by a sum over the period. Their sum over all time is an upper
 * bound: they are summed up from the highest bound down, until no bound that is left reaches
 * the first ones. */
#define KP_RANK_FIGURES 3
struct kp_ranked {
    struct kripa_id id;
    int64_t bound, value;
    int64_t figures[KP_RANK_FIGURES]; /* the sums */
};
struct kp_ranking {
    const struct kp_call *call;
    const struct kp_period *period;
    struct kp_ranked *at; /* first the candidates (kp_rank_add), then the ranking */
    size_t count, room;
    size_t by; /* the index of the figure that they are ranked by */
    /* the id of a month's record, and adding up a record: the whole month, or these days of
     * it */
    struct kripa_id (*month_id)(int64_t month, struct kripa_id of);
    const struct kripa_schema *month, *month_total;
    struct kripa_id (*add)(const void *record, int first, int last, int64_t *figures);
};
#define KP_RANK_WHOLE 0 /* given as `first`: the whole month */
/* Adds a candidate with its figures over all time. */
enum kripa_status kp_rank_add(struct kp_ranking *ranking, const struct kp_ranked *one);
enum kripa_status kp_rank(struct kp_ranking *ranking, size_t limit);
/* Reads the records of the ranked, in any order; deleted ones are missing. */
enum kripa_status kp_rank_read(const struct kp_ranking *ranking, const struct kripa_schema *of,
                               struct kripa_rows *out);

#endif
