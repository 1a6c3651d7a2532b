/* SPDX-License-Identifier: MIT
 * What a file has: its tables with their columns, its indexes and views. */
#ifndef KP_SQLITE_PRESENT_H
#define KP_SQLITE_PRESENT_H

#include "connection.h"

struct kp_present_part {
    const char *type;   /* "table", "column", "index", "view" */
    const char *name;   /* of a column: its table's */
    const char *column; /* "" of all others */
    const char *sql;    /* that made it; "" of a column */
};
struct kp_present {
    struct kp_present_part *at; /* in the order of these texts */
    size_t count, capacity;
};

/* Reads it at once, as each question of its own would be a transaction. In the connection's scratch
 * arena. */
enum kripa_status kp_present_read(struct kp_connection *connection, struct kp_present *present,
                                  struct kripa_error *err);
/* NULL: there is none. `column` is "" for all but a column. */
const struct kp_present_part *kp_present_find(const struct kp_present *present, const char *type,
                                              const char *name, const char *column);

#endif
