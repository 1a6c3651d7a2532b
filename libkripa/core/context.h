/* SPDX-License-Identifier: MIT
 * The content of `struct kripa`: the store, services, secrets and caches. */
#ifndef KP_CONTEXT_H
#define KP_CONTEXT_H

#include <pthread.h>
#include <stdatomic.h>

#include <kripa/context.h>
#include <kripa/sys/store.h>

#include "call.h"
#include "stripe.h"

#define KP_KEY_BYTES 32
#define KP_ZONE_SIZE 65

struct kp_category_cache;  /* catalog/category_cache.c */
struct kp_verified_tokens; /* service/secret.h */
struct kp_totals;          /* totals.c: the totals of lists */
struct kp_banner_cache;    /* banner/cache.c */
struct kp_settings_cache;  /* shop/settings_cache.c */

struct kp_depot;      /* service/depot.h */
struct kp_thumbnails; /* service/thumbnail.h */
struct kripa {
    struct kripa_store *store;
    struct kripa_services services;
    bool dry_run;
    bool can_sign;                           /* whether the keys below are set */
    unsigned char refresh_key[KP_KEY_BYTES]; /* derived from the secret */
    char *jwt_secret;                        /* as it was given: the key of HS256 */
    size_t jwt_secret_size;
    char *frontend_url; /* without a slash at its end; NULL: none was given */
    int64_t password_memory_kib, password_passes;
    unsigned char id_machine[5];
    atomic_uint id_counter;
    char uri[KRIPA_URI_SHOWN_SIZE]; /* without secrets, for store info */
    struct {                        /* order numbers, which are taken from the store in blocks */
        pthread_mutex_t lock;
        int64_t next, end, size;
    } numbers;
    /* where uploaded files lie: on the local disk, and at a service, where new ones then go; NULL:
     * not there */
    struct kp_depot *disk, *remote;
    struct kp_thumbnails *thumbnails;
    char *public_url;                  /* without a slash at the end; NULL: not known */
    atomic_int_least64_t tidied_at_ms; /* when what uploads left behind was last looked for */
    struct {                           /* the offset of a zone, as it was asked for last (day.c) */
        pthread_mutex_t lock;
        char zone[KP_ZONE_SIZE];
        int64_t quarter, offset_s; /* of an hour, since 1970 */
    } offset;
    struct kp_stripes stripes;
    struct kp_category_cache *categories;
    struct kp_totals *totals;
    struct kp_verified_tokens *verified_tokens;
    struct kp_settings_cache *settings;
    struct kp_banner_cache *banners;
};
int64_t kp_now_ms(struct kripa *kripa);
/* Whether `then_ms` is at most `span_ms` ago. False for a time further ahead than two clocks may
 * differ: then the clock was set back. */
bool kp_within(int64_t then_ms, int64_t now_ms, int64_t span_ms);
/* The day of an instant in a zone, as its number (base/time.h); in UTC where the system does not
 * know the zone. */
int64_t kp_day_at(struct kripa *kripa, const char *zone, int64_t time_ms);
struct kripa_id kp_new_id(struct kripa *kripa);
/* UNAVAILABLE when the system has no random bytes. */
enum kripa_status kp_random(const struct kp_call *call, void *to, size_t size);
/* The name under which ledger, history and audit log store who acts: an account's id, or
 * "console:<unix user>". */
const char *kp_actor(struct kripa_arena *arena, struct kripa_viewer viewer);
/* Derives the server's own key for one purpose, from jwt_secret, so only where can_sign is set. */
void kp_derive_key(const struct kripa *kripa, const char *purpose, unsigned char key[KP_KEY_BYTES]);
/* An id made by hashing a natural key, for counters and idempotency keys. */
struct kripa_id kp_id_of_name(const char *name);

/* A line function for callers that want no progress. */
void kp_say_nothing(void *ctx, const char *line);

/* INVALID, naming the argument, when the text is missing or empty. */
enum kripa_status kp_need_text(const char *text, const char *argument, struct kripa_error *err);
/* FORBIDDEN unless the viewer is an admin or the console. */
enum kripa_status kp_need_admin(struct kripa_viewer viewer, struct kripa_error *err);
/* FORBIDDEN unless the viewer is a signed-in account; the console is none, and has no cart. */
enum kripa_status kp_need_account(struct kripa_viewer viewer, struct kripa_error *err);

#endif
