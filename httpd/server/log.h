/* SPDX-License-Identifier: MIT
 * The log: JSON lines, which pass through a buffer of fixed size to a thread of their own, so that
 * no request waits for a slow reader of the pipe. When the buffer is full lines are dropped, and
 * their number is logged later. */
#ifndef LOG_H
#define LOG_H

#include "pipeline/request.h"

struct log;
/* Logs to `fd`, which the caller closes. NULL when out of memory or threads. */
struct log *log_open(int fd);
/* Appends to the file `path` (borrowed until log_close), which is created if needed. NULL, with
 * errno, when it can't be opened. */
struct log *log_open_file(const char *path);
/* Whether log_open_file would succeed, as far as that is known without creating the file; else
 * errno. */
bool log_can_open(const char *path);
/* Reopens the file, as after the old one was renamed, and logs that; if it fails, that is logged in
 * the old one. Does nothing without a file. */
void log_reopen(struct log *log);
/* Writes what is left, if the reader takes it within a second. NULL is fine. */
void log_close(struct log *log);

/* Logs a request: id, method, route, status, ms, client (its address), user; for a failed sign-in
 * `account`, a digest of its e-mail (kripa_account_digest); `waiting`, the id of a message that it
 * left in the outbox; for an internal failure its error, too. A route with ROUTE_QUIET is only
 * logged when it fails. */
void log_request(struct log *log, struct request *r);
/* Logs a call of the store: the id of the request that made it (NULL: none), verb, statement, rows,
 * ms, and the status's name when it isn't OK. */
void log_statement(struct log *log, const struct request *r,
                   const struct kripa_statement *statement);
/* Logs where kripad listens: {"message": "ready", "host", "port", "version", "store"}. */
void log_ready(struct log *log, const char *host, int port, const char *store_uri);
/* {"time", "level", "message"}; `level` is "info", "warning" or "error". */
void log_say(struct log *log, const char *level, const char *format, ...) KRIPA_PRINTF(3, 4);

#endif
