/* SPDX-License-Identifier: MIT
 * A backup that can't be written to is read all the same, and nothing comes to lie beside it; a
 * shop that can't be is served by no kripad. */
#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kripa/kripa.h>

#include "console.h"

#define NOBODY 65534

static struct console console;

static const char *path_of(const char *name)
{
    static char path[160];
    snprintf(path, sizeof path, "%s/%s", console.folder, name);
    return path;
}

/* An administrator may write everywhere: somebody else looks at the backup. Nothing but the saved
 * id is left of root, so that what is started is wholly somebody's, and sanitizers may watch it. */
static void become_somebody(void)
{
    if (getuid() == 0)
        ck_assert_int_eq(setresuid(NOBODY, NOBODY, 0), 0);
}

static void become_oneself(void)
{
    uid_t real, effective, saved;
    ck_assert_int_eq(getresuid(&real, &effective, &saved), 0);
    ck_assert_int_eq(setresuid(saved, saved, saved), 0);
}

static void begin(void)
{
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "Fan", "--price", "100", "--stock", "3");
    ck_assert_int_eq(mkdir(path_of("kept"), 0755), 0);
    ck_assert_int_eq(mkdir(path_of("free"), 0777), 0);
    ck_assert_int_eq(chmod(path_of("free"), 0777), 0);
    MUST(&console, "store", "backup", "kept/copy 100%?#.db");
    ck_assert_int_eq(chmod(console.folder, 0755), 0);
}

static void end(void)
{
    become_oneself();
    chmod(path_of("kept"), 0755);
    console_remove(&console);
}

static int files_in(const char *folder)
{
    DIR *names = opendir(folder);
    int count = 0;
    while (names && readdir(names))
        count++;
    ck_assert_int_eq(closedir(names), 0);
    return count;
}

#define COPY "sqlite:kept/copy 100%?#.db"

/* Who may do what with the file and its folder. */
static const struct {
    mode_t file, folder;
} modes[] = {{0444, 0555}, {0444, 0777}, {0666, 0555}};

START_TEST(a_backup_that_can_t_be_written_to_is_read)
{
    ck_assert_int_eq(chmod(path_of("kept/copy 100%?#.db"), modes[_i].file), 0);
    ck_assert_int_eq(chmod(path_of("kept"), modes[_i].folder), 0);
    become_somebody();
    ck_assert_ptr_nonnull(
        strstr(MUST(&console, "store", "verify", "--store", COPY), "as it should be"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "info", "--store", COPY), "products"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "product", "list", "--store", COPY), "Fan"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "migrate", "--store", COPY), "Nothing"));
    MUST(&console, "store", "restore", "kept/copy 100%?#.db", "--store", "sqlite:free/new.db");
    MUST(&console, "store", "copy", COPY, "sqlite:free/other.db");
    MUST(&console, "product", "delete", "fan", "--yes", "--store", "sqlite:free/new.db");
    struct ran ran = CONSOLE(&console, "product", "delete", "fan", "--yes", "--store", COPY);
    ck_assert_msg(strstr(ran.err, "can't be written to") != NULL, "%s", ran.err);
    ck_assert_int_eq(ran.code, 7);
    ran = CONSOLE(&console, "init", "--store", COPY, "--name", "A", "--email", "a@example.in");
    ck_assert_msg(strstr(ran.err, "can't be written to") != NULL, "%s", ran.err);
    become_oneself();
    ck_assert_int_eq(files_in(path_of("kept")), 3); /* with . and .. */
}
END_TEST

/* By somebody who may only look. */
START_TEST(a_shop_that_others_have_open_is_read_as_it_is)
{
    struct kripa *kripa;
    char uri[200];
    snprintf(uri, sizeof uri, "sqlite:%s", path_of("kripa.db"));
    ck_assert_int_eq(kripa_open(&(struct kripa_config){.store_uri = uri}, &kripa, NULL), KRIPA_OK);
    MUST(&console, "stock", "add", "fan", "2", "--reason", "found");
    static const char *const names[] = {"kripa.db", "kripa.db-wal", "kripa.db-shm"};
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(chmod(path_of(names[i]), 0644), 0);
    become_somebody();
    ck_assert_ptr_nonnull(strstr(MUST(&console, "store", "verify"), "as it should be"));
    ck_assert_ptr_nonnull(strstr(MUST(&console, "product", "show", "fan"), "5"));
    become_oneself();
    kripa_close(kripa);
}
END_TEST

START_TEST(a_library_that_wants_to_write_is_refused)
{
    struct kripa *kripa = NULL;
    struct kripa_error err = {0};
    char uri[200];
    snprintf(uri, sizeof uri, "sqlite:%s", path_of("kept/copy 100%?#.db"));
    ck_assert_int_eq(chmod(path_of("kept/copy 100%?#.db"), 0444), 0);
    ck_assert_int_eq(chmod(path_of("kept"), 0555), 0);
    become_somebody();
    enum kripa_status status = kripa_open(&(struct kripa_config){.store_uri = uri}, &kripa, &err);
    become_oneself();
    ck_assert_int_eq(status, KRIPA_UNAVAILABLE);
    ck_assert_msg(strstr(err.message, "can't be written to") != NULL, "%s", err.message);
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("only to be read", begin, end);
    tcase_add_loop_test(cases, a_backup_that_can_t_be_written_to_is_read, 0,
                        sizeof modes / sizeof *modes);
    return RUN_CASES(cases, "read only", a_shop_that_others_have_open_is_read_as_it_is,
                     a_library_that_wants_to_write_is_refused);
}
