/* SPDX-License-Identifier: MIT
 * The MongoDB store's own parts: the pool of connections, and what each part gives the others.
 *
 * A verb takes a client from the pool, talks to the server and gives it back. libbson ends the
 * program when it is out of memory; what goes into arenas fails as everywhere. */
#ifndef KP_MONGO_H
#define KP_MONGO_H

#include <pthread.h>

#include <mongoc/mongoc.h>

#include "store/layout.h"
#include "turns.h"

#define KP_MONGO_SELECT_MS 3000    /* to find a server that can do the work */
#define KP_MONGO_SOCKET_MS 30000   /* for one answer */
#define KP_MONGO_WAIT_MS   5000    /* for a connection of the pool */
#define KP_MONGO_QUERY_MS  20000   /* for the server to work at one query */
#define KP_MONGO_COMMIT_MS 8000    /* for one change: docs/mongodb.md, "Waits and their ends" */
#define KP_MONGO_BUILD_MS  3600000 /* for an index over a large collection */
#define KP_MONGO_KNOWN_MS  1000    /* for which a server that was away counts as such, unasked */
#define KP_MONGO_POOL_MAX  32      /* connections, where nobody says how many */

/* Who asks whether the server can take work: ping.c. */
struct kp_mongo_prober {
    pthread_mutex_t lock;
    pthread_cond_t told;     /* an answer came, or its time was over */
    mongoc_client_t *client; /* of who is asking; NULL: the last one failed */
    int64_t patience_ms;     /* the client's */
    int64_t told_ms;         /* when the last answer came, by kp_mongo_clock_ms; 0: none yet */
    bool asking, ready;      /* somebody asks just now; what the last answer was */
};

struct kp_mongo {
    struct kripa_store base;
    mongoc_uri_t *uri; /* with all options */
    mongoc_client_pool_t *pool;
    const char *database; /* in `uri` */
    struct kp_mongo_prober prober;
    struct kp_mongo_turns turns; /* of changes */
    bool snapshots;              /* the server reads a whole collection as one picture */
    struct kripa_arena arena;
    struct kp_layout layout;
};

/* mongo.c */
enum kripa_status kp_mongo_check_uri(const char *uri, struct kripa_error *err);
enum kripa_status kp_mongo_open(const char *uri, bool create, int64_t connections,
                                const struct kripa_schema *const *schemas, struct kripa_store **out,
                                struct kripa_error *err);
enum kripa_status kp_mongo_restore(const char *from, const char *uri, enum kripa_placing placing,
                                   const struct kripa_schema *const *schemas,
                                   kripa_copy_check_fn *check, void *ctx,
                                   char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

/* client.c */
/* Monotonic, from an unknown moment on. */
int64_t kp_mongo_clock_ms(void);
/* A client of the pool, NULL: all are busy (UNAVAILABLE is said); and back. */
mongoc_client_t *kp_mongo_take(struct kp_mongo *store, struct kripa_error *err);
void kp_mongo_give(struct kp_mongo *store, mongoc_client_t *client);
/* A session that reads one picture, to be destroyed; NULL: the server has none to give. */
enum kripa_status kp_mongo_snapshot(struct kp_mongo *store, mongoc_client_t *client,
                                    mongoc_client_session_t **session, struct kripa_error *err);

/* uri.c: the URI with time-outs and the size of its pool (0: KP_MONGO_POOL_MAX) where it
 * names none. INVALID. */
enum kripa_status kp_mongo_uri(const char *text, int64_t connections, mongoc_uri_t **out,
                               struct kripa_error *err);

/* server.c: INVALID when the server has no transactions, or shards what must not be. */
enum kripa_status kp_mongo_check_server(struct kp_mongo *store, struct kripa_error *err);
/* The same of what such servers say: the answer to hello, an entry of config.collections. */
enum kripa_status kp_mongo_check_hello(const bson_t *hello, struct kripa_error *err);
enum kripa_status kp_mongo_check_sharded(const struct kp_mongo *store, const bson_t *entry,
                                         struct kripa_error *err);

/* error.c: what a failure means for the caller. The server's words are not for clients. */
enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err);
/* The same, with the server's words: for who opens a store. */
enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err);
/* True when the whole change may be tried again: the server took nothing of it. */
bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply);
/* True when somebody else came first. */
bool kp_mongo_is_conflict(const bson_error_t *error);
/* True when a value that must be unique is taken. */
bool kp_mongo_is_odd(const bson_error_t *error); /* nothing can be added to what is there */
bool kp_mongo_is_taken(const bson_error_t *error);
/* True when it took longer than it might. */
bool kp_mongo_is_late(const bson_error_t *error);
/* True when the server may have done what was asked: its answer is lost, or it could not yet
 * promise that it stays. */
bool kp_mongo_is_lost(const bson_error_t *error);

/* ping.c */
void kp_mongo_prober_init(struct kp_mongo_prober *prober);
void kp_mongo_prober_clear(struct kp_mongo_prober *prober);
/* OK or UNAVAILABLE within `timeout_ms`; UNAVAILABLE at once where that was just so. */
enum kripa_status kp_mongo_ping(struct kripa_store *base, int64_t timeout_ms,
                                struct kripa_error *err);

/* find.c */
/* "projection": only what the plan's table names. */
void kp_mongo_projection(bson_t *opts, const struct kp_plan *plan);
enum kripa_status kp_mongo_find(struct kripa_store *base, const struct kripa_query *query,
                                struct kripa_arena *arena, struct kripa_rows *rows,
                                struct kripa_error *err);
/* scan.c */
enum kripa_status kp_mongo_scan(struct kripa_store *base, const struct kripa_query *query,
                                kripa_row_fn *row, void *ctx, struct kripa_error *err);
/* count.c */
enum kripa_status kp_mongo_count(struct kripa_store *base, const struct kripa_query *query,
                                 int64_t at_most, int64_t *count, struct kripa_error *err);
/* commit.c */
enum kripa_status kp_mongo_commit(struct kripa_store *base, const struct kripa_change *change,
                                  struct kripa_outcome *outcome, struct kripa_error *err);
/* tables.c */
enum kripa_status kp_mongo_migrate(struct kripa_store *base, unsigned what, kripa_say_fn *say,
                                   void *ctx, struct kripa_error *err);
/* others.c */
enum kripa_status kp_mongo_others(struct kripa_store *base, struct kripa_arena *arena,
                                  struct kripa_other **others, size_t *count,
                                  struct kripa_error *err);
enum kripa_status kp_mongo_rest(struct kripa_store *base, const struct kripa_schema *of,
                                const void *record, struct kripa_arena *arena, const char **out,
                                struct kripa_error *err);
/* backup.c */
enum kripa_status kp_mongo_backup(struct kripa_store *base, const char *to,
                                  struct kripa_error *err);

#endif
