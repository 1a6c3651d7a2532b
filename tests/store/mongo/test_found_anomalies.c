/* SPDX-License-Identifier: MIT
 * What a migration says of another program's database: values that must be unique and are there
 * twice, an index that would let them, values of odd types. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include <kripa/kripa.h>

#include "core/context.h"
#include "documents.h"
#include "fresh_store.h"
#include "journal/journal.h"

#define FAN     "6550c0ffee00000000000011"
#define LAMP    "6550c0ffee00000000000012"
#define OPENERS 4

static struct fresh_store store;
static struct kripa_arena arena;
static struct kripa_error err;

static void run(const char *command)
{
    free(documents_command(store.uri, command));
}

static void put_duplicates(void)
{
    documents_insert(store.uri, "products",
                     "{\"_id\":{\"$oid\":\"" FAN "\"},\"name\":\"Fan\",\"sku\":\"S-1\"}\n"
                     "{\"_id\":{\"$oid\":\"" LAMP "\"},\"name\":\"Lamp\",\"sku\":\"S-1\"}\n");
}

static void take_one(void)
{
    run("{\"delete\":\"products\",\"deletes\":[{\"q\":{\"name\":\"Lamp\"},\"limit\":1}]}");
}

static void begin(void)
{
    fresh_store_make(&store);
}

static void end(void)
{
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}

static struct kripa *open_shop(void)
{
    struct kripa *kripa;
    enum kripa_status status =
        kripa_open(&(struct kripa_config){.store_uri = store.uri}, &kripa, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    return kripa;
}

static void say(void *ctx, const char *line)
{
    char *said = ctx;
    size_t size = strlen(said);
    snprintf(said + size, 4096 - size, "%s\n", line);
}

static const char *migrate_all(void)
{
    static char said[4096];
    said[0] = 0;
    struct kripa *kripa = open_shop();
    ck_assert_msg(kripa_migrate(kripa, false, say, said, &err) == KRIPA_OK, "%s", err.message);
    kripa_close(kripa);
    return said;
}

/* What a migration says of the index of SKUs; NULL: nothing. */
static const char *migrate(void)
{
    return strstr(migrate_all(), "products.sku");
}

static void expect_told(void)
{
    const char *said = migrate();
    ck_assert_ptr_nonnull(said);
    ck_assert_ptr_nonnull(strstr(said, "products.sku is not held apart: some have the same"));
}

static enum kripa_status put_same(void)
{
    struct kripa *kripa = open_shop();
    struct kripa_product product = {
        .id = kp_new_id(kripa), .name = "Other", .slug = "other", .sku = "S-1"};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_product_schema, &product);
    err = (struct kripa_error){0};
    enum kripa_status status =
        kp_commit(&(struct kp_call){.kripa = kripa, .err = &err}, &change, NULL);
    kripa_close(kripa);
    return status;
}

static void expect_held_apart(void)
{
    ck_assert_int_eq(put_same(), KRIPA_EXISTS);
    ck_assert_str_eq(err.fields[0].path, "sku");
    ck_assert_ptr_null(migrate());
}

static size_t count_indexes_of_sku(void)
{
    char *all = documents_command(store.uri, "{\"listIndexes\":\"products\"}");
    size_t count = 0;
    for (const char *at = all; (at = strstr(at, "\"name\" : \"sku_1")); at++)
        count++;
    free(all);
    return count;
}

START_TEST(duplicates_are_told_each_time_until_they_are_gone)
{
    put_duplicates();
    kripa_close(open_shop());
    expect_told();
    expect_told();
    take_one();
    kripa_close(open_shop());
    expect_held_apart();
}
END_TEST

