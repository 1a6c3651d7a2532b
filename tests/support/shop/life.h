/* SPDX-License-Identifier: MIT
 * A shop's life by chance: orders placed, moved on, cancelled and deleted, accounts that come and
 * go; and its reports held against a recount of all that is left of it. */
#ifndef LIFE_H
#define LIFE_H

#include "shop.h"

#define SHOP_LIFE_PRODUCTS 90 /* more than a report sums up at once */
#define SHOP_LIFE_BUYERS   4

struct shop_life {
    struct shop *shop; /* with accounts, and the zone that it has at first */
    struct kripa_id products[SHOP_LIFE_PRODUCTS];
    struct kripa_viewer buyers[SHOP_LIFE_BUYERS];
    uint64_t chance; /* the same each time */
    int guests;
};

/* Adds products and buyers. */
void shop_life_begin(struct shop_life *life, struct shop *shop);
int64_t shop_life_draw(struct shop_life *life, int64_t below);
/* The clock moves on by up to a day with each step. */
void shop_live(struct shop_life *life, int steps);
/* The number of the day of an instant (base/time.h). */
int64_t shop_day(int64_t at_ms);
/* Every report over these days says what a recount does; and those that have no range. Nothing was
 * ordered outside of these days then. */
void shop_recount(struct shop_life *life, int64_t from, int64_t to);
void shop_recount_ever(struct shop_life *life, int64_t from, int64_t to);

#endif
