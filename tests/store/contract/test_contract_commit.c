/* SPDX-License-Identifier: MIT
 * Store contract: many threads, many openings, one truth. */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "contract.h"

#define THREADS 16

static void insert_things(unsigned count, int64_t each)
{
    for (unsigned i = 0; i < count; i++) {
        struct kripa_thing thing = {.id = contract_id(i), .count = each};
        contract_insert(&kripa_thing_schema, &thing);
    }
}

static enum kripa_status add_count(void *sum, const void *thing)
{
    *(int64_t *)sum += ((const struct kripa_thing *)thing)->count;
    return KRIPA_OK;
}

static int64_t sum_of_counts(struct kripa_store *store)
{
    struct kripa_query query = {.of = &kripa_thing_schema};
    struct kripa_error err;
    int64_t sum = 0;
    enum kripa_status status = store->ops->scan(store, &query, add_count, &sum, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    return sum;
}

static atomic_int committed, refused, wrong;
static atomic_bool over;

/* Also where all cases run in one process (CK_FORK=no), each counts for itself. */
static void count_anew(void)
{
    committed = refused = wrong = 0;
    over = false;
}

static void in_threads(void *(*work)(void *), unsigned count)
{
    pthread_t threads[THREADS];
    for (unsigned i = 0; i < count; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, work, (void *)(uintptr_t)i), 0);
    for (unsigned i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static enum kripa_status commit_on(struct kripa_store *store, struct kp_change *change,
                                   struct kripa_outcome *outcome)
{
    struct kripa_change whole = {change->edits, change->count};
    return store->ops->commit(store, &whole, outcome, NULL);
}

static struct kripa_store *openings[2]; /* of the one store; threads use them in turn */

/* Moves what it can from one thing to the next; half of the changes fail at their second edit. */
static void *move_about(void *argument)
{
    unsigned seed = (unsigned)(uintptr_t)argument;
    for (unsigned i = 0; i < 40; i++) {
        struct kripa_arena arena = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        unsigned from = (seed * 7 + i * 5) % 10, to = (from + 1 + i % 3) % 10;
        kp_update(&change, &kripa_thing_schema, contract_id(to));
        kp_add(&change, "count", 3);
        kp_update(&change, &kripa_thing_schema, contract_id(i % 2 ? from : 99));
        kp_require(&change, "count", KRIPA_GE, kp_int(3));
        kp_add(&change, "count", -3);
        struct kripa_outcome outcome;
        enum kripa_status status = commit_on(openings[seed % 2], &change, &outcome);
        if (status == KRIPA_OK)
            atomic_fetch_add(&committed, 1);
        else if (status == KRIPA_CONFLICT && outcome.failed == 1)
            atomic_fetch_add(&refused, 1);
        else
            atomic_fetch_add(&wrong, 1);
        kripa_arena_clear(&arena);
    }
    return NULL;
}

START_TEST(what_threads_move_about_is_neither_lost_nor_made)
{
    insert_things(10, 50);
    openings[0] = openings[1] = contract.store;
    in_threads(move_about, THREADS);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_gt(committed, 0);
    ck_assert_int_ge(refused, THREADS * 20);
    ck_assert_int_eq(sum_of_counts(contract.store), 500);
    struct kripa_cond below = CONTRACT_COND("count", KRIPA_LT, kp_int(0));
    ck_assert_int_eq(contract_count(&kripa_thing_schema, &below, 1), 0);
}
END_TEST

static void *take_one(void *argument)
{
    struct kripa_arena arena = {0};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    struct kripa_outcome outcome;
    struct kripa_paper paper = {.id = contract_id((unsigned)(uintptr_t)argument),
                                .number = (int64_t)(uintptr_t)argument};
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_update(&change, &kripa_thing_schema, contract_id(0));
    kp_require(&change, "count", KRIPA_GE, kp_int(1));
    kp_add(&change, "count", -1);
    enum kripa_status status = commit_on(contract.store, &change, &outcome);
    atomic_fetch_add(status == KRIPA_OK         ? &committed
                     : status == KRIPA_CONFLICT ? &refused
                                                : &wrong,
                     1);
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(the_last_one_goes_once)
{
    insert_things(1, 1);
    in_threads(take_one, THREADS);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_eq(committed, 1);
    ck_assert_int_eq(refused, THREADS - 1);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 1);
}
END_TEST

static void *number_papers(void *argument)
{
    unsigned thread = (unsigned)(uintptr_t)argument;
    struct kripa_series series = {.id = contract_id(7), .name = "papers"};
    for (unsigned i = 0; i < 20; i++) {
        struct kripa_arena arena = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        struct kripa_outcome outcome;
        struct kripa_paper paper = {.id = contract_id(thread * 100 + i)};
        kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
        kp_insert(&change, &kripa_paper_schema, &paper);
        if (i % 4 == 3) { /* this one fails, after it had a number */
            kp_update(&change, &kripa_paper_schema, paper.id);
            kp_require(&change, "number", KRIPA_LT, kp_int(0));
        }
        enum kripa_status status = commit_on(contract.store, &change, &outcome);
        if (status != (i % 4 == 3 ? KRIPA_CONFLICT : KRIPA_OK))
            atomic_fetch_add(&wrong, 1);
        kripa_arena_clear(&arena);
    }
    return NULL;
}

START_TEST(numbers_have_no_gap_and_no_double)
{
    in_threads(number_papers, THREADS);
    ck_assert_int_eq(wrong, 0);
    struct kripa_query query = {.of = &kripa_paper_schema, .sort = "number"};
    struct kripa_rows rows = contract_find(&query);
    ck_assert_uint_eq(rows.count, THREADS * 15);
    for (size_t i = 0; i < rows.count; i++)
        ck_assert_int_eq(((struct kripa_paper *)rows.at)[i].number, (int64_t)i + 1);
}
END_TEST

static void *bump(void *argument)
{
    struct kripa_series series = {.id = contract_id(7), .name = "sales"};
    (void)argument;
    for (unsigned i = 0; i < 25; i++) {
        struct kripa_arena arena = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        struct kripa_outcome outcome;
        kp_upsert_increment(&change, &kripa_series_schema, &series);
        kp_add(&change, "value", 2);
        if (commit_on(contract.store, &change, &outcome) != KRIPA_OK)
            atomic_fetch_add(&wrong, 1);
        kripa_arena_clear(&arena);
    }
    return NULL;
}

START_TEST(a_counter_that_all_begin_is_one)
{
    in_threads(bump, THREADS);
    ck_assert_int_eq(wrong, 0);
    struct kripa_series *got = contract_get(&kripa_series_schema, contract_id(7));
    ck_assert_int_eq(got->value, THREADS * 50);
}
END_TEST

/* None is there, then one of them; one begins with a number, one at zero. */
START_TEST(counters_added_to_together_begin_as_their_records)
{
    struct kripa_series seven = {contract_id(7), "seven", 100},
                        eight = {contract_id(8), "eight", 0};
    for (int64_t round = 1; round <= 2; round++) {
        struct kp_change change = kp_change_in(&contract.call);
        kp_upsert_increment(&change, &kripa_series_schema, &seven);
        kp_add(&change, "value", 1);
        kp_upsert_increment(&change, &kripa_series_schema, &eight);
        kp_add(&change, "value", 1);
        contract_commit(&change, KRIPA_OK);
        struct kripa_series *got = contract_get(&kripa_series_schema, seven.id);
        ck_assert_int_eq(got->value, 100 + round);
        got = contract_get(&kripa_series_schema, eight.id);
        ck_assert_int_eq(got->value, 1);
        ck_assert_str_eq(got->name, "eight");
        change = kp_change_in(&contract.call);
        kp_delete(&change, &kripa_series_schema, eight.id);
        contract_commit(&change, KRIPA_OK);
    }
}
END_TEST

/* Pairs are written together: a reader never sees one side alone. */
static void *read_pairs(void *argument)
{
    (void)argument;
    while (!over) {
        if (sum_of_counts(contract.store) != 0)
            atomic_fetch_add(&wrong, 1);
        atomic_fetch_add(&committed, 1);
    }
    return NULL;
}

START_TEST(readers_see_whole_changes_while_others_write)
{
    pthread_t readers[6];
    insert_things(2, 0);
    for (int i = 0; i < 6; i++)
        pthread_create(&readers[i], NULL, read_pairs, NULL);
    for (int i = 0; i < 200 || committed == 0; i++) {
        struct kp_change change = kp_change_in(&contract.call);
        kp_update(&change, &kripa_thing_schema, contract_id(0));
        kp_add(&change, "count", 1);
        kp_update(&change, &kripa_thing_schema, contract_id(1));
        kp_add(&change, "count", -1);
        contract_commit(&change, KRIPA_OK);
    }
    over = true;
    for (int i = 0; i < 6; i++)
        pthread_join(readers[i], NULL);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_gt(committed, 0);
}
END_TEST

static enum kripa_status count_slowly(void *ctx, const void *record)
{
    struct kripa_thing change_me = *(const struct kripa_thing *)record;
    *(int64_t *)ctx += change_me.count;
    usleep(200);
    return KRIPA_OK;
}

static void *move_while_scanned(void *argument)
{
    (void)argument;
    for (unsigned i = 0; i < 60; i++) {
        struct kripa_arena arena = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        struct kripa_outcome outcome;
        kp_update(&change, &kripa_thing_schema, contract_id(i));
        kp_add(&change, "count", -1);
        kp_update(&change, &kripa_thing_schema, contract_id(99 - i));
        kp_add(&change, "count", 1);
        if (commit_on(contract.store, &change, &outcome) != KRIPA_OK)
            atomic_fetch_add(&wrong, 1);
        kripa_arena_clear(&arena);
    }
    return NULL;
}

START_TEST(a_scan_is_one_picture)
{
    insert_things(100, 10);
    pthread_t writer;
    int64_t sum = 0;
    pthread_create(&writer, NULL, move_while_scanned, NULL);
    struct kripa_query query = {.of = &kripa_thing_schema};
    ck_assert_int_eq(
        contract.store->ops->scan(contract.store, &query, count_slowly, &sum, &contract.err),
        KRIPA_OK);
    pthread_join(writer, NULL);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_eq(sum, 1000);
}
END_TEST

START_TEST(what_is_committed_is_there_for_the_next_opening)
{
    insert_things(3, 7);
    struct kripa_store *other = contract_open_again();
    if (!other)
        return;
    ck_assert_int_eq(sum_of_counts(other), 21);
    struct kp_change change = kp_change_in(&contract.call);
    struct kripa_outcome outcome;
    kp_update(&change, &kripa_thing_schema, contract_id(0));
    kp_add(&change, "count", 1);
    ck_assert_int_eq(commit_on(other, &change, &outcome), KRIPA_OK);
    ck_assert_int_eq(sum_of_counts(contract.store), 22);
    kripa_store_close(other);
}
END_TEST

/* A store may send them together. */
START_TEST(of_many_inserts_the_one_that_failed_is_told)
{
    enum { MANY = 250, TAKEN = 137 };
    struct kripa_paper papers[MANY] = {0};
    struct kp_change change = kp_change_in(&contract.call);
    for (unsigned i = 0; i < MANY; i++) {
        papers[i] = (struct kripa_paper){.id = contract_id(i), .number = i};
        kp_insert(&change, &kripa_paper_schema, &papers[i]);
    }
    papers[TAKEN].id = papers[3].id;
    contract_commit(&change, KRIPA_EXISTS);
    ck_assert_uint_eq(contract.outcome.failed, TAKEN);
    ck_assert_str_eq(contract.err.fields[0].path, "_id");
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 0);
    papers[TAKEN].id = contract_id(TAKEN);
    contract_commit(&change, KRIPA_OK);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), MANY);
    const struct kripa_paper *got = contract_get(&kripa_paper_schema, papers[MANY - 1].id);
    ck_assert_int_eq(got->number, MANY - 1);
}
END_TEST

