/* SPDX-License-Identifier: MIT
 * The field tables of the library's records, for front ends and stores. */
#ifndef KRIPA_SYS_SCHEMA_H
#define KRIPA_SYS_SCHEMA_H

#include <kripa/sys/field.h>

KRIPA_BEGIN

/* Every table of the library, stored or not, ended by NULL. */
KRIPA_API extern const struct kripa_schema *const kripa_schemas[];

/* People */
KRIPA_API extern const struct kripa_schema kripa_account_schema;
KRIPA_API extern const struct kripa_schema kripa_account_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_account_stats_schema;
KRIPA_API extern const struct kripa_schema kripa_registration_schema;
KRIPA_API extern const struct kripa_schema kripa_sign_in_schema;
KRIPA_API extern const struct kripa_schema kripa_signed_in_schema;
KRIPA_API extern const struct kripa_schema kripa_refresh_body_schema;
KRIPA_API extern const struct kripa_schema kripa_sign_out_query_schema;
KRIPA_API extern const struct kripa_schema kripa_profile_schema;
KRIPA_API extern const struct kripa_schema kripa_password_change_schema;
KRIPA_API extern const struct kripa_schema kripa_saved_address_schema;
KRIPA_API extern const struct kripa_schema kripa_address_body_schema;
KRIPA_API extern const struct kripa_schema kripa_email_body_schema;
KRIPA_API extern const struct kripa_schema kripa_code_sign_in_schema;
KRIPA_API extern const struct kripa_schema kripa_password_reset_schema;
KRIPA_API extern const struct kripa_schema kripa_reset_link_schema;
KRIPA_API extern const struct kripa_schema kripa_closing_schema;
KRIPA_API extern const struct kripa_schema kripa_export_schema;
KRIPA_API extern const struct kripa_schema kripa_retailer_details_schema;
KRIPA_API extern const struct kripa_schema kripa_block_body_schema;
KRIPA_API extern const struct kripa_schema kripa_role_body_schema;
KRIPA_API extern const struct kripa_schema kripa_account_body_schema;
KRIPA_API extern const struct kripa_schema kripa_decision_body_schema;

/* Catalogue */
KRIPA_API extern const struct kripa_schema kripa_category_schema;
KRIPA_API extern const struct kripa_schema kripa_listed_category_schema;
KRIPA_API extern const struct kripa_schema kripa_category_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_toggle_body_schema;
KRIPA_API extern const struct kripa_schema kripa_product_schema;
KRIPA_API extern const struct kripa_schema kripa_product_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_product_body_schema;
KRIPA_API extern const struct kripa_schema kripa_stock_change_schema;
KRIPA_API extern const struct kripa_schema kripa_ledger_entry_schema;
KRIPA_API extern const struct kripa_schema kripa_ledger_filter_schema;

/* Reviews and banners */
KRIPA_API extern const struct kripa_schema kripa_banner_schema;
KRIPA_API extern const struct kripa_schema kripa_banner_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_review_schema;
KRIPA_API extern const struct kripa_schema kripa_review_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_review_search_schema;
KRIPA_API extern const struct kripa_schema kripa_reviews_meta_schema;

/* Cart and orders */
KRIPA_API extern const struct kripa_schema kripa_cart_line_schema;
KRIPA_API extern const struct kripa_schema kripa_cart_item_schema;
KRIPA_API extern const struct kripa_schema kripa_cart_merge_schema;
KRIPA_API extern const struct kripa_schema kripa_cart_answer_schema;
KRIPA_API extern const struct kripa_schema kripa_qty_body_schema;
KRIPA_API extern const struct kripa_schema kripa_buying_query_schema;
KRIPA_API extern const struct kripa_schema kripa_media_query_schema;
KRIPA_API extern const struct kripa_schema kripa_image_query_schema;
KRIPA_API extern const struct kripa_schema kripa_order_schema;
KRIPA_API extern const struct kripa_schema kripa_order_request_schema;
KRIPA_API extern const struct kripa_schema kripa_order_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_quote_request_schema;
KRIPA_API extern const struct kripa_schema kripa_quote_schema;
KRIPA_API extern const struct kripa_schema kripa_status_body_schema;
KRIPA_API extern const struct kripa_schema kripa_note_body_schema;

/* Reports */
KRIPA_API extern const struct kripa_schema kripa_report_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_top_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_overview_schema;
KRIPA_API extern const struct kripa_schema kripa_revenue_day_schema;
KRIPA_API extern const struct kripa_schema kripa_state_count_schema;
KRIPA_API extern const struct kripa_schema kripa_top_product_schema;
KRIPA_API extern const struct kripa_schema kripa_growth_month_schema;
KRIPA_API extern const struct kripa_schema kripa_low_product_schema;
KRIPA_API extern const struct kripa_schema kripa_retailer_report_row_schema;

/* The shop */
KRIPA_API extern const struct kripa_schema kripa_shop_schema;
KRIPA_API extern const struct kripa_schema kripa_shop_query_schema;
KRIPA_API extern const struct kripa_schema kripa_settings_schema;
KRIPA_API extern const struct kripa_schema kripa_outbox_message_schema;
KRIPA_API extern const struct kripa_schema kripa_outbox_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_outbox_opened_schema;
KRIPA_API extern const struct kripa_schema kripa_audit_entry_schema;
KRIPA_API extern const struct kripa_schema kripa_audit_filter_schema;
KRIPA_API extern const struct kripa_schema kripa_store_info_schema;

KRIPA_END
#endif
