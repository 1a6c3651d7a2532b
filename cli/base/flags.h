/* SPDX-License-Identifier: MIT
 * The flags of a command: fields of its table, its own flags, and the global ones. */
#ifndef FLAGS_H
#define FLAGS_H

#include "command.h"

#define FLAG_NAME_SIZE 48
#define FLAG_PATH_SIZE 80
#define FLAGS_MAX      96

enum flag_origin { FLAG_OWN, FLAG_FIELD, FLAG_GLOBAL };

struct flag {
    char name[FLAG_NAME_SIZE]; /* as the help shows it: "retailer-price" */
    char path[FLAG_PATH_SIZE]; /* of a field: its name in the table ("shippingAddress.city") */
    enum flag_origin origin;
    const struct kripa_field *field; /* of FLAG_FIELD */
    size_t at;                       /* of FLAG_GLOBAL: the member of struct options */
    const char *label;               /* what the help calls its value; NULL: it is yes or no */
    const char *doc;
};

/* All flags of a command (NULL: only the global ones) in the order of the help; returns their
 * number. */
size_t flags_of(const struct command *command, struct flag out[FLAGS_MAX]);
/* Finds a flag by its name, with any hyphens, underscores and capitals ("retailer_price",
 * "retailerPrice"), by a field's alias, or by the singular of a list ("tag" for tags). NULL: there
 * is none. */
const struct flag *flags_find(const struct flag *flags, size_t count, const char *name,
                              size_t name_size);

/* Whether two names differ only in hyphens, underscores and capitals. */
bool flag_names_same(const char *a, size_t a_size, const char *b, size_t b_size);

#endif
