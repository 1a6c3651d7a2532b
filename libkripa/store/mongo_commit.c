/* SPDX-License-Identifier: MIT
 * A change as one transaction; one of a single edit needs none. Whoever loses a race begins anew,
 * after a pause that grows and is never the same, until the time is up. */
#include <string.h>
#include <time.h>

#include "mongo_write.h"

#define PAUSE_FIRST_MS  4
#define PAUSE_MAX_MS    250
#define COMMIT_ASKS_MAX 4 /* how often it is asked what became of a commit */

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Between half of it and all of it: two that met must not meet again. The nanoseconds are chance
 * enough. */
static void pause_ms(int64_t most)
{
    struct timespec now, length;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t ms = most / 2 + (now.tv_nsec / 1000 ^ (intptr_t)&now >> 12) % (most / 2 + 1);
    length = (struct timespec){.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
    nanosleep(&length, NULL);
}

enum kp_try kp_mongo_stop(struct kp_mongo_writing *writing, enum kripa_status status)
{
    writing->status = status;
    return status == KRIPA_OK ? KP_TRY_DONE : KP_TRY_FAILED;
}

static enum kp_try apply_all(struct kp_mongo_writing *writing)
{
    *writing->outcome = (struct kripa_outcome){0};
    writing->into = NULL;
    for (size_t i = 0; i < writing->change->count; i++) {
        writing->edit = &writing->change->edits[i];
        enum kripa_status status =
            kp_plan_find(&writing->store->layout, writing->edit->of, &writing->plan, writing->err);
        enum kp_try became =
            status == KRIPA_OK ? kp_mongo_apply(writing) : kp_mongo_stop(writing, status);
        if (became != KP_TRY_DONE) {
            writing->outcome->failed = i;
            return became;
        }
    }
    return KP_TRY_DONE;
}

/* Whether an earlier try, of whose commit nothing was heard, was done after all: then what it
 * inserted first is there, and is ours by its _id and all else. */
static enum kp_try look_back(struct kp_mongo_writing *writing, bool *done)
{
    const struct kripa_change *change = writing->change;
    size_t first = 0;
    *done = false;
    while (first < change->count && change->edits[first].kind != KRIPA_INSERT)
        first++;
    if (first == change->count) /* nothing tells: the client must look for himself */
        return kp_mongo_stop(writing, kripa_fail(writing->err, KRIPA_UNAVAILABLE,
                                                 "the database was lost while it committed; "
                                                 "look what is there before you try again"));
    writing->edit = &change->edits[first];
    enum kripa_status status =
        kp_plan_find(&writing->store->layout, writing->edit->of, &writing->plan, writing->err);
    bson_t document = BSON_INITIALIZER, *opts = BCON_NEW("limit", BCON_INT64(1));
    if (status == KRIPA_OK)
        status = kp_mongo_document(writing, &document);
    if (status == KRIPA_OK) {
        const bson_t *found;
        bson_error_t error;
        mongoc_collection_t *collection = kp_mongo_collection(writing);
        mongoc_cursor_t *cursor =
            mongoc_collection_find_with_opts(collection, &document, opts, NULL);
        *done = mongoc_cursor_next(cursor, &found);
        if (mongoc_cursor_error(cursor, &error))
            status = kp_mongo_fail(&error, writing->err);
        mongoc_cursor_destroy(cursor);
        mongoc_collection_destroy(collection);
    }
    bson_destroy(&document);
    bson_destroy(opts);
    return kp_mongo_stop(writing, status);
}

/* *unheard: it may have been done, but nothing was heard of it. */
static enum kp_try finish(struct kp_mongo_writing *writing, bool *unheard)
{
    bson_t reply;
    bson_error_t error;
    for (int asks = 1;; asks++) {
        if (mongoc_client_session_commit_transaction(writing->session, &reply, &error)) {
            bson_destroy(&reply);
            return KP_TRY_DONE;
        }
        bool unknown = mongoc_error_has_label(&reply, "UnknownTransactionCommitResult") ||
                       error.domain == MONGOC_ERROR_STREAM;
        bool again = kp_mongo_is_transient(&error, &reply);
        bson_destroy(&reply);
        *unheard = *unheard || unknown;
        if (!unknown || asks == COMMIT_ASKS_MAX) {
            if (again || unknown)
                return KP_TRY_AGAIN;
            return kp_mongo_stop(writing, kp_mongo_fail(&error, writing->err));
        }
        pause_ms(PAUSE_FIRST_MS << asks);
    }
}

static enum kp_try try_transaction(struct kp_mongo_writing *writing, bool *unheard)
{
    bson_error_t error;
    writing->session = mongoc_client_start_session(writing->client, NULL, &error);
    if (!writing->session)
        return kp_mongo_stop(writing, kp_mongo_fail(&error, writing->err));
    enum kp_try became;
    if (!mongoc_client_session_start_transaction(writing->session, NULL, &error)) {
        became = kp_mongo_stop(writing, kp_mongo_fail(&error, writing->err));
    } else {
        became = apply_all(writing);
        if (became == KP_TRY_DONE)
            became = finish(writing, unheard);
        else
            mongoc_client_session_abort_transaction(writing->session, NULL);
    }
    mongoc_client_session_destroy(writing->session);
    writing->session = NULL;
    return became;
}

/* A single edit is whole by itself. */
static bool needs_transaction(const struct kripa_change *change)
{
    return change->count > 1;
}

static enum kp_try try_once(struct kp_mongo_writing *writing, bool *unheard)
{
    bool done = false;
    if (*unheard) {
        enum kp_try looked = look_back(writing, &done);
        if (looked != KP_TRY_DONE || done)
            return looked;
    }
    return needs_transaction(writing->change) ? try_transaction(writing, unheard)
                                              : apply_all(writing);
}

static enum kripa_status busy(struct kp_mongo_writing *writing)
{
    return kripa_fail(writing->err, KRIPA_UNAVAILABLE,
                      "too many others are changing the same; try again");
}

enum kripa_status kp_mongo_commit(struct kripa_store *base, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct kp_mongo_writing writing = {
        .store = (struct kp_mongo *)base, .change = change, .outcome = outcome, .err = err};
    int64_t until_ms = clock_ms() + KP_MONGO_COMMIT_MS, longest_ms = PAUSE_FIRST_MS;
    bool unheard = false;
    *outcome = (struct kripa_outcome){0};
    if (change->count == 0)
        return KRIPA_OK;
    writing.client = kp_mongo_take(writing.store, err);
    if (!writing.client)
        return KRIPA_UNAVAILABLE;
    enum kp_try became;
    while ((became = try_once(&writing, &unheard)) == KP_TRY_AGAIN && clock_ms() < until_ms) {
        kripa_arena_reset(&writing.scratch);
        pause_ms(longest_ms);
        longest_ms = longest_ms * 2 < PAUSE_MAX_MS ? longest_ms * 2 : PAUSE_MAX_MS;
    }
    kp_mongo_give(writing.store, writing.client);
    kripa_arena_clear(&writing.scratch);
    if (became == KP_TRY_DONE)
        return KRIPA_OK;
    return became == KP_TRY_FAILED ? writing.status : busy(&writing);
}
