/* SPDX-License-Identifier: MIT
 * The rows that go with a change: audit, counters, order numbers, outbox. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "core/query.h"
#include "journal/journal.h"
#include "shop.h"

#define THREADS 8
#define EACH    40

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status commit(struct kp_change *change)
{
    shop.err = (struct kripa_error){0};
    return kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, change, NULL);
}

static int64_t counter(const char *name)
{
    void *found;
    enum kripa_status status =
        kp_find_id(&(struct kp_call){.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err},
                   &kripa_counter_schema, kp_id_of_name(name), &found);
    return status == KRIPA_OK ? ((struct kripa_counter *)found)->value : -1;
}

START_TEST(audit_rows_are_numbered_without_gaps)
{
    for (int i = 0; i < 5; i++) {
        struct kp_change change = kp_change_in(
            &(struct kp_call){.kripa = shop.kripa, .viewer = shop.admin, .arena = &shop.arena});
        kp_audit(&change, "test.first", "a", NULL, NULL, NULL);
        kp_audit(&change, "test.second", "b", NULL, NULL, NULL);
        if (i == 2) /* a change that is refused takes no number */
            kp_admins_decrement(&change);
        ck_assert_int_eq(commit(&change), i == 2 ? KRIPA_CONFLICT : KRIPA_OK);
    }
    struct kripa_rows rows = shop_rows(&shop, &kripa_audit_entry_schema);
    const struct kripa_audit_entry *at = rows.at;
    bool seen[64] = {false};
    for (size_t i = 0; i < rows.count; i++) {
        ck_assert_int_ge(at[i].seq, 1);
        ck_assert_int_le(at[i].seq, (int64_t)rows.count);
        ck_assert(!seen[at[i].seq]);
        seen[at[i].seq] = true;
    }
}
END_TEST

START_TEST(only_admins_are_audited_and_named)
{
    int64_t before = shop_count(&shop, &kripa_audit_entry_schema);
    struct kp_call call = {.kripa = shop.kripa, .viewer = shop.customer, .arena = &shop.arena};
    struct kp_change change = kp_change_in(&call);
    kp_audit(&change, "test", "a", NULL, NULL, NULL);
    ck_assert_uint_eq(kp_change_count(&change), 0);
    call.viewer = kripa_viewer_console("owner");
    kp_audit(&change, "test", "a", NULL, NULL, NULL);
    ck_assert_int_eq(commit(&change), KRIPA_OK);
    struct kripa_rows rows = shop_rows(&shop, &kripa_audit_entry_schema);
    const struct kripa_audit_entry *row = (struct kripa_audit_entry *)rows.at + before;
    ck_assert_uint_eq(rows.count, (size_t)before + 1);
    ck_assert_str_eq(row->by, "console:owner");
    ck_assert_str_eq(row->target, "a");
    ck_assert_ptr_null(row->before);
    ck_assert_int_eq(row->at_ms, shop.now_ms);
}
END_TEST

START_TEST(no_secret_gets_into_the_audit)
{
    struct kripa_rows users = shop_rows(&shop, &kripa_credential_schema);
    const struct kripa_credential *person = users.at;
    ck_assert_ptr_nonnull(person->password);
    struct kp_change change = kp_change_in(
        &(struct kp_call){.kripa = shop.kripa, .viewer = shop.admin, .arena = &shop.arena});
    kp_audit(&change, "test", "a", &kripa_credential_schema, person, person);
    ck_assert_int_eq(commit(&change), KRIPA_OK);
    struct kripa_rows rows = shop_rows(&shop, &kripa_audit_entry_schema);
    const struct kripa_audit_entry *at = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        ck_assert(!at[i].before || !strstr(at[i].before, "argon2"));
        ck_assert(!at[i].after || !strstr(at[i].after, "argon2"));
    }
}
END_TEST

START_TEST(a_counter_counts_from_nothing)
{
    for (int64_t i = 1; i <= 3; i++) {
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
        kp_count_up(&change, "test.things", 5);
        ck_assert_int_eq(commit(&change), KRIPA_OK);
        ck_assert_int_eq(counter("test.things"), 5 * i);
    }
}
END_TEST

