/* SPDX-License-Identifier: MIT
 * The disk fills up in the middle of business: orders are refused with a clear error, nothing is
 * half-done, and the shop goes on when there is room again. Needs root for its small tmpfs; without
 * it says so and is skipped (exit 77). */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "fleet.h"
#include "goods.h"
#include "orders.h"
#include "shop.h"

#define BUYERS   16
#define REQUESTS 200
#define SKIPPED  77

struct counts {
    size_t placed, refused, other;
};

static struct counts place(struct load *load, const char *token, const char *body)
{
    static struct load_request requests[REQUESTS];
    for (size_t i = 0; i < REQUESTS; i++)
        requests[i] = (struct load_request){
            .method = "POST", .path = "/api/orders", .token = token, .body = body};
    load_run(load, requests, REQUESTS);
    struct counts counts = {0};
    for (size_t i = 0; i < REQUESTS; i++) {
        if (requests[i].status == 201)
            counts.placed++;
        else if (requests[i].status == 503 && strstr(requests[i].reply, "UNAVAILABLE"))
            counts.refused++;
        else if (counts.other++ == 0)
            fprintf(stderr, "%ld %s\n", requests[i].status,
                    requests[i].reply ? requests[i].reply : "(no answer)");
    }
    load_clear(requests, REQUESTS);
    return counts;
}

/* Takes all the room there is. */
static void fill(const char *path)
{
    static char block[4096];
    int file = open(path, O_CREAT | O_WRONLY, 0600);
    while (file >= 0 && write(file, block, sizeof block) > 0)
        ;
    if (file >= 0)
        close(file);
}

static bool say(const char *when, struct counts counts, bool right)
{
    printf("%-22s placed %4zu, refused %4zu, other %zu: %s\n", when, counts.placed, counts.refused,
           counts.other, right ? "as it should be" : "WRONG");
    return right;
}

static bool live_through_it(struct shop *shop, struct load *load, const char *token,
                            const char *body)
{
    char filler[256];
    snprintf(filler, sizeof filler, "%s/filler", shop->store.folder);
    struct counts before = place(load, token, body);
    bool right = say("with room:", before, before.placed == REQUESTS);
    fill(filler);
    struct counts full = place(load, token, body);
    for (int i = 0; i < 20 && full.refused == 0; i++) /* until the last free pages are used up */
        full = place(load, token, body);
    right = say("disk full:", full, full.refused > 0 && full.other == 0) && right;
    unlink(filler);
    struct counts after = place(load, token, body);
    return say("with room again:", after, after.placed == REQUESTS) && right;
}

int main(void)
{
    struct shop shop;
    shop_open(&shop, .disk_bytes = 8 << 20, .clock_runs = true);
    if (!shop.kripa) {
        printf("SKIPPED: a small tmpfs can't be mounted here: %s\n", strerror(errno));
        return SKIPPED;
    }
    const char *token = shop_token(&shop, "buyer", KRIPA_ROLE_CUSTOMER);
    struct kripa_product *products[] = {shop_product(&shop, "Lamp", 1000000)};
    char *body = shop_order_body(&shop, products, 1, 1);
    struct fleet fleet;
    fleet_start(&fleet, 1, shop.store.uri, SHOP_JWT_SECRET, BUYERS);
    bool right = live_through_it(&shop, fleet.load, token, body);
    fleet_stop(&fleet);
    bool verified = shop_verify(&shop) == KRIPA_OK;
    printf("store verify: %s\n", verified ? "no differences" : "DIFFERENCES");
    shop_close(&shop);
    return right && verified ? 0 : 1;
}
