/* SPDX-License-Identifier: MIT
 * A change is one transaction, or a single command when it has one edit. When somebody else was
 * first, all is tried again after a random, growing pause, until the time is up. */
#include <time.h>

#include "attempt.h"

#define PAUSE_FIRST_MS  4
#define PAUSE_MAX_MS    250
#define COMMIT_ASKS_MAX 4 /* how often a commit is repeated to learn its outcome */

/* Sleeps between half and all of it, so that two that collided don't do so again. The clock's
 * nanoseconds are random enough. */
static void pause_ms(int64_t most)
{
    struct timespec now, length;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms = most / 2 + (now.tv_nsec / 1000 ^ (intptr_t)&now >> 12) % (most / 2 + 1);
    length = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&length, NULL);
}

/* Whether an update can be one of several in a command: it edits no list, which would be read
 * first. */
static bool fits_a_run(const struct kripa_edit *edit)
{
    for (size_t i = 0; i < edit->sets_count; i++) {
        const struct kripa_set *set = &edit->sets[i];
        if (set->op == KRIPA_PUSH || set->op == KRIPA_PULL || set->value.kind == KRIPA_VALUE_RECORD)
            return false;
    }
    return edit->sets_count > 0;
}

/* Edits of one kind and table that follow each other go in one command: inserts, and the updates of
 * a transaction, which is undone as a whole if one of them matches nothing. */
static bool begins_run(const struct kp_mongo_writing *writing, const struct kripa_edit *edit)
{
    if (edit->kind == KRIPA_UPDATE || edit->kind == KRIPA_UPSERT_INCREMENT)
        return writing->session && !writing->careful && !writing->apart && fits_a_run(edit);
    return edit->kind == KRIPA_INSERT;
}

static size_t run_at(const struct kp_mongo_writing *writing, size_t at)
{
    const struct kripa_change *change = writing->change;
    const struct kripa_edit *first = &change->edits[at];
    size_t run = 1;
    if (!begins_run(writing, first))
        return run;
    while (run < KP_MONGO_RUN_MAX && at + run < change->count && first[run].kind == first->kind &&
           first[run].of == first->of && begins_run(writing, &first[run]))
        run++;
    return run;
}

static enum kp_try apply_all(struct kp_mongo_writing *writing)
{
    const struct kripa_change *change = writing->change;
    *writing->outcome = (struct kripa_outcome){0};
    writing->into = NULL;
    for (size_t i = 0; i < change->count; i += writing->run) {
        if (kp_mongo_clock_ms() >= writing->until_ms)
            return KP_TRY_AGAIN;
        writing->edit = &change->edits[i];
        writing->run = run_at(writing, i);
        enum kripa_status status =
            kp_plan_find(&writing->store->layout, writing->edit->of, &writing->plan, writing->err);
        enum kp_try became =
            status == KRIPA_OK ? kp_mongo_apply(writing) : kp_mongo_stop(writing, status);
        if (became != KP_TRY_DONE) {
            writing->outcome->failed = (size_t)(writing->edit - change->edits);
            return became;
        }
    }
    return KP_TRY_DONE;
}

/* Repeats the commit until its outcome is known, as the server answers each time alike. A server
 * that has forgotten it answers that there is no such transaction. */
static enum kp_try finish(struct kp_mongo_writing *writing)
{
    bson_t reply;
    bson_error_t error;
    for (int asks = 1;; asks++) {
        if (mongoc_client_session_commit_transaction(writing->session, &reply, &error)) {
            bson_destroy(&reply);
            return KP_TRY_DONE;
        }
        bool unknown = mongoc_error_has_label(&reply, "UnknownTransactionCommitResult");
        bool refused = !unknown && kp_mongo_is_transient(&error, &reply);
        bson_destroy(&reply);
        if (refused)
            return kp_mongo_again(writing, &error);
        kp_mongo_commit_unknown(writing, &error);
        if (asks == COMMIT_ASKS_MAX || kp_mongo_clock_ms() >= writing->until_ms)
            return KP_TRY_AGAIN;
        pause_ms(PAUSE_FIRST_MS << asks);
    }
}

static bool begin_transaction(struct kp_mongo_writing *writing, mongoc_client_session_t *session,
                              bson_error_t *error)
{
    mongoc_transaction_opt_t *opts = mongoc_transaction_opts_new();
    mongoc_transaction_opts_set_max_commit_time_ms(opts, kp_mongo_left_ms(writing));
    bool begun = mongoc_client_session_start_transaction(session, opts, error);
    mongoc_transaction_opts_destroy(opts);
    return begun;
}

/* All tries use one session. So beginning a transaction ends the one before, even if the server did
 * not hear that it was aborted, and a late commit of that does nothing. */
static enum kp_try try_transaction(struct kp_mongo_writing *writing,
                                   mongoc_client_session_t **session)
{
    bson_error_t error;
    if (!*session)
        *session = mongoc_client_start_session(writing->client, NULL, &error);
    if (!*session || !begin_transaction(writing, *session, &error))
        return kp_mongo_stop(writing, kp_mongo_fail(&error, writing->err));
    writing->session = *session;
    enum kp_try became = apply_all(writing);
    if (became == KP_TRY_DONE)
        became = finish(writing);
    else
        mongoc_client_session_abort_transaction(*session, NULL);
    writing->session = NULL;
    return became;
}

