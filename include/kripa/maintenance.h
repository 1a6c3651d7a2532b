/* SPDX-License-Identifier: MIT
 * Maintenance of the store, for the console: checking it, copying it, upgrading it. */
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
/* Where a backup that was restored and verified goes: to a place without a store, over an existing
 * one, or nowhere. */
enum kripa_placing { KRIPA_PLACE_NEW, KRIPA_PLACE_OVER, KRIPA_PLACE_NOT };
#define KRIPA_KEPT_SIZE 4096 /* the length of any path that the system can open */
struct kripa_verification {
    int64_t checked;     /* records that were checked */
    int64_t differences; /* each was reported */
    int64_t unsettled;   /* records that were being changed at every check, so nothing is known */
    /* kripa_restore: where the replaced store is now; empty: there was none */
    char kept[KRIPA_KEPT_SIZE];
};
/* The progress of a copy, reported after every page and at the end of each collection. */
struct kripa_copy_progress {
    const char *collection;
    bool comparing; /* the copy is done, and is being compared */
    bool finished;  /* this collection is done */
    int64_t done, total;
};
typedef void kripa_copy_fn(void *ctx, const struct kripa_copy_progress *progress);
struct kripa_copying {
    const char *from_uri, *to_uri;
    bool dry_run;            /* only read and count */
    bool leave_behind;       /* leave out records that can't be copied */
    kripa_line_fn *say;      /* reports what is left out, and the first 100 differences */
    kripa_copy_fn *progress; /* NULL: not reported */
    void *ctx;
};
struct kripa_copied {
    char from[256], to[256];                   /* the stores, without secrets */
    struct kripa_collection_info *collections; /* the collections of `from` */
    size_t collections_count;
    int64_t written, compared, differences, left_behind;
    bool continued;  /* it continued a copy that was interrupted */
    bool unfinished; /* `to` is a part of the copy, and no program will open it */
};

KRIPA_BEGIN

KRIPA_API enum kripa_status kripa_store_info(struct kripa *kripa, struct kripa_arena *arena,
                                             struct kripa_store_info *out, struct kripa_error *err);
/* Recomputes stock from the ledger, totals from lines, `sold`, the counter of admins, idempotency
 * keys and their orders, and the numbers of the audit log. A difference counts only when a second
 * read repeats it, so this may run beside a working kripad; what changes too often for that is
 * counted as unsettled (run it again at a quieter time). CORRUPT when there are differences, each
 * reported through `say`. */
KRIPA_API enum kripa_status kripa_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                                         struct kripa_verification *out, struct kripa_error *err);
/* Backs up an open shop; `to` is a path that must not exist yet (EXISTS). */
KRIPA_API enum kripa_status kripa_backup(struct kripa *kripa, const char *to,
                                         struct kripa_error *err);
/* Puts the backup `from` (a path) in the place of the store of `to_uri`, after a copy of it was
 * opened, migrated as by kripa_migrate, and verified; with KRIPA_PLACE_NOT it ends there. The store
 * must be closed. What is replaced is kept beside it; a link is followed. EXISTS (KRIPA_PLACE_NEW,
 * and there is a store), UNAVAILABLE (a program has it open), CORRUPT (the backup has differences,
 * each reported through `say`, or is no shop, or the store is another program's file), NOT_FOUND
 * (the file is missing or empty). */
KRIPA_API enum kripa_status kripa_restore(const char *from, const char *to_uri,
                                          enum kripa_placing placing, kripa_line_fn *say, void *ctx,
                                          struct kripa_verification *out, struct kripa_error *err);
/* Copies everything in `from`, with ids and what no table names, into the empty store `to` (created
 * if it is a file), then reads both again and compares. `from` is only read, and no other program
 * should write to it. What can't be copied is reported before anything is written. A copy that was
 * interrupted continues at the next call, and until it is complete kripa_open refuses `to`. EXISTS
 * (`to` is not empty, or a unique value has a duplicate), CONFLICT (`from` is an unfinished copy or
 * has older tables, or `to` is a copy of another store; or records would be left out), CORRUPT (a
 * difference at the end), NOT_FOUND (no such `from`), INVALID, UNAVAILABLE. `out` is always filled
 * in; its texts are in the arena. */
KRIPA_API enum kripa_status kripa_store_copy(const struct kripa_copying *how,
                                             struct kripa_arena *arena, struct kripa_copied *out,
                                             struct kripa_error *err);
/* Upgrades the tables of the store, and then every record of another program or an earlier version.
 * Nothing else is changed. Reports each step, and the anomalies that it leaves; with dry_run it
 * does nothing. May be repeated, and may run beside a working shop. */
KRIPA_API enum kripa_status kripa_migrate(struct kripa *kripa, bool dry_run, kripa_line_fn *say,
                                          void *ctx, struct kripa_error *err);
/* For when no other program writes to the store any more, after kripa_migrate: e-mails become lower
 * case, and imported passwords will be hashed anew at their next sign-in. */
KRIPA_API enum kripa_status kripa_migrate_finish(struct kripa *kripa, bool dry_run,
                                                 kripa_line_fn *say, void *ctx,
                                                 struct kripa_error *err);
/* Whether records need kripa_migrate, as far as a few quick reads can tell. */
KRIPA_API enum kripa_status kripa_migration_pending(struct kripa *kripa, bool *out,
                                                    struct kripa_error *err);
/* Deletes what has expired (idempotency keys, sessions, one-time codes, what messages said in
 * secret), at most `limit` records; *removed is their number. */
KRIPA_API enum kripa_status kripa_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                                        struct kripa_error *err);
/* The part of kripa_verify that is about uploaded files: as many records name each as it says, and
 * local ones are there, whole. */
KRIPA_API enum kripa_status kripa_media_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                                               struct kripa_verification *out,
                                               struct kripa_error *err);
/* Sweeps uploaded files, which is a part of kripa_sweep: removes at most `limit` of those
 * that no record has named for a day; *removed is their number. */
KRIPA_API enum kripa_status kripa_media_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                                              struct kripa_error *err);
/* Copies the local files that are not there yet into the folder `to`, which is made if it is
 * missing; *copied is their number. UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_media_copy(struct kripa *kripa, const char *to, int64_t *copied,
                                             struct kripa_error *err);

KRIPA_END
#endif
