/* SPDX-License-Identifier: MIT
 * A domain header. */
#include <kripa/base.h>
int kripa_wide; /* a line of more than one hundred columns, which is more than a window beside another one has */
