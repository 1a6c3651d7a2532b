/* SPDX-License-Identifier: MIT
 * The table of commands. What a flag means stands in the field table of its command, not here. */
#include <kripa/sys/schema.h>
#include <string.h>

#include "command.h"

const struct noun nouns[] = {
    {"init", "make a new shop and its first admin"},
    {"shop", "the shop's own settings: name, delivery charge, PIN codes"},
    {"product", "the articles of the shop and their prices"},
    {"category", "the tree that products hang on"},
    {"stock", "how many there are, and every movement of them"},
    {"order", "orders, from the phone call to the delivered parcel"},
    {"user", "accounts: customers, retailers, admins"},
    {"request", "customers who ask to become retailers"},
    {"store", "the file or database behind it all: check, copy, bring back"},
    {"secret", "secrets for kripad's configuration"},
    {NULL, NULL},
};

static const struct own_flag file_flag[] = {
    {"file", "FILE", "Adds one from each line of FILE, a JSON object; - is standard input."},
    {NULL, NULL, NULL},
};
static const struct own_flag product_flags[] = {
    {"image", "URL", "A picture; may be given up to 6 times."},
    {"file", "FILE", "Adds one from each line of FILE, a JSON object; - is standard input."},
    {NULL, NULL, NULL},
};
static const struct own_flag role_flag[] = {
    {"role", "ROLE", "customer (when left out), retailer or admin."},
    {NULL, NULL, NULL},
};
static const struct own_flag order_list_flags[] = {
    {"user", "EMAIL", "Only this buyer's."},
    {NULL, NULL, NULL},
};
static const struct own_flag migrate_flags[] = {
    {"finish", NULL, "The app that was here before Kripa is gone for good."},
    {NULL, NULL, NULL},
};
static const struct own_flag copy_flags[] = {
    {"leave-behind", NULL, "Goes without records whose _id is no ObjectId."},
    {NULL, NULL, NULL},
};

