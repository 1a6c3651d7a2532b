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
struct kripa_verification {
    int64_t checked;     /* records looked at */
    int64_t differences; /* each was said */
    int64_t unsettled;   /* records that somebody changed at every look: not judged */
};

KRIPA_BEGIN

KRIPA_API enum kripa_status kripa_store_info(struct kripa *kripa, struct kripa_arena *arena,
                                             struct kripa_store_info *out, struct kripa_error *err);
/* Recomputes stock from the ledger, totals from lines, `sold`, the counters of admins, idempotency
 * keys and their orders, audit numbering. A difference counts only when a second read repeats it,
 * so it may run beside a working kripad; what changes too often for that is counted as unsettled
 * (look again when it is quieter). CORRUPT when there are differences, each told through
 * `say`. */
KRIPA_API enum kripa_status kripa_verify(struct kripa *kripa, kripa_line_fn *say, void *ctx,
                                         struct kripa_verification *out, struct kripa_error *err);
/* A copy while the shop is open; `to` is a path that must not be there yet (EXISTS). */
KRIPA_API enum kripa_status kripa_backup(struct kripa *kripa, const char *to,
                                         struct kripa_error *err);
/* Puts the backup `from` (a path) in the place of the store of `to_uri`, after a copy of it was
 * opened, brought to these tables and verified; NOT: only looks. The store must be closed. EXISTS
 * (NEW, and there is one), UNAVAILABLE (a program has it open), CORRUPT (the backup has
 * differences, each told through `say`), NOT_FOUND (no such file). */
KRIPA_API enum kripa_status kripa_restore(const char *from, const char *to_uri,
                                          enum kripa_placing placing, kripa_line_fn *say, void *ctx,
                                          struct kripa_verification *out, struct kripa_error *err);
/* Says each step that brings the store to these tables; with dry_run does none. */
KRIPA_API enum kripa_status kripa_migrate(struct kripa *kripa, bool dry_run, kripa_line_fn *say,
                                          void *ctx, struct kripa_error *err);
/* Removes what has expired (idempotency keys, sessions), at most `limit` rows; *removed tells how
 * many. */
KRIPA_API enum kripa_status kripa_sweep(struct kripa *kripa, int64_t limit, int64_t *removed,
                                        struct kripa_error *err);

KRIPA_END
#endif
