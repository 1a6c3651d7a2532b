/* SPDX-License-Identifier: MIT
 * People: accounts, sign-in, sessions, retailer requests, and what an admin does with them
 * (domain.md, "People"). */
#ifndef KRIPA_ACCOUNT_H
#define KRIPA_ACCOUNT_H

#include <kripa/context.h>
#include <kripa/page.h>

enum kripa_request_status { KRIPA_REQUEST_NONE, KRIPA_REQUEST_PENDING, KRIPA_REQUEST_REJECTED };

/* Where a parcel goes. All six are required. */
struct kripa_address {
    const char *name, *phone, *address_line, *city, *state, *pincode;
};
struct kripa_saved_address {
    struct kripa_id id;
    const char *name, *phone, *address_line, *city, *state, *pincode;
    bool is_default;
};
/* A request to become a retailer, and what is kept of it. */
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
    bool ordered; /* has placed an order: the account is anonymised, not removed */
    int64_t revision, created_at_ms, updated_at_ms;
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

/* What a sign-in, a registration, a password change gives. */
struct kripa_signed_in {
    struct kripa_account account;
    const char *token; /* the access token */
    int64_t expires_in_s;
    const char *refresh_token; /* for the cookie, or in the reply to clients without cookies */
};
struct kripa_registration {
    const char *name, *email, *password, *phone;
    const char *refresh; /* "body": the client wants refreshToken in the reply (kripad's) */
};
struct kripa_sign_in {
    const char *email, *password, *refresh;
    const char *refresh_token; /* of a session this device has already (kripad's) */
};
struct kripa_profile {
    const char *name, *phone;
    struct kripa_address *saved_address;
};
struct kripa_password_change {
    const char *current_password, *new_password, *refresh;
};
/* What an admin may correct of an account. */
struct kripa_account_body {
    const char *name, *email, *phone;
};
struct kripa_account_stats {
    int64_t total_users, total_retailers, total_customers, blocked_users, pending_requests;
};

KRIPA_BEGIN

/* Whatever signs somebody in is UNAVAILABLE in a context that was opened without jwt_secret. An
 * account that was deleted is NOT_FOUND, its record kept for its orders or not. */

/* Everyone registers as a customer and is signed in at once. INVALID, EXISTS on email. Costs a
 * password hash. */
KRIPA_API enum kripa_status kripa_register(struct kripa *kripa,
                                           const struct kripa_registration *registration,
                                           struct kripa_arena *arena, struct kripa_signed_in *out,
                                           struct kripa_error *err);
/* UNAUTHENTICATED for an unknown e-mail or a wrong password alike (in about the same time: a hash
 * is always computed); FORBIDDEN for a blocked account with the right one. The sign-in of an admin
 * is an audit record. */
KRIPA_API enum kripa_status kripa_sign_in(struct kripa *kripa, const struct kripa_sign_in *sign_in,
                                          struct kripa_arena *arena, struct kripa_signed_in *out,
                                          struct kripa_error *err);
/* Who a valid access token speaks for; reads the account, so a blocked one or an ended session is
 * UNAUTHENTICATED at once (FORBIDDEN when blocked). One indexed read. */
KRIPA_API enum kripa_status kripa_authenticate(struct kripa *kripa, const char *token,
                                               struct kripa_arena *arena, struct kripa_viewer *out,
                                               struct kripa_error *err);
/* Trades a refresh token for the next. One just rotated (KRIPA_REFRESH_GRACE_MS) gets the same
 * successor; an older one revokes the whole family. UNAUTHENTICATED; FORBIDDEN for a blocked
 * account. */
KRIPA_API enum kripa_status kripa_refresh(struct kripa *kripa, const char *refresh_token,
                                          struct kripa_arena *arena, struct kripa_signed_in *out,
                                          struct kripa_error *err);
/* The session of a refresh token that is good, when it is one of the account with this e-mail: a
 * device that was let in before. Changes nothing. UNAUTHENTICATED. Two indexed reads. */
KRIPA_API enum kripa_status kripa_session_of(struct kripa *kripa, const char *refresh_token,
                                             const char *email, struct kripa_arena *arena,
                                             struct kripa_id *out, struct kripa_error *err);
/* Ends this token's session; with `all` every session of its account, access tokens included. An
 * unknown token is OK. */
