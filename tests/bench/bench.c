/* SPDX-License-Identifier: MIT
 * kripad beside its yardsticks, in one run on one machine: HTTP reads beside a bare libmicrohttpd
 * server that returns the same bytes (bare_http.c), durable checkouts beside a program that writes
 * the same rows with SQLite alone (raw_sqlite.c). Load comes from wrk. Usage: bench [products]
 * [seconds of one measurement] */
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "daemon.h"
#include "goods.h"
#include "load.h"
#include "orders.h"
#include "raw_sqlite.h"
#include "shop.h"
#include "wrk.h"

#define BUYERS      64
#define CONNECTIONS 64
#define ROUNDS      3
#define PAGE        20
#define LINES       3

struct bench {
    struct shop shop;
    struct daemon *daemon;
    size_t products;
    unsigned seconds;
    struct kripa_product **at;
    const char *tokens[BUYERS];
    double ready_ms;
    long idle_kib;
};

static void write_products_script(struct bench *bench, char path[WRK_PATH_SIZE])
{
    FILE *file = wrk_script(bench->shop.store.folder, "product", path);
    fprintf(file, "local ids = {");
    for (size_t i = 0; i < bench->products; i++) {
        char id[KRIPA_ID_TEXT_SIZE];
        kripa_id_format(bench->at[i]->id, id);
        fprintf(file, "'%s',", id);
    }
    fprintf(file, "}\nfunction request() return wrk.format('GET', '/api/products/' .. "
                  "ids[math.random(#ids)]) end\n");
    fclose(file);
}

/* `fresh`: each request has a query of its own, so that no answer can be a repeated one. */
static void write_pages_script(struct bench *bench, const char *name, bool fresh,
                               char path[WRK_PATH_SIZE])
{
    FILE *file = wrk_script(bench->shop.store.folder, name, path);
    fprintf(file,
            "local n = 0\nfunction request() n = n + 1 return wrk.format('GET', "
            "'/api/products?limit=%d&page=' .. math.random(10)%s) end\n",
            PAGE, fresh ? " .. '&n=' .. n" : "");
    fclose(file);
}

static void write_checkout_script(struct bench *bench, char path[WRK_PATH_SIZE])
{
    char *body = shop_order_body(&bench->shop, bench->at, LINES, 1);
    FILE *file = wrk_script(bench->shop.store.folder, "checkout", path);
    fprintf(file, "local tokens = {");
    for (size_t i = 0; i < BUYERS; i++)
        fprintf(file, "'%s',", bench->tokens[i]);
    fprintf(file,
            "}\nlocal n = 0\nfunction request() n = n + 1 return wrk.format('POST', '/api/orders', "
            "{['Content-Type']='application/json', Authorization='Bearer ' .. tokens[n %% #tokens "
            "+ 1]}, [[%s]]) end\n",
            body);
    fclose(file);
}

static void make_shop(struct bench *bench)
{
    shop_open(&bench->shop, .place = SHOP_SHARED, .clock_runs = true);
    bench->at = calloc(bench->products, sizeof(struct kripa_product *));
    if (!bench->at)
        exit(2);
    category_add(&bench->shop, "{\"name\":\"Fans\"}");
    for (size_t i = 0; i < bench->products; i++) {
        const char *json = kripa_arena_format(
            &bench->shop.arena,
            "{\"name\":\"Ceiling Fan %zu, 1200 mm, 52 W\",\"category\":\"fans\",\"price\":100,"
            "\"retailer_price\":90,\"price_bulk\":80,\"min_bulk_qty\":10,\"stock\":%d}",
            i, i < LINES ? 90000000 : 50);
        bench->at[i] = product_add(&bench->shop, json);
    }
    for (size_t i = 0; i < BUYERS; i++) {
        char name[32];
        snprintf(name, sizeof name, "buyer%zu", i);
        bench->tokens[i] = shop_token(&bench->shop, name, KRIPA_ROLE_CUSTOMER);
    }
}

static void start_daemon(struct bench *bench)
{
    double start = wrk_now_s();
    bench->daemon =
        daemon_start(bench->shop.store.uri, SHOP_JWT_SECRET,
                     (const char *const[]){"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_ADDRESS=off",
                                           "RATE_LIMIT_CHECKOUT=off", NULL});
    bench->ready_ms = (wrk_now_s() - start) * 1000;
    char path[64], line[256];
    snprintf(path, sizeof path, "/proc/%d/status", (int)daemon_pid(bench->daemon));
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        sscanf(line, "VmRSS: %ld", &bench->idle_kib);
    if (file)
        fclose(file);
}

