/* SPDX-License-Identifier: MIT
 * Finding an account by its e-mail, its id, or the last digits of its id. */
#include <string.h>

#include "base/status.h"
#include "base/text.h"
#include "core/candidates.h"
#include "core/context.h"
#include "internal.h"

/* A text that is not an e-mail has no spellings. */
size_t kp_email_spellings(struct kripa_arena *arena, const char *email,
                          const char *out[KP_EMAIL_SPELLINGS])
{
    const char *typed = kp_text_trim(arena, email), *plain = email;
    kp_format_normalize(KRIPA_FORMAT_EMAIL, arena, &plain);
    if (!typed || !plain)
        return 0;
    out[0] = plain;
    out[1] = typed;
    return strcmp(plain, typed) == 0 ? 1 : 2;
}

enum kripa_status kp_email_spelled(const struct kp_call *call, const struct kripa_schema *of,
                                   const char *email, void **out)
{
    struct kripa_error nobody = {0};
    struct kp_call quiet = kp_call_with_err(call, &nobody);
    struct kp_query query = kp_query_of(call->arena, of);
    kp_where(&query, "email", KRIPA_EQ, kp_text(email));
    *out = NULL;
    enum kripa_status status = kp_find_one(&quiet, &query, out);
    if (status == KRIPA_NOT_FOUND)
        return KRIPA_OK;
    if (status != KRIPA_OK && call->err)
        *call->err = nobody;
    return status;
}

enum kripa_status kp_email_person(const struct kp_call *call, const char *email,
                                  struct kripa_credential **out)
{
    const char *spellings[KP_EMAIL_SPELLINGS];
    void *found = NULL;
    size_t count = kp_email_spellings(call->arena, email, spellings);
    if (count == 0)
        return kp_no_memory(call->err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = count; status == KRIPA_OK && !found && i-- > 0;)
        status = kp_email_spelled(call, &kripa_credential_schema, spellings[i], &found);
    *out = found;
    return status;
}

/* Finds the account or credential whose e-mail is stored in one of the spellings of this one.
 * NOT_FOUND. */
static enum kripa_status find_by_email(const struct kp_call *call, const struct kripa_schema *of,
                                       const char *email, void **out)
{
    const char *spellings[KP_EMAIL_SPELLINGS];
    size_t count = kp_email_spellings(call->arena, email, spellings);
    if (count == 0)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++) {
        enum kripa_status status = kp_email_spelled(call, of, spellings[i], out);
        if (status != KRIPA_OK || *out)
            return status;
    }
    return kp_account_nobody(call->err);
}

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_account *account = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(account->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%s", account->email);
}

static enum kripa_status find_ending(const struct kp_call *call, const char *end,
                                     struct kripa_account **out)
{
    struct kp_candidates candidates = {
        .call = call, .of = &kripa_account_schema, .plural = "accounts", .tell = tell};
    struct kp_query all = kp_account_query(call->arena, &kripa_user_terms_schema);
    void *found;
    enum kripa_status status = kp_candidate_by_ending(&candidates, &all, end, &found);
    if (status != KRIPA_OK)
        return status;
    *out = found;
    return kp_account_gone((*out)->email) ? kp_account_nobody(call->err) : KRIPA_OK;
}

enum kripa_status kripa_account_find(struct kripa *kripa, struct kripa_viewer viewer,
                                     const char *name, struct kripa_arena *arena,
                                     struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kp_need_text(name, "name", err);
    if (status != KRIPA_OK)
        return status;
    if (!strchr(name, '@'))
        return find_ending(&call, name, out);
    void *found;
    status = find_by_email(&call, &kripa_account_schema, name, &found);
    if (status == KRIPA_OK)
        *out = found;
    return status;
}

enum kripa_status kripa_viewer_of(struct kripa *kripa, const char *email, struct kripa_viewer *out,
                                  struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_arena arena = {0};
    const struct kp_call call = {.kripa = kripa, .arena = &arena, .err = err};
    void *found;
    enum kripa_status status = kp_need_text(email, "email", err);
    if (status == KRIPA_OK)
        status = find_by_email(&call, &kripa_credential_schema, email, &found);
    if (status == KRIPA_OK) {
        const struct kripa_credential *who = found;
        if (who->is_blocked)
            status = kripa_fail(err, KRIPA_FORBIDDEN, "this account is blocked");
        else
            *out = (struct kripa_viewer){.user = who->id, .role = who->role};
    }
    kripa_arena_clear(&arena);
    return status;
}
