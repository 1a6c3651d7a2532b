/* SPDX-License-Identifier: MIT
 * One-time codes and password resets: who gets one, how often it is good, and what becomes of it
 * when several use it at once or the store fails. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "auth/proof.h"
#include "core/context.h"
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

static void end(void)
{
    shop_close(&shop);
}

static void block(bool blocked)
{
    struct kripa_account *out;
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.console, asha,
                                         (struct kripa_int){blocked, true}, &shop.arena, &out,
                                         &shop.err),
                     KRIPA_OK);
}

START_TEST(a_code_signs_in_once)
{
    struct kripa_signed_in in = {0};
    const char *code = shop_new_code(&shop, ASHA, &message);
    ck_assert_uint_eq(strspn(code, "0123456789"), 6);
    ck_assert_uint_eq(strlen(code), 6);
    ck_assert_int_eq(shop_enter_code(&shop, " Asha@Example.com ", code, &in), KRIPA_OK);
    ck_assert_str_eq(in.account.email, ASHA);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    shop_must_refuse_code(&shop, ASHA, code);
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
}
END_TEST

START_TEST(a_code_is_good_for_three_tries_and_five_minutes)
{
    struct kripa_signed_in in;
    const char *code = shop_new_code(&shop, ASHA, &message);
    shop_must_refuse_code(&shop, ASHA, shop_other_code(code));
    shop_must_refuse_code(&shop, ASHA, shop_other_code(code));
    ck_assert_int_eq(shop_enter_code(&shop, ASHA, code, &in), KRIPA_OK);
    code = shop_new_code(&shop, ASHA, &message);
    for (int i = 0; i < KRIPA_CODE_TRIES_MAX; i++)
        shop_must_refuse_code(&shop, ASHA, shop_other_code(code));
    shop_must_refuse_code(&shop, ASHA, code);
    code = shop_new_code(&shop, ASHA, &message);
    shop.now_ms += KRIPA_CODE_TTL_S * 1000LL;
    shop_must_refuse_code(&shop, ASHA, code);
    code = shop_new_code(&shop, ASHA, &message);
    shop.now_ms += KRIPA_CODE_TTL_S * 1000LL - 1;
    ck_assert_int_eq(shop_enter_code(&shop, ASHA, code, &in), KRIPA_OK);
}
END_TEST

START_TEST(a_clock_set_back_makes_nothing_good_for_longer)
{
    const char *code = shop_new_code(&shop, ASHA, &message),
               *token = shop_new_reset_token(&shop, ASHA, &message);
    shop.now_ms -= 3600000;
    shop_must_refuse_code(&shop, ASHA, code);
    ck_assert_int_eq(shop_reset_password(&shop, token, NEW_PASSWORD), KRIPA_INVALID);
}
END_TEST

START_TEST(a_new_code_ends_the_old_one)
{
    struct kripa_signed_in in;
    const char *old = shop_new_code(&shop, ASHA, &message),
               *code = shop_new_code(&shop, ASHA, &message);
    if (strcmp(old, code) != 0)
        shop_must_refuse_code(&shop, ASHA, old);
    ck_assert_int_eq(shop_enter_code(&shop, ASHA, code, &in), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
}
END_TEST

START_TEST(codes_and_tokens_are_not_to_be_read_in_the_store)
{
    const char *code = shop_new_code(&shop, ASHA, &message),
               *token = shop_new_reset_token(&shop, ASHA, &message);
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *found = rows.at;
    ck_assert_uint_eq(rows.count, 2);
    for (size_t i = 0; i < rows.count; i++) {
        ck_assert_ptr_null(strstr(found[i].data, code));
        ck_assert_ptr_null(strstr(found[i].data, token));
        ck_assert_ptr_null(strstr(found[i].secret, code));
        ck_assert_ptr_null(strstr(found[i].secret, token));
        ck_assert_str_eq(found[i].to, ASHA);
        ck_assert_int_eq(found[i].expires_at_ms,
                         shop.now_ms +
                             (found[i].kind == KRIPA_OUTBOX_LOGIN_CODE ? 300000 : 900000));
    }
    rows = shop_rows(&shop, &kripa_proof_schema);
    const struct kripa_proof *proofs = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        ck_assert_uint_eq(strlen(proofs[i].digest), 64);
        ck_assert_ptr_null(strstr(proofs[i].digest, token + 25));
    }
}
END_TEST

START_TEST(strangers_and_the_blocked_get_no_message_and_hear_nothing_of_it)
{
    block(true);
    static shop_ask_fn *const requests[] = {kripa_code_request, kripa_reset_request};
    for (size_t i = 0; i < 2; i++) {
        ck_assert(!shop_ask(&shop, &message, requests[i], ASHA));
        ck_assert(!shop_ask(&shop, &message, requests[i], "nobody@example.com"));
        ck_assert(!shop_ask(&shop, &message, requests[i], "no address at all"));
    }
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), 0);
    shop_must_refuse_code(&shop, ASHA, "123456");
    shop_must_refuse_code(&shop, "nobody@example.com", "123456");
}
END_TEST

START_TEST(who_is_blocked_meanwhile_is_told_so_by_the_right_proof_alone)
{
    struct kripa_signed_in in;
    const char *code = shop_new_code(&shop, ASHA, &message),
               *token = shop_new_reset_token(&shop, ASHA, &message);
    block(true);
    shop_must_refuse_code(&shop, ASHA, shop_other_code(code));
    ck_assert_int_eq(shop_enter_code(&shop, ASHA, code, &in), KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_reset_password(&shop, token, NEW_PASSWORD), KRIPA_FORBIDDEN);
}
END_TEST

/* Two accounts that another program made may differ in the case of their e-mail alone. */
START_TEST(of_two_spellings_the_one_that_was_typed_is_meant)
{
    struct kripa_id other = shop_account(&shop, "other", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_credential_schema, other);
    kp_set(&change, "email", kp_text("Asha@Example.com"));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    ck_assert(shop_ask(&shop, &message, kripa_code_request, "Asha@Example.com"));
    const char *code = shop_message_says(&shop, message, "code");
    shop_must_refuse_code(&shop, ASHA, code);
    ck_assert_int_eq(shop_enter_code(&shop, "Asha@Example.com", code, &in), KRIPA_OK);
    ck_assert(kripa_id_equal(in.account.id, other));
    code = shop_new_code(&shop, ASHA, &message);
    ck_assert_int_eq(shop_enter_code(&shop, "ASHA@example.com", code, &in), KRIPA_OK);
    ck_assert(kripa_id_equal(in.account.id, asha));
}
END_TEST

