/* SPDX-License-Identifier: MIT
 * A new shop on SQLite, before anybody is in it. To make its tables costs more than most tests, so
 * that is done once for a program, before libcheck forks, and copied. */
#ifndef NEW_SHOP_H
#define NEW_SHOP_H

#include <kripa/sys/store.h>

/* An open store in memory. What fails ends the program with the reason. */
struct kripa_store *new_shop_in_memory(void);
/* A file at this path, where none is. */
void new_shop_in_file(const char *path);

#endif
