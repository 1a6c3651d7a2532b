/* SPDX-License-Identifier: MIT
 * A way to a MongoDB server that breaks when told: between a program and the server it passes on
 * what both say, counts the commands, and loses the one it is told to lose, or what the server says
 * to it. On 127.0.0.1, without TLS, to the first host the URI names. What fails ends the program
 * with the reason. */
#ifndef MONGO_PROXY_H
#define MONGO_PROXY_H

#include <stdbool.h>
#include <stddef.h>

enum mongo_fault {
    MONGO_LOSE_NOTHING,
    MONGO_LOSE_COMMAND, /* the connection is cut before the server hears of the command */
    MONGO_LOSE_REPLY,   /* the server has done it, its connection is cut, nobody hears of it */
    MONGO_LOSE_BOTH,    /* as MONGO_LOSE_REPLY, and every other connection is cut, too */
    MONGO_DELAY         /* the client's connection is cut; the server gets the command later */
};

struct mongo_proxy;
/* Writes to `proxied` the URI that goes through it. */
struct mongo_proxy *mongo_proxy_open(const char *uri, char *proxied, size_t size);
void mongo_proxy_close(struct mongo_proxy *proxy);

/* From now on commands are counted anew, but for those that belong to a connection (hello, sasl...,
 * ping, endSessions). The fault meets the one numbered `nth` (from 0), and the `times` - 1 behind
 * it; with a name only commands of that name are counted. */
void mongo_proxy_arm(struct mongo_proxy *proxy, enum mongo_fault fault, const char *name,
                     size_t nth, size_t times);
/* The name of the first that met the fault; "" when none has. */
void mongo_proxy_met(struct mongo_proxy *proxy, char *name, size_t size);

/* Cuts every connection. */
void mongo_proxy_cut(struct mongo_proxy *proxy);
/* Away: cuts them, and refuses new ones until it is back. */
void mongo_proxy_set_away(struct mongo_proxy *proxy, bool away);
/* Dumb: takes connections and bytes, but nothing gets through in any direction. */
void mongo_proxy_set_dumb(struct mongo_proxy *proxy, bool dumb);
/* Lagging: what is read of the majority is not there yet (a find of an _id looks for another
 * member). */
void mongo_proxy_set_lagging(struct mongo_proxy *proxy, bool lagging);

#endif
