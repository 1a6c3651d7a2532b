/* SPDX-License-Identifier: MIT
 * Whether a collection may have changed: this process counts its own commits per table, and those
 * of other processes show in the file's data_version on the writer's connection. Every read through
 * a cache asks this, so it must cost no system call while nothing changes. */
#include <sched.h>

#include "internal.h"

/* The index of the WAL is mapped by all processes that have the file open. Every commit changes its
 * first 48 bytes, which have a counter and end with a checksum (SQLite's "WAL-mode File Format",
 * "The WAL-Index Header"). */
#define WAL_INDEX_SIZE  32768
#define WAL_CHANGE_AT   8
#define WAL_CHECKSUM_AT 40
#define LOOKS_MAX       1000
#define CHANGE_SPREAD   0x9e3779b97f4a7c15U /* spreads a change of one bit over many */

/* The mapping is SQLite's own, and stays in place until the connection is closed. */
static void find_wal_index(struct kp_sqlite *store)
{
    sqlite3_file *file = NULL;
    volatile void *index = NULL;
    if (sqlite3_file_control(store->writer.db, "main", SQLITE_FCNTL_FILE_POINTER, &file) || !file ||
        !file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap)
        return;
    if (file->pMethods->xShmMap(file, 0, WAL_INDEX_SIZE, 0, &index) == SQLITE_OK && index)
        atomic_store(&store->wal_index, (uintptr_t)index);
}

/* 0: unknown. */
static uint64_t wal_state(struct kp_sqlite *store)
{
    uintptr_t index = atomic_load(&store->wal_index);
    if (!index)
        return 0;
    uint64_t change = *(const volatile uint32_t *)(index + WAL_CHANGE_AT);
    uint64_t checksum = *(const volatile uint64_t *)(index + WAL_CHECKSUM_AT);
    return (checksum ^ change * CHANGE_SPREAD) | 1;
}

void kp_external_commits_notice(struct kp_sqlite *store)
{
    int64_t version;
    uint64_t state = wal_state(store);
    if (store->memory || store->access & KP_STILL ||
        kp_connection_number(&store->writer, "PRAGMA data_version", &version, NULL) != KRIPA_OK)
        return;
    if (version != store->data_version) {
        store->data_version = version;
        atomic_fetch_add(&store->external_commits, 1);
    }
    atomic_store(&store->wal_seen, state);
    if (!state)
        find_wal_index(store);
}

static bool may_have_changed(struct kp_sqlite *store)
{
    uint64_t state = wal_state(store);
    return !store->memory && (!state || state != atomic_load(&store->wal_seen));
}

/* A thread that only waits for the file's lock returns the connection in a moment. One that has the
 * lock writes, and then no other process can: what can't be checked now has not changed. */
static bool take_connection(struct kp_sqlite *store)
{
    int looks = 0;
    while (pthread_mutex_trylock(&store->writing) != 0) {
        if (!atomic_load(&store->asking) || ++looks > LOOKS_MAX)
            return false;
        sched_yield();
    }
    return true;
}

uint64_t kp_sqlite_version(struct kripa_store *base, const struct kripa_schema *schema)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    const struct kp_plan *plan;
    if (kp_plan_find(&store->layout, schema, &plan, NULL) != KRIPA_OK)
        return 0;
    if (may_have_changed(store) && take_connection(store)) {
        kp_external_commits_notice(store);
        pthread_mutex_unlock(&store->writing);
    }
    return 1 + atomic_load(&store->external_commits) + atomic_load(&plan->table->touched);
}
