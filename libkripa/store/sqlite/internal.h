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

#include "commit.h"
#include "files.h"
#include "pool.h"
#include "store/layout.h"

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

#endif
