/* SPDX-License-Identifier: MIT
 * Accounts that another program made: their search terms, whether they have orders, which are
 * admins that are not blocked, and e-mails that are not in lower case. */
#include "account/account.h"
#include "base/status.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "internal.h"
#include "journal/journal.h"

static const struct kripa_id no_id;

static const char *subject_of(struct kp_migration *migration, const struct kripa_account *account)
{
    return kp_subject(migration, "account", account->email, account->id);
}

/* Finds the lower-case spelling of an account's e-mail; NULL: it has that already. *other: an
 * account that has that e-mail. */
static enum kripa_status find_plain(struct kp_migration *migration,
                                    const struct kripa_account *account, const char **plain,
                                    void **other)
{
    const char *spellings[KP_EMAIL_SPELLINGS];
    struct kripa_arena *arena = &migration->page;
    *plain = NULL;
    if (kp_account_gone(account->email))
        return KRIPA_OK;
    if (kp_email_spellings(arena, account->email, spellings) == 0)
        return kp_no_memory(migration->call.err);
    if (kp_text_equal(spellings[0], account->email))
        return KRIPA_OK;
    *plain = spellings[0];
    return kp_email_spelled(&migration->call, &kripa_account_schema, *plain, other);
}

static enum kripa_status tell_anomalies(struct kp_migration *migration,
                                        const struct kripa_account *account)
{
    const char *plain;
    void *other;
    enum kripa_status status = find_plain(migration, account, &plain, &other);
    if (status != KRIPA_OK || !plain)
        return status;
    kp_anomaly(
        migration,
        other ? "%s: %s is another account: this one signs in with its e-mail written exactly so"
              : "%s: it signs in with its e-mail written exactly so, and as %s once the "
                "earlier app is gone",
        subject_of(migration, account), plain);
    return KRIPA_OK;
}

static enum kripa_status write_terms(struct kp_migration *migration,
                                     const struct kripa_account *account,
                                     const struct kripa_terms *stored, struct kp_change *change)
{
    struct kripa_terms *terms;
    if (kp_account_gone(account->email))
        return KRIPA_OK;
    enum kripa_status status =
        kp_account_terms(&migration->page, account, &terms, migration->call.err);
    if (status != KRIPA_OK || kp_terms_same(terms, stored))
        return status;
    kp_update(change, &kripa_account_schema, account->id);
    kp_require(change, "name", KRIPA_UNCHANGED, kp_member(account));
    kp_require(change, "email", KRIPA_UNCHANGED, kp_member(account));
    kp_require(change, "phone", KRIPA_UNCHANGED, kp_member(account));
    kp_require(change, "retailerDetails", KRIPA_UNCHANGED, kp_member(account));
    kp_update(change, &kripa_user_terms_schema, account->id);
    kp_set(change, "terms", kp_member(terms));
    kp_counted(migration, KP_COUNTED_ACCOUNT_TERMS, 1);
    return KRIPA_OK;
}

static void mark_buyer(struct kp_migration *migration, const struct kripa_account *account,
                       struct kp_change *change)
{
    if (account->ordered || !kp_tally_find(&migration->buyers, account->id, no_id))
        return;
    kp_update(change, &kripa_account_schema, account->id);
    kp_set(change, "ordered", kp_int(true));
    kp_counted(migration, KP_COUNTED_BUYERS, 1);
}

static enum kripa_status migrate_page(struct kp_migration *migration, const struct kripa_rows *rows,
                                      struct kp_change *change)
{
    const struct kripa_account *accounts = rows->at;
    struct kripa_rows terms;
    struct kripa_id *ids = kripa_arena_alloc(&migration->page, sizeof *ids, rows->count);
    if (!ids)
        return kp_no_memory(migration->call.err);
    for (size_t i = 0; i < rows->count; i++)
        ids[i] = accounts[i].id;
    enum kripa_status status =
        kp_find_ids(&migration->call, &kripa_user_terms_schema, ids, rows->count, &terms);
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++) {
        status = write_terms(migration, &accounts[i],
                             kp_record_in(&terms, &kripa_user_terms_schema, ids[i]), change);
        mark_buyer(migration, &accounts[i], change);
        if (status == KRIPA_OK)
            status = tell_anomalies(migration, &accounts[i]);
    }
    return status;
}

enum kripa_status kp_migrate_accounts(struct kp_migration *migration)
{
    return kp_migrate_pages(migration, &kripa_account_schema, NULL, migrate_page);
}

