/* SPDX-License-Identifier: MIT
 * A domain header. */
#include <kripa/base.h>
