/* SPDX-License-Identifier: MIT
 * Shared libraries that are loaded when they are first needed (docs/decisions/loaded-late.md). */
#ifndef KP_LIBRARY_H
#define KP_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

/* A function of the library, and the pointer that gets its address. */
struct kp_symbol {
    const char *name;
    void **address;
};
/* Loads the library for the life of the process, as those that it brings along do not like to go,
 * and finds these functions. False: it is not there, or one of them is not in it. */
bool kp_library_load(const char *library, const struct kp_symbol *symbols, size_t count);

#endif
