/* SPDX-License-Identifier: MIT
 * The settings of kripad. One table has the name, type, default and meaning of each, and is used to
 * read them and for --help and --check-config. The environment overrides the env file. */
#ifndef CONFIG_H
#define CONFIG_H

#include <stdio.h>

#include <kripa/arena.h>
#include <kripa/status.h>

/* A rate limit: `quota` requests in `window_s` seconds; 0: none. */
struct rate {
    int64_t quota, window_s;
};

enum bucket {
    BUCKET_ACCOUNT, /* every request of an account */
    BUCKET_ADDRESS, /* every request without a valid token, by address */
    /* requests that shoppers are not charged for (health, preflights, 404, 405), by address */
    BUCKET_FREE,
    BUCKET_SIGN_IN,         /* failed sign-ins, by e-mail and address, or by session */
    BUCKET_SIGN_IN_ACCOUNT, /* failed sign-ins, by e-mail */
    BUCKET_SIGN_IN_ADDRESS, /* failed sign-ins, by address */
    BUCKET_REGISTER,        /* registrations and resets, by address */
    BUCKET_RESET,           /* resets, by account */
    BUCKET_CHECKOUT,        /* checkouts, by account */
};
#define BUCKET_COUNT 9

struct config {
    const char *host;
    int64_t port;
    int listen_fd; /* a socket from systemd (server/listen.h); 0: none */
    const char *store_uri, *mongo_uri;
    bool store_is_default; /* no store was named */
    bool store_is_given;   /* named by the environment, not by the env file */
    const char *media_dir;
    const char *jwt_secret, *jwt_refresh_secret;
    const char *cloudinary_url, *cloudinary_cloud_name, *cloudinary_api_key, *cloudinary_api_secret;
    const char *allowed_origins, *frontend_url, *public_url, *trusted_proxies;
    const char *cookie_secure, *cookie_samesite; /* "auto" or a value */
    struct rate rates[BUCKET_COUNT];
    int64_t store_threads, store_queue, write_threads, write_queue;
    int64_t hash_threads, hash_queue, slow_threads, slow_queue;
    int64_t upload_threads, upload_queue;
    const char *lists_here; /* "auto" or a value */
    int64_t head_deadline_s, body_deadline_s, form_deadline_s, answer_deadline_s, stop_deadline_s;
    int64_t body_bytes_max, head_bytes_max, connections_max, connections_address_max;
    int64_t password_memory_kib, password_passes;
    const char *demo;           /* "on" or "off" */
    const char *log_file;       /* NULL: standard error */
    const char *log_statements; /* "true" or "false" */
    int64_t sweep_every_s;
};

#define CONFIG_PROBLEMS_MAX 32
struct config_problem {
    bool fatal; /* otherwise a warning */
    char text[240];
};
struct config_problems {
    struct config_problem at[CONFIG_PROBLEMS_MAX];
    size_t count, fatal_count;
};

/* Reads the env file, unless it is NULL, and `environment` (in the form of environ). Texts are in
 * the arena. Everything that is wrong is added to `problems`; false when something is fatal. */
bool config_load(struct config *config, const char *env_file, char *const *environment,
                 struct kripa_arena *arena, struct config_problems *problems);
void config_problem(struct config_problems *problems, bool fatal, const char *format, ...)
    KRIPA_PRINTF(3, 4);

/* Prints NAME=value lines, secrets replaced. */
void config_print(const struct config *config, FILE *to);
/* Prints every setting with its default and meaning. */
void config_help(FILE *to);
/* Whether KRIPA_LOG_STATEMENTS is on. */
bool config_logs_statements(const struct config *config);
/* Whether DEMO is on. */
bool config_serves_demo(const struct config *config);

#endif
