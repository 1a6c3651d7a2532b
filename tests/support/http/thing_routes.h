/* SPDX-License-Identifier: MIT
 * A small API for tests of what is around every request: one kind of thing, handlers that need no
 * store. */
#ifndef THING_ROUTES_H
#define THING_ROUTES_H

#include "pipeline/route.h"

/* GET  /things/:id         any, ETag; the thing: name is :id, revision 7; :id "gone" is NOT_FOUND
 * PUT  /things/:id         any, If-Match; echoes the body; message is the revision of If-Match, if
 * any GET  /things             any; a list of two GET  /things/special     any; literal beside the
 * parameter POST /things             any, Idempotency-Key; made, name is the key where there is one
 * GET  /cached             any, guests may cache GET  /mine               signed in GET  /admin
 * admins POST /cookie             any; sets the refresh cookie to the number of those sent POST
 * /sign-in            any, limited by failures: password "right" is right GET  /fail?status=NAME
 * fails so GET  /slow?ms=N          sleeps on the store pool GET  /slow-hash?ms=N     sleeps on the
 * hash pool DELETE /things/:id       any; nothing to show */
extern const struct route thing_routes[];

#endif
