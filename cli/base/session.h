/* SPDX-License-Identifier: MIT
 * One run of a command: the open shop, who acts, where the output goes. */
#ifndef SESSION_H
#define SESSION_H

#include <kripa/kripa.h>
#include <kripa/sys/schema.h>

#include "command.h"
#include "global_options.h"
#include "screen.h"

/* Exit codes that belong to no status. */
#define EXIT_DECLINED 1 /* the person was asked, and declined */
#define EXIT_USAGE    2

struct session {
    const struct options *options;
    const struct command *command;
    const char *env_file;  /* --env-file, or else KRIPA_ENV_FILE; NULL: none */
    bool env_file_to_come; /* it does not exist yet, and this command makes it */
    const char *store_uri;
    char store_shown[KRIPA_URI_SHOWN_SIZE]; /* the same, without secrets */
    struct kripa *kripa;                    /* NULL for a command that opens it itself */
    struct kripa_viewer viewer;
    struct kripa_arena arena; /* lasts for the whole run */
    struct screen screen;
    struct kripa_error error;
    const char *about; /* which of several arguments the error is about; NULL: the whole command */
    int exit_code;     /* if not 0, replaces the status's own */
    bool many;         /* several records are printed one after the other (input/each.h) */
    size_t records_printed;
};

/* Finds out the store and who acts; opens nothing. */
enum kripa_status session_begin(struct session *s, const struct options *options,
                                const struct command *command);
/* What the env file has for a variable, and for the store; NULL: not in it. */
enum kripa_status session_env(struct session *s, const char *name, const char **out);
enum kripa_status session_env_store(struct session *s, const char **out);
/* Opens the store; `config` has what the command needs besides the usual (store_uri NULL: the store
 * of the command line). */
enum kripa_status session_open(struct session *s, const struct kripa_config *config);
/* Acts as the account of --as, if given. */
enum kripa_status session_act_as(struct session *s);
void session_end(struct session *s);
/* Reads a store's URI as typed; env:NAME means the value of that variable. */
enum kripa_status session_store(struct session *s, const char *typed, const char **uri);

/* Fails because of the command line: exit code 2. */
enum kripa_status session_usage(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* Reads --limit for a list that no table pages. */
enum kripa_status session_limit(struct session *s, int64_t *out);
/* Names a bad field as the command line does, when it is not a flag. */
void session_rename_field(struct session *s, size_t i, const char *name);
enum kripa_status session_no_memory(struct session *s);

/* Decodes the command's flags, and `more` pairs (which may be NULL), by its table into a cleared
 * record. */
enum kripa_status session_decode(struct session *s, const struct input *in,
                                 const struct kripa_pair *more, size_t more_count, void *record,
                                 kripa_given *given);

#endif
