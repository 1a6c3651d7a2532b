/* SPDX-License-Identifier: MIT
 * A random life of a shop: orders that are placed, moved on, cancelled and deleted, accounts
 * that register and are deleted; and a comparison of its reports with a recount of all records. */
#ifndef LIFE_H
#define LIFE_H

#include "shop.h"

#define SHOP_LIFE_PRODUCTS 90 /* more than a report sums up at once */
#define SHOP_LIFE_BUYERS   4

struct shop_life {
    struct shop *shop; /* with accounts, and its first time zone */
    struct kripa_id products[SHOP_LIFE_PRODUCTS];
    struct kripa_viewer buyers[SHOP_LIFE_BUYERS];
    uint64_t chance; /* the state of the random numbers, the same in every run */
    int guests;
};

/* Adds products and buyers. */
void shop_life_begin(struct shop_life *life, struct shop *shop);
int64_t shop_life_draw(struct shop_life *life, int64_t below);
/* Does so many random steps; each moves the clock on by up to a day. */
void shop_live(struct shop_life *life, int steps);
/* The number of the day of an instant (base/time.h). */
int64_t shop_day(int64_t at_ms);
/* Every report over these days must be what a recount says, and so must those without a
 * range. No order may have been placed outside of these days. */
void shop_recount(struct shop_life *life, int64_t from, int64_t to);
void shop_recount_ever(struct shop_life *life, int64_t from, int64_t to);

#endif