static enum kripa_status make_terms(const struct kp_call *call, const void *record,
                                    struct kripa_terms *out)
{
    const struct kripa_account *account = record;
    struct kripa_terms *terms;
    if (kp_account_gone(account->email))
        return KRIPA_NOT_FOUND;
    enum kripa_status status = kp_account_terms(call->arena, account, &terms, call->err);
    if (status == KRIPA_OK)
        *out = *terms;
    return status;
}
const struct kp_searched kp_searched_accounts = {&kripa_account_schema, &kripa_user_terms_schema,
                                                 make_terms};

/* CONFLICT or EXISTS: an admin was added or removed meanwhile, or another migration counted. */
static enum kripa_status count_admins(struct kp_migration *migration)
{
    void *found = NULL;
    struct kripa_arena *page = &migration->page;
    struct kripa_id id = kp_id_of_name(KP_COUNTER_ADMINS);
    int64_t admins = 0;
    kp_migrate_page_begin(migration);
    enum kripa_status status = kp_find_id(&migration->call, &kripa_counter_schema, id, &found);
    if (status != KRIPA_OK && status != KRIPA_NOT_FOUND)
        return status;
    struct kp_query query = kp_query_of(page, &kripa_credential_schema);
    kp_where(&query, "role", KRIPA_EQ, kp_int(KRIPA_ROLE_ADMIN));
    kp_where(&query, "isBlocked", KRIPA_NE, kp_int(true));
    status = kp_count(&migration->call, &query, 0, &admins);
    int64_t counted = found ? ((const struct kripa_counter *)found)->value : 0;
    if (status != KRIPA_OK || admins == counted)
        return status;
    struct kp_change change = kp_change_in(&migration->call);
    if (found) {
        kp_update(&change, &kripa_counter_schema, id);
        kp_require(&change, "value", KRIPA_EQ, kp_int(counted));
        kp_set(&change, "value", kp_int(admins));
    } else {
        struct kripa_counter *counter = kp_counter(&change, KP_COUNTER_ADMINS);
        if (!counter)
            return kp_no_memory(migration->call.err);
        counter->value = admins;
        kp_insert(&change, &kripa_counter_schema, counter);
    }
    kp_counted(migration, KP_COUNTED_ADMINS, admins);
    return kp_migrate_commit(migration, &change);
}

enum kripa_status kp_migrate_admins(struct kp_migration *migration)
{
    return kp_migrate_patiently(migration, count_admins);
}

/* If somebody changes the account or takes the e-mail at this moment, it keeps its spelling until
 * the next migration. */
static enum kripa_status write_plain(struct kp_migration *migration,
                                     const struct kripa_account *account, const char *plain)
{
    struct kripa_error problem = {0};
    struct kp_change change = kp_change_in(&migration->call);
    kp_update(&change, &kripa_account_schema, account->id);
    kp_require(&change, "email", KRIPA_UNCHANGED, kp_member(account));
    kp_set(&change, "email", kp_text(plain));
    kp_touch(&change, kp_now_ms(migration->call.kripa));
    struct kp_call trial = migration->call;
    trial.err = &problem;
    enum kripa_status status = KRIPA_OK;
    if (change.failed)
        return kp_no_memory(migration->call.err);
    if (!migration->dry_run)
        status = kp_commit(&trial, &change, NULL);
    if (status == KRIPA_OK)
        kp_counted(migration, KP_COUNTED_EMAILS, 1);
    else if (status != KRIPA_CONFLICT && status != KRIPA_EXISTS)
        return kripa_fail(migration->call.err, status, "%s", problem.message);
    return KRIPA_OK;
}

/* A commit for each account, as two may want the same e-mail. */
static enum kripa_status check_email(struct kp_migration *migration, const struct kripa_rows *rows,
                                     struct kp_change *change)
{
    (void)change;
    const struct kripa_account *accounts = rows->at;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < rows->count; i++) {
        const char *plain;
        void *other = NULL;
        status = find_plain(migration, &accounts[i], &plain, &other);
        if (status == KRIPA_OK && plain && !other)
            status = write_plain(migration, &accounts[i], plain);
    }
    return status;
}

enum kripa_status kp_migrate_emails(struct kp_migration *migration)
{
    return kp_migrate_pages(migration, &kripa_account_schema, NULL, check_email);
}
