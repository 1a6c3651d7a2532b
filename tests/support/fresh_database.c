/* SPDX-License-Identifier: MIT
 * See fresh_database.h. A database is named kripa_test_PROGRAM_CHANCE_PROCESS_NUMBER: check runs
 * each test in a process of its own, and the program's first one drops, at its end, whatever begins
 * like its own. */
#include "fresh_database.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include <mongoc/mongoc.h>

#define SERVER_SIZE 400

static char server[SERVER_SIZE], prefix[64];
static pid_t first_process;
static unsigned names_given;

static mongoc_client_t *connect_to(const char *uri)
{
    mongoc_init();
    mongoc_client_t *client = mongoc_client_new(uri);
    if (!client)
        fprintf(stderr, "KRIPA_TEST_MONGODB_URI is not a URI that MongoDB's driver takes\n");
    return client;
}

static void drop(mongoc_client_t *client, const char *name)
{
    bson_error_t error;
    mongoc_database_t *database = mongoc_client_get_database(client, name);
    if (!mongoc_database_drop(database, &error))
        fprintf(stderr, "can't drop %s: %s\n", name, error.message);
    mongoc_database_destroy(database);
}

/* What tests that failed have left, in processes that are gone. */
static void drop_left_over(void)
{
    bson_error_t error;
    mongoc_client_t *client = getpid() == first_process ? connect_to(server) : NULL;
    if (!client)
        return;
    char **names = mongoc_client_get_database_names_with_opts(client, NULL, &error);
    if (!names)
        fprintf(stderr, "can't list the databases to drop: %s\n", error.message);
    for (size_t i = 0; names && names[i]; i++) {
        if (strncmp(names[i], prefix, strlen(prefix)) == 0)
            drop(client, names[i]);
    }
    bson_strfreev(names);
    mongoc_client_destroy(client);
}

void fresh_databases_begin(const char *uri)
{
    unsigned chance = 0;
    if (getrandom(&chance, sizeof chance, 0) != sizeof chance ||
        snprintf(server, sizeof server, "%s", uri) >= SERVER_SIZE) {
        fprintf(stderr, "KRIPA_TEST_MONGODB_URI is too long\n");
        exit(2);
    }
    first_process = getpid();
    snprintf(prefix, sizeof prefix, "kripa_test_%ld_%08x_", (long)first_process, chance);
    atexit(drop_left_over);
}

/* The server's URI with this database in it: mongodb://hosts/NAME?options. */
void fresh_database_name(char *uri, size_t size)
{
    const char *scheme = strstr(server, "://");
    const char *hosts = scheme ? scheme + 3 : server;
    size_t until = (size_t)(hosts - server) + strcspn(hosts, "/?");
    const char *options = server + strcspn(server, "?");
    snprintf(uri, size, "%.*s/%s%ld_%u%s", (int)until, server, prefix, (long)getpid(),
             names_given++, options);
}

void fresh_database_drop(const char *uri)
{
    mongoc_uri_t *parsed = mongoc_uri_new(uri);
    mongoc_client_t *client = parsed ? connect_to(uri) : NULL;
    if (client) {
        drop(client, mongoc_uri_get_database(parsed));
        mongoc_client_destroy(client);
    }
    mongoc_uri_destroy(parsed);
}
