/* SPDX-License-Identifier: MIT
 * What an admin does with accounts: blocking, roles, passwords; and what nobody may do. */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "people.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct kripa_account *out;

static void begin(void)
{
    shop_open(&shop);
}

/* For threads. */
static void begin_file(void)
{
    shop_open(&shop, .place = SHOP_SHARED);
}

static void end(void)
{
    shop_close(&shop);
}

static const struct kripa_int yes = {1, true}, no = {0, true}, other = {0};

static enum kripa_status block(struct kripa_viewer viewer, struct kripa_id id,
                               struct kripa_int blocked)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_block(shop.kripa, viewer, id, blocked, &shop.arena, &out, &shop.err);
}

static enum kripa_status set_role(struct kripa_viewer viewer, struct kripa_id id, const char *role)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_set_role(shop.kripa, viewer, id, role, &shop.arena, &out, &shop.err);
}

static enum kripa_status remove_account(struct kripa_viewer viewer, struct kripa_id id)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_delete(shop.kripa, viewer, id, &shop.arena, &out, &shop.err);
}

START_TEST(only_an_admin_does_these_things)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    shop_account(&shop, "ravi", KRIPA_ROLE_RETAILER);
    const struct kripa_viewer others[] = {kripa_viewer_guest(), shop_viewer(&shop, "asha"),
                                          shop_viewer(&shop, "ravi")};
    struct kripa_registration registration = {
        .name = "X", .email = "x@example.com", .password = SHOP_PASSWORD};
    struct kripa_account_stats stats;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_int_eq(block(others[i], id, yes), KRIPA_FORBIDDEN);
        ck_assert_int_eq(set_role(others[i], id, "admin"), KRIPA_FORBIDDEN);
        ck_assert_int_eq(remove_account(others[i], id), KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_account_add(shop.kripa, others[i], &registration, KRIPA_ROLE_ADMIN,
                                           &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_account_set_password(shop.kripa, others[i], id, "Another#Lamp43", &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_account_stats(shop.kripa, others[i], &stats, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_request_decide(shop.kripa, others[i], id, true, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_account_clear_cooldown(shop.kripa, others[i], id, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
    }
    ck_assert_int_eq(shop_read_account(&shop, id)->role, KRIPA_ROLE_CUSTOMER);
}
END_TEST

START_TEST(an_unknown_account_is_not_found)
{
    struct kripa_id nobody = {{7}};
    ck_assert_int_eq(block(shop.console, nobody, yes), KRIPA_NOT_FOUND);
    ck_assert_int_eq(set_role(shop.console, nobody, "admin"), KRIPA_NOT_FOUND);
    ck_assert_int_eq(remove_account(shop.console, nobody), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_account_set_password(shop.kripa, shop.console, nobody, "Another#Lamp43", &shop.err),
        KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(an_admin_adds_accounts_of_three_roles)
{
    struct kripa_registration registration = {
        .name = "X", .email = "x@example.com", .password = SHOP_PASSWORD};
    static const enum kripa_role never[] = {KRIPA_ROLE_GUEST, KRIPA_ROLE_WHOLESALER,
                                            (enum kripa_role)9};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        shop.err = (struct kripa_error){0};
        ck_assert_int_eq(kripa_account_add(shop.kripa, shop.console, &registration, never[i],
                                           &shop.arena, &out, &shop.err),
                         KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, "role");
    }
    struct kripa_id id = shop_account(&shop, "owner", KRIPA_ROLE_ADMIN)->id;
    ck_assert_int_eq(shop_admins(&shop), 1);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    shop_account(&shop, "ravi", KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(shop_admins(&shop), 1);
    struct kripa_audit_entry row;
    ck_assert_uint_eq(shop_audit(&shop, "account.add", id, &row), 1);
    ck_assert_str_eq(row.by, "console:test");
    ck_assert_ptr_null(row.before);
    ck_assert_ptr_nonnull(strstr(row.after, "\"owner@example.com\""));
    ck_assert_ptr_null(strstr(row.after, "argon2"));
}
END_TEST

START_TEST(blocking_ends_sessions_at_once_and_for_good)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha"), again;
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(block(shop.console, id, yes), KRIPA_OK);
    ck_assert(out->is_blocked);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD), KRIPA_FORBIDDEN);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "wrong"), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kripa_refresh(shop.kripa, in.refresh_token, &shop.arena, &again, &shop.err),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(block(shop.console, id, no), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kripa_refresh(shop.kripa, in.refresh_token, &shop.arena, &again, &shop.err),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD), KRIPA_OK);
    struct kripa_audit_entry row;
    ck_assert_uint_eq(shop_audit(&shop, "account.block", id, &row), 1);
    ck_assert_ptr_nonnull(strstr(row.before, "\"isBlocked\":false"));
    ck_assert_ptr_nonnull(strstr(row.after, "\"isBlocked\":true"));
    ck_assert_uint_eq(shop_audit(&shop, "account.unblock", id, NULL), 1);
}
END_TEST

START_TEST(blocking_without_a_word_toggles)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    ck_assert_int_eq(block(shop.console, id, other), KRIPA_OK);
    ck_assert(shop_read_account(&shop, id)->is_blocked);
    ck_assert_int_eq(block(shop.console, id, other), KRIPA_OK);
    ck_assert(!shop_read_account(&shop, id)->is_blocked);
}
END_TEST

