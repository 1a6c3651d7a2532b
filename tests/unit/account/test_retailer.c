/* SPDX-License-Identifier: MIT
 * Becoming a retailer: asking, being answered, asking again. */
#include <check.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "core/query.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;
static struct kripa_viewer asha;
static struct kripa_account *out;

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

static struct kripa_retailer_details details(void)
{
    return (struct kripa_retailer_details){.shop_name = "Verma Electricals",
                                           .owner_name = "Asha Verma",
                                           .phone = "+91 98260 12345",
                                           .shop_address = "12 Station Road,\nPachore",
                                           .gstin = "27aapfu0939f1zv"};
}

static enum kripa_status ask_with(struct kripa_viewer viewer, struct kripa_retailer_details with)
{
    shop.err = (struct kripa_error){0};
    return kripa_retailer_request(shop.kripa, viewer, &with, &shop.arena, &out, &shop.err);
}

static enum kripa_status ask(void)
{
    return ask_with(asha, details());
}

static enum kripa_status decide(bool approve)
{
    shop.err = (struct kripa_error){0};
    return kripa_request_decide(shop.kripa, shop.console, asha.user, approve, &shop.arena, &out,
                                &shop.err);
}

static enum kripa_status set_role(const char *role)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_set_role(shop.kripa, shop.console, asha.user, role, &shop.arena, &out,
                                  &shop.err);
}

static struct kripa_account *account(void)
{
    return shop_read_account(&shop, asha.user);
}

START_TEST(a_request_is_kept_and_told_to_the_shop)
{
    ck_assert_int_eq(ask(), KRIPA_OK);
    const struct kripa_account *kept = account();
    ck_assert_int_eq(kept->role, KRIPA_ROLE_CUSTOMER);
    ck_assert_int_eq(kept->retailer_request_status, KRIPA_REQUEST_PENDING);
    ck_assert_int_eq(kept->retailer_requested_at_ms, shop.now_ms);
    ck_assert_str_eq(kept->retailer_details->shop_name, "Verma Electricals");
    ck_assert_str_eq(kept->retailer_details->phone, "9826012345");
    ck_assert_str_eq(kept->retailer_details->gstin, "27AAPFU0939F1ZV");
    ck_assert_ptr_null(kept->retailer_details->business_proof);
    struct kp_query query = kp_query_of(&shop.arena, &kripa_outbox_message_schema);
    struct kripa_rows rows;
    ck_assert_int_eq(
        kp_find(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &query, &rows), KRIPA_OK);
    ck_assert_uint_eq(rows.count, 1);
    const struct kripa_outbox_message *row = rows.at;
    ck_assert_int_eq(row->kind, KRIPA_OUTBOX_RETAILER_REQUEST);
    ck_assert_str_eq(row->to, "shop");
    ck_assert_ptr_nonnull(strstr(row->data, "\"Verma Electricals\""));
    ck_assert_ptr_nonnull(strstr(row->data, "\"asha@example.com\""));
}
END_TEST

START_TEST(bad_details_are_named_and_nothing_is_kept)
{
    struct kripa_retailer_details bad = {
        .owner_name = "", .phone = "1", .gstin = "27AAPFU0939F1ZX"};
    ck_assert_int_eq(ask_with(asha, bad), KRIPA_INVALID);
    static const char *const named[] = {"shopName", "ownerName", "phone", "shopAddress", "gstin"};
    ck_assert_uint_eq(shop.err.fields_count, 5);
    for (size_t i = 0; i < 5; i++)
        ck_assert_str_eq(shop.err.fields[i].path, named[i]);
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_NONE);
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), 0);
}
END_TEST

START_TEST(only_a_customer_asks_and_only_once)
{
    shop_account(&shop, "ravi", KRIPA_ROLE_RETAILER);
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    ck_assert_int_eq(ask_with(kripa_viewer_guest(), details()), KRIPA_FORBIDDEN);
    ck_assert_int_eq(ask_with(shop.console, details()), KRIPA_FORBIDDEN);
    ck_assert_int_eq(ask_with(shop_viewer(&shop, "ravi"), details()), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "a retailer"));
    ck_assert_int_eq(ask_with(shop_viewer(&shop, "owner"), details()), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "an admin"));
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(ask(), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "pending"));
    ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), 1);
}
END_TEST

START_TEST(accepting_makes_a_retailer_at_once)
{
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(decide(true), KRIPA_OK);
    ck_assert_int_eq(account()->role, KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_NONE);
    ck_assert_ptr_nonnull(account()->retailer_details);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    struct kripa_audit_entry row;
    ck_assert_uint_eq(shop_audit(&shop, "request.approve", asha.user, &row), 1);
    ck_assert_ptr_nonnull(strstr(row.before, "\"pending\""));
}
END_TEST