KRIPA_API enum kripa_status kripa_sign_out(struct kripa *kripa, const char *refresh_token, bool all,
                                           struct kripa_error *err);
/* Ends the session of the access token that the viewer came by; with `all` every session of the
 * account, access tokens included. FORBIDDEN without an account. */
KRIPA_API enum kripa_status kripa_session_end(struct kripa *kripa, struct kripa_viewer viewer,
                                              bool all, struct kripa_error *err);

/* The viewer's own account, or for an admin anybody's. NOT_FOUND. */
KRIPA_API enum kripa_status kripa_account_get(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id id, struct kripa_arena *arena,
                                              struct kripa_account **out, struct kripa_error *err);
/* By e-mail, id or the end of an id (at least 4 digits); for admins. CONFLICT, its fields the
 * candidates, when several match. */
KRIPA_API enum kripa_status kripa_account_find(struct kripa *kripa, struct kripa_viewer viewer,
                                               const char *name, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err);
/* The viewer an account is: for programs at the console that act `--as` somebody. NOT_FOUND,
 * FORBIDDEN (blocked). */
KRIPA_API enum kripa_status kripa_viewer_of(struct kripa *kripa, const char *email,
                                            struct kripa_viewer *out, struct kripa_error *err);
/* savedAddress replaces the default address, or becomes it. */
KRIPA_API enum kripa_status kripa_profile_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_profile *profile,
                                               kripa_given given, struct kripa_arena *arena,
                                               struct kripa_account **out, struct kripa_error *err);
/* Ends every other session. INVALID on currentPassword when it is wrong. Costs two password
 * hashes. */
KRIPA_API enum kripa_status kripa_password_change(struct kripa *kripa, struct kripa_viewer viewer,
                                                  const struct kripa_password_change *change,
                                                  struct kripa_arena *arena,
                                                  struct kripa_signed_in *out,
                                                  struct kripa_error *err);
/* CONFLICT, saying which: already a retailer or admin, pending, in the cooldown. */
KRIPA_API enum kripa_status kripa_retailer_request(struct kripa *kripa, struct kripa_viewer viewer,
                                                   const struct kripa_retailer_details *details,
                                                   struct kripa_arena *arena,
                                                   struct kripa_account **out,
                                                   struct kripa_error *err);

/* The rest is for admins: FORBIDDEN to others. Blocking, demoting, deleting oneself or the last
 * unblocked admin is CONFLICT. Each writes an audit record. */

/* An account by an admin's hand, with any role but guest and wholesaler; `registration` as for
 * everybody. */
KRIPA_API enum kripa_status kripa_account_add(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_registration *registration,
                                              enum kripa_role role, struct kripa_arena *arena,
                                              struct kripa_account **out, struct kripa_error *err);
KRIPA_API enum kripa_status kripa_account_list(struct kripa *kripa, struct kripa_viewer viewer,
                                               const struct kripa_account_filter *filter,
                                               struct kripa_arena *arena,
                                               struct kripa_accounts *out, struct kripa_error *err);
/* Blocked absent: toggles. Blocking ends all sessions. */
KRIPA_API enum kripa_status kripa_account_block(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_id id, struct kripa_int blocked,
                                                struct kripa_arena *arena,
                                                struct kripa_account **out,
                                                struct kripa_error *err);
/* Ends no session: the account's role decides at each request. On a pending request it is the
 * decision: retailer accepts, customer refuses. `role` as text: "customer", "retailer", "admin";
 * anything else is INVALID. The role it already has changes nothing. */
KRIPA_API enum kripa_status kripa_account_set_role(struct kripa *kripa, struct kripa_viewer viewer,
                                                   struct kripa_id id, const char *role,
                                                   struct kripa_arena *arena,
                                                   struct kripa_account **out,
                                                   struct kripa_error *err);
/* Name, e-mail and phone, those in `given`. INVALID, EXISTS on email. */
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
/* Removes the account, or anonymises it when it has orders; `out` is it as it was. */
KRIPA_API enum kripa_status kripa_account_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_account **out,
                                                 struct kripa_error *err);
KRIPA_API enum kripa_status kripa_account_stats(struct kripa *kripa, struct kripa_viewer viewer,
                                                struct kripa_account_stats *out,
                                                struct kripa_error *err);

/* As JSON has it; "unknown" for a number that is none. */
KRIPA_API const char *kripa_request_status_name(enum kripa_request_status status);

KRIPA_END
#endif
