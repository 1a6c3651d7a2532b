/* SPDX-License-Identifier: MIT
 * See raw_sqlite.h. */
#include "raw_sqlite.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TABLES_MAX  64
#define ROWS_MAX    64
#define COLUMNS_MAX 64
#define SQL_MAX     4096
#define LINES_MAX   8

/* A row of the pattern: an INSERT, and the values it is bound to. */
struct row {
    sqlite3_stmt *insert;
    int columns;
    sqlite3_value *values[COLUMNS_MAX];
    bool fresh[COLUMNS_MAX];    /* an id or a number that no two orders may share */
    bool numbered[COLUMNS_MAX]; /* the table's own row number: left to SQLite */
    bool of_order;              /* a index table's: (value, row of the order) */
};
struct raw_sqlite {
    sqlite3 *db;
    struct row rows[ROWS_MAX];
    size_t count, lines;
    sqlite3_stmt *begin, *commit, *take, *mark;
    char products[LINES_MAX][KRIPA_ID_TEXT_SIZE], buyer[KRIPA_ID_TEXT_SIZE];
    char order[KRIPA_ID_TEXT_SIZE];
    int64_t serial, order_row, number;
};

static void must(struct raw_sqlite *raw, int code, int wanted)
{
    if (code == wanted)
        return;
    fprintf(stderr, "raw sqlite: %s\n", sqlite3_errmsg(raw->db));
    exit(2);
}

static sqlite3_stmt *prepare(struct raw_sqlite *raw, const char *sql)
{
    sqlite3_stmt *statement;
    must(raw, sqlite3_prepare_v2(raw->db, sql, -1, &statement, NULL), SQLITE_OK);
    return statement;
}

static void open_copy(struct raw_sqlite *raw, const char *path)
{
    must(raw, sqlite3_open(path, &raw->db), SQLITE_OK);
    must(raw, sqlite3_exec(raw->db, "PRAGMA journal_mode=WAL", NULL, NULL, NULL), SQLITE_OK);
    must(raw, sqlite3_exec(raw->db, "PRAGMA synchronous=FULL", NULL, NULL, NULL), SQLITE_OK);
}

/* The order that is the pattern: placed by the library in the copy, found by its number. */
static void place_pattern(struct raw_sqlite *raw, const char *uri,
                          struct kripa_product *const *products, size_t lines)
{
    struct kripa_config config = {.store_uri = uri, .jwt_secret = SHOP_JWT_SECRET};
    struct kripa *kripa;
    struct kripa_arena arena = {0};
    struct kripa_account *buyer;
    struct kripa_order_item items[LINES_MAX] = {0};
    for (size_t i = 0; i < lines; i++) {
        items[i] = (struct kripa_order_item){.product = products[i]->id, .qty = 1};
        kripa_id_format(products[i]->id, raw->products[i]);
    }
    struct kripa_order_request request = {
        .items = items,
        .items_count = lines,
        .shipping_address = {"Asha Verma", "9826012345", "12 Station Road", "Pachore",
                             "Madhya Pradesh", "465683"},
    };
    struct kripa_order *order;
    struct kripa_error err = {0};
    bool placed = kripa_open(&config, &kripa, &err) == KRIPA_OK &&
                  kripa_account_find(kripa, kripa_viewer_console("bench"), "buyer0@example.com",
                                     &arena, &buyer, &err) == KRIPA_OK &&
                  kripa_order_place(kripa, (struct kripa_viewer){buyer->id, buyer->role, ""},
                                    &request, "bench", NULL, &arena, &order, &err) == KRIPA_OK;
    if (!placed) {
        fprintf(stderr, "raw sqlite: %s\n", err.message);
        exit(2);
    }
    kripa_id_format(buyer->id, raw->buyer);
    kripa_id_format(order->id, raw->order);
    raw->number = order->number;
    kripa_arena_clear(&arena);
    kripa_close(kripa);
}

