/* SPDX-License-Identifier: MIT
 * Keeping the store: what is in it, and what has expired goes. */
#include "suite.h"

#include <string.h>

#include "core/context.h"
#include "core/query.h"
#include "fresh_store.h"
#include "schema/schema.h"

#define HOUR_MS 3600000LL
#define DAY_MS  (24 * HOUR_MS)

static int64_t now_ms;
static struct fresh_store store;
static struct kripa *kripa;
static struct kripa_arena arena;
static struct kripa_viewer console;

static int64_t tell_time(void *ctx)
{
    (void)ctx;
    return now_ms;
}

static void begin(void)
{
    now_ms = 1790000000000;
    fresh_store_make_shop_alone(&store);
    struct kripa_config config = {.store_uri = store.uri,
                                  .create = true,
                                  .jwt_secret = "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
                                  .password_memory_kib = 64,
                                  .password_passes = 1,
                                  .services.now_ms = tell_time};
    struct kripa_error error = {0};
    ck_assert_msg(kripa_open(&config, &kripa, &error) == KRIPA_OK, "%s", error.message);
    console = kripa_viewer_console("test");
}

static void end(void)
{
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}

static int64_t sweep(int64_t limit)
{
    int64_t removed = -1;
    ck_assert_int_eq(kripa_sweep(kripa, limit, &removed, NULL), KRIPA_OK);
    return removed;
}

static void keep_key(const char *name)
{
    struct kripa_idempotency row = {
        .id = kp_id_of_name(name), .route = "test", .key = name, .created_at_ms = now_ms};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_idempotency_schema, &row);
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = kripa}, &change, NULL), KRIPA_OK);
}

static struct kripa_signed_in join(const char *email)
{
    struct kripa_registration registration = {
        .name = "Ravi Kumar", .email = email, .password = "Monsoon#Lamp42"};
    struct kripa_signed_in signed_in = {0};
    ck_assert_int_eq(kripa_register(kripa, &registration, &arena, &signed_in, NULL), KRIPA_OK);
    return signed_in;
}

START_TEST(what_has_expired_goes_and_nothing_else)
{
    keep_key("a");
    struct kripa_signed_in ravi = join("ravi@example.in");
    join("meena@example.in");
    ck_assert_int_eq(sweep(100), 0);
    now_ms += 25 * HOUR_MS;
    keep_key("b");
    ck_assert_int_eq(sweep(100), 1);
    now_ms += 20 * DAY_MS;
    ck_assert_int_eq(kripa_refresh(kripa, ravi.refresh_token, &arena, &ravi, NULL), KRIPA_OK);
    ck_assert_int_eq(sweep(100), 1);
    now_ms += 11 * DAY_MS;
    ck_assert_int_eq(sweep(100), 1); /* the session that nobody went on with */
    ck_assert_int_eq(kripa_refresh(kripa, ravi.refresh_token, &arena, &ravi, NULL), KRIPA_OK);
}
END_TEST

START_TEST(a_sweep_takes_no_more_than_it_may)
{
    static const char *const names[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < 5; i++)
        keep_key(names[i]);
    now_ms += 25 * HOUR_MS;
    ck_assert_int_eq(sweep(3), 3);
    ck_assert_int_eq(sweep(3), 2);
    ck_assert_int_eq(sweep(3), 0);
}
END_TEST

START_TEST(info_names_each_collection_once)
{
    join("ravi@example.in");
    struct kripa_store_info info;
    ck_assert_int_eq(kripa_store_info(kripa, &arena, &info, NULL), KRIPA_OK);
    ck_assert_str_eq(info.kind, fresh_store_on_mongodb() ? "mongodb" : "sqlite");
    ck_assert_int_eq(strncmp(info.uri, info.kind, strlen(info.kind)), 0);
    size_t users = 0;
    for (size_t i = 0; i < info.collections_count; i++) {
        if (strcmp(info.collections[i].name, "users") != 0)
            continue;
        users++;
        ck_assert_int_eq(info.collections[i].count, 1);
    }
    ck_assert_uint_eq(users, 1); /* though several tables share it */
}
END_TEST

START_TEST(a_uri_is_shown_without_what_may_be_secret)
{
    static const char *const uris[][2] = {
        {"sqlite:/srv/a@b?.db", "sqlite:/srv/a@b?.db"},
        {"mongodb://h1,h2/shop", "mongodb://h1,h2/shop"},
        {"mongodb://u:p%40s@h1,h2/shop?tls=true", "mongodb://h1,h2/shop"},
        {"mongodb+srv://u:p@q@h/shop", "mongodb+srv://h/shop"},
        {"mongodb://h/shop?authMechanismProperties=AWS_SESSION_TOKEN:x", "mongodb://h/shop"},
        {"mongodb://u:p/q@h/shop?tls=true", "mongodb://h/shop"},
        {"mongodb://h/shop@home?authMechanismProperties=AWS_SESSION_TOKEN:x", "mongodb://home"},
        {"mongodb://u:p?q@h/shop", "mongodb://"},
        {"mongodb://u:p@h/shop?tlsCertificateKeyFilePassword=se@cret", "mongodb://"},
        {"mongodb://u:p@h", "mongodb://h"},
    };
    char shown[KRIPA_URI_SHOWN_SIZE];
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        kripa_uri_shown(uris[i][0], shown);
        ck_assert_str_eq(shown, uris[i][1]);
    }
}
END_TEST

START_TEST(a_rehearsed_sweep_leaves_everything)
{
    keep_key("a");
    now_ms += 25 * HOUR_MS;
    kripa->dry_run = true;
    sweep(100);
    kripa->dry_run = false;
    ck_assert_int_eq(sweep(100), 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("maintenance", begin, end, what_has_expired_goes_and_nothing_else,
                        a_sweep_takes_no_more_than_it_may, info_names_each_collection_once,
                        a_uri_is_shown_without_what_may_be_secret,
                        a_rehearsed_sweep_leaves_everything);
}
