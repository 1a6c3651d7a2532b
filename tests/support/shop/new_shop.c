/* SPDX-License-Identifier: MIT
 * See new_shop.h. */
#include "new_shop.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <kripa/sys/schema.h>

#include "fresh_store.h"
#include "store/sqlite/internal.h"

static struct kripa_store *made; /* in memory; the forks have it, too */

static void must(bool done, const char *what, const struct kripa_error *err)
{
    if (done)
        return;
    fprintf(stderr, "a new shop: %s: %s\n", what, err ? err->message : "failed");
    exit(1);
}

static void ignore_line(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static struct kripa_store *open_in_memory(void)
{
    struct kripa_error err = {0};
    struct kripa_store *store = NULL;
    must(kripa_store_open("sqlite::memory:", true, 0, kripa_schemas, &store, &err) == KRIPA_OK,
         "open", &err);
    return store;
}

static sqlite3 *made_db(void)
{
    struct kripa_error err = {0};
    if (!made) {
        made = open_in_memory();
        must(made->ops->migrate(made, 0, ignore_line, NULL, &err) == KRIPA_OK, "tables", &err);
    }
    return ((struct kp_sqlite *)made)->writer.db;
}

__attribute__((constructor)) static void make_before_main(void)
{
    const char *name = getenv("KRIPA_TEST_STORE"); /* fresh_store_on_mongodb may not know yet */
    if (!name || name[0] != 'm')
        made_db();
}

struct kripa_store *new_shop_in_memory(void)
{
    sqlite3 *from = made_db();
    struct kripa_store *store = open_in_memory();
    sqlite3_backup *copy =
        sqlite3_backup_init(((struct kp_sqlite *)store)->writer.db, "main", from, "main");
    must(copy && sqlite3_backup_step(copy, -1) == SQLITE_DONE, "copy", NULL);
    must(sqlite3_backup_finish(copy) == SQLITE_OK, "copy", NULL);
    return store;
}

void new_shop_in_file(const char *path)
{
    sqlite3_int64 size = 0;
    unsigned char *bytes = sqlite3_serialize(made_db(), "main", &size, 0);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    must(bytes && file >= 0 && write(file, bytes, (size_t)size) == (ssize_t)size, path, NULL);
    close(file);
    sqlite3_free(bytes);
}
