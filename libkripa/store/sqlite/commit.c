/* SPDX-License-Identifier: MIT
 * Group commit. Of the threads that want to commit, one leads: it does the changes of all that
 * wait, each under its own savepoint, and syncs once for all. Then the next thread that waits
 * leads. */
#include "internal.h"

#define GROUP_MAX 64

enum state { WAITING, LEADING, DONE };
struct kp_commit {
    const struct kripa_change *change;
    struct kripa_outcome *outcome;
    struct kripa_error *err;
    enum kripa_status status;
    enum state state;
    pthread_cond_t woken;
    struct kp_commit *next;
};

void kp_commits_init(struct kp_commits *commits)
{
    pthread_mutex_init(&commits->lock, NULL);
}

void kp_commits_clear(struct kp_commits *commits)
{
    pthread_mutex_destroy(&commits->lock);
}

/* Whether the transaction still exists: a full disk or an I/O error may have ended it. */
static bool is_open(struct kp_sqlite *store)
{
    return !sqlite3_get_autocommit(store->writer.db);
}

static void end(struct kp_sqlite *store)
{
    if (is_open(store))
        kp_connection_run(&store->writer, KP_ROLLBACK);
}

static enum kripa_status finish(struct kp_sqlite *store, struct kripa_error *err)
{
    enum kripa_status status = kp_files_check(store, err);
    if (status == KRIPA_OK) {
        int code = kp_connection_run(&store->writer, KP_COMMIT);
        status = code == SQLITE_OK ? KRIPA_OK : kp_sqlite_fail(store->writer.db, code, err);
    }
    end(store);
    return status;
}

/* The transaction has begun already. */
static void commit_alone(struct kp_sqlite *store, struct kp_commit *commit)
{
    commit->status = kp_change_apply(store, commit->change, commit->outcome, commit->err);
    if (commit->status == KRIPA_OK)
        commit->status = finish(store, commit->err);
    end(store);
    kripa_arena_reset(&store->writer.scratch);
    if (commit->status == KRIPA_OK)
        kp_layout_touch(&store->layout, commit->change);
}

/* False when the whole transaction was rolled back, with what others did in it. */
static bool apply_in_group(struct kp_sqlite *store, struct kp_commit *commit)
{
    if (kp_connection_run(&store->writer, KP_SAVEPOINT) != SQLITE_OK)
        return false;
    commit->status = kp_change_apply(store, commit->change, commit->outcome, commit->err);
    kripa_arena_reset(&store->writer.scratch);
    if (!is_open(store))
        return false;
    if (commit->status != KRIPA_OK && kp_connection_run(&store->writer, KP_BACK) != SQLITE_OK)
        return false;
    return kp_connection_run(&store->writer, KP_RELEASE) == SQLITE_OK;
}

/* A change that failed on its own keeps its reason. */
static void fail_all(struct kp_commit *group, const struct kripa_error *why)
{
    for (struct kp_commit *commit = group; commit; commit = commit->next)
        if (commit->status == KRIPA_OK)
            commit->status = kripa_fail(commit->err, why->status, "%s", why->message);
}

static void commit_one_by_one(struct kp_sqlite *store, struct kp_commit *group, int64_t deadline_ms)
{
    end(store);
    for (struct kp_commit *commit = group; commit; commit = commit->next) {
        commit->status = kp_lock_acquire(store, deadline_ms, commit->err);
        if (commit->status == KRIPA_OK)
            commit_alone(store, commit);
    }
}

static void commit_together(struct kp_sqlite *store, struct kp_commit *group, int64_t deadline_ms)
{
    struct kripa_error why = {0};
    bool whole = true;
    for (struct kp_commit *commit = group; commit && whole; commit = commit->next)
        whole = apply_in_group(store, commit);
    if (!whole) {
        commit_one_by_one(store, group, deadline_ms);
        return;
    }
    if (finish(store, &why) != KRIPA_OK)
        fail_all(group, &why);
    for (struct kp_commit *commit = group; commit; commit = commit->next)
        if (commit->status == KRIPA_OK)
            kp_layout_touch(&store->layout, commit->change);
}

/* A full disk may be full because of the WAL: when its pages are in the file, it starts again in
 * the space that it has. */
static void make_room(struct kp_sqlite *store, const struct kp_commit *group)
{
    while (group && group->status != KRIPA_UNAVAILABLE)
        group = group->next;
    if (group && !store->memory)
        sqlite3_wal_checkpoint_v2(store->writer.db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/* Takes the leader's change and those after it, `count` at most; the caller holds the lock. */
static struct kp_commit *take_group(struct kp_commits *commits, size_t count)
{
    struct kp_commit *group = commits->first, *last = group;
    for (size_t i = 1; i < count && last->next; i++)
        last = last->next;
    commits->first = last->next;
    last->next = NULL;
    return group;
}

static void wake(struct kp_commit *commit, enum state state)
{
    commit->state = state;
    pthread_cond_signal(&commit->woken);
}

/* Changes that came while the leader waited for the write lock go with it: if it does not get it,
 * all of them fail, and none waits again. The caller holds `writing`. */
static struct kp_commit *commit_group(struct kp_sqlite *store, int64_t deadline_ms)
{
    struct kp_commits *commits = &store->commits;
    struct kripa_error why = {0};
    bool begun = kp_lock_acquire(store, deadline_ms, &why) == KRIPA_OK;
    pthread_mutex_lock(&commits->lock);
    struct kp_commit *group = take_group(commits, begun ? GROUP_MAX : SIZE_MAX);
    pthread_mutex_unlock(&commits->lock);
    if (!begun)
        fail_all(group, &why);
    else if (group->next)
        commit_together(store, group, deadline_ms);
    else
        commit_alone(store, group);
    return group;
}

/* The leader's change is the first that waits. The owners of what was done are told, and another
 * thread leads. */
static void lead(struct kp_sqlite *store, struct kp_commit *own)
{
    struct kp_commits *commits = &store->commits;
    pthread_mutex_unlock(&commits->lock);
    int64_t deadline_ms = kp_lock_deadline_ms(store);
    pthread_mutex_lock(&store->writing);
    struct kp_commit *group = commit_group(store, deadline_ms);
    make_room(store, group);
    kripa_arena_reset(&store->writer.scratch);
    pthread_mutex_unlock(&store->writing);
    pthread_mutex_lock(&commits->lock);
    for (struct kp_commit *commit = group, *next; commit; commit = next) {
        next = commit->next;
        if (commit != own)
            wake(commit, DONE);
    }
    if (commits->first)
        wake(commits->first, LEADING);
    else
        commits->led = false;
}

enum kripa_status kp_sqlite_commit(struct kripa_store *base, const struct kripa_change *change,
                                   struct kripa_outcome *outcome, struct kripa_error *err)
{
    struct kp_sqlite *store = (struct kp_sqlite *)base;
    struct kp_commits *commits = &store->commits;
    struct kp_commit own = {.change = change, .outcome = outcome, .err = err};
    pthread_cond_init(&own.woken, NULL);
    pthread_mutex_lock(&commits->lock);
    if (commits->first)
        commits->last->next = &own;
    else
        commits->first = &own;
    commits->last = &own;
    own.state = commits->led ? WAITING : LEADING;
    commits->led = true;
    while (own.state == WAITING)
        pthread_cond_wait(&own.woken, &commits->lock);
    if (own.state == LEADING)
        lead(store, &own);
    pthread_mutex_unlock(&commits->lock);
    pthread_cond_destroy(&own.woken);
    return own.status;
}
