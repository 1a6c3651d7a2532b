/* SPDX-License-Identifier: MIT
 * The two stores side by side, in one run on one machine: the same shop and the same requests,
 * turns by turns, to a kripad on SQLite and one on MongoDB (the server of KRIPA_TEST_MONGODB_URI).
 * Then, for MongoDB, how much of a request is waiting for that server: requests one after the other
 * through kripad's dispatch in this process, the time that the driver measured between a command
 * and its answer, as a part of the whole time. Usage: KRIPA_TEST_STORE=mongodb stores [products]
 * [seconds of one measurement] */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "daemon.h"
#include "goods.h"
#include "in_process.h"
#include "orders.h"
#include "shop.h"
#include "wrk.h"

#define BUYERS      32
#define CONNECTIONS 32
#define ROUNDS      3
#define ALONE       200 /* requests of a kind, one after the other */
#define LINES       3

enum kind { PRODUCT, PAGE, SEARCH, CART, CHECKOUT, KINDS };
static const char *const kind_names[KINDS] = {
    [PRODUCT] = "product by id",      [PAGE] = "page of 20",
    [SEARCH] = "search, page of 20",  [CART] = "a cart's line set",
    [CHECKOUT] = "checkout, 3 lines",
};
struct side {
    struct shop shop;
    struct daemon *daemon;
    struct kripa_product **at;
    const char *tokens[BUYERS];
    char scripts[KINDS][WRK_PATH_SIZE];
};
struct bench {
    struct side sqlite, mongodb;
    size_t products;
    unsigned seconds;
};

static const char *id_of(const struct kripa_product *product, char id[KRIPA_ID_TEXT_SIZE])
{
    kripa_id_format(product->id, id);
    return id;
}

static void write_ids(FILE *file, const struct bench *bench, const struct side *side)
{
    char id[KRIPA_ID_TEXT_SIZE];
    fprintf(file, "local ids = {");
    for (size_t i = 0; i < bench->products; i++)
        fprintf(file, "'%s',", id_of(side->at[i], id));
    fprintf(file, "}\n");
}

static void write_tokens(FILE *file, const struct side *side)
{
    fprintf(file, "local n = 0\nlocal tokens = {");
    for (size_t i = 0; i < BUYERS; i++)
        fprintf(file, "'%s',", side->tokens[i]);
    fprintf(file, "}\nlocal function signed() n = n + 1 return {['Content-Type']="
                  "'application/json', Authorization='Bearer ' .. tokens[n %% #tokens + 1]} end\n");
}

/* Few of the orders have a product in common, as in a shop on a usual day. */
static void write_bodies(FILE *file, const struct bench *bench, struct side *side)
{
    fprintf(file, "local bodies = {");
    for (size_t i = 0; i + LINES <= bench->products; i += LINES)
        fprintf(file, "[[%s]],\n", shop_order_body(&side->shop, side->at + i, LINES, 1));
    fprintf(file, "}\n");
}

/* Each asks for something else than the one before: no answer is a repeated one. */
static void write_scripts(struct bench *bench, struct side *side)
{
    char id[KRIPA_ID_TEXT_SIZE];
    for (enum kind kind = 0; kind < KINDS; kind++) {
        char name[16];
        snprintf(name, sizeof name, "kind%d", (int)kind);
        FILE *file = wrk_script(side->shop.store.folder, name, side->scripts[kind]);
        if (kind == PRODUCT)
            write_ids(file, bench, side);
        if (kind == CART || kind == CHECKOUT)
            write_tokens(file, side);
        if (kind == CHECKOUT)
            write_bodies(file, bench, side);
        fprintf(file, "local m = 0\nfunction request() m = m + 1 return ");
        if (kind == PRODUCT)
            fprintf(file, "wrk.format('GET', '/api/products/' .. ids[math.random(#ids)])");
        if (kind == PAGE)
            fprintf(file, "wrk.format('GET', '/api/products?limit=20&page=' .. math.random(10) .. "
                          "'&n=' .. m)");
        if (kind == SEARCH)
            fprintf(file, "wrk.format('GET', '/api/products?limit=20&q=fan%%20' .. "
                          "math.random(99) .. '&n=' .. m)");
        if (kind == CART)
            fprintf(file,
                    "wrk.format('PUT', '/api/cart/item/%s', signed(), '{\"qty\":' .. m %% 9 + 1 "
                    ".. '}')",
                    id_of(side->at[0], id));
        if (kind == CHECKOUT)
            fprintf(file, "wrk.format('POST', '/api/orders', signed(), "
                          "bodies[math.random(#bodies)])");
        fprintf(file, " end\n");
        fclose(file);
    }
}

static void fill_shop(struct bench *bench, struct side *side)
{
    side->at = calloc(bench->products, sizeof(struct kripa_product *));
    if (!side->at)
        exit(2);
    for (size_t i = 0; i < bench->products; i++) {
        char name[64];
        snprintf(name, sizeof name, "Ceiling Fan %zu, 1200 mm, 52 W", i);
        side->at[i] = shop_product(&side->shop, name, 90000000);
    }
    for (size_t i = 0; i < BUYERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "buyer%zu", i);
        side->tokens[i] = shop_token(&side->shop, name, KRIPA_ROLE_CUSTOMER);
    }
    write_scripts(bench, side);
}

