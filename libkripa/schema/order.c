/* SPDX-License-Identifier: MIT
 * The tables of cart, favourites and orders. */
#include "base/fields.h"
#include "schema.h"

NAMES(delivery_status, "pending", "shipped", "delivered", "cancelled")
NAMES(payment_status, "pending", "paid", "failed")
NAMES(purchase_mode, "customer", "retailer")

#define PURCHASE_MODE_DOC                                                                          \
    "For retailers: \"customer\" buys at retail prices. Otherwise the role decides."

static const struct kripa_field kp_cart_entry_fields[] = {
    ID(cart_entry, product, "product", .flags = KRIPA_KEY, .doc = "The id of the product."),
    INT(cart_entry, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "The quantity of the product."),
};
SCHEMA(cart_entry, NULL, .doc = "A stored line of a cart.");

static const struct kripa_field kp_cart_fields[] = {
    ID(cart, id, "_id", .doc = "The id of the account."),
    LIST(cart, cart, "cart", 0, KRIPA_CART_LINES_MAX, cart_entry,
         .doc = "The products in the cart and their quantities, without prices."),
};
SCHEMA(cart, "users", .doc = "The cart of an account.");

static const struct kripa_field kp_favorites_fields[] = {
    ID(favorites, id, "_id", .doc = "The id of the account."),
    IDS(favorites, favorites, "favorites", 0, KRIPA_FAVORITES_MAX,
        .doc = "The ids of the favourite products."),
};
SCHEMA(favorites, "users", .doc = "The favourite products of an account.");