/* A single edit is atomic anyway. */
static bool needs_transaction(const struct kripa_change *change)
{
    return change->count > 1;
}

/* A refusal may come from an earlier try whose outcome is unknown: that was done after it was
 * looked for, or before but not yet by a majority. */
static enum kp_try check_earlier_tries(struct kp_mongo_writing *writing, bool *done)
{
    enum kp_try looked = kp_mongo_find_outcome(writing, "majority", done);
    if (looked != KP_TRY_DONE || *done)
        return looked;
    looked = kp_mongo_find_outcome(writing, "local", done);
    return *done ? KP_TRY_AGAIN : looked;
}

static enum kp_try try_once(struct kp_mongo_writing *writing, mongoc_client_session_t **session)
{
    bool done = false;
    if (writing->commit_unknown) {
        enum kp_try looked = kp_mongo_find_outcome(writing, "majority", &done);
        if (looked != KP_TRY_DONE || done)
            return looked;
    }
    enum kp_try became =
        needs_transaction(writing->change) ? try_transaction(writing, session) : apply_all(writing);
    bool refused = became == KP_TRY_FAILED &&
                   (writing->status == KRIPA_EXISTS || writing->status == KRIPA_CONFLICT);
    if (!writing->commit_unknown || !refused)
        return became;
    struct kripa_error refusal = {0};
    size_t failed = writing->outcome->failed;
    enum kripa_status status = writing->status;
    if (writing->err)
        refusal = *writing->err;
    enum kp_try looked = check_earlier_tries(writing, &done);
    if (looked != KP_TRY_DONE || done)
        return looked;
    if (writing->err)
        *writing->err = refusal;
    writing->outcome->failed = failed;
    return kp_mongo_stop(writing, status);
}

static enum kp_try try_until_done(struct kp_mongo_writing *writing)
{
    mongoc_client_session_t *session = NULL;
    int64_t longest_ms = PAUSE_FIRST_MS;
    bool apart = false;
    enum kp_try became;
    while ((became = try_once(writing, &session)) == KP_TRY_AGAIN &&
           kp_mongo_clock_ms() < writing->until_ms) {
        kripa_arena_reset(&writing->scratch);
        if (writing->apart != apart) { /* nobody is in the way */
            apart = writing->apart;
            continue;
        }
        pause_ms(longest_ms);
        longest_ms = longest_ms * 2 < PAUSE_MAX_MS ? longest_ms * 2 : PAUSE_MAX_MS;
    }
    if (session)
        mongoc_client_session_destroy(session);
    return became;
}

static enum kripa_status refuse_late(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_UNAVAILABLE, "too many others are changing the same; try again");
}

/* Says why it was tried again until the time was up. */
static enum kripa_status give_up(struct kp_mongo_writing *writing)
{
    if (writing->commit_unknown)
        return kripa_fail(writing->err, KRIPA_UNAVAILABLE, "%s", KP_MONGO_COMMIT_UNKNOWN);
    if (writing->cause.code == 0 || kp_mongo_is_late(&writing->cause))
        return kripa_fail(writing->err, KRIPA_UNAVAILABLE, "it took too long; try again");
    if (kp_mongo_is_conflict(&writing->cause))
        return refuse_late(writing->err);
    return kripa_fail(writing->err, KRIPA_UNAVAILABLE, "the database can't be reached just now");
}

static enum kripa_status commit_in_turn(struct kp_mongo_writing *writing)
{
    writing->client = kp_mongo_acquire(writing->store, writing->err);
    if (!writing->client)
        return KRIPA_UNAVAILABLE;
    enum kp_try became = try_until_done(writing);
    /* also when the outcome is unknown */
    kp_layout_touch(&writing->store->layout, writing->change);
    kp_mongo_release(writing->store, writing->client);
    kripa_arena_clear(&writing->scratch);
    if (became == KP_TRY_DONE)
        return KRIPA_OK;
    return became == KP_TRY_FAILED ? writing->status : give_up(writing);
}

/* A change that waits for its turn holds no connection. */
enum kripa_status kp_mongo_commit(struct kripa_store *base, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct kp_mongo *store = (struct kp_mongo *)base;
    struct kp_mongo_writing writing = {
        .store = store, .change = change, .outcome = outcome, .err = err};
    struct kp_mongo_turn turn;
    *outcome = (struct kripa_outcome){0};
    if (change->count == 0)
        return KRIPA_OK;
    writing.until_ms = kp_mongo_clock_ms() + KP_MONGO_COMMIT_MS;
    kp_mongo_turn_want(&turn, change);
    if (!kp_mongo_turn_acquire(&store->turns, &turn, writing.until_ms))
        return refuse_late(err);
    enum kripa_status status = commit_in_turn(&writing);
    kp_mongo_turn_release(&store->turns, &turn);
    return status;
}
