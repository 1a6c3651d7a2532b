/* SPDX-License-Identifier: MIT
 * Nothing but a shop of Kripa is taken for one: every kind of file x every command that opens one,
 * and kripad. What is refused is left as it was, to the byte, with nothing beside it. */
#include "suite.h"

#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "console.h"
#include "shop.h"

#define KEPT_BYTES_MAX (1 << 20)
#define NAMES_SIZE     4096

static struct console console;
static char good[160], odd[160]; /* a shop, and what is there in its place */

static void put_bytes(const char *path, const void *bytes, size_t size)
{
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static size_t get_bytes(const char *path, char *bytes)
{
    FILE *file = fopen(path, "r");
    size_t size = file ? fread(bytes, 1, KEPT_BYTES_MAX, file) : 0;
    if (file)
        fclose(file);
    return size;
}

static void shell(const char *path, const char *sql)
{
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void make_nothing(void)
{
    put_bytes(odd, "", 0);
}

static void make_byte(void)
{
    put_bytes(odd, "x", 1);
}

static void make_letter(void)
{
    static char text[9000];
    memset(text, 'a', sizeof text);
    put_bytes(odd, text, sizeof text);
}

/* The first bytes of a database, and no more. */
static void make_head(void)
{
    static char bytes[KEPT_BYTES_MAX];
    get_bytes(good, bytes);
    put_bytes(odd, bytes, 60);
}

static void make_blank(void)
{
    shell(odd, "PRAGMA journal_mode=WAL; CREATE TABLE x (y); DROP TABLE x; VACUUM");
}

static void make_foreign(void)
{
    shell(odd, "CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('Vande Mataram')");
}

static void make_numbered(void)
{
    shell(odd, "PRAGMA application_id=252006673; CREATE TABLE songs (title TEXT)");
}

/* Another program's, whose WAL is not written back yet: SQLite would do that when it closes it. */
static void make_unfinished(void)
{
    pid_t child = fork();
    int status;
    if (child == 0) {
        sqlite3 *db;
        sqlite3_open(odd, &db);
        sqlite3_exec(db, "PRAGMA journal_mode=WAL; CREATE TABLE songs (title TEXT)", NULL, NULL,
                     NULL);
        _exit(0);
    }
    waitpid(child, &status, 0);
}

static void make_folder(void)
{
    ck_assert_int_eq(mkdir(odd, 0700), 0);
}

static void make_marked(void)
{
    shell(odd, "PRAGMA application_id=1263685697; PRAGMA user_version=1");
}

static void make_truncated(void)
{
    static char bytes[KEPT_BYTES_MAX];
    size_t size = get_bytes(good, bytes);
    put_bytes(odd, bytes, size / 2 / 4096 * 4096);
}

enum { EMPTY = 1, REPLACEABLE = 2 };
/* What a file is, the words that say so, and whether a shop may be made, or brought back, there. */
static const struct kind {
    void (*make)(void);
    const char *words;
    int flags;
} kinds[] = {
    {make_nothing, "0 bytes", EMPTY | REPLACEABLE},
    {make_byte, "no database", REPLACEABLE},
    {make_letter, "no database", REPLACEABLE},
    {make_head, "no database", REPLACEABLE},
    {make_blank, "database without tables", EMPTY | REPLACEABLE},
    {make_foreign, "not one of Kripa", 0},
    {make_numbered, "not one of Kripa", 0},
    {make_unfinished, "not one of Kripa", 0},
    {make_folder, "folder", 0},
    {make_marked, "not one of Kripa", REPLACEABLE},
    {make_truncated, "damaged", REPLACEABLE},
};
#define KINDS_COUNT (sizeof kinds / sizeof *kinds)

/* ODD stands where the file is named. */
#define ODD      "sqlite:odd.db"
#define ARGS_MAX 7
static const char *const commands[][ARGS_MAX] = {
    {"store", "verify", "--store", ODD},
    {"store", "info", "--store", ODD},
    {"store", "migrate", "--store", ODD},
    {"store", "migrate", "--dry-run", "--store", ODD},
    {"store", "backup", "new.db", "--store", ODD},
    {"store", "copy", ODD, "sqlite:new.db"},
    {"store", "copy", ODD, "sqlite:new.db", "--dry-run"},
    {"store", "restore", "odd.db", "--yes"},
    {"store", "restore", "odd.db", "--dry-run"},
    {"product", "list", "--store", ODD},
    {"shop", "set", "--delivery-charge", "40", "--store", ODD},
};
/* Refused unless a shop may be made there. */
static const char *const makers[][ARGS_MAX] = {
    {"store", "copy", "sqlite:kripa.db", ODD},
    {"init", "--store", ODD, "--name", "Asha Rao", "--email=a@example.in"},
};
/* Refused unless what is there may be replaced. */
static const char *const replacers[][ARGS_MAX] = {
    {"store", "restore", "kripa.db", "--store", ODD, "--yes"},
    {"store", "restore", "kripa.db", "--store", ODD, "--dry-run"},
};
#define COUNT(commands) (sizeof(commands) / sizeof *(commands))

static void make_shop(void)
{
    console_make_shop(&console);
}

static void name_files(void)
{
    snprintf(good, sizeof good, "%s/kripa.db", console.folder);
    snprintf(odd, sizeof odd, "%s/odd.db", console.folder);
}

/* The folder's names, sorted, with their sizes. */
static void list_folder(char *out)
{
    struct dirent **names;
    char path[512];
    size_t used = 0;
    int count = scandir(console.folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct stat about;
        snprintf(path, sizeof path, "%s/%s", console.folder, names[i]->d_name);
        bool file = stat(path, &about) == 0 && S_ISREG(about.st_mode);
        used += (size_t)snprintf(out + used, NAMES_SIZE - used, "%s %lld\n", names[i]->d_name,
                                 file ? (long long)about.st_size : 0LL);
        free(names[i]);
    }
    free(names);
}

struct state {
    char names[NAMES_SIZE];
    char odd[KEPT_BYTES_MAX], good[KEPT_BYTES_MAX];
};

static void take_state(struct state *state)
{
    memset(state, 0, sizeof *state);
    list_folder(state->names);
    get_bytes(odd, state->odd);
    get_bytes(good, state->good);
}

/* `words` NULL: whatever it says. */
static void expect_refused(const char *const *args, const char *words)
{
    static struct state before, after;
    char what[200] = "";
    for (size_t i = 0; i < ARGS_MAX && args[i]; i++)
        snprintf(what + strlen(what), sizeof what - strlen(what), "%s ", args[i]);
    take_state(&before);
    struct ran ran = console_run(&console, args);
    take_state(&after);
    ck_assert_msg(ran.code == 4 || ran.code == 8, "%s ended with %d: %s%s", what, ran.code, ran.out,
                  ran.err);
    ck_assert_msg(!words || strstr(ran.err, words), "%s: %s", what, ran.err);
    ck_assert_msg(strstr(ran.out, "as it should be") == NULL, "%s: %s", what, ran.out);
    ck_assert_msg(strcmp(before.names, after.names) == 0, "%s:\n%s\n%s", what, before.names,
                  after.names);
    ck_assert_msg(memcmp(before.odd, after.odd, sizeof before.odd) == 0, "%s", what);
    ck_assert_msg(memcmp(before.good, after.good, sizeof before.good) == 0, "%s", what);
}

START_TEST(no_command_takes_it_for_a_shop)
{
    kinds[_i].make();
    for (size_t i = 0; i < COUNT(commands); i++)
        expect_refused(commands[i], kinds[_i].words);
}
END_TEST

START_TEST(a_shop_is_made_only_of_nothing)
{
    for (size_t i = 0; i < COUNT(makers); i++) {
        remove(odd);
        kinds[_i].make();
        console.input = CONSOLE_PASSWORD "\n";
        if (!(kinds[_i].flags & EMPTY)) {
            expect_refused(makers[i], kinds[_i].words);
            continue;
        }
        console_expect(console_run(&console, makers[i]), 0);
        MUST(&console, "store", "verify", "--store", ODD);
    }
}
END_TEST

/* What is replaced is kept to the byte, and a dry run replaces nothing. */
START_TEST(what_is_replaced_is_kept)
{
    static struct state before, after;
    static char kept[KEPT_BYTES_MAX];
    kinds[_i].make();
    if (!(kinds[_i].flags & REPLACEABLE)) {
        for (size_t i = 0; i < COUNT(replacers); i++)
            expect_refused(replacers[i], kinds[_i].words);
        return;
    }
    take_state(&before);
    console_expect(console_run(&console, replacers[1]), 0);
    take_state(&after);
    ck_assert_str_eq(before.names, after.names);
    ck_assert_int_eq(memcmp(before.odd, after.odd, sizeof before.odd), 0);
    const char *said = console_expect(console_run(&console, replacers[0]), 0);
    const char *name = strstr(said, "odd.db.before-restore-");
    ck_assert_msg(name != NULL, "%s", said);
    char path[256];
    snprintf(path, sizeof path, "%s/%.*s", console.folder, (int)strcspn(name, "\n"), name);
    size_t size = get_bytes(path, kept);
    ck_assert_msg(size == 0 || kinds[_i].make == make_blank || memcmp(kept, before.odd, size) == 0,
                  "%s", path);
    ck_assert_int_eq(access(path, F_OK), 0);
    MUST(&console, "store", "verify", "--store", ODD);
}
END_TEST

static char *run_kripad(const char *store, int *code)
{
    static char said[8192];
    static char program[] = KRIPA_BUILD_DIR "/kripad";
    int ends[2];
    size_t got = 0;
    ssize_t more;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        char *args[] = {program, NULL};
        const char *const vars[] = {store, "JWT_SECRET=" SHOP_JWT_SECRET, "PORT=0",
                                    "MONGOC_DISABLE_SHM=1", NULL};
        dup2(ends[1], STDERR_FILENO);
        execve(program, args, (char *const *)(uintptr_t)vars);
        _exit(127);
    }
    close(ends[1]);
    while ((more = read(ends[0], said + got, sizeof said - 1 - got)) > 0)
        got += (size_t)more;
    said[got] = '\0';
    close(ends[0]);
    int status;
    waitpid(child, &status, 0);
    *code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return said;
}

START_TEST(kripad_does_not_start_on_it)
{
    static struct state before, after;
    char store[200];
    int code;
    snprintf(store, sizeof store, "KRIPA_STORE=sqlite:%s", odd);
    kinds[_i].make();
    take_state(&before);
    const char *said = run_kripad(store, &code);
    take_state(&after);
    ck_assert_msg(code == 1, "%d: %s", code, said);
    ck_assert_msg(strstr(said, kinds[_i].words) != NULL, "%s", said);
    bool may_be_made = kinds[_i].flags & EMPTY;
    ck_assert_msg((strstr(said, "kripactl init") != NULL) == may_be_made, "%s", said);
    ck_assert_str_eq(before.names, after.names);
    ck_assert_int_eq(memcmp(before.odd, after.odd, sizeof before.odd), 0);
}
END_TEST

START_TEST(a_shop_is_one_for_every_command)
{
    static struct state state;
    MUST(&console, "store", "backup", "odd.db");
    MUST(&console, "store", "verify", "--store", ODD);
    MUST(&console, "store", "info", "--store", ODD);
    MUST(&console, "store", "copy", ODD, "sqlite:new.db");
    MUST(&console, "store", "restore", "odd.db", "--yes");
    take_state(&state);
    ck_assert_ptr_nonnull(strstr(state.names, "kripa.db.before-restore-"));
    MUST(&console, "store", "restore", "odd.db", "--yes");
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(a_restore_follows_a_link)
{
    char link[160], real[160], there[160];
    MUST(&console, "store", "backup", "copy.db");
    snprintf(link, sizeof link, "%s/link.db", console.folder);
    snprintf(real, sizeof real, "%s/real", console.folder);
    ck_assert_int_eq(mkdir(real, 0700), 0);
    ck_assert_int_eq(symlink("real/shop.db", link), 0);
    for (int i = 0; i < 2; i++) { /* a link to nothing yet, and one to a shop */
        const char *said =
            MUST(&console, "store", "restore", "copy.db", "--store", "sqlite:link.db", "--yes");
        ck_assert_msg((strstr(said, "real/shop.db.before-restore-") != NULL) == (i == 1), "%s",
                      said);
        ssize_t size = readlink(link, there, sizeof there - 1);
        ck_assert_int_gt(size, 0);
        there[size] = '\0';
        ck_assert_str_eq(there, "real/shop.db");
        MUST(&console, "store", "verify", "--store", "sqlite:real/shop.db");
    }
}
END_TEST

/* The mark of a shop that was killed young stands in its WAL alone. */
START_TEST(a_shop_that_was_killed_young_is_one)
{
    char uri[200], wal[200];
    snprintf(uri, sizeof uri, "sqlite:%s", odd);
    pid_t child = fork();
    int status;
    if (child == 0) {
        struct kripa *kripa;
        _exit(kripa_open(&(struct kripa_config){.store_uri = uri, .create = true}, &kripa, NULL));
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    snprintf(wal, sizeof wal, "%s-wal", odd);
    ck_assert_int_eq(access(wal, F_OK), 0);
    MUST(&console, "store", "verify", "--store", ODD);
}
END_TEST

int main(void)
{
    TCase *cases = console_cases("what is no shop", &console, make_shop);
    tcase_add_checked_fixture(cases, name_files, NULL);
    tcase_add_loop_test(cases, no_command_takes_it_for_a_shop, 0, KINDS_COUNT);
    tcase_add_loop_test(cases, a_shop_is_made_only_of_nothing, 0, KINDS_COUNT);
    tcase_add_loop_test(cases, what_is_replaced_is_kept, 0, KINDS_COUNT);
    tcase_add_loop_test(cases, kripad_does_not_start_on_it, 0, KINDS_COUNT);
    return RUN_CASES(cases, "other programs' files", a_shop_is_one_for_every_command,
                     a_restore_follows_a_link, a_shop_that_was_killed_young_is_one);
}
