/* SPDX-License-Identifier: MIT
 * Opening a shop. Threads may share a `struct kripa`; reads never wait for writers. */
#ifndef KRIPA_CONTEXT_H
#define KRIPA_CONTEXT_H

#include <kripa/arena.h>
#include <kripa/limits.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

/* One call of the store, for programs that log what a request asks of it: names of tables, fields
 * and operators, but no value of any record. */
struct kripa_statement {
    const char *verb; /* "find", "count", "scan", "commit", ... */
    /* "products where stock >= ? sort -price"; a commit has one line for each edit */
    const char *text;
    int64_t rows; /* records found or counted, or edits committed */
    int64_t us;   /* how long it took */
    enum kripa_status status;
};
/* Called at the end of the store's call, on the same thread; must not use the store. */
typedef void kripa_statement_fn(void *ctx, const struct kripa_statement *statement);

/* What the library takes from the system besides its store. A member that is NULL is the system's
 * own; tests use others. */
struct kripa_services {
    int64_t (*now_ms)(void *ctx); /* milliseconds since 1970 UTC */
    bool (*random)(void *ctx, void *to,
                   size_t size); /* fills in unpredictable bytes; false: there are none */
    void *ctx;
    kripa_statement_fn *on_statement; /* is told of every call of the store; NULL: not told */
    void *on_statement_ctx;
};

/* An account at Cloudinary, where uploaded pictures are kept then: `url` is
 * cloudinary://KEY:SECRET@CLOUD, or else the three others are given, as the console of Cloudinary
 * shows them. NULL and "": not given. */
struct kripa_cloudinary {
    const char *url, *cloud_name, *api_key, *api_secret;
};

struct kripa_store;
struct kripa_config {
    /* "sqlite:/var/lib/kripa/shop.db", "sqlite::memory:", "mongodb://HOST/DATABASE?OPTIONS". (The
     * first MongoDB store that a process opens silences libmongoc, which would write to standard
     * error, with mongoc_log_set_handler; a program may set a handler after that.) */
    const char *store_uri;
    /* or a store that is open already, which kripa_open takes over when it succeeds */
    struct kripa_store *store;
    /* how many calls may use a store behind a network at once, each with a connection; others wait.
     * 0: 32. A maxPoolSize in the URI takes precedence */
    int64_t store_connections;
    bool create;  /* create the store if it is missing */
    bool dry_run; /* decide and check everything, but commit nothing */
    /* don't upgrade the tables to this version: only for kripa_migrate and kripa_backup */
    bool tables_as_they_are;
    /* at least KRIPA_SECRET_BYTES_MIN bytes; NULL: nobody can sign in through this context */
    const char *jwt_secret;
    const char *refresh_secret; /* NULL: derived from jwt_secret */
    int64_t password_memory_kib,
        password_passes; /* of argon2id; 0: 19456 and 2. Tests use smaller ones */
    struct kripa_services services;
    /* the folder of uploaded files, made when the first one comes; NULL: `media` beside the store's
     * file; where the store is no file, only a Cloudinary account lets anything be uploaded */
    const char *media_dir;
    struct kripa_cloudinary cloudinary;
    /* how clients reach kripad, "https://api.example.in": URLs of local media begin so. NULL: they
     * begin with the path */
    const char *public_url;
    /* where the shop's front end is: links in messages lead there. NULL: they are left out */
    const char *frontend_url;
    /* open a file that can't be written (such as a backup), for reading only */
    bool reading_will_do;
};

struct kripa;

KRIPA_BEGIN

/* Opens the store, upgrades its tables to this version, and borrows nothing of `config`
 * afterwards. INVALID (the URI, a secret that is too short, a setting of Cloudinary), NOT_FOUND
 * (the file is missing or empty, and not `create`), UNAVAILABLE (can't be reached or written),
 * CORRUPT (damaged, or no shop), NO_MEMORY. */
KRIPA_API enum kripa_status kripa_open(const struct kripa_config *config, struct kripa **out,
                                       struct kripa_error *err);
/* Whether kripa_open would take this account: INVALID, naming the setting as kripad has it
 * (CLOUDINARY_URL). Nothing is asked of Cloudinary. An account with nothing set is OK. */
KRIPA_API enum kripa_status kripa_cloudinary_check(const struct kripa_cloudinary *account,
                                                   struct kripa_error *err);
/* Closes the store. No other call may be running. NULL is fine. */
KRIPA_API void kripa_close(struct kripa *kripa);

/* A store's URI without its possibly secret parts: user name, password and options. */
#define KRIPA_URI_SHOWN_SIZE 256
KRIPA_API void kripa_uri_shown(const char *uri, char shown[KRIPA_URI_SHOWN_SIZE]);
/* A short digest of an account's e-mail, given in lower case, for logs: as long as jwt_secret stays
 * the same, so does the digest, and nobody without the secret can find the e-mail. "" without a
 * jwt_secret. */
#define KRIPA_ACCOUNT_DIGEST_SIZE 13
KRIPA_API void kripa_account_digest(const struct kripa *kripa, const char *name,
                                    char digest[KRIPA_ACCOUNT_DIGEST_SIZE]);
/* True when a read may wait for a network: a server then must not read on its event thread. */
KRIPA_API bool kripa_is_remote(const struct kripa *kripa);
/* OK when the store answers within `timeout_ms`, else UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_ping(struct kripa *kripa, int64_t timeout_ms,
                                       struct kripa_error *err);
/* The context's clock. */
KRIPA_API int64_t kripa_now_ms(struct kripa *kripa);
/* 32 unpredictable bytes as 43 characters of base64url, as `kripactl secret new` prints them. */
#define KRIPA_SECRET_TEXT_SIZE 44
KRIPA_API enum kripa_status kripa_secret_new(char out[KRIPA_SECRET_TEXT_SIZE],
                                             struct kripa_error *err);
/* NULL when the text can be a JWT secret, else what is wrong with it (too short, too regular, a
 * known example). */
KRIPA_API const char *kripa_secret_problem(const char *secret);

KRIPA_END
#endif
