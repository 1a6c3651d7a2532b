/* SPDX-License-Identifier: MIT
 * Between a proxy and kripad: passes on what both say, and keeps it. What fails ends the
 * program. */
#ifndef TAP_H
#define TAP_H

#include <stddef.h>

#define PASS_BYTES_MAX 8192
/* One connection, as far as there was room. */
struct pass {
    char asked[PASS_BYTES_MAX], answered[PASS_BYTES_MAX];
    size_t asked_size, answered_size;
};

struct tap;
struct tap *tap_open(int server_port);
int tap_port(const struct tap *tap);
/* Cuts what is still open; from then on the passes can be looked at, until tap_free. */
void tap_stop(struct tap *tap);
/* NULL: there is no such one. */
const struct pass *tap_pass(const struct tap *tap, size_t index);
void tap_free(struct tap *tap);

#endif