START_TEST(only_the_console_reads_a_secret_and_leaves_a_trace)
{
    struct kripa_outbox_opened opened;
    struct kripa_viewer owner = shop_new_viewer(&shop, "owner", KRIPA_ROLE_ADMIN);
    shop_new_code(&shop, ASHA, &message);
    ck_assert_uint_eq(shop_audit(&shop, "outbox.open", message, NULL), 1);
    const struct kripa_viewer others[] = {owner, shop_viewer(&shop, "asha"), kripa_viewer_guest()};
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            kripa_outbox_open(shop.kripa, others[i], message, &shop.arena, &opened, &shop.err),
            KRIPA_FORBIDDEN);
    ck_assert_int_eq(
        kripa_outbox_open(shop.kripa, shop.console, asha, &shop.arena, &opened, &shop.err),
        KRIPA_NOT_FOUND);
    shop.now_ms += KRIPA_CODE_TTL_S * 1000LL;
    ck_assert_int_eq(
        kripa_outbox_open(shop.kripa, shop.console, message, &shop.arena, &opened, &shop.err),
        KRIPA_CONFLICT);
    ck_assert_uint_eq(shop_audit(&shop, "outbox.open", message, NULL), 1);
}
END_TEST

/* One that was put into another message, as whoever writes to the store could. */
START_TEST(a_secret_belongs_to_its_own_message)
{
    struct kripa_outbox_opened opened;
    shop_new_code(&shop, ASHA, &message);
    struct kripa_id first = message;
    const struct kripa_outbox_message *row = shop_read(&shop, &kripa_outbox_message_schema, first);
    shop_new_code(&shop, ASHA, &message);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_outbox_message_schema, message);
    kp_set(&change, "secret", kp_text(row->secret));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    ck_assert_int_eq(
        kripa_outbox_open(shop.kripa, shop.console, message, &shop.arena, &opened, &shop.err),
        KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "another JWT_SECRET"));
}
END_TEST

START_TEST(a_reset_sets_the_password_once_and_ends_all_sessions)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha");
    const char *token = shop_new_reset_token(&shop, ASHA, &message);
    ck_assert_int_eq(shop_reset_password(&shop, token, "password"), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "newPassword");
    ck_assert_int_eq(shop_reset_password(&shop, token, NEW_PASSWORD), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, phone.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, ASHA, SHOP_PASSWORD), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, ASHA, NEW_PASSWORD), KRIPA_OK);
    ck_assert_int_eq(shop_reset_password(&shop, token, SHOP_PASSWORD), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "token");
}
END_TEST

