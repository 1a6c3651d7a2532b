/* SPDX-License-Identifier: MIT
 * The yardstick of the checkout benchmark: SQLite alone, writing the rows of an order into the same
 * tables and indexes, one order a commit, synchronous=FULL, with no HTTP, no JSON and no checks. */
#ifndef RAW_SQLITE_H
#define RAW_SQLITE_H

#include "shop.h"

struct raw_sqlite;

/* Copies the shop, places one order in the copy by the library, and takes what it wrote as the
 * pattern. */
struct raw_sqlite *raw_sqlite_open(struct shop *shop, struct kripa_product *const *products,
                                   size_t lines);
double raw_sqlite_orders_per_s(struct raw_sqlite *raw, unsigned seconds);
void raw_sqlite_close(struct raw_sqlite *raw);

#endif
