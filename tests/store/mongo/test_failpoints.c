/* SPDX-License-Identifier: MIT
 * Errors of a MongoDB server by code and label, at a given command: what becomes of a change, and
 * what is said. The server makes them itself (configureFailPoint), so that its labels and the
 * driver's own second tries are in it; what the way to the server does is test_lost_server.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <mongoc/mongoc.h>

#include "contract.h"
#include "fresh_database.h"

#define SKIPPED   77
#define JSON_SIZE 512
#define ALWAYS    0
#define TOGETHER  5
/* The driver takes a server that says it is no primary for lost until the server tells more. One
 * that really steps down tells at once, this one when it is asked the next time. */
#define HEARTBEAT "&heartbeatFrequencyMS=500"

static struct kripa_store *named; /* the contract's store, by a name that the failpoint knows */
static mongoc_client_t *client;
static char app_name[32];

/* What is asked of the store. */
static enum kripa_status insert_alone(struct kripa_store *store)
{
    struct kripa_outcome outcome;
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &kripa_paper_schema, &paper);
    return store->ops->commit(store, &(struct kripa_change){change.edits, change.count}, &outcome,
                              &contract.err);
}

/* A paper with the next number. */
static enum kripa_status number(struct kripa_store *store)
{
    struct kripa_outcome outcome;
    struct kripa_series series = {.id = contract_id(7), .name = "papers"};
    struct kp_change change = kp_change_in(&contract.call);
    kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
    kp_insert(&change, &kripa_paper_schema, &(struct kripa_paper){.id = contract_id(1)});
    return store->ops->commit(store, &(struct kripa_change){change.edits, change.count}, &outcome,
                              &contract.err);
}

static enum kripa_status count(struct kripa_store *store)
{
    int64_t found;
    struct kripa_query query = {.of = &kripa_paper_schema};
    return store->ops->count(store, &query, 0, &found, &contract.err);
}

static enum kripa_status find(struct kripa_store *store)
{
    struct kripa_rows rows;
    struct kripa_query query = {.of = &kripa_paper_schema};
    return store->ops->find(store, &query, &contract.arena, &rows, &contract.err);
}

#define ANEW   "\"errorLabels\": [\"TransientTransactionError\"]"
#define UNSURE "\"errorLabels\": [\"UnknownTransactionCommitResult\"]"
#define RETRY  "\"errorLabels\": [\"RetryableWriteError\"]"
#define PLAIN  "\"errorLabels\": []"
#define LOOK   "look what is there"
#define AWAY   "can't be reached"
#define LATE   "too long"