START_TEST(the_last_admin_is_not_taken_away)
{
    ck_assert_int_eq(counter(KP_COUNTER_ADMINS), 1);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_admins_decrement(&change);
    ck_assert_int_eq(commit(&change), KRIPA_CONFLICT);
    shop_new_viewer(&shop, "second", KRIPA_ROLE_ADMIN);
    change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_admins_decrement(&change);
    ck_assert_int_eq(commit(&change), KRIPA_OK);
    ck_assert_int_eq(counter(KP_COUNTER_ADMINS), 1);
}
END_TEST

struct taker {
    pthread_t thread;
    struct kripa *kripa;
    int64_t numbers[EACH];
};

static void *take_numbers(void *ctx)
{
    struct taker *taker = ctx;
    for (size_t i = 0; i < EACH; i++)
        if (kp_order_number(&(struct kp_call){.kripa = taker->kripa}, &taker->numbers[i]) !=
            KRIPA_OK)
            taker->numbers[i] = -1;
    return NULL;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

START_TEST(no_two_processes_get_the_same_order_number)
{
    static struct taker takers[THREADS];
    static int64_t all[THREADS * EACH];
    struct kripa_config config = {.store_uri = shop.store.uri};
    struct kripa *other;
    ck_assert_int_eq(kripa_open(&config, &other, &shop.err), KRIPA_OK);
    for (size_t i = 0; i < THREADS; i++) {
        takers[i].kripa = i % 2 ? other : shop.kripa;
        pthread_create(&takers[i].thread, NULL, take_numbers, &takers[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        pthread_join(takers[i].thread, NULL);
        memcpy(all + i * EACH, takers[i].numbers, sizeof takers[i].numbers);
    }
    qsort(all, THREADS * EACH, sizeof *all, by_number);
    ck_assert_int_eq(all[0], 1001);
    for (size_t i = 1; i < THREADS * EACH; i++)
        ck_assert_int_gt(all[i], all[i - 1]);
    kripa_close(other);
}
END_TEST

START_TEST(one_number_at_a_time_leaves_no_gap)
{
    for (int64_t i = 0; i < 3; i++) {
        struct kripa_config config = {.store_uri = shop.store.uri};
        struct kripa *own;
        int64_t number;
        ck_assert_int_eq(kripa_open(&config, &own, &shop.err), KRIPA_OK);
        ck_assert_int_eq(
            kp_order_number(&(struct kp_call){.kripa = own, .err = &shop.err}, &number), KRIPA_OK);
        ck_assert_int_eq(number, 1001 + i);
        kripa_close(own);
    }
}
END_TEST

START_TEST(a_message_waits_to_be_sent)
{
    struct kp_change change =
        kp_change_in(&(struct kp_call){.kripa = shop.kripa, .arena = &shop.arena});
    kp_outbox(&change, KRIPA_OUTBOX_LOW_STOCK, KP_TO_SHOP, (struct kripa_id){0}, "{\"stock\":3}");
    ck_assert_int_eq(commit(&change), KRIPA_OK);
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *row = rows.at;
    ck_assert_uint_eq(rows.count, 1);
    ck_assert_str_eq(row->to, "shop");
    ck_assert_str_eq(row->data, "{\"stock\":3}");
    ck_assert_int_eq(row->status, KRIPA_OUTBOX_PENDING);
    ck_assert_int_eq(row->next_at_ms, shop.now_ms);
    ck_assert(kripa_id_is_zero(row->order));
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("record", begin, end, audit_rows_are_numbered_without_gaps,
                        only_admins_are_audited_and_named, no_secret_gets_into_the_audit,
                        a_counter_counts_from_nothing, the_last_admin_is_not_taken_away,
                        no_two_processes_get_the_same_order_number,
                        one_number_at_a_time_leaves_no_gap, a_message_waits_to_be_sent);
}
