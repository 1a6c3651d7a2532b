/* SPDX-License-Identifier: MIT
 * A restore that fails in its last steps leaves all as it was, the files beside the store too; and
 * where it tells the name of what it kept, that is the whole name. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <kripa/kripa.h>
#include <kripa/sys/schema.h>
#include <kripa/sys/store.h>

#include "folder.h"
#include "suite.h"

#define LONG_NAME 100 /* letters of a folder's */

static char folder[FOLDER_SIZE];
static struct kripa_arena arena;
static const char *backup, *store;

static const char *path(const char *of, const char *ending)
{
    return kripa_arena_format(&arena, "%s%s", of, ending);
}

static const char *uri(void)
{
    return path("sqlite:", store);
}

static void make_shop(const char *at)
{
    struct kripa *made;
    struct kripa_config config = {.store_uri = path("sqlite:", at), .create = true};
    ck_assert_int_eq(kripa_open(&config, &made, NULL), KRIPA_OK);
    kripa_close(made);
}

static void put(const char *at, const char *text)
{
    FILE *file = fopen(at, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    ck_assert_int_eq(fclose(file), 0);
}

static const char *get(const char *at)
{
    static char text[64];
    FILE *file = fopen(at, "r");
    if (!file)
        return "";
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    return text;
}

static void begin(void)
{
    folder_make(folder);
    backup = path(folder, "/backup.db");
    store = path(folder, "/shop.db");
    make_shop(backup);
}

static void end(void)
{
    kripa_arena_clear(&arena);
    folder_remove(folder);
}

static enum kripa_status let_it(void *ctx, const char *copy_uri, struct kripa_error *err)
{
    (void)ctx, (void)copy_uri, (void)err;
    return KRIPA_OK;
}

/* What can't be put in the store's place. */
static enum kripa_status take_it_away(void *ctx, const char *copy_uri, struct kripa_error *err)
{
    (void)ctx, (void)err;
    ck_assert_int_eq(unlink(strchr(copy_uri, ':') + 1), 0);
    return KRIPA_OK;
}

/* What can't be cleared away. */
static enum kripa_status put_a_folder_beside(void *ctx, const char *copy_uri,
                                             struct kripa_error *err)
{
    (void)ctx, (void)copy_uri, (void)err;
    ck_assert_int_eq(mkdir(path(store, "-shm"), 0700), 0);
    return KRIPA_OK;
}

static enum kripa_status restore(kripa_copy_check_fn *check, char kept[KRIPA_KEPT_SIZE])
{
    struct kripa_error err = {0};
    return kripa_store_restore(backup, uri(), KRIPA_PLACE_OVER, kripa_schemas, check, NULL, kept,
                               &err);
}

static kripa_copy_check_fn *const spoilers[] = {take_it_away, put_a_folder_beside};
static const char *const beside[] = {"-wal", "-journal"};

START_TEST(what_fails_at_the_end_leaves_all_as_it_was)
{
    char kept[KRIPA_KEPT_SIZE];
    put(store, "no database, but somebody's");
    for (size_t i = 0; i < 2; i++)
        put(path(store, beside[i]), beside[i]);
    ck_assert_int_ne(restore(spoilers[_i], kept), KRIPA_OK);
    ck_assert_str_eq(kept, "");
    ck_assert_str_eq(get(store), "no database, but somebody's");
    for (size_t i = 0; i < 2; i++)
        ck_assert_str_eq(get(path(store, beside[i])), beside[i]);
    rmdir(path(store, "-shm"));
    ck_assert_int_eq(restore(let_it, kept),
                     KRIPA_OK); /* and then it does, with all that is beside */
    ck_assert_str_eq(get(kept), "no database, but somebody's");
    for (size_t i = 0; i < 2; i++) {
        ck_assert_str_eq(get(path(kept, beside[i])), beside[i]);
        ck_assert_int_ne(access(path(store, beside[i]), F_OK), 0);
    }
}
END_TEST

/* A shop, and not what SQLite had beside it while it was shut. */
START_TEST(nothing_is_left_beside_what_is_kept)
{
    char kept[KRIPA_KEPT_SIZE];
    struct dirent **names;
    make_shop(store);
    ck_assert_int_eq(restore(let_it, kept), KRIPA_OK);
    int count = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        const char *name = names[i]->d_name;
        ck_assert_msg(*name == '.' || strcmp(name, "backup.db") == 0 ||
                          strcmp(name, "shop.db") == 0 || strcmp(name, strrchr(kept, '/') + 1) == 0,
                      "%s", name);
        free(names[i]);
    }
    free(names);
    ck_assert_int_eq(count, 5);
}
END_TEST

START_TEST(the_name_of_what_is_kept_is_whole)
{
    char kept[KRIPA_KEPT_SIZE], name[LONG_NAME + 2] = "/";
    memset(name + 1, 'a', LONG_NAME);
    const char *deep = folder;
    for (int i = 0; i < 4; i++) {
        deep = path(deep, name);
        ck_assert_int_eq(mkdir(deep, 0700), 0);
    }
    store = path(deep, "/shop.db");
    make_shop(store);
    ck_assert_int_eq(restore(let_it, kept), KRIPA_OK);
    ck_assert_int_eq(strncmp(kept, store, strlen(store)), 0);
    ck_assert_msg(access(kept, F_OK) == 0, "%s", kept);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("restore", begin, end);
    tcase_add_loop_test(tests, what_fails_at_the_end_leaves_all_as_it_was, 0, 2);
    return RUN_CASES(tests, "store: restoring", nothing_is_left_beside_what_is_kept,
                     the_name_of_what_is_kept_is_whole);
}
