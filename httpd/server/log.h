/* SPDX-License-Identifier: MIT
 * The log: JSON lines, handed to a thread of its own through a buffer of fixed size, so that a slow
 * reader at the other end of the pipe never stalls a request. When the buffer is full lines are
 * dropped, and counted in a later one. */
#ifndef LOG_H
#define LOG_H

#include "pipeline/request.h"

struct log;
/* Writes to `fd`, which stays the caller's. NULL when out of memory or threads. */
struct log *log_open(int fd);
/* Appends to the file `path` (borrowed until log_close), which is made when it is not there. NULL,
 * with errno, when it can't be opened. */
struct log *log_open_file(const char *path);
/* Whether log_open_file would do, as far as it can be told without making the file; else errno. */
bool log_can_open(const char *path);
/* Opens the file anew, as when the old one was moved away, and says so in it; when that fails it
 * says so in the old one. Without a file nothing changes. */
void log_reopen(struct log *log);
/* Writes what is left, as far as the reader takes it within a second. NULL is fine. */
void log_close(struct log *log);

/* One line a request: id, method, route, status, ms, client (its address), user; of a sign-in that
 * failed `account`, a digest of its e-mail (kripa_account_digest); for what went wrong inside also
 * the error. None for a route with ROUTE_QUIET that did not fail. */
void log_request(struct log *log, struct request *r);
/* A call of the store: the id of the request that made it (NULL: none did), verb, what it says,
 * rows, ms, and the status' name when that isn't OK. */
void log_statement(struct log *log, const struct request *r,
                   const struct kripa_statement *statement);
/* The line that says where kripad listens: {"message": "ready", "host", "port", "version",
 * "store"}. */
void log_ready(struct log *log, const char *host, int port, const char *store_uri);
/* {"time", "level", "message"}; `level` is "info", "warning" or "error". */
void log_say(struct log *log, const char *level, const char *format, ...) KRIPA_PRINTF(3, 4);

#endif
