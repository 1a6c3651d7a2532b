/* SPDX-License-Identifier: MIT
 * Records and tables for use inside the library. */
#ifndef KP_SCHEMA_H
#define KP_SCHEMA_H

#include <kripa/kripa.h>
#include <kripa/sys/bodies.h>
#include <kripa/sys/schema.h>

/* The part of an account that decides about signing in; it is stored in `users`, with the
 * account. */
struct kripa_credential {
    struct kripa_id id;
    const char *name, *email, *phone;
    const char *password; /* argon2id, or bcrypt for an imported account */
    enum kripa_role role;
    bool is_blocked;
    int64_t token_version; /* raised to end every access token and session */
};
/* A session: a chain of refresh tokens. */
struct kripa_session {
    struct kripa_id id, user;
    const char *current, *previous; /* SHA-256 in hex of the tokens */
    int64_t token_version, rotations, rotated_at_ms, expires_at_ms, created_at_ms;
    bool revoked;
};
/* A one-time code, or the token of a password reset, as it is kept of an account (auth/proof.h). */
#define KP_PROOF_DIGEST_SIZE 65
struct kripa_proof {
    struct kripa_id id, user;
    const char *digest; /* in hex */
    int64_t tries, expires_at_ms, created_at_ms;
};
/* The search terms of a record; there is a schema for each of users, products, orders and
 * reviews. */
struct kripa_terms {
    struct kripa_id id;
    const char **terms;
    size_t terms_count;
};
/* An order with its search terms, as it is written when it is placed: in one edit, where an order
 * and its kripa_terms would be two. */
struct kripa_placed_order {
    struct kripa_order order; /* first: it shares its fields' places */
    const char **terms;
    size_t terms_count;
};
/* Where a product stands, in `products`: the deepest category is Kripa's; other programs that work
 * on the same records know a top level and one below it, and an older name of the top. Zero: none.
 */
struct kripa_product_place {
    struct kripa_id id, leaf, top, below, old;
};
struct kripa_cart_entry {
    struct kripa_id product;
    int64_t qty;
};
struct kripa_cart { /* stored in `users` */
    struct kripa_id id;
    struct kripa_cart_entry *cart;
    size_t cart_count;
};
struct kripa_favorites { /* stored in `users` */
    struct kripa_id id;
    struct kripa_id *favorites;
    size_t favorites_count;
};
/* What a checkout needs to know of its buyer, in one read; stored in `users`. */
struct kripa_buyer {
    struct kripa_id id;
    const char *name, *email, *phone;
    enum kripa_role role;
    bool is_blocked, ordered;
    int64_t checkouts; /* raised by each order, for who must know that there was none */
    struct kripa_cart_entry *cart;
    size_t cart_count;
};
/* What was committed under an idempotency key; its id is a hash of (user, route, key). */
struct kripa_idempotency {
    struct kripa_id id, user, order;
    const char *route, *key;
    const char *request; /* SHA-256 in hex of the decoded request */
    int64_t created_at_ms;
    const char *note; /* for the merge of a cart: what did not go in */
};
/* The second level of an app with two levels, as that app stores it: only the migration reads
 * it. */
struct kripa_subcategory {
    struct kripa_id id, category;
    const char *name, *slug, *description, *logo;
    enum kripa_category_status status;
    int64_t created_at_ms, updated_at_ms;
};
/* A number kept in the same change as what it counts; its id is a hash of its name. */
struct kripa_counter {
    struct kripa_id id;
    const char *name; /* "admins", "order.number", "audit.seq" */
    int64_t value;
};
/* An uploaded file; its id is a hash of its name. Naming and un-naming it raises `revision`. */
enum kripa_media_status { KRIPA_MEDIA_COMING, KRIPA_MEDIA_KEPT, KRIPA_MEDIA_GOING };
struct kripa_media {
    struct kripa_id id;
    const char *public_id, *place, *url, *type;
    int64_t bytes, width, height;
    enum kripa_media_status status;
    int64_t refs; /* records that name it: as many as there are media_refs */
    int64_t used_at_ms, going_at_ms, revision, created_at_ms;
};
enum kripa_media_owner {
    KRIPA_OWNER_PRODUCT,
    KRIPA_OWNER_ACCOUNT,
    KRIPA_OWNER_CATEGORY,
    KRIPA_OWNER_BANNER,
    KRIPA_OWNER_SETTINGS,
};
/* That a record names a file, written in the record's own change; its id is a hash of both. */
struct kripa_media_ref {
    struct kripa_id id, media, owner;
    enum kripa_media_owner kind;
    int64_t created_at_ms;
};
/* What reports are made of: counters of a month, of each of its days. A month is a number
 * (journal/figures.h), and the first that an _id says, so that a month's records lie together. */
