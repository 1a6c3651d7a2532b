/* SPDX-License-Identifier: MIT
 * The list of all tables, and the tables of no noun: counters and search terms. The others are in
 * account.c, catalog.c, order.c and shop.c. */
#include "schema.h"

#include "base/fields.h"

static const struct kripa_field kp_terms_fields[] = {
    ID(terms, id, "_id", .doc = "The id of the record."),
    TEXTS(terms, terms, "terms", 0, KRIPA_TERMS_MAX, .flags = KRIPA_INDEX,
          .doc = "The folded words that the record is found by."),
};
#define TERMS_SCHEMA(in)                                                                           \
    {                                                                                              \
        .name = "terms", .collection = (in), .size = sizeof(struct kripa_terms), .count = 2,       \
        .fields = kp_terms_fields, .doc = "The search terms of a record."                          \
    }
const struct kripa_schema kripa_user_terms_schema = TERMS_SCHEMA("users");
const struct kripa_schema kripa_product_terms_schema = TERMS_SCHEMA("products");
const struct kripa_schema kripa_order_terms_schema = TERMS_SCHEMA("orders");
const struct kripa_schema kripa_review_terms_schema = TERMS_SCHEMA("reviews");

static const struct kripa_field kp_counter_fields[] = {
    ID(counter, id, "_id", .doc = "A hash of the counter's name."),
    TEXT(counter, name, "name", 1, 64, .doc = "The name of what it counts."),
    INT(counter, value, "value", 0, INT64_MAX, .doc = "The value of the counter."),
};
SCHEMA(counter, "counters", .doc = "A number kept in the same change as what it counts.");

static const struct kripa_field kp_copy_mark_fields[] = {
    ID(copy_mark, id, "_id", .doc = "The id of the only record."),
    TEXT(copy_mark, from, "from", 1, KRIPA_URL_MAX, .doc = "The store that is being copied."),
};
SCHEMA(copy_mark, "copies", .doc = "A mark that this store is not a whole copy yet.");

const struct kripa_schema *const kripa_schemas[] = {
    &kripa_account_schema,
    &kripa_account_filter_schema,
    &kripa_account_stats_schema,
    &kripa_registration_schema,
    &kripa_sign_in_schema,
    &kripa_signed_in_schema,
    &kripa_refresh_body_schema,
    &kripa_sign_out_query_schema,
    &kripa_profile_schema,
    &kripa_password_change_schema,
    &kripa_retailer_details_schema,
    &kripa_block_body_schema,
    &kripa_role_body_schema,
    &kripa_account_body_schema,
    &kripa_decision_body_schema,
    &kripa_address_schema,
    &kripa_saved_address_schema,
    &kripa_address_body_schema,
    &kripa_credential_schema,
    &kripa_session_schema,
    &kripa_proof_schema,
    &kripa_email_body_schema,
    &kripa_code_sign_in_schema,
    &kripa_password_reset_schema,
    &kripa_reset_link_schema,
    &kripa_closing_schema,
    &kripa_export_item_schema,
    &kripa_export_session_schema,
    &kripa_export_message_schema,
    &kripa_export_schema,
    &kripa_user_terms_schema,
    &kripa_category_schema,
    &kripa_listed_category_schema,
    &kripa_category_ref_schema,
    &kripa_category_filter_schema,
    &kripa_subcategory_schema,
    &kripa_toggle_body_schema,
    &kripa_image_schema,
    &kripa_product_schema,
    &kripa_product_filter_schema,
    &kripa_product_body_schema,
    &kripa_product_terms_schema,
    &kripa_product_place_schema,
    &kripa_stock_change_schema,
    &kripa_ledger_entry_schema,
    &kripa_ledger_filter_schema,
    &kripa_rating_schema,
    &kripa_review_rating_schema,
    &kripa_reviews_meta_schema,
    &kripa_review_author_schema,
    &kripa_review_product_schema,
    &kripa_review_schema,
    &kripa_review_filter_schema,
    &kripa_review_search_schema,
    &kripa_review_terms_schema,
    &kripa_banner_product_schema,
    &kripa_banner_schema,
    &kripa_banner_filter_schema,
    &kripa_cart_entry_schema,
    &kripa_cart_schema,
    &kripa_favorites_schema,
    &kripa_cart_line_schema,
    &kripa_cart_item_schema,
    &kripa_cart_merge_schema,
    &kripa_cart_answer_schema,
    &kripa_qty_body_schema,
    &kripa_buying_query_schema,
    &kripa_media_query_schema,
    &kripa_image_query_schema,
    &kripa_order_schema,
    &kripa_order_line_schema,
    &kripa_order_event_schema,
    &kripa_order_item_schema,
    &kripa_order_request_schema,
    &kripa_order_filter_schema,
    &kripa_order_terms_schema,
    &kripa_buyer_schema,
    &kripa_user_ref_schema,
    &kripa_product_ref_schema,
    &kripa_status_body_schema,
    &kripa_note_body_schema,
    &kripa_idempotency_schema,
    &kripa_counter_schema,
    &kripa_media_schema,
    &kripa_media_ref_schema,
    &kripa_copy_mark_schema,
    &kripa_settings_schema,
    &kripa_outbox_message_schema,
    &kripa_outbox_filter_schema,
    &kripa_outbox_opened_schema,
    &kripa_audit_entry_schema,
    &kripa_audit_filter_schema,
    &kripa_collection_info_schema,
    &kripa_store_info_schema,
    NULL,
};
