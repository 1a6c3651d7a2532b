/* SPDX-License-Identifier: MIT
 * Sessions: rotation, the grace for two tabs, reuse, their end. */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/change.h"
#include "core/query.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct kripa_signed_in in; /* asha's */

static void let_asha_in(void)
{
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    in = shop_sign_in(&shop, "asha");
}

static void begin(void)
{
    shop_open(&shop);
    let_asha_in();
}

/* For threads, and several contexts. */
static void begin_file(void)
{
    shop_open(&shop, .place = SHOP_SHARED);
    let_asha_in();
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status refresh(const char *token, struct kripa_signed_in *out)
{
    shop.err = (struct kripa_error){0};
    enum kripa_status status = kripa_refresh(shop.kripa, token, &shop.arena, out, &shop.err);
    if (status != KRIPA_OK)
        ck_assert(shop.err.message[0]);
    return status;
}

static const char *next_of(const char *token)
{
    struct kripa_signed_in out = {0};
    ck_assert_int_eq(refresh(token, &out), KRIPA_OK);
    return out.refresh_token;
}

static enum kripa_status try_refresh(const char *token)
{
    struct kripa_signed_in out;
    return refresh(token, &out);
}

static struct kripa_session *only_session(void)
{
    struct kp_query query = kp_query_of(&shop.arena, &kripa_session_schema);
    void *found = NULL;
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 1);
    ck_assert_int_eq(
        kp_find_one(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &query, &found),
        KRIPA_OK);
    return found;
}

START_TEST(only_digests_are_kept)
{
    const struct kripa_session *session = only_session();
    ck_assert_uint_eq(strlen(in.refresh_token), 24 + 1 + 43);
    ck_assert_uint_eq(strlen(session->current), 64);
    ck_assert_ptr_null(session->previous);
    ck_assert_ptr_null(strstr(session->current, in.refresh_token + 25));
    ck_assert_int_eq(session->expires_at_ms, shop.now_ms + 30 * 86400000LL);
}
END_TEST

START_TEST(every_refresh_gives_another_token)
{
    struct kripa_signed_in out = {0};
    shop.now_ms += 60000;
    ck_assert_int_eq(refresh(in.refresh_token, &out), KRIPA_OK);
    ck_assert_str_ne(out.refresh_token, in.refresh_token);
    ck_assert_str_eq(out.account.email, "asha@example.com");
    ck_assert_int_eq(out.expires_in_s, KRIPA_ACCESS_TOKEN_TTL_S);
    ck_assert_int_eq(shop_knock(&shop, out.token), KRIPA_OK);
    const struct kripa_session *session = only_session();
    ck_assert_int_eq(session->rotations, 1);
    ck_assert_int_eq(session->rotated_at_ms, shop.now_ms);
    ck_assert_int_eq(session->expires_at_ms, shop.now_ms + 30 * 86400000LL);
    ck_assert_str_ne(next_of(out.refresh_token), out.refresh_token);
}
END_TEST

static enum kripa_status session_of(const char *token, const char *email)
{
    struct kripa_id session = {{0}};
    shop.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_session_of(shop.kripa, token, email, &shop.arena, &session, &shop.err);
    ck_assert(kripa_id_is_zero(session) == (status != KRIPA_OK));
    return status;
}