/* How often a command fails, how, and what comes of it: `papers` are there then. */
static const struct fault {
    enum kripa_status (*ask)(struct kripa_store *store);
    const char *command, *how;
    int times;
    enum kripa_status status;
    int64_t papers;
    const char *words; /* of the error */
} faults[] = {
    /* a transaction begins anew, whichever command says so */
    {contract_sell_last, "insert", "\"errorCode\": 112, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 112, " ANEW, 3, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 112, " ANEW, 2, KRIPA_OK, 1, NULL},
    {contract_sell_last, "insert", "\"errorCode\": 251, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 251, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 251, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 24, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 290, " ANEW, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 402, " ANEW, 1, KRIPA_OK, 1, NULL},
    {number, "findAndModify", "\"errorCode\": 112, " ANEW, 1, KRIPA_OK, 1, NULL},
    {number, "findAndModify", "\"errorCode\": 50", 1, KRIPA_OK, 1, NULL},
    {number, "commitTransaction", "\"errorCode\": 112, " ANEW, 1, KRIPA_OK, 1, NULL},
    /* until its time is up */
    {contract_sell_last, "update", "\"errorCode\": 112, " ANEW, ALWAYS, KRIPA_UNAVAILABLE, 0,
     "too many others"},
    {contract_sell_last, "insert", "\"errorCode\": 50", ALWAYS, KRIPA_UNAVAILABLE, 0, LATE},
    /* the primary steps down, a member is lost, the way breaks */
    {contract_sell_last, "insert", "\"errorCode\": 10107", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 189", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 11600", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"closeConnection\": true", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "update", "\"errorCode\": 91, " PLAIN, 1, KRIPA_UNAVAILABLE, 0, AWAY},
    /* a commit is asked for again, and looked for, until it is known what became of it */
    {contract_sell_last, "commitTransaction", "\"errorCode\": 50, " UNSURE, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 10107", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 189", 3, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 11602", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 251, " PLAIN, 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"closeConnection\": true", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"closeConnection\": true", 3, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction",
     "\"writeConcernError\": {\"code\": 64, \"errmsg\": \"not yet\"}", 1, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction",
     "\"writeConcernError\": {\"code\": 91, \"errmsg\": \"stops\"}", 2, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction",
     "\"writeConcernError\": {\"code\": 64, \"errmsg\": \"not yet\"}", ALWAYS, KRIPA_OK, 1, NULL},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 50, " UNSURE, ALWAYS,
     KRIPA_UNAVAILABLE, 0, LOOK},
    {contract_sell_last, "commitTransaction", "\"errorCode\": 10107", ALWAYS, KRIPA_UNAVAILABLE, 0,
     LOOK},
    /* an edit that is alone: the driver sends it twice, under one number */
    {insert_alone, "insert", "\"errorCode\": 189, " RETRY, 1, KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"errorCode\": 189, " RETRY, ALWAYS, KRIPA_UNAVAILABLE, 0, AWAY},
    {insert_alone, "insert", "\"closeConnection\": true", 1, KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"closeConnection\": true", ALWAYS, KRIPA_UNAVAILABLE, 0, LOOK},
    {insert_alone, "insert", "\"errorCode\": 112", 2, KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"errorCode\": 50", 1, KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"writeConcernError\": {\"code\": 64, \"errmsg\": \"not yet\"}", 1,
     KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"writeConcernError\": {\"code\": 64, \"errmsg\": \"not yet\"}",
     ALWAYS, KRIPA_OK, 1, NULL},
    {insert_alone, "insert", "\"errorCode\": 13", 1, KRIPA_INTERNAL, 0, "(code 13)"},
    {contract_sell_last, "insert", "\"errorCode\": 13", 1, KRIPA_INTERNAL, 0, "(code 13)"},
    /* reading: the driver asks twice */
    {find, "find", "\"errorCode\": 13435", 1, KRIPA_OK, 0, NULL},
    {find, "find", "\"errorCode\": 13435", ALWAYS, KRIPA_UNAVAILABLE, 0, AWAY},
    {find, "find", "\"closeConnection\": true", ALWAYS, KRIPA_UNAVAILABLE, 0, AWAY},
    {find, "find", "\"errorCode\": 50", 1, KRIPA_UNAVAILABLE, 0, LATE},
    {count, "aggregate", "\"errorCode\": 11602", 1, KRIPA_OK, 0, NULL},
    {count, "aggregate", "\"errorCode\": 462", ALWAYS, KRIPA_UNAVAILABLE, 0, AWAY},
    {count, "aggregate", "\"errorCode\": 13", 1, KRIPA_INTERNAL, 0, "(code 13)"},
};

#define FAULTS_COUNT (sizeof faults / sizeof *faults)

/* `mode` and `how` are JSON; NULL of the latter: off. */
static bool set_failpoint(const char *command, const char *mode, const char *how,
                          bson_error_t *error)
{
    char json[JSON_SIZE];
    if (how)
        snprintf(json, sizeof json,
                 "{\"configureFailPoint\": \"failCommand\", \"mode\": %s, \"data\": {"
                 "\"appName\": \"%s\", \"failCommands\": [\"%s\"], %s}}",
                 mode, app_name, command, how);
    else
        snprintf(json, sizeof json, "{\"configureFailPoint\": \"failCommand\", \"mode\": \"off\"}");
    bson_t *told = bson_new_from_json((const uint8_t *)json, -1, error);
    bool set = told && mongoc_client_command_simple(client, "admin", told, NULL, NULL, error);
    bson_destroy(told);
    return set;
}

static void arm(const struct fault *fault)
{
    char mode[32] = "\"alwaysOn\"";
    bson_error_t error;
    if (fault->times != ALWAYS)
        snprintf(mode, sizeof mode, "{\"times\": %d}", fault->times);
    ck_assert_msg(set_failpoint(fault->command, mode, fault->how, &error), "%s", error.message);
}

static void begin(void)
{
    char uri[FRESH_STORE_URI_SIZE + sizeof app_name + sizeof HEARTBEAT + 16];
    snprintf(app_name, sizeof app_name, "kripa_failpoints_%ld", (long)getpid());
    snprintf(uri, sizeof uri, "%s%cappName=%s" HEARTBEAT, contract.own.uri,
             strchr(contract.own.uri, '?') ? '&' : '?', app_name);
    enum kripa_status status =
        kripa_store_open(uri, false, 0, contract_schemas, &named, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    client = mongoc_client_new(contract.own.uri);
}

static void end(void)
{
    mongoc_client_destroy(client);
    kripa_store_close(named);
}

/* All of it, or nothing. */
static void check_books(const struct fault *fault)
{
    bool sells = fault->ask == contract_sell_last;
    const struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id(0));
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), fault->papers);
    ck_assert_int_eq(thing->count, sells ? 1 - fault->papers : 1);
}

