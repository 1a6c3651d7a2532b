/* SPDX-License-Identifier: MIT
 * The log: JSON lines, handed to a thread of its own through a buffer of fixed size, so that a slow
 * reader at the other end of the pipe never stalls a request. When the buffer is full lines are
 * dropped, and counted in a later one. */
#ifndef LOG_H
#define LOG_H

#include "request.h"

struct log;
/* Writes to `fd`, which stays the caller's. NULL when out of memory or threads. */
struct log *log_open(int fd);
/* Writes what is left, as far as the reader takes it within a second. NULL is fine. */
void log_close(struct log *log);

/* One line a request: id, method, route, status, ms, user; for what went wrong inside also the
 * error. */
void log_request(struct log *log, struct request *r);
/* The line that says where kripad listens: {"message": "ready", "host", "port"}. */
void log_ready(struct log *log, const char *host, int port);
/* {"time", "level", "message"}; `level` is "info", "warning" or "error". */
void log_say(struct log *log, const char *level, const char *format, ...) KRIPA_PRINTF(3, 4);

#endif
