/* SPDX-License-Identifier: MIT
 * One-time codes and password resets when several use one at the same moment, and when the store
 * fails in the middle. */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/proof.h"
#include "core/context.h"
#include "fault_store.h"
#include "people.h"
#include "recovery.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

#define NEW_PASSWORD "Tulsi#River77"
#define ASHA         "asha@example.com"

static struct shop shop;
static struct kripa_id asha, message;

static void let_asha_in(void)
{
    asha = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
}

static void begin(void)
{
    shop_open(&shop);
    let_asha_in();
}

static void begin_shared(void)
{
    shop_open(&shop, .place = SHOP_SHARED);
    let_asha_in();
}

static void end(void)
{
    shop_close(&shop);
}

/* Several who use one proof at the same moment. */
#define AT_ONCE 6
struct user {
    const char *proof;
    bool is_code;
    enum kripa_status status;
};

static void *use(void *ctx)
{
    struct user *user = ctx;
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    struct kripa_signed_in in;
    struct kripa_code_sign_in sign_in = {.email = ASHA, .otp = user->proof};
    struct kripa_password_reset reset = {.token = user->proof, .new_password = NEW_PASSWORD};
    user->status = user->is_code ? kripa_code_sign_in(shop.kripa, &sign_in, &arena, &in, &err)
                                 : kripa_password_reset(shop.kripa, &reset, &err);
    kripa_arena_clear(&arena);
    return NULL;
}

static int use_at_once(struct user users[AT_ONCE])
{
    pthread_t threads[AT_ONCE];
    int good = 0;
    for (int i = 0; i < AT_ONCE; i++)
        pthread_create(&threads[i], NULL, use, &users[i]);
    for (int i = 0; i < AT_ONCE; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < AT_ONCE; i++) {
        good += users[i].status == KRIPA_OK;
        ck_assert_msg(users[i].status == KRIPA_OK || users[i].status == KRIPA_INVALID, "%s",
                      kripa_status_name(users[i].status));
    }
    return good;
}

START_TEST(of_those_who_use_one_code_at_once_one_wins)
{
    struct user users[AT_ONCE];
    for (int round = 0; round < 5; round++) {
        const char *code = shop_new_code(&shop, ASHA, &message);
        for (int i = 0; i < AT_ONCE; i++)
            users[i] = (struct user){.proof = code, .is_code = true};
        ck_assert_int_eq(use_at_once(users), 1);
        ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), round + 1);
    }
}
END_TEST

START_TEST(of_those_who_use_one_link_at_once_one_wins)
{
    struct user users[AT_ONCE];
    for (int round = 0; round < 3; round++) {
        const char *token = shop_new_reset_token(&shop, ASHA, &message);
        for (int i = 0; i < AT_ONCE; i++)
            users[i] = (struct user){.proof = token};
        ck_assert_int_eq(use_at_once(users), 1);
    }
}
END_TEST

/* Only three are judged, in whatever order they come. */
START_TEST(guesses_at_once_are_no_more_than_three)
{
    struct user users[AT_ONCE];
    const char *code = shop_new_code(&shop, ASHA, &message);
    for (int i = 0; i < AT_ONCE; i++)
        users[i] = (struct user){.proof = shop_other_code(code), .is_code = true};
    ck_assert_int_eq(use_at_once(users), 0);
    struct kripa_rows rows = shop_rows(&shop, &kripa_proof_schema);
    ck_assert_uint_eq(rows.count, 1);
    ck_assert_int_eq(((const struct kripa_proof *)rows.at)->tries, KRIPA_CODE_TRIES_MAX);
    shop_must_refuse_code(&shop, ASHA, code);
}
END_TEST

/* Every call of the store fails once, before it is done or after it. */
static bool try_with_fault(int nth, bool after, enum kripa_status (*act)(void *), void *ctx)
{
    fault_store_fail(
        shop.kripa->store,
        (struct fault){.verb = FAULT_ANY, .nth = nth, .status = KRIPA_UNAVAILABLE, .after = after});
    enum kripa_status status = act(ctx);
    int calls = fault_store_calls(shop.kripa->store, FAULT_ANY);
    fault_store_fail(shop.kripa->store, (struct fault){0});
    if (calls < nth)
        ck_assert_int_eq(status, KRIPA_OK);
    return calls >= nth;
}

static enum kripa_status ask_for_code(void *ctx)
{
    (void)ctx;
    return kripa_code_request(shop.kripa, ASHA, &message, &shop.err);
}

static enum kripa_status enter_code(void *code)
{
    struct kripa_signed_in in;
    return shop_enter_code(&shop, ASHA, code, &in);
}

static enum kripa_status reset_with(void *token)
{
    return shop_reset_password(&shop, token, NEW_PASSWORD);
}

static void begin_with_faults(void)
{
    begin();
    shop.kripa->store = fault_store_around(shop.kripa->store);
}

START_TEST(a_failing_store_leaves_a_message_with_its_proof_or_neither)
{
    bool more = true;
    for (int nth = 1; more; nth++) {
        for (int after = 0; after < 2; after++) {
            int64_t messages = shop_count(&shop, &kripa_outbox_message_schema);
            struct kripa_rows before = shop_rows(&shop, &kripa_proof_schema);
            more = try_with_fault(nth, after, ask_for_code, NULL);
            struct kripa_rows now = shop_rows(&shop, &kripa_proof_schema);
            const struct kripa_proof *old = before.at, *new = now.at;
            bool made = now.count && (!before.count || strcmp(old->digest, new->digest) != 0);
            ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), messages + made);
        }
    }
}
END_TEST

START_TEST(a_failing_store_signs_in_by_a_used_code_alone)
{
    bool more = true;
    for (int nth = 1; more; nth++) {
        for (int after = 0; after < 2; after++) {
            const char *code = shop_new_code(&shop, ASHA, &message);
            int64_t sessions = shop_count(&shop, &kripa_session_schema);
            more = try_with_fault(nth, after, enter_code, (char *)code);
            bool used = shop_count(&shop, &kripa_proof_schema) == 0;
            ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), sessions + used);
        }
    }
}
END_TEST

START_TEST(a_failing_store_sets_the_password_of_a_used_link_alone)
{
    bool more = true;
    for (int nth = 1; more; nth++) {
        for (int after = 0; after < 2; after++) {
            const char *token = shop_new_reset_token(&shop, ASHA, &message);
            int64_t version =
                ((struct kripa_credential *)shop_read(&shop, &kripa_credential_schema, asha))
                    ->token_version;
            more = try_with_fault(nth, after, reset_with, (char *)token);
            const struct kripa_credential *now = shop_read(&shop, &kripa_credential_schema, asha);
            bool used = shop_count(&shop, &kripa_proof_schema) == 0;
            ck_assert_int_eq(now->token_version, version + used);
        }
    }
}
END_TEST

int main(void)
{
    int failed = RUN_SUITE_IN(
        "recovery, at once", begin_shared, end, of_those_who_use_one_code_at_once_one_wins,
        of_those_who_use_one_link_at_once_one_wins, guesses_at_once_are_no_more_than_three);
    return failed + RUN_SUITE_IN("recovery, failing store", begin_with_faults, end,
                                 a_failing_store_leaves_a_message_with_its_proof_or_neither,
                                 a_failing_store_signs_in_by_a_used_code_alone,
                                 a_failing_store_sets_the_password_of_a_used_link_alone);
}
