/* SPDX-License-Identifier: MIT
 * Work that may wait is done in five pools (store, write, hash, slow, upload), each with a few
 * workers and a queue of limited length. What does not fit is refused, so overload increases
 * neither memory nor waiting. */
#ifndef WORKER_POOLS_H
#define WORKER_POOLS_H

#include "config/config.h"
#include "pipeline/route.h"

/* The first member of any job. */
struct pool_job {
    struct pool_job *next;
};
struct worker_pools;

/* A worker calls `run` once for each job. NULL when out of memory or threads. */
struct worker_pools *worker_pools_open(const struct config *config,
                                       void (*run)(struct pool_job *job));
/* False when the pool is full. */
bool worker_pools_push(struct worker_pools *pools, enum pool pool, struct pool_job *job);
/* Removes every job that no worker has begun; the caller answers for them. */
struct pool_job *worker_pools_take_waiting(struct worker_pools *pools);
/* Ends the workers after their jobs; no more may come. NULL is fine. */
void worker_pools_close(struct worker_pools *pools);

#endif
