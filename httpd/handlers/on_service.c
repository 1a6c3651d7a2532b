/* SPDX-License-Identifier: MIT
 * The routes about kripad itself: its name, its health, whether its store answers, its API's
 * document. */
#include "on.h"
#include "pipeline/kripad.h"
#include "pipeline/reply.h"

#define READY_TIMEOUT_MS 2000

enum kripa_status on_root(struct request *r)
{
    static const char body[] = "{\"success\":true,\"message\":\"OK\",\"data\":{\"name\":\"kripad\","
                               "\"version\":\"" KRIPA_VERSION "\"}}";
    return reply_raw(r, REPLY_JSON, body, sizeof body - 1);
}

enum kripa_status on_healthz(struct request *r)
{
    return reply_none(r);
}

enum kripa_status on_readyz(struct request *r)
{
    enum kripa_status status = kripa_ping(r->kripa, READY_TIMEOUT_MS, r->err);
    return status != KRIPA_OK ? status : reply_none(r);
}

enum kripa_status on_openapi(struct request *r)
{
    return reply_raw(r, "application/json", r->kripad->openapi, r->kripad->openapi_size);
}
