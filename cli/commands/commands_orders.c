/* SPDX-License-Identifier: MIT
 * The commands for orders. */
#include <kripa/sys/schema.h>

#include "base/command.h"
#include "cmd.h"

static const struct own_flag order_list_flags[] = {
    {"user", "EMAIL", "Only this buyer's."},
    {NULL, NULL, NULL},
};

static const struct own_flag order_edit_flags[] = {
    {"note", "TEXT", "Why; kept in the order's history."},
    {NULL, NULL, NULL},
};

const struct command order_commands[] = {
    {.noun = "order",
     .verb = "list",
     .args = "[WORD...]",
     .args_max = ARGS_ANY,
     .table = &kripa_order_filter_schema,
     .not_flags = "q,user",
     .own = order_list_flags,
     .run = cmd_order_list,
     .summary = "list orders, all or those with these words",
     .about = "A word is a number, the last 8 of an id, a name, a phone number or an e-mail.",
     .examples = "kripactl order list --status pending\n"
                 "kripactl order list --from 2026-11-01 --to 2026-11-30 --mode retailer\n"
                 "kripactl order list --user ravi@example.in"},
    {.noun = "order",
     .verb = "show",
     .args = "ORDER",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_order_show,
     .summary = "show an order with its lines and its history",
     .about = "ORDER is its number, its id, or the end of its id.",
     .examples = "kripactl order show 1001"},
    {.noun = "order",
     .verb = "add",
     .args = "EMAIL PRODUCT[=QTY]...",
     .args_min = 2,
     .args_max = ARGS_ANY,
     .table = &kripa_order_request_schema,
     .not_flags = "items,forUser",
     .flags = COMMAND_KNOWS_ADDRESS,
     .run = cmd_order_add,
     .summary = "place an order for somebody: by phone, at the counter",
     .about = "Prices are those of the buyer. When nothing of an address is said the buyer's\n"
              "default one is used, else all of it is needed.",
     .examples = "kripactl order add ravi@example.in LED-9W=2 FAN-1200\n"
                 "kripactl order add ravi@example.in LED-9W=2 --name \"Ravi Kumar\" \\\n"
                 "    --phone 9876543210 --address-line \"12 MG Road\" --city Bengaluru \\\n"
                 "    --state Karnataka --pincode 560001"},
    {.noun = "order",
     .verb = "ship",
     .args = "ORDER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .table = &kripa_note_body_schema,
     .run = cmd_order_ship,
     .summary = "say that an order is on its way",
     .examples = "kripactl order ship 1001 --note \"Delhivery 123456\"\n"
                 "kripactl order ship 1001 1002 1005"},
    {.noun = "order",
     .verb = "deliver",
     .args = "ORDER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .table = &kripa_note_body_schema,
     .run = cmd_order_deliver,
     .summary = "say that an order has arrived; cash on delivery is paid then",
     .examples = "kripactl order deliver 1001"},
    {.noun = "order",
     .verb = "cancel",
     .args = "ORDER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .table = &kripa_note_body_schema,
     .run = cmd_order_cancel,
     .summary = "cancel an order and put its goods back into stock",
     .examples = "kripactl order cancel 1001 --note \"changed their mind\""},
    {.noun = "order",
     .verb = "edit",
     .args = "ORDER",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_order_request_schema,
     .not_flags = "items,forUser,paymentMethod,purchaseMode,expectedTotal",
     .input_mode = KRIPA_PATCH,
     .own = order_edit_flags,
     .run = cmd_order_edit,
     .summary = "send a pending order to another address",
     .about = "Only what is named changes. An order that is on its way keeps its address.",
     .examples = "kripactl order edit 1001 --phone 9876543210\n"
                 "kripactl order edit 1001 --address-line \"14 MG Road\" --pincode 560002"},
    {.noun = "order",
     .verb = "note",
     .args = "ORDER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .table = &kripa_note_body_schema,
     .run = cmd_order_note,
     .summary = "put a note into an order's history",
     .examples = "kripactl order note 1001 --note \"wants it after six\""},
    {.noun = "order",
     .verb = "delete",
     .args = "ORDER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_order_delete,
     .summary = "remove a cancelled order; any other is archived",
     .examples = "kripactl order delete 1001"},
    {.noun = NULL},
};
