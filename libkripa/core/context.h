/* SPDX-License-Identifier: MIT
 * What is behind `struct kripa`: the store, the services of the world outside, the secrets, and
 * the caches. */
#ifndef KP_CONTEXT_H
#define KP_CONTEXT_H

#include <pthread.h>
#include <stdatomic.h>

#include <kripa/context.h>
#include <kripa/sys/store.h>

#include "call.h"

#define KP_KEY_BYTES 32

struct kp_category_cache; /* catalog/category_cache.c */
struct kp_totals;         /* totals.c: the totals of lists */
struct kp_settings_cache; /* shop/settings_cache.c */

struct kripa {
    struct kripa_store *store;
    struct kripa_services services;
    bool dry_run;
    bool can_sign;                           /* the keys below are set */
    unsigned char refresh_key[KP_KEY_BYTES]; /* derived from the secrets' text */
    char *jwt_secret;                        /* as given: HS256's key */
    size_t jwt_secret_size;
    int64_t password_memory_kib, password_passes;
    unsigned char id_machine[5];
    atomic_uint id_counter;
    char uri[KRIPA_URI_SHOWN_SIZE]; /* without secrets, for store info */
    struct {                        /* order numbers, taken from the store a block at a time */
        pthread_mutex_t lock;
        int64_t next, end, size;
    } numbers;
    struct kp_category_cache *categories;
    struct kp_totals *totals;
    struct kp_settings_cache *settings;
};
int64_t kp_now_ms(struct kripa *kripa);
/* Whether `then_ms` is at most `span_ms` ago. What lies ahead by more than clocks may be apart has
 * no age: the clock was set back. */
bool kp_within(int64_t then_ms, int64_t now_ms, int64_t span_ms);
struct kripa_id kp_new_id(struct kripa *kripa);
/* UNAVAILABLE when the system has no random bytes to give. */
enum kripa_status kp_random(const struct kp_call *call, void *to, size_t size);
/* Who acts, as ledger, history and audit name it: an account's id, or "console:<unix user>". */
const char *kp_actor(struct kripa_arena *arena, struct kripa_viewer viewer);
/* An id that is a hash of a natural key: counters, idempotency keys. */
struct kripa_id kp_id_of_name(const char *name);

/* For calls that tell their steps, where nobody listens. */
void kp_say_nothing(void *ctx, const char *line);

/* What a call can't do without is there; else INVALID, naming the argument. */
enum kripa_status kp_need_text(const char *text, const char *argument, struct kripa_error *err);
/* FORBIDDEN unless an admin (or the console). */
enum kripa_status kp_need_admin(struct kripa_viewer viewer, struct kripa_error *err);
/* FORBIDDEN unless a signed-in account (so: not the console, which has no cart). */
enum kripa_status kp_need_account(struct kripa_viewer viewer, struct kripa_error *err);

#endif
