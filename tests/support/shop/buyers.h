/* SPDX-License-Identifier: MIT
 * Buyers who order at the same moment, each in a thread of its own, through the library. */
#ifndef BUYERS_H
#define BUYERS_H

#include <kripa/kripa.h>

#define BUYER_LINES_MAX 3

struct buyer {
    struct kripa *kripa; /* the opening of the shop that they come through */
    struct kripa_viewer viewer;
    struct kripa_id products[BUYER_LINES_MAX]; /* one of each */
    size_t lines;
    int orders; /* that they place, one after the other */
    int64_t placed, refused, unavailable;
    int64_t longest_ms; /* that one of them took */
};

/* Until all have placed their orders. */
void buyers_run(struct buyer *buyers, size_t count);

#endif
