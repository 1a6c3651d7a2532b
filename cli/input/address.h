/* SPDX-License-Identifier: MIT
 * An address of which the command line says a part, or nothing. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "base/session.h"

#define ADDRESS_PAIRS_MAX 6

/* Whether a flag says something of shippingAddress. */
bool address_typed(const struct input *in);
/* As pairs of shippingAddress what `address` says and no flag does; returns how many. */
size_t address_rest(const struct input *in, const struct kripa_address *address,
                    struct kripa_pair out[ADDRESS_PAIRS_MAX]);

#endif
