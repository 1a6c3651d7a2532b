/* SPDX-License-Identifier: MIT
 * Finding an account by what people call it: its e-mail, its id, the end of its id. */
#include <stdio.h>
#include <string.h>

#include "account.h"
#include "base/text.h"
#include "context.h"

#define ID_END_MIN 4 /* digits of an id's end that are enough to look for */

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

/* Several accounts whose ids end alike: as many of them as an error can name. */
struct ending {
    const char *end;
    size_t size, count;
    struct kripa_id found;
    struct kripa_error candidates;
};

static enum kripa_status look_at(void *ctx, const void *record)
{
    struct ending *ending = ctx;
    const struct kripa_account *account = record;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(account->id, id);
    if (strcasecmp(id + KRIPA_ID_TEXT_SIZE - 1 - ending->size, ending->end) != 0)
        return KRIPA_OK;
    ending->count++;
    ending->found = account->id;
    kripa_fail_field(&ending->candidates, KRIPA_CONFLICT, id, "%s", account->email);
    return KRIPA_OK;
}

static enum kripa_status find_ending(struct kripa *kripa, const char *end,
                                     struct kripa_arena *arena, struct kripa_account **out,
                                     struct kripa_error *err)
{
    struct ending ending = {.end = end, .size = strlen(end)};
    bool hex = strspn(end, "0123456789abcdefABCDEF") == ending.size;
    if (!hex || ending.size < ID_END_MIN || ending.size >= KRIPA_ID_TEXT_SIZE)
        return kp_account_nobody(err);
    struct kp_query query = kp_account_query(arena);
    if (query.failed)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status =
        kripa->store->ops->scan(kripa->store, &query.query, look_at, &ending, err);
    if (status != KRIPA_OK)
        return status;
    if (ending.count == 0)
        return kp_account_nobody(err);
    if (ending.count == 1)
        return kp_account_read(kripa, ending.found, arena, out, err);
    snprintf(ending.candidates.message, sizeof ending.candidates.message,
             "the ids of %zu accounts end in %s", ending.count, end);
    if (err)
        *err = ending.candidates;
    return KRIPA_CONFLICT;
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
