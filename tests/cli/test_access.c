/* SPDX-License-Identifier: MIT
 * Who acts and what is asked: passwords, confirmations, --as, ambiguous names, dry runs, exit
 * codes. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

static void add_user(const char *email, const char *role)
{
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Somebody", "--email", email, "--role", role);
}

START_TEST(a_shop_is_made_once)
{
    console.input = CONSOLE_PASSWORD "\n";
    struct ran ran = CONSOLE(&console, "init", "--name", "Eve", "--email", "eve@example.in");
    console_expect(ran, 5);
    ck_said(ran.err, CONSOLE_ADMIN);
    console_expect(CONSOLE(&console, "user", "show", "eve@example.in"), 4);
}
END_TEST

START_TEST(without_a_store_it_says_how_to_make_one)
{
    struct ran ran = CONSOLE(&console, "product", "list", "--store", "sqlite:gone.db");
    console_expect(ran, 4);
    ck_said(ran.err, "kripactl init");
    char path[96];
    snprintf(path, sizeof path, "%s/gone.db", console.folder);
    ck_assert_msg(fopen(path, "r") == NULL, "it made one");
}
END_TEST

START_TEST(a_password_comes_from_standard_input)
{
    struct ran ran = CONSOLE(&console, "user", "add", "--name", "A", "--email", "a@example.in");
    console_expect(ran, 3); /* nothing came */
    ck_said(ran.err, "password");
    console.input = "short\n";
    ran = CONSOLE(&console, "user", "add", "--name", "A", "--email", "a@example.in");
    console_expect(ran, 3);
    ck_said(ran.err, "password");
    console.input = "no-line-end#9";
    MUST(&console, "user", "add", "--name", "A", "--email", "a@example.in");
}
END_TEST

START_TEST(a_password_is_typed_twice_and_never_seen)
{
    console.terminal = true;
    console.input = "typed#Lamp42\ntyped#Lamp42\n";
    char *said = MUST(&console, "user", "add", "--name", "A", "--email", "a@example.in");
    ck_said(said, "Password: ");
    ck_said(said, "The same again: ");
    ck_assert_msg(strstr(said, "typed#Lamp42") == NULL, "%s", said);
    console.input = "typed#Lamp42\nanother#Lamp42\n";
    struct ran ran = CONSOLE(&console, "user", "add", "--name", "B", "--email", "b@example.in");
    console_expect(ran, 3);
    ck_said(ran.out, "not the same");
    console_expect(CONSOLE(&console, "user", "show", "b@example.in"), 4);
}
END_TEST

START_TEST(what_can_t_be_undone_is_asked)
{
    MUST(&console, "product", "add", "--name", "Fan", "--price", "10");
    struct ran ran = CONSOLE(&console, "product", "delete", "fan");
    console_expect(ran, 2); /* nobody is there to ask */
    ck_said(ran.err, "--yes");
    console.terminal = true;
    console.input = "n\n";
    console_expect(CONSOLE(&console, "product", "delete", "fan"), 1);
    console.input = "\n";
    console_expect(CONSOLE(&console, "product", "delete", "fan"), 1);
    MUST(&console, "product", "show", "fan");
    console.input = "y\n";
    ck_said(MUST(&console, "product", "delete", "fan"), "[y/N]");
    console_expect(CONSOLE(&console, "product", "show", "fan"), 4);
}
END_TEST

START_TEST(an_ambiguous_name_lists_the_candidates)
{
    /* One product's SKU is another one's slug. */
    MUST(&console, "product", "add", "--name", "Fan", "--sku", "FAN", "--price", "10");
    MUST(&console, "product", "add", "--name", "Two", "--slug", "fan-2", "--sku", "fan-1",
         "--price", "10");
    MUST(&console, "product", "add", "--name", "Three", "--slug", "fan-1", "--sku", "F3", "--price",
         "10");
    struct ran ran = CONSOLE(&console, "product", "show", "fan-1");
    console_expect(ran, 5);
    ck_said(ran.err, "Two");
    ck_said(ran.err, "Three");
    MUST(&console, "product", "show", "fan-2");
}
END_TEST

START_TEST(who_acts_is_named_and_bound_by_his_rights)
{
    add_user("ravi@example.in", "customer");
    MUST(&console, "product", "add", "--name", "Fan", "--price", "10", "--retailer-price", "8",
         "--stock", "5", "--as", CONSOLE_ADMIN);
    ck_assert_msg(strstr(MUST(&console, "stock", "ledger", "fan", "--json"), "console:") == NULL,
                  "the admin's own id must stand there");
    MUST(&console, "stock", "add", "fan", "1", "--reason", "found");
    ck_said(MUST(&console, "stock", "ledger", "fan"), "console:");
    console_expect(CONSOLE(&console, "user", "list", "--as", "ravi@example.in"), 6);
    console_expect(CONSOLE(&console, "stock", "low", "--as", "ravi@example.in"), 6);
    console_expect(CONSOLE(&console, "user", "list", "--as", "nobody@example.in"), 4);
    char *seen = MUST(&console, "product", "list", "--json", "--as", "ravi@example.in");
    ck_assert_msg(strstr(seen, "retailer_price") == NULL, "%s", seen);
    seen = MUST(&console, "product", "list", "--as", "ravi@example.in");
    ck_assert_msg(strstr(seen, "Trade") == NULL, "%s", seen);
    MUST(&console, "user", "block", "ravi@example.in");
    console_expect(CONSOLE(&console, "product", "list", "--as", "ravi@example.in"), 6);
}
END_TEST

