/* SPDX-License-Identifier: MIT
 * The API. */
#include "routes.h"

#include <kripa/sys/schema.h>

#include "on.h"

const struct route kripad_routes[] = {
    /* kripad itself */
    {METHOD_GET, "/", KRIPA_ANYONE, on_root, .kind = REPLY_RAW, .limit = LIMIT_NONE,
     .summary = "Name and version."},
    {METHOD_GET, "/healthz", KRIPA_ANYONE, on_healthz, .flags = ROUTE_NO_TOKEN, .limit = LIMIT_NONE,
     .summary = "Whether kripad lives."},
    {METHOD_GET, "/readyz", KRIPA_ANYONE, on_readyz, .lane = LANE_STORE, .flags = ROUTE_NO_TOKEN,
     .limit = LIMIT_NONE, .summary = "Whether the store answers."},
    {METHOD_GET, "/api/openapi.json", KRIPA_ANYONE, on_openapi, .kind = REPLY_RAW,
     .flags = ROUTE_NO_TOKEN | ROUTE_ETAG | ROUTE_GUESTS_CACHE, .summary = "This document."},
    {.path = NULL},
};
