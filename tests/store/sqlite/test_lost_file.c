/* SPDX-License-Identifier: MIT
 * The file's name leads somewhere else than to the open file: nothing is committed, and ping tells
 * it, until it leads there again. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "contract.h"

static const char *beside(const char *ending)
{
    return kripa_arena_format(&contract.arena, "%s%s", contract.own.path, ending);
}

static void move(const char *from, const char *to)
{
    ck_assert_msg(rename(beside(from), beside(to)) == 0, "%s: %s", from, strerror(errno));
}

static void copy(const char *from, const char *to)
{
    static char bytes[1 << 20];
    int in = open(beside(from), O_RDONLY), out = open(beside(to), O_WRONLY | O_CREAT, 0600);
    ssize_t size = read(in, bytes, sizeof bytes);
    ck_assert(in >= 0 && out >= 0 && size >= 0);
    ck_assert_int_eq(write(out, bytes, (size_t)size), size);
    close(in);
    close(out);
}

static void lose(const char *ending)
{
    move(ending, ".kept");
}

static void replace_by_copy(const char *ending)
{
    copy(ending, ".copy");
    move(ending, ".kept");
    move(".copy", ending);
}

static void replace_by_other(const char *ending)
{
    struct kripa_store *other;
    const char *uri = kripa_arena_format(&contract.arena, "sqlite:%s.other", contract.own.path);
    ck_assert_int_eq(kripa_store_open(uri, true, 0, contract_schemas, &other, NULL), KRIPA_OK);
    kripa_store_close(other);
    move(ending, ".kept");
    move(".other", ending);
}

static void replace_by_folder(const char *ending)
{
    lose(ending);
    ck_assert_int_eq(mkdir(beside(ending), 0700), 0);
}

static void put_back(const char *ending)
{
    remove(beside(ending));
    move(".kept", ending);
}

static const struct loss {
    const char *ending;
    void (*lose)(const char *ending);
} losses[] = {
    {"", lose},
    {"", replace_by_copy},
    {"", replace_by_other},
    {"", replace_by_folder},
    {"-wal", lose},
    {"-wal", replace_by_copy},
    {"-wal", replace_by_folder},
    {"-shm", lose},
    {"-shm", replace_by_copy},
};

static enum kripa_status insert(unsigned n)
{
    struct kripa_paper paper = {.id = contract_id(n), .number = n};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    contract.err = (struct kripa_error){0};
    return contract.store->ops->commit(contract.store, &whole, &contract.outcome, &contract.err);
}

static enum kripa_status ping(void)
{
    contract.err = (struct kripa_error){0};
    return contract.store->ops->ping(contract.store, 2000, &contract.err);
}

static void expect_all_well(unsigned n)
{
    ck_assert_msg(insert(n) == KRIPA_OK, "%s", contract.err.message);
    ck_assert_msg(ping() == KRIPA_OK, "%s", contract.err.message);
}

static void expect_refused(enum kripa_status status, const char *ending)
{
    const char *name = kripa_arena_format(&contract.arena, "%s ", strrchr(beside(ending), '/') + 1);
    ck_assert_int_eq(status, KRIPA_UNAVAILABLE);
    ck_assert_msg(strstr(contract.err.message, name), "%s", contract.err.message);
    ck_assert_ptr_null(strchr(contract.err.message, '/'));
}

START_TEST(nothing_is_committed_into_a_file_without_its_name)
{
    const struct loss *loss = &losses[_i];
    if (!fresh_store_is_shared(&contract.own))
        return;
    expect_all_well(1);
    loss->lose(loss->ending);
    for (unsigned n = 2; n < 4; n++)
        expect_refused(insert(n), loss->ending);
    expect_refused(ping(), loss->ending);
    put_back(loss->ending);
    expect_all_well(4);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 2);
    kripa_store_close(contract.store);
    contract.store = contract_open_again();
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 2);
}
END_TEST

static void open_as(const char *uri)
{
    kripa_store_close(contract.store);
    contract.store = NULL;
    ck_assert_msg(kripa_store_open(uri, false, 0, contract_schemas, &contract.store,
                                   &contract.err) == KRIPA_OK,
                  "%s", contract.err.message);
}

START_TEST(a_link_to_the_file_is_followed_where_it_leads)
{
    const char *uri = kripa_arena_format(&contract.arena, "sqlite:%s.link", contract.own.path);
    if (!fresh_store_is_shared(&contract.own))
        return;
    ck_assert_int_eq(symlink(contract.own.path, beside(".link")), 0);
    open_as(uri);
    expect_all_well(1);
    copy("", ".copy");
    ck_assert_int_eq(unlink(beside(".link")), 0);
    expect_refused(insert(2), ".link");
    ck_assert_int_eq(symlink(beside(".copy"), beside(".link")), 0);
    expect_refused(insert(2), ".link");
    expect_refused(ping(), ".link");
    ck_assert_int_eq(unlink(beside(".link")), 0);
    ck_assert_int_eq(symlink(contract.own.path, beside(".link")), 0);
    expect_all_well(2);
}
END_TEST

START_TEST(a_relative_path_stays_the_same_file)
{
    if (!fresh_store_is_shared(&contract.own))
        return;
    ck_assert_int_eq(chdir(contract.own.folder), 0);
    open_as(kripa_arena_format(&contract.arena, "sqlite:%s", strrchr(contract.own.path, '/') + 1));
    ck_assert_int_eq(chdir("/"), 0);
    expect_all_well(1);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 1);
}
END_TEST

/* A reader that is opened later finds the same file, or none. */
START_TEST(no_reader_finds_another_shop_under_the_name)
{
    int64_t count;
    struct kripa_query query = {.of = &kripa_paper_schema};
    if (!fresh_store_is_shared(&contract.own))
        return;
    ck_assert_int_eq(insert(1), KRIPA_OK);
    open_as(contract.own.uri);
    replace_by_other("");
    expect_refused(contract.store->ops->count(contract.store, &query, 0, &count, &contract.err),
                   "");
}
END_TEST

