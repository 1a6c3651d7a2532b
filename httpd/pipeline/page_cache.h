/* SPDX-License-Identifier: MIT
 * The pages of the catalogue that guests asked for last: all guests see the same, so a page is
 * read and encoded once and then repeated until a commit of any process touches the catalogue. For
 * routes with ROUTE_PAGE_CACHE; a table of fixed size, where a later page takes the place of an
 * earlier one. */
#ifndef PAGE_CACHE_H
#define PAGE_CACHE_H

#include "request.h"

struct page_cache;
struct page_cache *page_cache_open(void); /* NULL: out of memory */
void page_cache_close(struct page_cache *cache);

/* Answers from the cache, on the event thread; false when the request has to be worked
 * on. */
bool page_cache_get(struct request *r);
/* Keeps a good answer for those who ask the same next. */
void page_cache_put(struct request *r);

#endif
