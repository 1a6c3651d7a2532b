/* SPDX-License-Identifier: MIT
 * Many HTTP requests at once (libcurl's multi interface), for races and crashes. */
#ifndef LOAD_H
#define LOAD_H

#include <stddef.h>

struct load_request {
    const char *method, *path, *token, *key, *body; /* token, key and body may be NULL */
    long status;                                    /* 0: no whole answer came */
    char *reply;                                    /* NUL-terminated; free with load_clear */
    size_t reply_size;
};

/* Connections stay open from one run to the next. With several servers each has its share. */
struct load;
struct load *load_create(const char *const *base_urls, size_t servers, size_t parallel);
void load_free(struct load *load);

/* Sends all of them, `parallel` at a time, and waits. */
void load_run(struct load *load, struct load_request *requests, size_t count);
void load_clear(struct load_request *requests, size_t count);
/* One request, answered or not. */
long load_one(struct load *load, struct load_request *request);

#endif
