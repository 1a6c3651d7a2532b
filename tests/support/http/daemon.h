/* SPDX-License-Identifier: MIT
 * A real kripad: a process of its own on a free port of 127.0.0.1, its log in a temporary file.
 * What fails ends the program with the reason. */
#ifndef DAEMON_H
#define DAEMON_H

#include <sys/types.h>

struct daemon;

/* On a store that exists already ("sqlite::memory:" needs none). `settings` are NAME=value texts
 * ended by NULL, or NULL; PORT, HOST, KRIPA_STORE and JWT_SECRET are set already. Returns when it
 * listens. */
struct daemon *daemon_start(const char *store_uri, const char *jwt_secret,
                            const char *const *settings);
/* The same on a socket that listens already, handed over as systemd does (LISTEN_FDS). */
struct daemon *daemon_start_on(int listen_fd, const char *store_uri, const char *jwt_secret,
                               const char *const *settings);
/* "http://127.0.0.1:40123" */
const char *daemon_url(const struct daemon *daemon);
int daemon_port(const struct daemon *daemon);
pid_t daemon_pid(const struct daemon *daemon);
/* The log so far, of LOG_FILE when that is set; to be freed. */
char *daemon_log(const struct daemon *daemon);
/* The same as soon as it has this text, as the log is written behind the answers; fails when that
 * takes more than 5 s. */
char *daemon_log_with(const struct daemon *daemon, const char *text);

/* SIGTERM, and waits for its end: returns the exit code, or -1 when it died of a signal. Frees. */
int daemon_stop(struct daemon *daemon);
/* SIGKILL, and waits. Frees. */
void daemon_kill(struct daemon *daemon);

#endif