START_TEST(the_last_admin_stays)
{
    console_expect(CONSOLE(&console, "user", "block", CONSOLE_ADMIN), 5);
    console_expect(CONSOLE(&console, "user", "role", CONSOLE_ADMIN, "customer"), 5);
    add_user("second@example.in", "admin");
    MUST(&console, "user", "block", CONSOLE_ADMIN);
    console_expect(CONSOLE(&console, "user", "block", "second@example.in"), 5);
}
END_TEST

START_TEST(requests_that_are_not_there_can_t_be_decided)
{
    add_user("ravi@example.in", "customer");
    ck_assert_str_eq(MUST(&console, "request", "list"), "None.\n");
    console_expect(CONSOLE(&console, "request", "approve", "ravi@example.in"), 5);
    console_expect(CONSOLE(&console, "request", "reject", "ravi@example.in"), 5);
}
END_TEST

START_TEST(a_dry_run_changes_nothing)
{
    MUST(&console, "product", "add", "--name", "Fan", "--price", "10", "--stock", "5");
    char *before = MUST(&console, "store", "info", "--json");
    char *product = MUST(&console, "product", "show", "fan", "--json");
    ck_said(MUST(&console, "product", "edit", "fan", "--price", "11", "--dry-run"), "dry run");
    ck_said(MUST(&console, "product", "add", "--name", "B", "--price", "1", "--dry-run"),
            "dry run");
    ck_said(MUST(&console, "stock", "add", "fan", "2", "--reason", "x", "--dry-run"), "dry run");
    ck_said(MUST(&console, "shop", "set", "--cod-limit", "1", "--dry-run"), "dry run");
    MUST(&console, "product", "delete", "fan", "--dry-run");
    MUST(&console, "store", "backup", "b.db", "--dry-run");
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "A", "--email", "a@example.in", "--dry-run");
    console_expect(CONSOLE(&console, "product", "edit", "fan", "--price", "0", "--dry-run"), 3);
    ck_assert_str_eq(MUST(&console, "store", "info", "--json"), before);
    ck_assert_str_eq(MUST(&console, "product", "show", "fan", "--json"), product);
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "init", "--store", "sqlite:new.db", "--name", "A", "--email", "a@example.in",
         "--dry-run");
    console_expect(CONSOLE(&console, "store", "info", "--store", "sqlite:new.db"), 4);
}
END_TEST

/* No other program was there before it. */
START_TEST(a_new_shop_has_no_migration_to_finish)
{
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "init", "--store", "sqlite:new.db", "--name", "A", "--email", "a@example.in");
    ck_said(MUST(&console, "store", "migrate", "--finish", "--store", "sqlite:new.db"),
            "Nothing to do");
}
END_TEST

START_TEST(the_store_is_found_where_kripad_finds_it)
{
    char path[96];
    snprintf(path, sizeof path, "%s/kripad.env", console.folder);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs("# the shop\nPORT=8080\nexport KRIPA_STORE=\"sqlite:from-file.db\"\n", file);
    fclose(file);
    struct ran ran = CONSOLE(&console, "store", "info", "--env-file", "kripad.env");
    console_expect(ran, 4);
    ck_said(ran.err, "sqlite:from-file.db");
    console.vars[0] = "KRIPA_STORE=sqlite:from-environment.db";
    ran = CONSOLE(&console, "store", "info", "--env-file", "kripad.env");
    console_expect(ran, 4);
    ck_said(ran.err, "sqlite:from-environment.db");
    MUST(&console, "store", "info", "--store", "sqlite:kripa.db");
    console_expect(CONSOLE(&console, "store", "info", "--env-file", "gone.env"), 4);
    console_expect(CONSOLE(&console, "store", "info", "--store", "oracle:x"), 3);
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("access", &console, make_shop), "access", a_shop_is_made_once,
                     without_a_store_it_says_how_to_make_one, a_password_comes_from_standard_input,
                     a_password_is_typed_twice_and_never_seen, what_can_t_be_undone_is_asked,
                     an_ambiguous_name_lists_the_candidates,
                     who_acts_is_named_and_bound_by_his_rights, the_last_admin_stays,
                     requests_that_are_not_there_can_t_be_decided, a_dry_run_changes_nothing,
                     a_new_shop_has_no_migration_to_finish,
                     the_store_is_found_where_kripad_finds_it);
}