static const struct kripa_field kp_cart_line_fields[] = {
    ID(cart_line, product, "product", .flags = KRIPA_ALWAYS, .doc = "The id of the product."),
    TEXT(cart_line, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product now."),
    MONEY(cart_line, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The unit price for this viewer at this quantity, in rupees."),
    TEXT(cart_line, image, "image", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_NULL,
         .doc = "The product's first picture, or null."),
    INT(cart_line, stock, "stock", 0, KRIPA_STOCK_MAX, .doc = "The number of units on hand."),
    INT(cart_line, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "The number of units in the cart."),
    OPT_MONEY(cart_line, regular_price, "regularPrice", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_RETAILERS, .doc = "The retail price in rupees."),
    OPT_MONEY(cart_line, bulk_price, "bulkPrice", 1, KRIPA_PRICE_PAISE_MAX,
              .readable_by = KRIPA_RETAILERS, .doc = "The bulk price in rupees."),
    OPT_INT(cart_line, min_bulk_qty, "minBulkQty", 0, KRIPA_QTY_MAX, .readable_by = KRIPA_RETAILERS,
            .doc = "The quantity from which the bulk price holds."),
    BOOL(cart_line, is_bulk_price, "isBulkPrice", .readable_by = KRIPA_RETAILERS,
         .doc = "Whether `price` is the bulk price."),
    BOOL(cart_line, available, "available", .doc = "Whether this line can be bought as it is now."),
    TEXT(cart_line, problem, "problem", 1, KRIPA_NOTE_MAX,
         .doc = "Why this line can't be bought, if it can't."),
};
SCHEMA(cart_line, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A line of a cart with prices for this viewer.");

static const struct kripa_field kp_cart_item_fields[] = {
    ID(cart_item, product, "productId", .flags = KRIPA_REQUIRED, .alias = "product",
       .doc = "The id of the product.", .example = KP_EXAMPLE_ID),
    INT(cart_item, qty, "qty", 1, KRIPA_QTY_MAX, .default_value = 1,
        .doc = "The quantity; 1 if left out.", .example = "2"),
    TEXT(cart_item, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(cart_item, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A product to put into the cart.");

static const struct kripa_field kp_cart_merge_fields[] = {
    LIST(cart_merge, items, "items", 0, KRIPA_CART_LINES_MAX, cart_item, .flags = KRIPA_REQUIRED,
         .doc = "The lines of a guest's cart."),
    TEXT(cart_merge, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(cart_merge, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A guest's cart, to be merged into the account's.");

static const struct kripa_field kp_cart_answer_fields[] = {
    OPT_RECORD(cart_answer, item, "item", cart_line, .doc = "The line of the cart as it is now."),
    BOOL(cart_answer, removed, "removed", .flags = KRIPA_OMIT_FALSE,
         .doc = "Whether the line was removed."),
    ID(cart_answer, product, "productId", .doc = "The id of the product whose line was removed."),
};
SCHEMA(cart_answer, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "What became of one line of the cart.");

static const struct kripa_field kp_qty_body_fields[] = {
    INT(qty_body, qty, "qty", 0, KRIPA_QTY_MAX, .flags = KRIPA_REQUIRED,
        .doc = "The new quantity; 0 removes the line.", .example = "3"),
    TEXT(qty_body, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(qty_body, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "The new quantity of a line of the cart.");

static const struct kripa_field kp_buying_query_fields[] = {
    TEXT(buying_query, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
};
SCHEMA(buying_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "At which prices a retailer buys.");

#define USER_FIELDS(S)                                                                             \
    ID(S, id, "_id", .doc = "The id of the account."),                                             \
        TEXT(S, name, "name", 1, KRIPA_PERSON_NAME_MAX, .flags = KRIPA_SHOW_BLANK,                 \
             .doc = "The person's full name."),                                                    \
        TEXT(S, email, "email", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_UNIQUE,      \
             .format = KRIPA_FORMAT_EMAIL, .doc = "The e-mail address of the account."),           \
        TEXT(S, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,             \
             .doc = "An Indian mobile number of ten digits.")

static const struct kripa_field kp_user_ref_fields[] = {
    USER_FIELDS(user_ref),
    ENUM(user_ref, role, "role", role, .flags = KRIPA_INDEX, .doc = "The role of the account now."),
};
SCHEMA(user_ref, "users", .readable_by = KRIPA_SIGNED_IN, .doc = "A buyer in short form.");

static const struct kripa_field kp_buyer_fields[] = {
    USER_FIELDS(buyer),
    ENUM(buyer, role, "role", role, .flags = KRIPA_INDEX,
         .doc = "The role, which decides the buyer's prices."),
    BOOL(buyer, is_blocked, "isBlocked", .flags = KRIPA_INDEX,
         .doc = "Whether the account is blocked and may not buy."),
    BOOL(buyer, ordered, "ordered", .doc = "Whether the account has ever placed an order."),
    INT(buyer, checkouts, "checkouts", 0, INT64_MAX,
        .doc = "How many orders were placed for the account; raised by each."),
    LIST(buyer, cart, "cart", 0, KRIPA_CART_LINES_MAX, cart_entry,
         .doc = "The products in the cart and their quantities."),
};
SCHEMA(buyer, "users", .doc = "What a checkout needs to know of its buyer.");

static const struct kripa_field kp_product_ref_fields[] = {
    ID(product_ref, id, "_id", .doc = "The id of the product."),
    TEXT(product_ref, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the product now."),
    MONEY(product_ref, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The retail price now, in rupees."),
    LIST(product_ref, images, "images", 0, KRIPA_IMAGES_MAX, image,
         .doc = "Pictures of the product."),
    TEXT(product_ref, description, "description", 1, KRIPA_DESCRIPTION_MAX,
         .flags = KRIPA_SHOW_BLANK, .doc = "A description of the product."),
    OPT_RECORD(product_ref, category, "category", category_ref,
               .doc = "The top-level category that the product is in."),
};
SCHEMA(product_ref, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A product of an order, as it is now.");

static const struct kripa_field kp_order_line_fields[] = {
    ID(order_line, product, "product", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,
       .doc = "The id of the product."),
    OPT_RECORD(order_line, product_shown, "product", product_ref,
               .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL,
               .doc = "The product as it is now; null if it was deleted."),
    TEXT(order_line, name, "name", 1, KRIPA_PRODUCT_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The product's name when it was ordered."),
    TEXT(order_line, sku, "sku", 1, KRIPA_SKU_MAX,
         .doc = "The article number when it was ordered."),
    TEXT(order_line, hsn, "hsn", 1, KRIPA_HSN_MAX, .doc = "The HSN code when it was ordered."),
    OPT_RATE(order_line, gst_rate, "gst_rate", 0, KRIPA_GST_RATE_MAX,
             .doc = "The GST rate in percent when it was ordered."),
    INT(order_line, qty, "qty", 1, KRIPA_QTY_MAX, .doc = "The quantity that was ordered."),
    MONEY(order_line, price, "price", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The unit price in rupees when it was ordered."),
};
SCHEMA(order_line, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "A line of an order, as it was when the order was placed.");

static const struct kripa_field kp_order_event_fields[] = {
    TIME(order_event, at, "at", .flags = KRIPA_ALWAYS, .doc = "When the state changed."),
    TEXT(order_event, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "Who changed it: an account's id, or console:<user>."),
    TEXT(order_event, from, "from", 1, 16, .doc = "The state before; absent in the first entry."),
    TEXT(order_event, to, "to", 1, 16, .flags = KRIPA_SHOW_BLANK,
         .doc = "The state after the change."),
    TEXT(order_event, note, "note", 1, KRIPA_NOTE_MAX, .doc = "A note on the change."),
};
SCHEMA(order_event, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "An entry of an order's history.");

#define ORDER_FIELDS                                                                               \
    ID(order, id, "_id", .doc = "The id of the order."),                                           \
        INT(order, number, "number", 1, INT64_MAX, .flags = KRIPA_UNIQUE,                          \
            .doc = "The order's short number, for people."),                                       \
        ID(order, user, "user", .flags = KRIPA_INDEX, .readable_by = KRIPA_NOBODY,                 \
           .doc = "The account of the buyer."),                                                    \
        OPT_RECORD(order, user_shown, "user", user_ref, .flags = KRIPA_UNSTORED | KRIPA_SHOW_NULL, \
                   .doc = "The buyer; null if the account was deleted."),                          \
        TEXT(order, placed_by, "placedBy", 1, KRIPA_ACTOR_MAX,                                     \
             .doc = "Who placed the order, if it was not the buyer."),                             \
        LIST(order, items, "items", 1, KRIPA_ORDER_LINES_MAX, order_line,                          \
             .doc = "The lines of the order."),                                                    \
        MONEY(order, delivery_charge, "deliveryCharge", 0, INT64_MAX,                              \
              .doc = "The delivery charge in rupees."),                                            \
        MONEY(order, total, "totalAmount", 0, INT64_MAX,                                           \
              .doc = "The total of lines and charges, in rupees."),                                \
        OPT_MONEY(order, saved, "savedAmount", 0, INT64_MAX,                                       \
                  .doc =                                                                           \
                      "What a retailer saved against the retail prices of that day, in rupees."),  \
        TEXT(order, payment_method, "paymentMethod", 1, 32, .flags = KRIPA_SHOW_BLANK,             \
             .doc = "The method of payment: COD, cash on delivery."),                              \
        ENUM(order, payment_status, "paymentStatus", payment_status,                               \
             .doc = "Whether the order is paid; COD is paid on delivery."),                        \
        ENUM(order, delivery_status, "deliveryStatus", delivery_status, .flags = KRIPA_INDEX,      \
             .doc = "The state of the delivery."),                                                 \
        RECORD(order, shipping_address, "shippingAddress", address,                                \
               .doc = "The address that the order is sent to."),                                   \
        BOOL(order, is_bulk_order, "isBulkOrder",                                                  \
             .doc = "Whether it was placed at a retailer's prices."),                              \
        ENUM(order, purchase_mode, "purchaseMode", purchase_mode,                                  \
             .doc = "Whether it was placed as a customer or as a retailer."),                      \
        TEXT(order, invoice_url, "invoiceUrl", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_NULL,         \
             .doc = "The URL of the invoice; null until it is made."),                             \
        LIST(order, history, "history", 0, KRIPA_HISTORY_MAX, order_event,                         \
             .doc = "The changes of the order's state, and notes on them."),                       \
        BOOL(order, archived, "archived", .flags = KRIPA_OMIT_FALSE,                               \
             .doc =                                                                                \
                 "Whether the order was taken out of the lists and is only kept for the books."),  \
        BOOL(order, anonymised, "anonymised", .readable_by = KRIPA_NOBODY,                         \
             .doc =                                                                                \
                 "Whether the buyer's account is gone, and the order no longer found by name."),   \
        INT(order, revision, "revision", 0, INT64_MAX, .readable_by = KRIPA_NOBODY,                \
            .doc = "How often the record was edited; raised by every edit."),                      \
        TIME(order, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,                  \
             .doc = "When the order was placed."),                                                 \
        TIME(order, updated_at, "updatedAt", .flags = KRIPA_ALWAYS,                                \
             .doc = "When the order was last changed.")
static const struct kripa_field kp_order_fields[] = {ORDER_FIELDS};
static const char *const order_indexes[] = {
    "user,-createdAt",
    "archived,-createdAt",
    "deliveryStatus,-createdAt",
    "purchaseMode,-createdAt",
    NULL,
};
SCHEMA(order, "orders", .readable_by = KRIPA_SIGNED_IN, .indexes = order_indexes,
       .doc = "An order of the shop.");

/* An order begins it, so the fields lie where they do in an order. */
static const struct kripa_field kp_placed_order_fields[] = {
    ORDER_FIELDS,
    TEXTS(placed_order, terms, "terms", 0, KRIPA_TERMS_MAX, .flags = KRIPA_INDEX,
          .doc = "The folded words that the order is found by."),
};
SCHEMA(placed_order, "orders", .doc = "An order as it is placed, with its search terms.");

static const struct kripa_field kp_order_item_fields[] = {
    ID(order_item, product, "product", .flags = KRIPA_REQUIRED, .alias = "productId",
       .doc = "The id of the product.", .example = KP_EXAMPLE_ID),
    INT(order_item, qty, "qty", 1, KRIPA_QTY_MAX, .flags = KRIPA_REQUIRED,
        .doc = "The quantity to order.", .example = "2"),
};
SCHEMA(order_item, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A line to be ordered.");

static const char *const payment_method_names[] = {"COD", NULL};
static const struct kripa_field kp_order_request_fields[] = {
    LIST(order_request, items, "items", 1, KRIPA_ORDER_LINES_MAX, order_item,
         .doc = "The lines to order; if left out, the cart is ordered.", .example = "[]"),
    RECORD(order_request, shipping_address, "shippingAddress", address, .flags = KRIPA_REQUIRED,
           .doc = "The address that the order is sent to."),
    TEXT(order_request, payment_method, "paymentMethod", 1, 32, .names = payment_method_names,
         .doc = "The method of payment; COD, also if left out.", .example = "COD"),
    TEXT(order_request, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
    ID(order_request, for_user, "forUser", .writable_by = KRIPA_ADMINS,
       .doc = "For admins: the account to order for."),
    OPT_MONEY(order_request, expected_total, "expectedTotal", 0, INT64_MAX,
              .doc = "The total that the buyer expects; if it differs, 409 names both totals."),
};
SCHEMA(order_request, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A checkout: what to order, and where to send it.");

#define NO_MATTER(name) IGNORED(name, .doc = "Accepted as it is in a checkout; it has no price.")
static const struct kripa_field kp_quote_address_fields[] = {
    TEXT(quote_address, pincode, "pincode", 1, KRIPA_PINCODE_SIZE, .format = KRIPA_FORMAT_PINCODE,
         .doc = "The PIN code that the order would be sent to.", .example = "465683"),
    NO_MATTER("name"),
    NO_MATTER("phone"),
    NO_MATTER("addressLine"),
    NO_MATTER("city"),
    NO_MATTER("state"),
    NO_MATTER("_id"),
    NO_MATTER("default"),
};
SCHEMA(quote_address, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "The address of an order that is not placed yet.");

static const struct kripa_field kp_quote_request_fields[] = {
    LIST(quote_request, items, "items", 1, KRIPA_ORDER_LINES_MAX, order_item,
         .doc = "The lines to order; if left out, the cart.", .example = "[]"),
    RECORD(quote_request, shipping_address, "shippingAddress", quote_address,
           .doc = "The address that the order would be sent to, if it is known."),
    TEXT(quote_request, payment_method, "paymentMethod", 1, 32,
         .doc = "The method of payment; COD, also if left out.", .example = "COD"),
    TEXT(quote_request, purchase_mode, "purchaseMode", 1, 32, .flags = KRIPA_ANY_TYPE,
         .doc = PURCHASE_MODE_DOC),
    ID(quote_request, for_user, "forUser", .writable_by = KRIPA_ADMINS,
       .doc = "For admins: the account to order for."),
    OPT_MONEY(quote_request, expected_total, "expectedTotal", 0, INT64_MAX,
              .doc = "The total that the buyer expects; if it differs, that is a problem."),
};
SCHEMA(quote_request, NULL, .writable_by = KRIPA_SIGNED_IN,
       .doc = "A checkout that is only asked about.");

static const struct kripa_field kp_quote_problem_fields[] = {
    TEXT(quote_problem, field, "field", 1, KRIPA_NOTE_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The field of the request that it is about."),
    TEXT(quote_problem, message, "message", 1, KRIPA_NOTE_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "What stands in the way, for people."),
};
SCHEMA(quote_problem, NULL, .readable_by = KRIPA_SIGNED_IN,
       .doc = "Why an order could not be placed like this.");

static const struct kripa_field kp_quote_fields[] = {
    LIST(quote, items, "items", 0, KRIPA_ORDER_LINES_MAX, order_line,
         .doc = "The lines that can be bought, at their prices."),
    MONEY(quote, delivery_charge, "deliveryCharge", 0, INT64_MAX,
          .doc = "The delivery charge in rupees."),
    MONEY(quote, total, "totalAmount", 0, INT64_MAX,
          .doc = "The total of lines and charges, in rupees."),
    LIST(quote, problems, "problems", 0, KRIPA_ORDER_LINES_MAX, quote_problem,
         .doc = "All that stands in the way; if empty, the order can be placed."),
};
SCHEMA(quote, NULL, .readable_by = KRIPA_SIGNED_IN, .doc = "What an order would be.");

static const struct kripa_field kp_order_filter_fields[] = {
    PAGING_FIELDS(order_filter, kp_newest_sort_names),
    TEXT(order_filter, status, "status", 1, 16, .alias = "deliveryStatus",
         .names = kp_delivery_status_names, .doc = "Only orders with this delivery status."),
    TEXT(order_filter, payment_status, "paymentStatus", 1, 16, .names = kp_payment_status_names,
         .doc = "Only orders with this payment status."),
    TEXT(order_filter, from, "from", 1, 40, .format = KRIPA_FORMAT_DAY,
         .doc = "Only orders from this day (in the shop's time zone) or instant on."),
    TEXT(order_filter, to, "to", 1, 40, .format = KRIPA_FORMAT_DAY,
         .doc = "Only orders up to this day (included) or instant."),
    ID(order_filter, user, "user", .writable_by = KRIPA_ADMINS,
       .doc = "Only orders of this buyer."),
    TEXT(order_filter, mode, "mode", 1, 16, .names = kp_purchase_mode_names,
         .doc = "Only orders placed in this purchase mode."),
    TEXT(order_filter, q, "q", 1, KRIPA_QUERY_TEXT_MAX, .alias = "search",
         .format = KRIPA_FORMAT_SEARCH,
         .doc = "A number, the last 8 digits of an id, or words of name, phone or e-mail."),
};
SCHEMA(order_filter, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "Which orders a list shows.");

static const struct kripa_field kp_status_body_fields[] = {
    TEXT(status_body, status, "status", 1, 16, .alias = "deliveryStatus", .flags = KRIPA_REQUIRED,
         .names = kp_delivery_status_names, .doc = "The new delivery status.",
         .example = "shipped"),
    TEXT(status_body, note, "note", 1, KRIPA_NOTE_MAX,
         .doc = "A note, which is kept in the order's history.",
         .example = "Handed to the courier."),
};
SCHEMA(status_body, NULL, .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
       .doc = "A change of an order's state.");

static const struct kripa_field kp_note_body_fields[] = {
    TEXT(note_body, note, "note", 1, KRIPA_NOTE_MAX, .alias = "reason",
         .doc = "A note, which is kept in the order's history.", .example = "Ordered twice."),
};
SCHEMA(note_body, NULL, .writable_by = KRIPA_SIGNED_IN, .doc = "A note on an order.");

static const struct kripa_field kp_idempotency_fields[] = {
    ID(idempotency, id, "_id", .doc = "A hash of user, route and key."),
    ID(idempotency, user, "user", .doc = "The account that sent the key."),
    ID(idempotency, order, "order", .doc = "The order that was placed under it, if one was."),
    TEXT(idempotency, route, "route", 1, 64, .doc = "The request that the key was sent with."),
    TEXT(idempotency, key, "key", 1, KRIPA_IDEMPOTENCY_KEY_MAX,
         .doc = "The key as the client sent it."),
    TEXT(idempotency, request, "request", 64, 64, .doc = "The SHA-256 of the decoded request."),
    TIME(idempotency, created_at, "createdAt", .flags = KRIPA_INDEX,
         .doc = "When the key was used first."),
    TEXT(idempotency, note, "note", 1, KRIPA_JSON_BYTES_MAX,
         .doc = "The note that went with the answer."),
};
SCHEMA(idempotency, "idempotency_keys", .doc = "What was committed under an idempotency key.");
