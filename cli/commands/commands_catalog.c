/* SPDX-License-Identifier: MIT
 * The commands for products, categories and stock. */
#include <kripa/sys/schema.h>

#include "base/command.h"
#include "cmd.h"

static const struct own_flag file_flag[] = {
    {"file", "FILE", "Adds one from each JSON object of FILE; - is standard input."},
    {NULL, NULL, NULL},
};
#define IMAGE_FLAG                                                                                 \
    {                                                                                              \
        "image", "URL", "A picture; may be given up to 6 times."                                   \
    }
static const struct own_flag product_add_flags[] = {
    IMAGE_FLAG,
    {"file", "FILE", "Adds one from each JSON object of FILE; - is standard input."},
    {"update", NULL, "With --file: changes what is there already, by its SKU or else its slug."},
    {NULL, NULL, NULL},
};
static const struct own_flag product_edit_flags[] = {
    IMAGE_FLAG,
    {NULL, NULL, NULL},
};

const struct command product_commands[] = {
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
     .own = product_add_flags,
     .run = cmd_product_add,
     .summary = "add a product, or many from a file",
     .about =
         "A line of --file is what the API's POST /products takes, or what --json prints: one\n"
         "product, an array, a list. What can't be added is named by its line; the others\n"
         "are added. With --update a product of that SKU (or slug) is changed where the\n"
         "line says something else, its stock, too: leave out what should stay.",
     .examples = "kripactl product add --name \"LED bulb 9 W\" --sku LED-9W --price 120.50 \\\n"
                 "    --retailer-price 99 --category bulbs --stock 40 --tag led --tag philips\n"
                 "kripactl product add --file products.jsonl\n"
                 "kripactl product list --json --limit 1000 > products.json\n"
                 "kripactl product add --file products.json --update --dry-run"},
    {.noun = "product",
     .verb = "edit",
     .args = "PRODUCT",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_product_schema,
     .input_mode = KRIPA_PATCH,
     .own = product_edit_flags,
     .run = cmd_product_edit,
     .summary = "change a product",
     .about = "Only what is named changes. An empty value ('') clears it. Tags and pictures\n"
              "are replaced as a whole. For stock better use kripactl stock set or add.",
     .examples = "kripactl product edit LED-9W --price 115 --retailer-price 95\n"
                 "kripactl product edit LED-9W --price-bulk 90 --min-bulk-qty 50\n"
                 "kripactl product edit LED-9W --retailer-price ''"},
    {.noun = "product",
     .verb = "image add",
     .args = "PRODUCT FILE...",
     .args_min = 2,
     .args_max = 1 + KRIPA_IMAGES_MAX,
     .run = cmd_product_image_add,
     .summary = "upload pictures, behind those that the product has",
     .about = "JPEG, PNG or WebP, at most 5 MiB each and 6 in all. What they tell of place and\n"
              "camera is taken out. They go where kripad keeps its own: MEDIA_DIR, or Cloudinary.",
     .examples = "kripactl product image add LED-9W front.jpg back.jpg"},
    {.noun = "product",
     .verb = "image remove",
     .args = "PRODUCT IMAGE",
     .args_min = 2,
     .args_max = 2,
     .run = cmd_product_image_remove,
     .summary = "take a picture from a product",
     .about = "IMAGE is its public_id or its URL, as product show --json prints them.",
     .examples = "kripactl product image remove LED-9W ecom_products/led-9w"},
    {.noun = "product",
     .verb = "hide",
     .args = "PRODUCT...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_product_hide,
     .summary = "take a product out of the shop window",
     .examples = "kripactl product hide LED-9W\n"
                 "kripactl product hide LED-9W FAN-1200 TUBE-20W"},
    {.noun = "product",
     .verb = "unhide",
     .args = "PRODUCT...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_product_unhide,
     .summary = "put a hidden product back into the shop window",
     .examples = "kripactl product unhide LED-9W"},
    {.noun = "product",
     .verb = "delete",
     .args = "PRODUCT...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_product_delete,
     .summary = "remove a product; one that was ever ordered or reviewed is hidden",
     .examples = "kripactl product delete LED-9W\n"
                 "kripactl product delete LED-9W --yes"},
    {.noun = NULL},
};

const struct command category_commands[] = {
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
     .input_mode = KRIPA_PATCH,
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
    {.noun = NULL},
};

const struct command stock_commands[] = {
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
    {.noun = NULL},
};
