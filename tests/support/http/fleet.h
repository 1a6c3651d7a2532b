/* SPDX-License-Identifier: MIT
 * Several kripad processes on one store, and a load that goes to all of them. */
#ifndef FLEET_H
#define FLEET_H

#include "daemon.h"
#include "load.h"

#define FLEET_MAX 8

struct fleet {
    struct daemon *daemons[FLEET_MAX];
    size_t count;
    struct load *load; /* its connections are spread over them evenly */
};

/* Without limits of how often somebody may ask. */
void fleet_start(struct fleet *fleet, size_t count, const char *store_uri, const char *jwt_secret,
                 size_t parallel);
void fleet_stop(struct fleet *fleet);

#endif