START_TEST(blocking_the_blocked_changes_nothing)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(block(shop.console, id, no), KRIPA_OK);
    ck_assert_int_eq(shop_read_account(&shop, id)->revision, 1);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(block(shop.console, id, yes), KRIPA_OK);
    ck_assert_int_eq(block(shop.console, id, yes), KRIPA_OK);
    ck_assert_int_eq(shop_read_account(&shop, id)->revision, 2);
    ck_assert_uint_eq(shop_audit(&shop, "account.block", id, NULL), 1);
}
END_TEST

START_TEST(a_new_role_counts_at_once_and_ends_no_session)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in one = shop_sign_in(&shop, "asha"), two = shop_sign_in(&shop, "asha"),
                           again;
    ck_assert_int_eq(set_role(shop.console, id, "retailer"), KRIPA_OK);
    ck_assert_int_eq(out->role, KRIPA_ROLE_RETAILER);
    const struct kripa_signed_in *const both[] = {&one, &two};
    for (size_t i = 0; i < 2; i++) {
        struct kripa_viewer viewer;
        ck_assert_int_eq(
            kripa_authenticate(shop.kripa, both[i]->token, &shop.arena, &viewer, &shop.err),
            KRIPA_OK);
        ck_assert_int_eq(viewer.role, KRIPA_ROLE_RETAILER);
    }
    ck_assert_int_eq(kripa_refresh(shop.kripa, two.refresh_token, &shop.arena, &again, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(again.account.role, KRIPA_ROLE_RETAILER);
    ck_assert_uint_eq(shop_audit(&shop, "account.role", id, NULL), 1);
}
END_TEST

START_TEST(the_role_one_has_changes_nothing)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(set_role(shop.console, id, "customer"), KRIPA_OK);
    ck_assert_int_eq(shop_read_account(&shop, id)->revision, 1);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_uint_eq(shop_audit(&shop, "account.role", id, NULL), 0);
}
END_TEST

START_TEST(only_three_roles_can_be_given)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    static const char *const never[] = {"wholesaler", "guest", "Admin", "", "root", NULL};
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        ck_assert_int_eq(set_role(shop.console, id, never[i]), KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, "role");
    }
}
END_TEST

START_TEST(an_admin_does_not_shut_himself_out)
{
    struct kripa_id id = shop_account(&shop, "owner", KRIPA_ROLE_ADMIN)->id;
    shop_account(&shop, "second", KRIPA_ROLE_ADMIN);
    struct kripa_viewer owner = shop_viewer(&shop, "owner");
    ck_assert_int_eq(block(owner, id, yes), KRIPA_CONFLICT);
    ck_assert_int_eq(block(owner, id, other), KRIPA_CONFLICT);
    ck_assert_int_eq(set_role(owner, id, "customer"), KRIPA_CONFLICT);
    ck_assert_int_eq(remove_account(owner, id), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "themselves"));
    ck_assert_int_eq(set_role(owner, id, "admin"), KRIPA_OK);
    ck_assert_int_eq(block(owner, id, no), KRIPA_OK);
    ck_assert_int_eq(shop_admins(&shop), 2);
}
END_TEST

