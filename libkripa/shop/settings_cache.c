/* SPDX-License-Identifier: MIT
 * The shop's settings for use inside the library: cached until a commit of any process touches
 * them, or read each time where another program could change them unnoticed. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "journal/journal.h"
#include "shop.h"

#define SHOP_NAME_DEFAULT           "Kripa"
#define TIME_ZONE_DEFAULT           "Asia/Kolkata"
#define INVOICE_SERIES_DEFAULT      "KRP"
#define LOW_STOCK_THRESHOLD_DEFAULT 10

struct kp_settings_cache {
    pthread_rwlock_t lock;
    uint64_t version; /* the store's version when they were read; 0: nothing is cached */
    struct kripa_settings settings;
    struct kripa_arena arena;
};

struct kp_settings_cache *kp_settings_cache_create(void)
{
    struct kp_settings_cache *cache = calloc(1, sizeof *cache);
    if (cache)
        pthread_rwlock_init(&cache->lock, NULL);
    return cache;
}

void kp_settings_cache_free(struct kp_settings_cache *cache)
{
    if (!cache)
        return;
    pthread_rwlock_destroy(&cache->lock);
    kripa_arena_clear(&cache->arena);
    free(cache);
}

static struct kripa_settings defaults(void)
{
    return (struct kripa_settings){
        .id = kp_id_of_name(KP_SETTINGS_NAME),
        .shop_name = SHOP_NAME_DEFAULT,
        .time_zone = TIME_ZONE_DEFAULT,
        .low_stock_threshold = LOW_STOCK_THRESHOLD_DEFAULT,
        .invoice_series = INVOICE_SERIES_DEFAULT,
        .invoice_when = KRIPA_INVOICE_DELIVERED,
    };
}

static bool copy_text(struct kripa_arena *arena, const char **text)
{
    if (*text)
        *text = kripa_arena_text(arena, *text, strlen(*text));
    return *text;
}

/* Copies every text of `from` into `arena`. False when out of memory. */
static bool copy(struct kripa_arena *arena, const struct kripa_settings *from,
                 struct kripa_settings *to)
{
    *to = *from;
    const char **texts[] = {
        &to->shop_name, &to->address,      &to->state,     &to->phone,
        &to->email,     &to->gstin,        &to->time_zone, &to->invoice_series,
        &to->footer,    &to->bank_details, &to->upi_id,    &to->figures_zone,
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i] && !copy_text(arena, texts[i]))
            return false;
    if (!from->pincodes_count)
        return true;
    to->pincodes = kripa_arena_alloc(arena, sizeof *to->pincodes, from->pincodes_count);
    if (!to->pincodes)
        return false;
    for (size_t i = 0; i < from->pincodes_count; i++) {
        to->pincodes[i] = from->pincodes[i];
        if (!copy_text(arena, &to->pincodes[i]))
            return false;
    }
    return true;
}

/* True when the cache is of this version; *status then says whether they could be copied. */
static bool recall(struct kp_settings_cache *cache, uint64_t version, struct kripa_arena *arena,
                   struct kripa_settings *out, enum kripa_status *status, struct kripa_error *err)
{
    if (!version)
        return false;
    pthread_rwlock_rdlock(&cache->lock);
    bool known = cache->version == version;
    bool copied = known && copy(arena, &cache->settings, out);
    pthread_rwlock_unlock(&cache->lock);
    *status = !known || copied ? KRIPA_OK : kp_no_memory(err);
    return known;
}

/* Failing to cache is no error. */
static void remember(struct kp_settings_cache *cache, uint64_t version,
                     const struct kripa_settings *settings)
{
    if (!version)
        return;
    pthread_rwlock_wrlock(&cache->lock);
    kripa_arena_reset(&cache->arena);
    cache->version = copy(&cache->arena, settings, &cache->settings) ? version : 0;
    pthread_rwlock_unlock(&cache->lock);
}

enum kripa_status kp_settings(const struct kp_call *call, struct kripa_settings **out)
{
    struct kripa_settings *settings = kripa_arena_alloc(call->arena, sizeof *settings, 1);
    if (!settings)
        return kp_no_memory(call->err);
    *out = settings;
    uint64_t version =
        call->kripa->store->shared
            ? 0
            : call->kripa->store->ops->version(call->kripa->store, &kripa_settings_schema);
    enum kripa_status status = KRIPA_OK;
    if (recall(call->kripa->settings, version, call->arena, settings, &status, call->err))
        return status;
    struct kp_query query = kp_query_of(call->arena, &kripa_settings_schema);
    struct kripa_rows rows;
    status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    *settings = rows.count ? *(struct kripa_settings *)rows.at : defaults();
    remember(call->kripa->settings, version, settings);
    return KRIPA_OK;
}

const char *kp_figures_zone(const struct kripa_settings *settings)
{
    return settings->figures_zone ? settings->figures_zone : settings->time_zone;
}