START_TEST(a_refusal_starts_a_cooldown_of_an_hour)
{
    struct kripa_signed_in in = shop_sign_in(&shop, "asha");
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(decide(false), KRIPA_OK);
    ck_assert_int_eq(account()->role, KRIPA_ROLE_CUSTOMER);
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_REJECTED);
    ck_assert_int_eq(account()->retailer_request_cooldown_ms, shop.now_ms + 3600000);
    ck_assert_int_eq(shop_knock(&shop, in.token), KRIPA_OK);
    ck_assert_int_eq(ask(), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "60 minutes"));
    shop.now_ms += 3600000 - 1;
    ck_assert_int_eq(ask(), KRIPA_CONFLICT);
    shop.now_ms += 1;
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(account()->retailer_request_cooldown_ms, 0);
    ck_assert_uint_eq(shop_audit(&shop, "request.refuse", asha.user, NULL), 1);
}
END_TEST

START_TEST(an_admin_ends_the_cooldown)
{
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(decide(false), KRIPA_OK);
    for (int i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_account_clear_cooldown(shop.kripa, shop.console, asha.user,
                                                      &shop.arena, &out, &shop.err),
                         KRIPA_OK);
    ck_assert_uint_eq(shop_audit(&shop, "request.clear_cooldown", asha.user, NULL), 1);
    ck_assert_int_eq(ask(), KRIPA_OK);
}
END_TEST

START_TEST(there_is_nothing_to_decide_without_a_request)
{
    ck_assert_int_eq(decide(true), KRIPA_CONFLICT);
    ck_assert_int_eq(decide(false), KRIPA_CONFLICT);
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(decide(true), KRIPA_OK);
    ck_assert_int_eq(decide(true), KRIPA_CONFLICT);
    ck_assert_int_eq(account()->role, KRIPA_ROLE_RETAILER);
}
END_TEST

static void refuse(struct shop *here)
{
    struct kripa_account *refused;
    ck_assert_int_eq(kripa_request_decide(here->kripa, here->console, asha.user, false,
                                          &here->arena, &refused, &here->err),
                     KRIPA_OK);
}

START_TEST(a_request_that_was_refused_meanwhile_is_not_accepted)
{
    ck_assert_int_eq(ask(), KRIPA_OK);
    shop_interrupt(&shop, refuse, 1);
    ck_assert_int_eq(decide(true), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "no pending request"));
    ck_assert_int_eq(account()->role, KRIPA_ROLE_CUSTOMER);
}
END_TEST

static void rename_asha(struct shop *here)
{
    struct kripa_profile profile = {.name = "Usha"};
    struct kripa_account *renamed;
    ck_assert_int_eq(kripa_profile_edit(here->kripa, asha, &profile,
                                        kripa_schema_bit(&kripa_profile_schema, "name"),
                                        &here->arena, &renamed, &here->err),
                     KRIPA_OK);
}

START_TEST(a_change_that_never_gets_its_turn_is_a_conflict)
{
    ck_assert_int_eq(ask(), KRIPA_OK);
    shop_interrupt(&shop, rename_asha, 3);
    ck_assert_int_eq(decide(true), KRIPA_OK);
    ck_assert_str_eq(account()->name, "Usha");
    shop_interrupt(&shop, rename_asha, 1000);
    ck_assert_int_eq(set_role("customer"), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "try again"));
    ck_assert_int_eq(account()->role, KRIPA_ROLE_RETAILER);
}
END_TEST

START_TEST(the_role_route_decides_a_pending_request)
{
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(set_role("customer"), KRIPA_OK);
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_REJECTED);
    ck_assert_int_eq(ask(), KRIPA_CONFLICT);
    ck_assert_int_eq(set_role("customer"), KRIPA_OK); /* the role it has: nothing */
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_REJECTED);
    shop.now_ms += 3600000;
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(set_role("retailer"), KRIPA_OK);
    ck_assert_int_eq(account()->role, KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(account()->retailer_request_status, KRIPA_REQUEST_NONE);
    ck_assert_int_eq(account()->retailer_request_cooldown_ms, 0);
}
END_TEST

START_TEST(pending_requests_are_listed_and_counted)
{
    struct kripa_account_filter filter = {.status = "pending"};
    struct kripa_accounts list;
    struct kripa_account_stats stats;
    ck_assert_int_eq(ask(), KRIPA_OK);
    ck_assert_int_eq(
        kripa_account_list(shop.kripa, shop.console, &filter, &shop.arena, &list, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(list.count, 1);
    ck_assert_str_eq(list.at[0].retailer_details->shop_name, "Verma Electricals");
    ck_assert_int_eq(kripa_account_stats(shop.kripa, shop.console, &stats, &shop.err), KRIPA_OK);
    ck_assert_int_eq(stats.pending_requests, 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "retailer", begin, end, a_request_is_kept_and_told_to_the_shop,
        bad_details_are_named_and_nothing_is_kept, only_a_customer_asks_and_only_once,
        accepting_makes_a_retailer_at_once, a_refusal_starts_a_cooldown_of_an_hour,
        an_admin_ends_the_cooldown, there_is_nothing_to_decide_without_a_request,
        a_request_that_was_refused_meanwhile_is_not_accepted,
        a_change_that_never_gets_its_turn_is_a_conflict, the_role_route_decides_a_pending_request,
        pending_requests_are_listed_and_counted);
}
