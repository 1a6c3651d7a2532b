/* SPDX-License-Identifier: MIT
 * See page_cache.h. A page is found by its complete target, as it was sent. */
#include "page_cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/catalog.h>

#include "base/hash.h"
#include "kripad.h"
#include "reply.h"

#define PAGES_MAX      64
#define PAGE_BYTES_MAX 49152 /* all pages together take at most 3 MiB */

struct page {
    uint64_t version; /* the catalogue's when it was read */
    char *target;     /* with the body in the same allocation; NULL: no page */
    const char *body;
    size_t size;
};
struct page_cache {
    pthread_mutex_t lock;
    struct page pages[PAGES_MAX];
};

struct page_cache *page_cache_open(void)
{
    struct page_cache *cache = calloc(1, sizeof *cache);
    if (cache)
        pthread_mutex_init(&cache->lock, NULL);
    return cache;
}

void page_cache_close(struct page_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < PAGES_MAX; i++)
        free(cache->pages[i].target);
    pthread_mutex_destroy(&cache->lock);
    free(cache);
}

static struct page *place_of(const struct request *r)
{
    struct page_cache *cache = r->kripad->page_cache;
    return &cache->pages[hash_bytes(r->target, strlen(r->target), 0) % PAGES_MAX];
}

static bool is_for_all(const struct request *r)
{
    return r->route->flags & ROUTE_PAGE_CACHE && r->viewer.role == KRIPA_ROLE_GUEST;
}

/* Copies the page into the request's memory, as another page may replace it in the table
 * meanwhile. */
static bool copy_out(struct request *r)
{
    struct page_cache *cache = r->kripad->page_cache;
    bool found = false;
    pthread_mutex_lock(&cache->lock);
    const struct page *page = place_of(r);
    if (page->target && page->version == r->catalog_version &&
        strcmp(page->target, r->target) == 0) {
        r->reply.body = kripa_arena_text(r->arena, page->body, page->size);
        r->reply.size = page->size;
        found = r->reply.body != NULL;
    }
    pthread_mutex_unlock(&cache->lock);
    return found;
}

/* The version is read before the work begins, so that a commit meanwhile makes the answer
 * outdated. */
bool page_cache_get(struct request *r)
{
    if (!is_for_all(r))
        return false;
    r->catalog_version = kripa_catalog_version(r->kripa);
    if (!r->catalog_version || !copy_out(r))
        return false;
    r->reply.http_status = 200;
    r->reply.content_type = REPLY_JSON;
    return true;
}

void page_cache_put(struct request *r)
{
    if (!is_for_all(r) || !r->catalog_version || r->reply.size > PAGE_BYTES_MAX)
        return;
    size_t target_size = strlen(r->target) + 1;
    char *target = malloc(target_size + r->reply.size);
    if (!target)
        return;
    memcpy(target, r->target, target_size);
    memcpy(target + target_size, r->reply.body, r->reply.size);
    struct page_cache *cache = r->kripad->page_cache;
    pthread_mutex_lock(&cache->lock);
    struct page *page = place_of(r);
    char *before = page->target;
    *page = (struct page){r->catalog_version, target, target + target_size, r->reply.size};
    pthread_mutex_unlock(&cache->lock);
    free(before);
}
