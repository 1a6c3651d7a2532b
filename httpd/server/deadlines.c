/* SPDX-License-Identifier: MIT
 * Deadlines are an array with a number for each connection, which the thread checks a few times a
 * second: so changing a deadline, as each request does several times, is a plain store. */
#include "deadlines.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"

#define LOOK_MS 200
#define CUT     (-1) /* in due_ms: the socket was shut down */

struct slot {
    _Atomic int64_t due_ms;
    int fd; /* below 0: no connection; used under the lock */
};
struct deadlines {
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    bool closing;
    struct delayed *delayed; /* sorted by due_ms */
    int64_t looked_ms;
    size_t joined, slots_count;
    struct slot slots[];
};

/* Holds the lock, so that no socket is closed and its number reused between check and shutdown. */
static void cut_late(struct deadlines *deadlines, int64_t now_ms)
{
    deadlines->looked_ms = now_ms;
    for (size_t i = 0; i < deadlines->slots_count; i++) {
        struct slot *slot = &deadlines->slots[i];
        int64_t due_ms = atomic_load_explicit(&slot->due_ms, memory_order_relaxed);
        if (slot->fd < 0 || due_ms <= 0 || due_ms > now_ms)
            continue;
        if (atomic_compare_exchange_strong(&slot->due_ms, &due_ms, CUT))
            shutdown(slot->fd, SHUT_RDWR);
    }
}

/* Calls what is due, without the lock. */
static void call_due(struct deadlines *deadlines, int64_t now_ms)
{
    while (deadlines->delayed && deadlines->delayed->due_ms <= now_ms) {
        struct delayed *delayed = deadlines->delayed;
        deadlines->delayed = delayed->next;
        pthread_mutex_unlock(&deadlines->mutex);
        delayed->call(delayed);
        pthread_mutex_lock(&deadlines->mutex);
    }
}

static void wait_until(struct deadlines *deadlines, int64_t due_ms)
{
    struct timespec until = {.tv_sec = due_ms / 1000, .tv_nsec = due_ms % 1000 * 1000000};
    pthread_cond_timedwait(&deadlines->changed, &deadlines->mutex, &until);
}

static void *run(void *ctx)
{
    struct deadlines *deadlines = ctx;
    pthread_mutex_lock(&deadlines->mutex);
    while (!deadlines->closing) {
        int64_t now_ms = clock_ms();
        call_due(deadlines, now_ms);
        if (now_ms - deadlines->looked_ms >= LOOK_MS)
            cut_late(deadlines, now_ms);
        int64_t next_ms = deadlines->joined ? deadlines->looked_ms + LOOK_MS : INT64_MAX;
        if (deadlines->delayed && deadlines->delayed->due_ms < next_ms)
            next_ms = deadlines->delayed->due_ms;
        if (next_ms == INT64_MAX)
            pthread_cond_wait(&deadlines->changed, &deadlines->mutex);
        else
            wait_until(deadlines, next_ms);
    }
    pthread_mutex_unlock(&deadlines->mutex);
    return NULL;
}

struct deadlines *deadlines_open(size_t slots)
{
    struct deadlines *deadlines = calloc(1, sizeof *deadlines + slots * sizeof(struct slot));
    pthread_condattr_t attr;
    if (!deadlines)
        return NULL;
    deadlines->slots_count = slots;
    for (size_t i = 0; i < slots; i++)
        deadlines->slots[i].fd = -1;
    pthread_mutex_init(&deadlines->mutex, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&deadlines->changed, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&deadlines->thread, NULL, run, deadlines) != 0) {
        free(deadlines);
        return NULL;
    }
    pthread_setname_np(deadlines->thread, "deadlines");
    return deadlines;
}

void deadlines_close(struct deadlines *deadlines)
{
    if (!deadlines)
        return;
    pthread_mutex_lock(&deadlines->mutex);
    deadlines->closing = true;
    pthread_cond_signal(&deadlines->changed);
    pthread_mutex_unlock(&deadlines->mutex);
    pthread_join(deadlines->thread, NULL);
    pthread_cond_destroy(&deadlines->changed);
    pthread_mutex_destroy(&deadlines->mutex);
    free(deadlines);
}

void deadlines_join(struct deadlines *deadlines, size_t slot, int fd)
{
    pthread_mutex_lock(&deadlines->mutex);
    deadlines->slots[slot].fd = fd;
    if (!deadlines->joined++)
        pthread_cond_signal(&deadlines->changed);
    pthread_mutex_unlock(&deadlines->mutex);
}

void deadlines_leave(struct deadlines *deadlines, size_t slot)
{
    pthread_mutex_lock(&deadlines->mutex);
    deadlines->slots[slot].fd = -1;
    deadlines->joined--;
    pthread_mutex_unlock(&deadlines->mutex);
    deadlines_set(deadlines, slot, 0);
}

bool deadlines_is_cut(struct deadlines *deadlines, size_t slot)
{
    return atomic_load(&deadlines->slots[slot].due_ms) == CUT;
}

bool deadlines_set(struct deadlines *deadlines, size_t slot, int64_t due_ms)
{
    return atomic_exchange(&deadlines->slots[slot].due_ms, due_ms) != CUT;
}

void deadlines_cut(struct deadlines *deadlines, size_t slot)
{
    pthread_mutex_lock(&deadlines->mutex);
    if (deadlines_set(deadlines, slot, CUT))
        shutdown(deadlines->slots[slot].fd, SHUT_RDWR);
    pthread_mutex_unlock(&deadlines->mutex);
}

void deadlines_delay(struct deadlines *deadlines, struct delayed *delayed)
{
    pthread_mutex_lock(&deadlines->mutex);
    struct delayed **at = &deadlines->delayed;
    while (*at && (*at)->due_ms <= delayed->due_ms)
        at = &(*at)->next;
    delayed->next = *at;
    *at = delayed;
    pthread_cond_signal(&deadlines->changed);
    pthread_mutex_unlock(&deadlines->mutex);
}

void deadlines_hurry(struct deadlines *deadlines)
{
    pthread_mutex_lock(&deadlines->mutex);
    call_due(deadlines, INT64_MAX);
    pthread_mutex_unlock(&deadlines->mutex);
}