START_TEST(the_last_admin_stays_from_the_console_too)
{
    struct kripa_id first = shop_account(&shop, "owner", KRIPA_ROLE_ADMIN)->id;
    struct kripa_id second = shop_account(&shop, "second", KRIPA_ROLE_ADMIN)->id;
    ck_assert_int_eq(block(shop.console, second, yes), KRIPA_OK);
    ck_assert_int_eq(shop_admins(&shop), 1);
    ck_assert_int_eq(block(shop.console, first, yes), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "last admin"));
    ck_assert_int_eq(set_role(shop.console, first, "retailer"), KRIPA_CONFLICT);
    ck_assert_int_eq(remove_account(shop.console, first), KRIPA_CONFLICT);
    ck_assert_int_eq(shop_read_account(&shop, first)->role, KRIPA_ROLE_ADMIN);
    /* a blocked one counts for nothing, whatever becomes of it */
    ck_assert_int_eq(set_role(shop.console, second, "customer"), KRIPA_OK);
    ck_assert_int_eq(set_role(shop.console, second, "admin"), KRIPA_OK);
    ck_assert_int_eq(shop_admins(&shop), 1);
    ck_assert_int_eq(block(shop.console, second, no), KRIPA_OK);
    ck_assert_int_eq(shop_admins(&shop), 2);
    ck_assert_int_eq(remove_account(shop.console, first), KRIPA_OK);
    ck_assert_int_eq(shop_admins(&shop), 1);
}
END_TEST

/* Two admins who demote each other at the same moment. */
struct duel {
    struct shop *shop;
    struct kripa_viewer viewer;
    struct kripa_id target;
    pthread_barrier_t *start;
    enum kripa_status status;
};

static void *demote(void *ctx)
{
    struct duel *duel = ctx;
    struct kripa_arena arena = {0};
    struct kripa_account *account;
    pthread_barrier_wait(duel->start);
    duel->status = kripa_account_set_role(duel->shop->kripa, duel->viewer, duel->target, "customer",
                                          &arena, &account, NULL);
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(two_admins_who_demote_each_other_leave_one)
{
    struct kripa_id a = shop_account(&shop, "a", KRIPA_ROLE_ADMIN)->id;
    struct kripa_id b = shop_account(&shop, "b", KRIPA_ROLE_ADMIN)->id;
    for (int round = 0; round < 20; round++) {
        pthread_barrier_t start;
        pthread_t threads[2];
        struct duel duels[2] = {{&shop, {.user = a, .role = KRIPA_ROLE_ADMIN}, b, &start, 0},
                                {&shop, {.user = b, .role = KRIPA_ROLE_ADMIN}, a, &start, 0}};
        pthread_barrier_init(&start, NULL, 2);
        for (int i = 0; i < 2; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, demote, &duels[i]), 0);
        for (int i = 0; i < 2; i++)
            pthread_join(threads[i], NULL);
        pthread_barrier_destroy(&start);
        ck_assert_int_eq((duels[0].status == KRIPA_OK) + (duels[1].status == KRIPA_OK), 1);
        ck_assert_int_eq((duels[0].status == KRIPA_CONFLICT) + (duels[1].status == KRIPA_CONFLICT),
                         1);
        ck_assert_int_eq(shop_admins(&shop), 1);
        struct kripa_id loser = duels[0].status == KRIPA_OK ? b : a;
        ck_assert_int_eq(set_role(shop.console, loser, "admin"), KRIPA_OK);
    }
}
END_TEST

static enum kripa_status set_password(struct kripa_id id, const char *password)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_set_password(shop.kripa, shop.console, id, password, &shop.err);
}

