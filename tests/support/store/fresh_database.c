/* SPDX-License-Identifier: MIT
 * See fresh_database.h. A database is named kripa_test_PROGRAM_CHANCE_PROCESS_NUMBER, and a shop's
 * kripa_test_PROGRAM_CHANCE_shop_NUMBER: check runs each test in a process of its own, one after
 * the other, so that each finds the same shops. The program's first process drops them all when it
 * ends. */
#include "fresh_database.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include <mongoc/mongoc.h>

#define SERVER_SIZE 400
#define PREFIX_SIZE 48
#define SHOPS_MAX   32
#define NAME_SIZE   (PREFIX_SIZE + 24)

static char server[SERVER_SIZE], prefix[PREFIX_SIZE];
static pid_t first_process;
static unsigned names_given;
static bool taken[SHOPS_MAX + 1]; /* by number, from 1 */

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

/* Of several URIs the one whose turn it is. */
static void choose(const char *uris, const char **uri, size_t *size)
{
    const char *turn = getenv("KRIPA_TEST_MONGODB_TURN");
    size_t count = 0;
    for (const char *at = uris + strspn(uris, " "); *at; at += strspn(at, " ")) {
        at += strcspn(at, " ");
        count++;
    }
    size_t skip = turn && count > 0 ? strtoul(turn, NULL, 10) % count : 0;
    uris += strspn(uris, " ");
    for (; skip > 0; skip--) {
        uris += strcspn(uris, " ");
        uris += strspn(uris, " ");
    }
    *uri = uris;
    *size = strcspn(uris, " ");
}

void fresh_databases_begin(const char *uris)
{
    unsigned chance = 0;
    const char *uri;
    size_t size;
    choose(uris, &uri, &size);
    if (getrandom(&chance, sizeof chance, 0) != sizeof chance ||
        snprintf(server, sizeof server, "%.*s", (int)size, uri) >= SERVER_SIZE) {
        fprintf(stderr, "KRIPA_TEST_MONGODB_URI is too long\n");
        exit(2);
    }
    first_process = getpid();
    snprintf(prefix, sizeof prefix, "kripa_test_%ld_%08x_", (long)first_process, chance);
    atexit(drop_left_over);
}

/* The server's URI with this database in it: mongodb://hosts/NAME?options. */
static void put_uri(char *uri, size_t size, const char *name)
{
    const char *scheme = strstr(server, "://");
    const char *hosts = scheme ? scheme + 3 : server;
    size_t until = (size_t)(hosts - server) + strcspn(hosts, "/?");
    const char *options = server + strcspn(server, "?");
    snprintf(uri, size, "%.*s/%s%s", (int)until, server, name, options);
}

void fresh_database_name(char *uri, size_t size)
{
    char name[NAME_SIZE];
    snprintf(name, sizeof name, "%s%ld_%u", prefix, (long)getpid(), names_given++);
    put_uri(uri, size, name);
}

static void empty(mongoc_client_t *client, const char *name)
{
    bson_t all = BSON_INITIALIZER;
    bson_error_t error;
    mongoc_database_t *database = mongoc_client_get_database(client, name);
    char **collections = mongoc_database_get_collection_names_with_opts(database, NULL, &error);
    bool emptied = collections != NULL;
    for (size_t i = 0; emptied && collections[i]; i++) {
        mongoc_collection_t *at = mongoc_client_get_collection(client, name, collections[i]);
        emptied = mongoc_collection_delete_many(at, &all, NULL, NULL, &error);
        mongoc_collection_destroy(at);
    }
    if (!emptied)
        fprintf(stderr, "can't empty %s: %s\n", name, error.message);
    bson_strfreev(collections);
    mongoc_database_destroy(database);
}

int fresh_database_for_shop(char *uri, size_t size)
{
    char name[NAME_SIZE];
    int number = 1;
    while (number < SHOPS_MAX && taken[number])
        number++;
    taken[number] = true;
    snprintf(name, sizeof name, "%sshop_%d", prefix, number);
    put_uri(uri, size, name);
    mongoc_client_t *client = connect_to(uri);
    if (client)
        empty(client, name);
    if (client)
        mongoc_client_destroy(client);
    return number;
}

void fresh_database_free(int number)
{
    taken[number] = false;
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
