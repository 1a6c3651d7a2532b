/* SPDX-License-Identifier: MIT
 * See fleet.h. */
#include "fleet.h"

void fleet_start(struct fleet *fleet, size_t count, const char *store_uri, const char *jwt_secret,
                 size_t parallel)
{
    static const char *const settings[] = {"RATE_LIMIT_ACCOUNT=off", "RATE_LIMIT_CHECKOUT=off",
                                           NULL};
    const char *urls[FLEET_MAX];
    fleet->count = count < FLEET_MAX ? count : FLEET_MAX;
    for (size_t i = 0; i < fleet->count; i++) {
        fleet->daemons[i] = daemon_start(store_uri, jwt_secret, settings);
        urls[i] = daemon_url(fleet->daemons[i]);
    }
    fleet->load = load_create(urls, fleet->count, parallel);
}

void fleet_stop(struct fleet *fleet)
{
    load_free(fleet->load);
    for (size_t i = 0; i < fleet->count; i++)
        daemon_stop(fleet->daemons[i]);
}
