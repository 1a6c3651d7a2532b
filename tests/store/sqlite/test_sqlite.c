/* SPDX-License-Identifier: MIT
 * What is SQLite's own: the file, what a shell sees in it and may do to it, and who else has it
 * open. */
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contract.h"
#include "store/sqlite/internal.h"

static bool is_file(void)
{
    return fresh_store_is_shared(&contract.own);
}

static const char *path(void)
{
    return contract.own.path;
}

/* Does SQL on the file as somebody with a shell would. */
static void shell(const char *sql)
{
    sqlite3 *db;
    char *message = NULL;
    ck_assert_int_eq(sqlite3_open(path(), &db), SQLITE_OK);
    sqlite3_exec(db, sql, NULL, NULL, &message);
    ck_assert_msg(message == NULL, "%s", message);
    sqlite3_close(db);
}

/* The first column of the first row. */
static const char *shell_ask(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    ck_assert_int_eq(sqlite3_open(path(), &db), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s",
                  sqlite3_errmsg(db));
    ck_assert_int_eq(sqlite3_step(stmt), SQLITE_ROW);
    const char *text = (const char *)sqlite3_column_text(stmt, 0);
    text = kripa_arena_text(&contract.arena, text ? text : "", text ? strlen(text) : 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return text;
}

static enum kripa_status open_as(const char *uri, bool create)
{
    struct kripa_store *store = NULL;
    contract.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_store_open(uri, create, 0, contract_schemas, &store, &contract.err);
    kripa_store_close(store);
    return status;
}

static void insert_thing(void)
{
    static const char *tags[] = {"a", "पंखा"};
    static struct kripa_part part = {.name = "p \"1\"", .qty = 2, .price_paise = 12950};
    part.product = contract_id(101);
    struct kripa_thing thing = {.id = contract_id(1),
                                .name = "one",
                                .price_paise = 129900,
                                .made_ms = 5,
                                .rate_bp = {1800, true},
                                .mood = MOOD_GLAD,
                                .place = {"Pachore", NULL, 0},
                                .tags = tags,
                                .tags_count = 2,
                                .parts = &part,
                                .parts_count = 1};
    contract_insert(&kripa_thing_schema, &thing);
}

START_TEST(only_its_owner_may_read_the_file)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    umask(0);
    if (!is_file())
        return;
    insert_thing();
    for (int i = 0; i < 3; i++) {
        struct stat about;
        const char *name = kripa_arena_format(&contract.arena, "%s%s", path(), endings[i]);
        ck_assert_int_eq(stat(name, &about), 0);
        ck_assert_uint_eq(about.st_mode & 0777, 0600);
    }
}
END_TEST

START_TEST(uris_that_name_no_store_are_refused)
{
    ck_assert_int_eq(open_as("mysql://localhost/shop", true), KRIPA_INVALID);
    ck_assert_str_eq(contract.err.fields[0].path, "store_uri");
    ck_assert_int_eq(open_as("", true), KRIPA_INVALID);
    ck_assert_int_eq(open_as("sqlite:", true), KRIPA_INVALID);
    const char *nowhere =
        kripa_arena_format(&contract.arena, "sqlite:%s/none.db", contract.own.folder);
    ck_assert_int_eq(open_as(nowhere, false), KRIPA_NOT_FOUND);
    const char *no_folder =
        kripa_arena_format(&contract.arena, "sqlite:%s/none/none.db", contract.own.folder);
    ck_assert_int_eq(open_as(no_folder, true), KRIPA_UNAVAILABLE);
}
END_TEST

