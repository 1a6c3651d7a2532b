/* SPDX-License-Identifier: MIT
 * kripad removes what has expired by itself. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <kripa/kripa.h>
#include <kripa/maintenance.h>

#include "daemon.h"
#include "fresh_store.h"
#include "shop.h"

#define AGE_S (90LL * 24 * 3600) /* of what has expired */
#define LOOKS 1500               /* 20 ms apart */

static struct fresh_store store;
static struct kripa_arena arena;

static int64_t long_ago(void *ctx)
{
    (void)ctx;
    return ((int64_t)time(NULL) - AGE_S) * 1000;
}

static struct kripa *open_store(int64_t (*now_ms)(void *ctx))
{
    struct kripa *kripa;
    struct kripa_config config = {.store_uri = store.uri,
                                  .create = true,
                                  .jwt_secret = SHOP_JWT_SECRET,
                                  .password_memory_kib = 64,
                                  .password_passes = 1,
                                  .services.now_ms = now_ms};
    ck_assert_int_eq(kripa_open(&config, &kripa, NULL), KRIPA_OK);
    return kripa;
}

static void join(struct kripa *kripa, const char *email)
{
    struct kripa_registration registration = {
        .name = "Ravi Kumar", .email = email, .password = "Monsoon#Lamp42"};
    struct kripa_signed_in in;
    ck_assert_int_eq(kripa_register(kripa, &registration, &arena, &in, NULL), KRIPA_OK);
}

static int64_t sessions(struct kripa *kripa)
{
    struct kripa_store_info info;
    ck_assert_int_eq(kripa_store_info(kripa, &arena, &info, NULL), KRIPA_OK);
    for (size_t i = 0; i < info.collections_count; i++) {
        if (strcmp(info.collections[i].name, "sessions") == 0)
            return info.collections[i].count;
    }
    return -1;
}

START_TEST(what_expires_goes_while_kripad_runs)
{
    fresh_store_make(&store);
    struct kripa *kripa = open_store(long_ago);
    join(kripa, "old@example.in");
    kripa_close(kripa);
    kripa = open_store(NULL);
    join(kripa, "new@example.in");
    ck_assert_int_eq(sessions(kripa), 2);
    struct daemon *daemon =
        daemon_start(store.uri, SHOP_JWT_SECRET, (const char *const[]){"SWEEP_EVERY_S=1", NULL});
    for (int i = 0; i < LOOKS && sessions(kripa) > 1; i++)
        usleep(20000);
    ck_assert_int_eq(sessions(kripa), 1);
    char *log = daemon_log(daemon);
    for (int i = 0; i < LOOKS && !strstr(log, "removed 1 records"); i++) {
        free(log);
        usleep(20000);
        log = daemon_log(daemon);
    }
    ck_assert_msg(strstr(log, "removed 1 records") != NULL, "%s", log);
    free(log);
    ck_assert_int_eq(daemon_stop(daemon), 0);
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}
END_TEST

int main(void)
{
    return RUN_SUITE("sweeper", what_expires_goes_while_kripad_runs);
}
