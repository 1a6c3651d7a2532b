/* SPDX-License-Identifier: MIT
 * Leaving the shop: the export of all that is stored about an account, and closing it
 * (domain.md, "People"). */
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
/* All that is stored about an account, except secrets: hashes, tokens, and the codes and
 * links of messages. */
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
/* Proves that it is the owner who closes the account: the password, or a one-time code if the
 * account has no password (kripa_code_request). */
struct kripa_closing {
    const char *password, *otp;
};

KRIPA_BEGIN

/* Exports the viewer's own account or, for an admin, any account. It holds what the owner may
 * see; write it by kripa_export_schema for the role of that account. NOT_FOUND; TOO_LARGE if
 * there are more than KRIPA_EXPORT_MAX records of a kind. */
KRIPA_API enum kripa_status kripa_account_export(struct kripa *kripa, struct kripa_viewer viewer,
                                                 struct kripa_id id, struct kripa_arena *arena,
                                                 struct kripa_export **out,
                                                 struct kripa_error *err);
/* Deletes an account as kripa_account_delete does: for its owner with a proof, or for an
 * admin without one (`closing` NULL), with an audit record. *out is the account as it was.
 * INVALID on password or otp, which counts as a failed sign-in; CONFLICT, naming them, while
 * orders are open, and for an admin's own account; NOT_FOUND. */
KRIPA_API enum kripa_status
kripa_account_close(struct kripa *kripa, struct kripa_viewer viewer, struct kripa_id id,
                    const struct kripa_closing *closing, struct kripa_arena *arena,
                    struct kripa_account **out, struct kripa_error *err);

KRIPA_END
#endif
