/* SPDX-License-Identifier: MIT
 * A disk that fills up under an open store: commits are refused, whole, and go on when there is
 * room again. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "contract.h"
#include "folder.h"
#include "small_disk.h"
#include "suite.h"

#define DISK_BYTES (8 << 20)
#define THREADS    16

static atomic_int committed, refused, wrong;

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static void set_up(void)
{
    memset(&contract, 0, sizeof contract);
    contract.call.arena = &contract.arena;
    fresh_store_make(&contract.own);
    small_disk_mount(contract.own.folder, DISK_BYTES);
    ck_assert_int_eq(kripa_store_open(contract.own.uri, true, 0, contract_schemas, &contract.store,
                                      &contract.err),
                     KRIPA_OK);
    ck_assert_int_eq(
        contract.store->ops->migrate(contract.store, false, say_nothing, NULL, &contract.err),
        KRIPA_OK);
    struct kripa_thing thing = {.id = contract_id(0)};
    contract_insert(&kripa_thing_schema, &thing);
}

static void tear_down(void)
{
    kripa_store_close(contract.store);
    kripa_arena_clear(&contract.arena);
    small_disk_unmount(contract.own.folder);
    fresh_store_remove(&contract.own);
}

/* A paper of about 900 bytes, and one more on the count of papers: together or not at all. */
static enum kripa_status insert_paper(unsigned n, struct kripa_error *err)
{
    char text[900];
    struct kripa_arena arena = {0};
    struct kripa_outcome outcome;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct kripa_paper paper = {.id = contract_id(n), .number = n, .text = text};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_thing_schema, contract_id(0));
    kp_add(&change, "count", 1);
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    enum kripa_status status = contract.store->ops->commit(contract.store, &whole, &outcome, err);
    kripa_arena_clear(&arena);
    return status;
}

static void expect_papers(int64_t count)
{
    struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id(0));
    ck_assert_int_eq(thing->count, count);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), count);
}

START_TEST(a_full_disk_refuses_whole_changes_and_room_lets_them_through)
{
    unsigned n = 1;
    small_disk_fill(contract.own.folder, DISK_BYTES / 2);
    while (insert_paper(n, &contract.err) == KRIPA_OK)
        n++;
    ck_assert_int_eq(contract.err.status, KRIPA_UNAVAILABLE);
    ck_assert_str_eq(contract.err.message, "the disk is full");
    ck_assert_uint_gt(n, 100);
    for (int i = 0; i < 10; i++)
        ck_assert_int_eq(insert_paper(n, &contract.err), KRIPA_UNAVAILABLE);
    expect_papers(n - 1);
    small_disk_make_room(contract.own.folder);
    for (int i = 0; i < 20; i++, n++)
        ck_assert_int_eq(insert_paper(n, &contract.err), KRIPA_OK);
    expect_papers(n - 1);
}
END_TEST

START_TEST(what_was_acknowledged_is_there_after_a_restart)
{
    unsigned n = 1;
    small_disk_fill(contract.own.folder, DISK_BYTES / 2);
    while (insert_paper(n, &contract.err) == KRIPA_OK)
        n++;
    kripa_store_close(contract.store);
    contract.store = NULL;
    ck_assert_int_eq(kripa_store_open(contract.own.uri, false, 0, contract_schemas, &contract.store,
                                      &contract.err),
                     KRIPA_OK);
    expect_papers(n - 1);
}
END_TEST

static void *insert_papers(void *argument)
{
    unsigned thread = (unsigned)(uintptr_t)argument;
    for (unsigned i = 0; i < 200; i++) {
        enum kripa_status status = insert_paper(1 + thread * 1000 + i, NULL);
        atomic_fetch_add(status == KRIPA_OK            ? &committed
                         : status == KRIPA_UNAVAILABLE ? &refused
                                                       : &wrong,
                         1);
    }
    return NULL;
}

START_TEST(threads_that_commit_together_are_told_the_truth_each)
{
    pthread_t threads[THREADS];
    small_disk_fill(contract.own.folder, DISK_BYTES / 4);
    for (uintptr_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, insert_papers, (void *)i), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_gt(refused, 0);
    ck_assert_int_gt(committed, 100);
    expect_papers(committed);
    small_disk_make_room(contract.own.folder);
    ck_assert_int_eq(insert_paper(900000, &contract.err), KRIPA_OK);
    expect_papers(committed + 1);
}
END_TEST

START_TEST(a_backup_that_has_no_room_leaves_nothing)
{
    char path[FOLDER_SIZE + 32];
    for (unsigned n = 1; n < 50; n++)
        ck_assert_int_eq(insert_paper(n, &contract.err), KRIPA_OK);
    small_disk_fill(contract.own.folder, DISK_BYTES);
    snprintf(path, sizeof path, "%s/backup.db", contract.own.folder);
    ck_assert_int_eq(contract.store->ops->backup(contract.store, path, &contract.err),
                     KRIPA_UNAVAILABLE);
    small_disk_make_room(contract.own.folder);
    ck_assert_int_eq(contract.store->ops->backup(contract.store, path, &contract.err), KRIPA_OK);
    expect_papers(49);
}
END_TEST

int main(void)
{
    if (!small_disk_possible())
        return SMALL_DISK_SKIPPED;
    return RUN_SUITE_IN("store: a full disk", set_up, tear_down,
                        a_full_disk_refuses_whole_changes_and_room_lets_them_through,
                        what_was_acknowledged_is_there_after_a_restart,
                        threads_that_commit_together_are_told_the_truth_each,
                        a_backup_that_has_no_room_leaves_nothing);
}
