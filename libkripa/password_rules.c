/* SPDX-License-Identifier: MIT
 * What a password may be: nothing that is guessed first. No rule of composition beyond that
 * (domain.md, "People"). */
#include <string.h>

#include "account.h"
#include "base/text.h"
#include "context.h"
#include "service/secret.h"

static bool is_common(const char *password)
{
    for (const char *const *common = kp_common_passwords; *common; common++)
        if (strcasecmp(password, *common) == 0)
            return true;
    return false;
}

static enum kripa_status no_memory(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

/* Case, blanks and spelling make no other word of it. */
static enum kripa_status check_differs(struct kripa_arena *arena, const char *password,
                                       const char *other, const char *problem, const char *field,
                                       struct kripa_error *err)
{
    const char *a = kp_text_fold(arena, password, KRIPA_JSON_BYTES_MAX);
    const char *b = kp_text_fold(arena, other ? other : "", KRIPA_JSON_BYTES_MAX);
    if (!a || !b)
        return no_memory(err);
    return strcmp(a, b) == 0 ? kripa_fail_field(err, KRIPA_INVALID, field, "%s", problem)
                             : KRIPA_OK;
}

enum kripa_status kp_password_take(struct kripa *kripa, const char *field, const char *password,
                                   const char *name, const char *email, struct kripa_arena *arena,
                                   const char **hash, struct kripa_error *err)
{
    if (is_common(password))
        return kripa_fail_field(err, KRIPA_INVALID, field,
                                "is one of the commonest passwords: choose another");
    enum kripa_status status =
        check_differs(arena, password, email, "must not be the e-mail address", field, err);
    if (status == KRIPA_OK)
        status = check_differs(arena, password, name, "must not be the name", field, err);
    if (status != KRIPA_OK)
        return status;
    char *made = kripa_arena_alloc(arena, 1, KP_PASSWORD_HASH_SIZE);
    if (!made)
        return no_memory(err);
    *hash = made;
    return kp_password_hash(password, kripa->password_memory_kib, kripa->password_passes, made,
                            err);
}
