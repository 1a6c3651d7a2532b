/* SPDX-License-Identifier: MIT
 * The tables of cart, favourites and orders. */
#include "base/fields.h"
#include "schema.h"

NAMES(delivery_status, "pending", "shipped", "delivered", "cancelled")
NAMES(payment_status, "pending", "paid", "failed")
NAMES(purchase_mode, "customer", "retailer")

#define PURCHASE_MODE_DOC "\"customer\" from a retailer: retail prices; else the role decides."

static const struct kripa_field kp_cart_entry_fields[] = {
    ID(cart_entry, product, "product", .flags = KRIPA_KEY, .doc = "What."),
    INT(cart_entry, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "How many."),
};
SCHEMA(cart_entry, NULL, .doc = "A line of a cart, as kept.");

static const struct kripa_field kp_cart_fields[] = {
    ID(cart, id, "_id", .doc = "The account."),
    LIST(cart, cart, "cart", 0, KRIPA_CART_LINES_MAX, cart_entry,
         .doc = "Products and quantities; no prices."),
};
SCHEMA(cart, "users", .doc = "An account's cart.");

static const struct kripa_field kp_favorites_fields[] = {
    ID(favorites, id, "_id", .doc = "The account."),
    IDS(favorites, favorites, "favorites", 0, KRIPA_FAVORITES_MAX,
        .doc = "Products it keeps in mind."),
};
SCHEMA(favorites, "users", .doc = "An account's favourites.");

