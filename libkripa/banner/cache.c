/* SPDX-License-Identifier: MIT
 * The active banners in memory, sorted as they are shown: the first page of the shop asks for them
 * all day long, and they seldom change. They are read again when a commit touched them. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "core/fresh.h"
#include "core/query.h"
#include "internal.h"

struct kp_banner_cache {
    pthread_rwlock_t lock;
    bool filled;
    struct kp_fresh fresh;
    struct kripa_banner *at;
    size_t count;
    struct kripa_arena arena;
};

struct kp_banner_cache *kp_banner_cache_create(void)
{
    struct kp_banner_cache *cache = calloc(1, sizeof *cache);
    if (cache)
        pthread_rwlock_init(&cache->lock, NULL);
    return cache;
}

void kp_banner_cache_free(struct kp_banner_cache *cache)
{
    if (!cache)
        return;
    pthread_rwlock_destroy(&cache->lock);
    kripa_arena_clear(&cache->arena);
    free(cache);
}

/* Copies a banner with its texts; false when out of memory. */
static bool copy(struct kripa_arena *arena, const struct kripa_banner *from,
                 struct kripa_banner *to)
{
    *to = *from;
    const char **texts[] = {&to->title,     &to->subtitle,  &to->badge,
                            &to->cta_label, &to->image.url, &to->image.public_id};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!*texts[i])
            continue;
        *texts[i] = kripa_arena_text(arena, *texts[i], strlen(*texts[i]));
        if (!*texts[i])
            return false;
    }
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct kripa_banner *left = a, *right = b;
    if (left->sort_order != right->sort_order)
        return left->sort_order < right->sort_order ? -1 : 1;
    if (left->created_at_ms != right->created_at_ms)
        return left->created_at_ms > right->created_at_ms ? -1 : 1;
    return memcmp(&right->id, &left->id, sizeof left->id);
}

static bool is_live(const struct kripa_banner *banner, int64_t now_ms)
{
    return banner->starts_at_ms <= now_ms && (!banner->ends_at_ms || now_ms < banner->ends_at_ms);
}

/* Takes the next live banners from these; false when out of memory. */
static bool take(struct kp_banner_walk *walk, const struct kripa_banner *from, size_t from_count,
                 struct kripa_banner *out, size_t max, size_t *count)
{
    for (*count = 0; *count < max && walk->next < from_count; walk->next++) {
        if (!is_live(&from[walk->next], walk->now_ms))
            continue;
        if (!copy(walk->call->arena, &from[walk->next], &out[*count]))
            return false;
        ++*count;
    }
    return true;
}

/* Keeps them for others. Not being able to is no error: they are read again. */
static void keep(struct kp_banner_cache *cache, const struct kp_fresh *now,
                 const struct kripa_banner *banners, size_t count)
{
    pthread_rwlock_wrlock(&cache->lock);
    kripa_arena_reset(&cache->arena);
    cache->at = kripa_arena_alloc(&cache->arena, sizeof *cache->at, count);
    cache->filled = cache->at || count == 0;
    cache->count = count;
    cache->fresh = *now;
    for (size_t i = 0; cache->filled && i < count; i++)
        cache->filled = copy(&cache->arena, &banners[i], &cache->at[i]);
    pthread_rwlock_unlock(&cache->lock);
}

static enum kripa_status load(struct kp_banner_walk *walk, const struct kp_fresh *now)
{
    struct kp_query query = kp_query_of(walk->call->arena, &kripa_banner_schema);
    struct kripa_rows rows;
    kp_where(&query, "status", KRIPA_EQ, kp_int(KRIPA_BANNER_ACTIVE));
    enum kripa_status status = kp_find(walk->call, &query, &rows);
    if (status != KRIPA_OK)
        return status;
    static const struct kripa_banner none;
    walk->read = rows.count ? rows.at : &none;
    walk->read_count = rows.count;
    if (rows.count)
        qsort(rows.at, rows.count, sizeof none, by_place);
    keep(walk->call->kripa->banners, now, walk->read, walk->read_count);
    return KRIPA_OK;
}

/* Takes from the cache; false when it is out of date. */
static bool recall(struct kp_banner_walk *walk, const struct kp_fresh *now,
                   struct kripa_banner *out, size_t max, size_t *count, bool *taken)
{
    struct kripa *kripa = walk->call->kripa;
    struct kp_banner_cache *cache = kripa->banners;
    pthread_rwlock_rdlock(&cache->lock);
    bool fresh = cache->filled && kp_fresh_enough(kripa, &cache->fresh, now, KRIPA_CACHE_AGE_MS);
    *taken = fresh && take(walk, cache->at, cache->count, out, max, count);
    pthread_rwlock_unlock(&cache->lock);
    return fresh;
}

enum kripa_status kp_banner_walk_on(struct kp_banner_walk *walk, struct kripa_banner *out,
                                    size_t max, size_t *count)
{
    struct kp_fresh now = kp_fresh_now(walk->call->kripa, &kripa_banner_schema);
    bool taken;
    if (!walk->read && recall(walk, &now, out, max, count, &taken))
        return taken ? KRIPA_OK : kp_no_memory(walk->call->err);
    enum kripa_status status = walk->read ? KRIPA_OK : load(walk, &now);
    if (status != KRIPA_OK)
        return status;
    return take(walk, walk->read, walk->read_count, out, max, count)
               ? KRIPA_OK
               : kp_no_memory(walk->call->err);
}
