/* SPDX-License-Identifier: MIT
 * The commands of each noun (commands_*.c), and the functions that do them (cmd_*.c). */
#ifndef CMD_H
#define CMD_H

#include "base/command.h"

/* The commands of each noun, ended by a row without noun. */
extern const struct command init_commands[], shop_commands[], product_commands[],
    category_commands[], review_commands[], banner_commands[], stock_commands[], order_commands[],
    user_commands[], address_commands[], request_commands[], audit_commands[], report_commands[],
    media_commands[], outbox_commands[], store_commands[], secret_commands[];

command_handler cmd_init, cmd_secret_new;
command_handler cmd_shop_show, cmd_shop_set;
command_handler cmd_user_list, cmd_user_show, cmd_user_add, cmd_user_role, cmd_user_block,
    cmd_user_unblock, cmd_user_password, cmd_user_stats, cmd_user_edit, cmd_user_delete,
    cmd_user_reset_link, cmd_user_export, cmd_user_close;
command_handler cmd_address_list, cmd_address_add, cmd_address_edit, cmd_address_delete;
command_handler cmd_request_list, cmd_request_approve, cmd_request_reject;
command_handler cmd_product_list, cmd_product_show, cmd_product_add, cmd_product_edit,
    cmd_product_hide, cmd_product_unhide, cmd_product_delete;
command_handler cmd_category_list, cmd_category_add, cmd_category_edit, cmd_category_delete;
command_handler cmd_review_list, cmd_review_delete;
command_handler cmd_banner_list, cmd_banner_add, cmd_banner_edit, cmd_banner_delete;
command_handler cmd_stock_show, cmd_stock_set, cmd_stock_add, cmd_stock_ledger, cmd_stock_low;
command_handler cmd_order_list, cmd_order_show, cmd_order_add, cmd_order_ship, cmd_order_deliver,
    cmd_order_cancel, cmd_order_edit, cmd_order_note, cmd_order_delete;
command_handler cmd_report_overview, cmd_report_revenue, cmd_report_orders, cmd_report_top_products,
    cmd_report_user_growth, cmd_report_low_stock, cmd_report_retailers;
command_handler cmd_product_image_add, cmd_product_image_remove;
command_handler cmd_media_verify, cmd_media_sweep;
command_handler cmd_audit_list, cmd_outbox_list, cmd_outbox_show;
command_handler cmd_store_info, cmd_store_verify, cmd_store_backup, cmd_store_restore,
    cmd_store_migrate, cmd_store_copy;

#endif