START_TEST(a_password_set_by_an_admin_ends_all_sessions)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    struct kripa_signed_in in = shop_sign_in(&shop, "asha"), again;
    ck_assert_int_eq(set_password(id, "short"), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "password");
    ck_assert_int_eq(set_password(id, "Asha@Example.com"), KRIPA_INVALID);
    ck_assert_int_eq(set_password(id, "password123"), KRIPA_INVALID);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(set_password(id, "Another#Lamp43"), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(kripa_refresh(shop.kripa, in.refresh_token, &shop.arena, &again, &shop.err),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", SHOP_PASSWORD),
                     KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(shop_try_sign_in(&shop, "asha@example.com", "Another#Lamp43"), KRIPA_OK);
    struct kripa_audit_entry row;
    ck_assert_uint_eq(shop_audit(&shop, "account.set_password", id, &row), 1);
    ck_assert_ptr_null(strstr(row.after, "argon2"));
    ck_assert_ptr_null(strstr(row.after, "Lamp"));
}
END_TEST

START_TEST(an_admins_sign_in_is_in_the_audit)
{
    struct kripa_id owner = shop_account(&shop, "owner", KRIPA_ROLE_ADMIN)->id;
    struct kripa_id asha = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    char id[KRIPA_ID_TEXT_SIZE];
    struct kripa_audit_entry row;
    kripa_id_format(owner, id);
    shop_sign_in(&shop, "owner");
    shop_sign_in(&shop, "asha");
    ck_assert_int_eq(shop_try_sign_in(&shop, "owner@example.com", "wrong"), KRIPA_UNAUTHENTICATED);
    ck_assert_uint_eq(shop_audit(&shop, "account.sign_in", owner, &row), 1);
    ck_assert_str_eq(row.by, id);
    ck_assert_int_eq(row.at_ms, shop.now_ms);
    ck_assert_uint_eq(shop_audit(&shop, "account.sign_in", asha, NULL), 0);
}
END_TEST

/* Blocking and a change of the profile at once: neither is lost. */
static void *rename_often(void *ctx)
{
    struct shop *here = ctx;
    struct kripa_arena arena = {0};
    struct kripa_viewer viewer = {.role = KRIPA_ROLE_CUSTOMER};
    struct kripa_account *account;
    kripa_viewer_of(here->kripa, "asha@example.com", &viewer, NULL);
    kripa_given given = kripa_schema_bit(&kripa_profile_schema, "name");
    for (int i = 0; i < 100; i++) {
        struct kripa_profile profile = {.name = i % 2 ? "Asha" : "Usha"};
        enum kripa_status status =
            kripa_profile_edit(here->kripa, viewer, &profile, given, &arena, &account, NULL);
        if (status != KRIPA_OK && status != KRIPA_CONFLICT)
            abort();
        kripa_arena_reset(&arena);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(changes_of_others_are_never_overwritten)
{
    struct kripa_id id = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER)->id;
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, rename_often, &shop), 0);
    for (int i = 0; i < 50; i++) {
        enum kripa_status status = set_role(shop.console, id, i % 2 ? "customer" : "retailer");
        ck_assert(status == KRIPA_OK || status == KRIPA_CONFLICT);
        if (status == KRIPA_OK)
            ck_assert_int_eq(shop_read_account(&shop, id)->role,
                             i % 2 ? KRIPA_ROLE_CUSTOMER : KRIPA_ROLE_RETAILER);
    }
    pthread_join(thread, NULL);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("account_admin", begin, end);
    ADD_TESTS(tests, only_an_admin_does_these_things, an_unknown_account_is_not_found,
              an_admin_adds_accounts_of_three_roles, blocking_ends_sessions_at_once_and_for_good,
              blocking_without_a_word_toggles, blocking_the_blocked_changes_nothing,
              a_new_role_counts_at_once_and_ends_no_session, the_role_one_has_changes_nothing,
              only_three_roles_can_be_given, an_admin_does_not_shut_himself_out,
              the_last_admin_stays_from_the_console_too,
              a_password_set_by_an_admin_ends_all_sessions, an_admins_sign_in_is_in_the_audit);
    TCase *threads = new_cases("threads", begin_file, end);
    ADD_TESTS(threads, two_admins_who_demote_each_other_leave_one,
              changes_of_others_are_never_overwritten);
    return RUN_ALL("account_admin", tests, threads);
}
