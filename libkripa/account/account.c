/* SPDX-License-Identifier: MIT
 * Accounts: reading them. */
#include "internal.h"

#include "core/context.h"

bool kp_account_gone(const char *email)
{
    return email == NULL;
}

enum kripa_status kp_account_nobody(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such account");
}

enum kripa_status kp_account_read(const struct kp_call *call, struct kripa_id id,
                                  struct kripa_account **out)
{
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_account_schema, id, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    return kp_account_gone((*out)->email) ? kp_account_nobody(call->err) : KRIPA_OK;
}

enum kripa_status kp_credential_read(const struct kp_call *call, struct kripa_id id,
                                     struct kripa_credential **out)
{
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_credential_schema, id, &found);
    if (status == KRIPA_NOT_FOUND)
        return kp_account_nobody(call->err);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    return kp_account_gone((*out)->email) ? kp_account_nobody(call->err) : KRIPA_OK;
}

/* A deleted e-mail is NULL, and the store orders NULL before every text, the empty one included. */
struct kp_query kp_account_query(struct kripa_arena *arena, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(arena, of);
    kp_where(&query, "email", KRIPA_GT, kp_text(""));
    return query;
}

enum kripa_status kp_account_own(const struct kp_call *call, struct kripa_id id)
{
    struct kripa_viewer viewer = call->viewer;
    bool own = viewer.role != KRIPA_ROLE_GUEST && kripa_id_equal(viewer.user, id);
    return own || viewer.role == KRIPA_ROLE_ADMIN ? KRIPA_OK : kp_account_nobody(call->err);
}

enum kripa_status kripa_account_get(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id id, struct kripa_arena *arena,
                                    struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_account_own(&call, id);
    return status == KRIPA_OK ? kp_account_read(&call, id, out) : status;
}
