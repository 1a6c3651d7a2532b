/* SPDX-License-Identifier: MIT
 * The SQLite store's own parts: the open file, its connections, and what each part gives the
 * others.
 *
 * A reader takes a connection from the pool and gives it back; all writing goes through one
 * connection, whose holder commits for everybody who waits (commit.c). `:memory:` has that
 * one connection for reading too. */
#ifndef KP_SQLITE_H
#define KP_SQLITE_H

#include <pthread.h>
#include <stdatomic.h>
#include <sys/types.h>

#include "statement.h"
#include "store/layout.h"

#define KP_READERS_MAX     4
#define KP_BUSY_TIMEOUT_MS 5000
#define KP_NO_WAIT         (-1)
#define KP_LOCK_WAIT_MS    5000       /* for another program's lock */
#define KP_APPLICATION_ID  0x4b525041 /* "KRPA": what stands in every file of Kripa */

/* Statements without parameters. They are prepared when the connection is opened for writing: going
 * back must be possible when memory is short. */
enum kp_fixed {
    KP_BEGIN,
    KP_COMMIT,
    KP_ROLLBACK,
    KP_SAVEPOINT,
    KP_RELEASE,
    KP_BACK,
    KP_FIXED_COUNT
};
struct kp_connection {
    sqlite3 *db;
    sqlite3_stmt *fixed[KP_FIXED_COUNT];
    struct kp_statements statements;
    struct kripa_arena scratch; /* what one operation binds; forgotten after it */
    int64_t work_left;          /* of a read that is bounded */
    struct kp_connection *next;
};

/* How a connection is opened; 0: to write. */
enum kp_access {
    KP_QUERIES = 1,   /* a reader's; it keeps the WAL's index up to date */
    KP_READ_ONLY = 2, /* the file can't be written to */
    KP_STILL = 4,     /* nor does anybody else: without locks, and without files beside it */
};

/* pool.c: the connection given back last is taken first, so that a warm cache stays warm. */
struct kp_pool {
    pthread_mutex_t lock;
    pthread_cond_t given_back;
    struct kp_connection *idle;
    int opened;
};

/* commit.c: changes that wait, and whether a thread is at work on them. */
struct kp_commits {
    pthread_mutex_t lock;
    struct kp_commit *first, *last;
    bool led;
};

/* files.c: the file, its WAL, the WAL's index. */
#define KP_FILES 3
struct kp_known_file {
    const char *path; /* NULL: there is none */
    dev_t device;
    ino_t inode;
};

struct kp_sqlite {
    struct kripa_store base;
    const char *path; /* absolute; in the arena */
    struct kp_known_file files[KP_FILES];
    bool memory;
    unsigned access;          /* kp_access, of every connection */
    struct kripa_arena arena; /* the layout's, and paths */
    struct kp_layout layout;
    struct kp_pool readers;
    pthread_mutex_t writing; /* held while `writer` is used */
    struct kp_connection writer;
    struct kp_commits commits;
    int64_t lock_wait_ms;       /* for another program's lock: KP_LOCK_WAIT_MS */
    atomic_bool held_elsewhere; /* another program kept the write lock for a whole wait */
    atomic_bool asking;         /* who holds `writing` has not got the file's lock yet */
    int64_t data_version;       /* of the file, as `writer` saw it last */
    atomic_uintptr_t wal_index; /* where the WAL's index is mapped; 0: not known yet */
    atomic_ullong wal_seen;     /* what it said when data_version was read; 0: nothing */
    atomic_ullong foreign;      /* commits of other processes noticed */
};

/* sqlite.c */
enum kripa_status kp_sqlite_check_path(const char *path, struct kripa_error *err);
/* The same, and whether its folder is there. */
enum kripa_status kp_sqlite_check_uri(const char *path, struct kripa_error *err);
enum kripa_status kp_sqlite_open(const char *path, bool create, int64_t connections,
                                 const struct kripa_schema *const *schemas,
                                 struct kripa_store **out, struct kripa_error *err);

/* connection.c */
enum kripa_status kp_connection_open(struct kp_connection *connection, const char *path,
                                     unsigned access, struct kripa_error *err);
void kp_connection_close(struct kp_connection *connection);
/* What SQLite's last error on this connection means for the caller. */
enum kripa_status kp_sqlite_fail(sqlite3 *db, int code, struct kripa_error *err);
int kp_connection_run(struct kp_connection *connection, enum kp_fixed fixed);
/* The one number a PRAGMA or SELECT gives. */
enum kripa_status kp_connection_number(struct kp_connection *connection, const char *sql,
                                       int64_t *number, struct kripa_error *err);

/* pool.c */
void kp_pool_init(struct kp_pool *pool);
void kp_pool_clear(struct kp_pool *pool);
/* A connection for reading; give it back soon. `timeout_ms` 0: waits as long as it takes;
 * KP_NO_WAIT: TOO_LARGE when there is none. */
enum kripa_status kp_reader_take(struct kp_sqlite *store, int64_t timeout_ms,
                                 struct kp_connection **out, struct kripa_error *err);
void kp_reader_give(struct kp_sqlite *store, struct kp_connection *connection);