START_TEST(a_good_token_names_its_session_for_its_own_account_alone)
{
    ck_assert_int_eq(session_of(in.refresh_token, " Asha@Example.com"), KRIPA_OK);
    ck_assert_int_eq(session_of(in.refresh_token, "ravi@example.com"), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(session_of(in.refresh_token, ""), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(session_of("junk", "asha@example.com"), KRIPA_UNAUTHENTICATED);
    const char *next = next_of(in.refresh_token);
    ck_assert_int_eq(session_of(in.refresh_token, "asha@example.com"), KRIPA_OK);
    shop.now_ms += KRIPA_REFRESH_GRACE_MS + 1;
    ck_assert_int_eq(session_of(in.refresh_token, "asha@example.com"), KRIPA_UNAUTHENTICATED);
    ck_assert(!only_session()->revoked);
    ck_assert_int_eq(session_of(next, "asha@example.com"), KRIPA_OK);
    shop.now_ms += KRIPA_SESSION_TTL_S * 1000LL;
    ck_assert_int_eq(session_of(next, "asha@example.com"), KRIPA_UNAUTHENTICATED);
}
END_TEST

/* Another program may leave an account no e-mail, or one that is no text. */
START_TEST(a_session_of_an_account_without_e_mail_is_nobody_s)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_credential_schema, only_session()->user);
    kp_unset(&change, "email");
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    ck_assert_int_eq(session_of(in.refresh_token, "asha@example.com"), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(session_of(in.refresh_token, ""), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_repeat_within_the_grace_gets_the_same_successor)
{
    const char *first = next_of(in.refresh_token);
    shop.now_ms += KRIPA_REFRESH_GRACE_MS;
    ck_assert_str_eq(next_of(in.refresh_token), first);
    ck_assert_str_eq(next_of(in.refresh_token), first);
    ck_assert_int_eq(only_session()->rotations, 1);
    ck_assert_str_ne(next_of(first), first);
}
END_TEST

START_TEST(a_repeat_after_the_grace_ends_the_family)
{
    const char *first = next_of(in.refresh_token);
    shop.now_ms += KRIPA_REFRESH_GRACE_MS + 1;
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert(only_session()->revoked);
    ck_assert_int_eq(try_refresh(first), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_much_older_token_ends_the_family)
{
    const char *token = in.refresh_token;
    for (int i = 0; i < 50; i++)
        token = next_of(token);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert(only_session()->revoked);
    ck_assert_int_eq(try_refresh(token), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(the_grace_is_for_the_last_token_only)
{
    const char *first = next_of(in.refresh_token);
    next_of(first);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert(only_session()->revoked);
}
END_TEST

START_TEST(what_is_no_token_of_ours_harms_nobody)
{
    char forged[128];
    const char *const garbage[] = {
        "",
        "x",
        ".",
        "eyJhbGciOiJIUzI1NiJ9.eyJpZCI6IjEifQ.c2ln",
        "000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        forged};
    const char *first = next_of(in.refresh_token);
    snprintf(forged, sizeof forged, "%.24s.%s", in.refresh_token,
             "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    for (size_t i = 0; i < sizeof garbage / sizeof *garbage; i++)
        ck_assert_int_eq(try_refresh(garbage[i]), KRIPA_UNAUTHENTICATED);
    for (size_t i = 0; in.refresh_token[i]; i++) {
        snprintf(forged, sizeof forged, "%s", in.refresh_token);
        forged[i] = forged[i] == 'b' ? 'c' : 'b';
        ck_assert_int_eq(try_refresh(forged), KRIPA_UNAUTHENTICATED);
    }
    ck_assert(!only_session()->revoked);
    ck_assert_str_ne(next_of(first), first);
}
END_TEST

START_TEST(a_session_ends_after_thirty_days_without_use)
{
    shop.now_ms += 29 * 86400000LL;
    const char *first = next_of(in.refresh_token);
    shop.now_ms += 30 * 86400000LL - 1;
    const char *second = next_of(first);
    shop.now_ms += 30 * 86400000LL;
    ck_assert_int_eq(try_refresh(second), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(an_access_token_ends_after_fifteen_minutes)
{
    shop.now_ms += KRIPA_ACCESS_TOKEN_TTL_S * 1000 - 1;
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    shop.now_ms += 1;
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
}
END_TEST

static void sign_out(const char *token, bool all)
{
    shop.err = (struct kripa_error){0};
    ck_assert_int_eq(kripa_sign_out(shop.kripa, token, all, &shop.err), KRIPA_OK);
}

START_TEST(signing_out_ends_this_session)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha");
    sign_out(in.refresh_token, false);
    sign_out(in.refresh_token, false);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    next_of(phone.refresh_token);
    ck_assert_int_eq(shop_knock(&shop, phone.token), KRIPA_OK);
}
END_TEST

START_TEST(signing_out_everywhere_ends_every_session_at_once)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha");
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    struct kripa_signed_in ravi = shop_sign_in(&shop, "ravi");
    sign_out(in.refresh_token, true);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, phone.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(try_refresh(phone.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, ravi.token), KRIPA_OK);
    struct kripa_signed_in again = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(shop_knock(&shop, again.token), KRIPA_OK);
    sign_out(in.refresh_token, true); /* it is over: it ends nothing more */
    ck_assert_int_eq(shop_knock(&shop, again.token), KRIPA_OK);
}
END_TEST

START_TEST(signing_out_with_an_unknown_token_is_no_error)
{
    sign_out("", false);
    sign_out("junk", true);
    sign_out("000000000000000000000000.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", true);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    next_of(in.refresh_token);
}
END_TEST

START_TEST(a_used_token_signs_out_no_more_than_its_family)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha");
    next_of(in.refresh_token);
    shop.now_ms += KRIPA_REFRESH_GRACE_MS + 1;
    sign_out(in.refresh_token, true);
    ck_assert_int_eq(shop_knock(&shop, phone.token), KRIPA_OK);
    next_of(phone.refresh_token);
}
END_TEST

static enum kripa_status change_password(const char *current, const char *password,
                                         struct kripa_signed_in *out)
{
    struct kripa_password_change change = {.current_password = current, .new_password = password};
    shop.err = (struct kripa_error){0};
    return kripa_password_change(shop.kripa, shop_viewer(&shop, "asha"), &change, &shop.arena, out,
                                 &shop.err);
}

START_TEST(a_new_password_ends_every_other_session)
{
    struct kripa_signed_in phone = shop_sign_in(&shop, "asha"), out = {0};
    ck_assert_int_eq(change_password(SHOP_PASSWORD, "Another#Lamp43", &out), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, phone.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(try_refresh(phone.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, out.token), KRIPA_OK);
    ck_assert_str_eq(out.account.email, "asha@example.com");
    next_of(out.refresh_token);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "Another#Lamp43"), KRIPA_OK);
}
END_TEST

START_TEST(a_password_is_changed_by_who_knows_the_old_one)
{
    struct kripa_signed_in out;
    struct kripa_password_change change = {.current_password = SHOP_PASSWORD,
                                           .new_password = "Another#Lamp43"};
    ck_assert_int_eq(change_password("wrong", "Another#Lamp43", &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "currentPassword");
    ck_assert_int_eq(change_password(SHOP_PASSWORD, "asha@example.com", &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "newPassword");
    ck_assert_int_eq(change_password(SHOP_PASSWORD, "short", &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "newPassword");
    ck_assert_int_eq(
        kripa_password_change(shop.kripa, shop.console, &change, &shop.arena, &out, &shop.err),
        KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD), KRIPA_OK);
}
END_TEST

/* The current token needs no key; its successor is made with the new one. */
START_TEST(a_token_of_another_refresh_secret_is_only_unknown)
{
    struct kripa *later = shop_open_again(&shop, "later-Zk3vR8wq1LbY6tNsD0hXjC9u-later");
    struct kripa_signed_in out = {0};
    ck_assert_int_eq(kripa_refresh(later, in.refresh_token, &shop.arena, &out, NULL), KRIPA_OK);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kripa_refresh(later, in.refresh_token, &shop.arena, &out, NULL), KRIPA_OK);
    kripa_close(later);
}
END_TEST

static const char *other_tabs;

static void refresh_elsewhere(struct shop *here)
{
    struct kripa_signed_in out = {0};
    ck_assert_int_eq(kripa_refresh(here->kripa, in.refresh_token, &here->arena, &out, &here->err),
                     KRIPA_OK);
    other_tabs = out.refresh_token;
}

START_TEST(who_loses_a_rotation_gets_the_winners_token)
{
    shop_interrupt(&shop, refresh_elsewhere, 1);
    const char *own = next_of(in.refresh_token);
    ck_assert_str_eq(own, other_tabs);
    ck_assert_int_eq(only_session()->rotations, 1);
}
END_TEST

static void sign_out_elsewhere(struct shop *here)
{
    ck_assert_int_eq(kripa_sign_out(here->kripa, in.refresh_token, false, &here->err), KRIPA_OK);
}

START_TEST(a_session_that_ends_meanwhile_is_not_refreshed)
{
    shop_interrupt(&shop, sign_out_elsewhere, 1);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(only_session()->rotations, 0);
}
END_TEST

static void change_elsewhere(struct shop *here)
{
    ck_assert_int_eq(kripa_account_set_password(here->kripa, here->console, in.account.id,
                                                "Second#Lamp44", &here->err),
                     KRIPA_OK);
}

START_TEST(a_password_set_meanwhile_is_not_overwritten)
{
    struct kripa_signed_in out;
    shop_interrupt(&shop, change_elsewhere, 1);
    ck_assert_int_eq(change_password(SHOP_PASSWORD, "Another#Lamp43", &out), KRIPA_CONFLICT);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "Second#Lamp44"), KRIPA_OK);
}
END_TEST

/* Tabs that refresh with the same cookie at the same moment. */
#define TABS 8
struct tab {
    pthread_barrier_t *start;
    const char *token;
    enum kripa_status status;
    char next[80];
};

static void *open_tab(void *ctx)
{
    struct tab *tab = ctx;
    struct kripa_arena arena = {0};
    struct kripa_signed_in out = {0};
    pthread_barrier_wait(tab->start);
    tab->status = kripa_refresh(shop.kripa, tab->token, &arena, &out, NULL);
    if (tab->status == KRIPA_OK)
        snprintf(tab->next, sizeof tab->next, "%s", out.refresh_token);
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(tabs_at_once_get_the_same_successor)
{
    const char *token = in.refresh_token;
    for (int round = 0; round < 20; round++) {
        pthread_barrier_t start;
        pthread_t threads[TABS];
        struct tab tabs[TABS] = {0};
        pthread_barrier_init(&start, NULL, TABS);
        for (int i = 0; i < TABS; i++) {
            tabs[i] = (struct tab){.start = &start, .token = token};
            ck_assert_int_eq(pthread_create(&threads[i], NULL, open_tab, &tabs[i]), 0);
        }
        for (int i = 0; i < TABS; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&start);
        for (int i = 0; i < TABS; i++) {
            ck_assert_int_eq(tabs[i].status, KRIPA_OK);
            ck_assert_str_eq(tabs[i].next, tabs[0].next);
        }
        ck_assert_int_eq(only_session()->rotations, round + 1);
        token = kripa_arena_text(&shop.arena, tabs[0].next, strlen(tabs[0].next));
    }
}
END_TEST

START_TEST(a_token_of_an_account_that_is_gone_opens_nothing)
{
    struct kripa_account *out;
    ck_assert_int_eq(
        kripa_account_delete(shop.kripa, shop.console, in.account.id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(try_refresh(in.refresh_token), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(a_token_that_was_accepted_before_is_checked_anew)
{
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    sign_out(in.refresh_token, true);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    struct kripa_signed_in again = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(shop_knock(&shop, again.token), KRIPA_OK);
    shop.now_ms += KRIPA_ACCESS_TOKEN_TTL_S * 1000;
    ck_assert_int_eq(shop_knock(&shop, again.token), KRIPA_UNAUTHENTICATED);
}
END_TEST

START_TEST(what_is_no_access_token_opens_nothing)
{
    ck_assert_int_eq(shop_knock(&shop, ""), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, in.refresh_token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_knock(&shop, "a.b.c"), KRIPA_UNAUTHENTICATED);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("session", begin, end);
    ADD_TESTS(
        tests, only_digests_are_kept, every_refresh_gives_another_token,
        a_good_token_names_its_session_for_its_own_account_alone,
        a_session_of_an_account_without_e_mail_is_nobody_s,
        a_repeat_within_the_grace_gets_the_same_successor, a_repeat_after_the_grace_ends_the_family,
        a_much_older_token_ends_the_family, the_grace_is_for_the_last_token_only,
        what_is_no_token_of_ours_harms_nobody, a_session_ends_after_thirty_days_without_use,
        an_access_token_ends_after_fifteen_minutes, signing_out_ends_this_session,
        signing_out_everywhere_ends_every_session_at_once,
        signing_out_with_an_unknown_token_is_no_error,
        a_used_token_signs_out_no_more_than_its_family, a_new_password_ends_every_other_session,
        a_password_is_changed_by_who_knows_the_old_one,
        a_token_of_an_account_that_is_gone_opens_nothing, what_is_no_access_token_opens_nothing,
        a_token_that_was_accepted_before_is_checked_anew,
        who_loses_a_rotation_gets_the_winners_token, a_session_that_ends_meanwhile_is_not_refreshed,
        a_password_set_meanwhile_is_not_overwritten);
    TCase *files = new_cases("files", begin_file, end);
    ADD_TESTS(files, a_token_of_another_refresh_secret_is_only_unknown,
              tabs_at_once_get_the_same_successor);
    return RUN_ALL("session", tests, files);
}
