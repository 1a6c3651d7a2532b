/* SPDX-License-Identifier: MIT
 * Connections for reading: pool.c. The one returned last is taken first, as its cache is warm. */
#ifndef KP_SQLITE_POOL_H
#define KP_SQLITE_POOL_H

#include <pthread.h>

#include "connection.h"

#define KP_READERS_MAX 4
#define KP_NO_WAIT     (-1)

struct kp_sqlite;

struct kp_pool {
    pthread_mutex_t lock;
    pthread_cond_t released;
    struct kp_connection *idle;
    int opened;
};

void kp_pool_init(struct kp_pool *pool);
void kp_pool_clear(struct kp_pool *pool);
/* Takes a connection for reading, to be returned soon. `timeout_ms` 0 waits for one as long as it
 * takes; KP_NO_WAIT fails with TOO_LARGE when none is idle. */
enum kripa_status kp_reader_acquire(struct kp_sqlite *store, int64_t timeout_ms,
                                    struct kp_connection **out, struct kripa_error *err);
void kp_reader_release(struct kp_sqlite *store, struct kp_connection *connection);

#endif
