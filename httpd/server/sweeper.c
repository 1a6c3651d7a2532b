/* SPDX-License-Identifier: MIT
 * Sweeps in small steps, so that neither a buyer nor a stop waits long for one. */
#include "sweeper.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include <kripa/maintenance.h>

#define STEP_ROWS  200
#define FIRST_AT_S 60
#define STEPS_MAX  1000 /* in one sweep; the next one continues */

struct sweeper {
    struct kripa *kripa;
    struct log *log;
    int64_t every_s;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t hurried;
    bool closing;
};

/* True after that time, false when it must end. */
static bool wait_s(struct sweeper *sweeper, int64_t seconds)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += seconds;
    pthread_mutex_lock(&sweeper->mutex);
    while (!sweeper->closing &&
           pthread_cond_timedwait(&sweeper->hurried, &sweeper->mutex, &until) == 0)
        ;
    bool goes_on = !sweeper->closing;
    pthread_mutex_unlock(&sweeper->mutex);
    return goes_on;
}

static void sweep(struct sweeper *sweeper)
{
    int64_t removed = STEP_ROWS, all = 0;
    enum kripa_status status = KRIPA_OK;
    struct kripa_error err = {0};
    for (int i = 0;
         i < STEPS_MAX && status == KRIPA_OK && removed == STEP_ROWS && wait_s(sweeper, 0); i++) {
        status = kripa_sweep(sweeper->kripa, STEP_ROWS, &removed, &err);
        all += removed;
    }
    if (status != KRIPA_OK)
        log_say(sweeper->log, "warning", "what has expired can't be removed: %s", err.message);
    else if (all > 0)
        log_say(sweeper->log, "info", "removed %lld records that had expired", (long long)all);
}

static void *run(void *ctx)
{
    struct sweeper *sweeper = ctx;
    int64_t pause_s = sweeper->every_s < FIRST_AT_S ? sweeper->every_s : FIRST_AT_S;
    for (; wait_s(sweeper, pause_s); pause_s = sweeper->every_s)
        sweep(sweeper);
    return NULL;
}

struct sweeper *sweeper_start(struct kripa *kripa, struct log *log, int64_t every_s)
{
    pthread_condattr_t monotonic;
    struct sweeper *sweeper = calloc(1, sizeof *sweeper);
    if (!sweeper)
        return NULL;
    sweeper->kripa = kripa;
    sweeper->log = log;
    sweeper->every_s = every_s;
    pthread_mutex_init(&sweeper->mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&sweeper->hurried, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&sweeper->thread, NULL, run, sweeper) != 0) {
        free(sweeper);
        return NULL;
    }
    pthread_setname_np(sweeper->thread, "sweeper");
    return sweeper;
}

void sweeper_hurry(struct sweeper *sweeper)
{
    if (!sweeper)
        return;
    pthread_mutex_lock(&sweeper->mutex);
    sweeper->closing = true;
    pthread_cond_signal(&sweeper->hurried);
    pthread_mutex_unlock(&sweeper->mutex);
}

void sweeper_stop(struct sweeper *sweeper)
{
    if (!sweeper)
        return;
    sweeper_hurry(sweeper);
    pthread_join(sweeper->thread, NULL);
    pthread_cond_destroy(&sweeper->hurried);
    pthread_mutex_destroy(&sweeper->mutex);
    free(sweeper);
}
