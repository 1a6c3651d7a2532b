/* SPDX-License-Identifier: MIT
 * Making and freeing what all requests share. */
#ifndef KRIPAD_OPEN_H
#define KRIPAD_OPEN_H

#include "pipeline/kripad.h"

/* `config`, `routes` and `kripa` must outlive it; the caller opened `kripa` and closes it.
 * NO_MEMORY; UNAVAILABLE when the system has no random bytes. */
enum kripa_status kripad_open(const struct config *config, const struct route *routes,
                              struct kripa *kripa, struct kripad **out, struct kripa_error *err);
void kripad_close(struct kripad *kripad);

#endif
