/* SPDX-License-Identifier: MIT
 * The socket that kripad listens on: its own, or one from systemd (LISTEN_FDS), in which
 * connections wait while kripad is restarted. */
#ifndef LISTEN_H
#define LISTEN_H

#include "config/config.h"

/* Puts a socket from systemd into `config`: its number, and its address as HOST and PORT. Does
 * nothing when there is none. Several sockets, or one that does not listen for TCP, are a
 * problem. */
void listen_take_over(struct config *config, struct kripa_arena *arena,
                      struct config_problems *problems);
/* Returns the socket from systemd, or else a new one on HOST and PORT. UNAVAILABLE. */
enum kripa_status listen_open(const struct config *config, int *fd, int *port,
                              struct kripa_error *err);
/* Checks that it can listen on HOST, without listening: a fatal problem if not, a warning if only
 * the PORT is in use. */
void listen_check(const struct config *config, struct config_problems *problems);

#endif
