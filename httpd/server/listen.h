/* SPDX-License-Identifier: MIT
 * The socket that kripad listens on: made here, or handed over by systemd (LISTEN_FDS), so that
 * connections wait in it while kripad is restarted. */
#ifndef LISTEN_H
#define LISTEN_H

#include "config/config.h"

/* Takes a socket that was handed over into `config`: its number, and its address as HOST and PORT.
 * Nothing when there is none. It is a problem when there are several, or when it is no socket that
 * listens for TCP. */
void listen_take_over(struct config *config, struct kripa_arena *arena,
                      struct config_problems *problems);
/* The socket that was handed over, else a new one on HOST and PORT. UNAVAILABLE. */
enum kripa_status listen_open(const struct config *config, int *fd, int *port,
                              struct kripa_error *err);
/* Whether HOST can be listened on, tried without listening: a fatal problem when not, a warning
 * when only its PORT is in use. */
void listen_check(const struct config *config, struct config_problems *problems);

#endif
