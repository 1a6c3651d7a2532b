/* SPDX-License-Identifier: MIT
 * The env file: made with the shop, never over another one, and found by every later command. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "console.h"

static struct console console;

static void begin(void)
{
    console_make(&console);
}

static void end(void)
{
    console_remove(&console);
}

static void ck_said(const char *said, const char *what)
{
    ck_assert_msg(strstr(said, what) != NULL, "it says\n%s\nwithout \"%s\"", said, what);
}

static const char *path_of(const char *name)
{
    static char path[200];
    snprintf(path, sizeof path, "%s/%s", console.folder, name);
    return path;
}

static bool is_there(const char *name)
{
    return access(path_of(name), F_OK) == 0;
}

static const char *text_of(const char *name)
{
    static char text[4096];
    FILE *file = fopen(path_of(name), "r");
    ck_assert_msg(file != NULL, "no %s", name);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void write_text(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

#define INIT(...)                                                                                  \
    (console.input = CONSOLE_PASSWORD "\n",                                                        \
     CONSOLE(&console, "init", "--name", "Asha Rao", "--email", CONSOLE_ADMIN, __VA_ARGS__))

START_TEST(it_is_made_with_the_shop_for_the_owner_alone)
{
    struct stat found;
    char line[200];
    ck_said(console_expect(INIT("--env-file", "kripad.env"), 0), "export KRIPA_ENV_FILE=/");
    ck_assert_int_eq(stat(path_of("kripad.env"), &found), 0);
    ck_assert_int_eq(found.st_mode & 07777, 0600);
    snprintf(line, sizeof line, "\nKRIPA_STORE=sqlite:%s/kripa.db\n", console.folder);
    ck_said(text_of("kripad.env"), line);
    const char *secret = strstr(text_of("kripad.env"), "\nJWT_SECRET=");
    ck_assert_ptr_nonnull(secret);
    ck_assert_uint_ge(strcspn(secret + 12, "\n"), 43);
}
END_TEST

/* What --store or the environment names stands in it, and a blank in a path does no harm. */
START_TEST(it_names_the_store_that_was_made)
{
    console_expect(INIT("--env-file", "a.env", "--store", "sqlite:my shop.db"), 0);
    ck_assert(is_there("my shop.db"));
    ck_said(MUST(&console, "store", "info", "--env-file", "a.env"), "my shop.db");
    console.vars[0] = "KRIPA_STORE=sqlite:other.db";
    console_expect(INIT("--env-file", "b.env"), 0);
    console.vars[0] = NULL;
    ck_said(MUST(&console, "store", "info", "--env-file", "b.env"), "/other.db");
}
END_TEST

START_TEST(a_variable_names_it_for_every_later_command)
{
    char variable[200];
    snprintf(variable, sizeof variable, "KRIPA_ENV_FILE=%s/kripad.env", console.folder);
    console.vars[0] = variable;
    ck_said(console_expect(INIT("--store", "sqlite:shop.db"), 0), "kripad.env");
    ck_said(MUST(&console, "user", "list"), CONSOLE_ADMIN);
    ck_said(MUST(&console, "store", "info"), "/shop.db");
    ck_assert(!is_there("kripa.db"));
    console.vars[0] = "KRIPA_ENV_FILE=gone.env";
    struct ran ran = CONSOLE(&console, "user", "list");
    console_expect(ran, 4);
    ck_said(ran.err, "gone.env");
    console.vars[0] = "KRIPA_ENV_FILE=";
    console_expect(CONSOLE(&console, "user", "list"), 4);
}
END_TEST

START_TEST(one_that_is_there_is_left_as_it_is)
{
    static const char other[] = "# mine\nKRIPA_STORE=sqlite:other.db\n", none[] = "PORT=8080\n",
                      same[] = "KRIPA_STORE=sqlite:kripa.db\nPORT=8080\n";
    write_text("other.env", other);
    write_text("none.env", none);
    write_text("same.env", same);
    struct ran ran = INIT("--env-file", "other.env", "--store", "sqlite:kripa.db");
    console_expect(ran, 5);
    ck_said(ran.err, "names another store");
    ran = INIT("--env-file", "none.env");
    console_expect(ran, 5);
    ck_said(ran.err, "names no store");
    ck_assert(!is_there("kripa.db"));
    ck_assert(!is_there("other.db"));
    ck_said(console_expect(INIT("--env-file", "same.env"), 0), "secret new");
    ck_assert(is_there("kripa.db"));
    ck_assert_str_eq(text_of("other.env"), other);
    ck_assert_str_eq(text_of("none.env"), none);
    ck_assert_str_eq(text_of("same.env"), same);
    console_expect(INIT("--env-file", "other.env"), 0); /* the store it names itself */
    ck_assert_str_eq(text_of("other.env"), other);
}
END_TEST

START_TEST(without_a_shop_there_is_none)
{
    console.input = "short\n";
    console_expect(CONSOLE(&console, "init", "--name", "A", "--email", CONSOLE_ADMIN, "--env-file",
                           "kripad.env"),
                   3);
    ck_assert(!is_there("kripad.env"));
    console_expect(INIT("--env-file", "kripad.env", "--dry-run"), 0);
    ck_assert(!is_there("kripad.env"));
    console_expect(INIT("--env-file", "kripad.env", "--store", "sqlite::memory:"), 3);
    ck_assert(!is_there("kripad.env"));
    console_expect(INIT("--env-file", "nowhere/kripad.env", "--store", "sqlite:new.db"), 4);
    ck_assert(!is_there("new.db"));
}
END_TEST

/* A password that the rules refuse, one that is too short, none at all. */
START_TEST(a_refused_admin_leaves_no_shop)
{
    static const char *const passwords[] = {"short\n", "password\n", CONSOLE_ADMIN "\n", ""};
    for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++) {
        console.input = passwords[i];
        console_expect(CONSOLE(&console, "init", "--name", "A", "--email", CONSOLE_ADMIN), 3);
        ck_assert_msg(!is_there("kripa.db"), "%s", passwords[i]);
    }
}
END_TEST

START_TEST(a_shop_that_is_there_gets_one_later)
{
    console_expect(INIT("--store", "sqlite:kripa.db"), 0);
    ck_said(console_expect(INIT("--env-file", "later.env"), 0), "later.env");
    ck_said(text_of("later.env"), "/kripa.db\n");
    ck_assert(strstr(MUST(&console, "user", "list", "--env-file", "later.env"), CONSOLE_ADMIN));
    console_expect(INIT("--env-file", "later.env"), 5); /* nothing is left to make */
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("env file", begin, end, it_is_made_with_the_shop_for_the_owner_alone,
                        it_names_the_store_that_was_made,
                        a_variable_names_it_for_every_later_command,
                        one_that_is_there_is_left_as_it_is, without_a_shop_there_is_none,
                        a_refused_admin_leaves_no_shop, a_shop_that_is_there_gets_one_later);
}
