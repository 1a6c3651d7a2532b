/* SPDX-License-Identifier: MIT
 * The index tables of a list column: index_tables.c. */
#ifndef KP_SQLITE_INDEX_TABLES_H
#define KP_SQLITE_INDEX_TABLES_H

#include "writing.h"

/* Changes the index tables from the list in `before` to that in `after` (records with it; NULL: no
 * record). */
enum kripa_status kp_index_tables_write(struct kp_writing *writing, int64_t row,
                                        const struct kp_column *column, const void *before,
                                        const void *after);
/* Whether values of this list are in index tables. */
bool kp_column_has_index_tables(const struct kp_column *column);

#endif
