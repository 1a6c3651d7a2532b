/* SPDX-License-Identifier: MIT
 * The counters that reports are made of: one record a month, with counters for each day, written
 * in the change that they count (domain.md, "Reports"). */
#ifndef KP_FIGURES_H
#define KP_FIGURES_H

#include "core/change.h"
#include "schema/schema.h"

/* The month of a day (a day number: base/time.h), and its day of the month, from 1. */
int64_t kp_month_of(int64_t day, int *day_of_month);
/* The day number of the month's first day. */
int64_t kp_month_start(int64_t month);
#define KP_MONTH_ALL_TIME 1 /* not 0, as no id is all zeros */

/* The ids of the records. All records of a month lie between kp_month_id of it and of the
 * next month. */
struct kripa_id kp_month_id(int64_t month);
struct kripa_id kp_shop_month_id(int64_t month, unsigned stripe);
struct kripa_id kp_product_month_id(int64_t month, struct kripa_id product);
struct kripa_id kp_retailer_month_id(int64_t month, struct kripa_id retailer);

/* Adds the edits that count an order: `before` as it was (NULL: it is new), `after` as it is
 * after this change (NULL: it is deleted). Only the edits of products may follow them, since
 * other changes write to these counters, too; then the change must be committed. */
void kp_figures_order(struct kp_change *change, const char *zone, const struct kripa_order *before,
                      const struct kripa_order *after);
/* Counts an account that was registered at this time: 1 more or 1 less (-1). */
void kp_figures_registered(struct kp_change *change, const char *zone, int64_t at_ms, int64_t by);

/* What an order adds to the counters. */
bool kp_order_counts(const struct kripa_order *order);       /* it has a day and is not cancelled */
bool kp_order_is_retailers(const struct kripa_order *order); /* and was bought as a retailer */
/* Adds up the lines of the product of this line; false unless this is the first line of that
 * product. */
bool kp_order_product(const struct kripa_order *order, size_t line, struct kripa_product_day *sold);
/* The counter of orders in this state. */
int64_t *kp_shop_day_state(struct kripa_shop_day *day, enum kripa_delivery_status status);

#endif