const struct command commands[] = {
    {.noun = "init",
     .table = &kripa_registration_schema,
     .not_flags = "refresh",
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_init,
     .summary = "make a new shop and its first admin",
     .about = "The store is the one of --store. The admin's password is asked for at the\n"
              "terminal, or read as one line of standard input. A shop that has an admin\n"
              "already is left alone.",
     .examples = "kripactl init --name \"Asha Rao\" --email asha@example.in\n"
                 "kripactl init --store sqlite:/var/lib/kripa/shop.db --name Asha \\\n"
                 "    --email asha@example.in < password.txt"},

    {.noun = "shop",
     .verb = "show",
     .run = cmd_shop_show,
     .summary = "show the shop's settings",
     .examples = "kripactl shop show"},
    {.noun = "shop",
     .verb = "set",
     .table = &kripa_settings_schema,
     .taking = KRIPA_TAKE_PARTIAL,
     .run = cmd_shop_set,
     .summary = "change the shop's settings",
     .about = "Only what is named changes. An empty value ('') clears a setting.",
     .examples = "kripactl shop set --shop-name \"Rao Electricals\" --state Karnataka\n"
                 "kripactl shop set --delivery-charge 40 --free-delivery-from 999\n"
                 "kripactl shop set --pincodes 560001,560002 --cod-limit 5000\n"
                 "kripactl shop set --cod-limit ''"},

    {.noun = "product",
     .verb = "list",
     .args = "[WORD...]",
     .args_max = ARGS_ANY,
     .table = &kripa_product_filter_schema,
     .not_flags = "q",
     .run = cmd_product_list,
     .summary = "list products, all or those with these words",
     .examples = "kripactl product list\n"
                 "kripactl product list led bulb --sort price\n"
                 "kripactl product list --category fans --availability out\n"
                 "kripactl product list --active false --limit 100"},
    {.noun = "product",
     .verb = "show",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_product_show,
     .summary = "show all that is known of a product",
     .about = "PRODUCT is its SKU, its slug, its id, or the end of its id.",
     .examples = "kripactl product show LED-9W\n"
                 "kripactl product show ceiling-fan-1200-mm --json"},
    {.noun = "product",
     .verb = "add",
     .table = &kripa_product_schema,
     .own = product_flags,
     .run = cmd_product_add,
     .summary = "add a product, or many from a file",
     .about = "A line of --file is what the API's POST /products takes. Lines that can't be\n"
              "added are named by their number; the others are added.",
     .examples = "kripactl product add --name \"LED bulb 9 W\" --sku LED-9W --price 120.50 \\\n"
                 "    --retailer-price 99 --category bulbs --stock 40 --tag led --tag philips\n"
                 "kripactl product add --file products.jsonl"},
    {.noun = "product",
     .verb = "edit",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_product_schema,
     .taking = KRIPA_TAKE_PARTIAL,
     .own = product_flags,
     .run = cmd_product_edit,
     .summary = "change a product",
     .about = "Only what is named changes. An empty value ('') clears it. Tags and pictures\n"
              "are replaced as a whole. For stock better use kripactl stock set or add.",
     .examples = "kripactl product edit LED-9W --price 115 --retailer-price 95\n"
                 "kripactl product edit LED-9W --price-bulk 90 --min-bulk-qty 50\n"
                 "kripactl product edit LED-9W --retailer-price ''"},
    {.noun = "product",
     .verb = "hide",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_product_hide,
     .summary = "take a product out of the shop window",
     .examples = "kripactl product hide LED-9W"},
    {.noun = "product",
     .verb = "unhide",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_product_unhide,
     .summary = "put a hidden product back into the shop window",
     .examples = "kripactl product unhide LED-9W"},
    {.noun = "product",
     .verb = "delete",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_product_delete,
     .summary = "remove a product; one that was ever ordered is hidden",
     .examples = "kripactl product delete LED-9W\n"
                 "kripactl product delete LED-9W --yes"},

    {.noun = "category",
     .verb = "list",
     .table = &kripa_category_filter_schema,
     .not_flags = "tree",
     .run = cmd_category_list,
     .summary = "list the categories as a tree",
     .examples = "kripactl category list\n"
                 "kripactl category list --category-id lighting"},
    {.noun = "category",
     .verb = "add",
     .table = &kripa_category_schema,
     .own = file_flag,
     .run = cmd_category_add,
     .summary = "add a category, or many from a file",
     .about = "A line of --file is what the API's POST /categories takes.",
     .examples = "kripactl category add --name Lighting\n"
                 "kripactl category add --name \"LED bulbs\" --slug bulbs --parent lighting\n"
                 "kripactl category add --file categories.jsonl"},
    {.noun = "category",
     .verb = "edit",
     .args = "CATEGORY",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_category_schema,
     .taking = KRIPA_TAKE_PARTIAL,
     .run = cmd_category_edit,
     .summary = "change a category",
     .about = "CATEGORY is its slug or its id. Only what is named changes.",
     .examples = "kripactl category edit bulbs --name \"Bulbs and tubes\"\n"
                 "kripactl category edit bulbs --status inactive"},
    {.noun = "category",
     .verb = "delete",
     .args = "CATEGORY",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_category_delete,
     .summary = "remove a category that nothing hangs on",
     .examples = "kripactl category delete bulbs"},

    {.noun = "stock",
     .verb = "show",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_stock_show,
     .summary = "show how many there are, and the last movements",
     .examples = "kripactl stock show LED-9W"},
    {.noun = "stock",
     .verb = "set",
     .args = "PRODUCT QTY",
     .args_min = 2,
     .args_max = 2,
     .table = &kripa_stock_change_schema,
     .not_flags = "set,add",
     .run = cmd_stock_set,
     .summary = "say how many there are, after counting them",
     .examples = "kripactl stock set LED-9W 38 --reason \"counted on Sunday\""},
    {.noun = "stock",
     .verb = "add",
     .args = "PRODUCT QTY",
     .args_min = 2,
     .args_max = 2,
     .table = &kripa_stock_change_schema,
     .not_flags = "set,add",
     .run = cmd_stock_add,
     .summary = "add what came in; a number below 0 takes away",
     .examples = "kripactl stock add LED-9W 100 --reason \"delivery from Philips\"\n"
                 "kripactl stock add LED-9W -2 --reason broken"},
    {.noun = "stock",
     .verb = "ledger",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_ledger_filter_schema,
     .run = cmd_stock_ledger,
     .summary = "list every movement of a product's stock, the newest first",
     .examples = "kripactl stock ledger LED-9W --limit 20"},
    {.noun = "stock",
     .verb = "low",
     .run = cmd_stock_low,
     .summary = "list products that should be bought in, the fewest first",
     .about = "Low is below the product's own threshold (--low-stock-threshold), or else\n"
              "below the shop's.",
     .examples = "kripactl stock low"},

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
     .run = cmd_order_add,
     .summary = "place an order for somebody: by phone, at the counter",
     .about = "Prices are those of the buyer. Without an address the buyer's default one is\n"
              "used.",
     .examples = "kripactl order add ravi@example.in LED-9W=2 FAN-1200\n"
                 "kripactl order add ravi@example.in LED-9W=2 --name \"Ravi Kumar\" \\\n"
                 "    --phone 9876543210 --address-line \"12 MG Road\" --city Bengaluru \\\n"
                 "    --state Karnataka --pincode 560001"},
    {.noun = "order",
     .verb = "ship",
     .args = "ORDER",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_note_form_schema,
     .run = cmd_order_ship,
     .summary = "say that an order is on its way",
     .examples = "kripactl order ship 1001 --note \"Delhivery 123456\""},
    {.noun = "order",
     .verb = "deliver",
     .args = "ORDER",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_note_form_schema,
     .run = cmd_order_deliver,
     .summary = "say that an order has arrived; cash on delivery is paid then",
     .examples = "kripactl order deliver 1001"},
    {.noun = "order",
     .verb = "cancel",
     .args = "ORDER",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_note_form_schema,
     .run = cmd_order_cancel,
     .summary = "cancel an order and put its goods back into stock",
     .examples = "kripactl order cancel 1001 --note \"changed his mind\""},

    {.noun = "user",
     .verb = "list",
     .args = "[WORD...]",
     .args_max = ARGS_ANY,
     .table = &kripa_account_filter_schema,
     .not_flags = "q",
     .run = cmd_user_list,
     .summary = "list accounts, all or those with these words",
     .examples = "kripactl user list --role retailer\n"
                 "kripactl user list ravi --blocked true"},
    {.noun = "user",
     .verb = "show",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_user_show,
     .summary = "show an account",
     .about = "Instead of the e-mail the id, or the end of it, will do; so it is everywhere.",
     .examples = "kripactl user show ravi@example.in"},
    {.noun = "user",
     .verb = "add",
     .table = &kripa_registration_schema,
     .not_flags = "refresh",
     .own = role_flag,
     .run = cmd_user_add,
     .summary = "make an account",
     .about = "The password is asked for at the terminal, or read as one line of standard\n"
              "input.",
     .examples = "kripactl user add --name \"Ravi Kumar\" --email ravi@example.in\n"
                 "kripactl user add --name Meena --email meena@example.in --role retailer \\\n"
                 "    < password.txt"},
    {.noun = "user",
     .verb = "role",
     .args = "EMAIL ROLE",
     .args_min = 2,
     .args_max = 2,
     .run = cmd_user_role,
     .summary = "make an account a customer, retailer or admin",
     .about = "Ends all its sessions. On a pending request it is the decision.",
     .examples = "kripactl user role meena@example.in retailer"},
    {.noun = "user",
     .verb = "block",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_user_block,
     .summary = "shut an account out, at once",
     .examples = "kripactl user block ravi@example.in"},
    {.noun = "user",
     .verb = "unblock",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_user_unblock,
     .summary = "let a blocked account in again",
     .examples = "kripactl user unblock ravi@example.in"},
    {.noun = "user",
     .verb = "password",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_user_password,
     .summary = "set a new password; ends all sessions of the account",
     .about = "It is asked for at the terminal, or read as one line of standard input.",
     .examples = "kripactl user password ravi@example.in"},
    {.noun = "user",
     .verb = "stats",
     .run = cmd_user_stats,
     .summary = "count the accounts of each kind",
     .examples = "kripactl user stats"},

    {.noun = "request",
     .verb = "list",
     .args = "[WORD...]",
     .args_max = ARGS_ANY,
     .table = &kripa_account_filter_schema,
     .not_flags = "q,role,blocked,status",
     .run = cmd_request_list,
     .summary = "list the requests that wait for a decision",
     .examples = "kripactl request list"},
    {.noun = "request",
     .verb = "approve",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_request_approve,
     .summary = "make the customer a retailer",
     .examples = "kripactl request approve meena@example.in"},
    {.noun = "request",
     .verb = "reject",
     .args = "EMAIL",
     .args_min = 1,
     .args_max = 1,
     .run = cmd_request_reject,
     .summary = "refuse; the customer may ask again an hour later",
     .examples = "kripactl request reject meena@example.in"},

    {.noun = "store",
     .verb = "info",
     .run = cmd_store_info,
     .summary = "show which store it is and what is in it",
     .examples = "kripactl store info"},
    {.noun = "store",
     .verb = "verify",
     .run = cmd_store_verify,
     .summary = "compute stock, totals and counters again and compare",
     .about = "May run beside a working kripad: a difference counts only when a second look\n"
              "finds it again. Exit code 8 when there is one.",
     .examples = "kripactl store verify"},
    {.noun = "store",
     .verb = "backup",
     .args = "FILE",
     .args_min = 1,
     .args_max = 1,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_backup,
     .summary = "copy the store into FILE, while the shop goes on",
     .examples = "kripactl store backup /backup/shop-2026-11-22.db"},
    {.noun = "store",
     .verb = "restore",
     .args = "FILE",
     .args_min = 1,
     .args_max = 1,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_restore,
     .summary = "put a backup in the place of the store",
     .about = "The backup is copied beside the store, checked as store verify does, and only\n"
              "then put in its place. Stop kripad first: a store that a program has open is\n"
              "left alone. What the store holds now is lost, so it asks.",
     .examples = "kripactl store restore /backup/shop-2026-11-22.db\n"
                 "kripactl store restore /backup/shop.db --store sqlite:copy.db"},
    {.noun = "store",
     .verb = "copy",
     .args = "FROM TO",
     .args_min = 2,
     .args_max = 2,
     .own = copy_flags,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_copy,
     .summary = "copy a whole shop into an empty store of any kind, and compare",
     .about = "FROM and TO are stores as --store names them; env:NAME is the one that the\n"
              "variable NAME holds, so that no password is seen in the list of processes.\n"
              "Stop kripad first: what changes meanwhile shows as a difference.\n"
              "A copy that was broken off goes on when it is asked for again, and until it is\n"
              "whole nothing opens TO as a shop. At the end every record is read from both\n"
              "and compared: exit code 8 when one differs.",
     .examples = "kripactl store copy sqlite:kripa.db env:NEW_STORE\n"
                 "kripactl store copy env:KRIPA_STORE sqlite:back.db --dry-run"},
    {.noun = "store",
     .verb = "migrate",
     .own = migrate_flags,
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_store_migrate,
     .summary = "bring the store and its records to this version, telling each step",
     .about = "Tables and indexes come with every command that changes something, silently;\n"
              "records that another program or an earlier version made are brought forward\n"
              "here alone. What is odd is told and left. May run again, and beside kripad.\n"
              "--finish ends what is done for the earlier app's sake: e-mails become lower\n"
              "case, and its passwords are hashed anew at their next sign-in.",
     .examples = "kripactl store migrate --dry-run\n"
                 "kripactl store migrate --finish"},

    {.noun = "secret",
     .verb = "new",
     .flags = COMMAND_OPENS_ITSELF,
     .run = cmd_secret_new,
     .summary = "print a new secret, for JWT_SECRET",
     .examples = "echo \"JWT_SECRET=$(kripactl secret new)\" >> kripad.env"},

    {.noun = NULL},
};

const struct noun *noun_find(const char *name)
{
    for (const struct noun *noun = nouns; noun->name; noun++) {
        if (strcmp(noun->name, name) == 0)
            return noun;
    }
    return NULL;
}

const struct command *command_find(const char *noun, const char *verb)
{
    for (const struct command *command = commands; command->noun; command++) {
        bool same_verb =
            command->verb && verb ? strcmp(command->verb, verb) == 0 : !command->verb && !verb;
        if (strcmp(command->noun, noun) == 0 && same_verb)
            return command;
    }
    return NULL;
}
