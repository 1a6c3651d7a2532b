/* SPDX-License-Identifier: MIT
 * What a MongoDB server's codes mean for who asked. */
#include "suite.h"

#include <string.h>

#include "store/mongo/internal.h"

static struct kripa_error err;

static bson_error_t error_of(uint32_t domain, uint32_t code)
{
    bson_error_t error;
    bson_set_error(&error, domain, code, "the server's words");
    return error;
}

static enum kripa_status told(uint32_t code)
{
    bson_error_t error = error_of(MONGOC_ERROR_SERVER, code);
    return kp_mongo_fail(&error, &err);
}

START_TEST(what_passes_is_unavailable_and_all_else_internal)
{
    static const uint32_t passing[] = {1,   6,   24,  43,  50,  64,  91,
                                       112, 189, 246, 251, 262, 402, 11602};
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        ck_assert_int_eq(told(passing[i]), KRIPA_UNAVAILABLE);
    ck_assert_int_eq(told(13), KRIPA_INTERNAL); /* Unauthorized */
    ck_assert_ptr_null(strstr(err.message, "words"));
    bson_error_t cut = error_of(MONGOC_ERROR_STREAM, 13);
    ck_assert_int_eq(kp_mongo_fail(&cut, &err), KRIPA_UNAVAILABLE);
    bson_error_t large = error_of(MONGOC_ERROR_BSON, MONGOC_ERROR_BSON_INVALID);
    ck_assert_int_eq(kp_mongo_fail(&large, &err), KRIPA_INTERNAL);
    bson_error_t odd = error_of(MONGOC_ERROR_COMMAND, MONGOC_ERROR_COMMAND_INVALID_ARG);
    ck_assert_int_eq(kp_mongo_fail(&odd, &err), KRIPA_INTERNAL);
}
END_TEST

START_TEST(a_picture_that_is_no_longer_kept_is_told_as_such)
{
    bson_error_t error = error_of(MONGOC_ERROR_SERVER, 239);
    ck_assert_int_eq(kp_mongo_fail(&error, &err), KRIPA_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(err.message, "minSnapshotHistoryWindowInSeconds"));
    ck_assert_int_eq(kp_mongo_fail_open(&error, &err), KRIPA_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(err.message, "minSnapshotHistoryWindowInSeconds"));
}
END_TEST

START_TEST(a_conflict_is_nobody_s_fault_and_did_nothing)
{
    bson_t reply = BSON_INITIALIZER;
    bson_error_t conflict = error_of(MONGOC_ERROR_SERVER, 112);
    bson_error_t gone = error_of(MONGOC_ERROR_SERVER, 251);
    bson_error_t timeout = error_of(MONGOC_ERROR_STREAM, 112);
    ck_assert(kp_mongo_is_conflict(&conflict) && kp_mongo_is_transient(&conflict, &reply));
    /* of a commit without the label: it may have been done */
    ck_assert(!kp_mongo_is_conflict(&gone) && !kp_mongo_is_transient(&gone, &reply));
    ck_assert(!kp_mongo_is_lost(&conflict) && !kp_mongo_is_lost(&gone));
    ck_assert(!kp_mongo_is_conflict(&timeout) && !kp_mongo_is_transient(&timeout, &reply));
}
END_TEST

START_TEST(what_may_have_been_done_is_lost)
{
    bson_error_t cut = error_of(MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET);
    bson_error_t unsure = error_of(MONGOC_ERROR_WRITE_CONCERN, 64);
    bson_error_t late = error_of(MONGOC_ERROR_SERVER, 50);
    bson_error_t taken = error_of(MONGOC_ERROR_SERVER, 11000);
    ck_assert(kp_mongo_is_lost(&cut) && kp_mongo_is_lost(&unsure) && kp_mongo_is_lost(&late));
    ck_assert(!kp_mongo_is_lost(&taken) && kp_mongo_is_taken(&taken));
    ck_assert(kp_mongo_is_late(&late) && !kp_mongo_is_late(&cut));
}
END_TEST

int main(void)
{
    return RUN_SUITE("mongo error", what_passes_is_unavailable_and_all_else_internal,
                     a_picture_that_is_no_longer_kept_is_told_as_such,
                     a_conflict_is_nobody_s_fault_and_did_nothing, what_may_have_been_done_is_lost);
}
