/* SPDX-License-Identifier: MIT
 * Finding an account by what people call it: its e-mail, its id, the end of its id. */
#include <string.h>

#include "account.h"
#include "base/text.h"
#include "candidates.h"
#include "context.h"

enum kripa_status kp_email_find(struct kripa *kripa, const struct kripa_schema *of,
                                const char *email, struct kripa_arena *arena, void **out,
                                struct kripa_error *err)
{
    const char *tidy = email;
    kp_form_tidy(KRIPA_FORM_EMAIL, arena, &tidy); /* what is no e-mail at all is nobody's */
    if (tidy == email)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    struct kp_query query = kp_query_of(arena, of);
    kp_where(&query, "email", KRIPA_EQ, kp_text(tidy));
    enum kripa_status status = kp_find_one(kripa, &query, out, err);
    return status == KRIPA_NOT_FOUND ? kp_account_nobody(err) : status;
}

static void tell(const void *record, struct kripa_error *err)
{
    const struct kripa_account *account = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(account->id, id);
    kripa_fail_field(err, KRIPA_CONFLICT, id, "%s", account->email);
}

static enum kripa_status find_ending(struct kripa *kripa, const char *end,
                                     struct kripa_arena *arena, struct kripa_account **out,
                                     struct kripa_error *err)
{
    struct kp_candidates candidates = {
        .kripa = kripa, .of = &kripa_account_schema, .plural = "accounts", .tell = tell};
    struct kp_query all = kp_account_query(arena, &kripa_user_terms_schema);
    struct kripa_id id;
    enum kripa_status status = kp_candidates_by_ending(&candidates, &all, end, err);
    if (status == KRIPA_OK)
        status = kp_candidates_only(&candidates, arena, &id, err);
    return status == KRIPA_OK ? kp_account_read(kripa, id, arena, out, err) : status;
}

enum kripa_status kripa_account_find(struct kripa *kripa, struct kripa_viewer viewer,
                                     const char *name, struct kripa_arena *arena,
                                     struct kripa_account **out, struct kripa_error *err)
{
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    if (!strchr(name, '@'))
        return find_ending(kripa, name, arena, out, err);
    void *found;
    status = kp_email_find(kripa, &kripa_account_schema, name, arena, &found, err);
    if (status == KRIPA_OK)
        *out = found;
    return status;
}

enum kripa_status kripa_viewer_of(struct kripa *kripa, const char *email, struct kripa_viewer *out,
                                  struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    void *found;
    enum kripa_status status =
        kp_email_find(kripa, &kripa_credential_schema, email, &arena, &found, err);
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
