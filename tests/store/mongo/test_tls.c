/* SPDX-License-Identifier: MIT
 * A MongoDB server with a certificate: taken from who it should be by, refused from anybody else,
 * with the reason and without a secret. KRIPA_TEST_MONGODB_TLS_URI names the server, with tls=true
 * and the tlsCAFile that its certificate is by. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <mongoc/mongoc.h>

#include "contract.h"
#include "fresh_database.h"

#define SKIPPED  77
#define OTHER_CA KRIPA_SOURCE_DIR "/tests/data/other_ca.pem"
#define NO_CA    KRIPA_SOURCE_DIR "/tests/data/no_such_ca.pem"

#define CA "tlsCAFile="

/* The contract's store's URI, with this file for the one its certificate is by. */
static const char *uri_with(const char *ca)
{
    static char text[2 * FRESH_STORE_URI_SIZE];
    const char *uri = contract.own.uri, *at = strstr(uri, CA);
    ck_assert_msg(at != NULL, "KRIPA_TEST_MONGODB_TLS_URI has no " CA);
    int before = (int)(at - uri);
    snprintf(text, sizeof text, "%.*s" CA "%s%s", before, uri, ca, at + strcspn(at, "&"));
    return text;
}

static void expect_no_secret(const char *message)
{
    mongoc_uri_t *uri = mongoc_uri_new(contract.own.uri);
    const char *password = mongoc_uri_get_password(uri);
    ck_assert(!password || !strstr(message, password));
    ck_assert_ptr_null(strstr(message, "mongodb://"));
    mongoc_uri_destroy(uri);
}

static void expect_refused(const char *ca, const char *reason)
{
    struct kripa_store *store = NULL;
    contract.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_store_open(uri_with(ca), false, 0, contract_schemas, &store, &contract.err);
    ck_assert_msg(status == KRIPA_INVALID, "%s: %s", kripa_status_name(status),
                  contract.err.message);
    ck_assert_uint_eq(contract.err.fields_count, 1);
    ck_assert_str_eq(contract.err.fields[0].path, "store_uri");
    ck_assert_msg(strstr(contract.err.fields[0].message, reason), "%s",
                  contract.err.fields[0].message);
    expect_no_secret(contract.err.fields[0].message);
    expect_no_secret(contract.err.message);
}

START_TEST(a_server_whose_certificate_is_by_the_ca_is_taken)
{
    contract_insert(&kripa_thing_schema, &(struct kripa_thing){.id = contract_id(0), .count = 1});
    ck_assert_int_eq(contract_sell_last(contract.store), KRIPA_OK);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 1);
}
END_TEST

START_TEST(a_server_whose_certificate_is_by_another_is_refused)
{
    expect_refused(OTHER_CA, "certificate");
    ck_assert_ptr_nonnull(strstr(contract.err.fields[0].message, "tlsCAFile"));
}
END_TEST

START_TEST(a_ca_that_can_t_be_read_is_named)
{
    expect_refused(NO_CA, NO_CA);
}
END_TEST

int main(void)
{
    const char *server = getenv("KRIPA_TEST_MONGODB_TLS_URI");
    if (!fresh_store_on_mongodb())
        return SKIPPED;
    if (!server || !*server) {
        fprintf(stderr, "SKIPPED: KRIPA_TEST_MONGODB_TLS_URI names no server that has a "
                        "certificate\n");
        return SKIPPED;
    }
    fresh_databases_begin(server);
    return CONTRACT_MAIN(
        "store: a server with a certificate", a_server_whose_certificate_is_by_the_ca_is_taken,
        a_server_whose_certificate_is_by_another_is_refused, a_ca_that_can_t_be_read_is_named);
}
