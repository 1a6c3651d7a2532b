/* SPDX-License-Identifier: MIT
 * Money and rates: int64 paise, basis points, half away from zero; the one place that rounds. */
#ifndef KP_MONEY_H
#define KP_MONEY_H

#include <kripa/base.h>

/* value * numerator / denominator, half away from zero, without overflow in between. */
int64_t kp_money_scale(int64_t value, int64_t numerator, int64_t denominator);
/* A JSON number of rupees (or percent) as hundredths; false when it has more than two decimals or
 * is out of range. */
bool kp_money_from_double(double rupees, int64_t *paise);
/* The same for a number that an older program left: rounded to the nearest hundredth. */
int64_t kp_money_round_double(double rupees);

#endif
