/* SPDX-License-Identifier: MIT
 * The rules for passwords: none that is guessed first, and none made of the person's own data.
 * There are no rules about kinds of characters (domain.md, "People"). */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/context.h"
#include "internal.h"
#include "service/secret.h"

static bool is_common(const char *password)
{
    for (const char *const *common = kp_common_passwords; *common; common++)
        if (strcasecmp(password, *common) == 0)
            return true;
    return false;
}

/* Two texts count as equal when they differ only in case, blanks or composition. */
static enum kripa_status check_differs(struct kripa_arena *arena, const char *password,
                                       const char *other, const char *problem, const char *field,
                                       struct kripa_error *err)
{
    const char *a = kp_text_fold(arena, password, KRIPA_JSON_BYTES_MAX);
    const char *b = kp_text_fold(arena, other ? other : "", KRIPA_JSON_BYTES_MAX);
    if (!a || !b)
        return kp_no_memory(err);
    return strcmp(a, b) == 0 ? kripa_fail_field(err, KRIPA_INVALID, field, "%s", problem)
                             : KRIPA_OK;
}

static enum kripa_status hash_text(const struct kp_call *call, const char *text, const char **hash)
{
    char *made = kripa_arena_alloc(call->arena, 1, KP_PASSWORD_HASH_SIZE);
    if (!made)
        return kp_no_memory(call->err);
    *hash = made;
    return kp_password_hash(text, call->kripa->password_memory_kib, call->kripa->password_passes,
                            made, call->err);
}

enum kripa_status kp_password_make(const struct kp_call *call, const char *password,
                                   const char **hash)
{
    const char *composed = kp_text_compose(call->arena, password);
    return composed ? hash_text(call, composed, hash) : kp_no_memory(call->err);
}

enum kripa_status kp_password_try(const struct kp_call *call, const char *hash,
                                  const char *password, enum kp_fit *fit)
{
    const char *composed = kp_text_compose(call->arena, password), *unused;
    if (!composed)
        return kp_no_memory(call->err);
    const char *const spellings[] = {composed, password};
    size_t count = strcmp(composed, password) == 0 ? 1 : 2;
    *fit = KP_FITS_NOT;
    for (size_t i = 0; i < count && *fit == KP_FITS_NOT; i++) {
        if (hash && kp_password_verify(hash, spellings[i]))
            *fit = i == 0 ? KP_FITS : KP_FITS_AS_TYPED;
        enum kripa_status status = hash ? KRIPA_OK : hash_text(call, spellings[i], &unused);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

enum kripa_status kp_password_hash_new(const struct kp_call *call, const char *field,
                                       const char *password, const char *name, const char *email,
                                       const char **hash)
{
    if (is_common(password))
        return kripa_fail_field(call->err, KRIPA_INVALID, field,
                                "is one of the commonest passwords: choose another");
    enum kripa_status status = check_differs(call->arena, password, email,
                                             "must not be the e-mail address", field, call->err);
    if (status == KRIPA_OK)
        status =
            check_differs(call->arena, password, name, "must not be the name", field, call->err);
    return status == KRIPA_OK ? kp_password_make(call, password, hash) : status;
}
