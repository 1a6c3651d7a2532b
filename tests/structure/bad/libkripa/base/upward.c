/* SPDX-License-Identifier: MIT
 * The ground floor looks upstairs and into a driver. */
#include <sqlite3.h>

#include "order/catalog.h"
