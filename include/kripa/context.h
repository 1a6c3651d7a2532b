/* SPDX-License-Identifier: MIT
 * Opening a shop. `struct kripa` is safe to share between threads; reads never wait for writers. */
#ifndef KRIPA_CONTEXT_H
#define KRIPA_CONTEXT_H

#include <kripa/arena.h>
#include <kripa/limits.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

/* One call of the store, for those who want to see what a request asks of it: the names of tables,
 * fields and operators, and no value of any record. */
struct kripa_statement {
    const char *verb; /* "find", "count", "scan", "commit", ... */
    const char *text; /* "products where stock >= ? sort -price"; of a commit a line an edit */
    int64_t rows;     /* found, counted, or edits that were committed */
    int64_t us;       /* how long it took */
    enum kripa_status status;
};
/* Called at the end of the call, on the thread that made it; may not use the store. */
typedef void kripa_statement_fn(void *ctx, const struct kripa_statement *statement);

/* What the library takes from the world besides its store. Each may be NULL: the system's own.
 * Tests give theirs. */
struct kripa_services {
    int64_t (*now_ms)(void *ctx); /* milliseconds since 1970 UTC */
    bool (*random)(void *ctx, void *to,
                   size_t size); /* unpredictable bytes; false: none to be had */
    void *ctx;
    kripa_statement_fn *on_statement; /* gets every call of the store; NULL: nobody does */
    void *on_statement_ctx;
};

struct kripa_store;
struct kripa_config {
    /* "sqlite:/var/lib/kripa/shop.db", "sqlite::memory:", "mongodb://HOST/DATABASE?OPTIONS" (the
     * first such one that a process opens silences libmongoc, by mongoc_log_set_handler: it would
     * write to standard error. Who wants to hear it sets a handler after that) */
    const char *store_uri;
    /* or a store that is open already: taken over when kripa_open succeeds */
    struct kripa_store *store;
    /* how many calls may be in a store behind a network at once, a connection each; the others
     * wait. 0: 32. A maxPoolSize in the URI goes before it */
    int64_t store_connections;
    bool create;  /* make a missing store */
    bool dry_run; /* decide and check everything, but commit nothing */
    /* don't bring the tables to this version: for kripa_migrate and kripa_backup alone */
    bool tables_as_they_are;
    /* at least KRIPA_SECRET_BYTES_MIN; NULL: nobody can sign in through this context */
    const char *jwt_secret;
    const char *refresh_secret; /* NULL: derived from jwt_secret */
    int64_t password_memory_kib,
        password_passes; /* argon2id; 0: 19456 and 2. Smaller ones are for tests */
    struct kripa_services services;
    /* the folder of uploaded files, made when the first one comes; NULL: `media` beside the store's
     * file, and none (nothing can be uploaded) where the store is no file */
    const char *media_dir;
    /* how clients reach kripad, "https://api.example.in": URLs of local media begin so. NULL: they
     * begin with the path */
    const char *public_url;
    /* a file that can't be written to (a backup) is opened all the same; then nothing changes it */
    bool reading_will_do;
};

struct kripa;

KRIPA_BEGIN

/* Opens the store, brings its tables to this version, and borrows nothing of `config` afterwards.
 * INVALID (the URI, a secret too short), NOT_FOUND (no such file, or an empty one, and not
 * `create`), UNAVAILABLE (can't be reached, or written to), CORRUPT (damaged, or no shop),
 * NO_MEMORY. */
KRIPA_API enum kripa_status kripa_open(const struct kripa_config *config, struct kripa **out,
                                       struct kripa_error *err);
/* Closes the store. No other call may be running. NULL is fine. */
KRIPA_API void kripa_close(struct kripa *kripa);

/* A store's URI without what may be secret in it: name, password and options. */
#define KRIPA_URI_SHOWN_SIZE 256
KRIPA_API void kripa_uri_shown(const char *uri, char shown[KRIPA_URI_SHOWN_SIZE]);
/* A short digest of an account's name (an e-mail in lower case) for a log: the same name has the
 * same one as long as jwt_secret is the same, and nobody without it finds the name. "" without a
 * jwt_secret. */
#define KRIPA_ACCOUNT_DIGEST_SIZE 13
KRIPA_API void kripa_account_digest(const struct kripa *kripa, const char *name,
                                    char digest[KRIPA_ACCOUNT_DIGEST_SIZE]);
/* True when a read may wait for a network: a server then keeps it off its event thread. */
KRIPA_API bool kripa_is_remote(const struct kripa *kripa);
/* OK when the store answers within `timeout_ms`, else UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_ping(struct kripa *kripa, int64_t timeout_ms,
                                       struct kripa_error *err);
/* The context's clock. */
KRIPA_API int64_t kripa_now_ms(struct kripa *kripa);
/* 32 unpredictable bytes as 43 characters of base64url: what `kripactl secret new` prints. */
#define KRIPA_SECRET_TEXT_SIZE 44
KRIPA_API enum kripa_status kripa_secret_new(char out[KRIPA_SECRET_TEXT_SIZE],
                                             struct kripa_error *err);
/* NULL when the text will do as JWT secret, else what is wrong with it (too short, too regular, a
 * known example). */
KRIPA_API const char *kripa_secret_problem(const char *secret);

KRIPA_END
#endif
