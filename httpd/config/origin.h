/* SPDX-License-Identifier: MIT
 * Origins (scheme, host, port): which may call the API from a browser, and whether front end and
 * API are of one site. */
#ifndef ORIGIN_H
#define ORIGIN_H

#include <stdbool.h>
#include <stddef.h>

#include "config.h"

#define ORIGIN_SIZE 288
#define ORIGINS_MAX 32

struct origin {
    /* "https://shop.example:8443", in lower case, without the scheme's default port */
    char text[ORIGIN_SIZE];
    char host[ORIGIN_SIZE];
    bool https;
};
struct origins {
    struct origin at[ORIGINS_MAX];
    size_t count;
    bool any_localhost; /* nothing is configured, and only this machine can connect */
};

/* The origin of a URL; false when it is no http(s) URL with a host. */
bool origin_parse(const char *url, struct origin *out);

/* Collects ALLOWED_ORIGINS and the origins of FRONTEND_URL and PUBLIC_URL. */
void origins_of(const struct config *config, struct origins *out);
/* Whether the list has exactly this text of an Origin header. */
bool origin_allowed(const struct origins *origins, const char *text);

/* The attributes SameSite and Secure of the refresh cookie. */
struct cookie_form {
    const char *same_site;
    bool secure;
};
struct cookie_form origin_cookie_form(const struct config *config);

/* Adds all problems with the settings above. */
void origin_check_config(const struct config *config, struct config_problems *problems);

/* How clients reach kripad: PUBLIC_URL, or what they call it on this machine; "" if the port is
 * not known yet. In the config, or in `text`. */
#define ORIGIN_URL_SIZE 300
const char *origin_public_url(const struct config *config, char text[ORIGIN_URL_SIZE]);

#endif