static uint64_t version(void)
{
    return contract.store->ops->version(contract.store, &kripa_thing_schema);
}

START_TEST(the_version_changes_with_every_commit_and_only_then)
{
    insert_things(1, 0);
    uint64_t before = version();
    ck_assert_uint_eq(version(), before);
    contract_count(&kripa_thing_schema, NULL, 0);
    ck_assert_uint_eq(version(), before);
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    contract_insert(&kripa_paper_schema, &paper);
    ck_assert_uint_eq(version(), before);
    struct kripa_thing_terms neighbour = {.id = contract_id(5)};
    contract_insert(&kripa_thing_terms_schema, &neighbour);
    ck_assert_uint_ne(version(), before);
    before = version();
    struct kp_change change = kp_change_in(&contract.call);
    kp_delete(&change, &kripa_thing_schema, contract_id(0));
    contract_commit(&change, KRIPA_OK);
    ck_assert_uint_ne(version(), before);
}
END_TEST

START_TEST(another_opening_s_commit_shows_in_the_version_at_once)
{
    insert_things(1, 0);
    if (contract.store->shared)
        return; /* it tells of its own alone */
    struct kripa_store *other = contract_open_again();
    if (!other)
        return;
    for (int i = 0; i < 5; i++) {
        uint64_t before = version();
        struct kp_change change = kp_change_in(&contract.call);
        struct kripa_outcome outcome;
        kp_update(&change, &kripa_thing_schema, contract_id(0));
        kp_add(&change, "count", 1);
        ck_assert_int_eq(commit_on(other, &change, &outcome), KRIPA_OK);
        ck_assert_uint_ne(version(), before);
        before = version();
        ck_assert_uint_eq(version(), before);
    }
    kripa_store_close(other);
}
END_TEST

