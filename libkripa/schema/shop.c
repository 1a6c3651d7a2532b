/* SPDX-License-Identifier: MIT
 * The tables of the shop itself: settings, outbox, audit log. */
#include "base/fields.h"
#include "schema.h"

NAMES(invoice_when, "placed", "delivered", "manual")
NAMES(outbox_kind, "order_placed", "order_status", "new_order", "cancelled_order",
      "retailer_request", "low_stock", "login_code", "password_reset")
NAMES(outbox_status, "pending", "sent", "dead")

static const struct kripa_field kp_settings_fields[] = {
    ID(settings, id, "_id", .writable_by = KRIPA_NOBODY, .readable_by = KRIPA_NOBODY,
       .doc = "The id of the only settings record."),
    TEXT(settings, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The name of the shop.",
         .example = "Asha Electronics"),
    TEXT(settings, address, "address", 1, KRIPA_ADDRESS_LINE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "The address of the shop.", .example = "Main Bazaar, Pachore"),
    TEXT(settings, state, "state", 1, KRIPA_PLACE_MAX,
         .doc = "The shop's state, which decides between CGST+SGST and IGST.",
         .example = "Madhya Pradesh"),
    TEXT(settings, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "An Indian mobile number of ten digits.", .example = "9826012345"),
    TEXT(settings, email, "email", 1, KRIPA_EMAIL_MAX, .format = KRIPA_FORMAT_EMAIL,
         .doc = "The e-mail address that gets the shop's own messages.",
         .example = "shop@example.in"),
    TEXT(settings, gstin, "gstin", 1, KRIPA_GSTIN_SIZE, .format = KRIPA_FORMAT_GSTIN,
         .doc = "The shop's GST number (GSTIN); if absent, bills are without tax."),
    TEXT(settings, time_zone, "timeZone", 1, 64, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,
         .doc = "The time zone of days and months, an IANA name.", .example = "Asia/Kolkata"),
    MONEY(settings, delivery_charge, "deliveryCharge", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The delivery charge of every order, in rupees.", .example = "40"),
    OPT_MONEY(settings, free_delivery_from, "freeDeliveryFrom", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "Delivery is free if the lines come to this sum in rupees; if absent, never.",
              .example = "999"),
    OPT_MONEY(settings, cod_limit, "codLimit", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "The highest total in rupees for cash on delivery; absent: any.",
              .example = "20000"),
    TEXTS(settings, pincodes, "pincodes", 0, KRIPA_PINCODES_MAX, .format = KRIPA_FORMAT_PINCODE,
          .doc = "The PIN codes that the shop delivers to; if empty, all."),
    INT(settings, low_stock_threshold, "lowStockThreshold", 0, KRIPA_STOCK_MAX,
        .doc = "Stock below this number is low.", .example = "10"),
    TEXT(settings, invoice_series, "invoiceSeries", 1, KRIPA_SERIES_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The prefix of every invoice number.",
         .example = "KRP"),
    TEXT(settings, footer, "footer", 1, KRIPA_NOTE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "A text at the foot of invoices."),
    TEXT(settings, bank_details, "bankDetails", 1, KRIPA_NOTE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "The bank details on invoices."),
    TEXT(settings, upi_id, "upiId", 3, 255,
         .doc = "The UPI id for the QR code on unpaid invoices."),
    ENUM(settings, invoice_when, "invoiceWhen", invoice_when,
         .doc = "The state of an order in which its invoice is made."),
    OPT_INT(settings, return_days, "returnDays", 0, KRIPA_RETURN_DAYS_MAX,
            .doc =
                "How many days after delivery goods can be given back; absent: 7, 0: not at all.",
            .example = "7"),
    TEXT(settings, figures_zone, "figuresZone", 1, 64, .writable_by = KRIPA_NOBODY,
         .readable_by = KRIPA_NOBODY,
         .doc = "The time zone of the days that reports count by, if it is not timeZone yet."),
    INT(settings, revision, "revision", 0, INT64_MAX, .writable_by = KRIPA_NOBODY,
        .readable_by = KRIPA_NOBODY,
        .doc = "How often the record was edited; raised by every edit."),
    TIME(settings, created_at, "createdAt", .writable_by = KRIPA_NOBODY,
         .doc = "When the settings were first made."),
    TIME(settings, updated_at, "updatedAt", .writable_by = KRIPA_NOBODY,
         .doc = "When the settings were last changed."),
};
SCHEMA(settings, "settings", .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
       .doc = "The settings of the shop.");

static const struct kripa_field kp_shop_fields[] = {
    TEXT(shop, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the shop."),
    TEXT(shop, address, "address", 1, KRIPA_ADDRESS_LINE_MAX, .doc = "The address of the shop."),
    TEXT(shop, state, "state", 1, KRIPA_PLACE_MAX, .doc = "The state that the shop is in."),
    TEXT(shop, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .doc = "The shop's phone number."),
    TEXT(shop, email, "email", 1, KRIPA_EMAIL_MAX, .doc = "The shop's e-mail address."),
    MONEY(shop, delivery_charge, "deliveryCharge", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "The delivery charge of every order, in rupees."),
    OPT_MONEY(shop, free_delivery_from, "freeDeliveryFrom", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "Delivery is free if the lines come to this sum in rupees; if absent, never."),
    OPT_MONEY(shop, cod_limit, "codLimit", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "The highest total in rupees for cash on delivery; absent: any."),
    INT(shop, return_days, "returnDays", 0, KRIPA_RETURN_DAYS_MAX,
        .doc = "How many days after delivery goods can be given back; 0: not at all."),
    TEXTS(shop, payments, "payments", 0, 8, .doc = "The methods of payment that can be chosen."),
    BOOL(shop, served, "served",
         .doc = "Whether the shop delivers to the PIN code asked about; without one: anywhere."),
};
SCHEMA(shop, NULL, .readable_by = KRIPA_ANYONE, .doc = "What buyers may know of the shop.");

static const struct kripa_field kp_shop_query_fields[] = {
    TEXT(shop_query, pincode, "pincode", 1, KRIPA_PINCODE_SIZE, .format = KRIPA_FORMAT_PINCODE,
         .doc = "Whether the shop delivers to this PIN code."),
};
SCHEMA(shop_query, NULL, .writable_by = KRIPA_ANYONE, .doc = "What is asked about the shop.");

static const struct kripa_field kp_outbox_message_fields[] = {
    ID(outbox_message, id, "_id", .doc = "The id of the message."),
    ENUM(outbox_message, kind, "kind", outbox_kind,
         .doc = "The kind of message, such as new_order."),
    TEXT(outbox_message, to, "to", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The e-mail address it goes to; \"shop\" is the shop's own."),
    TEXT(outbox_message, data, "data", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON | KRIPA_ALWAYS, .doc = "The data for the message's text, as JSON."),
    ID(outbox_message, order, "order", .flags = KRIPA_INDEX,
       .doc = "The order that the message is about."),
    ENUM(outbox_message, status, "status", outbox_status, .doc = "Whether the message was sent."),
    INT(outbox_message, attempts, "attempts", 0, INT64_MAX, .doc = "How often sending was tried."),
    TIME(outbox_message, next_at, "nextAt", .doc = "When sending is tried next."),
    TEXT(outbox_message, last_error, "lastError", 1, KRIPA_NOTE_MAX,
         .doc = "Why sending failed last."),
    TIME(outbox_message, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When the message was written."),
    TEXT(outbox_message, secret, "secret", 1, KRIPA_SEALED_MAX, .flags = KRIPA_SECRET,
         .doc = "The secret part of the message, such as a one-time code, sealed."),
    TIME(outbox_message, expires_at, "expiresAt", .flags = KRIPA_INDEX,
         .doc = "When the secret part of the message expires and is deleted."),
};
static const char *const outbox_indexes[] = {"status,nextAt", "status,-createdAt",
                                             "kind,-createdAt", "to,-createdAt", NULL};
SCHEMA_NAMED(outbox_message, "outbox_row", "outbox", .readable_by = KRIPA_ADMINS,
             .indexes = outbox_indexes, .doc = "A message in the outbox, to be sent.");

static const struct kripa_field kp_outbox_opened_fields[] = {
    RECORD(outbox_opened, message, "message", outbox_message, .flags = KRIPA_FLAT,
           .doc = "The message itself."),
    TEXT(outbox_opened, secret, "says", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON, .doc = "What the message says in secret."),
};
SCHEMA(outbox_opened, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "A message of the outbox, opened at the console.");

static const struct kripa_field kp_outbox_filter_fields[] = {
    PAGING_FIELDS(outbox_filter, kp_newest_sort_names),
    TEXT(outbox_filter, status, "status", 1, 16, .names = kp_outbox_status_names,
         .doc = "Only messages in this state."),
    TEXT(outbox_filter, kind, "kind", 1, 32,
         .doc = "Only messages of this kind: new_order, low_stock and so on."),
};
SCHEMA(outbox_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which messages a list shows.");

static const struct kripa_field kp_audit_entry_fields[] = {
    ID(audit_entry, id, "_id", .doc = "The id of this entry."),
    /* unique by its counter: a sharded audit collection can't have a unique index on it */
    INT(audit_entry, seq, "seq", 1, INT64_MAX, .flags = KRIPA_INDEX,
        .doc = "The entry's number, from 1 without gaps."),
    TIME(audit_entry, at, "at", .flags = KRIPA_ALWAYS, .doc = "When it was done."),
    TEXT(audit_entry, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_INDEX,
         .doc = "Who did it: an account's id, or console:<user>."),
    TEXT(audit_entry, action, "action", 1, 64, .flags = KRIPA_SHOW_BLANK,
         .doc = "What was done, such as product.edit."),
    TEXT(audit_entry, target, "target", 1, 64, .flags = KRIPA_INDEX,
         .doc = "The id of what it was done to."),
    TEXT(audit_entry, before, "before", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON, .doc = "The record before the change."),
    TEXT(audit_entry, after, "after", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON, .doc = "The record after the change."),
};
static const char *const audit_indexes[] = {"by,-seq", "action,-seq", "target,-seq", NULL};
SCHEMA_NAMED(audit_entry, "audit_row", "audit", .readable_by = KRIPA_ADMINS,
             .indexes = audit_indexes,
             .doc = "An entry of the audit log: something that an admin did.");

static const struct kripa_field kp_audit_filter_fields[] = {
    PAGING_FIELDS(audit_filter, kp_audit_sort_names),
    TEXT(audit_filter, by, "by", 1, KRIPA_ACTOR_MAX,
         .doc = "Only what this account did, by its id, or console:<user>."),
    TEXT(audit_filter, action, "action", 1, 64,
         .doc = "Only entries of this action: product.edit, order.place and so on."),
    TEXT(audit_filter, target, "target", 1, 64,
         .doc = "Only what was done to the record with this id."),
};
SCHEMA(audit_filter, NULL, .writable_by = KRIPA_ADMINS,
       .doc = "Which entries of the audit log a list shows.");

static const struct kripa_field kp_collection_info_fields[] = {
    TEXT(collection_info, name, "name", 1, 64, .flags = KRIPA_SHOW_BLANK,
         .doc = "The name of the collection."),
    INT(collection_info, count, "count", 0, INT64_MAX, .doc = "The number of records in it."),
};
SCHEMA(collection_info, NULL, .readable_by = KRIPA_ADMINS, .doc = "A collection of the store.");

static const struct kripa_field kp_store_info_fields[] = {
    TEXT(store_info, uri, "uri", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The URI of the store, without secrets."),
    TEXT(store_info, kind, "kind", 1, 32, .flags = KRIPA_SHOW_BLANK,
         .doc = "The kind of store: sqlite or mongodb."),
    LIST(store_info, collections, "collections", 0, 64, collection_info,
         .doc = "The collections of the store."),
};
SCHEMA(store_info, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "The store that is open, and its collections.");
