/* SPDX-License-Identifier: MIT
 * Keeping the store: checking it, copying it, bringing it up to date. For the console. */
#ifndef KRIPA_MAINTENANCE_H
#define KRIPA_MAINTENANCE_H

#include <kripa/context.h>

typedef void kripa_line_fn(void *ctx, const char *line);

struct kripa_collection_info {
    const char *name;
    int64_t count;
};
struct kripa_store_info {
    const char *uri, *kind;
    struct kripa_collection_info *collections;
    size_t collections_count;
};
/* What becomes of a good copy: the store where there was none, or in the place of the one there is,
 * or nothing. */
enum kripa_placing { KRIPA_PLACE_NEW, KRIPA_PLACE_OVER, KRIPA_PLACE_NOT };
#define KRIPA_KEPT_SIZE 4096 /* any path that the system opens */
struct kripa_verification {
    int64_t checked;     /* records looked at */
    int64_t differences; /* each was said */
    int64_t unsettled;   /* records that somebody changed at every look: not judged */
    /* by kripa_restore: where what was replaced is now; empty: nothing was */
    char kept[KRIPA_KEPT_SIZE];
};
/* How far a copy is, reported after every page and at the end of each collection. */
struct kripa_copy_progress {
    const char *collection;
    bool comparing; /* what was copied is being read again */
    bool finished;  /* with this collection */
    int64_t done, total;
};
typedef void kripa_copy_fn(void *ctx, const struct kripa_copy_progress *progress);
struct kripa_copying {
    const char *from_uri, *to_uri;
    bool dry_run;            /* only looks and counts */
    bool leave_behind;       /* go without the records that can't be copied */
    kripa_line_fn *say;      /* what is left behind; each difference, the first 100 */
    kripa_copy_fn *progress; /* NULL: nobody asks */
    void *ctx;
};
struct kripa_copied {
    char from[256], to[256];                   /* the stores, without secrets */
    struct kripa_collection_info *collections; /* what is in `from` */
    size_t collections_count;
    int64_t written, compared, differences, left_behind;
    bool continued;  /* went on with a copy begun before */
    bool unfinished; /* `to` holds a part of the copy, and no program will open it */
};

KRIPA_BEGIN

KRIPA_API enum kripa_status kripa_store_info(struct kripa *kripa, struct kripa_arena *arena,
                                             struct kripa_store_info *out, struct kripa_error *err);
/* Recomputes stock from the ledger, totals from lines, `sold`, the counters of admins, idempotency
 * keys and their orders, audit numbering. A difference counts only when a second read repeats it,
 * so it may run beside a working kripad; what changes too often for that is counted as unsettled
 * (look again when it is quieter). CORRUPT when there are differences, each reported through
 * `say`. */
KRIPA_API enum kripa_status kripa_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                                         struct kripa_verification *out, struct kripa_error *err);
/* A copy while the shop is open; `to` is a path that must not be there yet (EXISTS). */
KRIPA_API enum kripa_status kripa_backup(struct kripa *kripa, const char *to,
                                         struct kripa_error *err);
/* Puts the backup `from` (a path) in the place of the store of `to_uri`, after a copy of it was
 * opened, brought forward as by kripa_migrate, and verified; NOT: only looks. The store must be
 * closed. What it replaces is kept beside it; a link is followed. EXISTS (NEW, and there is one),
 * UNAVAILABLE (a program has it open), CORRUPT (the backup has differences, each reported through
 * `say`; it is no shop, or the store is another program's file), NOT_FOUND (no such file, or an
 * empty one). */
KRIPA_API enum kripa_status kripa_restore(const char *from, const char *to_uri,
                                          enum kripa_placing placing, kripa_line_fn *say, void *ctx,
                                          struct kripa_verification *out, struct kripa_error *err);
/* Copies all that `from` holds, ids and what no table names included, into the empty store `to`
 * (made when it is a file), then reads both again and compares. `from` is only read, and should
 * have nobody else at work. What is in the way of a copy is reported before anything is written; a
 * copy that broke off goes on when it is asked for again, and until it is whole kripa_open refuses
 * `to`. EXISTS (`to` is not empty, or a unique value is there twice), CONFLICT (`from` holds an
 * unfinished copy or older tables, `to` one of another store; records would be left behind),
 * CORRUPT (a difference at the end), NOT_FOUND (no such `from`), INVALID, UNAVAILABLE. `out` is
 * filled whatever happens; its texts are in the arena. */
KRIPA_API enum kripa_status kripa_store_copy(const struct kripa_copying *how,
                                             struct kripa_arena *arena, struct kripa_copied *out,
                                             struct kripa_error *err);
/* Brings the store to these tables, then every record that another program or an earlier version
 * made to what they want; touches nothing else. Says each step, and the anomalies that it leaves;
 * with dry_run does none. May run twice, and beside a working shop. */
KRIPA_API enum kripa_status kripa_migrate(struct kripa *kripa, bool dry_run, kripa_line_fn *say,
                                          void *ctx, struct kripa_error *err);
/* No other program writes to the store any more: e-mails become lower case, and passwords that were
 * imported are hashed anew at their next sign-in. After kripa_migrate. */
KRIPA_API enum kripa_status kripa_migrate_finish(struct kripa *kripa, bool dry_run,
                                                 kripa_line_fn *say, void *ctx,
                                                 struct kripa_error *err);
/* Whether records wait for kripa_migrate, as far as a glance tells. */
KRIPA_API enum kripa_status kripa_migration_pending(struct kripa *kripa, bool *out,
                                                    struct kripa_error *err);
/* Removes what has expired (idempotency keys, sessions), at most `limit` records; *removed tells
 * how many. */
KRIPA_API enum kripa_status kripa_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                                        struct kripa_error *err);

KRIPA_END
#endif
