/* SPDX-License-Identifier: MIT
 * What libmicrohttpd lets through, and should not. */
#include "server_exchange.h"

#include <string.h>

const char *head_fault(const struct exchange *exchange, const char *version)
{
    if (strchr(exchange->target, ' '))
        return "there is a blank in the address";
    if (strcmp(version, "HTTP/1.0") != 0 && !exchange->request.headers[HEADER_HOST])
        return "the header Host is missing";
    return NULL;
}

/* In the buffer the line is cut into texts: the version comes next. */
bool head_has_whole_target(const char *uri)
{
    static const char version[] = "HTTP/1.";
    return strncmp(uri + strlen(uri) + 1, version, sizeof(version) - 1) == 0;
}

/* It takes the query apart for whoever asks for its parts, at 64 bytes each: some 400 of them fill
 * its pool, and then there is no answer. Nobody asks here (path.c does that work). The text is in
 * its own read buffer: const only by its type. */
void head_hide_query(const char *uri)
{
    char *query = strchr(uri, '?');
    if (query)
        query[1] = '\0';
}
