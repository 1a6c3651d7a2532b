/* SPDX-License-Identifier: MIT
 * Parsing, listing and checking origins. */
#include "origin.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/address.h"

static bool split(const char *url, const char **scheme, const char **host, size_t *host_size,
                  const char **port, size_t *port_size)
{
    *scheme = strncasecmp(url, "https://", 8) == 0  ? "https"
              : strncasecmp(url, "http://", 7) == 0 ? "http"
                                                    : NULL;
    if (!*scheme)
        return false;
    *host = url + strlen(*scheme) + 3;
    size_t authority = strcspn(*host, "/?#");
    if (memchr(*host, '@', authority))
        return false;
    size_t bracket = **host == '[' ? strcspn(*host, "]") + 1 : 0;
    *host_size = bracket ? bracket : strcspn(*host, ":/?#");
    if (!*host_size || *host_size > authority)
        return false;
    *port = *host + *host_size + 1;
    *port_size = authority > *host_size ? authority - *host_size - 1 : 0;
    bool is_port = !*port_size || strspn(*port, "0123456789") == *port_size;
    return is_port && (authority == *host_size || (*host)[*host_size] == ':');
}

bool origin_parse(const char *url, struct origin *out)
{
    const char *scheme, *host, *port;
    size_t host_size, port_size;
    if (!split(url, &scheme, &host, &host_size, &port, &port_size) ||
        host_size + port_size + 12 > ORIGIN_SIZE)
        return false;
    out->https = strcmp(scheme, "https") == 0;
    const char *own_port = out->https ? "443" : "80";
    if (port_size == strlen(own_port) && strncmp(port, own_port, port_size) == 0)
        port_size = 0;
    snprintf(out->host, sizeof out->host, "%.*s", (int)host_size, host);
    snprintf(out->text, sizeof out->text, "%s://%.*s%s%.*s", scheme, (int)host_size, host,
             port_size ? ":" : "", (int)port_size, port);
    for (char *at = out->text; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    for (char *at = out->host; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    return true;
}

static bool is_below(const char *host, const char *parent)
{
    size_t size = strlen(host), parent_size = strlen(parent);
    return size > parent_size && strchr(parent, '.') && host[size - parent_size - 1] == '.' &&
           strcmp(host + size - parent_size, parent) == 0;
}

/* Two hosts are of one site if they are the same, or one is below the other. Two that are only
 * below the same parent count as different sites: the names don't tell whether the parent is a
 * public suffix, such as onrender.com. */
static bool is_same_site(const struct origin *a, const struct origin *b)
{
    if (a->https != b->https)
        return false;
    return strcmp(a->host, b->host) == 0 || is_below(a->host, b->host) ||
           is_below(b->host, a->host);
}

/* The next item of ALLOWED_ORIGINS; false at the end. One that is too long becomes empty. */
static bool next_origin(const char **list, char out[ORIGIN_SIZE])
{
    *list += strspn(*list, ", \t");
    size_t size = strcspn(*list, ", \t");
    snprintf(out, ORIGIN_SIZE, "%.*s", size < ORIGIN_SIZE ? (int)size : 0, *list);
    *list += size;
    return size > 0;
}

static void add(struct origins *origins, const char *url)
{
    if (url && origins->count < ORIGINS_MAX && origin_parse(url, &origins->at[origins->count]))
        origins->count++;
}

static bool is_loopback(const char *host)
{
    struct address address;
    return strcmp(host, "localhost") == 0 ||
           (address_parse(host, &address) && address_is_loopback(&address));
}

static bool is_here(const struct origin *origin)
{
    return strcmp(origin->host, "[::1]") == 0 || is_loopback(origin->host);
}

static bool is_elsewhere(const char *url)
{
    struct origin origin;
    return url && origin_parse(url, &origin) && !is_here(&origin);
}

/* Somebody tries out kripad: only this machine can reach it, and no front end is configured. */
static bool is_trial(const struct config *config)
{
    return !config->allowed_origins && is_loopback(config->host) &&
           !is_elsewhere(config->frontend_url) && !is_elsewhere(config->public_url);
}

void origins_of(const struct config *config, struct origins *out)
{
    char piece[ORIGIN_SIZE];
    memset(out, 0, sizeof *out);
    out->any_localhost = is_trial(config);
    for (const char *list = config->allowed_origins ? config->allowed_origins : "";
         next_origin(&list, piece);)
        add(out, piece);
    add(out, config->frontend_url);
    add(out, config->public_url);
}

static bool is_localhost(const char *text)
{
    struct origin origin;
    if (!origin_parse(text, &origin) || strcmp(origin.text, text) != 0)
        return false;
    return is_here(&origin);
}

bool origin_allowed(const struct origins *origins, const char *text)
{
    for (size_t i = 0; i < origins->count; i++) {
        if (strcmp(origins->at[i].text, text) == 0)
            return true;
    }
    return origins->any_localhost && is_localhost(text);
}

/* Whether pages of another site call this API. */
static bool is_crossed(const struct config *config, const struct origin *api)
{
    struct origins origins;
    origins_of(config, &origins);
    for (size_t i = 0; i < origins.count; i++) {
        if (!is_same_site(&origins.at[i], api))
            return true;
    }
    return false;
}

struct cookie_form origin_cookie_form(const struct config *config)
{
    struct origin api;
    struct cookie_form form = {.same_site = "Lax"};
    bool known = config->public_url && origin_parse(config->public_url, &api);
    form.secure = known && api.https;
    if (strcmp(config->cookie_secure, "auto") != 0)
        form.secure = strcmp(config->cookie_secure, "true") == 0;
    if (strcmp(config->cookie_samesite, "auto") != 0)
        form.same_site = config->cookie_samesite;
    else if (known && form.secure && is_crossed(config, &api))
        form.same_site = "None";
    return form;
}

static bool has_path(const char *url)
{
    const char *host = strstr(url, "://");
    const char *path = host ? host + 3 + strcspn(host + 3, "/?#") : "";
    return *path && strcmp(path, "/") != 0;
}

static void check_list(const struct config *config, struct config_problems *problems)
{
    char piece[ORIGIN_SIZE];
    struct origin origin;
    size_t count = 0;
    for (const char *list = config->allowed_origins; list && next_origin(&list, piece); count++) {
        if (!origin_parse(piece, &origin) || has_path(piece))
            config_problem(problems, true,
                           "ALLOWED_ORIGINS: \"%s\" is no origin (https://shop.example)", piece);
    }
    if (count + 2 > ORIGINS_MAX)
        config_problem(problems, true, "ALLOWED_ORIGINS: at most %d", ORIGINS_MAX - 2);
}

static void check_url(const char *name, const char *url, struct config_problems *problems)
{
    struct origin origin;
    if (url && !origin_parse(url, &origin))
        config_problem(problems, true, "%s: a URL with http:// or https:// is needed", name);
}

void origin_check_config(const struct config *config, struct config_problems *problems)
{
    struct origin api;
    check_list(config, problems);
    check_url("FRONTEND_URL", config->frontend_url, problems);
    check_url("PUBLIC_URL", config->public_url, problems);
    struct cookie_form form = origin_cookie_form(config);
    if (strcmp(form.same_site, "None") == 0 && !form.secure)
        config_problem(
            problems, true,
            "COOKIE_SAMESITE=None needs COOKIE_SECURE: browsers drop the cookie otherwise");
    bool known = config->public_url && origin_parse(config->public_url, &api);
    if (known && strcmp(form.same_site, "None") != 0 && is_crossed(config, &api))
        config_problem(problems, false,
                       "the front end is on another site than PUBLIC_URL, and the refresh cookie "
                       "is SameSite=%s: browsers "
                       "won't send it",
                       form.same_site);
}

const char *origin_public_url(const struct config *config, char text[ORIGIN_URL_SIZE])
{
    bool named =
        strspn(config->host, "0123456789.") != strlen(config->host) && !strchr(config->host, ':');
    text[0] = '\0';
    if (config->port && !config->listen_fd)
        snprintf(text, ORIGIN_URL_SIZE, "http://%.255s:%d", named ? config->host : "localhost",
                 (int)config->port);
    return config->public_url ? config->public_url : text;
}
