/* SPDX-License-Identifier: MIT
 * What a shop asks of its MongoDB server: every command with its time, as the driver reports it. */
#ifndef COMMANDS_H
#define COMMANDS_H

#include <mongoc/mongoc.h>

#include <kripa/context.h>

struct commands;
/* `body` is the command as it was sent; it lives for the call. Calls may come from any thread, one
 * at a time. */
typedef void commands_fn(void *ctx, const bson_t *body);

/* From now on, for as long as the shop is open; `seen` may be NULL. The shop must have been used by
 * one thread alone so far: what other threads' connections do is not seen. */
struct commands *commands_watch(struct kripa *kripa, commands_fn *seen, void *ctx);
/* Before the shop is closed, and when nothing runs any more. */
void commands_free(struct commands *commands);

/* Since commands_reset: how many there were, how many of them the server refused since somebody
 * else writes to the same document, and how long their answers took, all added up. */
void commands_reset(struct commands *commands);
size_t commands_count(struct commands *commands);
size_t commands_conflicts(struct commands *commands);
int64_t commands_us(struct commands *commands);

/* The server's database of this shop, for what a test wants to ask or put there itself; of one
 * thread. */
mongoc_database_t *commands_database(struct commands *commands);

#endif