static bool is_fresh(const char *column, sqlite3_value *value, const char *order)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return strcmp(column, "_id") == 0 || strcmp(column, "number") == 0 ||
           (text && strcmp(text, order) == 0);
}

/* Keeps the row that `found` stands on as a pattern for `INSERT INTO table`. */
static void keep_row(struct raw_sqlite *raw, const char *table, sqlite3_stmt *found, bool of_order)
{
    struct row *row = &raw->rows[raw->count++];
    char sql[SQL_MAX];
    row->columns = sqlite3_column_count(found);
    row->of_order = of_order;
    size_t size = (size_t)snprintf(sql, sizeof sql, "INSERT INTO \"%s\" (", table);
    for (int i = 0; i < row->columns; i++) {
        const char *name = sqlite3_column_name(found, i);
        size += (size_t)snprintf(sql + size, sizeof sql - size, "%s\"%s\"", i ? "," : "", name);
        row->values[i] = sqlite3_value_dup(sqlite3_column_value(found, i));
        row->fresh[i] = is_fresh(name, row->values[i], raw->order);
        row->numbered[i] = !of_order && strcmp(name, "row") == 0;
    }
    size += (size_t)snprintf(sql + size, sizeof sql - size, ") VALUES (?");
    for (int i = 1; i < row->columns; i++)
        size += (size_t)snprintf(sql + size, sizeof sql - size, ",?");
    snprintf(sql + size, sizeof sql - size, ")");
    row->insert = prepare(raw, sql);
}

static void keep_rows(struct raw_sqlite *raw, const char *table, const char *where, bool of_order)
{
    char sql[SQL_MAX];
    snprintf(sql, sizeof sql, "SELECT * FROM \"%s\" WHERE %s", table, where);
    sqlite3_stmt *found = prepare(raw, sql);
    while (sqlite3_step(found) == SQLITE_ROW && raw->count < ROWS_MAX)
        keep_row(raw, table, found, of_order);
    sqlite3_finalize(found);
}

static void learn_pattern(struct raw_sqlite *raw)
{
    char where[128];
    snprintf(where, sizeof where, "\"_id\" = '%s'", raw->order);
    keep_rows(raw, "orders", where, false);
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT rowid FROM orders WHERE %s", where);
    sqlite3_stmt *row = prepare(raw, sql);
    must(raw, sqlite3_step(row), SQLITE_ROW);
    raw->order_row = sqlite3_column_int64(row, 0);
    sqlite3_finalize(row);
    snprintf(where, sizeof where, "\"order\" = '%s'", raw->order);
    keep_rows(raw, "stock_ledger", where, false);
    keep_rows(raw, "outbox", where, false);
    snprintf(where, sizeof where, "\"row\" = %lld", (long long)raw->order_row);
    sqlite3_stmt *tables = prepare(
        raw, "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'orders\\_\\_%' "
             "ESCAPE '\\'");
    while (sqlite3_step(tables) == SQLITE_ROW)
        keep_rows(raw, (const char *)sqlite3_column_text(tables, 0), where, true);
    sqlite3_finalize(tables);
}

struct raw_sqlite *raw_sqlite_open(struct shop *shop, struct kripa_product *const *products,
                                   size_t lines)
{
    struct raw_sqlite *raw = calloc(1, sizeof *raw);
    char path[192], uri[224];
    struct kripa_error err = {0};
    if (!raw)
        exit(2);
    snprintf(path, sizeof path, "%s/raw.db", shop->store.folder);
    snprintf(uri, sizeof uri, "sqlite:%s", path);
    if (kripa_backup(shop->kripa, path, &err) != KRIPA_OK) {
        fprintf(stderr, "raw sqlite: %s\n", err.message);
        exit(2);
    }
    raw->lines = lines;
    place_pattern(raw, uri, products, lines);
    open_copy(raw, path);
    learn_pattern(raw);
    raw->begin = prepare(raw, "BEGIN IMMEDIATE");
    raw->commit = prepare(raw, "COMMIT");
    raw->take = prepare(raw, "UPDATE products SET stock = stock - 1, sold = sold + 1, ordered = 1, "
                             "revision = revision + 1, \"updatedAt_ms\" = ? WHERE \"_id\" = ? AND "
                             "stock >= 1 AND active = 1");
    raw->mark =
        prepare(raw, "UPDATE users SET ordered = 1 WHERE \"_id\" = ? AND \"isBlocked\" = 0");
    return raw;
}

