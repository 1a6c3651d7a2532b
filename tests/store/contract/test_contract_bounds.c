/* SPDX-License-Identifier: MIT
 * Store contract: reads that may take only so much work. A store that waits may bound nothing. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"

#define THINGS        3000
#define THINGS_FEW    20 /* where nothing is bounded, only what is found matters */
#define LARGE_BYTES   400000
#define A_LITTLE      4000 /* enough for a page of ten, and for less than what is refused here */
#define READERS       4    /* of a file; in memory there is one */
#define MORE_THAN_ALL 100000000

static unsigned things(void)
{
    return contract.store->remote ? THINGS_FEW : THINGS;
}

/* `about` is not indexed, `count` goes from 0. */
static void insert_things(void)
{
    struct kp_change change = kp_change_in(&contract.call);
    for (unsigned i = 0; i < things(); i++) {
        struct kripa_thing *thing = kripa_arena_alloc(&contract.arena, sizeof *thing, 1);
        *thing = (struct kripa_thing){.id = contract_id(i + 1), .about = "fan", .count = i};
        kp_insert(&change, &kripa_thing_schema, thing);
    }
    contract_commit(&change, KRIPA_OK);
}

static enum kripa_status find(struct kripa_query query, int64_t work_max, size_t *found)
{
    struct kripa_rows rows;
    query.of = &kripa_thing_schema;
    query.work_max = work_max;
    kripa_error_clear(&contract.err);
    enum kripa_status status =
        contract.store->ops->find(contract.store, &query, &contract.arena, &rows, &contract.err);
    ck_assert_int_eq(contract.err.status, status);
    *found = rows.count;
    return status;
}

static enum kripa_status count(int64_t work_max, int64_t *found)
{
    struct kripa_query query = {.of = &kripa_thing_schema, .work_max = work_max};
    return contract.store->ops->count(contract.store, &query, 0, found, &contract.err);
}

/* What a store that bounds its work says to what is too much. */
static enum kripa_status refused(void)
{
    return contract.store->remote ? KRIPA_OK : KRIPA_TOO_LARGE;
}

START_TEST(a_bounded_read_is_whole_or_too_large)
{
    size_t found;
    int64_t counted;
    insert_things();
    ck_assert_int_eq(find((struct kripa_query){.limit = 10}, 1, &found), refused());
    ck_assert_int_eq(count(1, &counted), refused());
    ck_assert_int_eq(count(A_LITTLE / 4, &counted), refused());
    for (int64_t work_max = 1; work_max < MORE_THAN_ALL; work_max *= 8) {
        enum kripa_status status = find((struct kripa_query){.limit = 500}, work_max, &found);
        ck_assert(status == KRIPA_TOO_LARGE ||
                  (status == KRIPA_OK && found == (things() < 500 ? things() : 500)));
        status = count(work_max, &counted);
        ck_assert(status == KRIPA_TOO_LARGE || (status == KRIPA_OK && counted == things()));
    }
    ck_assert_int_eq(find((struct kripa_query){.limit = 10}, A_LITTLE, &found), KRIPA_OK);
    ck_assert_uint_eq(found, 10);
    ck_assert_int_eq(find((struct kripa_query){.limit = 500}, MORE_THAN_ALL, &found), KRIPA_OK);
    ck_assert_int_eq(count(MORE_THAN_ALL, &counted), KRIPA_OK);
}
END_TEST

START_TEST(no_bound_outlasts_its_read)
{
    size_t found;
    int64_t counted;
    insert_things();
    for (int i = 0; i < 3; i++) {
        find((struct kripa_query){.limit = 10}, 1, &found);
        ck_assert_int_eq(find((struct kripa_query){.limit = things()}, 0, &found), KRIPA_OK);
        ck_assert_uint_eq(found, things());
        count(1, &counted);
        ck_assert_int_eq(count(0, &counted), KRIPA_OK);
        contract_insert(&kripa_paper_schema,
                        &(struct kripa_paper){.id = contract_id(5000 + (unsigned)i), .number = i});
    }
}
END_TEST

START_TEST(what_is_passed_over_is_work_too)
{
    struct kripa_value none = kp_text("nothing"), last = kp_int(things() - 1);
    struct kripa_cond matches_nothing = {"about", KRIPA_EQ, &none, 1},
                      matches_last = {"count", KRIPA_EQ, &last, 1};
    size_t found;
    insert_things();
    ck_assert_int_eq(
        find((struct kripa_query){.conds = &matches_nothing, .conds_count = 1, .limit = 10},
             A_LITTLE, &found),
        refused());
    ck_assert_int_eq(find((struct kripa_query){.sort = "about", .limit = 10}, A_LITTLE, &found),
                     refused());
    ck_assert_int_eq(
        find((struct kripa_query){.conds = &matches_last, .conds_count = 1, .limit = 10}, A_LITTLE,
             &found),
        KRIPA_OK);
    ck_assert_uint_eq(found, 1);
}
END_TEST

START_TEST(long_texts_are_work_too)
{
    char *about = calloc(1, LARGE_BYTES + 1);
    memset(about, 'a', LARGE_BYTES);
    contract_insert(&kripa_thing_schema,
                    &(struct kripa_thing){.id = contract_id(1), .label = "small"});
    contract_insert(&kripa_thing_schema,
                    &(struct kripa_thing){.id = contract_id(2), .about = about});
    free(about);
    size_t found;
    ck_assert_int_eq(find((struct kripa_query){.limit = 2}, A_LITTLE, &found), refused());
    ck_assert_int_eq(find((struct kripa_query){.limit = 2}, MORE_THAN_ALL, &found), KRIPA_OK);
    ck_assert_uint_eq(found, 2);
}
END_TEST

struct holder {
    pthread_t thread;
    pthread_barrier_t *holds, *let_go;
};

static enum kripa_status hold(void *ctx, const void *record)
{
    struct holder *holder = ctx;
    (void)record;
    pthread_barrier_wait(holder->holds);
    pthread_barrier_wait(holder->let_go);
    return KRIPA_CONFLICT;
}

static void *scan(void *ctx)
{
    struct kripa_query all = {.of = &kripa_thing_schema};
    struct kripa_error err;
    contract.store->ops->scan(contract.store, &all, hold, ctx, &err);
    return NULL;
}

START_TEST(a_bounded_read_waits_for_no_other)
{
    if (contract.store->remote)
        return;
    pthread_barrier_t holds, let_go;
    struct holder holders[READERS];
    struct kripa_store *again = contract_open_again();
    unsigned count = again ? READERS : 1;
    size_t found;
    kripa_store_close(again);
    insert_things();
    pthread_barrier_init(&holds, NULL, 2);
    pthread_barrier_init(&let_go, NULL, count + 1);
    for (unsigned i = 0; i < count; i++) {
        holders[i] = (struct holder){.holds = &holds, .let_go = &let_go};
        pthread_create(&holders[i].thread, NULL, scan, &holders[i]);
        pthread_barrier_wait(&holds);
    }
    ck_assert_int_eq(find((struct kripa_query){.limit = 1}, MORE_THAN_ALL, &found),
                     KRIPA_TOO_LARGE);
    pthread_barrier_wait(&let_go);
    for (unsigned i = 0; i < count; i++)
        pthread_join(holders[i].thread, NULL);
    ck_assert_int_eq(find((struct kripa_query){.limit = 1}, MORE_THAN_ALL, &found), KRIPA_OK);
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("store: bounds", a_bounded_read_is_whole_or_too_large,
                         no_bound_outlasts_its_read, what_is_passed_over_is_work_too,
                         long_texts_are_work_too, a_bounded_read_waits_for_no_other);
}
