/* SPDX-License-Identifier: MIT
 * The shop's settings: their defaults, what may be set, and that every process sees a change at
 * once. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/context.h"
#include "journal/journal.h"
#include "shop.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_settings *get(struct kripa *kripa)
{
    struct kripa_settings *settings;
    ck_assert_int_eq(kripa_settings_get(kripa, shop.admin, &shop.arena, &settings, &shop.err),
                     KRIPA_OK);
    return settings;
}

static enum kripa_status edit_at(struct kripa_viewer viewer, const char *json,
                                 struct kripa_int revision, struct kripa_settings **out)
{
    struct kripa_settings settings = {0};
    kripa_given given = 0;
    shop.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_json_decode(&kripa_settings_schema, KRIPA_PATCH, KRIPA_ROLE_ADMIN, json, strlen(json),
                          &shop.arena, &settings, &given, &shop.err);
    if (status != KRIPA_OK)
        return status;
    return kripa_settings_edit(shop.kripa, viewer, &settings, given, revision, &shop.arena, out,
                               &shop.err);
}

static enum kripa_status edit(const char *json)
{
    struct kripa_settings *out;
    return edit_at(shop.admin, json, (struct kripa_int){0}, &out);
}

START_TEST(a_shop_that_set_nothing_has_the_defaults)
{
    struct kripa_settings *settings = get(shop.kripa);
    ck_assert_str_eq(settings->time_zone, "Asia/Kolkata");
    ck_assert_str_eq(settings->invoice_series, "KRP");
    ck_assert_int_eq(settings->low_stock_threshold, 10);
    ck_assert_int_eq(settings->delivery_charge_paise, 0);
    ck_assert(!settings->free_delivery_from_paise.set && !settings->cod_limit_paise.set);
    ck_assert_uint_eq(settings->pincodes_count, 0);
    ck_assert_int_eq(settings->invoice_when, KRIPA_INVOICE_DELIVERED);
}
END_TEST

START_TEST(what_is_set_stays_and_the_rest_is_left)
{
    ck_assert_int_eq(edit("{\"shopName\":\"Kripa Electricals\",\"deliveryCharge\":40,"
                          "\"pincodes\":[\"465683\",\"465674\"],\"codLimit\":5000}"),
                     KRIPA_OK);
    ck_assert_int_eq(edit("{\"phone\":\"+91 98260 12345\",\"invoiceWhen\":\"manual\"}"), KRIPA_OK);
    struct kripa_settings *settings = get(shop.kripa);
    ck_assert_str_eq(settings->shop_name, "Kripa Electricals");
    ck_assert_str_eq(settings->phone, "9826012345");
    ck_assert_str_eq(settings->time_zone, "Asia/Kolkata");
    ck_assert_int_eq(settings->delivery_charge_paise, 4000);
    ck_assert_uint_eq(settings->pincodes_count, 2);
    ck_assert_str_eq(settings->pincodes[1], "465674");
    ck_assert_int_eq(settings->cod_limit_paise.value, 500000);
    ck_assert_int_eq(settings->invoice_when, KRIPA_INVOICE_MANUAL);
    ck_assert_int_eq(settings->revision, 2);
    ck_assert_int_eq(settings->created_at_ms, shop.now_ms);
}
END_TEST

START_TEST(null_clears_what_may_be_absent)
{
    ck_assert_int_eq(edit("{\"codLimit\":5000,\"footer\":\"Thanks\",\"pincodes\":[\"465683\"]}"),
                     KRIPA_OK);
    ck_assert_int_eq(edit("{\"codLimit\":null,\"footer\":\"\",\"pincodes\":[]}"), KRIPA_OK);
    struct kripa_settings *settings = get(shop.kripa);
    ck_assert(!settings->cod_limit_paise.set);
    ck_assert_ptr_null(settings->footer);
    ck_assert_uint_eq(settings->pincodes_count, 0);
    ck_assert_int_eq(edit("{\"shopName\":null}"), KRIPA_INVALID);
}
END_TEST

START_TEST(bad_values_are_named)
{
    static const struct {
        const char *json, *path;
    } cases[] = {
        {"{\"timeZone\":\"Mars/Olympus\"}", "timeZone"},
        {"{\"timeZone\":\"../etc/passwd\"}", "timeZone"},
        {"{\"invoiceSeries\":\"krp\"}", "invoiceSeries"},
        {"{\"invoiceSeries\":\"0KR\"}", "invoiceSeries"},
        {"{\"invoiceSeries\":\"K/R\"}", "invoiceSeries"},
        {"{\"pincodes\":[\"465683\",\"0465\"]}", "pincodes[1]"},
        {"{\"lowStockThreshold\":-1}", "lowStockThreshold"},
        {"{\"deliveryCharge\":-1}", "deliveryCharge"},
        {"{\"invoiceWhen\":\"never\"}", "invoiceWhen"},
        {"{\"gstin\":\"23AAAAA0000A1Z0\"}", "gstin"},
        {"{\"revision\":7}", "revision"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ck_assert_int_eq(edit(cases[i].json), KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, cases[i].path);
    }
    ck_assert_int_eq(get(shop.kripa)->revision, 0);
    ck_assert_int_eq(edit("{\"timeZone\":\"UTC\",\"invoiceSeries\":\"SHOP26\"}"), KRIPA_OK);
}
END_TEST

START_TEST(a_struct_filled_by_hand_is_checked_alike)
{
    const char *pincodes[] = {" 465683 ", "x"};
    struct kripa_settings by_hand = {.pincodes = pincodes, .pincodes_count = 2}, *out;
    kripa_given given = kripa_schema_bit(&kripa_settings_schema, "pincodes");
    shop.err = (struct kripa_error){0};
    ck_assert_int_eq(kripa_settings_edit(shop.kripa, shop.admin, &by_hand, given,
                                         (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "pincodes[1]");
    ck_assert_str_eq(pincodes[0], " 465683 ");
    by_hand.pincodes_count = 1;
    ck_assert_int_eq(kripa_settings_edit(shop.kripa, shop.admin, &by_hand, given,
                                         (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(get(shop.kripa)->pincodes[0], "465683");
}
END_TEST

START_TEST(only_admins_see_and_set)
{
    struct kripa_settings *out;
    struct kripa_viewer others[] = {shop.customer, shop.retailer, kripa_viewer_guest()};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(kripa_settings_get(shop.kripa, others[i], &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(edit_at(others[i], "{\"footer\":\"x\"}", (struct kripa_int){0}, &out),
                         KRIPA_FORBIDDEN);
    }
}
END_TEST

START_TEST(an_older_revision_is_stale)
{
    struct kripa_settings *out;
    ck_assert_int_eq(edit_at(shop.admin, "{\"footer\":\"a\"}", (struct kripa_int){0, true}, &out),
                     KRIPA_OK);
    ck_assert_int_eq(edit_at(shop.admin, "{\"footer\":\"b\"}", (struct kripa_int){0, true}, &out),
                     KRIPA_STALE);
    ck_assert_int_eq(edit_at(shop.admin, "{\"footer\":\"b\"}", (struct kripa_int){1, true}, &out),
                     KRIPA_OK);
    ck_assert_int_eq(out->revision, 2);
    ck_assert_str_eq(get(shop.kripa)->footer, "b");
}
END_TEST

START_TEST(each_change_is_in_the_audit)
{
    int64_t before = shop_count(&shop, &kripa_audit_entry_schema);
    ck_assert_int_eq(edit("{\"footer\":\"a\"}"), KRIPA_OK);
    ck_assert_int_eq(edit("{\"footer\":\"b\"}"), KRIPA_OK);
    ck_assert_int_eq(edit("{}"), KRIPA_OK);
    struct kripa_rows rows = shop_rows(&shop, &kripa_audit_entry_schema);
    ck_assert_uint_eq(rows.count, (size_t)before + 2);
    const struct kripa_audit_entry *row = (struct kripa_audit_entry *)rows.at + before + 1;
    ck_assert_str_eq(row->action, "settings.edit");
    ck_assert_ptr_nonnull(strstr(row->before, "\"footer\":\"a\""));
    ck_assert_ptr_nonnull(strstr(row->after, "\"footer\":\"b\""));
}
END_TEST

START_TEST(another_process_sees_a_change_at_once)
{
    struct kripa_config config = {.store_uri = shop.store.uri};
    struct kripa *other;
    ck_assert_int_eq(kripa_open(&config, &other, &shop.err), KRIPA_OK);
    ck_assert_ptr_null(get(other)->footer);
    for (int i = 0; i < 3; i++) {
        char json[32];
        snprintf(json, sizeof json, "{\"footer\":\"f%d\"}", i);
        ck_assert_int_eq(edit(json), KRIPA_OK);
        ck_assert_int_eq(get(other)->footer[1], '0' + i);
        ck_assert_int_eq(get(shop.kripa)->footer[1], '0' + i);
    }
    kripa_close(other);
}
END_TEST

static uint64_t same_version(struct kripa_store *store, const struct kripa_schema *of)
{
    (void)store;
    (void)of;
    return 1;
}

/* Others may have set something that no version tells of. */
START_TEST(a_shared_store_is_asked_every_time)
{
    static struct kripa_store_ops ops;
    const struct kripa_store_ops *real = shop.kripa->store->ops;
    ops = *real;
    ops.version = same_version;
    shop.kripa->store->ops = &ops;
    shop.kripa->store->shared = true;
    ck_assert_ptr_null(get(shop.kripa)->footer);
    ck_assert_int_eq(edit("{\"footer\":\"a\"}"), KRIPA_OK);
    ck_assert_str_eq(get(shop.kripa)->footer, "a");
    shop.kripa->store->ops = real;
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("settings", begin, end, a_shop_that_set_nothing_has_the_defaults,
                        what_is_set_stays_and_the_rest_is_left, null_clears_what_may_be_absent,
                        bad_values_are_named, a_struct_filled_by_hand_is_checked_alike,
                        only_admins_see_and_set, an_older_revision_is_stale,
                        each_change_is_in_the_audit, another_process_sees_a_change_at_once,
                        a_shared_store_is_asked_every_time);
}