static const struct kripa_field kp_cart_line_fields[] = {
    ID(cart_line, product, "product", .flags = KRIPA_ALWAYS, .doc = "What."),
    TEXT(cart_line, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name now."),
    MONEY(cart_line, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "This viewer's unit price at this quantity."),
    TEXT(cart_line, image, "image", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_NULL,
         .doc = "Its first picture, or null."),
    INT(cart_line, stock, "stock", 0, KRIPA_STOCK_MAX, .doc = "How many are there."),
    INT(cart_line, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "How many are wanted."),
    OPT_MONEY(cart_line, regular_price, "regularPrice", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_RETAILERS, .doc = "Retail price."),
    OPT_MONEY(cart_line, bulk_price, "bulkPrice", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_RETAILERS, .doc = "Bulk price."),
    OPT_INT(cart_line, min_bulk_qty, "minBulkQty", 0, KRIPA_QTY_MAX, .readable_by = KRIPA_RETAILERS,
            .doc = "From how many on."),
    BOOL(cart_line, is_bulk_price, "isBulkPrice", .readable_by = KRIPA_RETAILERS,
         .doc = "Whether `price` is the bulk price."),
    BOOL(cart_line, available, "available", .doc = "Whether it can be bought like this now."),
    TEXT(cart_line, problem, "problem", 1, KRIPA_NOTE_MAX, .doc = "Why not."),
};
SCHEMA(cart_line, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A line of a cart, worked out for this viewer.");

static const struct kripa_field kp_cart_item_fields[] = {
    ID(cart_item, product, "productId", .flags = KRIPA_REQUIRED, .alias = "product", .doc = "What.",
       .example = KP_EXAMPLE_ID),
    INT(cart_item, qty, "qty", 1, KRIPA_QTY_MAX, .default_value = 1,
        .doc = "How many; 1 when left out.", .example = "2"),
    TEXT(cart_item, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(cart_item, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A product for the cart.");

static const struct kripa_field kp_cart_merge_fields[] = {
    LIST(cart_merge, items, "items", 0, KRIPA_CART_LINES_MAX, cart_item, .flags = KRIPA_REQUIRED,
         .doc = "A guest's cart."),
    TEXT(cart_merge, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(cart_merge, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A guest's cart that joins the account's.");

static const struct kripa_field kp_cart_answer_fields[] = {
    OPT_RECORD(cart_answer, item, "item", cart_line, .doc = "The line as it is now."),
    BOOL(cart_answer, removed, "removed", .flags = KRIPA_OMIT_FALSE, .doc = "The line is gone."),
    ID(cart_answer, product, "productId", .doc = "Which one is gone."),
};
SCHEMA(cart_answer, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "What a change of one line gives.");

static const struct kripa_field kp_qty_body_fields[] = {
    INT(qty_body, qty, "qty", 0, KRIPA_QTY_MAX, .flags = KRIPA_REQUIRED,
        .doc = "How many; 0 removes the line.", .example = "3"),
    TEXT(qty_body, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(qty_body, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A new quantity.");

static const struct kripa_field kp_buying_query_fields[] = {
    TEXT(buying_query, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(buying_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "How a retailer buys.");

#define USER_FIELDS(S)                                                                             \
    ID(S, id, "_id", .doc = "The account."),                                                       \
        TEXT(S, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,                 \
             .doc = "The person's name."),                                                         \
        TEXT(S, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,      \
             .format = KRIPA_FORMAT_EMAIL, .doc = "The account's."),                               \
        TEXT(S, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,             \
             .doc = "Indian mobile number.")

static const struct kripa_field kp_user_ref_fields[] = {
    USER_FIELDS(user_ref),
    ENUM(user_ref, role, "role", role, .flags = KRIPA_INDEX, .doc = "As it is now."),
};
SCHEMA(user_ref, "users", .readable_by = KRIPA_SIGNED_IN, .doc = "A buyer, in short.");

static const struct kripa_field kp_buyer_fields[] = {
    USER_FIELDS(buyer),
    ENUM(buyer, role, "role", role, .flags = KRIPA_INDEX, .doc = "Decides his prices."),
    BOOL(buyer, is_blocked, "isBlocked", .flags = KRIPA_INDEX, .doc = "May not buy."),
    BOOL(buyer, ordered, "ordered", .doc = "Has placed an order."),
    LIST(buyer, cart, "cart", 0, KRIPA_CART_LINES_MAX, cart_entry, .doc = "What is in the cart."),
};
SCHEMA(buyer, "users", .doc = "What a checkout needs to know of its buyer.");

static const struct kripa_field kp_product_ref_fields[] = {
    ID(product_ref, id, "_id", .doc = "The product."),
    TEXT(product_ref, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name now."),
    MONEY(product_ref, price, "price", 0, KRIPA_PRICE_PAISE_MAX, .doc = "Its retail price now."),
    LIST(product_ref, images, "images", 0, KRIPA_IMAGES_MAX, image, .doc = "Pictures."),
    TEXT(product_ref, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .flags = KRIPA_SHOW_BLANK, .doc = "What it is."),
    OPT_RECORD(product_ref, category, "category", category_ref, .doc = "Its top level category."),
};
SCHEMA(product_ref, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A product of an order, as it is now.");

static const struct kripa_field kp_order_line_fields[] = {
    ID(order_line, product, "product", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,
       .doc = "What."),
    OPT_RECORD(order_line, product_shown, "product", product_ref,
               .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL,
               .doc = "What, as it is now; null when it is gone."),
    TEXT(order_line, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Its name when it was ordered."),
    TEXT(order_line, sku, "sku", 1, KRIPA_SKU_MAX, .doc = "Its article number then."),
    TEXT(order_line, hsn, "hsn", 1, KRIPA_HSN_MAX, .doc = "Its HSN code then."),
    OPT_RATE(order_line, gst_rate, "gst_rate", 0, KRIPA_GST_RATE_MAX,
             .doc = "GST in percent then."),
    INT(order_line, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "How many."),
    MONEY(order_line, price, "price", 0, KRIPA_PRICE_PAISE_MAX, .doc = "Unit price."),
};
SCHEMA(order_line, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "A line of an order: a snapshot.");

static const struct kripa_field kp_order_event_fields[] = {
    TIME(order_event, at, "at", .flags = KRIPA_ALWAYS, .doc = "When."),
    TEXT(order_event, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "An account's id, or console:<user>."),
    TEXT(order_event, from, "from", 1, 16, .doc = "The state before; not in the first row."),
    TEXT(order_event, to, "to", 1, 16, .flags = KRIPA_SHOW_BLANK, .doc = "The state after."),
    TEXT(order_event, note, "note", 1, KRIPA_NOTE_MAX, .doc = "Why."),
};
SCHEMA(order_event, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "A change of state of an order.");

static const struct kripa_field kp_order_fields[] = {
    ID(order, id, "_id", .doc = "The order."),
    INT(order, number, "number", 1, INT64_MAX, .flags = KRIPA_UNIQUE,
        .doc = "Its short number, for people."),
    ID(order, user, "user", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY, .doc = "The buyer."),
    OPT_RECORD(order, user_shown, "user", user_ref, .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL,
               .doc = "The buyer; null when the account is gone."),
    TEXT(order, placed_by, "placedBy", 1, KRIPA_ACTOR_MAX,
         .doc = "Who placed it, when that was not the buyer."),
    LIST(order, items, "items", 1, KRIPA_ORDER_LINES_MAX, order_line, .doc = "What was ordered."),
    MONEY(order, delivery_charge, "deliveryCharge", 0, INT64_MAX, .doc = "Rupees."),
    MONEY(order, total, "totalAmount", 0, INT64_MAX, .doc = "Lines and charges, in rupees."),
    TEXT(order, payment_method, "paymentMethod", 1, 32, .flags = KRIPA_SHOW_BLANK, .doc = "COD."),
    ENUM(order, payment_status, "paymentStatus", payment_status,
         .doc = "COD is paid when it is delivered."),
    ENUM(order, delivery_status, "deliveryStatus", delivery_status, .flags = KRIPA_INDEX,
         .doc = "Where it stands."),
    RECORD(order, shipping_address, "shippingAddress", address, .doc = "Where it goes."),
    BOOL(order, is_bulk_order, "isBulkOrder", .doc = "Placed as a retailer."),
    ENUM(order, purchase_mode, "purchaseMode", purchase_mode, .doc = "How it was placed."),
    TEXT(order, invoice_url, "invoiceUrl", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_NULL,
         .doc = "null until it is made."),
    LIST(order, history, "history", 0, KRIPA_HISTORY_MAX, order_event,
         .doc = "Each change of state."),
    BOOL(order, archived, "archived", .flags = KRIPA_OMIT_FALSE,
         .doc = "Out of the lists, kept for the books."),
    INT(order, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,
        .doc = "Raised by every edit."),
    TIME(order, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When it was placed."),
    TIME(order, updated_at, "updatedAt", .flags = KRIPA_ALWAYS, .doc = "When it was last changed."),
};
static const char *const order_indexes[] = {
    "user,-createdAt",
    "archived,-createdAt",
    "deliveryStatus,-createdAt",
    "purchaseMode,-createdAt",
    NULL,
};
SCHEMA(order, "orders", .readable_by = KRIPA_SIGNED_IN, .indexes = order_indexes,
       .doc = "An order.");

static const struct kripa_field kp_order_item_fields[] = {
    ID(order_item, product, "product", .flags = KRIPA_REQUIRED, .alias = "productId",
       .doc = "What.", .example = KP_EXAMPLE_ID),
    INT(order_item, qty, "qty", 1, KRIPA_QTY_MAX, .flags = KRIPA_REQUIRED, .doc = "How many.",
        .example = "2"),
};
SCHEMA(order_item, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A line to order.");

static const char *const payment_method_names[] = {"COD", NULL};
static const struct kripa_field kp_order_request_fields[] = {
    LIST(order_request, items, "items", 1, KRIPA_ORDER_LINES_MAX, order_item,
         .doc = "Left out: the cart.", .example = "[]"),
    RECORD(order_request, shipping_address, "shippingAddress", address, .flags = KRIPA_REQUIRED,
           .doc = "Where it goes."),
    TEXT(order_request, payment_method, "paymentMethod", 1, 32, .names = payment_method_names,
         .doc = "COD, also when left out.", .example = "COD"),
    TEXT(order_request, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
    ID(order_request, for_user, "forUser", .writable_by = KRIPA_ADMINS,
       .doc = "An admin orders for this account."),
    OPT_MONEY(order_request, expected_total, "expectedTotal", 0, INT64_MAX,
              .doc = "What it is to come to; if it does not, 409 names both totals."),
};
SCHEMA(order_request, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A checkout.");

static const struct kripa_field kp_order_filter_fields[] = {
    PAGING_FIELDS(order_filter, kp_newest_sort_names),
    TEXT(order_filter, status, "status", 1, 16, .alias = "deliveryStatus",
         .names = kp_delivery_status_names, .doc = "Only this delivery status."),
    TEXT(order_filter, payment_status, "paymentStatus", 1, 16, .names = kp_payment_status_names,
         .doc = "Only this payment status."),
    TEXT(order_filter, from, "from", 1, 40, .format = KRIPA_FORMAT_DAY,
         .doc = "From this day (the shop's) or instant on."),
    TEXT(order_filter, to, "to", 1, 40, .format = KRIPA_FORMAT_DAY,
         .doc = "To this day, it included, or instant."),
    ID(order_filter, user, "user", .writable_by = KRIPA_ADMINS, .doc = "Only this buyer's."),
    TEXT(order_filter, mode, "mode", 1, 16, .names = kp_purchase_mode_names,
         .doc = "Only those placed so."),
    TEXT(order_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH, .doc = "Number, the id's last 8, name, phone, e-mail."),
};
SCHEMA(order_filter, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "Which orders.");

static const struct kripa_field kp_status_body_fields[] = {
    TEXT(status_body, status, "status", 1, 16, .alias = "deliveryStatus", .flags = KRIPA_REQUIRED,
         .names = kp_delivery_status_names, .doc = "The new delivery status.",
         .example = "shipped"),
    TEXT(status_body, note, "note", 1, KRIPA_NOTE_MAX, .doc = "Kept in the order's history.",
         .example = "Handed to the courier."),
};
SCHEMA(status_body, NULL, .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
       .doc = "A change of an order's state.");

static const struct kripa_field kp_note_body_fields[] = {
    TEXT(note_body, note, "note", 1, KRIPA_NOTE_MAX, .alias = "reason",
         .doc = "Kept in the order's history.", .example = "Ordered twice."),
};
SCHEMA(note_body, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A word with it.");

static const struct kripa_field kp_idempotency_fields[] = {
    ID(idempotency, id, "_id", .doc = "A hash of user, route and key."),
    ID(idempotency, user, "user", .doc = "Whose key."),
    ID(idempotency, order, "order", .doc = "The order that was placed under it, if one was."),
    TEXT(idempotency, route, "route", 1, 64, .doc = "For what."),
    TEXT(idempotency, key, "key", 1, KRIPA_IDEMPOTENCY_KEY_MAX, .doc = "As the client sent it."),
    TEXT(idempotency, request, "request", 64, 64, .doc = "SHA-256 of the decoded request."),
    TIME(idempotency, created_at, "createdAt", .flags = KRIPA_INDEX, .doc = "When."),
    TEXT(idempotency, note, "note", 1, KRIPA_JSON_BYTES_MAX,
         .doc = "What was said with the answer."),
};
SCHEMA(idempotency, "idempotency_keys", .doc = "What was committed under a key.");
