/* SPDX-License-Identifier: MIT
 * One connection to the file: connection.c. */
#ifndef KP_SQLITE_CONNECTION_H
#define KP_SQLITE_CONNECTION_H

#include "statement.h"

#include <kripa/sys/json.h>
#include <kripa/sys/store.h>

#define KP_BUSY_TIMEOUT_MS 5000

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

enum kripa_status kp_connection_open(struct kp_connection *connection, const char *path,
                                     unsigned access, struct kripa_error *err);
void kp_connection_close(struct kp_connection *connection);
/* What SQLite's last error on this connection means for the caller. */
enum kripa_status kp_sqlite_fail(sqlite3 *db, int code, struct kripa_error *err);
/* The statement of this shape, written by `write` when it is new; NULL: *status says why. */
typedef void kp_sql_fn(const void *ctx, struct kripa_writer *sql);
sqlite3_stmt *kp_connection_statement(struct kp_connection *connection,
                                      const struct kp_shape *shape, kp_sql_fn *write,
                                      const void *ctx, enum kripa_status *status,
                                      struct kripa_error *err);
int kp_connection_run(struct kp_connection *connection, enum kp_fixed fixed);
/* The one number a PRAGMA or SELECT gives. */
enum kripa_status kp_connection_number(struct kp_connection *connection, const char *sql,
                                       int64_t *number, struct kripa_error *err);

#endif
