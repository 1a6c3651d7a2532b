/* SPDX-License-Identifier: MIT
 * The refresh cookie. */
#include <string.h>

#include "kripad.h"
#include "reply.h"

#define COOKIE_NAME "refreshToken"

size_t request_refresh_cookies(struct request *r, const char *out[], size_t max)
{
    const char *at = r->headers[HEADER_COOKIE];
    size_t name_size = sizeof COOKIE_NAME - 1, count = 0;
    while (at && *at && count < max) {
        at += strspn(at, "; \t");
        size_t size = strcspn(at, ";");
        if (strncmp(at, COOKIE_NAME "=", name_size + 1) == 0) {
            const char *value = at + name_size + 1;
            size_t value_size = size - name_size - 1;
            while (value_size && strchr(" \t", value[value_size - 1]))
                value_size--;
            out[count] = kripa_arena_text(r->arena, value, value_size);
            count += value_size && out[count];
        }
        at += size;
    }
    return count;
}

enum kripa_status request_set_refresh_cookie(struct request *r, const char *token)
{
    const struct cookie_form *form = &r->kripad->cookie;
    const char *cookie = kripa_arena_format(
        r->arena, COOKIE_NAME "=%s; Path=/api/auth; Max-Age=%d; HttpOnly; SameSite=%s%s",
        token ? token : "", token ? KRIPA_SESSION_TTL_S : 0, form->same_site,
        form->secure ? "; Secure" : "");
    if (!cookie)
        return kripa_fail(r->err, KRIPA_NO_MEMORY, "out of memory");
    reply_header(r, "Set-Cookie", cookie);
    return KRIPA_OK;
}
