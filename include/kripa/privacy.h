/* SPDX-License-Identifier: MIT
 * Leaving: all that is kept about an account, and closing it (domain.md, "People"). */
#ifndef KRIPA_PRIVACY_H
#define KRIPA_PRIVACY_H

#include <kripa/order.h>
#include <kripa/outbox.h>
#include <kripa/review.h>

struct kripa_export_item {
    struct kripa_id product;
    int64_t qty;
};
struct kripa_export_session {
    struct kripa_id id;
    int64_t created_at_ms, used_at_ms, expires_at_ms;
    bool ended;
};
struct kripa_export_message {
    struct kripa_id id;
    enum kripa_outbox_kind kind;
    const char *to, *data;
    enum kripa_outbox_status status;
    int64_t created_at_ms;
};
/* Everything that is kept about an account, but for secrets: hashes, tokens, what messages said in
 * secret. */
struct kripa_export {
    int64_t made_at_ms;
    struct kripa_account account;
    struct kripa_export_item *cart;
    size_t cart_count;
    struct kripa_id *favorites;
    size_t favorites_count;
    struct kripa_order *orders; /* archived ones too; newest first */
    size_t orders_count;
    struct kripa_review *reviews;
    size_t reviews_count;
    struct kripa_export_session *sessions;
    size_t sessions_count;
    struct kripa_export_message *messages;
    size_t messages_count;
};
/* The proof that it is the owner who closes: the password, or a one-time code where there is none
 * (kripa_code_request). */
struct kripa_closing {
    const char *password, *otp;
};

KRIPA_BEGIN

/* One's own or, for an admin, anybody's; as its owner may see it. To be shown by
 * kripa_export_schema for the account's own role. NOT_FOUND; TOO_LARGE for more than
 * KRIPA_EXPORT_MAX of a kind. */
KRIPA_API enum kripa_status kripa_account_export(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_export **out,
                                                 struct kripa_error *err);
/* Does what kripa_account_delete does, for its owner, who proves it, or for an admin (`closing`
 * NULL), with an audit record. INVALID on password or otp: a failed sign-in; CONFLICT naming the
 * orders that are still open, and for an admin's own account; NOT_FOUND. `out` is the account as it
 * was. */
KRIPA_API enum kripa_status
kripa_account_close(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                    const struct kripa_closing *closing, struct kripa_arena *arena,
                    struct kripa_account **out, struct kripa_error *err);

KRIPA_END
#endif
