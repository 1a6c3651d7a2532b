/* SPDX-License-Identifier: MIT
 * The command line is a table with a row for each command. Parsing, help, suggestions and the
 * decoding of flags follow from the rows of commands_*.c; a new command is a row there, a handler
 * in a cmd_*.c file and its line in commands/cmd.h. */
#ifndef COMMAND_H
#define COMMAND_H

#include <kripa/sys/field.h>

struct session;
struct input;
typedef enum kripa_status command_handler(struct session *s, const struct input *in);

#define ARGS_ANY SIZE_MAX

enum command_flag {
    COMMAND_OPENS_ITSELF = 1,   /* needs no store, or opens it itself */
    COMMAND_MAKES_ENV_FILE = 2, /* the env file need not exist yet */
    /* an address without a saved one to fill it up must be given whole, or not at all */
    COMMAND_KNOWS_ADDRESS = 4,
    COMMAND_MAKES_SHOP = 8,     /* a shop that can only be read is not enough */
    COMMAND_KNOWS_SECRETS = 16, /* reads kripad's secret and the front end's URL, if set */
};

/* A flag that is in no field table. */
struct own_flag {
    const char *name;
    const char *label; /* what the help calls its value; NULL: it is yes or no */
    const char *doc;
};

struct command {
    const char *noun, *verb; /* "product", "add"; the verb may be NULL */
    const char *args;        /* the arguments, for the help: "PRODUCT QTY"; NULL: none */
    size_t args_min, args_max;
    const struct kripa_schema *table; /* its fields that an admin may set are flags; NULL: none */
    const char *not_flags;            /* except these fields, separated by commas */
    enum kripa_input_mode input_mode;
    const struct own_flag *own; /* ended by a NULL name; NULL: none */
    const char
        /* of the lists that it prints (output/view.h); NULL: the usual one for their records */
        *view;
    unsigned flags;
    command_handler *run;
    const char *summary; /* one line, without a full stop */
    /* more for the help, in lines of at most 78 characters; NULL: none */
    const char *about;
    const char *examples; /* one command a line */
};

/* What was typed after the words of a command. */
struct input {
    const struct command *command;
    const char **args; /* the arguments, as many as the command takes */
    size_t args_count;
    struct kripa_pair *pairs; /* flags of its table, named as its fields */
    size_t pairs_count;
    struct kripa_pair *own; /* its own flags */
    size_t own_count;
};
/* The value of a command's own flag, the last one if it was given several times; NULL: not
 * given. */
const char *input_own(const struct input *in, const char *name);
/* All arguments as one text, for a search; NULL: none (or out of memory, which finds
 * everything). */
const char *input_words(struct kripa_arena *arena, const struct input *in);

#endif
