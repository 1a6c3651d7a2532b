/* SPDX-License-Identifier: MIT
 * The file's write lock, which only one of the programs that write to it can have. One thread waits
 * for it on behalf of all, while the writer's connection stays free for others. When another
 * program has held it for a whole wait, that is remembered, and waits are short until it has been
 * free once. */
#include <time.h>

#include "internal.h"

#define LOCK_AGAIN_MS 50  /* the wait for a lock that another program is known to hold */
#define PROBE_WAIT_MS 500 /* programs that share the file don't write longer than this */
#define PAUSE_MS      5
#define AT_WORK       SQLITE_BUSY_TIMEOUT /* a code that no call without a timeout returns */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pause_a_little(void)
{
    nanosleep(&(struct timespec){.tv_nsec = PAUSE_MS * 1000000L}, NULL);
}

static bool is_busy(int code)
{
    return (code & 0xff) == SQLITE_BUSY;
}

/* Does not wait; the caller holds `writing`. Ends a transaction that could not be ended earlier. */
static int try(struct kp_sqlite *store)
{
    struct kp_connection *writer = &store->writer;
    atomic_store(&store->asking, true);
    if (!sqlite3_get_autocommit(writer->db))
        kp_connection_run(writer, KP_ROLLBACK);
    sqlite3_busy_timeout(writer->db, 0);
    int code = kp_connection_run(writer, KP_BEGIN);
    sqlite3_busy_timeout(writer->db, KP_BUSY_TIMEOUT_MS);
    if (code == SQLITE_OK) {
        atomic_store(&store->held_elsewhere, false);
        atomic_store(&store->asking, false);
    }
    return code;
}

int64_t kp_lock_deadline_ms(struct kp_sqlite *store)
{
    return now_ms() + (atomic_load(&store->held_elsewhere) ? LOCK_AGAIN_MS : store->lock_wait_ms);
}

enum kripa_status kp_lock_acquire(struct kp_sqlite *store, int64_t deadline_ms,
                                  struct kripa_error *err)
{
    int code = try(store);
    while (is_busy(code) && now_ms() < deadline_ms) {
        pthread_mutex_unlock(&store->writing);
        pause_a_little();
        pthread_mutex_lock(&store->writing);
        code = try(store);
    }
    if (code == SQLITE_OK) {
        kp_external_commits_notice(store);
        return KRIPA_OK;
    }
    if (is_busy(code))
        atomic_store(&store->held_elsewhere, true);
    return kp_sqlite_fail(store->writer.db, code, err);
}

/* Only the last try counts, as the lock may become free. AT_WORK when this process's writer uses
 * the connection. */
static int probe(struct kp_sqlite *store)
{
    if (pthread_mutex_trylock(&store->writing) != 0)
        return AT_WORK;
    int code = try(store);
    if (code == SQLITE_OK)
        kp_connection_run(&store->writer, KP_ROLLBACK);
    pthread_mutex_unlock(&store->writing);
    return code;
}

enum kripa_status kp_lock_probe(struct kp_sqlite *store, int64_t timeout_ms,
                                struct kripa_error *err)
{
    if (store->memory || store->access)
        return KRIPA_OK;
    int64_t wait_ms = timeout_ms < PROBE_WAIT_MS ? timeout_ms : PROBE_WAIT_MS;
    int64_t deadline_ms = atomic_load(&store->held_elsewhere) ? 0 : now_ms() + wait_ms;
    int code = probe(store);
    while (is_busy(code) && now_ms() < deadline_ms) {
        pause_a_little();
        code = probe(store);
    }
    if (code == AT_WORK && !atomic_load(&store->held_elsewhere))
        return KRIPA_OK;
    return code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(NULL, code, err);
}
