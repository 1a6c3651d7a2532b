/* SPDX-License-Identifier: MIT
 * The store behind the shop: kripactl beside a program that has it open, copies of it, and bringing
 * one back. */
#include "suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "goods.h"
#include "shop.h"

static struct console console;
static struct shop shop;
static char store_var[FRESH_STORE_URI_SIZE + 16];

/* kripactl works on the shop that this program has open. */
static void begin(void)
{
    console_make(&console);
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    snprintf(store_var, sizeof store_var, "KRIPA_STORE=%s", shop.store.uri);
    console.vars[0] = store_var;
    shop_account(&shop, "admin", KRIPA_ROLE_ADMIN);
}

static void end(void)
{
    shop_close(&shop);
    console_remove(&console);
}

static void close_shop(void)
{
    kripa_close(shop.kripa);
    shop.kripa = NULL;
}

static void damage(const char *path, const char *sql)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static struct kripa_viewer viewer_of(const char *email)
{
    struct kripa_viewer viewer;
    ck_assert_int_eq(kripa_viewer_of(shop.kripa, email, &viewer, NULL), KRIPA_OK);
    return viewer;
}

START_TEST(what_kripactl_changes_is_seen_at_once_by_a_running_program)
{
    struct kripa_product *fan = shop_product(&shop, "Fan", 5);
    ck_assert_int_eq(shop_stock(&shop, fan->id), 5);
    MUST(&console, "stock", "add", "fan", "2", "--reason", "found");
    ck_assert_int_eq(shop_stock(&shop, fan->id), 7);
    struct kripa_settings *settings;
    ck_assert_int_eq(kripa_settings_get(shop.kripa, shop.console, &shop.arena, &settings, NULL),
                     KRIPA_OK);
    MUST(&console, "shop", "set", "--delivery-charge", "40");
    ck_assert_int_eq(kripa_settings_get(shop.kripa, shop.console, &shop.arena, &settings, NULL),
                     KRIPA_OK);
    ck_assert_int_eq(settings->delivery_charge_paise, 4000);
    shop_product(&shop, "Lamp", 1);
    MUST(&console, "product", "show", "lamp");
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(blocking_shuts_out_a_valid_token)
{
    const char *token = shop_token(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    struct kripa_viewer viewer;
    ck_assert_int_eq(kripa_authenticate(shop.kripa, token, &shop.arena, &viewer, NULL), KRIPA_OK);
    MUST(&console, "user", "block", "ravi@example.com");
    ck_assert_int_ne(kripa_authenticate(shop.kripa, token, &shop.arena, &viewer, NULL), KRIPA_OK);
}
END_TEST

START_TEST(requests_are_decided)
{
    static const char *const emails[] = {"meena@example.com", "omar@example.com"};
    shop_account(&shop, "meena", KRIPA_ROLE_CUSTOMER);
    shop_account(&shop, "omar", KRIPA_ROLE_CUSTOMER);
    struct kripa_retailer_details details = {.shop_name = "Meena Stores",
                                             .owner_name = "Meena",
                                             .phone = "9876543210",
                                             .shop_address = "1 Station Road"};
    for (size_t i = 0; i < 2; i++) {
        struct kripa_account *account;
        ck_assert_int_eq(kripa_retailer_request(shop.kripa, viewer_of(emails[i]), &details,
                                                &shop.arena, &account, NULL),
                         KRIPA_OK);
    }
    json_t *list = console_json(&console, MUST(&console, "request", "list", "--json"));
    ck_assert_uint_eq(json_array_size(json_object_get(list, "items")), 2);
    MUST(&console, "request", "approve", emails[0]);
    MUST(&console, "request", "reject", emails[1]);
    ck_assert_int_eq(viewer_of(emails[0]).role, KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(viewer_of(emails[1]).role, KRIPA_ROLE_CUSTOMER);
    ck_assert_str_eq(MUST(&console, "request", "list"), "None.\n");
}
END_TEST

START_TEST(info_counts_what_is_there)
{
    shop_product(&shop, "Fan", 5);
    json_t *info = console_json(&console, MUST(&console, "store", "info", "--json"));
    ck_assert_str_eq(json_string_value(json_object_get(info, "kind")), "sqlite");
    json_t *collections = json_object_get(info, "collections"), *one;
    size_t at;
    bool found = false;
    json_array_foreach(collections, at, one)
    {
        if (strcmp(json_string_value(json_object_get(one, "name")), "products") == 0)
            found = json_integer_value(json_object_get(one, "count")) == 1;
    }
    ck_assert(found);
}
END_TEST

START_TEST(verify_finds_damage_and_says_so_by_its_exit_code)
{
    shop_product(&shop, "Fan", 5);
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "verify"), "as it should be"));
    damage(shop.store.path, "UPDATE products SET stock = 9");
    struct ran ran = CONSOLE(&console, "store", "verify");
    ck_assert_str_eq(console_expect(ran, 8), "product Fan: stock is 9, the ledger says 5\n");
    json_t *json =
        console_json(&console, console_expect(CONSOLE(&console, "store", "verify", "--json"), 8));
    ck_assert_uint_eq(json_array_size(json_object_get(json, "differences")), 1);
}
END_TEST