START_TEST(two_openings_write_in_turn)
{
    insert_things(10, 50);
    struct kripa_store *other = contract_open_again();
    if (!other)
        return;
    openings[0] = contract.store;
    openings[1] = other;
    in_threads(move_about, 8);
    ck_assert_int_eq(wrong, 0);
    ck_assert_int_eq(sum_of_counts(contract.store), 500);
    kripa_store_close(other);
}
END_TEST

START_TEST(ping_answers)
{
    ck_assert_int_eq(contract.store->ops->ping(contract.store, 1000, &contract.err), KRIPA_OK);
}
END_TEST

static void add_more(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, count_anew, NULL);
}

int main(void)
{
    return CONTRACT_MAIN_WITH(
        add_more, "store: commits", what_threads_move_about_is_neither_lost_nor_made,
        the_last_one_goes_once, numbers_have_no_gap_and_no_double, a_counter_that_all_begin_is_one,
        counters_added_to_together_begin_as_their_records,
        readers_see_whole_changes_while_others_write, a_scan_is_one_picture,
        what_is_committed_is_there_for_the_next_opening,
        of_many_inserts_the_one_that_failed_is_told,
        the_version_changes_with_every_commit_and_only_then,
        another_opening_s_commit_shows_in_the_version_at_once, two_openings_write_in_turn,
        ping_answers);
}
