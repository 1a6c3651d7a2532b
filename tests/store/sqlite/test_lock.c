/* SPDX-License-Identifier: MIT
 * Group commit while another program holds the file's write lock: all who wait are told at once, no
 * reader waits, and it is known from then on. */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "contract.h"
#include "store/sqlite/internal.h"

#define WRITERS        24
#define WAIT_MS        1500 /* of the store, for this test; a shop's is 5 s (http_write_lock) */
#define WAIT_BOUND_MS  4500 /* one wait, and the machine may be busy */
#define AGAIN_BOUND_MS 3000
#define HELD_SHORT_US  700000
#define READ_PAUSE_US  2000
#define LOOKED_US      150000 /* somebody who looks has, and looks on */

static atomic_int committed, refused, wrong;

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool open_with_short_wait(void)
{
    ((struct kp_sqlite *)contract.store)->lock_wait_ms = WAIT_MS;
    return fresh_store_is_shared(&contract.own);
}

static sqlite3 *hold_lock(void)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(contract.own.path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    return db;
}

static void release_lock(sqlite3 *db)
{
    ck_assert_int_eq(sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static enum kripa_status insert(unsigned n)
{
    struct kripa_error err = {0};
    struct kripa_arena arena = {0};
    struct kripa_outcome outcome;
    struct kripa_paper paper = {.id = contract_id(n), .number = n};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    enum kripa_status status = contract.store->ops->commit(contract.store, &whole, &outcome, &err);
    atomic_fetch_add(&wrong, status != err.status);
    kripa_arena_clear(&arena);
    return status;
}

static void *insert_beside(void *n)
{
    enum kripa_status status = insert((unsigned)(uintptr_t)n);
    atomic_fetch_add(&committed, status == KRIPA_OK);
    atomic_fetch_add(&refused, status == KRIPA_UNAVAILABLE);
    return NULL;
}

static void begin_writers(pthread_t *threads)
{
    atomic_store(&committed, 0);
    atomic_store(&refused, 0);
    atomic_store(&wrong, 0);
    for (uintptr_t i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, insert_beside, (void *)(i + 1)), 0);
}

static void join_writers(pthread_t *threads)
{
    for (int i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(atomic_load(&wrong), 0);
}

START_TEST(all_who_wait_are_told_after_one_wait)
{
    pthread_t threads[WRITERS];
    if (!open_with_short_wait())
        return;
    sqlite3 *held = hold_lock();
    int64_t start_ms = now_ms();
    begin_writers(threads);
    while (atomic_load(&refused) == 0) {
        ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 0);
        usleep(READ_PAUSE_US);
    }
    join_writers(threads);
    int64_t took_ms = now_ms() - start_ms;
    ck_assert_int_eq(atomic_load(&refused), WRITERS);
    ck_assert_msg(took_ms < WAIT_BOUND_MS, "took %lld ms", (long long)took_ms);
    start_ms = now_ms();
    ck_assert_int_eq(insert(99), KRIPA_UNAVAILABLE);
    ck_assert_int_eq(contract.store->ops->ping(contract.store, 2000, &contract.err),
                     KRIPA_UNAVAILABLE);
    ck_assert_int_lt(now_ms() - start_ms, AGAIN_BOUND_MS);
    release_lock(held);
    ck_assert_int_eq(contract.store->ops->ping(contract.store, 2000, &contract.err), KRIPA_OK);
    begin_writers(threads);
    join_writers(threads);
    ck_assert_int_eq(atomic_load(&committed), WRITERS);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), WRITERS);
}
END_TEST

START_TEST(a_lock_held_for_a_moment_is_waited_for)
{
    pthread_t threads[WRITERS];
    if (!open_with_short_wait())
        return;
    sqlite3 *held = hold_lock();
    begin_writers(threads);
    usleep(HELD_SHORT_US);
    release_lock(held);
    join_writers(threads);
    ck_assert_int_eq(atomic_load(&committed), WRITERS);
    ck_assert_int_eq(contract.store->ops->ping(contract.store, 2000, &contract.err), KRIPA_OK);
}
END_TEST

static void *look(void *status)
{
    *(enum kripa_status *)status = contract.store->ops->ping(contract.store, 2000, NULL);
    return NULL;
}

/* At the first look another program writes, at every later one this one does: so it can. */
START_TEST(who_writes_himself_can_write)
{
    struct kp_sqlite *store = (struct kp_sqlite *)contract.store;
    enum kripa_status status;
    pthread_t looking;
    if (!open_with_short_wait())
        return;
    sqlite3 *held = hold_lock();
    ck_assert_int_eq(pthread_create(&looking, NULL, look, &status), 0);
    usleep(LOOKED_US);
    pthread_mutex_lock(&store->writing);
    release_lock(held);
    pthread_join(looking, NULL);
    pthread_mutex_unlock(&store->writing);
    ck_assert_int_eq(status, KRIPA_OK);
    held = hold_lock(); /* but whom another program kept out can not */
    ck_assert_int_eq(insert(1), KRIPA_UNAVAILABLE);
    pthread_mutex_lock(&store->writing);
    ck_assert_int_eq(contract.store->ops->ping(contract.store, 2000, NULL), KRIPA_UNAVAILABLE);
    pthread_mutex_unlock(&store->writing);
    release_lock(held);
}
END_TEST

/* What another program commits before it lets go shows while this one waits for its turn. */
START_TEST(another_program_s_commits_show_while_a_writer_waits)
{
    pthread_t threads[WRITERS];
    if (!open_with_short_wait())
        return;
    sqlite3 *held = hold_lock();
    uint64_t before = contract.store->ops->version(contract.store, &kripa_thing_schema);
    begin_writers(threads);
    ck_assert_int_eq(sqlite3_exec(held,
                                  "INSERT INTO things (_id, name) VALUES "
                                  "('650000000000000000000001', 'fan'); COMMIT; BEGIN IMMEDIATE",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    ck_assert_uint_ne(contract.store->ops->version(contract.store, &kripa_thing_schema), before);
    release_lock(held);
    join_writers(threads);
}
END_TEST

int main(void)
{
    unsetenv("KRIPA_TEST_STORE"); /* this is of SQLite alone */
    return CONTRACT_MAIN("store: the write lock", all_who_wait_are_told_after_one_wait,
                         a_lock_held_for_a_moment_is_waited_for, who_writes_himself_can_write,
                         another_program_s_commits_show_while_a_writer_waits);
}