static void open_and_close(void)
{
    struct kripa_store *store = contract_open_again();
    struct kripa_arena arena = {0};
    struct kripa_outcome outcome;
    struct kripa_paper paper = {.id = contract_id(77), .number = 77};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    ck_assert_int_eq(store->ops->commit(store, &whole, &outcome, NULL), KRIPA_OK);
    kripa_store_close(store);
    kripa_arena_clear(&arena);
}

/* Whoever closes the file as the last one takes the WAL away: that is not another program, and not
 * another opening of this one. */
START_TEST(others_who_open_and_close_it_take_nothing_away)
{
    int status;
    if (!fresh_store_is_shared(&contract.own))
        return;
    expect_all_well(1);
    struct kripa_store *again = contract_open_again();
    kripa_store_close(again);
    pid_t child = fork();
    if (child == 0) {
        open_and_close();
        _exit(0);
    }
    waitpid(child, &status, 0);
    ck_assert_int_eq(status, 0);
    expect_all_well(2);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 3);
}
END_TEST

START_TEST(what_is_in_memory_has_no_file_to_lose)
{
    expect_all_well(1);
}
END_TEST

static void add_more(TCase *tcase)
{
    tcase_add_loop_test(tcase, nothing_is_committed_into_a_file_without_its_name, 0,
                        sizeof losses / sizeof *losses);
}

int main(void)
{
    unsetenv("KRIPA_TEST_STORE"); /* this is of SQLite alone */
    return CONTRACT_MAIN_WITH(
        add_more, "store: lost files", a_link_to_the_file_is_followed_where_it_leads,
        a_relative_path_stays_the_same_file, no_reader_finds_another_shop_under_the_name,
        others_who_open_and_close_it_take_nothing_away, what_is_in_memory_has_no_file_to_lose);
}
