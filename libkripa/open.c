/* SPDX-License-Identifier: MIT
 * Opening and closing a shop, which puts the parts of the library together. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "banner/banner.h"
#include "base/status.h"
#include "catalog/catalog.h"
#include "core/context.h"
#include "core/paging.h"
#include "journal/journal.h"
#include "maintenance/copy/copy.h"
#include "service/cloudinary.h"
#include "service/disk.h"
#include "service/secret.h"
#include "service/thumbnail.h"
#include "shop/shop.h"

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

/* The key of refresh tokens is derived from its own secret or, if there is none, the JWT secret. */
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
        return kp_no_memory(err);
    kripa->jwt_secret_size = strlen(kripa->jwt_secret);
    const char *refresh = config->refresh_secret ? config->refresh_secret : config->jwt_secret;
    unsigned char key[KP_KEY_BYTES];
    kp_sha256(refresh, strlen(refresh), key);
    kp_hmac_sha256(key, "kripa refresh", 13, kripa->refresh_key);
    kripa->can_sign = true;
    return KRIPA_OK;
}

/* Its pages follow behind a slash of theirs. */
static enum kripa_status take_frontend(struct kripa *kripa, const char *url,
                                       struct kripa_error *err)
{
    if (!url || !*url)
        return KRIPA_OK;
    kripa->frontend_url = strdup(url);
    if (!kripa->frontend_url)
        return kp_no_memory(err);
    size_t size = strlen(url);
    while (size && url[size - 1] == '/')
        kripa->frontend_url[--size] = '\0';
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
    const struct kp_call call = {.kripa = kripa, .err = err};
    unsigned counter;
    enum kripa_status status = kp_random(&call, kripa->id_machine, sizeof kripa->id_machine);
    if (status == KRIPA_OK)
        status = kp_random(&call, &counter, sizeof counter);
    if (status == KRIPA_OK) {
        atomic_init(&kripa->id_counter, counter);
        kp_stripes_init(&kripa->stripes, counter);
    }
    return status;
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

/* Beside the store's file, where it has one. */
static const char *media_folder(const struct kripa_config *config, struct kripa_arena *arena)
{
    static const char scheme[] = "sqlite:";
    if (config->media_dir && *config->media_dir)
        return config->media_dir;
    const char *uri = config->store ? NULL : config->store_uri;
    if (!uri || strncmp(uri, scheme, sizeof scheme - 1) != 0 || strcmp(uri, "sqlite::memory:") == 0)
        return NULL;
    const char *path = uri + sizeof scheme - 1, *slash = strrchr(path, '/');
    return kripa_arena_format(arena, "%.*smedia", slash ? (int)(slash - path) + 1 : 0, path);
}

static enum kripa_status take_media(struct kripa *kripa, const struct kripa_config *config,
                                    struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    enum kripa_status status = kp_cloudinary_create(&config->cloudinary, &kripa->remote, err);
    if (status != KRIPA_OK)
        return status;
    const char *folder = media_folder(config, &arena);
    if (folder)
        kripa->disk = kp_disk_create(folder);
    else if (kripa->remote)
        status = kp_disk_create_temporary(&kripa->disk, err);
    kripa->thumbnails = kp_thumbnails_create();
    kripa_arena_clear(&arena);
    if (status != KRIPA_OK)
        return status;
    size_t size = config->public_url ? strlen(config->public_url) : 0;
    while (size > 0 && config->public_url[size - 1] == '/')
        size--;
    if (size > 0)
        kripa->public_url = strndup(config->public_url, size);
    return !kripa->thumbnails || (folder && !kripa->disk) || (size > 0 && !kripa->public_url)
               ? kp_no_memory(err)
               : KRIPA_OK;
}

static void close_depot(struct kp_depot *depot)
{
    if (depot)
        depot->ops->close(depot);
}

enum kripa_status kripa_cloudinary_check(const struct kripa_cloudinary *account,
                                         struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kp_depot *depot = NULL;
    enum kripa_status status = kp_cloudinary_create(account, &depot, err);
    close_depot(depot);
    return status;
}

/* An unfinished copy must not be used as a shop. */
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
    if (status == KRIPA_OK)
        status = take_media(kripa, config, err);
    if (status == KRIPA_OK)
        status = take_frontend(kripa, config->frontend_url, err);
    if (status != KRIPA_OK)
        return status;
    kripa->categories = kp_category_cache_create();
    kripa->totals = kp_totals_create();
    kripa->verified_tokens = kp_verified_tokens_create();
    kripa->settings = kp_settings_cache_create();
    kripa->banners = kp_banner_cache_create();
    if (!kripa->categories || !kripa->totals || !kripa->verified_tokens || !kripa->settings ||
        !kripa->banners)
        return kp_no_memory(err);
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
        return kp_no_memory(err);
    pthread_mutex_init(&kripa->numbers.lock, NULL);
    pthread_mutex_init(&kripa->offset.lock, NULL);
    enum kripa_status status = fill(kripa, config, err);
    const struct kripa_services *services = &config->services;
    if (status == KRIPA_OK && services->on_statement)
        status = kripa_store_observe(kripa->store, services->on_statement,
                                     services->on_statement_ctx, &kripa->store, err);
    if (status != KRIPA_OK) {
        if (config->store)
            kripa->store = NULL; /* the caller keeps it */
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
    kp_thumbnails_free(kripa->thumbnails);
    close_depot(kripa->disk);
    close_depot(kripa->remote);
    free(kripa->public_url);
    kp_category_cache_free(kripa->categories);
    kp_totals_free(kripa->totals);
    kp_verified_tokens_free(kripa->verified_tokens);
    kp_settings_cache_free(kripa->settings);
    kp_banner_cache_free(kripa->banners);
    pthread_mutex_destroy(&kripa->numbers.lock);
    pthread_mutex_destroy(&kripa->offset.lock);
    if (kripa->jwt_secret) {
        explicit_bzero(kripa->jwt_secret, kripa->jwt_secret_size);
        free(kripa->jwt_secret);
    }
    free(kripa->frontend_url);
    explicit_bzero(kripa, sizeof *kripa);
    free(kripa);
}
