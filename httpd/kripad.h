/* SPDX-License-Identifier: MIT
 * Making and freeing what all requests share. */
#ifndef KRIPAD_OPEN_H
#define KRIPAD_OPEN_H

#include "pipeline/kripad.h"

/* `config` and `routes` are borrowed for the whole time, `kripa` too: whoever opened it closes it,
 * later. NO_MEMORY; UNAVAILABLE when the system gives no random bytes. */
enum kripa_status kripad_open(const struct config *config, const struct route *routes,
                              struct kripa *kripa, struct kripad **out, struct kripa_error *err);
void kripad_close(struct kripad *kripad);

#endif
