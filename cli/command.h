/* SPDX-License-Identifier: MIT
 * The command line is a table: one row a command. Parsing, help, suggestions and the decoding of
 * flags follow from the rows of commands_*.c; a new command is a row there, a handler in a cmd_*.c
 * file and its line below. */
#ifndef COMMAND_H
#define COMMAND_H

#include <kripa/sys/field.h>

struct session;
struct input;
typedef enum kripa_status command_handler(struct session *s, const struct input *in);

#define ARGS_ANY SIZE_MAX

enum command_flag {
    COMMAND_OPENS_ITSELF = 1,   /* needs no store, or opens it in its own way */
    COMMAND_MAKES_ENV_FILE = 2, /* one that is not there yet is no fault */
    COMMAND_KNOWS_ADDRESS = 4,  /* one of which nothing is typed is known: all of it, or nothing */
    COMMAND_MAKES_SHOP = 8,     /* what can only be read won't do */
};

/* A flag that no field table knows. */
struct own_flag {
    const char *name;
    const char *label; /* of its value in the help; NULL: yes or no */
    const char *doc;
};

struct command {
    const char *noun, *verb; /* "product", "add"; a verb of NULL: the noun alone */
    const char *args;        /* what follows, for the help: "PRODUCT QTY"; NULL: nothing */
    size_t args_min, args_max;
    const struct kripa_schema *table; /* the rows an admin may set are flags; NULL: none */
    const char *not_flags;            /* but for these rows, separated by commas */
    enum kripa_input_mode input_mode;
    const struct own_flag *own; /* ended by a NULL name; NULL: none */
    const char
        *view; /* of the lists it prints (output/view.h); NULL: the usual one of their records */
    unsigned flags;
    command_handler *run;
    const char *summary; /* one line, without a full stop */
    /* what else is worth knowing; lines of at most 78 characters; NULL: nothing */
    const char *about;
    const char *examples; /* lines, each a command */
};

/* The commands of each noun, ended by a row without noun. */
extern const struct command init_commands[], shop_commands[], product_commands[],
    category_commands[], stock_commands[], order_commands[], user_commands[], request_commands[],
    audit_commands[], outbox_commands[], store_commands[], secret_commands[];

/* What stands at the head of the help of a noun. */
struct noun {
    const char *name, *summary;
    const struct command *commands;
};
/* In the order of the help, ended by a row without name. */
extern const struct noun nouns[];

const struct noun *noun_find(const char *name);
/* NULL: the noun has no such command. `verb` may be NULL. */
const struct command *command_find(const struct noun *noun, const char *verb);

/* What was typed behind the words of a command. */
struct input {
    const struct command *command;
    const char **args; /* the positional ones, as many as the command takes */
    size_t args_count;
    struct kripa_pair *pairs; /* flags of its table, by the rows' names */
    size_t pairs_count;
    struct kripa_pair *own; /* flags of its own */
    size_t own_count;
};
/* The value of an own flag, the last one when it was given several times; NULL: not given. */
const char *input_own(const struct input *in, const char *name);
/* The positional ones as one text, for a search; NULL: none (or out of memory, which finds
 * everything). */
const char *input_words(struct kripa_arena *arena, const struct input *in);

command_handler cmd_init, cmd_secret_new;
command_handler cmd_shop_show, cmd_shop_set;
command_handler cmd_user_list, cmd_user_show, cmd_user_add, cmd_user_role, cmd_user_block,
    cmd_user_unblock, cmd_user_password, cmd_user_stats, cmd_user_edit, cmd_user_delete;
command_handler cmd_request_list, cmd_request_approve, cmd_request_reject;
command_handler cmd_product_list, cmd_product_show, cmd_product_add, cmd_product_edit,
    cmd_product_hide, cmd_product_unhide, cmd_product_delete;
command_handler cmd_category_list, cmd_category_add, cmd_category_edit, cmd_category_delete;
command_handler cmd_stock_show, cmd_stock_set, cmd_stock_add, cmd_stock_ledger, cmd_stock_low;
command_handler cmd_order_list, cmd_order_show, cmd_order_add, cmd_order_ship, cmd_order_deliver,
    cmd_order_cancel, cmd_order_edit, cmd_order_note, cmd_order_delete;
command_handler cmd_audit_list, cmd_outbox_list;
command_handler cmd_store_info, cmd_store_verify, cmd_store_backup, cmd_store_restore,
    cmd_store_migrate, cmd_store_copy;

#endif
