/* SPDX-License-Identifier: MIT
 * Where work that may wait is done: four lanes (store, write, hash, slow), each with a few workers
 * and a queue of bounded length. What does not fit is refused, so overload never grows memory or
 * waiting. */
#ifndef LANES_H
#define LANES_H

#include "config/config.h"
#include "routes.h"

/* The first member of whatever is to be done. */
struct lane_job {
    struct lane_job *next;
};
struct lanes;

/* `run` is called on a worker, once for each job. NULL when out of memory or threads. */
struct lanes *lanes_open(const struct config *config, void (*run)(struct lane_job *job));
/* False when the lane is full. */
bool lanes_push(struct lanes *lanes, enum lane lane, struct lane_job *job);
/* Takes out every job that no worker has begun; the caller answers for them. */
struct lane_job *lanes_take_waiting(struct lanes *lanes);
/* Ends the workers after the jobs that are there. No job may come any more. NULL is fine. */
void lanes_close(struct lanes *lanes);

#endif
