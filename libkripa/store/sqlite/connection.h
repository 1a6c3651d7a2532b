/* SPDX-License-Identifier: MIT
 * One connection to the file: connection.c. */
#ifndef KP_SQLITE_CONNECTION_H
#define KP_SQLITE_CONNECTION_H

#include "statement.h"

#include <kripa/sys/json.h>
#include <kripa/sys/store.h>

#define KP_BUSY_TIMEOUT_MS 5000

/* Statements without parameters, prepared when a connection is opened for writing: a rollback must
 * work even when memory is short. */
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
    struct kripa_arena scratch; /* for what an operation binds; cleared after it */
    int64_t work_left;          /* of a read with a limit */
    struct kp_connection *next;
};

/* How a connection is opened; 0: for writing. */
enum kp_access {
    KP_QUERIES = 1,   /* for reading; it also updates the index of the WAL */
    KP_READ_ONLY = 2, /* the file can't be written */
    KP_STILL = 4,     /* nobody writes to it: without locks and without files beside it */
};

enum kripa_status kp_connection_open(struct kp_connection *connection, const char *path,
                                     unsigned access, struct kripa_error *err);
void kp_connection_close(struct kp_connection *connection);
/* Fails with the meaning of SQLite's last error on this connection. */
enum kripa_status kp_sqlite_fail(sqlite3 *db, int code, struct kripa_error *err);
/* Returns the statement of this shape, whose SQL `write` makes when it is new; NULL: *status says
 * why. */
typedef void kp_sql_fn(const void *ctx, struct kripa_writer *sql);
sqlite3_stmt *kp_connection_statement(struct kp_connection *connection,
                                      const struct kp_shape *shape, kp_sql_fn *write,
                                      const void *ctx, enum kripa_status *status,
                                      struct kripa_error *err);
int kp_connection_run(struct kp_connection *connection, enum kp_fixed fixed);
/* Reads the single number that a PRAGMA or SELECT returns. */
enum kripa_status kp_connection_number(struct kp_connection *connection, const char *sql,
                                       int64_t *number, struct kripa_error *err);

#endif
