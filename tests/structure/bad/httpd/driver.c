/* SPDX-License-Identifier: MIT
 * The server knows the library's inside and the other program. */
#include "../cli/print.h"
#include "catalog.h"
#include "nowhere.h"
#include <microhttpd.h>
