/* SPDX-License-Identifier: MIT
 * Changing an account: the one place for what every change of an account must do. */
#include "account.h"
#include "core/retry.h"

#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "shop/shop.h"

#define TRIES_MAX 64 /* tabs and devices of one person, all at once */
#define NO_EDIT   SIZE_MAX

static bool leads(const struct kripa_account *account)
{
    return account->role == KRIPA_ROLE_ADMIN && !account->is_blocked;
}

static bool same(const struct kripa_field *field, const void *a, const void *b)
{
    const char *left = a, *right = b;
    if (memcmp(left + field->at, right + field->at, kripa_field_size(field)) != 0)
        return false;
    return !kripa_field_counts(field) ||
           memcmp(left + field->count_at, right + field->count_at, sizeof(size_t)) == 0;
}

static bool unchanged(const struct kp_account_edit *edit)
{
    return edit->change.count == 0 && !edit->removes && !edit->ends_sessions &&
           memcmp(edit->before, edit->after, sizeof *edit->before) == 0; /* NOLINT: a whole copy */
}

static void hold(struct kp_account_edit *edit)
{
    kp_require(&edit->change, "revision", KRIPA_UNCHANGED, kp_member(edit->before));
}

static void remove_account(struct kp_account_edit *edit)
{
    kp_delete(&edit->change, &kripa_account_schema, edit->before->id);
    hold(edit);
    kp_require(&edit->change, "ordered", KRIPA_NE, kp_int(1));
}

/* Other programs do not raise the revision, so each field that is written is guarded by its old
 * value, too. */
static void update_account(struct kp_account_edit *edit)
{
    kp_update(&edit->change, &kripa_account_schema, edit->before->id);
    hold(edit);
    for (size_t i = 0; i < kripa_account_schema.count; i++) {
        const struct kripa_field *field = &kripa_account_schema.fields[i];
        if (same(field, edit->before, edit->after))
            continue;
        kp_require(&edit->change, field->name, KRIPA_UNCHANGED, kp_member(edit->before));
        kp_set(&edit->change, field->name, kp_member(edit->after));
    }
    edit->after->revision = edit->before->revision + 1;
    edit->after->updated_at_ms = kp_now_ms(edit->call->kripa);
    kp_touch(&edit->change, edit->after->updated_at_ms);
}

static enum kripa_status update_terms(struct kp_account_edit *edit)
{
    const struct kripa_account *before = edit->before, *after = edit->after;
    if (before->name == after->name && before->email == after->email &&
        before->phone == after->phone && before->retailer_details == after->retailer_details)
        return KRIPA_OK;
    struct kripa_terms *terms;
    enum kripa_status status = kp_account_terms(edit->call->arena, after, &terms, edit->call->err);
    if (status != KRIPA_OK)
        return status;
    kp_update(&edit->change, &kripa_user_terms_schema, after->id);
    kp_set(&edit->change, "terms", kp_member(terms));
    return KRIPA_OK;
}

/* The photo, where it is an uploaded file. */
static enum kripa_status name_photo(struct kp_account_edit *edit)
{
    const char *before = edit->before->profile_photo;
    const char *after = edit->removes ? NULL : edit->after->profile_photo;
    struct kp_naming naming = {
        .kind = KRIPA_OWNER_ACCOUNT, .owner = edit->before->id, .field = "photo"};
    if (before == after)
        return KRIPA_OK;
    return kp_media_url_refs(edit->call, &edit->change, naming, before, after);
}

static void end_sessions(struct kp_account_edit *edit)
{
    bool blocks = edit->after->is_blocked && !edit->before->is_blocked;
    if (!blocks && !edit->ends_sessions)
        return;
    kp_update(&edit->change, &kripa_credential_schema, edit->before->id);
    kp_add(&edit->change, "tokenVersion", 1);
}

/* Returns the index of the edit that fails when the last admin would go, or NO_EDIT. */
static size_t count_admins(struct kp_account_edit *edit)
{
    bool before = leads(edit->before), after = !edit->removes && leads(edit->after);
    size_t at = kp_change_count(&edit->change);
    if (after && !before)
        kp_count_up(&edit->change, KP_COUNTER_ADMINS, 1);
    if (!before || after)
        return NO_EDIT;
    kp_admins_decrement(&edit->change);
    return at;
}

/* The console has no account that it could lock out. */
static enum kripa_status check_self(const struct kp_account_edit *edit)
{
    bool out = edit->removes || !leads(edit->after);
    if (!kripa_id_equal(edit->call->viewer.user, edit->before->id) || !leads(edit->before) || !out)
        return KRIPA_OK;
    return kripa_fail(edit->call->err, KRIPA_CONFLICT,
                      "admins can't block, demote or delete themselves");
}

static enum kripa_status read_and_decide(struct kp_account_edit *edit, struct kripa_id id)
{
    struct kripa_account *before;
    enum kripa_status status = kp_account_read(edit->call, id, &before);
    if (status != KRIPA_OK)
        return status;
    edit->after = kripa_arena_alloc(edit->call->arena, sizeof *edit->after, 1);
    if (!edit->after)
        return kp_no_memory(edit->call->err);
    memcpy(edit->after, before, sizeof *before);
    edit->before = before;
    edit->change = kp_change_in(edit->call);
    edit->ends_sessions = edit->removes = false;
    status = edit->decide(edit, edit->input);
    return status == KRIPA_OK ? check_self(edit) : status;
}

/* CONFLICT with *again set: somebody else changed the account after it was read. */
static enum kripa_status commit_edit(struct kp_account_edit *edit, bool *again)
{
    struct kp_change *change = &edit->change;
    const struct kripa_account *kept = edit->removes ? NULL : edit->after;
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(edit->call, &settings);
    if (status != KRIPA_OK)
        return status;
    if (edit->removes) {
        remove_account(edit);
    } else {
        update_account(edit);
        end_sessions(edit);
        status = update_terms(edit);
    }
    if (status == KRIPA_OK)
        status = name_photo(edit);
    if (status != KRIPA_OK)
        return status;
    size_t admins = count_admins(edit);
    kp_audit(change, edit->action, kp_id_text(edit->call->arena, edit->before->id),
             &kripa_account_schema, edit->before, kept);
    if (!kept || kp_account_gone(kept->email))
        kp_figures_registered(change, kp_figures_zone(settings), edit->before->created_at_ms, -1);
    struct kripa_outcome outcome = {0};
    status = kp_commit(edit->call, change, &outcome);
    if (status == KRIPA_CONFLICT && outcome.failed == admins)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT,
                          "this is the last admin who can sign in");
    *again = status == KRIPA_CONFLICT;
    return status;
}

static enum kripa_status change_once(void *ctx, const struct kp_call *call, bool *lost)
{
    struct kp_account_edit *edit = ctx;
    edit->call = call;
    enum kripa_status status = read_and_decide(edit, edit->id);
    return status == KRIPA_OK && !unchanged(edit) ? commit_edit(edit, lost) : status;
}

enum kripa_status kp_account_change(struct kp_account_edit *edit, struct kripa_id id,
                                    struct kripa_account **out)
{
    static const struct kp_patience patience = {TRIES_MAX, KRIPA_CONFLICT,
                                                "somebody else changed this account; try again", 0};
    const struct kp_call *call = edit->call;
    edit->id = id;
    enum kripa_status status = kp_retry(call, &patience, change_once, edit);
    edit->call = call;
    *out = edit->after;
    return status;
}
