/* SPDX-License-Identifier: MIT
 * A kripad process for a test: start, look at its log, stop. */
#include "daemon.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LOG_READS    500
#define LOG_PAUSE_US 10000

#define SETTINGS_MAX  48
#define TEXT_SIZE     640
#define READY_TIMES   10000 /* looks, a millisecond apart */
#define LOG_BYTES_MAX 1048576

extern char **environ;

struct daemon {
    pid_t pid;
    int port;
    char url[64], log_path[TEXT_SIZE];
    char errors_path[64]; /* standard error: the log, too, unless LOG_FILE is set */
};

static void fail(const char *what)
{
    fprintf(stderr, "daemon: %s: %s\n", what, strerror(errno));
    exit(2);
}

/* The environment kripad gets: where programs are, and the settings. */
struct environment {
    char texts[3][TEXT_SIZE];
    char *all[SETTINGS_MAX + 1];
    size_t count;
};

static void add(struct environment *environment, const char *setting)
{
    if (environment->count == SETTINGS_MAX)
        fail("too many settings");
    environment->all[environment->count++] = (char *)(uintptr_t)setting;
}

/* What sanitizers and valgrind read. */
static void add_inherited(struct environment *environment)
{
    static const char *const kept[] = {"PATH=", "ASAN_OPTIONS=", "UBSAN_OPTIONS=", "TSAN_OPTIONS="};
    for (char **at = environ; *at; at++) {
        for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
            if (strncmp(*at, kept[i], strlen(kept[i])) == 0)
                add(environment, *at);
        }
    }
}

static void make_environment(struct environment *environment, const char *store_uri,
                             const char *jwt_secret, const char *const *settings)
{
    memset(environment, 0, sizeof *environment);
    add(environment, "RATE_LIMIT_FREE=off"); /* unless the settings say otherwise */
    for (; settings && *settings; settings++)
        add(environment, *settings);
    snprintf(environment->texts[0], TEXT_SIZE, "KRIPA_STORE=%s", store_uri);
    snprintf(environment->texts[1], TEXT_SIZE, "JWT_SECRET=%s", jwt_secret);
    add(environment, environment->texts[0]);
    add(environment, environment->texts[1]);
    add(environment, "HOST=127.0.0.1");
    add(environment, "PORT=0");
    add(environment, "MONGOC_DISABLE_SHM=1"); /* tests/CMakeLists.txt says why */
    add_inherited(environment);
}

/* As systemd hands a socket over; the numbers of process and socket are the child's own. */
static void hand_over(struct environment *environment, int listen_fd)
{
    snprintf(environment->texts[2], TEXT_SIZE, "LISTEN_PID=%d", (int)getpid());
    add(environment, environment->texts[2]);
    add(environment, "LISTEN_FDS=1");
    if (listen_fd != 3)
        dup2(listen_fd, 3);
    fcntl(3, F_SETFD, 0);
}

static void become_kripad(struct environment *environment, int log_fd, int listen_fd)
{
    static char program[] = KRIPA_BUILD_DIR "/kripad";
    char *args[] = {program, NULL};
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(log_fd, STDERR_FILENO);
    if (listen_fd >= 0)
        hand_over(environment, listen_fd);
    execve(program, args, environment->all);
    fail(program);
}

char *daemon_log(const struct daemon *daemon)
{
    char *text = calloc(1, LOG_BYTES_MAX + 1);
    int fd = open(daemon->log_path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && strcmp(daemon->log_path, daemon->errors_path) != 0)
        return text; /* kripad has not made it yet */
    if (!text || fd < 0 || read(fd, text, LOG_BYTES_MAX) < 0)
        fail(daemon->log_path);
    close(fd);
    return text;
}

char *daemon_log_with(const struct daemon *daemon, const char *text)
{
    for (int i = 0; i < LOG_READS; i++) {
        char *log = daemon_log(daemon);
        if (strstr(log, text))
            return log;
        free(log);
        usleep(LOG_PAUSE_US);
    }
    fprintf(stderr, "not in the log: %s\n", text);
    exit(EXIT_FAILURE);
}

/* The port of the ready line; 0: there is none yet. */
static int read_port(const struct daemon *daemon)
{
    char *log = daemon_log(daemon);
    const char *ready = strstr(log, "\"message\":\"ready\"");
    const char *port = ready ? strstr(ready, "\"port\":") : NULL;
    bool whole = port && strchr(port, '\n');
    int number = whole ? (int)strtol(port + 7, NULL, 10) : 0;
    free(log);
    return number;
}

static void wait_ready(struct daemon *daemon)
{
    struct timespec pause = {.tv_nsec = 1000000};
    for (int i = 0; i < READY_TIMES && !(daemon->port = read_port(daemon)); i++) {
        if (waitpid(daemon->pid, NULL, WNOHANG) != 0)
            break;
        nanosleep(&pause, NULL);
    }
    if (daemon->port) {
        snprintf(daemon->url, sizeof daemon->url, "http://127.0.0.1:%d", daemon->port);
        return;
    }
    fprintf(stderr, "kripad did not start: %s\n", daemon_log(daemon));
    exit(2);
}

/* Where kripad writes its log to: what LOG_FILE says, else its standard error. */
static void name_log(struct daemon *daemon, const char *const *settings)
{
    snprintf(daemon->log_path, sizeof daemon->log_path, "%s", daemon->errors_path);
    for (; settings && *settings; settings++) {
        if (strncmp(*settings, "LOG_FILE=", 9) == 0)
            snprintf(daemon->log_path, sizeof daemon->log_path, "%s", *settings + 9);
    }
}

struct daemon *daemon_start_on(int listen_fd, const char *store_uri, const char *jwt_secret,
                               const char *const *settings)
{
    struct environment environment;
    struct daemon *daemon = calloc(1, sizeof *daemon);
    if (!daemon)
        fail("calloc");
    snprintf(daemon->errors_path, sizeof daemon->errors_path, "/tmp/kripad-log-XXXXXX");
    int log_fd = mkstemp(daemon->errors_path);
    if (log_fd < 0)
        fail(daemon->errors_path);
    name_log(daemon, settings);
    make_environment(&environment, store_uri, jwt_secret, settings);
    daemon->pid = fork();
    if (daemon->pid < 0)
        fail("fork");
    if (daemon->pid == 0)
        become_kripad(&environment, log_fd, listen_fd);
    close(log_fd);
    wait_ready(daemon);
    return daemon;
}

struct daemon *daemon_start(const char *store_uri, const char *jwt_secret,
                            const char *const *settings)
{
    return daemon_start_on(-1, store_uri, jwt_secret, settings);
}

const char *daemon_url(const struct daemon *daemon)
{
    return daemon->url;
}

int daemon_port(const struct daemon *daemon)
{
    return daemon->port;
}

pid_t daemon_pid(const struct daemon *daemon)
{
    return daemon->pid;
}

static int end(struct daemon *daemon, int signal)
{
    int status = 0;
    kill(daemon->pid, signal);
    while (waitpid(daemon->pid, &status, 0) < 0 && errno == EINTR)
        ;
    unlink(daemon->errors_path);
    free(daemon);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

int daemon_stop(struct daemon *daemon)
{
    return end(daemon, SIGTERM);
}

void daemon_kill(struct daemon *daemon)
{
    end(daemon, SIGKILL);
}