START_TEST(a_reset_ends_with_its_time_and_with_the_next_one)
{
    const char *old = shop_new_reset_token(&shop, ASHA, &message),
               *token = shop_new_reset_token(&shop, ASHA, &message);
    ck_assert_int_eq(shop_reset_password(&shop, old, NEW_PASSWORD), KRIPA_INVALID);
    shop.now_ms += KRIPA_RESET_TTL_S * 1000LL;
    ck_assert_int_eq(shop_reset_password(&shop, token, NEW_PASSWORD), KRIPA_INVALID);
    static const char *const junk[] = {"x", "65f0a1b2c3d4e5f60718293a",
                                       "65f0a1b2c3d4e5f60718293a."
                                       "c2l4LWRpZ2l0cy1hcmUtbm90LWVub3VnaC1mb3ItdGhpcw"};
    for (size_t i = 0; i < sizeof junk / sizeof *junk; i++) {
        ck_assert_int_eq(shop_reset_password(&shop, junk[i], NEW_PASSWORD), KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, "token");
        ck_assert_str_eq(shop.err.fields[0].message,
                         "is wrong, has expired or was used: ask for a new link");
    }
    ck_assert_int_eq(shop_try_sign_in(&shop, ASHA, SHOP_PASSWORD), KRIPA_OK);
}
END_TEST

START_TEST(an_admin_hands_over_a_link_and_that_is_on_record)
{
    struct kripa_reset_link link;
    const char *sent = shop_new_reset_token(&shop, ASHA, &message);
    int64_t messages = shop_count(&shop, &kripa_outbox_message_schema);
    ck_assert_int_eq(kripa_account_reset_link(shop.kripa, shop_viewer(&shop, "asha"), asha,
                                              &shop.arena, &link, &shop.err),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(
        kripa_account_reset_link(shop.kripa, shop.console, asha, &shop.arena, &link, &shop.err),
        KRIPA_OK);
    ck_assert_ptr_null(link.link);
    ck_assert_int_eq(link.expires_at_ms, shop.now_ms + 900000);
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), messages);
    ck_assert_uint_eq(shop_audit(&shop, "account.reset_link", asha, NULL), 1);
    ck_assert_int_eq(shop_reset_password(&shop, sent, NEW_PASSWORD), KRIPA_INVALID);
    ck_assert_int_eq(shop_reset_password(&shop, link.token, NEW_PASSWORD), KRIPA_OK);
    block(true);
    ck_assert_int_eq(
        kripa_account_reset_link(shop.kripa, shop.console, asha, &shop.arena, &link, &shop.err),
        KRIPA_CONFLICT);
}
END_TEST

START_TEST(a_link_leads_to_the_front_end)
{
    char url[] = "https://shop.example.in";
    shop.kripa->frontend_url = strdup(url);
    const char *token = shop_new_reset_token(&shop, ASHA, &message),
               *link = shop_message_says(&shop, message, "link");
    ck_assert_str_eq(
        link,
        kripa_arena_format(&shop.arena, "https://shop.example.in/reset-password?token=%s", token));
}
END_TEST

START_TEST(what_has_expired_is_wiped)
{
    int64_t removed;
    struct kripa_outbox_message *row;
    shop_new_code(&shop, ASHA, &message);
    shop.now_ms += KRIPA_CODE_TTL_S * 1000LL;
    ck_assert_int_eq(kripa_sweep(shop.kripa, 100, &removed, &shop.err), KRIPA_OK);
    ck_assert_int_eq(removed, 0);
    shop.now_ms += 1;
    ck_assert_int_eq(kripa_sweep(shop.kripa, 100, &removed, &shop.err), KRIPA_OK);
    ck_assert_int_eq(removed, 2); /* the proof, and the secret of its message */
    ck_assert_int_eq(shop_count(&shop, &kripa_proof_schema), 0);
    const struct kripa_outbox_message *kept =
        shop_read(&shop, &kripa_outbox_message_schema, message);
    ck_assert_ptr_null(kept->secret);
    ck_assert_int_eq(kept->status, KRIPA_OUTBOX_DEAD);
    ck_assert_ptr_nonnull(strstr(kept->last_error, "expired"));
    ck_assert_int_eq(kripa_sweep(shop.kripa, 100, &removed, &shop.err), KRIPA_OK);
    ck_assert_int_eq(removed, 0);
    ck_assert_int_eq(
        kripa_outbox_retry(shop.kripa, shop.console, message, &shop.arena, &row, &shop.err),
        KRIPA_CONFLICT);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("recovery", begin, end, a_code_signs_in_once,
                        a_code_is_good_for_three_tries_and_five_minutes,
                        a_clock_set_back_makes_nothing_good_for_longer, a_new_code_ends_the_old_one,
                        codes_and_tokens_are_not_to_be_read_in_the_store,
                        strangers_and_the_blocked_get_no_message_and_hear_nothing_of_it,
                        who_is_blocked_meanwhile_is_told_so_by_the_right_proof_alone,
                        of_two_spellings_the_one_that_was_typed_is_meant,
                        only_the_console_reads_a_secret_and_leaves_a_trace,
                        a_secret_belongs_to_its_own_message,
                        a_reset_sets_the_password_once_and_ends_all_sessions,
                        a_reset_ends_with_its_time_and_with_the_next_one,
                        an_admin_hands_over_a_link_and_that_is_on_record,
                        a_link_leads_to_the_front_end, what_has_expired_is_wiped);
}
