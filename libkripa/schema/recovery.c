/* SPDX-License-Identifier: MIT
 * The tables of one-time codes, password resets, and of leaving: what is kept of an account, given
 * to its owner. */
#include "base/fields.h"
#include "schema.h"

static const struct kripa_field kp_proof_fields[] = {
    ID(proof, id, "_id", .doc = "A hash of the account and of what it proves."),
    ID(proof, user, "user", .doc = "The account that the proof was sent to."),
    TEXT(proof, digest, "digest", 64, 64, .flags = KRIPA_SECRET,
         .doc = "A digest of what was sent: keyed for a code, SHA-256 for a token."),
    INT(proof, tries, "tries", 0, KRIPA_CODE_TRIES_MAX, .doc = "How often a code was tried."),
    TIME(proof, expires_at, "expiresAt", .flags = KRIPA_INDEX, .doc = "When the proof expires."),
    TIME(proof, created_at, "createdAt", .doc = "When the proof was made."),
};
SCHEMA(proof, "proofs", .doc = "A one-time code or a password reset that was sent to somebody.");

static const struct kripa_field kp_email_body_fields[] = {
    TEXT(email_body, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The e-mail address of the account.", .example = "asha@example.in"),
};
SCHEMA(email_body, NULL, .writable_by = KRIPA_ANYONE, .doc = "Whom a message is to be sent to.");

static const struct kripa_field kp_code_sign_in_fields[] = {
    TEXT(code_sign_in, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The e-mail address of the account.", .example = "asha@example.in"),
    TEXT(code_sign_in, otp, "otp", 1, KRIPA_CODE_TEXT_MAX, .flags = KRIPA_REQUIRED | KRIPA_SECRET,
         .format = KRIPA_FORMAT_CODE, .doc = "The one-time code, six digits, as text or number.",
         .example = "482913"),
    TEXT(code_sign_in, refresh, "refresh", 1, 8,
         .doc = "Send \"body\" to get refreshToken in the reply, not only as a cookie."),
};
SCHEMA(code_sign_in, NULL, .writable_by = KRIPA_ANYONE,
       .doc = "An e-mail address and a one-time code to sign in with.");

static const struct kripa_field kp_password_reset_fields[] = {
    TEXT(password_reset, token, "token", 1, KRIPA_TOKEN_BYTES_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .doc = "The token of the link that was sent.",
         .example = KP_EXAMPLE_ID ".c2l4LWRpZ2l0cy1hcmUtbm90LWVub3VnaC1mb3ItdGhpcw"),
    TEXT(password_reset, new_password, "newPassword", KRIPA_PASSWORD_MIN, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The password from now on.", .example = "Tulsi#River77"),
};
SCHEMA(password_reset, NULL, .writable_by = KRIPA_ANYONE, .doc = "A new password, by a link.");

static const struct kripa_field kp_reset_link_fields[] = {
    TEXT(reset_link, token, "token", 1, KRIPA_TOKEN_BYTES_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The token that the front end's page sends."),
    TEXT(reset_link, link, "link", 1, KRIPA_URL_MAX, .doc = "The address of that page, whole."),
    TIME(reset_link, expires_at, "expiresAt", .flags = KRIPA_ALWAYS,
         .doc = "When the link expires."),
};
SCHEMA(reset_link, NULL, .readable_by = KRIPA_ADMINS, .doc = "A link that sets a new password.");

static const struct kripa_field kp_closing_fields[] = {
    TEXT(closing, password, "password", 1, KRIPA_PASSWORD_MAX, .flags = KRIPA_SECRET,
         .format = KRIPA_FORMAT_PASSWORD, .doc = "The password of the account.",
         .example = "Monsoon#Lamp42"),
    TEXT(closing, otp, "otp", 1, KRIPA_CODE_TEXT_MAX, .flags = KRIPA_SECRET,
         .format = KRIPA_FORMAT_CODE,
         .doc = "For an account without a password: a one-time code, six digits."),
};
SCHEMA(closing, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A proof that it is the owner who closes the account.");

static const struct kripa_field kp_export_item_fields[] = {
    ID(export_item, product, "product", .flags = KRIPA_ALWAYS, .doc = "The id of the product."),
    INT(export_item, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "The quantity of the product."),
};
SCHEMA(export_item, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "A line of the cart, as stored.");

static const struct kripa_field kp_export_session_fields[] = {
    ID(export_session, id, "_id", .doc = "The id of the session."),
    TIME(export_session, created_at, "createdAt", .flags = KRIPA_ALWAYS,
         .doc = "When the session began."),
    TIME(export_session, used_at, "usedAt", .doc = "When the session was last refreshed."),
    TIME(export_session, expires_at, "expiresAt", .doc = "When the session ends by itself."),
    BOOL(export_session, ended, "ended", .doc = "Whether the session was ended before its time."),
};
SCHEMA(export_session, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A sign-in on one device, without its tokens.");

static const struct kripa_field kp_export_message_fields[] = {
    ID(export_message, id, "_id", .doc = "The id of the message."),
    ENUM(export_message, kind, "kind", outbox_kind, .doc = "The kind of message."),
    TEXT(export_message, to, "to", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The e-mail address that it went to."),
    TEXT(export_message, data, "data", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON | KRIPA_ALWAYS, .doc = "The data of the message's text, as JSON."),
    ENUM(export_message, status, "status", outbox_status, .doc = "Whether the message was sent."),
    TIME(export_message, created_at, "createdAt", .flags = KRIPA_ALWAYS,
         .doc = "When the message was written."),
};
SCHEMA(export_message, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A message to the account, without what it said in secret.");

static const struct kripa_field kp_export_fields[] = {
    TIME(export, made_at, "madeAt", .flags = KRIPA_ALWAYS, .doc = "When this was put together."),
    RECORD(export, account, "account", account, .doc = "The account, with its address book."),
    LIST(export, cart, "cart", 0, KRIPA_CART_LINES_MAX, export_item,
         .doc = "The products in the cart."),
    IDS(export, favorites, "favorites", 0, KRIPA_FAVORITES_MAX,
        .doc = "The ids of the favourite products."),
    LIST(export, orders, "orders", 0, KRIPA_EXPORT_MAX, order,
         .doc = "Every order, archived ones too, the newest first."),
    LIST(export, reviews, "reviews", 0, KRIPA_EXPORT_MAX, review,
         .doc = "The reviews that the account has written."),
    LIST(export, sessions, "sessions", 0, KRIPA_EXPORT_MAX, export_session,
         .doc = "The sign-ins that are kept, without their tokens."),
    LIST(export, messages, "messages", 0, KRIPA_EXPORT_MAX, export_message,
         .doc = "The messages to the account that are kept, without secrets."),
};
SCHEMA(export, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "All that is kept about an account.");
