/* SPDX-License-Identifier: MIT
 * Making new accounts, by registration or by an admin. */
#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "core/search.h"
#include "internal.h"
#include "journal/figures.h"
#include "journal/journal.h"
#include "shop/shop.h"

/* Adds the edits that make an account. */
static void insert(struct kp_change *change, const struct kripa_account *account,
                   const char *password_hash, const struct kripa_terms *terms)
{
    kp_insert(change, &kripa_account_schema, account);
    kp_update(change, &kripa_credential_schema, account->id);
    kp_set(change, "password", kp_text(password_hash));
    kp_update(change, &kripa_user_terms_schema, account->id);
    kp_set(change, "terms", kp_member(terms));
}

enum kripa_status kp_account_terms(struct kripa_arena *arena, const struct kripa_account *account,
                                   struct kripa_terms **out, struct kripa_error *err)
{
    static const struct kripa_retailer_details none;
    struct kripa_terms *terms = kripa_arena_alloc(arena, sizeof *terms, 1);
    if (!terms)
        return kp_no_memory(err);
    *terms = kp_terms_of(arena, account->id);
    *out = terms;
    const struct kripa_retailer_details *shop =
        account->retailer_details ? account->retailer_details : &none;
    const char *const texts[] = {account->name,   account->email,   account->phone,
                                 shop->shop_name, shop->owner_name, shop->phone};
    size_t count = kp_account_gone(account->email) ? 0 : sizeof texts / sizeof *texts;
    enum kripa_status status = terms->terms ? KRIPA_OK : KRIPA_NO_MEMORY;
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        status = kp_terms_add(arena, texts[i], KP_EVERY_WAY, terms);
    if (status != KRIPA_OK)
        return kripa_fail(err, status, "the account's texts can't be made terms of");
    return KRIPA_OK;
}

static struct kripa_account *make(const struct kp_call *call, const struct kripa_registration *from,
                                  enum kripa_role role)
{
    struct kripa_account *account = kripa_arena_alloc(call->arena, sizeof *account, 1);
    if (!account)
        return NULL;
    int64_t now_ms = kp_now_ms(call->kripa);
    *account = (struct kripa_account){
        .id = kp_new_id(call->kripa),
        .name = from->name,
        .email = from->email,
        .phone = from->phone,
        .role = role,
        .revision = 1,
        .created_at_ms = now_ms,
        .updated_at_ms = now_ms,
    };
    return account;
}

enum kripa_status kp_account_prepare(const struct kp_call *call,
                                     const struct kripa_registration *given, enum kripa_role role,
                                     struct kp_change *change, struct kripa_account **out)
{
    struct kripa_arena *arena = change->call->arena;
    struct kripa_registration checked = *given;
    enum kripa_status status =
        kripa_record_check(&kripa_registration_schema, KRIPA_CREATE, KRIPA_ROLE_GUEST, arena,
                           &checked, KRIPA_GIVEN_ALL, call->err);
    if (status != KRIPA_OK)
        return status;
    const char *hash;
    status = kp_password_hash_new(call, "password", checked.password, checked.name, checked.email,
                                  &hash);
    if (status != KRIPA_OK)
        return status;
    struct kripa_account *account = make(call, &checked, role);
    if (!account)
        return kp_no_memory(call->err);
    struct kripa_terms *terms;
    status = kp_account_terms(arena, account, &terms, call->err);
    if (status != KRIPA_OK)
        return status;
    insert(change, account, hash, terms);
    if (role == KRIPA_ROLE_ADMIN)
        kp_count_up(change, KP_COUNTER_ADMINS, 1);
    *out = account;
    return KRIPA_OK;
}

enum kripa_status kp_account_commit(const struct kp_call *call, struct kp_change *change,
                                    const struct kripa_account *account)
{
    struct kripa_outcome outcome = {0};
    struct kripa_settings *settings;
    enum kripa_status status = kp_settings(call, &settings);
    if (status != KRIPA_OK)
        return status;
    kp_figures_registered(change, kp_figures_zone(settings), account->created_at_ms, 1);
    status = kp_commit(call, change, &outcome);
    if (status != KRIPA_EXISTS || outcome.failed != 0)
        return status;
    if (call->err)
        memset(call->err, 0, sizeof *call->err);
    return kripa_fail_field(call->err, KRIPA_EXISTS, "email", "is registered already");
}

enum kripa_status kripa_account_add(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_registration *registration,
                                    enum kripa_role role, struct kripa_arena *arena,
                                    struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    if (role != KRIPA_ROLE_CUSTOMER && role != KRIPA_ROLE_RETAILER && role != KRIPA_ROLE_ADMIN)
        return kripa_fail_field(err, KRIPA_INVALID, "role", "must be customer, retailer or admin");
    struct kp_change change = kp_change_in(&call);
    struct kripa_account *account;
    status = kp_account_prepare(&call, registration, role, &change, &account);
    if (status != KRIPA_OK)
        return status;
    kp_audit(&change, "account.add", kp_id_text(arena, account->id), &kripa_account_schema, NULL,
             account);
    status = kp_account_commit(&call, &change, account);
    if (status == KRIPA_OK)
        *out = account;
    return status;
}
