/* SPDX-License-Identifier: MIT
 * The totals of lists, cached per filter in a table of fixed size until a commit touches the
 * collection, and for at most KRIPA_CACHE_AGE_MS: so a page need not count. */
#include <stdlib.h>
#include <string.h>

#include "base/fnv.h"
#include "context.h"
#include "paging.h"

#define TOTALS_MAX 1024

struct cached_total {
    uint64_t filter, version;
    int64_t at_ms, total;
};
struct kp_totals {
    pthread_mutex_t lock;
    /* each filter has one possible place; a later filter there replaces it */
    struct cached_total at[TOTALS_MAX];
};

struct kp_totals *kp_totals_create(void)
{
    struct kp_totals *totals = calloc(1, sizeof *totals);
    if (totals)
        pthread_mutex_init(&totals->lock, NULL);
    return totals;
}

void kp_totals_free(struct kp_totals *totals)
{
    if (!totals)
        return;
    pthread_mutex_destroy(&totals->lock);
    free(totals);
}

static uint64_t mix_value(uint64_t hash, const struct kripa_value *value)
{
    hash = kp_hash(hash, &value->kind, sizeof value->kind);
    switch (value->kind) {
    case KRIPA_VALUE_ID:
        return kp_hash(hash, &value->as.id, sizeof value->as.id);
    case KRIPA_VALUE_INT:
        return kp_hash(hash, &value->as.number, sizeof value->as.number);
    case KRIPA_VALUE_TEXT:
        hash = kp_hash(hash, &value->as.text.size, sizeof value->as.text.size);
        return kp_hash(hash, value->as.text.at, value->as.text.size);
    case KRIPA_VALUE_NONE:
    case KRIPA_VALUE_RECORD: /* lists have no such condition */
        break;
    }
    return hash;
}

static uint64_t filter_of(const struct kripa_query *query)
{
    uint64_t hash = kp_hash(KP_HASH_START, &query->of, sizeof query->of);
    for (size_t i = 0; i < query->conds_count; i++) {
        const struct kripa_cond *cond = &query->conds[i];
        hash = kp_hash(hash, cond->field, strlen(cond->field) + 1);
        hash = kp_hash(hash, &cond->op, sizeof cond->op);
        for (size_t j = 0; j < cond->values_count; j++)
            hash = mix_value(hash, &cond->values[j]);
    }
    return hash;
}

static bool recall(struct kp_totals *totals, const struct cached_total *asked, int64_t *total)
{
    pthread_mutex_lock(&totals->lock);
    const struct cached_total *known = &totals->at[asked->filter % TOTALS_MAX];
    bool fresh = known->filter == asked->filter && known->version == asked->version &&
                 known->at_ms <= asked->at_ms && asked->at_ms - known->at_ms < KRIPA_CACHE_AGE_MS;
    if (fresh)
        *total = known->total;
    pthread_mutex_unlock(&totals->lock);
    return fresh;
}

static void keep(struct kp_totals *totals, const struct cached_total *counted)
{
    pthread_mutex_lock(&totals->lock);
    totals->at[counted->filter % TOTALS_MAX] = *counted;
    pthread_mutex_unlock(&totals->lock);
}

/* The version is read before the records are counted, so that a commit in between makes the cached
 * count outdated. */
enum kripa_status kp_total(const struct kp_call *call, struct kp_query *query, int64_t *total)
{
    struct cached_total count = {
        .filter = filter_of(&query->query),
        .version = call->kripa->store->ops->version(call->kripa->store, query->query.of),
        .at_ms = kp_now_ms(call->kripa),
    };
    if (recall(call->kripa->totals, &count, total))
        return KRIPA_OK;
    struct kp_query all = *query;
    all.query.after = (struct kripa_text){0};
    all.query.skip = all.query.limit = 0;
    enum kripa_status status = kp_count(call, &all, 0, &count.total);
    if (status != KRIPA_OK)
        return status;
    keep(call->kripa->totals, &count);
    *total = count.total;
    return KRIPA_OK;
}