#define KP_MONTH_DAYS 31
struct kripa_shop_day {
    int64_t pending, shipped, delivered, cancelled; /* orders placed that day, by their state */
    int64_t revenue_paise;                          /* of the delivered ones */
    int64_t registered;                             /* accounts that came that day, and are there */
};
struct kripa_shop_month {
    struct kripa_id id;
    int64_t month, stripe, revision;
    struct kripa_shop_day days[KP_MONTH_DAYS];
};
struct kripa_product_day {
    int64_t units, amount_paise; /* in orders placed that day that were not cancelled */
};
struct kripa_product_month {
    struct kripa_id id, product;
    int64_t month, revision;
    struct kripa_product_day total, days[KP_MONTH_DAYS];
};
struct kripa_retailer_day {
    int64_t orders, spent_paise, saved_paise; /* of what was placed that day and not cancelled */
};
struct kripa_retailer_month { /* of month 1: of all time, without days */
    struct kripa_id id, retailer;
    int64_t month, revision;
    struct kripa_retailer_day total, days[KP_MONTH_DAYS];
};
/* What was sold of a product, in `products`. */
struct kripa_product_sold {
    struct kripa_id id;
    int64_t sold, sold_paise;
};
/* The single record that marks an unfinished copy; deleted when the copy is complete. */
struct kripa_copy_mark {
    struct kripa_id id;
    const char *from; /* without secrets */
};

/* The id of a product in examples. */
#define KP_EXAMPLE_ID "65f0a1b2c3d4e5f60718293a"

/* The texts that a field may have, ended by NULL: true or false, and the sorts of lists
 * (sorts.h). */
extern const char *const kp_truth_names[];
extern const char *const kp_newest_sort_names[];
extern const char *const kp_product_sort_names[];
extern const char *const kp_audit_sort_names[];
extern const char *const kp_review_sort_names[];
extern const char *const kp_banner_sort_names[];
extern const char *const kp_role_names[];
extern const char *const kp_request_status_names[];
extern const char *const kp_category_status_names[];
extern const char *const kp_banner_status_names[];
extern const char *const kp_delivery_status_names[];
extern const char *const kp_payment_status_names[];
extern const char *const kp_purchase_mode_names[];
extern const char *const kp_ledger_kind_names[];
extern const char *const kp_invoice_when_names[];
extern const char *const kp_outbox_kind_names[];
extern const char *const kp_outbox_status_names[];
extern const char *const kp_media_status_names[];
extern const char *const kp_media_owner_names[];
const char *kripa_media_status_name(enum kripa_media_status value);
const char *kripa_media_owner_name(enum kripa_media_owner value);

extern const struct kripa_schema kripa_address_schema;
extern const struct kripa_schema kripa_credential_schema;
extern const struct kripa_schema kripa_session_schema;
extern const struct kripa_schema kripa_proof_schema;
extern const struct kripa_schema kripa_export_item_schema;
extern const struct kripa_schema kripa_export_session_schema;
extern const struct kripa_schema kripa_export_message_schema;
extern const struct kripa_schema kripa_user_terms_schema;
extern const struct kripa_schema kripa_product_terms_schema;
extern const struct kripa_schema kripa_order_terms_schema;
extern const struct kripa_schema kripa_placed_order_schema;
extern const struct kripa_schema kripa_product_place_schema;
extern const struct kripa_schema kripa_category_ref_schema;
extern const struct kripa_schema kripa_image_schema;
extern const struct kripa_schema kripa_rating_schema;
extern const struct kripa_schema kripa_banner_product_schema;
extern const struct kripa_schema kripa_review_rating_schema;
extern const struct kripa_schema kripa_review_author_schema;
extern const struct kripa_schema kripa_review_product_schema;
extern const struct kripa_schema kripa_review_terms_schema;
extern const struct kripa_schema kripa_cart_entry_schema;
extern const struct kripa_schema kripa_cart_schema;
extern const struct kripa_schema kripa_favorites_schema;
extern const struct kripa_schema kripa_buyer_schema;
extern const struct kripa_schema kripa_user_ref_schema;
extern const struct kripa_schema kripa_product_ref_schema;
extern const struct kripa_schema kripa_order_line_schema;
extern const struct kripa_schema kripa_order_event_schema;
extern const struct kripa_schema kripa_order_item_schema;
extern const struct kripa_schema kripa_quote_address_schema;
extern const struct kripa_schema kripa_quote_problem_schema;
extern const struct kripa_schema kripa_idempotency_schema;
extern const struct kripa_schema kripa_counter_schema;
extern const struct kripa_schema kripa_subcategory_schema;
extern const struct kripa_schema kripa_media_schema;
extern const struct kripa_schema kripa_media_ref_schema;
extern const struct kripa_schema kripa_copy_mark_schema;
extern const struct kripa_schema kripa_overview_figures_schema;
extern const struct kripa_schema kripa_sold_product_schema;
extern const struct kripa_schema kripa_calendar_month_schema;
extern const struct kripa_schema kripa_buying_retailer_schema;
extern const struct kripa_schema kripa_shop_day_schema;
extern const struct kripa_schema kripa_shop_month_schema;
extern const struct kripa_schema kripa_product_day_schema;
extern const struct kripa_schema kripa_product_month_schema;
extern const struct kripa_schema kripa_product_month_total_schema; /* without its days */
extern const struct kripa_schema kripa_retailer_day_schema;
extern const struct kripa_schema kripa_retailer_month_schema;
extern const struct kripa_schema kripa_retailer_month_total_schema; /* without its days */
extern const struct kripa_schema kripa_product_sold_schema;
extern const struct kripa_schema kripa_collection_info_schema;

#endif
