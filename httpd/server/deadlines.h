/* SPDX-License-Identifier: MIT
 * Time limits: one thread shuts down the sockets of clients that take too long, even if they keep
 * sending a little, and sends answers that were delayed. */
#ifndef DEADLINES_H
#define DEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deadlines;
/* A call at a later time; its owner keeps it in memory until then. */
struct delayed {
    struct delayed *next;
    int64_t due_ms;
    void (*call)(struct delayed *delayed);
};

/* For connections numbered from 0 to `slots` - 1. NULL when out of memory or threads. */
struct deadlines *deadlines_open(size_t slots);
void deadlines_close(struct deadlines *deadlines);

/* Adds a connection and its socket; it must leave before the socket is closed. */
void deadlines_join(struct deadlines *deadlines, size_t slot, int fd);
void deadlines_leave(struct deadlines *deadlines, size_t slot);
/* Sets when (clock_ms) the socket will be shut down; 0: never. False when it was shut down already:
 * then nothing may begin, as the client would never hear of it. Takes no lock. */
bool deadlines_set(struct deadlines *deadlines, size_t slot, int64_t due_ms);

/* Shuts the socket down now. */
void deadlines_cut(struct deadlines *deadlines, size_t slot);
/* Whether it was shut down, by this call or its deadline. */
bool deadlines_is_cut(struct deadlines *deadlines, size_t slot);

/* Calls delayed->call on this module's thread, at due_ms. */
void deadlines_delay(struct deadlines *deadlines, struct delayed *delayed);
/* Calls everything that is delayed now. */
void deadlines_hurry(struct deadlines *deadlines);

#endif