START_TEST(a_backup_is_made_while_the_shop_is_open_and_brought_back_when_it_is_closed)
{
    shop_product(&shop, "Fan", 5);
    MUST(&console, "store", "backup", "copy.db");
    console_expect(CONSOLE(&console, "store", "backup", "copy.db"), 5);
    shop_product(&shop, "Lamp", 5);
    struct ran ran = CONSOLE(&console, "store", "restore", "copy.db", "--yes");
    console_expect(ran, 7); /* this program has it open */
    ck_assert_msg(strstr(ran.err, "stop kripad") != NULL, "%s", ran.err);
    MUST(&console, "product", "show", "lamp");
    close_shop();
    console_expect(CONSOLE(&console, "store", "restore", "copy.db"), 2); /* nobody to ask */
    MUST(&console, "store", "restore", "copy.db", "--dry-run");
    MUST(&console, "product", "show", "lamp");
    MUST(&console, "store", "restore", "copy.db", "--yes");
    MUST(&console, "product", "show", "fan");
    console_expect(CONSOLE(&console, "product", "show", "lamp"), 4);
    MUST(&console, "store", "restore", "copy.db", "--store", "sqlite:elsewhere.db");
    MUST(&console, "product", "show", "fan", "--store", "sqlite:elsewhere.db");
}
END_TEST

START_TEST(a_bad_backup_leaves_the_store_alone)
{
    shop_product(&shop, "Fan", 5);
    MUST(&console, "store", "backup", "copy.db");
    close_shop();
    char path[160];
    snprintf(path, sizeof path, "%s/copy.db", console.folder);
    damage(path, "UPDATE products SET stock = 9");
    struct ran ran = CONSOLE(&console, "store", "restore", "copy.db", "--yes");
    ck_assert_ptr_nonnull(strstr(console_expect(ran, 8), "the ledger says 5"));
    snprintf(path, sizeof path, "%s/noise", console.folder);
    FILE *noise = fopen(path, "w");
    for (int i = 0; i < 5000; i++)
        fputc(i * 7 % 251, noise);
    fclose(noise);
    console_expect(CONSOLE(&console, "store", "restore", "noise", "--yes"), 8);
    console_expect(CONSOLE(&console, "store", "restore", "gone.db", "--yes"), 4);
    MUST(&console, "store", "verify");
    snprintf(path, sizeof path, "%s.restoring", shop.store.path);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

/* What a crash left beside a damaged store must not find its way into the new one. */
START_TEST(a_damaged_store_is_replaced)
{
    shop_product(&shop, "Fan", 5);
    MUST(&console, "store", "backup", "copy.db");
    close_shop();
    char wal[160];
    snprintf(wal, sizeof wal, "%s-wal", shop.store.path);
    const char *const paths[] = {shop.store.path, wal};
    for (size_t i = 0; i < 2; i++) {
        FILE *file = fopen(paths[i], "w");
        fputs("this was a store once", file);
        fclose(file);
    }
    console_expect(CONSOLE(&console, "store", "verify"), 8);
    MUST(&console, "store", "restore", "copy.db", "--yes");
    MUST(&console, "store", "verify");
    MUST(&console, "product", "show", "fan");
}
END_TEST

START_TEST(migration_is_shown_before_it_is_done)
{
    close_shop();
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate", "--dry-run"), "Nothing to do"));
    damage(shop.store.path, "DROP TABLE audit");
    char *steps = MUST(&console, "store", "migrate", "--dry-run");
    ck_assert_msg(strstr(steps, "audit") != NULL, "%s", steps);
    ck_assert_str_eq(MUST(&console, "store", "migrate", "--dry-run"), steps);
    json_t *json = console_json(&console, MUST(&console, "store", "migrate", "--json"));
    ck_assert_uint_gt(json_array_size(json_object_get(json, "steps")), 0);
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate"), "Nothing to do"));
}
END_TEST

START_TEST(the_end_of_a_migration_is_said_once)
{
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate", "--finish", "--dry-run"),
                                 "remember that the earlier app is gone"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate", "--finish"),
                                 "remember that the earlier app is gone"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate", "--finish"), "Nothing to do"));
}
END_TEST

START_TEST(records_that_wait_are_told)
{
    shop_product(&shop, "Fan", 1);
    ck_assert_ptr_null(strstr(MUST(&console, "store", "info"), "wait"));
    close_shop();
    damage(shop.store.path, "UPDATE products SET nameKey = NULL");
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "info"), "store migrate"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate"), "sorted by: 1"));
    ck_assert_ptr_null(strstr(MUST(&console, "store", "info"), "wait"));
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("store", begin, end,
                        what_kripactl_changes_is_seen_at_once_by_a_running_program,
                        blocking_shuts_out_a_valid_token, requests_are_decided,
                        info_counts_what_is_there, verify_finds_damage_and_says_so_by_its_exit_code,
                        a_backup_is_made_while_the_shop_is_open_and_brought_back_when_it_is_closed,
                        a_bad_backup_leaves_the_store_alone, a_damaged_store_is_replaced,
                        migration_is_shown_before_it_is_done, the_end_of_a_migration_is_said_once,
                        records_that_wait_are_told);
}
