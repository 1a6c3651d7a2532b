/* SPDX-License-Identifier: MIT
 * A store of its own for each test, on the store under test: SQLite, or what the environment's
 * KRIPA_TEST_STORE (sqlite or mongodb) names. A test on MongoDB gets a new database of the server
 * of KRIPA_TEST_MONGODB_URI (fresh_database.h); a program that includes this without such a server
 * says so and returns 77, and under CI=true it fails. With KRIPA_TEST_MONGODB_OWN=1 it takes the
 * server that may be stopped and started (mongo_control.h), where there is one: what keeps a server
 * so busy that others' time would be up. */
#ifndef FRESH_STORE_H
#define FRESH_STORE_H

#include <stdbool.h>

#include "folder.h"

#define FRESH_STORE_PATH_SIZE 96
#define FRESH_STORE_URI_SIZE  512

struct fresh_store {
    char folder[FOLDER_SIZE];         /* of its own, for whatever the test keeps there */
    char path[FRESH_STORE_PATH_SIZE]; /* of the store's file; empty: it is in none */
    char uri[FRESH_STORE_URI_SIZE];
    int shop; /* above 0: which of the databases that shops take turns in */
};

/* For several threads, contexts or processes: a file, or a database. What fails ends the program
 * with the reason. */
void fresh_store_make(struct fresh_store *store);
/* A file, whatever the store under test is. */
void fresh_store_make_in_file(struct fresh_store *store);
/* For one context: in memory, or a database. */
void fresh_store_make_alone(struct fresh_store *store);
/* The same for a shop's collections and nothing else: a database may have those of the test before,
 * empty, as their indexes are what takes a server longest. */
void fresh_store_make_shop(struct fresh_store *store);
void fresh_store_make_shop_alone(struct fresh_store *store);
/* Once it is closed. What a test that failed left behind goes when its program ends. */
void fresh_store_remove(struct fresh_store *store);

/* Whether others can open it, too. */
bool fresh_store_is_shared(const struct fresh_store *store);
bool fresh_store_on_mongodb(void);

#endif
