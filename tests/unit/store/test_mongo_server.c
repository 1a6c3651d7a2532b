/* SPDX-License-Identifier: MIT
 * What a MongoDB server is refused for: told from its hello and from config.collections, so that no
 * such server is needed. */
#include "suite.h"

#include <kripa/sys/schema.h>

#include "store/mongo/internal.h"

static struct kripa_error err;

static enum kripa_status hello(const char *json)
{
    bson_error_t error;
    bson_t *reply = bson_new_from_json((const uint8_t *)json, -1, &error);
    ck_assert_msg(reply, "%s", error.message);
    err = (struct kripa_error){0};
    enum kripa_status status = kp_mongo_check_hello(reply, &err);
    bson_destroy(reply);
    return status;
}

START_TEST(a_replica_set_and_mongos_have_transactions)
{
    ck_assert_int_eq(hello("{\"setName\":\"rs0\",\"logicalSessionTimeoutMinutes\":30}"), KRIPA_OK);
    ck_assert_int_eq(hello("{\"msg\":\"isdbgrid\",\"logicalSessionTimeoutMinutes\":30}"), KRIPA_OK);
}
END_TEST

START_TEST(a_server_alone_is_refused_and_told_how_it_becomes_a_set)
{
    ck_assert_int_eq(hello("{\"logicalSessionTimeoutMinutes\":30,\"maxWireVersion\":21}"),
                     KRIPA_INVALID);
    ck_assert_str_eq(err.fields[0].path, "store_uri");
    ck_assert(strstr(err.fields[0].message, "rs.initiate()"));
}
END_TEST

START_TEST(a_server_without_sessions_is_refused)
{
    ck_assert_int_eq(hello("{\"setName\":\"rs0\"}"), KRIPA_INVALID);
    ck_assert_int_eq(hello("{}"), KRIPA_INVALID);
}
END_TEST

static enum kripa_status sharded(const char *json)
{
    static const struct kripa_schema *const schemas[] = {&kripa_order_schema,
                                                         &kripa_ledger_entry_schema, NULL};
    struct kp_mongo store = {.database = "shop"};
    bson_error_t error;
    bson_t *entry = bson_new_from_json((const uint8_t *)json, -1, &error);
    ck_assert_msg(entry, "%s", error.message);
    ck_assert_int_eq(kp_layout_make(&store.layout, schemas, &store.arena, NULL), KRIPA_OK);
    err = (struct kripa_error){0};
    enum kripa_status status = kp_mongo_check_sharded(&store, entry, &err);
    kripa_arena_clear(&store.arena);
    bson_destroy(entry);
    return status;
}

START_TEST(the_ledger_may_be_sharded_by_id_alone)
{
    ck_assert_int_eq(sharded("{\"_id\":\"shop.stock_ledger\",\"key\":{\"_id\":\"hashed\"}}"),
                     KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.stock_ledger\",\"key\":{\"_id\":1}}"), KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.stock_ledger\",\"key\":{\"product\":1}}"),
                     KRIPA_INVALID);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.stock_ledger\",\"key\":{\"_id\":1,\"product\":1}}"),
                     KRIPA_INVALID);
}
END_TEST

START_TEST(what_has_unique_values_may_not_be_sharded)
{
    ck_assert_int_eq(sharded("{\"_id\":\"shop.orders\",\"key\":{\"_id\":\"hashed\"}}"),
                     KRIPA_INVALID);
    ck_assert(strstr(err.fields[0].message, "orders"));
}
END_TEST

START_TEST(what_is_not_ours_or_not_split_may_be_there)
{
    ck_assert_int_eq(sharded("{\"_id\":\"other.orders\",\"key\":{\"_id\":1}}"), KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shopping.orders\",\"key\":{\"_id\":1}}"), KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.visitors\",\"key\":{\"_id\":1}}"), KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.orders\",\"key\":{\"_id\":1},\"dropped\":true}"),
                     KRIPA_OK);
    ck_assert_int_eq(sharded("{\"_id\":\"shop.orders\",\"key\":{\"_id\":1},\"unsplittable\":true}"),
                     KRIPA_OK);
}
END_TEST

/* What the server says, and what that means for a change. */
static const struct {
    uint32_t domain, code;
    const char *label;
    bool transient, conflict, lost;
    enum kripa_status status;
} failures[] = {
    {MONGOC_ERROR_SERVER, 112, NULL, true, true, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 24, NULL, true, true, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 251, NULL, false, false, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 251, "TransientTransactionError", true, false, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 91, NULL, false, false, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 91, "TransientTransactionError", true, false, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 1, NULL, false, false, true, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 64, NULL, false, false, true, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_WRITE_CONCERN, 64, NULL, false, false, true, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_STREAM, 4, NULL, false, false, true, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_STREAM, 4, "TransientTransactionError", true, false, true, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER_SELECTION, 13053, NULL, false, false, false, KRIPA_UNAVAILABLE},
    {MONGOC_ERROR_SERVER, 13, NULL, false, false, false, KRIPA_INTERNAL},
    {MONGOC_ERROR_SERVER, 2, NULL, false, false, false, KRIPA_INTERNAL},
};

START_TEST(a_failure_means_what_its_code_and_its_label_say)
{
    for (size_t i = 0; i < sizeof failures / sizeof *failures; i++) {
        bson_error_t error = {.domain = failures[i].domain, .code = failures[i].code};
        bson_t *reply = failures[i].label
                            ? BCON_NEW("errorLabels", "[", BCON_UTF8(failures[i].label), "]")
                            : bson_new();
        ck_assert_int_eq(kp_mongo_is_transient(&error, reply), failures[i].transient);
        ck_assert_int_eq(kp_mongo_is_conflict(&error), failures[i].conflict);
        ck_assert_int_eq(kp_mongo_is_lost(&error), failures[i].lost);
        ck_assert_int_eq(kp_mongo_fail(&error, NULL), failures[i].status);
        bson_destroy(reply);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE("mongo server", a_replica_set_and_mongos_have_transactions,
                     a_server_alone_is_refused_and_told_how_it_becomes_a_set,
                     a_server_without_sessions_is_refused, the_ledger_may_be_sharded_by_id_alone,
                     what_has_unique_values_may_not_be_sharded,
                     what_is_not_ours_or_not_split_may_be_there,
                     a_failure_means_what_its_code_and_its_label_say);
}
