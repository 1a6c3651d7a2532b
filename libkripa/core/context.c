/* SPDX-License-Identifier: MIT
 * Opening and closing a shop, its clock, its chance, its ids. */
#include "context.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "catalog/catalog.h"
#include "journal/journal.h"
#include "maintenance/copy/copy.h"
#include "paging.h"
#include "schema/schema.h"
#include "service/secret.h"

#define PASSWORD_MEMORY_KIB 19456
#define PASSWORD_PASSES     2

static int64_t system_now_ms(void *ctx)
{
    (void)ctx;
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum kripa_status check_secret(const char *secret, const char *field,
                                      struct kripa_error *err)
{
    const char *problem = secret ? kripa_secret_problem(secret) : NULL;
    return problem ? kripa_fail_field(err, KRIPA_INVALID, field, "%s", problem) : KRIPA_OK;
}

/* The refresh key is its own: derived from the JWT secret unless one was given. */
static enum kripa_status take_secrets(struct kripa *kripa, const struct kripa_config *config,
                                      struct kripa_error *err)
{
    if (!config->jwt_secret)
        return KRIPA_OK;
    enum kripa_status status = check_secret(config->jwt_secret, "jwt_secret", err);
    if (status == KRIPA_OK)
        status = check_secret(config->refresh_secret, "refresh_secret", err);
    if (status != KRIPA_OK)
        return status;
    kripa->jwt_secret = strdup(config->jwt_secret);
    if (!kripa->jwt_secret)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    kripa->jwt_secret_size = strlen(kripa->jwt_secret);
    const char *refresh = config->refresh_secret ? config->refresh_secret : config->jwt_secret;
    unsigned char key[KP_KEY_BYTES];
    kp_sha256(refresh, strlen(refresh), key);
    kp_hmac_sha256(key, "kripa refresh", 13, kripa->refresh_key);
    kripa->can_sign = true;
    return KRIPA_OK;
}

static enum kripa_status take_services(struct kripa *kripa, const struct kripa_config *config,
                                       struct kripa_error *err)
{
    kripa->services = config->services;
    if (!kripa->services.now_ms)
        kripa->services.now_ms = system_now_ms;
    if (!kripa->services.random)
        kripa->services.random = kp_secret_random;
    unsigned counter;
    enum kripa_status status = kp_random(kripa, kripa->id_machine, sizeof kripa->id_machine, err);
    if (status == KRIPA_OK)
        status = kp_random(kripa, &counter, sizeof counter, err);
    if (status == KRIPA_OK)
        atomic_init(&kripa->id_counter, counter);
    return status;
}

/* Whatever stands before the last @ may be of a password, written as it should be or not, and what
 * stands behind a ? may be secret, too: where there is an @ behind that, nothing is sure. */
void kripa_uri_shown(const char *uri, char shown[KRIPA_URI_SHOWN_SIZE])
{
    const char *host = uri ? strstr(uri, "://") : NULL;
    if (!host) {
        snprintf(shown, KRIPA_URI_SHOWN_SIZE, "%s", uri ? uri : "");
        return;
    }
    int scheme_size = (int)(host + 3 - uri);
    const char *at = strrchr(host, '@'), *from = at ? at + 1 : host + 3;
    const char *end = host + strcspn(host, "?");
    snprintf(shown, KRIPA_URI_SHOWN_SIZE, "%.*s%.*s", scheme_size, uri,
             from < end ? (int)(end - from) : 0, from);
}

static enum kripa_status take_store(struct kripa *kripa, const struct kripa_config *config,
                                    struct kripa_error *err)
{
    if (config->store) {
        kripa->store = config->store;
        kripa_uri_shown(config->store->kind, kripa->uri);
        return KRIPA_OK;
    }
    if (!config->store_uri)
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri", "is required");
    kripa_uri_shown(config->store_uri, kripa->uri);
    enum kripa_status status =
        kripa_store_open(config->store_uri, config->create, config->store_connections,
                         kripa_schemas, &kripa->store, err);
    if (status == KRIPA_OK && kripa->store->read_only && !config->reading_will_do)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s can't be written to, or its folder can't",
                          kripa->uri);
    return status;
}

/* A part of a shop is no shop. */
static enum kripa_status refuse_unfinished(struct kripa *kripa, struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    const struct kripa_copy_mark *mark;
    enum kripa_status status = kp_copy_mark(kripa->store, &arena, &mark, err);
    if (status == KRIPA_OK && mark)
        status = kripa_fail(err, KRIPA_CONFLICT,
                            "the store is an unfinished copy of %s: kripactl store copy goes on "
                            "with it",
                            mark->from);
    kripa_arena_clear(&arena);
    return status;
}

