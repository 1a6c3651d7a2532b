/* SPDX-License-Identifier: MIT
 * Moving a shop from store to store: kripactl store copy, whole, broken off, refused. */
#include "suite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"

#define PRODUCTS 230 /* more than two pages */

static struct console console;
static char path[160];

static const char *in_folder(const char *name)
{
    snprintf(path, sizeof path, "%s/%s", console.folder, name);
    return path;
}

static void add_products(void)
{
    FILE *file = fopen(in_folder("products"), "w");
    ck_assert_ptr_nonnull(file);
    for (int i = 1; i <= PRODUCTS; i++)
        fprintf(file, "{\"name\":\"Bulb %d\",\"price\":%d.05,\"stock\":9,\"tags\":[\"पंखा\"]}\n", i,
                i);
    fclose(file);
    MUST(&console, "product", "add", "--file", "products");
}

static void make_shop(void)
{
    console_make_shop(&console);
    add_products();
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Ravi Kumar", "--email", "ravi@example.in");
    MUST(&console, "order", "add", "ravi@example.in", "bulb-1=2", "--name", "Ravi", "--phone",
         "9876543210", "--address-line", "1 Station Road", "--city", "Pachore", "--state",
         "Madhya Pradesh", "--pincode", "465683");
}

static void shell(const char *name, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    ck_assert_int_eq(sqlite3_open(in_folder(name), &db), SQLITE_OK);
    sqlite3_exec(db, sql, NULL, NULL, &message);
    ck_assert_msg(message == NULL, "%s", message);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

static json_int_t copy_number(const char *from, const char *to, const char *name)
{
    json_t *json = console_json(&console, MUST(&console, "store", "copy", from, to, "--json"));
    return json_integer_value(json_object_get(json, name));
}

/* The exit code, and a part of what was said. */
static void expect_refused(struct ran ran, int code, const char *part)
{
    console_expect(ran, code);
    ck_assert_msg(strstr(ran.err, part) != NULL, "%s", ran.err);
}

START_TEST(a_copy_is_a_shop_that_sells)
{
    char *said = MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db");
    ck_assert_msg(strstr(said, "no difference") != NULL, "%s", said);
    MUST(&console, "store", "verify", "--store", "sqlite:new.db");
    MUST(&console, "stock", "add", "bulb-7", "5", "--reason", "found", "--store", "sqlite:new.db");
    MUST(&console, "product", "list", "bulb", "--store", "sqlite:new.db");
    ck_assert_int_gt(copy_number("sqlite:new.db", "sqlite:back.db", "written"), 2 * PRODUCTS);
}
END_TEST

/* sqlite3 sees the same rows in the file that came back. */
START_TEST(there_and_back_every_row_is_the_same)
{
    static const char *const tables[] = {"users", "products",     "orders",  "counters",
                                         "audit", "stock_ledger", "settings"};
    MUST(&console, "shop", "set", "--delivery-charge", "40.50");
    MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:there.db");
    MUST(&console, "store", "copy", "sqlite:there.db", "sqlite:back.db");
    sqlite3 *db;
    char sql[400];
    ck_assert_int_eq(sqlite3_open(in_folder("kripa.db"), &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS back", in_folder("back.db"));
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, "UPDATE main.users SET row = row + 1000;", NULL, NULL, NULL),
                     SQLITE_OK);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        sqlite3_stmt *columns;
        char list[2000] = "_id";
        snprintf(sql, sizeof sql, "SELECT name FROM pragma_table_info('%s')", tables[i]);
        ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &columns, NULL), SQLITE_OK);
        while (sqlite3_step(columns) == SQLITE_ROW) {
            const char *name = (const char *)sqlite3_column_text(columns, 0);
            if (strcmp(name, "row") != 0)
                snprintf(list + strlen(list), sizeof list - strlen(list), ",\"%s\"", name);
        }
        sqlite3_finalize(columns);
        char question[5000];
        snprintf(question, sizeof question,
                 "SELECT (SELECT count(*) FROM (SELECT %s FROM main.%s EXCEPT SELECT %s FROM "
                 "back.%s)) + (SELECT count(*) FROM main.%s) - (SELECT count(*) FROM back.%s)",
                 list, tables[i], list, tables[i], tables[i], tables[i]);
        ck_assert_int_eq(sqlite3_prepare_v2(db, question, -1, &columns, NULL), SQLITE_OK);
        ck_assert_int_eq(sqlite3_step(columns), SQLITE_ROW);
        ck_assert_msg(sqlite3_column_int(columns, 0) == 0, "%s", tables[i]);
        sqlite3_finalize(columns);
    }
    sqlite3_close(db);
}
END_TEST

