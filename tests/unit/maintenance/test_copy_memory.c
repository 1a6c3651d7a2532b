/* SPDX-License-Identifier: MIT
 * Memory runs out anywhere in a copy: it says so, and the same call again makes the copy whole. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "fault_alloc.h"
#include "folder.h"
#include "maintenance/copy/internal.h"

#define COUNTERS 120 /* more than a page */

static char folder[FOLDER_SIZE], from[FOLDER_SIZE + 32], to[FOLDER_SIZE + 32];

static void say(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static void fill(void)
{
    struct kripa_store *store;
    static struct kripa_counter counters[COUNTERS];
    static struct kripa_edit edits[COUNTERS];
    struct kripa_outcome outcome;
    ck_assert_int_eq(kripa_store_open(from, true, 1, kripa_schemas, &store, NULL), KRIPA_OK);
    ck_assert_int_eq(store->ops->migrate(store, 0, say, NULL, NULL), KRIPA_OK);
    for (size_t i = 0; i < COUNTERS; i++) {
        counters[i] = (struct kripa_counter){
            .id = {{[11] = (unsigned char)(i + 1)}}, .name = "counter", .value = (int64_t)i};
        edits[i] = (struct kripa_edit){.kind = KRIPA_INSERT,
                                       .of = &kripa_counter_schema,
                                       .key = counters[i].id,
                                       .record = &counters[i]};
    }
    ck_assert_int_eq(
        store->ops->commit(store, &(struct kripa_change){edits, COUNTERS}, &outcome, NULL),
        KRIPA_OK);
    kripa_store_close(store);
}

static void begin(void)
{
    folder_make(folder);
    snprintf(from, sizeof from, "sqlite:%s/from.db", folder);
    snprintf(to, sizeof to, "sqlite:%s/to.db", folder);
    fill();
}

static void end(void)
{
    folder_remove(folder);
}

static enum kripa_status copy(struct kripa_copied *copied)
{
    struct kripa_arena arena = {0};
    struct kripa_copying how = {.from_uri = from, .to_uri = to, .say = say};
    enum kripa_status status = kripa_store_copy(&how, &arena, copied, NULL);
    kripa_arena_clear(&arena);
    return status;
}

static void remove_copy(void)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        char path[FOLDER_SIZE + 40];
        snprintf(path, sizeof path, "%s%s", to + strlen("sqlite:"), endings[i]);
        unlink(path);
    }
}

/* Each of the first allocations, then ever fewer of them. */
START_TEST(a_copy_without_memory_says_so_and_can_go_on)
{
    for (long n = 1;; n += 1 + n / 16) {
        struct kripa_copied copied;
        fault_alloc_fail(n, false);
        enum kripa_status status = copy(&copied);
        bool failed = fault_alloc_failed();
        if (!failed)
            ck_assert_int_eq(status, KRIPA_OK);
        if (!failed)
            return;
        ck_assert_msg(status == KRIPA_NO_MEMORY || status == KRIPA_OK, "allocation %ld: %s", n,
                      kripa_status_name(status));
        if (status == KRIPA_NO_MEMORY)
            ck_assert_int_eq(copy(&copied), KRIPA_OK);
        ck_assert_int_eq(copied.compared, COUNTERS);
        remove_copy();
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("copy without memory", begin, end,
                        a_copy_without_memory_says_so_and_can_go_on);
}
