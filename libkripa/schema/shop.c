/* SPDX-License-Identifier: MIT
 * The tables of the shop itself: settings, messages to be sent, what admins did. */
#include "base/fields.h"
#include "schema.h"

NAMES(invoice_when, "placed", "delivered", "manual")
NAMES(outbox_kind, "order_placed", "order_status", "new_order", "cancelled_order",
      "retailer_request", "low_stock")
NAMES(outbox_status, "pending", "sent", "dead")

static const struct kripa_field kp_settings_fields[] = {
    ID(settings, id, "_id", .writable_by = KRIPA_NOBODY, .readable_by = KRIPA_NOBODY,
       .doc = "The one record."),
    TEXT(settings, shop_name, "shopName", 1, KRIPA_SHOP_NAME_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "The shop's name.",
         .example = "Asha Electronics"),
    TEXT(settings, address, "address", 1, KRIPA_ADDRESS_LINE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "Where it is.", .example = "Main Bazaar, Pachore"),
    TEXT(settings, state, "state", 1, KRIPA_PLACE_MAX,
         .doc = "State; decides between CGST+SGST and IGST.", .example = "Madhya Pradesh"),
    TEXT(settings, phone, "phone", 1, KRIPA_PHONE_TEXT_MAX, .format = KRIPA_FORMAT_PHONE,
         .doc = "Indian mobile number.", .example = "9826012345"),
    TEXT(settings, email, "email", 1, KRIPA_EMAIL_MAX, .format = KRIPA_FORMAT_EMAIL,
         .doc = "Gets the shop's own messages.", .example = "shop@example.in"),
    TEXT(settings, gstin, "gstin", 1, KRIPA_GSTIN_SIZE, .format = KRIPA_FORMAT_GSTIN,
         .doc = "Absent: plain bills without tax."),
    TEXT(settings, time_zone, "timeZone", 1, 64, .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED,
         .doc = "Decides days and months; an IANA name.", .example = "Asia/Kolkata"),
    MONEY(settings, delivery_charge, "deliveryCharge", 0, KRIPA_PRICE_PAISE_MAX,
          .doc = "Rupees on every order.", .example = "40"),
    OPT_MONEY(settings, free_delivery_from, "freeDeliveryFrom", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "From this sum of lines on delivery is free; absent: never.",
              .example = "999"),
    OPT_MONEY(settings, cod_limit, "codLimit", 0, KRIPA_PRICE_PAISE_MAX,
              .doc = "Cash on delivery up to this total; absent: any.", .example = "20000"),
    TEXTS(settings, pincodes, "pincodes", 0, KRIPA_PINCODES_MAX, .format = KRIPA_FORMAT_PINCODE,
          .doc = "Served PIN codes; empty: all."),
    INT(settings, low_stock_threshold, "lowStockThreshold", 0, KRIPA_STOCK_MAX,
        .doc = "Below it stock is low.", .example = "10"),
    TEXT(settings, invoice_series, "invoiceSeries", 1, KRIPA_SERIES_MAX,
         .flags = KRIPA_SHOW_BLANK | KRIPA_REQUIRED, .doc = "Begins every invoice number.",
         .example = "KRP"),
    TEXT(settings, footer, "footer", 1, KRIPA_NOTE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "On invoices."),
    TEXT(settings, bank_details, "bankDetails", 1, KRIPA_NOTE_MAX, .format = KRIPA_FORMAT_TEXT,
         .doc = "On invoices."),
    TEXT(settings, upi_id, "upiId", 3, 255, .doc = "For the QR code on unpaid invoices."),
    ENUM(settings, invoice_when, "invoiceWhen", invoice_when, .doc = "When an invoice is made."),
    INT(settings, revision, "revision", 0, INT64_MAX, .writable_by = KRIPA_NOBODY,
        .readable_by = KRIPA_NOBODY, .doc = "Raised by every edit."),
    TIME(settings, created_at, "createdAt", .writable_by = KRIPA_NOBODY,
         .doc = "When it was first set."),
    TIME(settings, updated_at, "updatedAt", .writable_by = KRIPA_NOBODY,
         .doc = "When it was last changed."),
};
SCHEMA(settings, "settings", .readable_by = KRIPA_ADMINS, .writable_by = KRIPA_ADMINS,
       .doc = "The shop's settings.");