START_TEST(what_kripa_does_not_know_goes_along)
{
    shell("kripa.db", "UPDATE users SET _rest = '{\"googleId\":\"g1\"}' WHERE name = 'Ravi Kumar';"
                      "CREATE TABLE wishes (row INTEGER PRIMARY KEY, _id TEXT NOT NULL UNIQUE, "
                      "_rest TEXT) STRICT;"
                      "INSERT INTO wishes (_id, _rest) VALUES ('6550c0ffee00000000000001', "
                      "'{\"stars\":{\"$numberDouble\":\"4.5\"}}')");
    MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db");
    shell("new.db", "CREATE TABLE seen (n INTEGER NOT NULL);"
                    "INSERT INTO seen SELECT 1 / count(*) FROM users WHERE _rest LIKE '%\"g1\"%';"
                    "INSERT INTO seen SELECT 1 / count(*) FROM wishes WHERE _rest LIKE '%4.5%'");
    MUST(&console, "store", "verify", "--store", "sqlite:new.db");
}
END_TEST

START_TEST(a_dry_run_counts_and_makes_nothing)
{
    char *said = MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db", "--dry-run");
    ck_assert_ptr_nonnull(strstr(said, "230"));
    ck_assert_ptr_nonnull(strstr(said, "would be copied"));
    ck_assert_int_ne(access(in_folder("new.db"), F_OK), 0);
}
END_TEST

START_TEST(a_copy_that_was_killed_is_no_shop_until_it_is_whole)
{
    console.deaf = true; /* the first line of progress kills it */
    ck_assert_int_eq(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db").code,
                     -1);
    console.deaf = false;
    expect_refused(CONSOLE(&console, "product", "list", "--store", "sqlite:new.db"), 5,
                   "unfinished copy of sqlite:kripa.db");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:new.db", "sqlite:other.db"), 5,
                   "is an unfinished copy itself");
    MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:other.db");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:other.db", "sqlite:new.db"), 5,
                   "is an unfinished copy of sqlite:kripa.db");
    MUST(&console, "stock", "add", "bulb-9", "1", "--reason", "found");
    ck_assert_int_gt(copy_number("sqlite:kripa.db", "sqlite:new.db", "written"), PRODUCTS);
    MUST(&console, "store", "verify", "--store", "sqlite:new.db");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db"), 5,
                   "is not empty");
}
END_TEST

START_TEST(a_copy_is_made_only_into_an_empty_store_of_its_own)
{
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:kripa.db"), 3,
                   "same store");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:./kripa.db"), 5,
                   "is not empty");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:gone.db", "sqlite:new.db"), 4,
                   "gone.db: there is no file");
    ck_assert_int_ne(access(in_folder("new.db"), F_OK), 0);
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "tape:new"), 3,
                   "no kind of store");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:no/such/x.db"), 7,
                   "can't be opened");
    shell("foreign.db", "CREATE TABLE songs (title TEXT)");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:foreign.db"), 8,
                   "not one of Kripa");
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(an_older_store_is_migrated_first)
{
    shell("kripa.db", "DROP TABLE idempotency_keys");
    expect_refused(CONSOLE(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db"), 5,
                   "kripactl store migrate");
    MUST(&console, "store", "migrate");
    MUST(&console, "store", "copy", "sqlite:kripa.db", "sqlite:new.db");
}
END_TEST

START_TEST(a_store_may_be_named_by_a_variable)
{
    console.vars[0] = "OLD_STORE=sqlite:kripa.db";
    MUST(&console, "store", "copy", "env:OLD_STORE", "sqlite:new.db");
    expect_refused(CONSOLE(&console, "store", "copy", "env:NONE", "sqlite:x.db"), 2,
                   "NONE is not set");
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("copy", &console, make_shop), "copy",
                     a_copy_is_a_shop_that_sells, there_and_back_every_row_is_the_same,
                     what_kripa_does_not_know_goes_along, a_dry_run_counts_and_makes_nothing,
                     a_copy_that_was_killed_is_no_shop_until_it_is_whole,
                     a_copy_is_made_only_into_an_empty_store_of_its_own,
                     an_older_store_is_migrated_first, a_store_may_be_named_by_a_variable);
}
