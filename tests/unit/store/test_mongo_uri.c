/* SPDX-License-Identifier: MIT
 * What becomes of a mongodb:// URI before the driver takes it: time-outs and the pool's size. */
#include <string.h>

#include <kripa/sys/schema.h>
#include <kripa/sys/store.h>

#include "store/mongo/internal.h"

#include "suite.h"

static int32_t option(const char *uri, int64_t connections, const char *name)
{
    mongoc_uri_t *made = NULL;
    struct kripa_error err = {0};
    ck_assert_msg(kp_mongo_uri(uri, connections, &made, &err) == KRIPA_OK, "%s", err.message);
    int32_t value = mongoc_uri_get_option_as_int32(made, name, -1);
    mongoc_uri_destroy(made);
    return value;
}

START_TEST(each_worker_has_a_connection)
{
    const char *uri = "mongodb://127.0.0.1/shop";
    ck_assert_int_eq(option(uri, 36, MONGOC_URI_MAXPOOLSIZE), 36);
    ck_assert_int_eq(option(uri, INT64_MAX, MONGOC_URI_MAXPOOLSIZE), INT32_MAX);
    ck_assert_int_eq(option(uri, 0, MONGOC_URI_MAXPOOLSIZE), KP_MONGO_POOL_MAX);
}
END_TEST

START_TEST(no_wait_is_for_ever)
{
    const char *uri = "mongodb://127.0.0.1/shop";
    ck_assert_int_eq(option(uri, 0, MONGOC_URI_SOCKETTIMEOUTMS), KP_MONGO_SOCKET_MS);
    ck_assert_int_eq(option(uri, 0, MONGOC_URI_CONNECTTIMEOUTMS), KP_MONGO_SELECT_MS);
    ck_assert_int_eq(option(uri, 0, MONGOC_URI_SERVERSELECTIONTIMEOUTMS), KP_MONGO_SELECT_MS);
    ck_assert_int_eq(option(uri, 0, MONGOC_URI_WAITQUEUETIMEOUTMS), KP_MONGO_WAIT_MS);
}
END_TEST

START_TEST(the_uri_wins)
{
    const char *uri = "mongodb://127.0.0.1/shop?maxPoolSize=7&socketTimeoutMS=1234";
    ck_assert_int_eq(option(uri, 36, MONGOC_URI_MAXPOOLSIZE), 7);
    ck_assert_int_eq(option(uri, 36, MONGOC_URI_SOCKETTIMEOUTMS), 1234);
}
END_TEST

START_TEST(a_uri_needs_a_database)
{
    mongoc_uri_t *made;
    struct kripa_error err = {0};
    ck_assert_int_eq(kp_mongo_uri("mongodb://127.0.0.1/", 0, &made, &err), KRIPA_INVALID);
    ck_assert_str_eq(err.fields[0].path, "store_uri");
}
END_TEST

START_TEST(no_part_of_a_password_is_told)
{
    static const char *const uris[] = {
        "mongodb://kripa:se@cret@127.0.0.1/shop",   "mongodb://kripa:se:cret@127.0.0.1/shop",
        "mongodb://kripa:secret%@127.0.0.1/shop",   "mongodb://kripa:se/cret@127.0.0.1/shop",
        "mongodb://kripa:se/c?cret@127.0.0.1/shop", "mongodb://ki:rip:secret@127.0.0.1/shop",
        "mongodb://kripa:se%zzcret@127.0.0.1/shop"};
    mongoc_uri_t *made;
    for (size_t i = 0; i < sizeof uris / sizeof *uris; i++) {
        struct kripa_error err = {0};
        ck_assert_msg(kp_mongo_uri(uris[i], 0, &made, &err) == KRIPA_INVALID, "%s", uris[i]);
        ck_assert_msg(!strstr(err.message, "cret"), "%s", err.message);
    }
    struct kripa_error err = {0};
    ck_assert_int_eq(kp_mongo_uri("mongodb://k:p%40q@127.0.0.1/shop?appname=a@b@c", 0, &made, &err),
                     KRIPA_OK);
    mongoc_uri_destroy(made);
}
END_TEST

START_TEST(a_database_is_restored_by_its_own_tools)
{
    struct kripa_error err = {0};
    char kept[KRIPA_KEPT_SIZE] = "?";
    ck_assert_int_eq(kripa_store_restore("/tmp/backup", "mongodb://127.0.0.1/shop",
                                         KRIPA_PLACE_OVER, kripa_schemas, NULL, NULL, kept, &err),
                     KRIPA_INVALID);
    ck_assert_ptr_nonnull(strstr(err.message, "mongorestore"));
    ck_assert_str_eq(kept, "");
}
END_TEST

int main(void)
{
    return RUN_SUITE("mongo_uri", each_worker_has_a_connection, no_wait_is_for_ever, the_uri_wins,
                     a_uri_needs_a_database, no_part_of_a_password_is_told,
                     a_database_is_restored_by_its_own_tools);
}
