/* SPDX-License-Identifier: MIT
 * Every allocation of every store call fails once: the call says NO_MEMORY, and nothing is
 * half-done. */
#include "fault_alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "folder.h"
#include "suite.h"

/* For the tests of opening: a store of its own, with few tables, so that their steps are few. */
static const struct kripa_schema *const few_schemas[] = {&kripa_paper_schema, &kripa_series_schema,
                                                         NULL};
static char folder[FOLDER_SIZE], uri[FOLDER_SIZE + 32];

static void in_folder(void)
{
    folder_make(folder);
    snprintf(uri, sizeof uri, "sqlite:%s/store.db", folder);
}

static void no_folder(void)
{
    folder_remove(folder);
}

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static void expect_done_or_no_memory(enum kripa_status status, long nth)
{
    ck_assert_msg(status == KRIPA_OK || status == KRIPA_NO_MEMORY, "allocation %ld: %s", nth,
                  kripa_status_name(status));
}

START_TEST(a_store_opens_or_says_so)
{
    for (long nth = 1;; nth++) {
        struct kripa_store *store = NULL;
        fault_alloc_fail(nth, false);
        enum kripa_status status = kripa_store_open(uri, true, 0, few_schemas, &store, NULL);
        if (status == KRIPA_OK)
            status = store->ops->migrate(store, false, say_nothing, NULL, NULL);
        kripa_store_close(store);
        if (!fault_alloc_failed())
            break;
        expect_done_or_no_memory(status, nth);
    }
    struct kripa_store *store;
    ck_assert_int_eq(kripa_store_open(uri, false, 0, few_schemas, &store, NULL), KRIPA_OK);
    ck_assert_int_eq(store->ops->migrate(store, false, say_nothing, NULL, NULL), KRIPA_OK);
    kripa_store_close(store);
}
END_TEST

static void insert_thing(void)
{
    static const char *tags[] = {"a", "b"};
    static struct kripa_part part = {.qty = 1, .name = "part \"one\""};
    part.product = contract_id(101);
    struct kripa_thing thing = {.id = contract_id(1),
                                .name = "one",
                                .label = "first",
                                .count = 10,
                                .tags = tags,
                                .tags_count = 2,
                                .parts = &part,
                                .parts_count = 1};
    contract_insert(&kripa_thing_schema, &thing);
}

/* Edits of every kind; each run of it that is OK adds 1 to the thing's count. `times`: how many
 * were. */
static enum kripa_status change_much(unsigned n, int64_t times)
{
    struct kripa_arena arena = {0};
    struct kripa_outcome outcome;
    struct kripa_series series = {.id = contract_id(7), .name = "s"};
    struct kripa_paper paper = {.id = contract_id(1000 + n), .text = "text"};
    const char *tags[] = {n % 2 ? "c" : "d", "b"};
    struct kripa_part first = {
        .product = contract_id(101), .name = "part \"one\"", .qty = 2 + times};
    struct kripa_thing other = {.tags = tags, .tags_count = 2, .parts = &first, .parts_count = 1};
    struct kripa_part part = {.product = contract_id(200 + n), .name = "next"};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_GE, kp_int(10));
    kp_add(&change, "count", 1);
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_set(&change, "tags", kp_member(&other));
    kp_set(&change, "parts", kp_member(&other));
    kp_push(&change, "parts", &part);
    kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_pull(&change, "parts", kp_id(part.product));
    struct kripa_change whole = {change.edits, change.count};
    enum kripa_status status =
        change.failed ? KRIPA_NO_MEMORY
                      : contract.store->ops->commit(contract.store, &whole, &outcome, NULL);
    kripa_arena_clear(&arena);
    return status;
}

static void expect_changed(int64_t times)
{
    struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id(1));
    ck_assert_int_eq(thing->count, 10 + times);
    ck_assert_int_eq(thing->parts[0].qty, 1 + times);
    ck_assert_uint_eq(thing->parts_count, 1);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), times);
    struct kripa_cond tagged = CONTRACT_COND("tags", KRIPA_HAS, kp_text("b"));
    ck_assert_int_eq(contract_count(&kripa_thing_schema, &tagged, 1), 1);
    if (times == 0)
        return;
    struct kripa_series *series = contract_get(&kripa_series_schema, contract_id(7));
    ck_assert_int_eq(series->value, times);
}

