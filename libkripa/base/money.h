/* SPDX-License-Identifier: MIT
 * Money in int64 paise, rates in basis points. */
#ifndef KP_MONEY_H
#define KP_MONEY_H

#include <kripa/base.h>

/* A JSON number of rupees (or percent) as hundredths; false when it has more than two decimals or
 * is out of range. */
bool kp_money_from_double(double rupees, int64_t *paise);

#endif