struct bare {
    pid_t pid;
    int input;
    char url[64];
};

/* Keeps one real answer and starts the bare server that repeats it. */
static struct bare start_bare(struct bench *bench, const char *path)
{
    char head[128], body[128], command[640];
    snprintf(head, sizeof head, "%s/head", bench->shop.store.folder);
    snprintf(body, sizeof body, "%s/body", bench->shop.store.folder);
    snprintf(command, sizeof command, "curl -s -D %s -o %s '%s%s'", head, body,
             daemon_url(bench->daemon), path);
    int in[2], out[2];
    if (system(command) != 0 || pipe(in) != 0 || pipe(out) != 0)
        exit(2);
    struct bare bare = {.pid = fork(), .input = in[1]};
    if (bare.pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        execl(BARE_HTTP, "bare_http", head, body, (char *)NULL);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    char port[16] = "";
    if (read(out[0], port, sizeof port - 1) <= 0)
        exit(2);
    close(out[0]);
    snprintf(bare.url, sizeof bare.url, "http://127.0.0.1:%d", (int)strtol(port, NULL, 10));
    return bare;
}

static void stop_bare(struct bare *bare)
{
    close(bare->input);
    waitpid(bare->pid, NULL, 0);
}

static void say(const char *what, double ours, double yardstick, double wanted)
{
    printf("%-36s %10.0f %10.0f %7.2f %7.2f\n", what, ours, yardstick, ours / yardstick, wanted);
}

static void measure_reads(struct bench *bench, const char *what, const char *path, const char *lua,
                          double wanted)
{
    struct bare bare = start_bare(bench, path);
    double ours[ROUNDS], yardstick[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        ours[i] = wrk_rate(daemon_url(bench->daemon), lua, CONNECTIONS, bench->seconds);
        yardstick[i] = wrk_rate(bare.url, lua, CONNECTIONS, bench->seconds);
    }
    stop_bare(&bare);
    say(what, wrk_median(ours, ROUNDS), wrk_median(yardstick, ROUNDS), wanted);
}

static void measure_checkouts(struct bench *bench, const char *lua)
{
    struct raw_sqlite *raw = raw_sqlite_open(&bench->shop, bench->at, LINES);
    double ours[ROUNDS], yardstick[ROUNDS];
    for (size_t i = 0; i < ROUNDS; i++) {
        ours[i] = wrk_rate(daemon_url(bench->daemon), lua, CONNECTIONS, bench->seconds);
        yardstick[i] = raw_sqlite_orders_per_s(raw, bench->seconds);
    }
    raw_sqlite_close(raw);
    say("durable checkouts of 3 lines", wrk_median(ours, ROUNDS), wrk_median(yardstick, ROUNDS),
        1.5);
}

int main(int argc, char **argv)
{
    setenv("TMPDIR", "/tmp", 0); /* a disk: what is measured is what a commit waits for */
    struct bench bench = {.products = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000,
                          .seconds = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 5};
    char product[WRK_PATH_SIZE], page[WRK_PATH_SIZE], fresh[WRK_PATH_SIZE], checkout[WRK_PATH_SIZE],
        path[96], id[KRIPA_ID_TEXT_SIZE];
    make_shop(&bench);
    write_products_script(&bench, product);
    write_pages_script(&bench, "page", false, page);
    write_pages_script(&bench, "fresh", true, fresh);
    write_checkout_script(&bench, checkout);
    start_daemon(&bench);
    printf("ready in %.0f ms, idle in %.1f MiB, with %zu products\n\n", bench.ready_ms,
           (double)bench.idle_kib / 1024, bench.products);
    printf("%-36s %10s %10s %7s %7s\n", "requests a second, 64 connections", "kripad", "yardstick",
           "ratio", "wanted");
    kripa_id_format(bench.at[0]->id, id);
    snprintf(path, sizeof path, "/api/products/%s", id);
    measure_reads(&bench, "product by id", path, product, 0.5);
    snprintf(path, sizeof path, "/api/products?limit=%d&page=2", PAGE);
    measure_reads(&bench, "page of 20", path, page, 0.3);
    measure_reads(&bench, "page of 20, never asked before", path, fresh, 0.3);
    measure_checkouts(&bench, checkout);
    daemon_stop(bench.daemon);
    shop_close(&bench.shop);
    free(bench.at);
    return 0;
}
