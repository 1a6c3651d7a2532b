/* SPDX-License-Identifier: MIT
 * What is due when: one thread shuts down the sockets of clients that take too long, whatever they
 * drip meanwhile, and lets go of answers that are held back. */
#ifndef DEADLINES_H
#define DEADLINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct deadlines;
/* Something to be called at a time; lives with its owner. */
struct delayed {
    struct delayed *next;
    int64_t due_ms;
    void (*call)(struct delayed *delayed);
};

/* For connections numbered from 0 to below `slots`. NULL when out of memory or threads. */
struct deadlines *deadlines_open(size_t slots);
void deadlines_close(struct deadlines *deadlines);

/* A connection and its socket; it must leave before the socket is closed. */
void deadlines_join(struct deadlines *deadlines, size_t slot, int fd);
void deadlines_leave(struct deadlines *deadlines, size_t slot);
/* When (clock_ms) the socket is to be shut down; 0: never. False when it was shut down before: then
 * nothing may be begun that its client would not hear of. Takes no lock. */
bool deadlines_set(struct deadlines *deadlines, size_t slot, int64_t due_ms);

/* Shuts the socket down now. */
void deadlines_cut(struct deadlines *deadlines, size_t slot);
/* Whether it was shut down, by this or by its deadline. */
bool deadlines_is_cut(struct deadlines *deadlines, size_t slot);

/* Calls delayed->call on the thread of this module, at due_ms. */
void deadlines_delay(struct deadlines *deadlines, struct delayed *delayed);
/* Calls all that are held back now. */
void deadlines_hurry(struct deadlines *deadlines);

#endif