static const struct kripa_field kp_outbox_row_fields[] = {
    ID(outbox_row, id, "_id", .doc = "The message's stable id."),
    ENUM(outbox_row, kind, "kind", outbox_kind, .doc = "What it tells."),
    TEXT(outbox_row, to, "to", 1, KRIPA_EMAIL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "An e-mail address; \"shop\": the shop's own."),
    TEXT(outbox_row, data, "data", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON | KRIPA_ALWAYS, .doc = "What its text needs, as JSON."),
    ID(outbox_row, order, "order", .flags = KRIPA_INDEX, .doc = "About which order."),
    ENUM(outbox_row, status, "status", outbox_status, .doc = "Whether it was sent."),
    INT(outbox_row, attempts, "attempts", 0, INT64_MAX, .doc = "How often it was tried."),
    TIME(outbox_row, next_at, "nextAt", .doc = "When it is tried next."),
    TEXT(outbox_row, last_error, "lastError", 1, KRIPA_NOTE_MAX, .doc = "Why it failed last."),
    TIME(outbox_row, created_at, "createdAt", .flags = KRIPA_ALWAYS | KRIPA_INDEX,
         .doc = "When it was written."),
};
static const char *const outbox_indexes[] = {"status,nextAt", "status,-createdAt",
                                             "kind,-createdAt", NULL};
SCHEMA(outbox_row, "outbox", .readable_by = KRIPA_ADMINS, .indexes = outbox_indexes,
       .doc = "A message to be sent.");

static const struct kripa_field kp_outbox_filter_fields[] = {
    PAGING_FIELDS(outbox_filter, kp_newest_sort_names),
    TEXT(outbox_filter, status, "status", 1, 16, .names = kp_outbox_status_names,
         .doc = "Only messages in this state."),
    TEXT(outbox_filter, kind, "kind", 1, 32,
         .doc = "Only messages of this kind: new_order, low_stock, ..."),
};
SCHEMA(outbox_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which messages.");

static const struct kripa_field kp_audit_row_fields[] = {
    ID(audit_row, id, "_id", .doc = "The row."),
    /* unique by its counter: where audit is sharded, no index of its own may be */
    INT(audit_row, seq, "seq", 1, INT64_MAX, .flags = KRIPA_INDEX, .doc = "From 1, without gaps."),
    TIME(audit_row, at, "at", .flags = KRIPA_ALWAYS, .doc = "When."),
    TEXT(audit_row, by, "by", 1, KRIPA_ACTOR_MAX, .flags = KRIPA_SHOW_BLANK | KRIPA_INDEX,
         .doc = "An account's id, or console:<user>."),
    TEXT(audit_row, action, "action", 1, 64, .flags = KRIPA_SHOW_BLANK, .doc = "What was done."),
    TEXT(audit_row, target, "target", 1, 64, .flags = KRIPA_INDEX, .doc = "To what."),
    TEXT(audit_row, before, "before", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON, .doc = "As it was."),
    TEXT(audit_row, after, "after", 1, KRIPA_JSON_BYTES_MAX, .format = KRIPA_FORMAT_TEXT,
         .flags = KRIPA_JSON, .doc = "As it is."),
};
static const char *const audit_indexes[] = {"by,-seq", "action,-seq", "target,-seq", NULL};
SCHEMA(audit_row, "audit", .readable_by = KRIPA_ADMINS, .indexes = audit_indexes,
       .doc = "What an admin did.");

static const struct kripa_field kp_audit_filter_fields[] = {
    PAGING_FIELDS(audit_filter, kp_audit_sort_names),
    TEXT(audit_filter, by, "by", 1, KRIPA_ACTOR_MAX,
         .doc = "Only what this account did, by its id, or console:<user>."),
    TEXT(audit_filter, action, "action", 1, 64, .doc = "Only this: product.edit, order.place, ..."),
    TEXT(audit_filter, target, "target", 1, 64, .doc = "Only what was done to this, by its id."),
};
SCHEMA(audit_filter, NULL, .writable_by = KRIPA_ADMINS, .doc = "Which rows of the audit log.");

static const struct kripa_field kp_collection_info_fields[] = {
    TEXT(collection_info, name, "name", 1, 64, .flags = KRIPA_SHOW_BLANK, .doc = "The collection."),
    INT(collection_info, count, "count", 0, INT64_MAX, .doc = "How many records are in it."),
};
SCHEMA(collection_info, NULL, .readable_by = KRIPA_ADMINS, .doc = "A collection of the store.");

static const struct kripa_field kp_store_info_fields[] = {
    TEXT(store_info, uri, "uri", 1, KRIPA_URL_MAX, .flags = KRIPA_SHOW_BLANK,
         .doc = "The store, without secrets."),
    TEXT(store_info, kind, "kind", 1, 32, .flags = KRIPA_SHOW_BLANK, .doc = "What keeps it."),
    LIST(store_info, collections, "collections", 0, 64, collection_info, .doc = "What is in it."),
};
SCHEMA(store_info, NULL, .readable_by = KRIPA_ADMINS,
       .doc = "Which store it is, and what is in it.");
