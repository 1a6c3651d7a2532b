/* SPDX-License-Identifier: MIT
 * Runs kripactl with files, or a terminal, as its standard streams. */
#include "console.h"

#include <check.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/kripactl.h"

#define ARGS_MAX       40
#define TERMINAL_BYTES 65536

static const char *const vars_always[] = {"PATH=/usr/bin:/bin", "TERM=xterm", "LC_ALL=C",
                                          "MONGOC_DISABLE_SHM=1"};

void console_make(struct console *console)
{
    *console = (struct console){0};
    folder_make(console->folder);
}

void console_make_shop(struct console *console)
{
    console_make(console);
    console->input = CONSOLE_PASSWORD "\n";
    MUST(console, "init", "--name", "Asha Rao", "--email", CONSOLE_ADMIN);
}

void console_remove(struct console *console)
{
    folder_remove(console->folder);
    for (size_t i = 0; i < console->texts_count; i++)
        free(console->texts[i]);
    for (size_t i = 0; i < console->values_count; i++)
        json_decref(console->values[i]);
}

static char *keep(struct console *console, char *text)
{
    ck_assert_uint_lt(console->texts_count, CONSOLE_KEPT_MAX);
    return console->texts[console->texts_count++] = text;
}

json_t *console_json(struct console *console, const char *said)
{
    json_error_t error;
    json_t *json = json_loads(said, JSON_REJECT_DUPLICATES, &error);
    ck_assert_msg(json != NULL, "%s in %s", error.text, said);
    ck_assert_uint_lt(console->values_count, CONSOLE_KEPT_MAX);
    return console->values[console->values_count++] = json;
}

/* Whether this process has a file of a test's folder open, so maybe a store. */
static bool holds_a_store(void)
{
    DIR *open_files = opendir("/proc/self/fd");
    bool holds = !open_files;
    char target[256];
    for (struct dirent *entry; !holds && (entry = readdir(open_files));) {
        ssize_t size = readlinkat(dirfd(open_files), entry->d_name, target, sizeof target - 1);
        target[size > 0 ? size : 0] = '\0';
        holds = strstr(target, FOLDER_NAME) != NULL;
    }
    if (open_files)
        closedir(open_files);
    return holds;
}

/* To load the program takes longer than most commands, so it is this process that becomes it. It
 * can't where streams are no files (the C library has looked at them already), where SQLite takes
 * the parent's open store for its own, and where a sanitizer is to look for leaks at the end. */
static bool needs_the_program(const struct console *console)
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#endif
    return console->terminal || console->full || console->deaf || holds_a_store();
}

extern char **environ;

/* In the child: never returns. */
static void become_kripactl(const struct console *console, const char *const *args)
{
    char *argv[ARGS_MAX + 2] = {(char *)(uintptr_t) "kripactl"}, *environment[16];
    int argc = 1;
    size_t count = 0;
    for (; args[argc - 1] && argc <= ARGS_MAX; argc++)
        argv[argc] = (char *)(uintptr_t)args[argc - 1];
    for (size_t i = 0; i < sizeof vars_always / sizeof *vars_always; i++)
        environment[count++] = (char *)(uintptr_t)vars_always[i];
    for (size_t i = 0; console->vars[i]; i++)
        environment[count++] = (char *)(uintptr_t)console->vars[i];
    environment[count] = NULL;
    if (needs_the_program(console)) {
        execve(KRIPA_BUILD_DIR "/kripactl", argv, environment);
        _exit(127);
    }
    environ = environment;
    exit(kripactl_main(argc, argv));
}

static char *file_text(int file)
{
    off_t size = lseek(file, 0, SEEK_END); /* of a device: 0 */
    char *text = calloc(1, (size_t)size + 1);
    ck_assert_msg(text && pread(file, text, (size_t)size, 0) == size, "can't read what it said");
    close(file);
    return text;
}

static int temporary(const char *text)
{
    char path[] = "/tmp/kripa-console-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    unlink(path);
    size_t size = text ? strlen(text) : 0;
    ck_assert_int_eq(write(file, text ? text : "", size), (ssize_t)size);
    lseek(file, 0, SEEK_SET);
    return file;
}

static int exit_code(pid_t child)
{
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A pipe that nobody reads from. */
static int deaf_pipe(void)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    close(ends[0]);
    return ends[1];
}

static struct ran run_with_files(struct console *console, const char *const *args)
{
    int in = temporary(console->input);
    int err = console->deaf ? deaf_pipe() : temporary(NULL);
    int out = console->full ? open("/dev/full", O_RDWR) : temporary(NULL);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGPIPE, SIG_DFL);
        if (chdir(console->folder) != 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(err, 2) < 0)
            _exit(126);
        become_kripactl(console, args);
    }
    int code = exit_code(child);
    close(in);
    char *said = keep(console, file_text(out));
    if (!console->deaf)
        return (struct ran){code, said, keep(console, file_text(err))};
    close(err);
    return (struct ran){code, said, said + strlen(said)};
}

/* In the child: the terminal is its own, and all three streams are it. */
static void take_terminal(const char *name)
{
    setsid();
    int terminal = open(name, O_RDWR);
    if (terminal < 0 || ioctl(terminal, TIOCSCTTY, 0) != 0)
        _exit(126);
    for (int stream = 0; stream < 3; stream++)
        dup2(terminal, stream);
}

/* Answers each question when it was asked: its echo is off by then, and what is typed before is
 * thrown away. */
static char *talk(int terminal, const char *input)
{
    char *said = calloc(1, TERMINAL_BYTES + 1);
    size_t size = 0;
    ck_assert_ptr_nonnull(said);
    for (;;) {
        ssize_t got = read(terminal, said + size, TERMINAL_BYTES - size);
        if (got <= 0) /* EIO: the other side has closed */
            return said;
        size += (size_t)got;
        bool asks = size >= 2 && memcmp(said + size - 2, ": ", 2) == 0;
        asks = asks || (size >= 2 && memcmp(said + size - 2, "] ", 2) == 0);
        if (!asks || !input || !*input)
            continue;
        usleep(50000);
        size_t line = strcspn(input, "\n") + 1;
        ck_assert_int_eq(write(terminal, input, line), (ssize_t)line);
        input += line;
    }
}

static struct ran run_on_terminal(struct console *console, const char *const *args)
{
    int terminal = posix_openpt(O_RDWR | O_NOCTTY);
    ck_assert_msg(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0,
                  "no terminal to be had");
    pid_t child = fork();
    if (child == 0) {
        take_terminal(ptsname(terminal));
        if (chdir(console->folder) != 0)
            _exit(126);
        become_kripactl(console, args);
    }
    char *said = talk(terminal, console->input);
    close(terminal);
    return (struct ran){exit_code(child), keep(console, said), said + strlen(said)};
}

struct ran console_run(struct console *console, const char *const *args)
{
    struct ran ran =
        console->terminal ? run_on_terminal(console, args) : run_with_files(console, args);
    console->input = NULL;
    return ran;
}

char *console_expect(struct ran ran, int code)
{
    ck_assert_msg(ran.code == code, "exit code %d, not %d\n%s%s", ran.code, code, ran.out, ran.err);
    return ran.out;
}
