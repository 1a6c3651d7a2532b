/* SPDX-License-Identifier: MIT
 * The tree of categories in memory: one snapshot, which all readers share and which is replaced
 * after a commit that touched the collection. */
#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "core/fresh.h"
#include "core/query.h"
#include "internal.h"

struct snapshot {
    /* the first member, so that a pinned tree leads to its snapshot */
    struct kp_category_tree tree;
    struct kripa_arena arena;
    struct kp_fresh fresh;
    size_t pins; /* the cache holds one of them */
};
struct kp_category_cache {
    pthread_mutex_t lock;
    struct snapshot *now;
};

static void discard(struct snapshot *snapshot)
{
    kripa_arena_clear(&snapshot->arena);
    free(snapshot);
}

struct kp_category_cache *kp_category_cache_create(void)
{
    struct kp_category_cache *cache = calloc(1, sizeof *cache);
    if (cache)
        pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void kp_category_cache_free(struct kp_category_cache *cache)
{
    if (!cache)
        return;
    if (cache->now)
        discard(cache->now);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

/* The level of a category. One whose parent is missing is at the top, and so is one that another
 * program left too deep or in a circle: so every walk upwards ends. */
static int level_of(const struct kripa_category *at, size_t count,
                    const struct kripa_category *category)
{
    for (int level = 0; level < KRIPA_CATEGORY_LEVELS_MAX; level++) {
        size_t i = 0;
        while (i < count && !kripa_id_equal(at[i].id, category->parent))
            i++;
        if (i == count)
            return level;
        category = &at[i];
    }
    return 0;
}

struct placed {
    struct kripa_category category;
    int level;
};

/* A category that another program made may have no key, only a name. */
static const char *sorting_key(const struct kripa_category *category)
{
    const char *key = category->sibling_key ? category->sibling_key : category->name;
    return key ? key : "";
}

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->level != right->level)
        return left->level < right->level ? -1 : 1;
    return strcmp(sorting_key(&left->category), sorting_key(&right->category));
}

static int by_id(const void *a, const void *b, void *ctx)
{
    const struct kripa_category *at = ctx;
    const size_t *left = a, *right = b;
    return memcmp(&at[*left].id, &at[*right].id, sizeof at->id);
}

static bool arrange(struct snapshot *snapshot, const struct kripa_category *rows, size_t count)
{
    struct kripa_arena *arena = &snapshot->arena;
    struct placed *placed = kripa_arena_alloc(arena, sizeof *placed, count);
    struct kripa_category *at = kripa_arena_alloc(arena, sizeof *at, count);
    size_t *ids = kripa_arena_alloc(arena, sizeof *ids, count);
    int *levels = kripa_arena_alloc(arena, sizeof *levels, count);
    if (!placed || !at || !ids || !levels)
        return false;
    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){rows[i], level_of(rows, count, &rows[i])};
    qsort(placed, count, sizeof *placed, by_place);
    for (size_t i = 0; i < count; i++) {
        at[i] = placed[i].category;
        levels[i] = placed[i].level;
        ids[i] = i;
    }
    qsort_r(ids, count, sizeof *ids, by_id, at);
    snapshot->tree =
        (struct kp_category_tree){.at = at, .count = count, .by_id = ids, .levels = levels};
    return true;
}

static enum kripa_status fill(const struct kp_call *call, struct snapshot *snapshot)
{
    struct kp_query query = kp_query_of(&snapshot->arena, &kripa_category_schema);
    query.query.limit = KRIPA_CATEGORIES_MAX;
    struct kripa_rows rows = {0};
    enum kripa_status status = kp_find(call, &query, &rows);
    if (status != KRIPA_OK || rows.count == 0)
        return status;
    return arrange(snapshot, rows.at, rows.count) ? KRIPA_OK : kp_no_memory(call->err);
}

static enum kripa_status load(const struct kp_call *call, const struct kp_fresh *now,
                              struct snapshot **out)
{
    struct snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (!snapshot)
        return kp_no_memory(call->err);
    snapshot->fresh = *now;
    enum kripa_status status = fill(call, snapshot);
    if (status != KRIPA_OK) {
        discard(snapshot);
        return status;
    }
    *out = snapshot;
    return KRIPA_OK;
}

static struct snapshot *pin_now(struct kripa *kripa, const struct kp_fresh *now, int64_t age_max_ms)
{
    struct kp_category_cache *cache = kripa->categories;
    struct snapshot *snapshot = NULL;
    pthread_mutex_lock(&cache->lock);
    if (cache->now && kp_fresh_enough(kripa, &cache->now->fresh, now, age_max_ms)) {
        snapshot = cache->now;
        snapshot->pins++;
    }
    pthread_mutex_unlock(&cache->lock);
    return snapshot;
}

/* Makes `snapshot` the current one, and drops the cache's pin of the one before. */
static void replace(struct kp_category_cache *cache, struct snapshot *snapshot)
{
    pthread_mutex_lock(&cache->lock);
    struct snapshot *before = cache->now;
    cache->now = snapshot;
    snapshot->pins = 2; /* one for the cache, one for the reader */
    bool unused = before && --before->pins == 0;
    pthread_mutex_unlock(&cache->lock);
    if (unused)
        discard(before);
}

static enum kripa_status pin(const struct kp_call *call, int64_t age_max_ms,
                             const struct kp_category_tree **out)
{
    struct kp_fresh now = kp_fresh_now(call->kripa, &kripa_category_schema);
    struct snapshot *snapshot = pin_now(call->kripa, &now, age_max_ms);
    if (!snapshot) {
        enum kripa_status status = load(call, &now, &snapshot);
        if (status != KRIPA_OK)
            return status;
        replace(call->kripa->categories, snapshot);
    }
    *out = &snapshot->tree;
    return KRIPA_OK;
}

enum kripa_status kp_category_pin(const struct kp_call *call, const struct kp_category_tree **out)
{
    return pin(call, 0, out);
}

enum kripa_status kp_category_pin_shown(const struct kp_call *call,
                                        const struct kp_category_tree **out)
{
    return pin(call, KRIPA_CACHE_AGE_MS, out);
}

void kp_category_unpin(struct kripa *kripa, const struct kp_category_tree *tree)
{
    if (!tree)
        return;
    struct snapshot *snapshot = (struct snapshot *)(uintptr_t)tree;
    pthread_mutex_lock(&kripa->categories->lock);
    bool unused = --snapshot->pins == 0;
    pthread_mutex_unlock(&kripa->categories->lock);
    if (unused)
        discard(snapshot);
}

bool kripa_categories_ready(struct kripa *kripa)
{
    struct kp_fresh now = kp_fresh_now(kripa, &kripa_category_schema);
    struct snapshot *snapshot = pin_now(kripa, &now, KRIPA_CACHE_AGE_MS);
    kp_category_unpin(kripa, snapshot ? &snapshot->tree : NULL);
    return snapshot != NULL;
}
