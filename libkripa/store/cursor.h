/* SPDX-License-Identifier: MIT
 * Cursors, the same in every store: the sort value and _id of a page's last record, bound to
 * schema, sort and direction, as base64url. */
#ifndef KP_CURSOR_H
#define KP_CURSOR_H

#include <kripa/sys/store.h>

enum kp_cursor_kind { KP_CURSOR_ABSENT, KP_CURSOR_INT, KP_CURSOR_TEXT };
struct kp_cursor {
    enum kp_cursor_kind kind; /* of the sort value; KP_CURSOR_ABSENT also when sorted by _id */
    int64_t number;
    const char *text;
    size_t size;
    struct kripa_id id;
};

/* INVALID when the sort value is a text too long for a cursor. */
enum kripa_status kp_cursor_write(const struct kripa_query *query, const struct kp_cursor *cursor,
                                  char out[KRIPA_CURSOR_SIZE], struct kripa_error *err);
/* Reads query->after; the text is in the arena. INVALID, on `cursor`, unless it was written for
 * such a query. */
enum kripa_status kp_cursor_read(const struct kripa_query *query, struct kripa_arena *arena,
                                 struct kp_cursor *cursor, struct kripa_error *err);

#endif
