/* SPDX-License-Identifier: MIT
 * A MongoDB server behind a way that breaks: what the store then says, and how long that takes. */
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <mongoc/mongoc.h>

#include "contract.h"
#include "mongo_proxy.h"

#define ASKERS     8
#define PING_MS    1000
#define KNOWN_MS   1000 /* for which an answer may be told again */
#define BUSY_MS    400  /* that a busy machine may take longer */
#define RECOVER_MS 3000
#define LAG_MS     5000
#define CHANGE_MS  8000
#define LATE_MS    4000 /* that a server may still be at it then: some end waits late */

static struct mongo_proxy *proxy;
static struct kripa_store *behind; /* the contract's store, through the proxy */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void begin(void)
{
    char uri[FRESH_STORE_URI_SIZE];
    proxy = mongo_proxy_open(contract.own.uri, uri, sizeof uri);
    enum kripa_status status =
        kripa_store_open(uri, false, 0, contract_schemas, &behind, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
}

static void end(void)
{
    kripa_store_close(behind);
    mongo_proxy_close(proxy);
}

static enum kripa_status ping(void)
{
    return behind->ops->ping(behind, PING_MS, NULL);
}

static void *ping_in_time(void *ctx)
{
    int64_t began_ms = now_ms(), *took_ms = ctx;
    enum kripa_status status = ping();
    *took_ms = status == KRIPA_UNAVAILABLE ? now_ms() - began_ms : INT64_MAX;
    return NULL;
}

static int64_t longest_of_many_pings(void)
{
    pthread_t threads[ASKERS];
    int64_t took_ms[ASKERS], longest_ms = 0;
    for (int i = 0; i < ASKERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, ping_in_time, &took_ms[i]), 0);
    for (int i = 0; i < ASKERS; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < ASKERS; i++)
        longest_ms = took_ms[i] > longest_ms ? took_ms[i] : longest_ms;
    return longest_ms;
}

START_TEST(none_of_many_that_ask_waits_longer_than_he_would)
{
    begin();
    ck_assert_int_eq(ping(), KRIPA_OK);
    mongo_proxy_set_dumb(proxy, true);
    usleep((KNOWN_MS + 100) * 1000);
    ck_assert_int_le(longest_of_many_pings(), PING_MS + BUSY_MS);
    ck_assert_int_le(longest_of_many_pings(), BUSY_MS); /* it is known */
    usleep((KNOWN_MS + 100) * 1000);
    ck_assert_int_le(longest_of_many_pings(), PING_MS + BUSY_MS);
    mongo_proxy_set_dumb(proxy, false);
    int64_t back_ms = now_ms();
    while (ping() != KRIPA_OK)
        ck_assert_int_le(now_ms() - back_ms, RECOVER_MS);
    end();
}
END_TEST

START_TEST(a_server_is_ready_when_it_was_started_anew_and_not_when_it_went)
{
    begin();
    ck_assert_int_eq(ping(), KRIPA_OK);
    mongo_proxy_cut(proxy);
    ck_assert_int_eq(ping(), KRIPA_OK);
    mongo_proxy_set_away(proxy, true);
    usleep(KNOWN_MS / 10 * 1000);
    ck_assert_int_eq(ping(), KRIPA_UNAVAILABLE);
    end();
}
END_TEST

static void *catch_up(void *ctx)
{
    usleep(LAG_MS * 1000);
    mongo_proxy_set_lagging(proxy, false);
    return ctx;
}

/* All that is heard of a commit is the conflict with what it did. */
START_TEST(what_is_not_yet_the_majority_s_is_no_conflict_with_oneself)
{
    pthread_t majority;
    begin();
    contract_insert(&kripa_thing_schema, &(struct kripa_thing){.id = contract_id(0), .count = 1});
    mongo_proxy_set_lagging(proxy, true);
    mongo_proxy_arm(proxy, MONGO_LOSE_REPLY, "commitTransaction", 0, 1000);
    pthread_create(&majority, NULL, catch_up, NULL);
    enum kripa_status status = contract_sell_last(behind);
    pthread_join(majority, NULL);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 1);
    const struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id(0));
    ck_assert_int_eq(thing->count, 0);
    end();
}
END_TEST

