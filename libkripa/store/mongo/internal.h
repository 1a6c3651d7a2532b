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

#endif
