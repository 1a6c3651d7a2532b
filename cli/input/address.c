/* SPDX-License-Identifier: MIT
 * Completes an address from a saved one. */
#include "address.h"

#include <string.h>

#define ADDRESS "shippingAddress."

bool address_typed(const struct input *in)
{
    for (size_t i = 0; i < in->pairs_count; i++) {
        if (strncmp(in->pairs[i].name, ADDRESS, strlen(ADDRESS)) == 0)
            return true;
    }
    return false;
}

static bool is_typed(const struct input *in, const char *name)
{
    for (size_t i = 0; i < in->pairs_count; i++) {
        if (strcmp(in->pairs[i].name, name) == 0)
            return true;
    }
    return false;
}

size_t address_rest(const struct input *in, const struct kripa_address *address,
                    struct kripa_pair out[ADDRESS_PAIRS_MAX])
{
    const struct kripa_pair all[ADDRESS_PAIRS_MAX] = {
        {ADDRESS "name", address->name},   {ADDRESS "phone", address->phone},
        {ADDRESS "city", address->city},   {ADDRESS "addressLine", address->address_line},
        {ADDRESS "state", address->state}, {ADDRESS "pincode", address->pincode},
    };
    size_t count = 0;
    for (size_t i = 0; i < ADDRESS_PAIRS_MAX; i++) {
        if (all[i].value && !is_typed(in, all[i].name))
            out[count++] = all[i];
    }
    return count;
}
