/* SPDX-License-Identifier: MIT
 * The secret part of a message: sealed in its record with a key of the server, so that a copy of
 * the store does not reveal it. The sender of the message opens it, and the console (domain.md,
 * "Messages"). */
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/query.h"
#include "journal.h"
#include "service/secret.h"

#define PURPOSE "kripa outbox"

/* The sealed text begins with the id of its message, so that it can't be moved into another
 * message. */
#define ID_SIZE (KRIPA_ID_TEXT_SIZE - 1)

bool kp_outbox_says_secret(enum kripa_outbox_kind kind)
{
    return kind == KRIPA_OUTBOX_LOGIN_CODE || kind == KRIPA_OUTBOX_PASSWORD_RESET;
}

enum kripa_status kp_outbox_secret(struct kp_change *change, const struct kp_secret_message *secret,
                                   struct kripa_id *id)
{
    const struct kp_call *call = change->call;
    unsigned char key[KP_KEY_BYTES], nonce[KP_SEAL_NONCE];
    char text[KRIPA_ID_TEXT_SIZE];
    struct kripa_outbox_message *message =
        kp_outbox_make(change, secret->kind, secret->to, secret->data);
    if (!message || !secret->secret)
        return kp_no_memory(call->err);
    enum kripa_status status = kp_random(call, nonce, sizeof nonce);
    if (status != KRIPA_OK)
        return status;
    kripa_id_format(message->id, text);
    const char *whole = kripa_arena_format(call->arena, "%s%s", text, secret->secret);
    kp_derive_key(call->kripa, PURPOSE, key);
    message->secret = whole ? kp_seal(call->arena, key, nonce, whole) : NULL;
    if (!message->secret)
        return kp_no_memory(call->err);
    message->expires_at_ms = secret->expires_at_ms;
    kp_insert(change, &kripa_outbox_message_schema, message);
    *id = message->id;
    return KRIPA_OK;
}

static enum kripa_status unseal(const struct kp_call *call,
                                const struct kripa_outbox_message *message, const char **secret)
{
    unsigned char key[KP_KEY_BYTES];
    char id[KRIPA_ID_TEXT_SIZE];
    const char *whole;
    if (!call->kripa->can_sign)
        return kripa_fail(call->err, KRIPA_UNAVAILABLE,
                          "what this message says is sealed: the shop's JWT_SECRET opens it");
    if (message->expires_at_ms <= kp_now_ms(call->kripa))
        return kripa_fail(call->err, KRIPA_CONFLICT, "what this message said has expired");
    kp_derive_key(call->kripa, PURPOSE, key);
    if (!kp_unseal(call->arena, key, message->secret, &whole))
        return kp_no_memory(call->err);
    kripa_id_format(message->id, id);
    if (!whole || strncmp(whole, id, ID_SIZE) != 0)
        return kripa_fail(call->err, KRIPA_CONFLICT,
                          "what this message says was sealed with another JWT_SECRET");
    *secret = whole + ID_SIZE;
    return KRIPA_OK;
}

/* Writes an audit record, as whoever has read the secret can act as its recipient. */
static enum kripa_status open_secret(const struct kp_call *call, struct kripa_outbox_opened *out)
{
    enum kripa_status status = unseal(call, &out->message, &out->secret);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(call);
    kp_audit(&change, "outbox.open", kp_id_text(call->arena, out->message.id), NULL, NULL, NULL);
    return kp_commit(call, &change, NULL);
}

enum kripa_status kripa_outbox_open(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id id, struct kripa_arena *arena,
                                    struct kripa_outbox_opened *out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    void *found;
    if (!viewer.console[0])
        return kripa_fail(err, KRIPA_FORBIDDEN, "only the console may do that");
    enum kripa_status status = kp_find_id(&call, &kripa_outbox_message_schema, id, &found);
    if (status == KRIPA_NOT_FOUND)
        return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such message");
    if (status != KRIPA_OK)
        return status;
    struct kripa_outbox_opened opened = {.message = *(const struct kripa_outbox_message *)found};
    if (opened.message.secret)
        status = open_secret(&call, &opened);
    if (status == KRIPA_OK)
        *out = opened;
    return status;
}
