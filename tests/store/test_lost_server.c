/* SPDX-License-Identifier: MIT
 * A MongoDB server behind a way that breaks: what the store then says, and how long that takes. */
#include <dirent.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "contract.h"
#include "mongo_proxy.h"

#define ASKERS     8
#define PING_MS    1000
#define KNOWN_MS   1000 /* for which an answer may be told again */
#define BUSY_MS    400  /* that a busy machine may take longer */
#define RECOVER_MS 3000

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

START_TEST(a_server_that_was_started_anew_is_ready)
{
    begin();
    ck_assert_int_eq(ping(), KRIPA_OK);
    mongo_proxy_cut(proxy);
    usleep((KNOWN_MS + 100) * 1000);
    ck_assert_int_eq(ping(), KRIPA_OK);
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

static void add(TCase *tcase)
{
    tcase_add_test(tcase, none_of_many_that_ask_waits_longer_than_he_would);
    tcase_add_test(tcase, a_server_that_was_started_anew_is_ready);
    tcase_add_test(tcase, of_a_backup_that_failed_nothing_is_left);
}

int main(void)
{
    if (!fresh_store_on_mongodb())
        return 77;
    return contract_main("store: a lost server", add);
}
