/* SPDX-License-Identifier: MIT
 * Ranks over a range of days. No order is kept for every possible range; but who sold little
 * over all time sold little in any range, so only few have to be summed up. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "internal.h"

#define BATCH_MAX      32
#define DAYS_AHEAD_MAX 366
#define ROOM_FIRST     256

static int compare_ids(const struct kp_ranked *a, const struct kp_ranked *b)
{
    return memcmp(&a->id, &b->id, sizeof a->id);
}

static int by_bound(const void *left, const void *right)
{
    const struct kp_ranked *a = left, *b = right;
    return a->bound != b->bound ? (a->bound < b->bound ? 1 : -1) : compare_ids(a, b);
}

static int by_value(const void *left, const void *right)
{
    const struct kp_ranked *a = left, *b = right;
    return a->value != b->value ? (a->value < b->value ? 1 : -1) : compare_ids(a, b);
}

static struct kp_ranked *ranked_of(struct kp_ranked *batch, size_t count, struct kripa_id id)
{
    for (size_t i = 0; i < count; i++)
        if (kripa_id_equal(batch[i].id, id))
            return &batch[i];
    return NULL;
}

/* The days of this month that belong to the period. */
static bool cut(const struct kp_period *period, int64_t month, int *first, int *last)
{
    int64_t start = kp_month_start(month), end = kp_month_start(month + 1) - 1;
    *first = period->from > start ? (int)(period->from - start) + 1 : 1;
    *last = period->to < end ? (int)(period->to - start) + 1 : (int)(end - start) + 1;
    return period->from > start || period->to < end;
}

static enum kripa_status sum_month(const struct kp_ranking *ranking, int64_t month,
                                   struct kp_ranked *batch, size_t count)
{
    struct kripa_id ids[BATCH_MAX];
    struct kripa_rows rows;
    int first, last;
    bool part = cut(ranking->period, month, &first, &last);
    const struct kripa_schema *of = part ? ranking->month : ranking->month_total;
    for (size_t i = 0; i < count; i++)
        ids[i] = ranking->month_id(month, batch[i].id);
    enum kripa_status status = kp_find_ids(ranking->call, of, ids, count, &rows);
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++) {
        const void *record = (const char *)rows.at + i * of->size;
        int64_t figures[KP_RANK_FIGURES] = {0};
        struct kripa_id id = ranking->add(record, part ? first : KP_RANK_WHOLE, last, figures);
        struct kp_ranked *to = ranked_of(batch, count, id);
        for (size_t j = 0; to && j < KP_RANK_FIGURES; j++)
            to->figures[j] += figures[j];
    }
    return status;
}

static enum kripa_status sum(const struct kp_ranking *ranking, struct kp_ranked *batch,
                             size_t count)
{
    int day;
    int64_t month = kp_month_of(ranking->period->from, &day);
    int64_t end = kp_month_of(ranking->period->to, &day);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < count; i++)
        memset(batch[i].figures, 0, sizeof batch[i].figures);
    for (; status == KRIPA_OK && month <= end; month++)
        status = sum_month(ranking, month, batch, count);
    for (size_t i = 0; i < count; i++)
        batch[i].value = batch[i].figures[ranking->by];
    return status;
}

/* Narrows the period: from the first month that has counters, to as far ahead as clocks may
 * be wrong. */
static enum kripa_status narrow(const struct kp_ranking *ranking, struct kp_period *period)
{
    struct kp_query query = kp_query_of(ranking->call->arena, &kripa_shop_month_schema);
    struct kripa_rows rows = {0};
    kp_where(&query, "_id", KRIPA_GE, kp_id(kp_month_id(KP_MONTH_ALL_TIME)));
    query.query.limit = 1;
    enum kripa_status status = kp_find(ranking->call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    int64_t last = period->today + DAYS_AHEAD_MAX;
    const struct kripa_shop_month *month = rows.at;
    int64_t first = rows.count ? kp_month_start(month->month) : last + 1;
    period->from = period->from > first ? period->from : first;
    period->to = period->to < last ? period->to : last;
    return KRIPA_OK;
}

/* Keeps the ones that were summed up, sorted, before those that were not. */
static enum kripa_status rank_range(struct kp_ranking *ranking, size_t limit)
{
    size_t kept = 0, next = 0;
    struct kp_ranked *at = ranking->at;
    while (next < ranking->count) {
        if (kept == limit && at[kept - 1].value > at[next].bound)
            break;
        size_t count = ranking->count - next;
        count = count < BATCH_MAX ? count : BATCH_MAX;
        enum kripa_status status = sum(ranking, &at[next], count);
        if (status != KRIPA_OK)
            return status;
        memmove(&at[kept], &at[next], count * sizeof *at);
        next += count;
        kept += count;
        qsort(at, kept, sizeof *at, by_value);
        kept = kept < limit ? kept : limit;
    }
    ranking->count = kept;
    return KRIPA_OK;
}

enum kripa_status kp_rank_add(struct kp_ranking *ranking, const struct kp_ranked *one)
{
    if (ranking->count == ranking->room) {
        size_t room = ranking->room ? ranking->room * 2 : ROOM_FIRST;
        struct kp_ranked *at = kripa_arena_alloc(ranking->call->arena, sizeof *at, room);
        if (!at)
            return kp_no_memory(ranking->call->err);
        if (ranking->count)
            memcpy(at, ranking->at, ranking->count * sizeof *at);
        ranking->at = at;
        ranking->room = room;
    }
    struct kp_ranked *to = &ranking->at[ranking->count++];
    *to = *one;
    to->bound = to->figures[ranking->by];
    return KRIPA_OK;
}

enum kripa_status kp_rank(struct kp_ranking *ranking, size_t limit)
{
    struct kp_period period = *ranking->period;
    if (ranking->count > 0) /* else there is no array to sort */
        qsort(ranking->at, ranking->count, sizeof *ranking->at, by_bound);
    if (period.all) {
        ranking->count = ranking->count < limit ? ranking->count : limit;
        for (size_t i = 0; i < ranking->count; i++)
            ranking->at[i].value = ranking->at[i].bound;
        return KRIPA_OK;
    }
    enum kripa_status status = narrow(ranking, &period);
    if (status != KRIPA_OK)
        return status;
    const struct kp_period *asked = ranking->period;
    ranking->period = &period;
    if (period.from <= period.to)
        status = rank_range(ranking, limit);
    else
        ranking->count = 0;
    ranking->period = asked;
    while (ranking->count && ranking->at[ranking->count - 1].value <= 0)
        ranking->count--;
    return status;
}

enum kripa_status kp_rank_read(const struct kp_ranking *ranking, const struct kripa_schema *of,
                               struct kripa_rows *out)
{
    const struct kp_call *call = ranking->call;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, ranking->count);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < ranking->count; i++)
        ids[i] = ranking->at[i].id;
    return kp_find_ids(call, of, ids, ranking->count, out);
}
