/* SPDX-License-Identifier: MIT
 * Reads with a limit of work (kripa_query.work_max). SQLite's steps are counted, as there can be
 * many for few records found; and the bytes of texts, as one step may read thousands of them, and
 * the caller copies them again. Such a read never waits for a connection, either: its caller has
 * other things to do. */
#include "internal.h"

#define STEPS_EACH   64 /* steps between two checks: the limit may be exceeded by as many */
#define BYTES_A_STEP 16

/* A result that is not 0 makes SQLite end the statement. */
static int spend_steps(void *ctx)
{
    struct kp_connection *connection = ctx;
    connection->work_left -= STEPS_EACH;
    return connection->work_left < 0;
}

enum kripa_status kp_work_begin(struct kp_sqlite *store, int64_t work_max,
                                struct kp_connection **out, struct kripa_error *err)
{
    enum kripa_status status = kp_reader_acquire(store, work_max ? KP_NO_WAIT : 0, out, err);
    if (status == KRIPA_OK && work_max) {
        (*out)->work_left = work_max;
        sqlite3_progress_handler((*out)->db, STEPS_EACH, spend_steps, *out);
    }
    return status;
}

/* Ids and numbers are always short. */
static bool may_be_long(const struct kp_column *column)
{
    return column->json || column->field->type == KRIPA_TYPE_TEXT;
}

enum kripa_status kp_work_row(struct kp_connection *connection, const struct kp_plan *plan,
                              sqlite3_stmt *row, struct kripa_error *err)
{
    for (size_t i = 0; i < plan->count; i++)
        if (may_be_long(&plan->columns[i]))
            connection->work_left -= sqlite3_column_bytes(row, (int)i) / BYTES_A_STEP;
    return connection->work_left < 0 ? kp_sqlite_fail(connection->db, SQLITE_INTERRUPT, err)
                                     : KRIPA_OK;
}

void kp_work_end(struct kp_sqlite *store, int64_t work_max, struct kp_connection *connection)
{
    if (work_max)
        sqlite3_progress_handler(connection->db, 0, NULL, NULL);
    kp_reader_release(store, connection);
}
