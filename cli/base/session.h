/* SPDX-License-Identifier: MIT
 * One run of a command: the open shop, who acts, where the answer goes. */
#ifndef SESSION_H
#define SESSION_H

#include <kripa/kripa.h>
#include <kripa/sys/schema.h>

#include "command.h"
#include "global_options.h"
#include "screen.h"

/* Exit codes that no status has. */
#define EXIT_DECLINED 1 /* asked, and answered no */
#define EXIT_USAGE    2

struct session {
    const struct options *options;
    const struct command *command;
    const char *env_file;  /* of --env-file, else of KRIPA_ENV_FILE; NULL: none */
    bool env_file_to_come; /* it is not there yet, and this command makes it */
    const char *store_uri;
    char store_shown[KRIPA_URI_SHOWN_SIZE]; /* the same, without secrets */
    struct kripa *kripa;                    /* NULL for a command that opens itself */
    struct kripa_viewer viewer;
    struct kripa_arena arena; /* as long as the run */
    struct screen screen;
    struct kripa_error error;
    const char *about; /* which of several arguments the error is about; NULL: all */
    int exit_code;     /* when not 0: instead of the one of the status */
    bool many;         /* several records come, one after the other (input/each.h) */
    size_t records_printed;
};

/* Finds out which store and who; opens nothing. */
enum kripa_status session_begin(struct session *s, const struct options *options,
                                const struct command *command);
/* What the env file says a variable is, and the store it names; NULL: nothing. */
enum kripa_status session_env(struct session *s, const char *name, const char **out);
enum kripa_status session_env_store(struct session *s, const char **out);
/* Opens the store; `config` is what the command wants otherwise than usual (its store_uri NULL: the
 * one of the command line). */
enum kripa_status session_open(struct session *s, const struct kripa_config *config);
/* Becomes the account of --as, when there is one. */
enum kripa_status session_act_as(struct session *s);
void session_end(struct session *s);
/* A store's URI as typed; env:NAME stands for the one in that variable. */
enum kripa_status session_store(struct session *s, const char *typed, const char **uri);

/* A fault of the command line: exit code 2. */
enum kripa_status session_usage(struct session *s, const char *format, ...) KRIPA_PRINTF(2, 3);
/* What --limit says for a list that no table pages. */
enum kripa_status session_limit(struct session *s, int64_t *out);
/* Calls a bad field what the command line calls it, where that is no flag. */
void session_rename_field(struct session *s, size_t i, const char *name);
enum kripa_status session_no_memory(struct session *s);

/* Decodes the command's flags, and `more` pairs (which may be NULL), by its table into a cleared
 * record. */
enum kripa_status session_decode(struct session *s, const struct input *in,
                                 const struct kripa_pair *more, size_t more_count, void *record,
                                 kripa_given *given);

#endif