START_TEST(beside_an_index_that_allows_duplicates_one_is_made_that_does_not)
{
    run("{\"createIndexes\":\"products\",\"indexes\":[{\"key\":{\"sku\":{\"$numberInt\":\"1\"}},"
        "\"name\":\"sku_1\",\"background\":true}]}");
    put_duplicates();
    expect_told();
    ck_assert_uint_eq(count_indexes_of_sku(), 1);
    take_one();
    const char *said = migrate(); /* opening the shop made it */
    ck_assert_ptr_null(said);
    expect_held_apart();
    ck_assert_uint_eq(count_indexes_of_sku(), 2);
}
END_TEST

START_TEST(an_index_that_holds_only_some_apart_is_not_enough)
{
    run("{\"createIndexes\":\"products\",\"indexes\":[{\"key\":{\"sku\":{\"$numberInt\":\"1\"}},"
        "\"name\":\"theirs\",\"unique\":true,\"partialFilterExpression\":{\"ours\":true}}]}");
    put_duplicates();
    expect_told();
    take_one();
    expect_held_apart();
}
END_TEST

START_TEST(an_index_that_another_program_made_unique_is_taken_as_it_is)
{
    run("{\"createIndexes\":\"products\",\"indexes\":[{\"key\":{\"sku\":{\"$numberInt\":\"1\"}},"
        "\"name\":\"sku_1\",\"unique\":true,\"sparse\":true}]}");
    ck_assert_ptr_null(migrate());
    ck_assert_uint_eq(count_indexes_of_sku(), 1);
}
END_TEST

/* As Mongoose makes them: the second account whose e-mail is gone is no twin of the first. */
START_TEST(an_index_that_takes_what_is_absent_for_duplicates_is_replaced)
{
    static const char strict[] =
        "{\"createIndexes\":\"users\",\"indexes\":[{\"key\":{\"email\":{\"$numberInt\":\"1\"}},"
        "\"name\":\"email_1\",\"unique\":true,\"background\":true}]}";
    run(strict);
    kripa_close(open_shop());
    const char *said = migrate_all();
    ck_assert_ptr_nonnull(strstr(said, "create index users.email_1_unique\n"));
    ck_assert_ptr_nonnull(strstr(said, "drop index users.email_1, "));
    documents_insert(store.uri, "users", "{\"name\":\"A\"}\n{\"name\":\"B\"}\n");
    ck_assert_ptr_null(strstr(migrate_all(), "index users.email"));
    char *all = documents_command(store.uri, "{\"listIndexes\":\"users\"}");
    ck_assert_ptr_null(strstr(all, "\"name\" : \"email_1\""));
    ck_assert_ptr_nonnull(strstr(all, "\"name\" : \"email_1_unique\""));
    free(all);
}
END_TEST

START_TEST(a_shop_with_duplicates_is_as_this_version_wants_it)
{
    static char said[4096];
    struct kripa_copied copied;
    put_duplicates();
    kripa_close(open_shop());
    char to[FRESH_STORE_URI_SIZE];
    snprintf(to, sizeof to, "sqlite:%s/shop.db", store.folder);
    struct kripa_copying how = {
        .from_uri = store.uri, .to_uri = to, .dry_run = true, .say = say, .ctx = said};
    ck_assert_msg(kripa_store_copy(&how, &arena, &copied, &err) == KRIPA_OK, "%s", err.message);
}
END_TEST

static void *open_and_close(void *ctx)
{
    struct kripa_error *failure = ctx;
    struct kripa *kripa;
    if (kripa_open(&(struct kripa_config){.store_uri = store.uri}, &kripa, failure) == KRIPA_OK)
        kripa_close(kripa);
    return NULL;
}

START_TEST(several_that_open_at_once_make_one_index)
{
    pthread_t openers[OPENERS];
    struct kripa_error failures[OPENERS] = {0};
    put_duplicates();
    kripa_close(open_shop());
    take_one();
    for (int i = 0; i < OPENERS; i++)
        ck_assert_int_eq(pthread_create(&openers[i], NULL, open_and_close, &failures[i]), 0);
    for (int i = 0; i < OPENERS; i++)
        pthread_join(openers[i], NULL);
    for (int i = 0; i < OPENERS; i++)
        ck_assert_str_eq(failures[i].message, "");
    expect_held_apart();
    ck_assert_uint_eq(count_indexes_of_sku(), 2); /* and the one that allowed them */
}
END_TEST

