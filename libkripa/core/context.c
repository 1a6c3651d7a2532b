/* SPDX-License-Identifier: MIT
 * The clock, random numbers and new ids of an open shop, and who may do what. */
#include "context.h"

#include <stdio.h>
#include <string.h>

#include "service/secret.h"

/* Everything before the last @ may belong to a password, even a badly written one, and a query
 * after ? may be secret, too. If an @ follows the ?, the two can't be told apart. */
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

void kp_say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

bool kripa_is_remote(const struct kripa *kripa)
{
    return kripa->store->remote;
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

enum kripa_status kp_random(const struct kp_call *call, void *to, size_t size)
{
    if (call->kripa->services.random(call->kripa->services.ctx, to, size))
        return KRIPA_OK;
    return kripa_fail(call->err, KRIPA_UNAVAILABLE, "the system has no random bytes to give");
}

/* Like the ids of MongoDB's drivers: seconds, five random bytes for the process, a counter. */
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

void kp_derive_key(const struct kripa *kripa, const char *purpose, unsigned char key[KP_KEY_BYTES])
{
    unsigned char secret[KP_DIGEST_BYTES];
    kp_sha256(kripa->jwt_secret, kripa->jwt_secret_size, secret);
    kp_hmac_sha256(secret, purpose, strlen(purpose), key);
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
