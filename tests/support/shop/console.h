/* SPDX-License-Identifier: MIT
 * kripactl as a process in a folder of its own: arguments and input in; exit code, output and
 * messages out. */
#ifndef TEST_CONSOLE_H
#define TEST_CONSOLE_H

#include <check.h>
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "folder.h"

#define CONSOLE_PASSWORD "Monsoon#Lamp42"
#define CONSOLE_ADMIN    "asha@example.in"
#define CONSOLE_VARS_MAX 8
#define CONSOLE_KEPT_MAX 400

struct console {
    char folder[FOLDER_SIZE]; /* its working folder; the store is kripa.db in it */
    /* NAME=value, beside the few that are always set; ended by NULL */
    const char *vars[CONSOLE_VARS_MAX];
    const char *input; /* of the next run; NULL: none */
    bool terminal;     /* the next runs have a terminal: out and err come together in `out` */
    bool full;         /* nothing can be written to the output: /dev/full */
    bool deaf;         /* nobody hears messages: the first one ends it (SIGPIPE) */
    char *texts[CONSOLE_KEPT_MAX]; /* all that was said, freed with the console */
    json_t *values[CONSOLE_KEPT_MAX];
    size_t texts_count, values_count;
};
struct ran {
    int code; /* -1: it died of a signal */
    char *out, *err;
};

/* Makes the folder; fails the test when it can't. */
void console_make(struct console *console);
/* The same, with a shop and its admin in it. */
void console_make_shop(struct console *console);
void console_remove(struct console *console);

/* A test case, each test of which has in `console` a folder of its own: a copy of the files that
 * `make` left in the first one, which is made once. To make a shop takes longer than most tests. */
TCase *console_cases(const char *name, struct console *console, SFun make);

/* Arguments, ended by NULL. What is returned lives as long as the console. */
struct ran console_run(struct console *console, const char *const *args);
#define CONSOLE(console, ...) console_run(console, (const char *const[]){__VA_ARGS__, NULL})
/* Fails the test with all that was said when the exit code is another. Returns the output. */
char *console_expect(struct ran ran, int code);
/* What it said, read as JSON; lives as long as the console. */
json_t *console_json(struct console *console, const char *said);
#define MUST(console, ...) console_expect(CONSOLE(console, __VA_ARGS__), 0)

#endif
