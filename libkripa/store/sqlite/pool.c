/* SPDX-License-Identifier: MIT
 * Connections for reading. A database in memory has only the writer's, with its lock. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include "base/status.h"
#include "internal.h"

void kp_pool_init(struct kp_pool *pool)
{
    pthread_condattr_t attributes;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->released, &attributes);
    pthread_condattr_destroy(&attributes);
}

void kp_pool_clear(struct kp_pool *pool)
{
    while (pool->idle) {
        struct kp_connection *connection = pool->idle;
        pool->idle = connection->next;
        kp_connection_close(connection);
        free(connection);
    }
    pthread_cond_destroy(&pool->released);
    pthread_mutex_destroy(&pool->lock);
}

static struct timespec deadline_in(clockid_t clock, int64_t timeout_ms)
{
    struct timespec at;
    clock_gettime(clock, &at);
    at.tv_sec += timeout_ms / 1000;
    at.tv_nsec += timeout_ms % 1000 * 1000000;
    if (at.tv_nsec >= 1000000000) {
        at.tv_sec++;
        at.tv_nsec -= 1000000000;
    }
    return at;
}

/* Returns an idle connection, or NULL: then the caller may open one or, with *late, the time is
 * up. */
static struct kp_connection *take_idle(struct kp_pool *pool, int64_t timeout_ms, bool *late)
{
    struct timespec deadline = {0};
    *late = false;
    pthread_mutex_lock(&pool->lock);
    while (!pool->idle && pool->opened == KP_READERS_MAX && !*late) {
        if (timeout_ms == 0) {
            pthread_cond_wait(&pool->released, &pool->lock);
            continue;
        }
        if (timeout_ms == KP_NO_WAIT) {
            *late = true;
            continue;
        }
        if (deadline.tv_sec == 0)
            deadline = deadline_in(CLOCK_MONOTONIC, timeout_ms);
        *late = pthread_cond_timedwait(&pool->released, &pool->lock, &deadline) == ETIMEDOUT;
    }
    struct kp_connection *connection = pool->idle;
    if (connection)
        pool->idle = connection->next;
    else if (pool->opened < KP_READERS_MAX) {
        *late = false;
        pool->opened++;
    }
    pthread_mutex_unlock(&pool->lock);
    return connection;
}

/* Opens the same file as the writer, not another one that got its name. */
static enum kripa_status open_reader(struct kp_sqlite *store, struct kp_connection *connection,
                                     struct kripa_error *err)
{
    enum kripa_status status =
        kp_connection_open(connection, store->path, store->access | KP_QUERIES, err);
    if (status != KRIPA_OK)
        return status;
    status = kp_files_check(store, err);
    if (status != KRIPA_OK)
        kp_connection_close(connection);
    return status;
}

static enum kripa_status open_another(struct kp_sqlite *store, struct kp_connection **out,
                                      struct kripa_error *err)
{
    struct kp_connection *connection = malloc(sizeof *connection);
    enum kripa_status status = connection ? open_reader(store, connection, err) : kp_no_memory(err);
    if (status == KRIPA_OK) {
        *out = connection;
        return KRIPA_OK;
    }
    free(connection);
    pthread_mutex_lock(&store->readers.lock);
    store->readers.opened--;
    pthread_cond_signal(&store->readers.released);
    pthread_mutex_unlock(&store->readers.lock);
    return status;
}

static enum kripa_status late_status(int64_t timeout_ms, struct kripa_error *err)
{
    if (timeout_ms == KP_NO_WAIT)
        return kripa_fail(err, KRIPA_TOO_LARGE, "the store is at work for others");
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the store did not answer in time");
}

static enum kripa_status take_writer(struct kp_sqlite *store, int64_t timeout_ms,
                                     struct kp_connection **out, struct kripa_error *err)
{
    *out = &store->writer;
    if (timeout_ms == 0) {
        pthread_mutex_lock(&store->writing);
        return KRIPA_OK;
    }
    if (timeout_ms == KP_NO_WAIT)
        return pthread_mutex_trylock(&store->writing) ? late_status(timeout_ms, err) : KRIPA_OK;
    /* pthread_mutex_clocklock is not used because the thread sanitizer of gcc 12 does not know that
     * it locks. */
    struct timespec deadline = deadline_in(CLOCK_REALTIME, timeout_ms);
    if (pthread_mutex_timedlock(&store->writing, &deadline) == 0)
        return KRIPA_OK;
    return late_status(timeout_ms, err);
}

enum kripa_status kp_reader_acquire(struct kp_sqlite *store, int64_t timeout_ms,
                                    struct kp_connection **out, struct kripa_error *err)
{
    bool late;
    if (store->memory)
        return take_writer(store, timeout_ms, out, err);
    *out = take_idle(&store->readers, timeout_ms, &late);
    if (*out)
        return KRIPA_OK;
    return late ? late_status(timeout_ms, err) : open_another(store, out, err);
}

void kp_reader_release(struct kp_sqlite *store, struct kp_connection *connection)
{
    kripa_arena_reset(&connection->scratch);
    if (store->memory) {
        pthread_mutex_unlock(&store->writing);
        return;
    }
    struct kp_pool *pool = &store->readers;
    pthread_mutex_lock(&pool->lock);
    connection->next = pool->idle;
    pool->idle = connection;
    pthread_cond_signal(&pool->released);
    pthread_mutex_unlock(&pool->lock);
}
