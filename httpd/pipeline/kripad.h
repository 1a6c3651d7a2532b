/* SPDX-License-Identifier: MIT
 * What all requests share. It is made at start and then only read, except for counters and
 * buckets. */
#ifndef KRIPAD_H
#define KRIPAD_H

#include <stdatomic.h>

#include "at_work.h"
#include "base/address.h"
#include "config/config.h"
#include "config/origin.h"
#include "request.h"
#include "router.h"

#define CONSTANT_HEADERS_MAX 16

struct kripad {
    const struct config *config;
    struct kripa *kripa;
    bool remote;     /* the store may wait for a network, so the event thread never uses it */
    bool lists_here; /* routes of ROUTE_TRIED_HERE are tried on the event thread */
    struct router *router;
    struct router *pages;    /* what people look at, beside the API; NULL: nothing */
    const char *page_policy; /* what those may load: Content-Security-Policy */
    struct limits *limits;
    struct page_cache *page_cache; /* pages of the catalogue for guests */
    struct address_ranges trusted;
    struct origins origins;
    struct cookie_form cookie;
    struct at_work at_work;
    struct kripa_arena arena; /* for what is made at start */
    const char *openapi;
    size_t openapi_size;
    struct reply_header constant[CONSTANT_HEADERS_MAX]; /* headers of every answer */
    size_t constant_count;
    char id_prefix[12]; /* the prefix of the request ids that are made here */
    atomic_ullong next_id;
};

#endif
