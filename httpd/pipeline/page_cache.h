/* SPDX-License-Identifier: MIT
 * Pages of the catalogue that guests requested recently. All guests see the same, so a page is read
 * and encoded once, and repeated until a commit of any process touches the catalogue. For routes
 * with ROUTE_PAGE_CACHE; a table of fixed size, in which later pages replace earlier ones. */
#ifndef PAGE_CACHE_H
#define PAGE_CACHE_H

#include "request.h"

struct page_cache;
struct page_cache *page_cache_open(void); /* NULL: out of memory */
void page_cache_close(struct page_cache *cache);

/* Answers from the cache, on the event thread; false when the page is not there. */
bool page_cache_get(struct request *r);
/* Caches a good answer. */
void page_cache_put(struct request *r);

#endif
