/* SPDX-License-Identifier: MIT
 * See fresh_store.h. */
#include "fresh_store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fresh_database.h"
#include "mongo_control.h"

#define SKIPPED 77

static bool on_mongodb;

static bool variable_is(const char *name, const char *value)
{
    const char *set = getenv(name);
    return set && strcmp(set, value) == 0;
}

static void give_up(int code, const char *why)
{
    fprintf(stderr, "%s\n", why);
    exit(code);
}

/* Before main, so that no program's main needs to know of it. */
__attribute__((constructor)) static void choose_store(void)
{
    const char *name = getenv("KRIPA_TEST_STORE"), *server = getenv("KRIPA_TEST_MONGODB_URI");
    on_mongodb = variable_is("KRIPA_TEST_STORE", "mongodb");
    if (name && *name && !on_mongodb && strcmp(name, "sqlite") != 0)
        give_up(2, "KRIPA_TEST_STORE is neither sqlite nor mongodb");
    if (!on_mongodb)
        return;
    if (variable_is("KRIPA_TEST_MONGODB_OWN", "1") && mongo_control_is_there()) {
        char own[FRESH_STORE_URI_SIZE];
        mongo_control("start", own, sizeof own);
        fresh_databases_begin(own);
        return;
    }
    if (!server || !*server)
        give_up(variable_is("CI", "true") ? EXIT_FAILURE : SKIPPED,
                "SKIPPED: KRIPA_TEST_MONGODB_URI names no server to test on");
    fresh_databases_begin(server);
}

bool fresh_store_on_mongodb(void)
{
    return on_mongodb;
}

static void make(struct fresh_store *store, bool shop, bool alone)
{
    memset(store, 0, sizeof *store);
    folder_make(store->folder);
    if (on_mongodb && shop)
        store->shop = fresh_database_for_shop(store->uri, sizeof store->uri);
    else if (on_mongodb)
        fresh_database_name(store->uri, sizeof store->uri);
    if (on_mongodb)
        return;
    if (!alone)
        snprintf(store->path, sizeof store->path, "%s/store.db", store->folder);
    snprintf(store->uri, sizeof store->uri, "sqlite:%s", alone ? ":memory:" : store->path);
}

void fresh_store_make(struct fresh_store *store)
{
    make(store, false, false);
}

void fresh_store_make_in_file(struct fresh_store *store)
{
    memset(store, 0, sizeof *store);
    folder_make(store->folder);
    snprintf(store->path, sizeof store->path, "%s/store.db", store->folder);
    snprintf(store->uri, sizeof store->uri, "sqlite:%s", store->path);
}

void fresh_store_make_alone(struct fresh_store *store)
{
    make(store, false, true);
}

void fresh_store_make_shop(struct fresh_store *store)
{
    make(store, true, false);
}

void fresh_store_make_shop_alone(struct fresh_store *store)
{
    make(store, true, true);
}

void fresh_store_remove(struct fresh_store *store)
{
    if (store->shop)
        fresh_database_free(store->shop);
    else if (on_mongodb && !*store->path && *store->uri)
        fresh_database_drop(store->uri);
    folder_remove(store->folder);
}

bool fresh_store_is_shared(const struct fresh_store *store)
{
    return on_mongodb || *store->path;
}