/* With `warm` the statements are prepared before, and SQLite itself needs less memory. */
static void change_with_failures(bool warm)
{
    int64_t done = 0;
    insert_thing();
    if (warm) {
        ck_assert_int_eq(change_much(0, done), KRIPA_OK);
        done++;
    }
    for (long nth = 1;; nth++) {
        fault_alloc_fail(nth, false);
        enum kripa_status status = change_much((unsigned)nth, done);
        bool failed = fault_alloc_failed();
        expect_done_or_no_memory(status, nth);
        done += status == KRIPA_OK;
        expect_changed(done);
        if (!failed) {
            ck_assert_int_gt(nth, 20);
            break;
        }
    }
    ck_assert_int_gt(done, 0);
}

START_TEST(a_change_is_done_or_not)
{
    change_with_failures(false);
}
END_TEST

START_TEST(a_change_is_done_or_not_with_statements_at_hand)
{
    change_with_failures(true);
}
END_TEST

START_TEST(a_change_is_done_or_not_when_memory_stays_short)
{
    insert_thing();
    int64_t done = 0;
    for (long nth = 1;; nth++) {
        fault_alloc_fail(nth, true);
        enum kripa_status status = change_much((unsigned)nth, done);
        bool failed = fault_alloc_failed();
        expect_done_or_no_memory(status, nth);
        done += status == KRIPA_OK;
        expect_changed(done);
        if (!failed)
            break;
    }
}
END_TEST

static enum kripa_status see(void *ctx, const void *record)
{
    *(int64_t *)ctx += ((const struct kripa_thing *)record)->count;
    return KRIPA_OK;
}

/* Each of the verbs that read; *sum is what they found together. */
static enum kripa_status read_all(int64_t *sum)
{
    struct kripa_store *store = contract.store;
    struct kripa_arena arena = {0};
    struct kripa_cond cond = CONTRACT_COND("tags", KRIPA_HAS, kp_text("b"), kp_text("z"));
    struct kripa_query query = {.of = &kripa_thing_schema,
                                .conds = &cond,
                                .conds_count = 1,
                                .sort = "label",
                                .descending = true,
                                .limit = 1};
    struct kripa_rows rows = {0}, more = {0};
    int64_t count = 0, scanned = 0;
    enum kripa_status status = store->ops->find(store, &query, &arena, &rows, NULL);
    query.after = (struct kripa_text){rows.next, strlen(rows.next)};
    if (status == KRIPA_OK)
        status = store->ops->find(store, &query, &arena, &more, NULL);
    query.after = (struct kripa_text){0};
    if (status == KRIPA_OK)
        status = store->ops->count(store, &query, 0, &count, NULL);
    if (status == KRIPA_OK)
        status = store->ops->scan(store, &query, see, &scanned, NULL);
    if (status == KRIPA_OK)
        *sum = (int64_t)(rows.count + more.count) + count + scanned;
    kripa_arena_clear(&arena);
    return status;
}

START_TEST(reading_gives_all_or_says_so)
{
    insert_thing();
    static const char *tags[] = {"b"};
    struct kripa_thing second = {.id = contract_id(2), .count = 100, .tags = tags, .tags_count = 1};
    contract_insert(&kripa_thing_schema, &second);
    for (long nth = 1;; nth++) {
        int64_t sum = 0;
        fault_alloc_fail(nth, false);
        enum kripa_status status = read_all(&sum);
        bool failed = fault_alloc_failed();
        expect_done_or_no_memory(status, nth);
        if (status == KRIPA_OK)
            ck_assert_int_eq(sum, 1 + 1 + 2 + 110);
        if (!failed)
            break;
    }
}
END_TEST

START_TEST(a_backup_is_whole_or_not_there)
{
    char path[FOLDER_SIZE + 32];
    insert_thing();
    for (long nth = 1;; nth++) {
        snprintf(path, sizeof path, "%s/backup-%ld.db", contract.own.folder, nth);
        fault_alloc_fail(nth, false);
        enum kripa_status status = contract.store->ops->backup(contract.store, path, NULL);
        if (!fault_alloc_failed())
            break;
        expect_done_or_no_memory(status, nth);
        FILE *file = fopen(path, "r");
        ck_assert(!file == (status != KRIPA_OK));
        if (file)
            fclose(file);
    }
}
END_TEST

int main(void)
{
    if (!fault_alloc_sqlite())
        return EXIT_FAILURE;
    int failed = RUN_SUITE_IN("store: opening when memory is short", in_folder, no_folder,
                              a_store_opens_or_says_so);
    return CONTRACT_MAIN("store: when memory is short", a_change_is_done_or_not,
                         a_change_is_done_or_not_with_statements_at_hand,
                         a_change_is_done_or_not_when_memory_stays_short,
                         reading_gives_all_or_says_so, a_backup_is_whole_or_not_there) ||
                   failed
               ? EXIT_FAILURE
               : EXIT_SUCCESS;
}