START_TEST(a_file_that_is_no_store_is_left_alone)
{
    char name[128];
    snprintf(name, sizeof name, "sqlite:%s/other", contract.own.folder);
    FILE *file = fopen(name + 7, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is a letter, not a database\n", file);
    fclose(file);
    ck_assert_int_eq(open_as(name, true), KRIPA_CORRUPT);
    snprintf(name, sizeof name, "sqlite:%s/foreign.db", contract.own.folder);
    sqlite3 *db;
    ck_assert_int_eq(sqlite3_open(name + 7, &db), SQLITE_OK);
    sqlite3_exec(db, "CREATE TABLE bookmarks (url TEXT)", NULL, NULL, NULL);
    sqlite3_close(db);
    ck_assert_int_eq(open_as(name, true), KRIPA_CORRUPT);
    ck_assert_ptr_nonnull(strstr(contract.err.message, "not one of Kripa"));
}
END_TEST

START_TEST(a_file_of_a_newer_kripa_is_refused)
{
    if (!is_file())
        return;
    shell("PRAGMA user_version=99001002");
    ck_assert_int_eq(open_as(contract.own.uri, false), KRIPA_CORRUPT);
    ck_assert_ptr_nonnull(strstr(contract.err.message, "newer Kripa (99.1.2"));
    shell("PRAGMA user_version=1");
    ck_assert_int_eq(open_as(contract.own.uri, false), KRIPA_OK);
}
END_TEST

START_TEST(a_shell_shows_values_with_their_units)
{
    if (!is_file())
        return;
    insert_thing();
    ck_assert_str_eq(shell_ask("SELECT price_paise || ' ' || madeAt_ms || ' ' || rate_bp || ' ' || "
                               "mood || ' ' || _id || ' ' || \"place.city\" FROM things"),
                     "129900 5 1800 glad 650000000000000000000001 Pachore");
    ck_assert_str_eq(shell_ask("SELECT typeof(name) || typeof(price_paise) || typeof(spare) || "
                               "typeof(remarks) FROM things"),
                     "textintegernullnull");
    ck_assert_str_eq(shell_ask("SELECT tags FROM things"), "[\"a\",\"पंखा\"]");
}
END_TEST

START_TEST(a_shell_sees_lists_as_rows)
{
    if (!is_file())
        return;
    insert_thing();
    ck_assert_str_eq(shell_ask("SELECT \"of\" || nr || product || name || qty || price_paise "
                               "FROM things_parts"),
                     "6500000000000000000000011650000000000000000000065p \"1\"212950");
    ck_assert_str_eq(shell_ask("SELECT group_concat(nr || value) FROM things_tags"), "1a,2पंखा");
    ck_assert_str_eq(shell_ask("SELECT count(*) FROM things__tags JOIN things USING (row)"), "2");
}
END_TEST

START_TEST(lists_written_by_hand_are_read)
{
    if (!is_file())
        return;
    insert_thing();
    shell("UPDATE things SET tags = ' [ \"a\\u0020b\" , \"\\u092a\\ud83e\\ude94\\n\" ] ', "
          "parts = '[{\"unknown\":[1,{\"x\":null}],\"qty\": 7 ,\"name\":null,"
          "\"product\":\"650000000000000000000065\"} ]'");
    struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id(1));
    ck_assert_uint_eq(thing->tags_count, 2);
    ck_assert_str_eq(thing->tags[0], "a b");
    ck_assert_str_eq(thing->tags[1], "प🪔\n");
    ck_assert_int_eq(thing->parts[0].qty, 7);
    ck_assert_ptr_null(thing->parts[0].name);
}
END_TEST

START_TEST(what_cannot_be_read_is_corrupt)
{
    static const char *const damages[] = {
        "tags = '['",
        "tags = '[1]'",
        "tags = '{}'",
        "tags = '[\"a\"] x'",
        "tags = '[\"\\u0000\"]'",
        "tags = '[\"\\ud83e\"]'",
        "tags = '[\"\\x\"]'",
        "parts = '[{\"qty\":1.5}]'",
        "parts = '[{\"qty\":99999999999999999999}]'",
        "parts = '[{\"product\":\"short\"}]'",
        "parts = '[{\"qty\":\"1\"}]'",
        "parts = '[{\"qty\":1]'",
        "owner_id = 'not an id, but as long as'",
        "mood = 'bored'",
    };
    if (!is_file())
        return;
    insert_thing();
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        struct kripa_query query = {.of = &kripa_thing_schema};
        struct kripa_rows rows;
        shell(kripa_arena_format(&contract.arena, "UPDATE things SET %s", damages[i]));
        enum kripa_status status = contract.store->ops->find(contract.store, &query,
                                                             &contract.arena, &rows, &contract.err);
        ck_assert_msg(status == KRIPA_CORRUPT, "%s: %s", damages[i], kripa_status_name(status));
        shell("UPDATE things SET tags = NULL, parts = NULL, owner_id = NULL, mood = 'calm'");
        contract_get(&kripa_thing_schema, contract_id(1));
    }
}
END_TEST

/* Holds the write lock for a while, as another program may. */
static void *hold_lock(void *argument)
{
    sqlite3 *db;
    sqlite3_open(path(), &db);
    sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    usleep((useconds_t)(uintptr_t)argument);
    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
    sqlite3_close(db);
    return NULL;
}

