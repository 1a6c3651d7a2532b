/* SPDX-License-Identifier: MIT
 * The options of a mongodb:// URI. libmongoc's defaults would wait for minutes or forever. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "internal.h"

static const struct option {
    const char *name;
    int32_t value;
} options[] = {
    {MONGOC_URI_SERVERSELECTIONTIMEOUTMS, KP_MONGO_SELECT_MS},
    {MONGOC_URI_CONNECTTIMEOUTMS, KP_MONGO_SELECT_MS},
    {MONGOC_URI_SOCKETTIMEOUTMS, KP_MONGO_SOCKET_MS},
    {MONGOC_URI_WAITQUEUETIMEOUTMS, KP_MONGO_WAIT_MS},
};

/* Writes must survive a change of the primary, and reads see the newest data. The read concern
 * stays the server's default: snapshots have their own. */
static void set_concerns(mongoc_uri_t *uri)
{
    mongoc_write_concern_t *write = mongoc_write_concern_new();
    mongoc_write_concern_set_wmajority(write, KP_MONGO_SOCKET_MS);
    mongoc_uri_set_write_concern(uri, write);
    mongoc_write_concern_destroy(write);
    mongoc_read_prefs_t *primary = mongoc_read_prefs_new(MONGOC_READ_PRIMARY);
    mongoc_uri_set_read_prefs_t(uri, primary);
    mongoc_read_prefs_destroy(primary);
}

static void set_option(mongoc_uri_t *uri, const char *name, int32_t value)
{
    if (mongoc_uri_get_option_as_int32(uri, name, -1) == -1)
        mongoc_uri_set_option_as_int32(uri, name, value);
}

static int32_t pool_size(int64_t connections)
{
    if (connections <= 0)
        return KP_MONGO_POOL_MAX;
    return connections < INT32_MAX ? (int32_t)connections : INT32_MAX;
}

/* The end of user name, password and hosts; NULL: the URI has none. */
static const char *authority_end(const char *authority)
{
    return authority ? authority + 3 + strcspn(authority + 3, "/?") : NULL;
}

/* libmongoc would take what follows the first @ for a host, and repeat it in its errors. */
static bool has_bare_at(const char *text)
{
    const char *authority = strstr(text, "://"), *end = authority_end(authority);
    const char *first = authority ? memchr(authority, '@', (size_t)(end - authority)) : NULL;
    return first && memchr(first + 1, '@', (size_t)(end - first - 1));
}

/* libmongoc repeats what it can't parse; after an unescaped / or ? in the password, that may be the
 * rest of the password. */
static bool may_quote_secret(const char *text, const char *message)
{
    const char *end = authority_end(strstr(text, "://"));
    return strncmp(message, "Username \"", strlen("Username \"")) == 0 ||
           strncmp(message, "Password \"", strlen("Password \"")) == 0 ||
           strstr(message, "URI escapes") || (end && strchr(end, '@'));
}

/* For a file that it can't read, the driver only says that TLS can't begin. */
static enum kripa_status check_files(const mongoc_uri_t *uri, struct kripa_error *err)
{
    static const char *const names[] = {MONGOC_URI_TLSCAFILE, MONGOC_URI_TLSCERTIFICATEKEYFILE};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *path = mongoc_uri_get_option_as_utf8(uri, names[i], NULL);
        if (path && access(path, R_OK) != 0)
            return kripa_fail_field(err, KRIPA_INVALID, "store_uri", "%s: %s can't be read: %s",
                                    names[i], path, strerror(errno));
    }
    return KRIPA_OK;
}

enum kripa_status kp_mongo_uri(const char *text, int64_t connections, mongoc_uri_t **out,
                               struct kripa_error *err)
{
    bson_error_t error;
    bool bare = has_bare_at(text);
    mongoc_uri_t *uri = bare ? NULL : mongoc_uri_new_with_error(text, &error);
    if (bare || (!uri && may_quote_secret(text, error.message)))
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                                "in the name and the password, @ is written %%40, : %%3A, / %%2F "
                                "and %% %%25");
    if (!uri)
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri", "%s", error.message);
    if (!mongoc_uri_get_database(uri) || !*mongoc_uri_get_database(uri)) {
        mongoc_uri_destroy(uri);
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                                "names no database; it stands behind the host: "
                                "mongodb://HOST/DATABASE");
    }
    enum kripa_status status = check_files(uri, err);
    if (status != KRIPA_OK) {
        mongoc_uri_destroy(uri);
        return status;
    }
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        set_option(uri, options[i].name, options[i].value);
    set_option(uri, MONGOC_URI_MAXPOOLSIZE, pool_size(connections));
    set_concerns(uri);
    if (!mongoc_uri_get_appname(uri))
        mongoc_uri_set_appname(uri, "kripa");
    *out = uri;
    return KRIPA_OK;
}
