/* SPDX-License-Identifier: MIT
 * The command line is a table: one row a command. Parsing, help, suggestions and the decoding of
 * flags follow from the rows of commands_*.c; a new command is a row there, a handler in a cmd_*.c
 * file and its line in commands/cmd.h. */
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
    const struct kripa_schema *table; /* the fields an admin may set are flags; NULL: none */
    const char *not_flags;            /* but for these fields, separated by commas */
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

/* What was typed behind the words of a command. */
struct input {
    const struct command *command;
    const char **args; /* the positional ones, as many as the command takes */
    size_t args_count;
    struct kripa_pair *pairs; /* flags of its table, by the fields' names */
    size_t pairs_count;
    struct kripa_pair *own; /* flags of its own */
    size_t own_count;
};
/* The value of an own flag, the last one when it was given several times; NULL: not given. */
const char *input_own(const struct input *in, const char *name);
/* The positional ones as one text, for a search; NULL: none (or out of memory, which finds
 * everything). */
const char *input_words(struct kripa_arena *arena, const struct input *in);

#endif
