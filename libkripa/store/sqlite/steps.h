/* SPDX-License-Identifier: MIT
 * What a file lacks, as steps to add it. */
#ifndef KP_SQLITE_STEPS_H
#define KP_SQLITE_STEPS_H

#include "connection.h"
#include "store/layout.h"

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
