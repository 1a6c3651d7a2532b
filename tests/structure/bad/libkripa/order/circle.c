/* SPDX-License-Identifier: MIT
 * The other half of a circle. */
#include "internal.h"

int kp_here(void);

int kp_there(void)
{
    return kp_here();
}