START_TEST(what_the_majority_never_gets_is_told_as_unknown)
{
    begin();
    contract_insert(&kripa_thing_schema, &(struct kripa_thing){.id = contract_id(0), .count = 1});
    mongo_proxy_set_lagging(proxy, true);
    mongo_proxy_arm(proxy, MONGO_LOSE_REPLY, "commitTransaction", 0, 1000);
    int64_t began_ms = now_ms();
    ck_assert_int_eq(contract_sell_last(behind), KRIPA_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(contract.err.message, "look what is there"));
    ck_assert_int_le(now_ms() - began_ms, CHANGE_MS + LATE_MS);
    end();
}
END_TEST

/* Somebody holds the counter that a change needs. */
static mongoc_client_session_t *hold(mongoc_client_t *client)
{
    bson_error_t error;
    const char *database = mongoc_uri_get_database(mongoc_client_get_uri(client));
    mongoc_collection_t *series = mongoc_client_get_collection(client, database, "series");
    mongoc_client_session_t *session = mongoc_client_start_session(client, NULL, &error);
    bson_t opts = BSON_INITIALIZER, all = BSON_INITIALIZER;
    bson_t *update = BCON_NEW("$inc", "{", "value", BCON_INT32(1), "}");
    bool held = mongoc_client_session_start_transaction(session, NULL, &error) &&
                mongoc_client_session_append(session, &opts, &error) &&
                mongoc_collection_update_one(series, &all, update, &opts, NULL, &error);
    ck_assert_msg(held, "%s", error.message);
    bson_destroy(update);
    bson_destroy(&opts);
    mongoc_collection_destroy(series);
    return session;
}

/* Takes a number, alone or for a paper. */
static enum kripa_status take_number(bool paper)
{
    struct kripa_outcome outcome;
    struct kripa_series series = {.id = contract_id(7), .name = "papers"};
    struct kp_change change = kp_change_in(&contract.call);
    kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
    if (paper)
        kp_insert(&change, &kripa_paper_schema, &(struct kripa_paper){.id = contract_id(1)});
    return behind->ops->commit(behind, &(struct kripa_change){change.edits, change.count}, &outcome,
                               &contract.err);
}

START_TEST(a_change_s_time_is_over_though_another_does_not_let_go)
{
    begin();
    ck_assert_int_eq(take_number(false), KRIPA_OK);
    mongoc_client_t *client = mongoc_client_new(contract.own.uri);
    mongoc_client_session_t *session = hold(client);
    for (int paper = 0; paper < 2; paper++) {
        int64_t began_ms = now_ms();
        ck_assert_int_eq(take_number(paper), KRIPA_UNAVAILABLE);
        ck_assert_int_le(now_ms() - began_ms, CHANGE_MS + LATE_MS);
    }
    mongoc_client_session_destroy(session);
    mongoc_client_destroy(client);
    end();
}
END_TEST

static size_t count_files(void)
{
    size_t count = 0;
    DIR *files = opendir(contract.own.folder);
    for (const struct dirent *file; files && (file = readdir(files));)
        count += file->d_name[0] != '.';
    closedir(files);
    return count;
}

START_TEST(of_a_backup_that_failed_nothing_is_left)
{
    char path[FRESH_STORE_PATH_SIZE];
    begin();
    snprintf(path, sizeof path, "%s/backup", contract.own.folder);
    contract_insert(&kripa_paper_schema, &(struct kripa_paper){.id = contract_id(1)});
    mongo_proxy_arm(proxy, MONGO_LOSE_REPLY, "find", 1, 100);
    ck_assert_int_eq(behind->ops->backup(behind, path, &contract.err), KRIPA_UNAVAILABLE);
    ck_assert_uint_eq(count_files(), 0);
    mongo_proxy_arm(proxy, MONGO_LOSE_NOTHING, NULL, 0, 0);
    enum kripa_status status = behind->ops->backup(behind, path, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    ck_assert_uint_eq(count_files(), 1);
    end();
}
END_TEST

int main(void)
{
    if (!fresh_store_on_mongodb())
        return 77;
    return CONTRACT_MAIN("store: a lost server", none_of_many_that_ask_waits_longer_than_he_would,
                         a_server_is_ready_when_it_was_started_anew_and_not_when_it_went,
                         what_is_not_yet_the_majority_s_is_no_conflict_with_oneself,
                         what_the_majority_never_gets_is_told_as_unknown,
                         a_change_s_time_is_over_though_another_does_not_let_go,
                         of_a_backup_that_failed_nothing_is_left);
}
