/* SPDX-License-Identifier: MIT
 * The tables of people. `role` is only in an admin's request, so nobody can register as admin. */
#include "base/fields.h"
#include "schema.h"

NAMES(request_status, "none", "pending", "rejected")

#define ADDRESS_FIELDS(S)                                                                          \
    TEXT(S, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,    \
         .doc = "The name of the person who receives the parcel.", .example = "Asha Rao"),         \
        TEXT(S, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX,                                           \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PHONE,             \
             .doc = "An Indian mobile number of ten digits.", .example = "9826012345"),            \
        TEXT(S, address_line, "addressLine", 1, KRIPA_ADDRESS_LINE_MAX,                            \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_TEXT,              \
             .doc = "House, street and area.", .example = "41 Station Road"),                      \
        TEXT(S, city, "city", 1, KRIPA_PLACE_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,      \
             .doc = "The city, town or village.", .example = "Pachore"),                           \
        TEXT(S, state, "state", 1, KRIPA_PLACE_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,    \
             .doc = "The state of India.", .example = "Madhya Pradesh"),                           \
        TEXT(S, pincode, "pincode", 1, KRIPA_PINCODE_SIZE,                                         \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PINCODE,           \
             .doc = "The PIN code, six digits.", .example = "465683")

static const struct kripa_field kp_address_fields[] = {
    ADDRESS_FIELDS(address),
    IGNORED("_id", .doc = "Accepted because clients send saved addresses back; it is not kept."),
    IGNORED("default",
            .doc = "Accepted because clients send saved addresses back; it is not kept."),
};
SCHEMA(address, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_ANYONE,
       .doc = "The address that a parcel goes to.");

static const struct kripa_field kp_saved_address_fields[] = {
    ID(saved_address, id, "_id", .flags = KRIPA_KEY, .doc = "The id of this saved address."),
    ADDRESS_FIELDS(saved_address),
    BOOL(saved_address, is_default, "default",
         .doc = "Whether a checkout begins with this address."),
};
SCHEMA(saved_address, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "An address in the account's address book.");

static const struct kripa_field kp_address_body_fields[] = {
    ADDRESS_FIELDS(address_body),
    BOOL(address_body, is_default, "default",
         .doc = "Send true to make this address the default one.", .example = "true"),
    IGNORED("_id", .doc = "Accepted because clients send saved addresses back; the address keeps "
                          "the id that it has."),
};
SCHEMA(address_body, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "An address for the account's address book.");

