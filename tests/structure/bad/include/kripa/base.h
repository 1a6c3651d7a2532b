/* SPDX-License-Identifier: MIT
 * A public header that leans on one for people who add a store. */
#include <kripa/sys/field.h>
