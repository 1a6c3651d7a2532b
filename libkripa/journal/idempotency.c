/* SPDX-License-Identifier: MIT
 * Idempotency keys: checking them, and what was committed under one. */
#include "journal.h"

#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "service/secret.h"

static bool is_key(const char *key)
{
    size_t size = strlen(key);
    if (size == 0 || size > KRIPA_IDEMPOTENCY_KEY_MAX)
        return false;
    for (size_t i = 0; i < size; i++)
        if (key[i] < ' ' || key[i] > '~')
            return false;
    return true;
}

void kp_key_write_item(struct kripa_writer *writer, struct kripa_id product, int64_t qty)
{
    kripa_write_id(writer, product);
    kripa_write(writer, ":");
    kripa_write_int(writer, qty);
    kripa_write(writer, ",");
}

void kp_key_write_mode(struct kripa_writer *writer, const char *purchase_mode)
{
    bool as_customer = purchase_mode && strcmp(purchase_mode, "customer") == 0;
    kripa_write_text(writer, as_customer ? purchase_mode : NULL);
}

enum kripa_status kp_key_make(const struct kp_call *call, const char *request, const char *route,
                              const char *key, struct kripa_idempotency **out)
{
    if (!is_key(key))
        return kripa_fail_field(call->err, KRIPA_INVALID, "Idempotency-Key",
                                "must be 1 to %d printable ASCII characters",
                                KRIPA_IDEMPOTENCY_KEY_MAX);
    struct kripa_idempotency *row = kripa_arena_alloc(call->arena, sizeof *row, 1);
    char *digest = kripa_arena_alloc(call->arena, 1, KP_DIGEST_TEXT_SIZE);
    const char *actor = kp_actor(call->arena, call->viewer);
    const char *name =
        actor ? kripa_arena_format(call->arena, "%s %s %s", actor, route, key) : NULL;
    if (!row || !digest || !request || !name)
        return kp_no_memory(call->err);
    kp_sha256_text(request, strlen(request), digest);
    *row = (struct kripa_idempotency){
        .id = kp_id_of_name(name),
        .user = call->viewer.user,
        .route = route,
        .key = key,
        .request = digest,
        .created_at_ms = kp_now_ms(call->kripa),
    };
    *out = row;
    return KRIPA_OK;
}

enum kripa_status kp_key_read(const struct kp_call *call, const struct kripa_idempotency *key,
                              const struct kripa_idempotency **out)
{
    void *found;
    struct kp_call quiet = kp_call_with_err(call, NULL);
    *out = NULL;
    enum kripa_status status = kp_find_id(&quiet, &kripa_idempotency_schema, key->id, &found);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK)
        return kripa_fail(call->err, status, "the idempotency key could not be read");
    const struct kripa_idempotency *kept = found;
    if (!kept->request || strcmp(kept->request, key->request) != 0)
        return kripa_fail(call->err, KRIPA_KEY_REUSED,
                          "this idempotency key was used for another request");
    *out = kept;
    return KRIPA_OK;
}