/* One request of the kind; what it answers must be 2xx. */
static void ask(struct side *side, struct in_process *in, const struct bench *bench, enum kind kind,
                size_t turn)
{
    char target[96], body[64], bearer[KRIPA_TOKEN_BYTES_MAX + 32], id[KRIPA_ID_TEXT_SIZE];
    const char *const headers[] = {bearer, NULL};
    unsigned status = 0;
    snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", side->tokens[turn % BUYERS]);
    switch (kind) {
    case PRODUCT:
        snprintf(target, sizeof target, "/api/products/%s",
                 id_of(side->at[turn * 7 % bench->products], id));
        status = in_process_ask(in, "GET", target, NULL, NULL);
        break;
    case PAGE:
        snprintf(target, sizeof target, "/api/products?limit=20&page=%zu", turn % 10 + 1);
        status = in_process_ask(in, "GET", target, NULL, NULL);
        break;
    case SEARCH:
        snprintf(target, sizeof target, "/api/products?limit=20&q=fan%%20%zu", turn % 99 + 1);
        status = in_process_ask(in, "GET", target, NULL, NULL);
        break;
    case CART:
        snprintf(target, sizeof target, "/api/cart/item/%s", id_of(side->at[0], id));
        snprintf(body, sizeof body, "{\"qty\":%zu}", turn % 9 + 1);
        status = in_process_ask(in, "PUT", target, body, headers);
        break;
    default:
        status = in_process_ask(in, "POST", "/api/orders",
                                shop_order_body(&side->shop,
                                                side->at + turn * LINES % (bench->products - LINES),
                                                LINES, 1),
                                headers);
    }
    if (status / 100 != 2) {
        fprintf(stderr, "%s: %u %s\n", kind_names[kind], status, in_process_message(in));
        exit(2);
    }
}

static void fill_carts(struct bench *bench, struct side *side)
{
    struct in_process in;
    char id[KRIPA_ID_TEXT_SIZE], body[96];
    (void)bench;
    in_process_open(&in, kripad_routes, side->shop.kripa, NULL);
    snprintf(body, sizeof body, "{\"productId\":\"%s\"}", id_of(side->at[0], id));
    for (size_t i = 0; i < BUYERS; i++) {
        char bearer[KRIPA_TOKEN_BYTES_MAX + 32];
        snprintf(bearer, sizeof bearer, "Authorization: Bearer %s", side->tokens[i]);
        in_process_ask(&in, "POST", "/api/cart/add", body, (const char *const[]){bearer, NULL});
    }
    in_process_close(&in);
}

static void measure_side_by_side(struct bench *bench)
{
    printf("%-28s %10s %10s %7s\n", "requests a second, 32 at once", "sqlite", "mongodb", "ratio");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        double sqlite[ROUNDS], mongodb[ROUNDS];
        for (size_t i = 0; i < ROUNDS; i++) {
            sqlite[i] = wrk_rate(daemon_url(bench->sqlite.daemon), bench->sqlite.scripts[kind],
                                 CONNECTIONS, bench->seconds);
            mongodb[i] = wrk_rate(daemon_url(bench->mongodb.daemon), bench->mongodb.scripts[kind],
                                  CONNECTIONS, bench->seconds);
        }
        double left = wrk_median(sqlite, ROUNDS), right = wrk_median(mongodb, ROUNDS);
        printf("%-28s %10.0f %10.0f %7.2f\n", kind_names[kind], left, right, right / left);
        fflush(stdout);
    }
}

static void measure_waiting(struct bench *bench, struct commands *commands)
{
    struct in_process in;
    in_process_open(&in, kripad_routes, bench->mongodb.shop.kripa, NULL);
    printf("\n%-28s %10s %10s %7s\n", "one at a time, on MongoDB", "commands", "ms", "waiting");
    for (enum kind kind = 0; kind < KINDS; kind++) {
        for (size_t i = 0; i < ALONE / 4; i++) /* warm */
            ask(&bench->mongodb, &in, bench, kind, i);
        commands_reset(commands);
        double start = wrk_now_s();
        for (size_t i = 0; i < ALONE; i++)
            ask(&bench->mongodb, &in, bench, kind, i);
        double took_s = wrk_now_s() - start;
        printf("%-28s %10.1f %10.2f %6.0f%%\n", kind_names[kind],
               (double)commands_count(commands) / ALONE, took_s * 1000 / ALONE,
               (double)commands_us(commands) / 1e4 / took_s);
        fflush(stdout);
    }
    in_process_close(&in);
}

static void open_side(struct bench *bench, struct side *side)
{
    static const char *const settings[] = {"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_ADDRESS=off",
                                           "RATE_LIMIT_CHECKOUT=off", NULL};
    fill_shop(bench, side);
    fill_carts(bench, side);
    side->daemon = daemon_start(side->shop.store.uri, SHOP_JWT_SECRET, settings);
}

static void close_side(struct side *side)
{
    shop_close(&side->shop);
    free(side->at);
}

int main(int argc, char **argv)
{
    setenv("TMPDIR", "/tmp", 0); /* a disk: what is measured is what a commit waits for */
    struct bench bench = {.products = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000,
                          .seconds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 5};
    if (!fresh_store_on_mongodb()) {
        fprintf(stderr, "run it with KRIPA_TEST_STORE=mongodb and KRIPA_TEST_MONGODB_URI\n");
        return 2;
    }
    shop_open(&bench.sqlite.shop, .place = SHOP_IN_FILE, .clock_runs = true);
    shop_open(&bench.mongodb.shop, .place = SHOP_SHARED, .clock_runs = true);
    struct commands *commands = commands_watch(bench.mongodb.shop.kripa, NULL, NULL);
    open_side(&bench, &bench.sqlite);
    open_side(&bench, &bench.mongodb);
    measure_side_by_side(&bench);
    daemon_stop(bench.sqlite.daemon);
    daemon_stop(bench.mongodb.daemon);
    measure_waiting(&bench, commands);
    commands_free(commands);
    close_side(&bench.sqlite);
    close_side(&bench.mongodb);
    return 0;
}
