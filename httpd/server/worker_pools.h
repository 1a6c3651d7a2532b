/* SPDX-License-Identifier: MIT
 * Where work that may wait is done: four pools (store, write, hash, slow), each with a few workers
 * and a queue of bounded length. What does not fit is refused, so overload never grows memory or
 * waiting. */
#ifndef WORKER_POOLS_H
#define WORKER_POOLS_H

#include "config/config.h"
#include "pipeline/route.h"

/* The first member of whatever is to be done. */
struct pool_job {
    struct pool_job *next;
};
struct worker_pools;

/* `run` is called on a worker, once for each job. NULL when out of memory or threads. */
struct worker_pools *worker_pools_open(const struct config *config,
                                       void (*run)(struct pool_job *job));
/* False when the pool is full. */
bool worker_pools_push(struct worker_pools *pools, enum pool pool, struct pool_job *job);
/* Takes out every job that no worker has begun; the caller answers for them. */
struct pool_job *worker_pools_take_waiting(struct worker_pools *pools);
/* Ends the workers after the jobs that are there. No job may come any more. NULL is fine. */
void worker_pools_close(struct worker_pools *pools);

#endif
