/* SPDX-License-Identifier: MIT
 * The table of all settings. */
#include "table.h"

#include <stddef.h>

#include <kripa/limits.h>

#define TEXT(m, key, otherwise, says, ...)                                                         \
    {                                                                                              \
        .name = (key), .type = SETTING_TEXT, .at = offsetof(struct config, m),                     \
        .default_value = (otherwise), .doc = (says), __VA_ARGS__                                   \
    }
#define NUMBER(m, key, otherwise, lo, hi, says, ...)                                               \
    {                                                                                              \
        .name = (key), .type = SETTING_NUMBER, .at = offsetof(struct config, m),                   \
        .default_value = (otherwise), .min = (lo), .max = (hi), .doc = (says), __VA_ARGS__         \
    }
#define CHOICE(m, key, of, otherwise, says)                                                        \
    {                                                                                              \
        .name = (key), .type = SETTING_CHOICE, .at = offsetof(struct config, m),                   \
        .default_value = (otherwise), .choices = (of), .doc = (says)                               \
    }
#define RATE(bucket, key, otherwise, says)                                                         \
    {                                                                                              \
        .name = "RATE_LIMIT_" key, .type = SETTING_RATE,                                           \
        .at = offsetof(struct config, rates[BUCKET_##bucket]), .default_value = (otherwise),       \
        .doc = (says)                                                                              \
    }
/* A pool of workers, and how many requests may wait for it. */
#define POOL(m, key, threads, threads_max, queue, says)                                            \
    NUMBER(m##_threads, "LANE_" key "_THREADS", threads, 1, threads_max,                           \
           "Worker threads for " says "."),                                                        \
        NUMBER(m##_queue, "LANE_" key "_QUEUE", queue, 1, 65536,                                   \
               "Requests that may wait for these workers; more are answered 503.")

const struct setting config_settings[] = {
    TEXT(host, "HOST", "127.0.0.1", "Address to listen on; 0.0.0.0 or :: for every one."),
    NUMBER(port, "PORT", "8080", 0, 65535, "Port to listen on; 0 picks a free one."),
    TEXT(store_uri, "KRIPA_STORE", "sqlite:kripa.db",
         "Where the shop is kept: sqlite:PATH, sqlite::memory: or mongodb://...",
         .flags = SETTING_HOLDS_PASSWORD),
    TEXT(mongo_uri, "MONGO_URI", "", "Where the shop is kept, when KRIPA_STORE is not set.",
         .flags = SETTING_HOLDS_PASSWORD),
    TEXT(media_dir, "MEDIA_DIR", "",
         "Folder of uploaded pictures; `media` beside the file of an SQLite store when not set. On "
         "MongoDB all servers of a shop need the same one."),
    TEXT(jwt_secret, "JWT_SECRET", "",
         "Secret that signs access tokens; at least 32 random bytes (kripactl secret new).",
         .flags = SETTING_SECRET),
    TEXT(jwt_refresh_secret, "JWT_REFRESH_SECRET", "",
         "Secret that refresh tokens are made with; derived from JWT_SECRET when not set.",
         .flags = SETTING_SECRET),
    TEXT(
        cloudinary_url, "CLOUDINARY_URL", "",
        "Cloudinary account for uploaded pictures, cloudinary://KEY:SECRET@CLOUD; without one they "
        "are kept in MEDIA_DIR.",
        .flags = SETTING_HOLDS_PASSWORD),
    TEXT(cloudinary_cloud_name, "CLOUDINARY_CLOUD_NAME", "",
         "Name of the cloud, for those who set the three parts instead of CLOUDINARY_URL."),
    TEXT(cloudinary_api_key, "CLOUDINARY_API_KEY", "", "Key of the Cloudinary account."),
    TEXT(cloudinary_api_secret, "CLOUDINARY_API_SECRET", "", "Secret of the Cloudinary account.",
         .flags = SETTING_SECRET),
    TEXT(allowed_origins, "ALLOWED_ORIGINS", "",
         "Origins whose pages may call the API (CORS), separated by commas. Without it, a listener "
         "on "
         "loopback allows every origin on localhost, unless FRONTEND_URL or PUBLIC_URL is "
         "elsewhere."),
    TEXT(frontend_url, "FRONTEND_URL", "",
         "The shop's front end; its origin is allowed too, and links in messages lead there "
         "(without it, to "
         "PUBLIC_URL)."),
    TEXT(public_url, "PUBLIC_URL", "",
         "How clients reach kripad; https here turns on HSTS and Secure cookies."),
    TEXT(trusted_proxies, "TRUSTED_PROXIES", "",
         "Addresses or networks (10.0.0.0/8) whose X-Forwarded-For is believed, separated by "
         "commas."),
    CHOICE(cookie_secure, "COOKIE_SECURE", "auto true false", "auto",
           "Whether the refresh cookie is Secure; auto: when PUBLIC_URL is https."),
    CHOICE(cookie_samesite, "COOKIE_SAMESITE", "auto Strict Lax None", "auto",
           "The SameSite attribute of the refresh cookie; auto: None for a front end on another "
           "site over https, "
           "else Lax."),
    RATE(ACCOUNT, "ACCOUNT", "1200/900s", "Requests of one account; `off` turns a limit off."),
    RATE(ADDRESS, "ADDRESS", "600/900s", "Requests without a valid token from one address."),
    RATE(FREE, "FREE", "6000/900s",
         "Requests that no other limit counts, from one address: health checks, preflights, "
         "unknown paths."),
    RATE(SIGN_IN, "SIGN_IN", "20/900s",
         "Failed sign-ins of one account from one address, or from a device with a session of it."),
    RATE(SIGN_IN_ACCOUNT, "SIGN_IN_ACCOUNT", "200/900s",
         "Failed sign-ins of one account from all addresses; devices with a session of it get in "
         "all the same."),
    RATE(SIGN_IN_ADDRESS, "SIGN_IN_ADDRESS", "100/900s", "Failed sign-ins from one address."),
    RATE(REGISTER, "REGISTER", "100/900s",
         "Registrations, one-time codes and password resets from one address."),
    RATE(RESET, "RESET", "5/900s",
         "One-time codes and password resets, together, that may be asked for one account."),
    RATE(CHECKOUT, "CHECKOUT", "60/900s", "Checkouts of one account."),
    POOL(store, "STORE", "32", 256, "512", "reads that may wait for the store"),
    POOL(write, "WRITE", "32", 256, "512", "writes; at most as many share one commit"),
    POOL(hash, "HASH", "2", 64, "128", "requests that cost a password hash"),
    POOL(slow, "SLOW", "2", 64, "32", "requests that may take seconds"),
    POOL(upload, "UPLOAD", "8", 64, "256", "forms with files"),
    CHOICE(lists_here, "LISTS_ON_EVENT_THREAD", "auto true false", "auto",
           "Whether a short list of products is read on the event thread, without a worker; auto: "
           "when kripad may use only one processor."),
    NUMBER(head_deadline_s, "DEADLINE_HEAD_S", "10", 1, 3600,
           "Seconds for a request's head, from the connection's start or the end of the answer "
           "before."),
    NUMBER(body_deadline_s, "DEADLINE_BODY_S", "30", 1, 3600, "Seconds for a request's body."),
    NUMBER(form_deadline_s, "DEADLINE_FORM_S", "180", 1, 3600,
           "Seconds for a form, which may have files in it."),
    NUMBER(answer_deadline_s, "DEADLINE_ANSWER_S", "60", 1, 3600,
           "Seconds for the client to take its answer."),
    NUMBER(stop_deadline_s, "DEADLINE_STOP_S", "10", 0, 3600,
           "Seconds that running requests get to end when kripad is stopped."),
    NUMBER(body_bytes_max, "BODY_BYTES_MAX", "65536", 1024, KRIPA_JSON_BYTES_MAX,
           "Bytes of a request's body; more are answered 413."),
    NUMBER(head_bytes_max, "HEAD_BYTES_MAX", "16384", 4096, 262144,
           "Bytes of a request's head; more are answered 431."),
    NUMBER(connections_max, "CONNECTIONS_MAX", "1024", 4, 65536,
           "Connections at once; more wait to be accepted."),
    NUMBER(
        connections_address_max, "CONNECTIONS_ADDRESS_MAX", "256", 1, 65536,
        "Connections of one address (IPv6: of a /64) at once, but for trusted proxies; more take "
        "the place of its idle ones."),
    NUMBER(password_memory_kib, "PASSWORD_MEMORY_KIB", "19456", 8, 1048576,
           "Memory that a password hash (argon2id) takes, in KiB."),
    NUMBER(password_passes, "PASSWORD_PASSES", "2", 1, 16,
           "Passes that a password hash makes over its memory."),
    CHOICE(demo, "DEMO", "on off", "off",
           "Whether the demo shop is served at /demo: pages for the sample catalogue, or yours."),
    TEXT(log_file, "LOG_FILE", "",
         "File that the log is appended to; standard error when not set. SIGHUP opens it again."),
    CHOICE(log_statements, "KRIPA_LOG_STATEMENTS", "true false", "false",
           "Whether each request's store statements are logged with its id: tables and fields, no "
           "values."),
    NUMBER(sweep_every_s, "SWEEP_EVERY_S", "3600", 1, 86400,
           "Seconds from one removal of expired records to the next.", .flags = SETTING_INTERNAL),
};
const size_t config_settings_count = sizeof config_settings / sizeof *config_settings;
