/* SPDX-License-Identifier: MIT
 * The tables of people. `role` is in no request but the admin's: nobody registers as one. */
#include "base/fields.h"
#include "schema.h"

NAMES(request_status, "none", "pending", "rejected")

#define ADDRESS_FIELDS(S)                                                                          \
    TEXT(S, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,    \
         .doc = "Who receives it.", .example = "Asha Rao"),                                        \
        TEXT(S, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX,                                           \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PHONE,             \
             .doc = "Indian mobile number.", .example = "9826012345"),                             \
        TEXT(S, address_line, "addressLine", 1, KRIPA_ADDRESS_LINE_MAX,                            \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_TEXT,              \
             .doc = "House, street, area.", .example = "41 Station Road"),                         \
        TEXT(S, city, "city", 1, KRIPA_PLACE_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,      \
             .doc = "City or village.", .example = "Pachore"),                                     \
        TEXT(S, state, "state", 1, KRIPA_PLACE_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,    \
             .doc = "State.", .example = "Madhya Pradesh"),                                        \
        TEXT(S, pincode, "pincode", 1, KRIPA_PINCODE_SIZE,                                         \
             .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PINCODE,           \
             .doc = "PIN code.", .example = "465683")

static const struct kripa_field kp_address_fields[] = {
    ADDRESS_FIELDS(address),
    IGNORED("_id", .doc = "Sent with a saved address; not kept."),
    IGNORED("default", .doc = "Sent with a saved address; not kept."),
};
SCHEMA(address, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_ANYONE,
       .doc = "Where a parcel goes.");

static const struct kripa_field kp_saved_address_fields[] = {
    ID(saved_address, id, "_id", .flags = KRIPA_KEY, .doc = "The address."),
    ADDRESS_FIELDS(saved_address),
    BOOL(saved_address, is_default, "default", .doc = "The one a checkout begins with."),
};
SCHEMA(saved_address, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "An address of the address book.");

