/* SPDX-License-Identifier: MIT
 * See buyers.h. */
#include "buyers.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "orders.h"
#include "shop.h"

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void *buy(void *ctx)
{
    struct buyer *buyer = ctx;
    struct kripa_order_item items[BUYER_LINES_MAX];
    for (size_t i = 0; i < buyer->lines; i++)
        items[i] = (struct kripa_order_item){buyer->products[i], 1};
    struct kripa_order_request request = shop_request(items, buyer->lines);
    for (int i = 0; i < buyer->orders; i++) {
        struct kripa_arena arena = {0};
        struct kripa_order *order;
        int64_t began_ms = now_ms();
        enum kripa_status status = kripa_order_place(buyer->kripa, buyer->viewer, &request,
                                                     "POST /orders", NULL, &arena, &order, NULL);
        buyer->placed += status == KRIPA_OK;
        buyer->unavailable += status == KRIPA_UNAVAILABLE;
        buyer->refused += status != KRIPA_OK && status != KRIPA_UNAVAILABLE;
        int64_t took_ms = now_ms() - began_ms;
        buyer->longest_ms = took_ms > buyer->longest_ms ? took_ms : buyer->longest_ms;
        kripa_arena_clear(&arena);
    }
    return NULL;
}

void buyers_run(struct buyer *buyers, size_t count)
{
    pthread_t *threads = calloc(count, sizeof *threads);
    if (!threads)
        exit(2);
    for (size_t i = 0; i < count; i++)
        if (pthread_create(&threads[i], NULL, buy, &buyers[i]) != 0)
            exit(2);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    free(threads);
}