START_TEST(values_of_odd_types_are_told)
{
    static const char *const lines[] = {
        "active is neither true nor false; it counts as absent\n",
        "favorites has elements of another kind; they count as absent: 2\n",
    };
    documents_insert(store.uri, "products",
                     "{\"_id\":{\"$oid\":\"" FAN "\"},\"name\":\"Fan\",\"active\":\"yes\"}\n");
    documents_insert(store.uri, "users",
                     "{\"_id\":{\"$oid\":\"" FAN "\"},\"email\":\"a@example.in\","
                     "\"favorites\":[7,null],\"cart\":[\"fan\"],\"retailerProfile\":\"none\"}\n");
    const char *said = migrate_all();
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        ck_assert_msg(strstr(said, lines[i]), "%s\n%s", lines[i], said);
    ck_assert_ptr_nonnull(strstr(said, "cart has elements of another kind"));
}
END_TEST

/* Members that something of a migration is decided on. */
static const struct spoilt {
    const char *collection, *members;
} spoilt[] = {
    {"products", "\"stock\":2.5"},
    {"products", "\"stock\":\"64\""},
    {"products", "\"stock\":null"},
    {"products", "\"sold\":2.5"},
    {"products", "\"name\":12"},
    {"products", "\"tags\":[\"x\",null]"},
    {"products", "\"tags\":[\"x\",20]"},
    {"products", "\"Category\":\"gone\""},
    {"products", "\"category_id\":\"gone\""},
    {"products", "\"subcategory_id\":\"\""},
    {"users", "\"phone\":9876543210"},
    {"users", "\"email\":5"},
    {"users", "\"role\":\"wholesaler\",\"isBlocked\":\"no\""},
    {"orders", "\"number\":\"A-5\",\"createdAt\":\"x\""},
    {"orders", "\"deliveryStatus\":\"on its way\",\"items\":[null,{\"qty\":1.5}]"},
    {"categories", "\"status\":true,\"name\":5"},
    {"subcategories", "\"name\":5,\"category_id\":\"x\""},
};

START_TEST(no_odd_value_stops_a_migration)
{
    char line[256], before[4096];
    for (unsigned i = 0; i < sizeof spoilt / sizeof *spoilt; i++) {
        snprintf(line, sizeof line, "{\"_id\":{\"$oid\":\"6550c0ffee000000000010%02x\"},%s}\n", i,
                 spoilt[i].members);
        documents_insert(store.uri, spoilt[i].collection, line);
    }
    documents_insert(store.uri, "products",
                     "{\"_id\":{\"$oid\":\"" LAMP "\"},\"name\":\"Lamp\",\"stock\":3}\n");
    ck_assert_ptr_nonnull(strstr(migrate_all(), "open the stock ledger of products"));
    snprintf(before, sizeof before, "%s", migrate_all());
    ck_assert_str_eq(migrate_all(), before);
    ck_assert_ptr_null(strstr(before, "open the stock ledger"));
}
END_TEST

int main(void)
{
    if (!fresh_store_on_mongodb())
        return 77;
    return RUN_SUITE_IN("found anomalies", begin, end,
                        duplicates_are_told_each_time_until_they_are_gone,
                        beside_an_index_that_allows_duplicates_one_is_made_that_does_not,
                        an_index_that_holds_only_some_apart_is_not_enough,
                        an_index_that_another_program_made_unique_is_taken_as_it_is,
                        an_index_that_takes_what_is_absent_for_duplicates_is_replaced,
                        a_shop_with_duplicates_is_as_this_version_wants_it,
                        several_that_open_at_once_make_one_index, values_of_odd_types_are_told,
                        no_odd_value_stops_a_migration);
}
