/* SPDX-License-Identifier: MIT
 * What the files of the SQLite store share: the open file, and the port's verbs on it.
 *
 * A reader takes a connection from the pool and gives it back; all writing goes through one
 * connection, whose holder commits for everybody who waits (commit.c). `:memory:` has that
 * one connection for reading too. */
#ifndef KP_SQLITE_INTERNAL_H
#define KP_SQLITE_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "connection.h"
#include "store/layout.h"

struct kp_sqlite;

/* files.c */
#define KP_FILES 3
struct kp_known_file {
    const char *path; /* NULL: there is no such file */
    dev_t device;
    ino_t inode;
};

enum kripa_status kp_files_path(const char *path, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err);
/* Notes which files the names lead to, when the writer's connection is open. */
enum kripa_status kp_files_note(struct kp_sqlite *store, struct kripa_error *err);
/* UNAVAILABLE when one of the names leads to another file, or to none. */
enum kripa_status kp_files_check(const struct kp_sqlite *store, struct kripa_error *err);

/* pool.c */
#define KP_READERS_MAX 4
#define KP_NO_WAIT     (-1)

struct kp_pool {
    pthread_mutex_t lock;
    pthread_cond_t released;
    struct kp_connection *idle;
    int opened;
};

void kp_pool_init(struct kp_pool *pool);
void kp_pool_clear(struct kp_pool *pool);
/* Takes a connection for reading, to be returned soon. `timeout_ms` 0 waits for one as long as it
 * takes; KP_NO_WAIT fails with TOO_LARGE when none is idle. */
enum kripa_status kp_reader_acquire(struct kp_sqlite *store, int64_t timeout_ms,
                                    struct kp_connection **out, struct kripa_error *err);
void kp_reader_release(struct kp_sqlite *store, struct kp_connection *connection);

/* commit.c */
struct kp_commits {
    pthread_mutex_t lock;
    struct kp_commit *first, *last;
    bool led;
};

void kp_commits_init(struct kp_commits *commits);
void kp_commits_clear(struct kp_commits *commits);

struct kp_sqlite {
    struct kripa_store base;
    const char *path; /* absolute; in the arena */
    struct kp_known_file files[KP_FILES];
    bool memory;
    unsigned access;          /* the enum kp_access of every connection */
    struct kripa_arena arena; /* for the layout and paths */
    struct kp_layout layout;
    struct kp_pool readers;
    pthread_mutex_t writing; /* held while `writer` is used */
    struct kp_connection writer;
    struct kp_commits commits;
    int64_t lock_wait_ms;       /* for another program's lock: KP_LOCK_WAIT_MS */
    atomic_bool held_elsewhere; /* another program held the write lock during a whole wait */
    /* the thread that has `writing` does not have the file's lock yet */
    atomic_bool asking;
    int64_t data_version;           /* the file's, as `writer` last saw it */
    atomic_uintptr_t wal_index;     /* the address of the WAL's index; 0: not known yet */
    atomic_ullong wal_seen;         /* its state when data_version was read; 0: none */
    atomic_ullong external_commits; /* commits of other processes noticed */
};

/* read.c */
enum kripa_status kp_sqlite_find(struct kripa_store *base, const struct kripa_query *query,
                                 struct kripa_arena *arena, struct kripa_rows *rows,
                                 struct kripa_error *err);
enum kripa_status kp_sqlite_scan(struct kripa_store *base, const struct kripa_query *query,
                                 kripa_record_fn *row, void *ctx, struct kripa_error *err);
/* count.c */
enum kripa_status kp_sqlite_count(struct kripa_store *base, const struct kripa_query *query,
                                  int64_t at_most, int64_t *count, struct kripa_error *err);
/* unknown_collections.c */
enum kripa_status kp_sqlite_unknown_collections(struct kripa_store *base, struct kripa_arena *arena,
                                                struct kripa_unknown_collection **others,
                                                size_t *count, struct kripa_error *err);
enum kripa_status kp_sqlite_residual(struct kripa_store *base, const struct kripa_schema *of,
                                     const void *record, struct kripa_arena *arena,
                                     const char **out, struct kripa_error *err);
/* commit.c */
enum kripa_status kp_sqlite_commit(struct kripa_store *base, const struct kripa_change *change,
                                   struct kripa_outcome *outcome, struct kripa_error *err);
/* tables.c */
enum kripa_status kp_sqlite_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                    void *ctx, struct kripa_error *err);
/* CORRUPT when the file is not Kripa's (with `create`: and not empty), or belongs to a newer
 * Kripa. */
enum kripa_status kp_file_check(struct kp_connection *connection, bool create,
                                struct kripa_error *err);
/* backup.c */
enum kripa_status kp_sqlite_backup(struct kripa_store *base, const char *to,
                                   struct kripa_error *err);
/* version.c */
uint64_t kp_sqlite_version(struct kripa_store *base, const struct kripa_schema *schema);
/* Checks for commits of other processes; the caller holds `writing`. */
void kp_external_commits_notice(struct kp_sqlite *store);

/* lock.c */
#define KP_LOCK_WAIT_MS 5000 /* the wait for another program's lock */

/* Until when a thread that wants to write now waits for the lock. */
int64_t kp_lock_deadline_ms(struct kp_sqlite *store);
/* Begins a transaction of the writer. The caller holds `writing` before and after; others may have
 * it meanwhile. UNAVAILABLE: another program had the lock until the deadline. */
enum kripa_status kp_lock_acquire(struct kp_sqlite *store, int64_t deadline_ms,
                                  struct kripa_error *err);
/* Whether a write could begin now; writes nothing and waits at most half a second. */
enum kripa_status kp_lock_probe(struct kp_sqlite *store, int64_t timeout_ms,
                                struct kripa_error *err);
/* work.c */
/* Like kp_reader_acquire, for a read that may use `work_max` (0: no limit). */
enum kripa_status kp_work_begin(struct kp_sqlite *store, int64_t work_max,
                                struct kp_connection **out, struct kripa_error *err);
/* Counts a row that a limited read found; TOO_LARGE above the limit. */
enum kripa_status kp_work_row(struct kp_connection *connection, const struct kp_plan *plan,
                              sqlite3_stmt *row, struct kripa_error *err);
void kp_work_end(struct kp_sqlite *store, int64_t work_max, struct kp_connection *connection);
/* write.c */
/* Does a change on the writer's connection, inside a transaction. `outcome` says which edit
 * failed. */
enum kripa_status kp_change_apply(struct kp_sqlite *store, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err);
/* steps.c */
struct kp_step {
    const char *line; /* for people: "add column products.gst_rate_bp" */
    const char *sql;
};
struct kp_steps {
    struct kp_step *at;
    size_t count, capacity;
};

/* Compares the file with the layout. The steps are in the connection's scratch arena. */
enum kripa_status kp_steps_find(struct kp_connection *connection, const struct kp_layout *layout,
                                struct kp_steps *steps, struct kripa_error *err);

#endif
