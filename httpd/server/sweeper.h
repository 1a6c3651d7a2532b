/* SPDX-License-Identifier: MIT
 * A thread that deletes what has expired (kripa_sweep) again and again. */
#ifndef SWEEPER_H
#define SWEEPER_H

#include <kripa/context.h>

#include "log.h"

struct sweeper;
/* Sweeps every `every_s` seconds, for the first time after that or a minute. Both are borrowed
 * until sweeper_stop. NULL when out of memory or threads. */
struct sweeper *sweeper_start(struct kripa *kripa, struct log *log, int64_t every_s);
/* Makes it begin no further sweep, without waiting, so that other things can be stopped meanwhile.
 * NULL is fine. */
void sweeper_hurry(struct sweeper *sweeper);
/* Waits for the running step, some hundred records at most. NULL is fine. */
void sweeper_stop(struct sweeper *sweeper);

#endif
