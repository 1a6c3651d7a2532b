/* SPDX-License-Identifier: MIT
 * The options of a URI: uri.c. */
#ifndef KP_MONGO_URI_H
#define KP_MONGO_URI_H

#include <mongoc/mongoc.h>

#include <kripa/status.h>

#define KP_MONGO_SELECT_MS 3000  /* to find a usable server */
#define KP_MONGO_SOCKET_MS 30000 /* for one answer */
#define KP_MONGO_WAIT_MS   5000  /* for a connection of the pool */
#define KP_MONGO_POOL_MAX  32    /* connections, unless the URI says how many */

/* Parses the URI, and adds time-outs and the size of the pool (0: KP_MONGO_POOL_MAX) where it has
 * none. INVALID. */
enum kripa_status kp_mongo_uri(const char *text, int64_t connections, mongoc_uri_t **out,
                               struct kripa_error *err);

#endif
