/* SPDX-License-Identifier: MIT
 * The handlers that routes.c names, in one on_*.c file for each noun. */
#ifndef ON_H
#define ON_H

#include "pipeline/request.h"

/* on_service.c: kripad itself */
enum kripa_status on_root(struct request *r);
enum kripa_status on_healthz(struct request *r);
enum kripa_status on_readyz(struct request *r);
enum kripa_status on_openapi(struct request *r);

/* on_auth.c */
enum kripa_status on_register(struct request *r);
enum kripa_status on_login(struct request *r);
enum kripa_status on_refresh(struct request *r);
enum kripa_status on_logout(struct request *r);
enum kripa_status on_profile_get(struct request *r);
enum kripa_status on_profile_edit(struct request *r);
enum kripa_status on_photo_set(struct request *r);
enum kripa_status on_photo_delete(struct request *r);
enum kripa_status on_password_change(struct request *r);
enum kripa_status on_retailer_request(struct request *r);

/* on_recovery.c */
enum kripa_status on_code_request(struct request *r);
enum kripa_status on_code_verify(struct request *r);
enum kripa_status on_reset_request(struct request *r);
enum kripa_status on_password_reset(struct request *r);

/* on_privacy.c */
enum kripa_status on_profile_export(struct request *r);
enum kripa_status on_profile_close(struct request *r);

/* on_address.c */
enum kripa_status on_address_list(struct request *r);
enum kripa_status on_address_add(struct request *r);
enum kripa_status on_address_edit(struct request *r);
enum kripa_status on_address_delete(struct request *r);

/* on_account.c */
enum kripa_status on_account_list(struct request *r);
enum kripa_status on_account_get(struct request *r);
enum kripa_status on_account_block(struct request *r);
enum kripa_status on_account_role(struct request *r);
enum kripa_status on_account_clear_cooldown(struct request *r);
enum kripa_status on_account_delete(struct request *r);
enum kripa_status on_account_stats(struct request *r);
enum kripa_status on_request_list(struct request *r);
enum kripa_status on_request_decide(struct request *r);

/* on_catalog.c */
enum kripa_status on_product_list(struct request *r);
enum kripa_status on_product_list_trade(struct request *r);
enum kripa_status on_product_get(struct request *r);
enum kripa_status on_product_add(struct request *r);
enum kripa_status on_product_edit(struct request *r);
enum kripa_status on_product_delete(struct request *r);
enum kripa_status on_product_image_delete(struct request *r);
enum kripa_status on_product_image_delete_named(struct request *r);

/* on_category.c */
enum kripa_status on_category_list(struct request *r);
enum kripa_status on_subcategory_list(struct request *r);
enum kripa_status on_admin_category_list(struct request *r);
enum kripa_status on_admin_subcategory_list(struct request *r);
enum kripa_status on_category_add(struct request *r);
enum kripa_status on_subcategory_add(struct request *r);
enum kripa_status on_category_edit(struct request *r);
enum kripa_status on_category_status(struct request *r);
enum kripa_status on_category_delete(struct request *r);

/* on_media.c */
enum kripa_status on_media_get(struct request *r);

/* on_review.c */
enum kripa_status on_review_list(struct request *r);
enum kripa_status on_review_list_all(struct request *r);
enum kripa_status on_review_add(struct request *r);
enum kripa_status on_review_edit(struct request *r);
enum kripa_status on_review_delete(struct request *r);

/* on_banner.c */
enum kripa_status on_banner_list_shown(struct request *r);
enum kripa_status on_banner_list(struct request *r);
enum kripa_status on_banner_add(struct request *r);
enum kripa_status on_banner_edit(struct request *r);
enum kripa_status on_banner_delete(struct request *r);

/* on_cart.c */
/* The purchase mode that was sent, in the body or else in the query. */
const char *purchase_mode_sent(const struct request *r, const char *in_body);
enum kripa_status on_cart_get(struct request *r);
enum kripa_status on_cart_add(struct request *r);
enum kripa_status on_cart_set(struct request *r);
enum kripa_status on_cart_remove(struct request *r);
enum kripa_status on_cart_clear(struct request *r);
enum kripa_status on_cart_merge(struct request *r);

/* on_favorite.c */
enum kripa_status on_favorite_list(struct request *r);
enum kripa_status on_favorite_add(struct request *r);
enum kripa_status on_favorite_remove(struct request *r);

/* on_order.c */
enum kripa_status on_order_place(struct request *r);
enum kripa_status on_retailer_order_place(struct request *r);
enum kripa_status on_order_quote(struct request *r);
enum kripa_status on_order_list_mine(struct request *r);
enum kripa_status on_order_list_mine_retailer(struct request *r);
enum kripa_status on_order_list(struct request *r);
enum kripa_status on_retailer_order_list(struct request *r);
enum kripa_status on_order_get(struct request *r);
enum kripa_status on_order_status(struct request *r);
enum kripa_status on_order_cancel(struct request *r);
enum kripa_status on_order_delete(struct request *r);

/* on_journal.c */
enum kripa_status on_audit_list(struct request *r);
enum kripa_status on_outbox_list(struct request *r);
enum kripa_status on_outbox_retry(struct request *r);

/* on_report.c */
enum kripa_status on_report_overview(struct request *r);
enum kripa_status on_report_revenue(struct request *r);
enum kripa_status on_report_orders(struct request *r);
enum kripa_status on_report_top_products(struct request *r);
enum kripa_status on_report_user_growth(struct request *r);
enum kripa_status on_report_low_stock(struct request *r);
enum kripa_status on_report_retailers(struct request *r);

/* on_settings.c */
enum kripa_status on_shop_get(struct request *r);
enum kripa_status on_settings_get(struct request *r);
enum kripa_status on_settings_edit(struct request *r);

/* on_stock.c */
enum kripa_status on_stock_change(struct request *r);
enum kripa_status on_stock_ledger(struct request *r);

#endif
