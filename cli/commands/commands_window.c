/* SPDX-License-Identifier: MIT
 * The commands about what visitors of the shop read: reviews and banners. */
#include <kripa/sys/schema.h>

#include "base/command.h"
#include "cmd.h"

static const struct own_flag review_list_flags[] = {
    {"product", "PRODUCT", "Only reviews of this product, by SKU, slug or id."},
    {NULL, NULL, NULL},
};

const struct command review_commands[] = {
    {.noun = "review",
     .verb = "list",
     .args = "[WORD...]",
     .args_max = ARGS_ANY,
     .table = &kripa_review_search_schema,
     .not_flags = "q,product",
     .own = review_list_flags,
     .run = cmd_review_list,
     .summary = "list reviews, all or those with these words in their text",
     .examples = "kripactl review list\n"
                 "kripactl review list --product LED-9W --sort rating\n"
                 "kripactl review list broken --rating 1"},
    {.noun = "review",
     .verb = "delete",
     .args = "REVIEW...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_review_delete,
     .summary = "remove a review; the product's stars are counted without it",
     .about = "REVIEW is its id, or the end of its id, as kripactl review list shows it.",
     .examples = "kripactl review delete 1f0c9a2b"},
    {.noun = NULL},
};

const struct command banner_commands[] = {
    {.noun = "banner",
     .verb = "list",
     .table = &kripa_banner_filter_schema,
     .run = cmd_banner_list,
     .summary = "list banners, the newest first",
     .examples = "kripactl banner list\n"
                 "kripactl banner list --status active --sort sortOrder"},
    {.noun = "banner",
     .verb = "add",
     .table = &kripa_banner_schema,
     .run = cmd_banner_add,
     .summary = "add a banner to the first page",
     .about = "At most 8 are shown at once: active ones whose time is now and whose product is\n"
              "shown, by --sort-order, then the newest first.",
     .examples = "kripactl banner add --title \"Diwali lights\" --subtitle \"Up to 20 % off\" \\\n"
                 "    --product led-bulb-9-w --starts-at 2026-11-01 --ends-at 2026-11-15"},
    {.noun = "banner",
     .verb = "edit",
     .args = "BANNER",
     .args_min = 1,
     .args_max = 1,
     .table = &kripa_banner_schema,
     .input_mode = KRIPA_PATCH,
     .run = cmd_banner_edit,
     .summary = "change a banner",
     .about =
         "BANNER is its id, or the end of its id, as kripactl banner list shows it. Only what\n"
         "is named changes. An empty value ('') clears it.",
     .examples = "kripactl banner edit 1f0c9a2b --status inactive\n"
                 "kripactl banner edit 1f0c9a2b --ends-at ''"},
    {.noun = "banner",
     .verb = "delete",
     .args = "BANNER...",
     .args_min = 1,
     .args_max = ARGS_ANY,
     .run = cmd_banner_delete,
     .summary = "remove a banner",
     .examples = "kripactl banner delete 1f0c9a2b --yes"},
    {.noun = NULL},
};
