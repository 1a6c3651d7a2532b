/* SPDX-License-Identifier: MIT
 * What the files of the MongoDB store share: the open database, and the port's verbs on it.
 *
 * A verb takes a client from the pool, talks to the server and gives it back. libbson ends the
 * program when it is out of memory; what goes into arenas fails as everywhere. */
#ifndef KP_MONGO_INTERNAL_H
#define KP_MONGO_INTERNAL_H

#include <mongoc/mongoc.h>

#include "ping.h"
#include "store/layout.h"
#include "turns.h"

#define KP_MONGO_QUERY_MS  20000   /* the server's limit for a query */
#define KP_MONGO_COMMIT_MS 8000    /* for a change: docs/mongodb.md, "Waits and their ends" */
#define KP_MONGO_BUILD_MS  3600000 /* for an index over a large collection */

struct kp_mongo {
    struct kripa_store base;
    mongoc_uri_t *uri; /* with all options */
    mongoc_client_pool_t *pool;
    const char *database; /* in `uri` */
    struct kp_mongo_prober prober;
    struct kp_mongo_turns turns; /* among changes of this process */
    bool snapshots;              /* the server has snapshots of whole collections */
    struct kripa_arena arena;
    struct kp_layout layout;
};

/* find.c */
/* "projection": only what the plan's table names. */
void kp_mongo_projection(bson_t *opts, const struct kp_plan *plan);
enum kripa_status kp_mongo_find(struct kripa_store *base, const struct kripa_query *query,
                                struct kripa_arena *arena, struct kripa_rows *rows,
                                struct kripa_error *err);
/* scan.c */
enum kripa_status kp_mongo_scan(struct kripa_store *base, const struct kripa_query *query,
                                kripa_record_fn *row, void *ctx, struct kripa_error *err);
/* count.c */
enum kripa_status kp_mongo_count(struct kripa_store *base, const struct kripa_query *query,
                                 int64_t at_most, int64_t *count, struct kripa_error *err);
/* commit.c */
enum kripa_status kp_mongo_commit(struct kripa_store *base, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err);
/* tables.c */
enum kripa_status kp_mongo_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                   void *ctx, struct kripa_error *err);
/* unknown_collections.c */
enum kripa_status kp_mongo_unknown_collections(struct kripa_store *base, struct kripa_arena *arena,
                                               struct kripa_unknown_collection **others,
                                               size_t *count, struct kripa_error *err);
enum kripa_status kp_mongo_residual(struct kripa_store *base, const struct kripa_schema *of,
                                    const void *record, struct kripa_arena *arena, const char **out,
                                    struct kripa_error *err);
/* backup.c */
enum kripa_status kp_mongo_backup(struct kripa_store *base, const char *to,
                                  struct kripa_error *err);

/* client.c */
/* A monotonic clock with an arbitrary start. */
int64_t kp_mongo_clock_ms(void);
/* Takes a client from the pool, or fails with UNAVAILABLE and NULL when all are busy; and returns
 * it. */
mongoc_client_t *kp_mongo_acquire(struct kp_mongo *store, struct kripa_error *err);
void kp_mongo_release(struct kp_mongo *store, mongoc_client_t *client);
/* Begins a session that reads a snapshot, to be destroyed; NULL: the server has none. */
enum kripa_status kp_mongo_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                    mongoc_client_session_t **session, struct kripa_error *err);
/* error.c */
/* Fails with the status and message for the caller. The server's own message is not for clients. */
enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err);
/* The same with the server's message, for whoever opens a store. */
enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err);
/* True when nothing of the change was done and it may be tried again. */
bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply);
/* True when somebody else was first. */
bool kp_mongo_is_conflict(const bson_error_t *error);
/* True when a value that must be unique is taken. */
bool kp_mongo_is_taken(const bson_error_t *error);
bool kp_mongo_is_not_numeric(const bson_error_t *error); /* the value there can't be added to */
/* True when the time limit was exceeded. */
bool kp_mongo_is_late(const bson_error_t *error);
/* True when the command may have been done: its answer is lost, or a majority has not confirmed
 * it. */
bool kp_mongo_is_lost(const bson_error_t *error);
/* records.c */
/* Fills in absent members that an index sorts or counts by, and reports values that are not read as
 * they are. */
enum kripa_status kp_mongo_bring_records(struct kp_mongo *store, mongoc_client_t *client,
                                         bool dry_run, kripa_say_fn *say, void *ctx,
                                         struct kripa_error *err);
/* server.c */
/* INVALID when the server has no transactions, or shards a collection that must not be sharded. */
enum kripa_status kp_mongo_check_server(struct kp_mongo *store, struct kripa_error *err);
/* Check the same from a server's answers: the one to hello, an entry of config.collections. */
enum kripa_status kp_mongo_check_hello(const bson_t *hello, struct kripa_error *err);
enum kripa_status kp_mongo_check_sharded(const struct kp_mongo *store, const bson_t *entry,
                                         struct kripa_error *err);
/* uri.c */
#define KP_MONGO_SELECT_MS 3000  /* to find a usable server */
#define KP_MONGO_SOCKET_MS 30000 /* for one answer */
#define KP_MONGO_WAIT_MS   5000  /* for a connection of the pool */
#define KP_MONGO_POOL_MAX  32    /* connections, unless the URI says how many */

/* Parses the URI, and adds time-outs and the size of the pool (0: KP_MONGO_POOL_MAX) where it has
 * none. INVALID. */
enum kripa_status kp_mongo_uri(const char *text, int64_t connections, mongoc_uri_t **out,
                               struct kripa_error *err);

#endif
