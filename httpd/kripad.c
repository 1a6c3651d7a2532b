/* SPDX-License-Identifier: MIT
 * Making and freeing what all requests share. */
#include "kripad.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "openapi/openapi.h"
#include "pages/pages.h"
#include "pipeline/guard.h"
#include "pipeline/page_cache.h"
#include "pipeline/rate_limit.h"

/* To hand a request to a worker costs more than a short list does; but on a second processor the
 * worker and the event thread run at the same time. */
static bool reads_lists_here(const struct config *config)
{
    cpu_set_t usable;
    if (strcmp(config->lists_here, "auto") != 0)
        return strcmp(config->lists_here, "true") == 0;
    return sched_getaffinity(0, sizeof usable, &usable) == 0 && CPU_COUNT(&usable) == 1;
}

static enum kripa_status fill(struct kripad *kripad, const struct route *routes,
                              struct kripa_error *err)
{
    uint64_t seeds[2];
    if (getrandom(seeds, sizeof seeds, 0) != sizeof seeds)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the system gives no random bytes");
    snprintf(kripad->id_prefix, sizeof kripad->id_prefix, "%08x-", (unsigned)seeds[0]);
    if (config_logs_statements(kripad->config) && !at_work_open(&kripad->at_work))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the system has no keys for threads left");
    kripad->router = router_make(routes, &kripad->arena);
    kripad->limits = limits_open(kripad->config->rates, seeds[1]);
    kripad->page_cache = page_cache_open();
    if (!kripad->router || !kripad->limits || !kripad->page_cache)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    if (kripad->config->trusted_proxies)
        address_ranges_parse(kripad->config->trusted_proxies, &kripad->trusted, NULL, NULL);
    origins_of(kripad->config, &kripad->origins);
    kripad->cookie = origin_cookie_form(kripad->config);
    guard_constant_headers(kripad);
    if (config_serves_demo(kripad->config) && !pages_open(kripad))
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    return openapi_build(kripad, err);
}

enum kripa_status kripad_open(const struct config *config, const struct route *routes,
                              struct kripa *kripa, struct kripad **out, struct kripa_error *err)
{
    struct kripad *kripad = calloc(1, sizeof *kripad);
    if (!kripad)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    kripad->config = config;
    kripad->kripa = kripa;
    kripad->remote = kripa && kripa_is_remote(kripa);
    kripad->lists_here = reads_lists_here(config);
    enum kripa_status status = fill(kripad, routes, err);
    if (status != KRIPA_OK)
        kripad_close(kripad);
    else
        *out = kripad;
    return status;
}

void kripad_close(struct kripad *kripad)
{
    if (!kripad)
        return;
    limits_close(kripad->limits);
    page_cache_close(kripad->page_cache);
    at_work_close(&kripad->at_work);
    kripa_arena_clear(&kripad->arena);
    free(kripad);
}