/* work.c */
/* kp_reader_take for a read that may take `work_max` (0: as much as it needs). */
enum kripa_status kp_work_begin(struct kp_sqlite *store, int64_t work_max,
                                struct kp_connection **out, struct kripa_error *err);
/* Counts a row that was found by a bounded read; TOO_LARGE. */
enum kripa_status kp_work_row(struct kp_connection *connection, const struct kp_plan *plan,
                              sqlite3_stmt *row, struct kripa_error *err);
void kp_work_end(struct kp_sqlite *store, int64_t work_max, struct kp_connection *connection);

/* read.c */
enum kripa_status kp_sqlite_find(struct kripa_store *base, const struct kripa_query *query,
                                 struct kripa_arena *arena, struct kripa_rows *rows,
                                 struct kripa_error *err);
enum kripa_status kp_sqlite_scan(struct kripa_store *base, const struct kripa_query *query,
                                 kripa_row_fn *row, void *ctx, struct kripa_error *err);
/* count.c */
enum kripa_status kp_sqlite_count(struct kripa_store *base, const struct kripa_query *query,
                                  int64_t at_most, int64_t *count, struct kripa_error *err);
/* others.c */
enum kripa_status kp_sqlite_others(struct kripa_store *base, struct kripa_arena *arena,
                                   struct kripa_other **others, size_t *count,
                                   struct kripa_error *err);
enum kripa_status kp_sqlite_rest(struct kripa_store *base, const struct kripa_schema *of,
                                 const void *record, struct kripa_arena *arena, const char **out,
                                 struct kripa_error *err);

/* write.c: one change on the writer's connection, inside a transaction. What fails is named
 * in `outcome`. */
enum kripa_status kp_change_apply(struct kp_sqlite *store, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err);
/* commit.c */
void kp_commits_init(struct kp_commits *commits);
void kp_commits_clear(struct kp_commits *commits);
enum kripa_status kp_sqlite_commit(struct kripa_store *base, const struct kripa_change *change,
                                   struct kripa_outcome *outcome, struct kripa_error *err);

/* lock.c */
/* Until when somebody who wants to write now waits for the lock. */
int64_t kp_lock_deadline_ms(struct kp_sqlite *store);
/* Begins a transaction of the writer. The caller holds `writing`, before and after; meanwhile
 * others may have it. UNAVAILABLE: another program had the lock until then. */
enum kripa_status kp_lock_take(struct kp_sqlite *store, int64_t deadline_ms,
                               struct kripa_error *err);
/* Whether somebody could write now; writes nothing, waits half a second at most. */
enum kripa_status kp_lock_probe(struct kp_sqlite *store, int64_t timeout_ms,
                                struct kripa_error *err);

/* look.c */
enum kp_file_kind {
    KP_FILE_MISSING,
    KP_FILE_EMPTY,       /* no byte */
    KP_FILE_BLANK,       /* a database in which nothing was made yet */
    KP_FILE_FOREIGN,     /* another program's database */
    KP_FILE_NO_DATABASE, /* or one that was overwritten */
    KP_FILE_ODD,         /* a folder, a device */
    KP_FILE_SHOP,        /* says that it is one; it may be damaged */
};
/* UNAVAILABLE when it may not be looked at. */
enum kripa_status kp_file_look(const char *path, enum kp_file_kind *kind, struct kripa_error *err);
/* Whether there is a folder for this file. */
bool kp_file_has_folder(const char *path);
/* How a shop can be opened: 0, or read only; UNAVAILABLE when it can't be read. */
enum kripa_status kp_file_access(const char *path, unsigned *access, struct kripa_error *err);
/* Why a file of this kind is not the shop that was asked for: NOT_FOUND where one could be made,
 * else CORRUPT. */
enum kripa_status kp_file_refuse(const char *path, enum kp_file_kind kind, struct kripa_error *err);
/* Where the links at the end of a path lead; there need not be a file. */
enum kripa_status kp_file_real(const char *path, struct kripa_arena *arena, const char **out,
                               struct kripa_error *err);

/* files.c */
enum kripa_status kp_files_path(const char *path, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err);
/* Once the writer's connection is open: what the names lead to. */
enum kripa_status kp_files_note(struct kp_sqlite *store, struct kripa_error *err);
/* UNAVAILABLE when one of the names leads to another file now, or to none. */
enum kripa_status kp_files_check(const struct kp_sqlite *store, struct kripa_error *err);

/* tables.c */
enum kripa_status kp_sqlite_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                    void *ctx, struct kripa_error *err);
/* CORRUPT when the file is not Kripa's (`create`: nor an empty one), or of a newer Kripa. */
enum kripa_status kp_file_check(struct kp_connection *connection, bool create,
                                struct kripa_error *err);

/* backup.c */
enum kripa_status kp_sqlite_backup(struct kripa_store *base, const char *to,
                                   struct kripa_error *err);

/* restore.c */
enum kripa_status kp_sqlite_restore(const char *from, const char *path, enum kripa_placing placing,
                                    const struct kripa_schema *const *schemas,
                                    kripa_copy_check_fn *check, void *ctx,
                                    char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

/* version.c */
uint64_t kp_sqlite_version(struct kripa_store *base, const struct kripa_schema *schema);
/* Notices commits of other processes; the caller holds `writing`. */
void kp_foreign_notice(struct kp_sqlite *store);

#endif
