/* SPDX-License-Identifier: MIT
 * Accounts of another program: both of two that differ in case come in, and its hashes are kept as
 * long as it is there. */
#include "said.h"
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/query.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop);
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_id put_user(const char *email, const char *hash)
{
    struct kripa_credential user = {.id = kp_new_id(shop.kripa),
                                    .name = "Asha",
                                    .email = email,
                                    .password = hash,
                                    .role = KRIPA_ROLE_CUSTOMER};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_insert(&change, &kripa_credential_schema, &user);
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = shop.kripa}, &change, NULL), KRIPA_OK);
    return user.id;
}

static struct said migrate(void)
{
    struct said said = {0};
    ck_assert_int_eq(kripa_migrate(shop.kripa, false, say, &said, NULL), KRIPA_OK);
    return said;
}

static struct said finish(void)
{
    struct said said = {0};
    ck_assert_int_eq(kripa_migrate_finish(shop.kripa, false, say, &said, NULL), KRIPA_OK);
    return said;
}

#define OWNER_HASH "$2b$10$mG0pRFFkkhEpgWjGGbeZZuB56UEQJtAq99QM7DwiPsKePwgo.FGFm"

static enum kripa_status sign_in(const char *email, const char *password,
                                 struct kripa_signed_in *out)
{
    struct kripa_sign_in with = {.email = email, .password = password};
    return kripa_sign_in(shop.kripa, &with, &shop.arena, out, NULL);
}

static const char *hash_of(struct kripa_id id)
{
    void *found;
    ck_assert_int_eq(kp_find_id(&(struct kp_call){.kripa = shop.kripa, .arena = &shop.arena},
                                &kripa_credential_schema, id, &found),
                     KRIPA_OK);
    return ((struct kripa_credential *)found)->password;
}

START_TEST(accounts_that_differ_in_case_both_sign_in)
{
    struct kripa_registration plain = {
        .name = "Ravi", .email = "ravi@example.com", .password = "Monsoon#Lamp42"};
    struct kripa_signed_in in;
    ck_assert_int_eq(kripa_register(shop.kripa, &plain, &shop.arena, &in, NULL), KRIPA_OK);
    struct kripa_id ravi = in.account.id, twin = put_user("Ravi@Example.com", OWNER_HASH);
    put_user("Meena@Example.com", OWNER_HASH);
    struct said said = migrate();
    ck_said(&said, "anomaly: account Ravi@Example.com: ravi@example.com is another account");
    ck_assert_int_eq(sign_in(" Ravi@Example.com ", "Owner#2025", &in), KRIPA_OK);
    ck_assert(kripa_id_equal(in.account.id, twin));
    ck_assert_int_eq(sign_in("Ravi@Example.com", "Monsoon#Lamp42", &in), KRIPA_OK);
    ck_assert(kripa_id_equal(in.account.id, ravi));
    ck_assert_int_eq(sign_in("ravi@example.com", "Owner#2025", &in), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(sign_in("meena@example.com", "Owner#2025", &in), KRIPA_UNAUTHENTICATED);
    said = finish();
    ck_assert_str_eq(said.text, "write e-mail addresses in lower case: 1\n"
                                "remember that the earlier app is gone: 1\n");
    ck_assert_int_eq(sign_in("meena@example.com", "Owner#2025", &in), KRIPA_OK);
    ck_assert_int_eq(sign_in("Ravi@Example.com", "Owner#2025", &in), KRIPA_OK);
    ck_assert_str_eq(finish().text, "");
}
END_TEST

START_TEST(an_imported_hash_is_renewed_when_the_earlier_app_is_gone)
{
    struct kripa_id id = put_user("meena@example.com", OWNER_HASH);
    struct kripa_signed_in in;
    migrate();
    ck_assert_int_eq(sign_in("meena@example.com", "Owner#2025", &in), KRIPA_OK);
    ck_assert_str_eq(hash_of(id), OWNER_HASH);
    finish();
    ck_assert_int_eq(sign_in("meena@example.com", "Wrong#2025", &in), KRIPA_UNAUTHENTICATED);
    ck_assert_str_eq(hash_of(id), OWNER_HASH);
    ck_assert_int_eq(sign_in("meena@example.com", "Owner#2025", &in), KRIPA_OK);
    ck_assert_int_eq(strncmp(hash_of(id), "$argon2id$", 10), 0);
    ck_assert_int_eq(sign_in("meena@example.com", "Owner#2025", &in), KRIPA_OK);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("migrate_account", begin, end, accounts_that_differ_in_case_both_sign_in,
                        an_imported_hash_is_renewed_when_the_earlier_app_is_gone);
}
