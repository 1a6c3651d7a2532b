/* SPDX-License-Identifier: MIT
 * Changes to one document take turns: one at a time, in the order they came, for a bounded time. */
#include "suite.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "store/mongo/internal.h"

#define SOON_MS   20
#define LONG_MS   60000
#define WAITERS   8
#define THREADS   16
#define ROUNDS    300
#define DOCUMENTS 5
#define LATE_MS   2000 /* that a busy machine may take longer */

static struct kp_mongo_turns turns;

static void begin(void)
{
    kp_mongo_turns_init(&turns);
}

static void end(void)
{
    ck_assert_ptr_null(turns.first);
    ck_assert(turns.last == &turns.first);
    for (size_t i = 0; i < KP_MONGO_TURN_WORDS; i++)
        ck_assert_uint_eq(turns.held[i], 0);
    kp_mongo_turns_clear(&turns);
}

static struct kripa_id id(unsigned char n)
{
    return (struct kripa_id){{[11] = n}};
}

/* A turn for the documents whose bits are set. */
static void want(struct kp_mongo_turn *turn, unsigned documents)
{
    struct kripa_edit edits[8];
    struct kripa_change change = {edits, 0};
    for (unsigned char i = 0; i < 8; i++)
        if (documents >> i & 1)
            edits[change.count++] = (struct kripa_edit){.kind = KRIPA_UPDATE, .key = id(i)};
    kp_mongo_turn_want(turn, &change);
}

static bool take(struct kp_mongo_turn *turn, unsigned documents, int64_t patience_ms)
{
    want(turn, documents);
    return kp_mongo_turn_acquire(&turns, turn, kp_mongo_clock_ms() + patience_ms);
}

static bool is_waiting(const struct kp_mongo_turn *turn)
{
    pthread_mutex_lock(&turns.lock);
    const struct kp_mongo_turn *at = turns.first;
    while (at && at != turn)
        at = at->next;
    pthread_mutex_unlock(&turns.lock);
    return at;
}

/* One who waits in a thread of their own; `came` says in which order they had their turns. */
struct waiter {
    pthread_t thread;
    struct kp_mongo_turn turn;
    unsigned documents;
    int64_t patience_ms;
    bool had;
    int came;
    atomic_bool done;
};
static int turns_had; /* under the turn of document 0, or of one waiter at a time */

static void *wait_and_give(void *ctx)
{
    struct waiter *waiter = ctx;
    waiter->had = take(&waiter->turn, waiter->documents, waiter->patience_ms);
    if (waiter->had)
        waiter->came = turns_had++;
    kp_mongo_turn_release(&turns, &waiter->turn);
    waiter->done = true;
    return NULL;
}

/* Returns when they are waiting, or has done so. */
static void start(struct waiter *waiter, unsigned documents, int64_t patience_ms)
{
    *waiter = (struct waiter){.documents = documents, .patience_ms = patience_ms};
    ck_assert_int_eq(pthread_create(&waiter->thread, NULL, wait_and_give, waiter), 0);
    while (!is_waiting(&waiter->turn) && !waiter->done)
        usleep(100);
}

static void finish(struct waiter *waiters, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pthread_join(waiters[i].thread, NULL);
}

START_TEST(what_a_change_writes_to_is_wanted_and_what_it_inserts_is_not)
{
    struct kripa_edit edits[] = {
        {.kind = KRIPA_INSERT, .key = id(1)},           {.kind = KRIPA_UPDATE, .key = id(1)},
        {.kind = KRIPA_DELETE, .key = id(2)},           {.kind = KRIPA_UPDATE, .key = id(2)},
        {.kind = KRIPA_UPSERT_INCREMENT, .key = id(3)}, {.kind = KRIPA_SEQUENCE, .key = id(4)},
    };
    struct kp_mongo_turn turn, same;
    kp_mongo_turn_want(&turn, &(struct kripa_change){edits, 6});
    want(&same, 1 << 2 | 1 << 3 | 1 << 4);
    ck_assert_mem_eq(turn.stripes, same.stripes, sizeof turn.stripes);
    ck_assert(turn.wants);
    kp_mongo_turn_want(&turn, &(struct kripa_change){edits, 2});
    ck_assert(!turn.wants);
}
END_TEST

START_TEST(who_wants_nothing_that_is_held_has_his_turn_at_once)
{
    struct kp_mongo_turn first, second, none;
    ck_assert(take(&first, 1 << 0 | 1 << 1, 0));
    ck_assert(take(&second, 1 << 2, 0));
    ck_assert(take(&none, 0, 0));
    kp_mongo_turn_release(&turns, &none);
    kp_mongo_turn_release(&turns, &second);
    ck_assert(take(&second, 1 << 2, 0));
    kp_mongo_turn_release(&turns, &second);
    kp_mongo_turn_release(&turns, &first);
}
END_TEST

START_TEST(who_came_first_goes_first)
{
    struct kp_mongo_turn holder;
    struct waiter waiters[WAITERS];
    ck_assert(take(&holder, 1, 0));
    turns_had = 0;
    for (size_t i = 0; i < WAITERS; i++)
        start(&waiters[i], 1, LONG_MS);
    kp_mongo_turn_release(&turns, &holder);
    finish(waiters, WAITERS);
    for (int i = 0; i < WAITERS; i++) {
        ck_assert(waiters[i].had);
        ck_assert_int_eq(waiters[i].came, i);
        ck_assert_int_eq(waiters[i].turn.passed, 0);
    }
}
END_TEST