static const struct kripa_field kp_retailer_details_fields[] = {
    TEXT(retailer_details, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The retailer's shop.",
         .example = "Rao Electricals"),
    TEXT(retailer_details, owner_name, "ownerName", 1, KRIPA_PERSON_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "Its owner.", .example = "Asha Rao"),
    TEXT(retailer_details, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number.", .example = "9826012345"),
    TEXT(retailer_details, shop_address, "shopAddress", 1, KRIPA_ADDRESS_LINE_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .format = KRIPA_FORMAT_TEXT,
         .doc = "Where the shop is.", .example = "Main Bazaar, Pachore"),
    TEXT(retailer_details, gstin, "gstin", 1, KRIPA_GSTIN_SIZE, .format = KRIPA_FORMAT_GSTIN,
         .doc = "GST number, its checksum verified.", .example = "27AAPFU0939F1ZV"),
    TEXT(retailer_details, business_proof, "businessProof", 1, KRIPA_URL_MAX,
         .doc = "A document's number or URL."),
};
SCHEMA(retailer_details, NULL, .readable_by = KRIPA_SIGNED_IN, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A request to become a retailer.");

static const struct kripa_field kp_account_fields[] = {
    ID(account, id, "_id", .doc = "The account."),
    TEXT(account, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The person's name."),
    TEXT(account, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_EMAIL, .doc = "Lower case; names the account."),
    TEXT(account, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number."),
    ENUM(account, role, "role", role, .flags = KRIPA_INDEX, .doc = "What the account may do."),
    BOOL(account, is_blocked, "isBlocked", .flags = KRIPA_INDEX,
         .doc = "A blocked account can't sign in."),
    ENUM(account, retailer_request_status, "retailerRequestStatus", request_status,
         .flags = KRIPA_INDEX, .doc = "Of the request to become a retailer."),
    TIME(account, retailer_requested_at, "retailerRequestedAt", .flags = KRIPA_INDEX,
         .doc = "When it was made."),
    TIME(account, retailer_request_cooldown, "retailerRequestCooldown", .flags = KRIPA_SHOW_NULL,
         .doc = "After a refusal: when the next request may be made."),
    OPT_RECORD(account, retailer_details, "retailerDetails", retailer_details,
               .doc = "What the request says."),
    LIST(account, saved_addresses, "savedAddresses", 0, KRIPA_ADDRESSES_MAX, saved_address,
         .doc = "The address book."),
    TEXT(account, profile_photo, "profilePhoto", 1, KRIPA_URL_MAX, .format = KRIPA_FORMAT_URL,
         .doc = "A picture's URL."),
    BOOL(account, ordered, "ordered", .readable_by = KRIPA_NOBODY, .doc = "Has placed an order."),
    INT(account, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "Raised by every edit."),
    TIME(account, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When it was made."),
    TIME(account, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,
         .doc = "When it was last changed."),
};
static const char *const account_indexes[] = {"role,-createdAt", "retailerRequestStatus,-createdAt",
                                              NULL};
SCHEMA(account, "users", .readable_by = KRIPA_SIGNED_IN, .indexes = account_indexes,
       .doc = "A person's account.");

static const struct kripa_field kp_credential_fields[] = {
    ID(credential, id, "_id", .doc = "The account."),
    TEXT(credential, name, "name", 1, KRIPA_PERSON_NAME_MAX, .doc = "The person's name."),
    TEXT(credential, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_UNIQUE,
         .format = KRIPA_FORMAT_EMAIL, .doc = "Names the account."),
    TEXT(credential, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number."),
    TEXT(credential, password, "password", 1, 128, .flags = KRIPA_SECRET,
         .doc = "The password's hash."),
    ENUM(credential, role, "role", role, .flags = KRIPA_INDEX, .doc = "What the account may do."),
    BOOL(credential, is_blocked, "isBlocked", .flags = KRIPA_INDEX,
         .doc = "A blocked account can't sign in."),
    INT(credential, token_version, "tokenVersion", 0, INT64_MAX,
        .doc = "Raised: all its tokens are over."),
};
SCHEMA(credential, "users", .doc = "What decides who may come in.");

static const struct kripa_field kp_session_fields[] = {
    ID(session, id, "_id", .doc = "The family of refresh tokens."),
    ID(session, user, "user", .flags = KRIPA_INDEX, .doc = "Whose."),
    TEXT(session, current, "current", 64, 64, .flags = KRIPA_SECRET,
         .doc = "SHA-256 of the token that is good."),
    TEXT(session, previous, "previous", 64, 64, .flags = KRIPA_SECRET,
         .doc = "SHA-256 of the one before."),
    INT(session, token_version, "tokenVersion", 0, INT64_MAX,
        .doc = "The account's, when it began."),
    INT(session, rotations, "rotations", 0, INT64_MAX, .doc = "How often it was refreshed."),
    TIME(session, rotated_at, "rotatedAt", .doc = "When it was refreshed last."),
    TIME(session, expires_at, "expiresAt", .flags = KRIPA_INDEX, .doc = "When it ends by itself."),
    BOOL(session, revoked, "revoked", .doc = "Ended before its time."),
    TIME(session, created_at, "createdAt", .doc = "When it began."),
};
SCHEMA(session, "sessions", .doc = "A sign-in on one device.");

static const struct kripa_field kp_registration_fields[] = {
    TEXT(registration, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's name.", .example = "Asha Rao"),
    TEXT(registration, email, "email", 3, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .format = KRIPA_FORMAT_EMAIL, .doc = "Names the account.", .example = "asha@example.in"),
    TEXT(registration, password, "password", KRIPA_PASSWORD_MIN, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "Not the name, not the e-mail, not a common one.", .example = "Monsoon#Lamp42"),
    TEXT(registration, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number.", .example = "9826012345"),
    TEXT(registration, refresh, "refresh", 1, 8,
         .doc = "\"body\": refreshToken comes in the reply, not only as a cookie."),
};
SCHEMA(registration, NULL, .writable_by = KRIPA_ANYONE, .doc = "A new account.");

static const struct kripa_field kp_account_body_fields[] = {
    TEXT(account_body, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's name."),
    TEXT(account_body, email, "email", 3, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .format = KRIPA_FORMAT_EMAIL, .doc = "Names the account."),
    TEXT(account_body, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number."),
};
SCHEMA(account_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "What an admin corrects of an account.");

static const struct kripa_field kp_sign_in_fields[] = {
    TEXT(sign_in, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The account's.", .example = "asha@example.in"),
    TEXT(sign_in, password, "password", 1, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The account's.", .example = "Monsoon#Lamp42"),
    TEXT(sign_in, refresh, "refresh", 1, 8,
         .doc = "\"body\": refreshToken comes in the reply, not only as a cookie."),
    TEXT(sign_in, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX, .flags = KRIPA_SECRET,
         .doc = "Of a session this device has, for clients without cookies: nobody's wrong "
                "passwords shut it out."),
};
SCHEMA(sign_in, NULL, .writable_by = KRIPA_ANYONE, .doc = "A sign-in.");

static const struct kripa_field kp_signed_in_fields[] = {
    RECORD(signed_in, account, "account", account, .flags = KRIPA_FLAT, .doc = "The account."),
    TEXT(signed_in, token, "token", 1, KRIPA_TOKEN_BYTES_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The access token, a JWT."),
    INT(signed_in, expires_in_s, "expiresIn", 1, INT64_MAX, .doc = "Seconds until it expires."),
    TEXT(signed_in, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX,
         .doc = "When the client asked for it in the reply."),
};
SCHEMA(signed_in, NULL, .readable_by = KRIPA_ANYONE, .doc = "What a sign-in gives.");

static const struct kripa_field kp_refresh_body_fields[] = {
    TEXT(refresh_body, refresh_token, "refreshToken", 1, KRIPA_TOKEN_BYTES_MAX,
         .flags = KRIPA_SECRET, .doc = "For clients without cookies."),
};
SCHEMA(refresh_body, NULL, .writable_by = KRIPA_ANYONE, .doc = "A refresh token in the body.");

static const struct kripa_field kp_sign_out_query_fields[] = {
    INT(sign_out_query, all, "all", 0, 1, .doc = "1: end every session of the account."),
};
SCHEMA(sign_out_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "How much to sign out of.");

static const struct kripa_field kp_profile_fields[] = {
    TEXT(profile, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_REQUIRED,
         .doc = "The person's name.", .example = "Asha Rao"),
    TEXT(profile, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number.", .example = "9826012345"),
    OPT_RECORD(profile, saved_address, "savedAddress", address,
               .doc = "Replaces the default address, or becomes it.", .example = "{}"),
    IGNORED("role", .doc = "Existing clients send it."),
};
SCHEMA(profile, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "What one may change of oneself.");

static const struct kripa_field kp_password_change_fields[] = {
    TEXT(password_change, current_password, "currentPassword", 1, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The one so far.", .example = "Monsoon#Lamp42"),
    TEXT(password_change, new_password, "newPassword", KRIPA_PASSWORD_MIN, KRIPA_PASSWORD_MAX,
         .flags = KRIPA_REQUIRED | KRIPA_SECRET, .format = KRIPA_FORMAT_PASSWORD,
         .doc = "The one from now on.", .example = "Tulsi#River77"),
    TEXT(password_change, refresh, "refresh", 1, 8,
         .doc = "\"body\": refreshToken comes in the reply."),
};
SCHEMA(password_change, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A change of password.");

static const char *const account_role_names[] = {"customer", "retailer", "wholesaler", "admin",
                                                 NULL};
static const struct kripa_field kp_account_filter_fields[] = {
    PAGING_FIELDS(account_filter, kp_newest_sort_names),
    TEXT(account_filter, role, "role", 1, 16, .names = account_role_names,
         .doc = "Only this role."),
    TEXT(account_filter, blocked, "blocked", 1, 5, .names = kp_truth_names,
         .doc = "Only blocked ones, or only others."),
    TEXT(account_filter, status, "status", 1, 16, .names = kp_request_status_names,
         .doc = "Of the retailer request."),
    TEXT(account_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH, .doc = "Words of name, e-mail, phone."),
};
SCHEMA(account_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which accounts.");

static const struct kripa_field kp_account_stats_fields[] = {
    INT(account_stats, total_users, "totalUsers", 0, INT64_MAX, .doc = "All accounts."),
    INT(account_stats, total_retailers, "totalRetailers", 0, INT64_MAX, .doc = "Of retailers."),
    INT(account_stats, total_customers, "totalCustomers", 0, INT64_MAX, .doc = "Of customers."),
    INT(account_stats, blocked_users, "blockedUsers", 0, INT64_MAX, .doc = "Blocked ones."),
    INT(account_stats, pending_requests, "pendingRequests", 0, INT64_MAX,
        .doc = "Retailer requests to decide."),
};
SCHEMA(account_stats, NULL, .readable_by = KRIPA_ADMINS, .doc = "How many accounts of each kind.");

static const struct kripa_field kp_block_body_fields[] = {
    BOOL(block_body, blocked, "blocked", .doc = "Left out: the other of what it is.",
         .example = "true"),
};
SCHEMA(block_body, NULL, .writable_by = KRIPA_ADMINS, .doc = "Blocks or unblocks.");

/* A guest is nobody's account; the tier of wholesalers is to come. */
static const char *const given_role_names[] = {"customer", "retailer", "admin", NULL};
static const struct kripa_field kp_role_body_fields[] = {
    TEXT(role_body, role, "role", 1, 16, .flags = KRIPA_REQUIRED, .names = given_role_names,
         .doc = "The role from now on.", .example = "retailer"),
};
SCHEMA(role_body, NULL, .writable_by = KRIPA_ADMINS, .doc = "A new role.");

static const struct kripa_field kp_decision_body_fields[] = {
    BOOL(decision_body, approve, "approve", .flags = KRIPA_REQUIRED,
         .doc = "true accepts, false refuses.", .example = "true"),
};
SCHEMA(decision_body, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "The answer to a retailer request.");
