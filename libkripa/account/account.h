/* SPDX-License-Identifier: MIT
 * What the files about people share: reading accounts, changing them, sessions, passwords. */
#ifndef KP_ACCOUNT_H
#define KP_ACCOUNT_H

#include "core/change.h"
#include "core/query.h"
#include "schema/schema.h"

/* An anonymised account has no e-mail any more; to every call it is not there. */
bool kp_account_gone(const char *email);
/* NOT_FOUND for one that was deleted, too. */
enum kripa_status kp_account_read(const struct kp_call *call, struct kripa_id id,
                                  struct kripa_account **out);
enum kripa_status kp_credential_read(const struct kp_call *call, struct kripa_id id,
                                     struct kripa_credential **out);
/* How an e-mail may be kept: in lower case, as all that are made here are, or else exactly as it
 * was typed, by an account of another program. How many there are; 0: out of memory. */
#define KP_EMAIL_SPELLINGS 2
size_t kp_email_spellings(struct kripa_arena *arena, const char *email,
                          const char *out[KP_EMAIL_SPELLINGS]);
/* The account or credential (`of`) whose e-mail is kept in this spelling; *out is NULL when there
 * is none. */
enum kripa_status kp_email_spelled(const struct kp_call *call, const struct kripa_schema *of,
                                   const char *email, void **out);
/* What an account is found by: name, e-mail, phone. */
enum kripa_status kp_account_terms(struct kripa_arena *arena, const struct kripa_account *account,
                                   struct kripa_terms **out, struct kripa_error *err);

/* edit.c: changing an account. `decide` looks at `before`, makes `after` (a copy of it to
 * begin with) what it should be, and may add edits of its own to `change`. What follows from it is
 * written in the same change: the guard that nobody else changed the account, revision, search
 * terms, the end of all sessions when a block began, the count of admins, the
 * audit row. It runs again when somebody else came first. When it changes nothing, nothing is
 * written. */
struct kp_account_edit {
    const char *action; /* in the audit */
    enum kripa_status (*decide)(struct kp_account_edit *edit, const void *input);
    const void *input;
    const struct kp_call *call;
    struct kripa_id id; /* as kp_account_change is given it */
    const struct kripa_account *before;
    struct kripa_account *after;
    struct kp_change change;
    bool ends_sessions;
    bool removes; /* the account goes; `after` is not looked at */
};
/* `out` is the account as it is now (as it was, when it was removed). Statuses of `decide`;
 * NOT_FOUND; CONFLICT for the last admin, for an admin who would shut themselves out, and when
 * others kept changing the account. */
enum kripa_status kp_account_change(struct kp_account_edit *edit, struct kripa_id id,
                                    struct kripa_account **out);

/* Checks the registration and adds the account, with this role, to the change. */
enum kripa_status kp_account_prepare(const struct kp_call *call,
                                     const struct kripa_registration *given, enum kripa_role role,
                                     struct kp_change *change, struct kripa_account **out);
/* Commits a change that begins with one. Only the e-mail can be taken: it is the first edit's one
 * unique field that people choose. */
enum kripa_status kp_account_commit(const struct kp_call *call, struct kp_change *change);

/* password_rules.c: checks a password for this person (length is the tables' concern), then hashes
 * it into the arena. INVALID on `field`. */
enum kripa_status kp_password_hash_new(const struct kp_call *call, const char *field,
                                       const char *password, const char *name, const char *email,
                                       const char **hash);
/* password_rules.c: a password's hash, of its NFC, in the arena. */
enum kripa_status kp_password_make(const struct kp_call *call, const char *password,
                                   const char **hash);
enum kp_fit { KP_FITS_NOT, KP_FITS, KP_FITS_AS_TYPED };
/* Tries a password in NFC and, where that differs, as it was typed, which older hashes are of.
 * Without a `hash` it fits nothing, and takes as long. */
enum kripa_status kp_password_try(const struct kp_call *call, const char *hash,
                                  const char *password, enum kp_fit *fit);

#endif
