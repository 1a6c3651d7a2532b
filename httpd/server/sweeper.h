/* SPDX-License-Identifier: MIT
 * A thread that throws away what has expired (kripa_sweep), again and again, until a worker of its
 * own does it. */
#ifndef SWEEPER_H
#define SWEEPER_H

#include <kripa/context.h>

#include "log.h"

struct sweeper;
/* Every `every_s` seconds; the first time after that long, or a minute. Both are borrowed until
 * sweeper_stop. NULL when out of memory or threads. */
struct sweeper *sweeper_start(struct kripa *kripa, struct log *log, int64_t every_s);
/* Begins no further one; says so alone, so that other things can be stopped meanwhile.
 * NULL is fine. */
void sweeper_hurry(struct sweeper *sweeper);
/* Waits for the one that runs, some hundred rows at most. NULL is fine. */
void sweeper_stop(struct sweeper *sweeper);

#endif
