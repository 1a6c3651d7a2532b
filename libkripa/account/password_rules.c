/* SPDX-License-Identifier: MIT
 * What a password may be: nothing that is guessed first. No rule of composition beyond that
 * (domain.md, "People"). */
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

/* Case, blanks and spelling make no other word of it. */
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

static enum kripa_status hash_text(struct kripa *kripa, const char *text, struct kripa_arena *arena,
                                   const char **hash, struct kripa_error *err)
{
    char *made = kripa_arena_alloc(arena, 1, KP_PASSWORD_HASH_SIZE);
    if (!made)
        return kp_no_memory(err);
    *hash = made;
    return kp_password_hash(text, kripa->password_memory_kib, kripa->password_passes, made, err);
}

enum kripa_status kp_password_make(struct kripa *kripa, const char *password,
                                   struct kripa_arena *arena, const char **hash,
                                   struct kripa_error *err)
{
    const char *composed = kp_text_compose(arena, password);
    return composed ? hash_text(kripa, composed, arena, hash, err) : kp_no_memory(err);
}

enum kripa_status kp_password_try(struct kripa *kripa, const char *hash, const char *password,
                                  struct kripa_arena *arena, enum kp_fit *fit,
                                  struct kripa_error *err)
{
    const char *composed = kp_text_compose(arena, password), *unused;
    if (!composed)
        return kp_no_memory(err);
    const char *const spellings[] = {composed, password};
    size_t count = strcmp(composed, password) == 0 ? 1 : 2;
    *fit = KP_FITS_NOT;
    for (size_t i = 0; i < count && *fit == KP_FITS_NOT; i++) {
        if (hash && kp_password_verify(hash, spellings[i]))
            *fit = i == 0 ? KP_FITS : KP_FITS_AS_TYPED;
        enum kripa_status status =
            hash ? KRIPA_OK : hash_text(kripa, spellings[i], arena, &unused, err);
        if (status != KRIPA_OK)
            return status;
    }
    return KRIPA_OK;
}

enum kripa_status kp_password_hash_new(struct kripa *kripa, const char *field, const char *password,
                                       const char *name, const char *email,
                                       struct kripa_arena *arena, const char **hash,
                                       struct kripa_error *err)
{
    if (is_common(password))
        return kripa_fail_field(err, KRIPA_INVALID, field,
                                "is one of the commonest passwords: choose another");
    enum kripa_status status =
        check_differs(arena, password, email, "must not be the e-mail address", field, err);
    if (status == KRIPA_OK)
        status = check_differs(arena, password, name, "must not be the name", field, err);
    return status == KRIPA_OK ? kp_password_make(kripa, password, arena, hash, err) : status;
}
