/* SPDX-License-Identifier: MIT
 * Asks the person at the keyboard; questions go to standard error, so that the output can be
 * piped. */
#include "prompt.h"
#include "base/session.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

#include "output/failure.h"

#define LINE_BYTES_MAX ((size_t)KRIPA_PASSWORD_MAX * 4 + 2)

static volatile sig_atomic_t interrupted;

static void remember(int signal)
{
    interrupted = signal;
}

/* Reads one line byte by byte, as what follows on standard input is not ours. */
static enum kripa_status read_line(struct session *s, char line[LINE_BYTES_MAX])
{
    size_t size = 0;
    for (;;) {
        char byte;
        ssize_t got = read(STDIN_FILENO, &byte, 1);
        if (got < 0)
            return kripa_fail(&s->error, KRIPA_INVALID, "standard input can't be read: %s",
                              strerror(errno));
        if (got == 0 || byte == '\n')
            break;
        if (size + 1 == LINE_BYTES_MAX)
            return kripa_fail(&s->error, KRIPA_TOO_LARGE, "the line is too long");
        line[size++] = byte;
    }
    if (size > 0 && line[size - 1] == '\r')
        size--;
    line[size] = '\0';
    return KRIPA_OK;
}

/* The echo must be restored even when the person presses Ctrl-C. */
static enum kripa_status read_unseen(struct session *s, const char *question,
                                     char line[LINE_BYTES_MAX])
{
    struct termios before, silent;
    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return kripa_fail(&s->error, KRIPA_INTERNAL, "the terminal can't be asked: %s",
                          strerror(errno));
    silent = before;
    silent.c_lflag &= ~(tcflag_t)ECHO;
    struct sigaction action = {.sa_handler = remember}, on_int, on_term;
    interrupted = 0;
    sigaction(SIGINT, &action, &on_int);
    sigaction(SIGTERM, &action, &on_term);
    fputs(question, stderr);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    enum kripa_status status = read_line(s, line);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputc('\n', stderr);
    sigaction(SIGINT, &on_int, NULL);
    sigaction(SIGTERM, &on_term, NULL);
    if (interrupted)
        raise(interrupted);
    return status;
}

static enum kripa_status type_twice(struct session *s, char line[LINE_BYTES_MAX])
{
    enum kripa_status status = read_unseen(s, "Password: ", line);
    if (status != KRIPA_OK)
        return status;
    char again[LINE_BYTES_MAX];
    status = read_unseen(s, "The same again: ", again);
    if (status == KRIPA_OK && strcmp(line, again) != 0)
        status = kripa_fail_field(&s->error, KRIPA_INVALID, "password",
                                  "was not the same the second time");
    explicit_bzero(again, sizeof again);
    return status;
}

enum kripa_status prompt_password(struct session *s, const char **out)
{
    char line[LINE_BYTES_MAX];
    enum kripa_status status = isatty(STDIN_FILENO) ? type_twice(s, line) : read_line(s, line);
    if (status == KRIPA_OK && !*line)
        status = kripa_fail_field(&s->error, KRIPA_INVALID, "password",
                                  "is missing: it is read from the terminal, or as one line of "
                                  "standard input");
    if (status == KRIPA_OK) {
        *out = kripa_arena_text(&s->arena, line, strlen(line));
        status = *out ? KRIPA_OK : session_no_memory(s);
    }
    explicit_bzero(line, sizeof line);
    return status;
}

enum kripa_status prompt_confirm(struct session *s, const char *format, ...)
{
    if (s->options->yes || s->options->dry_run)
        return KRIPA_OK;
    if (!isatty(STDIN_FILENO))
        return session_usage(s, "this can't be undone: give --yes when nobody is there to ask");
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fputs(" [y/N] ", stderr);
    char line[LINE_BYTES_MAX];
    enum kripa_status status = read_line(s, line);
    if (status != KRIPA_OK || strcasecmp(line, "y") == 0 || strcasecmp(line, "yes") == 0)
        return status;
    s->exit_code = EXIT_DECLINED;
    return kripa_fail(&s->error, KRIPA_CONFLICT, "nothing was done");
}
