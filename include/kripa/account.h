/* SPDX-License-Identifier: MIT
 * People: accounts, sign-in, sessions, retailer requests, and what an admin does with them
 * (domain.md, "People"). */
#ifndef KRIPA_ACCOUNT_H
#define KRIPA_ACCOUNT_H

#include <kripa/context.h>
#include <kripa/page.h>

enum kripa_request_status { KRIPA_REQUEST_NONE, KRIPA_REQUEST_PENDING, KRIPA_REQUEST_REJECTED };

/* The address that a parcel goes to. All six are required. */
struct kripa_address {
    const char *name, *phone, *address_line, *city, *state, *pincode;
};
struct kripa_saved_address {
    struct kripa_id id;
    const char *name, *phone, *address_line, *city, *state, *pincode;
    bool is_default;
};
/* A request to become a retailer, and what is stored of it. */
struct kripa_retailer_details {
    const char *shop_name, *owner_name, *phone, *shop_address, *gstin, *business_proof;
};
struct kripa_account {
    struct kripa_id id;
    const char *name, *email, *phone;
    enum kripa_role role;
    bool is_blocked;
    enum kripa_request_status retailer_request_status;
    int64_t retailer_requested_at_ms, retailer_request_cooldown_ms; /* 0: none */
    struct kripa_retailer_details *retailer_details;
    struct kripa_saved_address *saved_addresses;
    size_t saved_addresses_count;
    const char *profile_photo;
    bool ordered; /* has placed an order, so it is anonymised and not deleted */
    int64_t revision, created_at_ms, updated_at_ms;
    int64_t checkouts; /* orders placed for it, ever */
};
struct kripa_accounts {
    struct kripa_account *at;
    size_t count;
    struct kripa_page page;
};
struct kripa_account_filter {
    struct kripa_paging paging;
    const char *role;    /* a role's name */
    const char *blocked; /* "true", "false" */
    const char *status;  /* a retailer request's */
    const char *q;       /* words of name, e-mail, phone */
};

/* What signing in, registering and changing a password return. */
struct kripa_signed_in {
    struct kripa_account account;
    const char *token; /* the access token */
    int64_t expires_in_s;
    const char *refresh_token; /* for the cookie, or in the reply to clients without cookies */
};
struct kripa_registration {
    const char *name, *email, *password, *phone;
    const char *refresh; /* "body": the client wants refreshToken in the reply (used by kripad) */
};
struct kripa_sign_in {
    const char *email, *password, *refresh;
    const char *refresh_token; /* of a session that this device already has (used by kripad) */
};
struct kripa_profile {
    const char *name, *phone;
    struct kripa_address *saved_address;
};
struct kripa_password_change {
    const char *current_password, *new_password, *refresh;
};
/* What an admin may correct in an account. */
struct kripa_account_body {
    const char *name, *email, *phone;
};
struct kripa_account_stats {
    int64_t total_users, total_retailers, total_customers, blocked_users, pending_requests;
};

KRIPA_BEGIN

/* Signing in is UNAVAILABLE in a context that was opened without jwt_secret. A deleted account is
 * NOT_FOUND, even if its record is kept for its orders. */

/* Registers a customer, who is signed in at once. INVALID, EXISTS on email. Costs a password
 * hash. */
KRIPA_API enum kripa_status kripa_register(struct kripa *kripa,
                                           const struct kripa_registration *registration,
                                           struct kripa_arena *arena, struct kripa_signed_in *out,
                                           struct kripa_error *err);
/* UNAUTHENTICATED for an unknown e-mail and a wrong password alike, in about the same time, as a
 * hash is always computed; FORBIDDEN for a blocked account with the right password. An admin's
 * sign-in writes an audit entry. */
KRIPA_API enum kripa_status kripa_sign_in(struct kripa *kripa, const struct kripa_sign_in *sign_in,
                                          struct kripa_arena *arena, struct kripa_signed_in *out,
                                          struct kripa_error *err);
/* Finds whom a valid access token belongs to. It reads the account, so a token of a session that
 * has ended is UNAUTHENTICATED at once, and that of a blocked account FORBIDDEN. One indexed
 * read. */
KRIPA_API enum kripa_status kripa_authenticate(struct kripa *kripa, const char *token,
                                               struct kripa_arena *arena, struct kripa_viewer *out,
                                               struct kripa_error *err);
/* Exchanges a refresh token for the next one. A token replaced at most KRIPA_REFRESH_GRACE_MS ago
 * gets the same successor; an older one revokes the session. UNAUTHENTICATED; FORBIDDEN for a
 * blocked account. */
KRIPA_API enum kripa_status kripa_refresh(struct kripa *kripa, const char *refresh_token,
                                          struct kripa_arena *arena, struct kripa_signed_in *out,
                                          struct kripa_error *err);
/* The session of a valid refresh token, if it is one of the account with this e-mail: then the
 * device signed in before. Changes nothing. UNAUTHENTICATED. Two indexed reads. */
KRIPA_API enum kripa_status kripa_session_of(struct kripa *kripa, const char *refresh_token,
                                             const char *email, struct kripa_arena *arena,
                                             struct kripa_id *out, struct kripa_error *err);
