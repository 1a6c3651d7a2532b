/* SPDX-License-Identifier: MIT
 * New databases on a MongoDB server, gone when the test program is over. */
#ifndef FRESH_DATABASE_H
#define FRESH_DATABASE_H

#include <stddef.h>

/* Once, in the program's first process: on this server (a URI; a database in it is not used). Of
 * several, with blanks between them, on the one whose turn it is: KRIPA_TEST_MONGODB_TURN, a
 * number, counts through them. */
void fresh_databases_begin(const char *servers);
/* The URI of a database that is not there yet. */
void fresh_database_name(char *uri, size_t size);
/* The URI of one that has no documents, and may have a shop's collections with their indexes.
 * Returns its number, above 0; and frees it for the next shop. */
int fresh_database_for_shop(char *uri, size_t size);
void fresh_database_free(int number);
/* Drops the database of this URI. */
void fresh_database_drop(const char *uri);

#endif
