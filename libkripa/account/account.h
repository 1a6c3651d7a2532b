/* SPDX-License-Identifier: MIT
 * What the files about people share: reading accounts, changing them, and passwords. */
#ifndef KP_ACCOUNT_H
#define KP_ACCOUNT_H

#include "core/change.h"
#include "core/query.h"
#include "schema/schema.h"

/* An anonymised account has no e-mail, and every call treats it as missing. */
bool kp_account_gone(const char *email);
/* Reads an account; NOT_FOUND also for one that was deleted. */
enum kripa_status kp_account_read(const struct kp_call *call, struct kripa_id id,
                                  struct kripa_account **out);
/* Fails with NOT_FOUND unless it is the viewer's own account, or an admin asks. */
enum kripa_status kp_account_own(const struct kp_call *call, struct kripa_id id);
enum kripa_status kp_credential_read(const struct kp_call *call, struct kripa_id id,
                                     struct kripa_credential **out);
/* Finds the spellings in which an e-mail may be stored: in lower case, as Kripa stores it, and
 * exactly as it was typed, as other programs may have stored it. Returns how many there are; 0: out
 * of memory. */
#define KP_EMAIL_SPELLINGS 2
size_t kp_email_spellings(struct kripa_arena *arena, const char *email,
                          const char *out[KP_EMAIL_SPELLINGS]);
/* Finds the account or credential (`of`) whose stored e-mail is exactly this text; *out is NULL
 * when there is none. */
enum kripa_status kp_email_spelled(const struct kp_call *call, const struct kripa_schema *of,
                                   const char *email, void **out);
/* Finds whose e-mail that is: the account that has it in just this spelling, or else the one that
 * has it in lower case; *out is NULL when there is neither. */
enum kripa_status kp_email_person(const struct kp_call *call, const char *email,
                                  struct kripa_credential **out);
/* The search terms of an account: of its name, e-mail and phone. */
enum kripa_status kp_account_terms(struct kripa_arena *arena, const struct kripa_account *account,
                                   struct kripa_terms **out, struct kripa_error *err);

/* edit.c: changing an account. `decide` looks at `before`, turns `after` (at first a copy of it)
 * into what the account shall be, and may add edits of its own to `change`. The same change carries
 * what every change of an account needs: the guard that nobody else changed it, revision, search
 * terms, the end of all sessions when it becomes blocked, the count of admins, the audit entry.
 * When somebody else changed the account first, `decide` runs again. When it changes nothing,
 * nothing is written. */
struct kp_account_edit {
    const char *action; /* as the audit log names it */
    enum kripa_status (*decide)(struct kp_account_edit *edit, const void *input);
    const void *input;
    const struct kp_call *call;
    struct kripa_id id; /* kp_account_change sets it */
    const struct kripa_account *before;
    struct kripa_account *after;
    struct kp_change change;
    bool ends_sessions;
    bool removes; /* the account is to be deleted; `after` is ignored */
};
/* `out` is the account as it is now (as it was, if it was deleted). Fails as `decide` does, and
 * with NOT_FOUND; CONFLICT for the last admin, for admins who would lock themselves out, and when
 * others kept changing the account. */
enum kripa_status kp_account_change(struct kp_account_edit *edit, struct kripa_id id,
                                    struct kripa_account **out);

/* Checks the registration and adds the account, with this role, to the change. */
enum kripa_status kp_account_prepare(const struct kp_call *call,
                                     const struct kripa_registration *given, enum kripa_role role,
                                     struct kp_change *change, struct kripa_account **out);
/* Commits a change whose first edit is from kp_account_prepare, counts the account, and reports a
 * duplicate as a taken e-mail: that is the only unique field of an account that people choose. */
enum kripa_status kp_account_commit(const struct kp_call *call, struct kp_change *change,
                                    const struct kripa_account *account);

/* password_rules.c: checks a new password against the rules for this person (the field table checks
 * its length) and hashes it into the arena. INVALID on `field`. */
enum kripa_status kp_password_hash_new(const struct kp_call *call, const char *field,
                                       const char *password, const char *name, const char *email,
                                       const char **hash);
/* password_rules.c: hashes the NFC of a password into the arena. */
enum kripa_status kp_password_make(const struct kp_call *call, const char *password,
                                   const char **hash);
enum kp_fit { KP_FITS_NOT, KP_FITS, KP_FITS_AS_TYPED };
/* Verifies a password in NFC and, where that differs, as it was typed, since older hashes may be of
 * that. With `hash` NULL it fails, and takes just as long. */
enum kripa_status kp_password_try(const struct kp_call *call, const char *hash,
                                  const char *password, enum kp_fit *fit);

#endif