/* Ends this token's session; with `all` every session of its account, access tokens included. An
 * unknown token is OK. */
KRIPA_API enum kripa_status kripa_sign_out(struct kripa *kripa, const char *refresh_token, bool all,
                                           struct kripa_error *err);
/* Ends the session of the viewer's access token; with `all` every session of the account, access
 * tokens included. FORBIDDEN without an account. */
KRIPA_API enum kripa_status kripa_session_end(struct kripa *kripa, struct kripa_viewer viewer,
                                              bool all, struct kripa_error *err);

/* The viewer's own account or, for an admin, anybody's. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_account_get(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id id, struct kripa_arena *arena,
                                              struct kripa_account **out, struct kripa_error *err);
/* Finds an account by e-mail, id or the end of an id (at least 4 digits); for admins. CONFLICT,
 * with the candidates as fields, when several match. */
KRIPA_API enum kripa_status kripa_account_find(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err);
/* The viewer for an account, for programs at the console that act `--as` somebody. NOT_FOUND,
 * FORBIDDEN (blocked). */
KRIPA_API enum kripa_status kripa_viewer_of(struct kripa *kripa, const char *email,
                                            struct kripa_viewer *out, struct kripa_error *err);
/* savedAddress replaces the default address, or becomes it. */
KRIPA_API enum kripa_status kripa_profile_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_profile *profile,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err);
/* A photo that kripa_media_keep gave, or NULL: none. INVALID when its file is gone by now. */
struct kripa_image;
KRIPA_API enum kripa_status kripa_profile_photo_set(struct kripa *kripa, struct kripa_viewer viewer,
                                                    const struct kripa_image *photo,
                                                    struct kripa_arena *arena,
                                                    struct kripa_account **out,
                                                    struct kripa_error *err);
/* Ends every other session. INVALID on currentPassword when that is wrong. Costs two password
 * hashes. */
KRIPA_API enum kripa_status kripa_password_change(struct kripa *kripa, struct kripa_viewer viewer,
                                                  const struct kripa_password_change *change,
                                                  struct kripa_arena *arena,
                                                  struct kripa_signed_in *out,
                                                  struct kripa_error *err);
/* CONFLICT, saying why: already a retailer or admin, a request is pending, or the cooldown
 * lasts. */
KRIPA_API enum kripa_status kripa_retailer_request(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_retailer_details *details,
                                                   struct kripa_arena *arena,
                                                   struct kripa_account **out,
                                                   struct kripa_error *err);

/* All below is for admins: FORBIDDEN to others. Blocking, demoting or deleting oneself or the last
 * unblocked admin is CONFLICT. Each change writes an audit entry. */

/* Adds an account with any role but guest and wholesaler; `registration` is checked like
 * everybody's. */
KRIPA_API enum kripa_status kripa_account_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_registration *registration,
                                              enum kripa_role role, struct kripa_arena *arena,
                                              struct kripa_account **out, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_account_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_account_filter *filter,
                                               struct kripa_arena *arena,
                                               struct kripa_accounts *out, struct kripa_error *err);
/* Without `blocked` it toggles. Blocking ends all sessions. */
KRIPA_API enum kripa_status kripa_account_block(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_id id, struct kripa_int blocked,
                                                struct kripa_arena *arena,
                                                struct kripa_account **out,
                                                struct kripa_error *err);
/* Ends no session, as each request uses the account's role. On a pending request it is the
 * decision: retailer accepts, customer refuses. `role` is "customer", "retailer" or "admin";
 * anything else is INVALID. The role that the account already has changes nothing. */
KRIPA_API enum kripa_status kripa_account_set_role(struct kripa *kripa, struct kripa_viewer viewer,
                                                   struct kripa_id id, const char *role,
                                                   struct kripa_arena *arena,
                                                   struct kripa_account **out,
                                                   struct kripa_error *err);
/* Changes those of name, e-mail and phone that are in `given`. INVALID, EXISTS on email. */
KRIPA_API enum kripa_status kripa_account_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id,
                                               const struct kripa_account_body *body,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err);
KRIPA_API enum kripa_status
kripa_account_clear_cooldown(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                             struct kripa_arena *arena, struct kripa_account **out,
                             struct kripa_error *err);
/* CONFLICT without a pending request. A refusal starts the cooldown (KRIPA_REQUEST_COOLDOWN_S). */
KRIPA_API enum kripa_status kripa_request_decide(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, bool approve,
                                                 struct kripa_arena *arena,
                                                 struct kripa_account **out,
                                                 struct kripa_error *err);
/* Sets a new password and ends all sessions. */
KRIPA_API enum kripa_status kripa_account_set_password(struct kripa *kripa,
                                                       struct kripa_viewer viewer,
                                                       struct kripa_id id, const char *password,
                                                       struct kripa_error *err);
/* Deletes the account, or anonymises it when it has orders, with its sessions and the messages to
 * it; `out` is the account as it was. */
KRIPA_API enum kripa_status kripa_account_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_account **out,
                                                 struct kripa_error *err);
KRIPA_API enum kripa_status kripa_account_stats(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_account_stats *out,
                                                struct kripa_error *err);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_request_status_name(enum kripa_request_status status);

KRIPA_END
#endif