static void run(struct raw_sqlite *raw, sqlite3_stmt *statement)
{
    must(raw, sqlite3_step(statement), SQLITE_DONE);
    sqlite3_reset(statement);
}

/* A value that no other order has: the order's own id wherever it stands, a new number, or a new id
 * of the row. */
static void bind_fresh(struct raw_sqlite *raw, const struct row *row, int column, size_t index)
{
    char id[KRIPA_ID_TEXT_SIZE];
    const char *text = (const char *)sqlite3_value_text(row->values[column]);
    if (sqlite3_value_type(row->values[column]) == SQLITE_INTEGER) {
        sqlite3_bind_int64(row->insert, column + 1, raw->number + raw->serial);
        return;
    }
    bool order = strcmp(text, raw->order) == 0;
    snprintf(id, sizeof id, "%.8s%02x%014llx", raw->order, order ? 0 : (unsigned)index + 1,
             (unsigned long long)raw->serial);
    sqlite3_bind_text(row->insert, column + 1, id, -1, SQLITE_TRANSIENT);
}

static void insert(struct raw_sqlite *raw, size_t index, int64_t order_row)
{
    struct row *row = &raw->rows[index];
    for (int i = 0; i < row->columns; i++) {
        if (row->of_order && i == 1)
            sqlite3_bind_int64(row->insert, 2, order_row);
        else if (row->numbered[i])
            sqlite3_bind_null(row->insert, i + 1);
        else if (row->fresh[i])
            bind_fresh(raw, row, i, index);
        else
            sqlite3_bind_value(row->insert, i + 1, row->values[i]);
    }
    run(raw, row->insert);
}

static void write_order(struct raw_sqlite *raw)
{
    int64_t order_row = 0;
    raw->serial++;
    run(raw, raw->begin);
    for (size_t i = 0; i < raw->lines; i++) {
        sqlite3_bind_int64(raw->take, 1, (int64_t)time(NULL) * 1000);
        sqlite3_bind_text(raw->take, 2, raw->products[i], -1, SQLITE_STATIC);
        run(raw, raw->take);
    }
    sqlite3_bind_text(raw->mark, 1, raw->buyer, -1, SQLITE_STATIC);
    run(raw, raw->mark);
    for (size_t i = 0; i < raw->count; i++) {
        insert(raw, i, order_row);
        if (i == 0)
            order_row = sqlite3_last_insert_rowid(raw->db);
    }
    run(raw, raw->commit);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double raw_sqlite_orders_per_s(struct raw_sqlite *raw, unsigned seconds)
{
    size_t orders = 0;
    double start = now_s(), end;
    do {
        write_order(raw);
        orders++;
    } while ((end = now_s()) - start < seconds);
    return (double)orders / (end - start);
}

void raw_sqlite_close(struct raw_sqlite *raw)
{
    for (size_t i = 0; i < raw->count; i++) {
        for (int j = 0; j < raw->rows[i].columns; j++)
            sqlite3_value_free(raw->rows[i].values[j]);
        sqlite3_finalize(raw->rows[i].insert);
    }
    sqlite3_finalize(raw->begin);
    sqlite3_finalize(raw->commit);
    sqlite3_finalize(raw->take);
    sqlite3_finalize(raw->mark);
    sqlite3_close(raw->db);
    free(raw);
}
