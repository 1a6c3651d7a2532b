/* SPDX-License-Identifier: MIT
 * The clock is set back: what lies in a time to come has no age, so nothing is young again, nobody
 * waits for years, and nothing is lost. */
#include <check.h>

#include "core/change.h"
#include "core/context.h"
#include "core/query.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

#define HOUR_MS 3600000LL
#define YEAR_MS (365 * 24 * HOUR_MS)

static struct shop shop;
static struct kripa_viewer asha;

static void begin(void)
{
    shop_open(&shop);
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    asha = shop_viewer(&shop, "asha");
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status refresh(const char *token, struct kripa_signed_in *out)
{
    return kripa_refresh(shop.kripa, token, &shop.arena, out, &shop.err);
}

START_TEST(a_used_token_is_not_fresh_again)
{
    static const int64_t back_ms[] = {HOUR_MS, YEAR_MS, KRIPA_REFRESH_GRACE_MS,
                                      KRIPA_CLOCKS_APART_MS + 1};
    for (size_t i = 0; i < sizeof back_ms / sizeof *back_ms; i++) {
        struct kripa_signed_in in = shop_sign_in(&shop, "asha"), next = {0};
        ck_assert_int_eq(refresh(in.refresh_token, &next), KRIPA_OK);
        shop.now_ms -= back_ms[i];
        ck_assert_int_eq(refresh(in.refresh_token, &in), KRIPA_UNAUTHENTICATED);
        ck_assert_int_eq(refresh(next.refresh_token, &in), KRIPA_UNAUTHENTICATED);
    }
}
END_TEST

/* Another machine's clock is a little behind: its tab is no thief. */
START_TEST(clocks_that_differ_a_little_share_the_grace)
{
    struct kripa_signed_in in = shop_sign_in(&shop, "asha"), next = {0}, again = {0};
    ck_assert_int_eq(refresh(in.refresh_token, &next), KRIPA_OK);
    shop.now_ms -= KRIPA_CLOCKS_APART_MS;
    ck_assert_int_eq(refresh(in.refresh_token, &again), KRIPA_OK);
    ck_assert_str_eq(again.refresh_token, next.refresh_token);
}
END_TEST

START_TEST(a_session_goes_on_though_its_access_token_does_not)
{
    struct kripa_signed_in in = shop_sign_in(&shop, "asha"), next = {0};
    shop.now_ms -= HOUR_MS;
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_UNAUTHENTICATED);
    ck_assert_int_eq(refresh(in.refresh_token, &next), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, next.token), KRIPA_OK);
}
END_TEST

START_TEST(a_cooldown_is_never_longer_than_it_is)
{
    struct kripa_account *account;
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(kripa_retailer_request(shop.kripa, asha, &shop_retailer_details,
                                                &shop.arena, &account, &shop.err),
                         i == 0 ? KRIPA_OK : KRIPA_CONFLICT);
        if (i == 0)
            ck_assert_int_eq(kripa_request_decide(shop.kripa, shop.console, asha.user, false,
                                                  &shop.arena, &account, &shop.err),
                             KRIPA_OK);
        shop.now_ms -= KRIPA_CLOCKS_APART_MS;
    }
    shop.now_ms -= YEAR_MS;
    ck_assert_int_eq(kripa_retailer_request(shop.kripa, asha, &shop_retailer_details, &shop.arena,
                                            &account, &shop.err),
                     KRIPA_OK);
}
END_TEST

/* A checkout that was made a minute ago by the clock before is still known. */
START_TEST(a_sweep_takes_nothing_from_a_time_to_come)
{
    struct kripa_idempotency row = {
        .id = kp_id_of_name("key"), .route = "test", .key = "key", .created_at_ms = shop.now_ms};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_insert(&change, &kripa_idempotency_schema, &row);
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    shop_sign_in(&shop, "asha");
    int64_t removed = -1;
    for (int i = 0; i < 2; i++) {
        shop.now_ms -= i ? YEAR_MS : HOUR_MS;
        ck_assert_int_eq(kripa_sweep(shop.kripa, 100, &removed, &shop.err), KRIPA_OK);
        ck_assert_int_eq(removed, 0);
    }
    ck_assert_int_eq(shop_count(&shop, &kripa_idempotency_schema), 1);
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("clock", begin, end, a_used_token_is_not_fresh_again,
                        clocks_that_differ_a_little_share_the_grace,
                        a_session_goes_on_though_its_access_token_does_not,
                        a_cooldown_is_never_longer_than_it_is,
                        a_sweep_takes_nothing_from_a_time_to_come);
}
