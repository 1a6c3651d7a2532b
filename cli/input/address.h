/* SPDX-License-Identifier: MIT
 * An address of which the command line gives all, a part, or nothing. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "base/session.h"

#define ADDRESS_PAIRS_MAX 6

/* Whether a flag gives a part of shippingAddress. */
bool address_typed(const struct input *in);
/* Adds the parts of `address` that no flag gives, as pairs of shippingAddress; returns their
 * number. */
size_t address_rest(const struct input *in, const struct kripa_address *address,
                    struct kripa_pair out[ADDRESS_PAIRS_MAX]);

#endif