static const struct kripa_field kp_retailer_details_fields[] = {
    TEXT(retailer_details, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The name of the retailer's shop.",
         .example = "Rao Electricals"),
    TEXT(retailer_details, owner_name, "ownerName", 1, KRIPA_PERSON_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The name of the shop's owner.",
         .example = "Asha Rao"),
    TEXT(retailer_details, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits.", .example = "9826012345"),
    TEXT(retailer_details, shop_address, "shopAddress", 1, KRIPA_ADDRESS_LINE_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_TEXT,
         .doc = "The address of the retailer's shop.", .example = "Main Bazaar, Pachore"),
    TEXT(retailer_details, gstin, "gstin", 1, KRIPA_GSTIN_SIZE, .format = KRIPA_FORMAT_GSTIN,
         .doc = "The shop's GST number (GSTIN); its checksum is verified.",
         .example = "27AAPFU0939F1ZV"),
    TEXT(retailer_details, business_proof, "businessProof", 1, KRIPA_URL_MAX,
         .doc = "The number or URL of a document that proves the business."),
};
SCHEMA(retailer_details, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_SIGNED_IN,
       .doc = "The details of a request to become a retailer.");

static const struct kripa_field kp_account_fields[] = {
    ID(account, id, "_id", .doc = "The id of the account."),
    TEXT(account, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The person's full name."),
    TEXT(account, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_EMAIL,
         .doc = "The e-mail address to sign in with, in lower case; unique."),
    TEXT(account, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits."),
    ENUM(account, role, "role", role, .flags = KRIPA_INDEX,
         .doc = "The role, which decides what the account may do."),
    BOOL(account, is_blocked, "isBlocked", .flags = KRIPA_INDEX,
         .doc = "Whether the account is blocked; a blocked account can't sign in."),
    ENUM(account, retailer_request_status, "retailerRequestStatus", request_status,
         .flags = KRIPA_INDEX, .doc = "The state of the request to become a retailer."),
    TIME(account, retailer_requested_at, "retailerRequestedAt", .flags = KRIPA_INDEX,
         .doc = "When the request to become a retailer was made."),
    TIME(account, retailer_request_cooldown, "retailerRequestCooldown", .flags = KRIPA_SHOW_NULL,
         .doc = "After a refused request, when the next one may be made; else null."),
    OPT_RECORD(account, retailer_details, "retailerDetails", retailer_details,
               .doc = "The details of the request to become a retailer."),
    LIST(account, saved_addresses, "savedAddresses", 0, KRIPA_ADDRESSES_MAX, saved_address,
         .doc = "The addresses in the account's address book."),
    TEXT(account, profile_photo, "profilePhoto", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "The URL of a picture of the person."),
    BOOL(account, ordered, "ordered", .readable_by = KRIPA_NOBODY,
         .doc = "Whether the account has ever placed an order."),
    INT(account, checkouts, "checkouts", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "How many orders were placed for the account; raised by each."),
    INT(account, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(account, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When the account was made."),
    TIME(account, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,
         .doc = "When the account was last changed."),
};
static const char *const account_indexes[] = {"role,-createdAt", "retailerRequestStatus,-createdAt",
                                              NULL};
SCHEMA(account, "users", .readable_by = KRIPA_SIGNED_IN, .indexes = account_indexes,
       .doc = "The account of a person.");

static const struct kripa_field kp_credential_fields[] = {
    ID(credential, id, "_id", .doc = "The id of the account."),
    TEXT(credential, name, "name", 1, KRIPA_PERSON_NAME_MAX, .doc = "The person's full name."),
    TEXT(credential, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_EMAIL, .doc = "The e-mail address to sign in with."),
    TEXT(credential, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits."),
    TEXT(credential, password, "password", 1, 128, .flags = KRIPA_SECRET,
         .doc = "The hash of the password."),
    ENUM(credential, role, "role", role, .flags = KRIPA_INDEX,
         .doc = "The role, which decides what the account may do."),
    BOOL(credential, is_blocked, "isBlocked", .flags = KRIPA_INDEX,
         .doc = "Whether the account is blocked; a blocked account can't sign in."),
    INT(credential, token_version, "tokenVersion", 0, INT64_MAX,
        .doc = "A number that is raised to end all of the account's tokens and sessions."),
};
SCHEMA(credential, "users", .doc = "The part of an account that decides whether it may sign in.");

static const struct kripa_field kp_session_fields[] = {
    ID(session, id, "_id", .doc = "The id of the session, which is one family of refresh tokens."),
    ID(session, user, "user", .flags = KRIPA_INDEX,
       .doc = "The account that the session belongs to."),
    TEXT(session, current, "current", 64, 64, .flags = KRIPA_SECRET,
         .doc = "The SHA-256 of the refresh token that is valid."),
    TEXT(session, previous, "previous", 64, 64, .flags = KRIPA_SECRET,
         .doc = "The SHA-256 of the refresh token before it."),
    INT(session, token_version, "tokenVersion", 0, INT64_MAX,
        .doc = "The account's token version when the session began."),
    INT(session, rotations, "rotations", 0, INT64_MAX,
        .doc = "How often the session was refreshed."),
    TIME(session, rotated_at, "rotatedAt", .doc = "When the session was last refreshed."),
    TIME(session, expires_at, "expiresAt", .flags = KRIPA_INDEX,
         .doc = "When the session ends by itself."),
    BOOL(session, revoked, "revoked", .doc = "Whether the session was ended before its time."),
    TIME(session, created_at, "createdAt", .doc = "When the session began."),
};
SCHEMA(session, "sessions", .doc = "A sign-in on one device.");

static const struct kripa_field kp_registration_fields[] = {
    TEXT(registration, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's full name.", .example = "Asha Rao"),
    TEXT(registration, email, "email", 3, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .format = KRIPA_FORMAT_EMAIL, .doc = "The e-mail address to sign in with; unique.",
         .example = "asha@example.in"),
    TEXT(registration, password, "password", KRIPA_PASSWORD_MIN, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The password; it may not be the name, the e-mail address or a common password.",
         .example = "Monsoon#Lamp42"),
    TEXT(registration, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits.", .example = "9826012345"),
    TEXT(registration, refresh, "refresh", 1, 8,
         .doc = "Send \"body\" to get refreshToken in the reply, not only as a cookie."),
};
SCHEMA(registration, NULL, .writable_by = KRIPA_ANYONE, .doc = "The data of a new account.");

static const struct kripa_field kp_account_body_fields[] = {
    TEXT(account_body, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's full name."),
    TEXT(account_body, email, "email", 3, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .format = KRIPA_FORMAT_EMAIL, .doc = "The e-mail address to sign in with; unique."),
    TEXT(account_body, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits."),
};
SCHEMA(account_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "The data of an account that an admin may correct.");

static const struct kripa_field kp_sign_in_fields[] = {
    TEXT(sign_in, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The e-mail address of the account.", .example = "asha@example.in"),
    TEXT(sign_in, password, "password", 1, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The password of the account.", .example = "Monsoon#Lamp42"),
    TEXT(sign_in, refresh, "refresh", 1, 8,
         .doc = "Send \"body\" to get refreshToken in the reply, not only as a cookie."),
    TEXT(sign_in, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX, .flags = KRIPA_SECRET,
         .doc = "For clients without cookies: the refresh token of a session that this device has. "
                "With it, wrong passwords of others can't shut the device out."),
};
SCHEMA(sign_in, NULL, .writable_by = KRIPA_ANYONE,
       .doc = "An e-mail address and a password to sign in with.");

static const struct kripa_field kp_signed_in_fields[] = {
    RECORD(signed_in, account, "account", account, .flags = KRIPA_FLAT,
           .doc = "The account that signed in."),
    TEXT(signed_in, token, "token", 1, KRIPA_TOKEN_BYTES_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The access token, a JWT."),
    INT(signed_in, expires_in_s, "expiresIn", 1, INT64_MAX,
        .doc = "Seconds until the access token expires."),
    TEXT(signed_in, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX,
         .doc = "The refresh token, if the client asked for it in the reply."),
};
SCHEMA(signed_in, NULL, .readable_by = KRIPA_ANYONE,
       .doc = "The account and its tokens after a sign-in.");

static const struct kripa_field kp_refresh_body_fields[] = {
    TEXT(refresh_body, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX,
         .flags = KRIPA_SECRET, .doc = "The refresh token, for clients without cookies."),
};
SCHEMA(refresh_body, NULL, .writable_by = KRIPA_ANYONE,
       .doc = "A refresh token in the request body.");

static const struct kripa_field kp_sign_out_query_fields[] = {
    INT(sign_out_query, all, "all", 0, 1, .doc = "Send 1 to end every session of the account."),
};
SCHEMA(sign_out_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "Which sessions a sign-out ends.");

static const struct kripa_field kp_profile_fields[] = {
    TEXT(profile, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's full name.", .example = "Asha Rao"),
    TEXT(profile, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits.", .example = "9826012345"),
    OPT_RECORD(profile, saved_address, "savedAddress", address,
               .doc = "An address that replaces the default address, or becomes it.",
               .example = "{}"),
    IGNORED("role", .doc = "Accepted because existing clients send it; it is ignored."),
};
SCHEMA(profile, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "The data that people may change of their own account.");

static const struct kripa_field kp_password_change_fields[] = {
    TEXT(password_change, current_password, "currentPassword", 1, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The password up to now.", .example = "Monsoon#Lamp42"),
    TEXT(password_change, new_password, "newPassword", KRIPA_PASSWORD_MIN, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The password from now on.", .example = "Tulsi#River77"),
    TEXT(password_change, refresh, "refresh", 1, 8,
         .doc = "Send \"body\" to get refreshToken in the reply."),
};
SCHEMA(password_change, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A change of the account's password.");

static const char *const account_role_names[] = {"customer", "retailer", "wholesaler", "admin",
                                                 NULL};
static const struct kripa_field kp_account_filter_fields[] = {
    PAGING_FIELDS(account_filter, kp_newest_sort_names),
    TEXT(account_filter, role, "role", 1, 16, .names = account_role_names,
         .doc = "Only accounts of this role."),
    TEXT(account_filter, blocked, "blocked", 1, 5, .names = kp_truth_names,
         .doc = "Only blocked accounts (true), or only others (false)."),
    TEXT(account_filter, status, "status", 1, 16, .names = kp_request_status_names,
         .doc = "Only accounts whose retailer request has this status."),
    TEXT(account_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH,
         .doc = "Words to find in name, e-mail address and phone number."),
};
SCHEMA(account_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which accounts a list shows.");

static const struct kripa_field kp_account_stats_fields[] = {
    INT(account_stats, total_users, "totalUsers", 0, INT64_MAX,
        .doc = "The number of all accounts."),
    INT(account_stats, total_retailers, "totalRetailers", 0, INT64_MAX,
        .doc = "The number of retailers' accounts."),
    INT(account_stats, total_customers, "totalCustomers", 0, INT64_MAX,
        .doc = "The number of customers' accounts."),
    INT(account_stats, blocked_users, "blockedUsers", 0, INT64_MAX,
        .doc = "The number of blocked accounts."),
    INT(account_stats, pending_requests, "pendingRequests", 0, INT64_MAX,
        .doc = "The number of retailer requests to be decided."),
};
SCHEMA(account_stats, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "How many accounts of each kind there are.");

static const struct kripa_field kp_block_body_fields[] = {
    BOOL(block_body, blocked, "blocked",
         .doc = "Whether the account is blocked; when left out, the opposite of now.",
         .example = "true"),
};
SCHEMA(block_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "Whether to block or unblock an account.");

/* No account is a guest's, and the role wholesaler is not in use yet. */
static const char *const given_role_names[] = {"customer", "retailer", "admin", NULL};
static const struct kripa_field kp_role_body_fields[] = {
    TEXT(role_body, role, "role", 1, 16, .flags = KRIPA_REQUIRED, .names = given_role_names,
         .doc = "The role from now on.", .example = "retailer"),
};
SCHEMA(role_body, NULL, .writable_by = KRIPA_ADMINS, .doc = "The new role of an account.");

static const struct kripa_field kp_decision_body_fields[] = {
    BOOL(decision_body, approve, "approve", .flags = KRIPA_REQUIRED,
         .doc = "Send true to accept the request, false to refuse it.", .example = "true"),
};
SCHEMA(decision_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "The decision on a retailer request.");
