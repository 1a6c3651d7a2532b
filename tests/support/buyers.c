/* SPDX-License-Identifier: MIT
 * See buyers.h. */
#include "buyers.h"

#include <pthread.h>
#include <stdlib.h>

#include "till.h"

static void *buy(void *ctx)
{
    struct buyer *buyer = ctx;
    struct kripa_order_item items[BUYER_LINES_MAX];
    for (size_t i = 0; i < buyer->lines; i++)
        items[i] = (struct kripa_order_item){buyer->products[i], 1};
    struct kripa_order_request request = till_request(items, buyer->lines);
    for (int i = 0; i < buyer->orders; i++) {
        struct kripa_arena arena = {0};
        struct kripa_order *order;
        enum kripa_status status = kripa_order_place(buyer->kripa, buyer->viewer, &request,
                                                     "POST /orders", NULL, &arena, &order, NULL);
        buyer->placed += status == KRIPA_OK;
        buyer->unavailable += status == KRIPA_UNAVAILABLE;
        buyer->refused += status != KRIPA_OK && status != KRIPA_UNAVAILABLE;
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
