/* SPDX-License-Identifier: MIT
 * What reports are made of: counters of each day, in records of a month, kept in the change of what
 * they count (domain.md, "Reports"). */
#ifndef KP_FIGURES_H
#define KP_FIGURES_H

#include "core/change.h"
#include "schema/schema.h"

/* The month of a day (its number: base/time.h), and which of its days it is, from 1. */
int64_t kp_month_of(int64_t day, int *day_of_month);
/* The number of its first day. */
int64_t kp_month_start(int64_t month);
#define KP_MONTH_ALL_TIME 1 /* no id is all zeros */

/* The ids of their records: those of a month lie between kp_month_id and that of the next one. */
struct kripa_id kp_month_id(int64_t month);
struct kripa_id kp_shop_month_id(int64_t month, unsigned stripe);
struct kripa_id kp_product_month_id(int64_t month, struct kripa_id product);
struct kripa_id kp_retailer_month_id(int64_t month, struct kripa_id retailer);

/* What an order, placed in the zone's day of its time, counts for, as it was before this change
 * (NULL: it is new) and as it is after it (NULL: it goes). The last edits but for the products', as
 * others want them, too; the change must be committed then. */
void kp_figures_order(struct kp_change *change, const char *zone, const struct kripa_order *before,
                      const struct kripa_order *after);
/* Accounts: one more that was registered then, or (-1) one less. */
void kp_figures_registered(struct kp_change *change, const char *zone, int64_t at_ms, int64_t by);

/* What an order counts for. */
bool kp_order_counts(const struct kripa_order *order); /* it has a day, and was not cancelled */
bool kp_order_is_retailers(const struct kripa_order *order); /* and its buyer bought as one */
/* The lines of one product, together; false for all lines of it but the first. */
bool kp_order_product(const struct kripa_order *order, size_t line, struct kripa_product_day *sold);
/* The counter of its state. */
int64_t *kp_shop_day_state(struct kripa_shop_day *day, enum kripa_delivery_status status);

#endif
