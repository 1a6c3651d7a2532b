/* SPDX-License-Identifier: MIT
 * A MongoDB database as another program sees it: its documents, to the byte. */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include <stddef.h>

/* Inserts documents, one a line of canonical extended JSON, into a collection of the database of
 * this URI. What fails fails the test. */
void documents_insert(const char *uri, const char *collection, const char *lines);
/* Runs a command on the database of this URI and gives what was answered, as canonical extended
 * JSON; free it. What fails fails the test. */
char *documents_command(const char *uri, const char *command);
/* One document, by its _id in hex, as canonical extended JSON; free it. NULL: there is none. */
char *documents_text(const char *uri, const char *collection, const char *id);
/* Every document, by _id, as canonical extended JSON, one a line; free it. */
char *documents_all(const char *uri, const char *collection);
/* Fails the test unless the collection has the same documents in both databases. Returns how many
 * there are. */
size_t documents_expect_same(const char *uri, const char *other_uri, const char *collection);

#endif
