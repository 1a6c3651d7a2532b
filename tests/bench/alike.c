/* SPDX-License-Identifier: MIT
 * What a stopwatch tells of an address: milliseconds that a code, a reset and a try of a code take
 * to be answered, for addresses that are known, unknown and blocked, by turns, against a kripad of
 * its own. The medians must lie within 5 %. Usage: [KRIPA_TEST_STORE=mongodb] alike [of each] */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "daemon.h"
#include "http.h"
#include "shop.h"

#define NAMES      3
#define EACH       200
#define EACH_MAX   2000
#define WITHIN_PCT 5

static const char *const names[NAMES] = {"known", "unknown", "blocked"};
static const struct {
    const char *what, *path, *body;
    unsigned status;
} kinds[] = {
    {"forgot-password", "/api/auth/forgot-password", "{\"email\": \"%s@example.com\"}", 200},
    {"login-otp/request", "/api/auth/login-otp/request", "{\"email\": \"%s@example.com\"}", 200},
    {"login-otp/verify", "/api/auth/login-otp/verify",
     "{\"email\": \"%s@example.com\", \"otp\": \"000000\"}", 400},
};
#define KINDS (sizeof kinds / sizeof *kinds)

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static double median(double *times, size_t count)
{
    qsort(times, count, sizeof *times, by_size);
    return times[count / 2];
}

static double ask(struct http *http, size_t kind, size_t name)
{
    char body[128];
    snprintf(body, sizeof body, kinds[kind].body, names[name]); /* NOLINT: from the table above */
    double begun = now_ms();
    const struct http_answer *answer = http_ask(
        http, (struct http_request){.method = "POST", .path = kinds[kind].path, .body = body});
    if (answer->status == kinds[kind].status)
        return now_ms() - begun;
    fprintf(stderr, "%s: HTTP %ld: %s\n", kinds[kind].path, answer->status, answer->body);
    exit(2);
}

static bool measure(struct http *http, size_t kind, size_t each)
{
    static double times[NAMES][EACH_MAX];
    double least = 1e9, most = 0;
    for (size_t i = 0; i < each; i++)
        for (size_t name = 0; name < NAMES; name++)
            times[name][i] = ask(http, kind, name);
    printf("%-18s", kinds[kind].what);
    for (size_t name = 0; name < NAMES; name++) {
        double middle = median(times[name], each);
        least = middle < least ? middle : least;
        most = middle > most ? middle : most;
        printf("  %s %.2f ms", names[name], middle);
    }
    double apart = (most - least) / least * 100;
    printf("  apart by %.2f %%\n", apart);
    return apart <= WITHIN_PCT;
}

int main(int argc, char **argv)
{
    static const char *const settings[] = {"RATE_LIMIT_ADDRESS=off",
                                           "RATE_LIMIT_SIGN_IN=off",
                                           "RATE_LIMIT_SIGN_IN_ACCOUNT=off",
                                           "RATE_LIMIT_SIGN_IN_ADDRESS=off",
                                           "RATE_LIMIT_REGISTER=off",
                                           "RATE_LIMIT_RESET=off",
                                           NULL};
    size_t each = argc > 1 ? strtoul(argv[1], NULL, 10) : EACH;
    struct shop shop;
    each = each && each <= EACH_MAX ? each : EACH;
    shop_open(&shop, .place = SHOP_SHARED, .clock_runs = true);
    shop_account(&shop, "known", KRIPA_ROLE_CUSTOMER);
    struct kripa_account *blocked = shop_account(&shop, "blocked", KRIPA_ROLE_CUSTOMER);
    shop_must(kripa_account_block(shop.kripa, shop.console, blocked->id,
                                  (struct kripa_int){1, true}, &shop.arena, &blocked, &shop.err),
              &shop.err, "block");
    struct daemon *daemon = daemon_start(shop.store.uri, SHOP_JWT_SECRET, settings);
    struct http *http = http_open(daemon_url(daemon));
    bool alike = true;
    for (size_t kind = 0; kind < KINDS; kind++)
        alike &= measure(http, kind, each);
    http_close(http);
    daemon_stop(daemon);
    shop_close(&shop);
    return alike ? EXIT_SUCCESS : EXIT_FAILURE;
}