static void try_out(const struct fault *fault)
{
    bson_error_t error;
    contract_insert(&kripa_thing_schema, &(struct kripa_thing){.id = contract_id(0), .count = 1});
    arm(fault);
    contract.err = (struct kripa_error){0};
    enum kripa_status status = fault->ask(named);
    ck_assert_msg(set_failpoint(NULL, NULL, NULL, &error), "%s", error.message);
    ck_assert_msg(status == fault->status, "%s, %s: %s instead of %s: %s", fault->command,
                  fault->how, kripa_status_name(status), kripa_status_name(fault->status),
                  contract.err.message);
    if (fault->words)
        ck_assert_msg(strstr(contract.err.message, fault->words), "%s, %s: %s", fault->command,
                      fault->how, contract.err.message);
    check_books(fault);
}

/* By the same way: a transaction of whose commit nothing was heard may be open on the server, until
 * the next of its session. */
static void clear_away(const struct fault *fault)
{
    struct kripa_outcome outcome;
    struct kp_change change = kp_change_in(&contract.call);
    kp_delete(&change, &kripa_thing_schema, contract_id(0));
    if (fault->papers > 0)
        kp_delete(&change, &kripa_paper_schema, contract_id(1));
    enum kripa_status status = named->ops->commit(
        named, &(struct kripa_change){change.edits, change.count}, &outcome, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s, %s: %s", fault->command, fault->how,
                  contract.err.message);
}

/* A few of them a database: to make one takes longer than most. */
START_TEST(a_server_s_error_leaves_all_or_nothing_and_is_told)
{
    begin();
    for (size_t i = 0; i < TOGETHER && (size_t)_i * TOGETHER + i < FAULTS_COUNT; i++) {
        try_out(&faults[(size_t)_i * TOGETHER + i]);
        clear_away(&faults[(size_t)_i * TOGETHER + i]);
    }
    end();
}
END_TEST

static void add_more(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_server_s_error_leaves_all_or_nothing_and_is_told, 0,
                        (FAULTS_COUNT + TOGETHER - 1) / TOGETHER);
}

/* NULL: it has. */
static const char *why_without_failpoints(void)
{
    static char why[BSON_ERROR_BUFFER_SIZE];
    char uri[FRESH_STORE_URI_SIZE];
    bson_error_t error;
    fresh_database_name(uri, sizeof uri);
    client = mongoc_client_new(uri);
    bool there = client && set_failpoint(NULL, NULL, NULL, &error);
    if (!there)
        snprintf(why, sizeof why, "%s", client ? error.message : "its URI is none");
    mongoc_client_destroy(client);
    return there ? NULL : why;
}

int main(void)
{
    if (!fresh_store_on_mongodb())
        return SKIPPED;
    const char *why = why_without_failpoints();
    if (why) {
        fprintf(stderr,
                "SKIPPED: the server of KRIPA_TEST_MONGODB_URI lets nobody set failpoints "
                "(mongod does with --setParameter enableTestCommands=1): %s\n",
                why);
        return SKIPPED;
    }
    return contract_main("store: a server's errors", add_more, NULL, 0);
}