START_TEST(who_waited_long_enough_goes_without_and_the_others_keep_their_order)
{
    struct kp_mongo_turn holder, late;
    struct waiter waiters[WAITERS];
    ck_assert(take(&holder, 1, 0));
    turns_had = 0;
    int64_t began_ms = kp_mongo_clock_ms();
    ck_assert(!take(&late, 1, SOON_MS));
    kp_mongo_turn_release(&turns, &late); /* they have none: nothing */
    ck_assert_int_ge(kp_mongo_clock_ms() - began_ms, SOON_MS - 1);
    ck_assert_int_lt(kp_mongo_clock_ms() - began_ms, SOON_MS + LATE_MS);
    for (size_t i = 0; i < WAITERS; i++)
        start(&waiters[i], 1, i % 3 == 1 ? SOON_MS : LONG_MS);
    for (size_t i = 1; i < WAITERS; i += 3)
        while (!waiters[i].done)
            usleep(1000);
    kp_mongo_turn_release(&turns, &holder);
    finish(waiters, WAITERS);
    for (int i = 0, came = 0; i < WAITERS; i++) {
        ck_assert_int_eq(waiters[i].had, i % 3 != 1);
        if (waiters[i].had)
            ck_assert_int_eq(waiters[i].came, came++);
    }
}
END_TEST

/* They wait for 0, and would have 1, too: it is not idle meanwhile, and yet they get their turn. */
START_TEST(who_waits_for_several_is_passed_a_few_times_and_no_more)
{
    struct kp_mongo_turn holder, passer;
    struct waiter both, behind;
    ck_assert(take(&holder, 1 << 0, 0));
    start(&both, 1 << 0 | 1 << 1, LONG_MS);
    for (int i = 0; i < KP_MONGO_TURN_PASSED_MAX; i++) {
        ck_assert(take(&passer, 1 << 1, 0));
        kp_mongo_turn_release(&turns, &passer);
    }
    ck_assert(!take(&passer, 1 << 1, SOON_MS)); /* it is kept for them */
    ck_assert(take(&passer, 1 << 2, 0));        /* and nothing else is */
    kp_mongo_turn_release(&turns, &passer);
    turns_had = 0;
    start(&behind, 1 << 1, LONG_MS);
    kp_mongo_turn_release(&turns, &holder);
    finish(&both, 1);
    finish(&behind, 1);
    ck_assert_int_eq(both.came, 0);
    ck_assert_int_eq(behind.came, 1);
}
END_TEST

START_TEST(what_was_kept_for_who_gives_up_goes_to_who_waits_behind_him)
{
    struct kp_mongo_turn holder, passer;
    struct waiter both, behind;
    ck_assert(take(&holder, 1 << 0, 0));
    start(&both, 1 << 0 | 1 << 1, 10 * SOON_MS);
    for (int i = 0; i < KP_MONGO_TURN_PASSED_MAX; i++) {
        ck_assert(take(&passer, 1 << 1, 0));
        kp_mongo_turn_release(&turns, &passer);
    }
    start(&behind, 1 << 1, LONG_MS);
    finish(&both, 1);
    finish(&behind, 1);
    ck_assert(!both.had);
    ck_assert(behind.had);
    kp_mongo_turn_release(&turns, &holder);
}
END_TEST

/* Plain numbers, each guarded by its document's turn alone: the thread sanitizer looks, too. */
static int64_t written[DOCUMENTS];

static void *write_about(void *ctx)
{
    unsigned seed = (unsigned)(uintptr_t)ctx * 7 + 1;
    int64_t *writes = calloc(DOCUMENTS, sizeof *writes);
    for (int round = 0; round < ROUNDS && writes; round++) {
        struct kp_mongo_turn turn;
        seed = seed * 1103515245 + 12345;
        unsigned documents = seed >> 16 & ((1 << DOCUMENTS) - 1);
        bool patient = round % 4 != 0;
        if (!take(&turn, documents, patient ? LONG_MS : 0)) {
            ck_assert(!patient);
            continue;
        }
        for (unsigned i = 0; i < DOCUMENTS; i++)
            if (documents >> i & 1) {
                written[i]++;
                writes[i]++;
            }
        kp_mongo_turn_release(&turns, &turn);
    }
    return writes;
}

START_TEST(many_who_want_several_each_all_get_on_and_one_at_a_time)
{
    pthread_t threads[THREADS];
    int64_t sums[DOCUMENTS] = {0};
    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_about, (void *)i), 0);
    for (size_t i = 0; i < THREADS; i++) {
        void *writes;
        pthread_join(threads[i], &writes);
        ck_assert_ptr_nonnull(writes);
        for (size_t d = 0; d < DOCUMENTS; d++)
            sums[d] += ((int64_t *)writes)[d];
        free(writes);
    }
    ck_assert_mem_eq(sums, written, sizeof sums);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "turns", begin, end, what_a_change_writes_to_is_wanted_and_what_it_inserts_is_not,
        who_wants_nothing_that_is_held_has_his_turn_at_once, who_came_first_goes_first,
        who_waited_long_enough_goes_without_and_the_others_keep_their_order,
        who_waits_for_several_is_passed_a_few_times_and_no_more,
        what_was_kept_for_who_gives_up_goes_to_who_waits_behind_him,
        many_who_want_several_each_all_get_on_and_one_at_a_time);
}