static enum kripa_status insert_beside(unsigned lock_us)
{
    pthread_t holder;
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    pthread_create(&holder, NULL, hold_lock, (void *)(uintptr_t)lock_us);
    usleep(100000);
    enum kripa_status status =
        contract.store->ops->commit(contract.store, &whole, &contract.outcome, &contract.err);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), status == KRIPA_OK);
    pthread_join(holder, NULL);
    return status;
}

START_TEST(a_commit_waits_for_another_program)
{
    if (is_file())
        ck_assert_int_eq(insert_beside(600000), KRIPA_OK);
}
END_TEST

START_TEST(a_commit_gives_up_on_another_program_in_time)
{
    if (!is_file())
        return;
    ((struct kp_sqlite *)contract.store)->lock_wait_ms =
        700; /* a shop's is 5 s (http_write_lock) */
    ck_assert_int_eq(insert_beside(2000000), KRIPA_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(contract.err.message, "busy"));
}
END_TEST

/* Commits until it is killed; says how many it was told are there. */
static void commit_and_tell(int to)
{
    struct kripa_store *store;
    if (kripa_store_open(contract.own.uri, false, 0, contract_schemas, &store, NULL) != KRIPA_OK)
        _exit(1);
    for (unsigned n = 1;; n++) {
        struct kripa_arena arena = {0};
        struct kripa_outcome outcome;
        struct kripa_paper paper = {.id = contract_id(n), .number = n};
        struct kripa_series series = {.id = contract_id(7)};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        kp_insert(&change, &kripa_paper_schema, &paper);
        kp_upsert_increment(&change, &kripa_series_schema, &series);
        kp_add(&change, "value", 1);
        struct kripa_change whole = {change.edits, change.count};
        if (store->ops->commit(store, &whole, &outcome, NULL) != KRIPA_OK)
            _exit(2);
        if (write(to, &n, sizeof n) != sizeof n)
            _exit(3);
        kripa_arena_clear(&arena);
    }
}

START_TEST(a_killed_program_leaves_what_it_was_told_and_nothing_half)
{
    int ends[2];
    if (!is_file())
        return;
    kripa_store_close(contract.store);
    contract.store = NULL;
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0)
        commit_and_tell(ends[1]);
    close(ends[1]);
    unsigned told = 0, next;
    while (told < 40 && read(ends[0], &next, sizeof next) == sizeof next)
        told = next;
    kill(child, SIGKILL);
    while (read(ends[0], &next, sizeof next) == sizeof next)
        told = next;
    waitpid(child, NULL, 0);
    contract.store = contract_open_again();
    int64_t papers = contract_count(&kripa_paper_schema, NULL, 0);
    struct kripa_series *series = contract_get(&kripa_series_schema, contract_id(7));
    ck_assert_int_eq(series->value, papers);
    ck_assert_int_ge(papers, told);
    ck_assert_int_le(papers, (int64_t)told + 1);
}
END_TEST

static void fail_the_test(void *ctx, const char *line)
{
    (void)ctx;
    ck_abort_msg("nothing is missing: %s", line);
}

/* A virtual table of another program, whose module is not here. */
START_TEST(a_strangers_virtual_table_is_not_asked_for_its_columns)
{
    if (!is_file())
        return;
    shell("PRAGMA writable_schema=ON; INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, "
          "sql) VALUES ('table', 'odd', 'odd', 0, 'CREATE VIRTUAL TABLE odd USING absent(x)')");
    kripa_store_close(contract.store);
    contract.store = contract_open_again();
    ck_assert_int_eq(
        contract.store->ops->migrate(contract.store, 0, fail_the_test, NULL, &contract.err),
        KRIPA_OK);
}
END_TEST

int main(void)
{
    unsetenv("KRIPA_TEST_STORE"); /* this is of SQLite alone */
    return CONTRACT_MAIN("store: sqlite", only_its_owner_may_read_the_file,
                         uris_that_name_no_store_are_refused, a_file_that_is_no_store_is_left_alone,
                         a_file_of_a_newer_kripa_is_refused, a_shell_shows_values_with_their_units,
                         a_shell_sees_lists_as_rows, lists_written_by_hand_are_read,
                         what_cannot_be_read_is_corrupt, a_commit_waits_for_another_program,
                         a_commit_gives_up_on_another_program_in_time,
                         a_killed_program_leaves_what_it_was_told_and_nothing_half,
                         a_strangers_virtual_table_is_not_asked_for_its_columns);
}