void kp_say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static enum kripa_status fill(struct kripa *kripa, const struct kripa_config *config,
                              struct kripa_error *err)
{
    kripa->dry_run = config->dry_run;
    kripa->password_memory_kib =
        config->password_memory_kib ? config->password_memory_kib : PASSWORD_MEMORY_KIB;
    kripa->password_passes = config->password_passes ? config->password_passes : PASSWORD_PASSES;
    enum kripa_status status = take_secrets(kripa, config, err);
    if (status == KRIPA_OK)
        status = take_services(kripa, config, err);
    if (status != KRIPA_OK)
        return status;
    kripa->categories = kp_category_cache_create();
    kripa->totals = kp_totals_create();
    kripa->settings = kp_settings_cache_create();
    if (!kripa->categories || !kripa->totals || !kripa->settings)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    status = take_store(kripa, config, err);
    if (status != KRIPA_OK || config->tables_as_they_are)
        return status;
    status = kripa->store->ops->migrate(kripa->store, 0, kp_say_nothing, NULL, err);
    return status == KRIPA_OK ? refuse_unfinished(kripa, err) : status;
}

enum kripa_status kripa_open(const struct kripa_config *config, struct kripa **out,
                             struct kripa_error *err)
{
    kripa_error_clear(err);
    if (!kp_secret_start())
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the system has no random bytes to give");
    struct kripa *kripa = calloc(1, sizeof *kripa);
    if (!kripa)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    pthread_mutex_init(&kripa->numbers.lock, NULL);
    enum kripa_status status = fill(kripa, config, err);
    if (status != KRIPA_OK) {
        if (config->store)
            kripa->store = NULL; /* it stays the caller's */
        kripa_close(kripa);
        return status;
    }
    *out = kripa;
    return KRIPA_OK;
}

void kripa_close(struct kripa *kripa)
{
    if (!kripa)
        return;
    kripa_store_close(kripa->store);
    kp_category_cache_free(kripa->categories);
    kp_totals_free(kripa->totals);
    kp_settings_cache_free(kripa->settings);
    pthread_mutex_destroy(&kripa->numbers.lock);
    if (kripa->jwt_secret) {
        explicit_bzero(kripa->jwt_secret, kripa->jwt_secret_size);
        free(kripa->jwt_secret);
    }
    explicit_bzero(kripa, sizeof *kripa);
    free(kripa);
}

bool kripa_waits(const struct kripa *kripa)
{
    return kripa->store->waits;
}

enum kripa_status kripa_ping(struct kripa *kripa, int64_t timeout_ms, struct kripa_error *err)
{
    kripa_error_clear(err);
    return kripa->store->ops->ping(kripa->store, timeout_ms, err);
}

int64_t kp_now_ms(struct kripa *kripa)
{
    return kripa->services.now_ms(kripa->services.ctx);
}

bool kp_within(int64_t then_ms, int64_t now_ms, int64_t span_ms)
{
    return then_ms <= now_ms + KRIPA_CLOCKS_APART_MS && then_ms >= now_ms - span_ms;
}

int64_t kripa_now_ms(struct kripa *kripa)
{
    return kp_now_ms(kripa);
}

enum kripa_status kp_random(struct kripa *kripa, void *to, size_t size, struct kripa_error *err)
{
    if (kripa->services.random(kripa->services.ctx, to, size))
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_UNAVAILABLE, "the system has no random bytes to give");
}

/* As MongoDB's drivers make them: seconds, five bytes of chance a process, a counter. */
struct kripa_id kp_new_id(struct kripa *kripa)
{
    uint32_t seconds = (uint32_t)(kp_now_ms(kripa) / 1000);
    uint32_t counter = atomic_fetch_add(&kripa->id_counter, 1);
    struct kripa_id id;
    for (int i = 0; i < 4; i++)
        id.bytes[i] = (unsigned char)(seconds >> (24 - 8 * i));
    memcpy(id.bytes + 4, kripa->id_machine, sizeof kripa->id_machine);
    for (int i = 0; i < 3; i++)
        id.bytes[9 + i] = (unsigned char)(counter >> (16 - 8 * i));
    return id;
}

struct kripa_id kp_id_of_name(const char *name)
{
    unsigned char digest[KP_DIGEST_BYTES];
    kp_sha256(name, strlen(name), digest);
    struct kripa_id id;
    memcpy(id.bytes, digest, sizeof id.bytes);
    return id;
}

const char *kp_actor(struct kripa_arena *arena, struct kripa_viewer viewer)
{
    if (viewer.console[0])
        return kripa_arena_text(arena, viewer.console, strlen(viewer.console));
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(viewer.user, text);
    return kripa_arena_text(arena, text, KRIPA_ID_TEXT_SIZE - 1);
}

enum kripa_status kp_need_text(const char *text, const char *argument, struct kripa_error *err)
{
    return text ? KRIPA_OK : kripa_fail_field(err, KRIPA_INVALID, argument, "is required");
}

enum kripa_status kp_need_admin(struct kripa_viewer viewer, struct kripa_error *err)
{
    if (viewer.role == KRIPA_ROLE_ADMIN)
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_FORBIDDEN, "only an admin may do that");
}

enum kripa_status kp_need_account(struct kripa_viewer viewer, struct kripa_error *err)
{
    if (viewer.role != KRIPA_ROLE_GUEST && !kripa_id_is_zero(viewer.user))
        return KRIPA_OK;
    return kripa_fail(err, KRIPA_FORBIDDEN, "this needs an account: sign in first");
}
