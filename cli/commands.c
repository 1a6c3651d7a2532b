/* SPDX-License-Identifier: MIT
 * The nouns of the command line with their commands (commands_*.c), and finding them. */
#include <string.h>

#include "base/command.h"
#include "commands.h"
#include "commands/cmd.h"

const struct noun nouns[] = {
    {"init", "make a new shop and its first admin", init_commands},
    {"shop", "the shop's own settings: name, delivery charge, PIN codes", shop_commands},
    {"product", "the articles of the shop and their prices", product_commands},
    {"category", "the tree that products hang on", category_commands},
    {"review", "what buyers say of the articles", review_commands},
    {"banner", "what the first page of the shop shows", banner_commands},
    {"stock", "how many there are, and every movement of them", stock_commands},
    {"order", "orders, from the phone call to the delivered parcel", order_commands},
    {"user", "accounts: customers, retailers, admins", user_commands},
    {"address", "the address books of accounts", address_commands},
    {"request", "customers who ask to become retailers", request_commands},
    {"report", "the figures of the shop: revenue, orders, what sells", report_commands},
    {"media", "uploaded pictures: checked, and swept", media_commands},
    {"audit", "what admins did, a numbered row each", audit_commands},
    {"outbox", "messages: to be sent, sent, given up", outbox_commands},
    {"store", "the file or database behind it all: check, copy, bring back", store_commands},
    {"secret", "secrets for kripad's configuration", secret_commands},
    {NULL, NULL, NULL},
};

const struct noun *noun_find(const char *name)
{
    for (const struct noun *noun = nouns; noun->name; noun++) {
        if (strcmp(noun->name, name) == 0)
            return noun;
    }
    return NULL;
}

const struct command *command_find(const struct noun *noun, const char *verb)
{
    for (const struct command *command = noun->commands; command->noun; command++) {
        if (command->verb && verb ? strcmp(command->verb, verb) == 0 : !command->verb && !verb)
            return command;
    }
    return NULL;
}
