/* SPDX-License-Identifier: MIT
 * A request's target as sent: split on the raw text, then decoded piece by piece, so that an
 * encoded slash stays inside its segment. */
#ifndef PATH_H
#define PATH_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/sys/field.h>

#define PATH_SEGMENTS_MAX 12
#define QUERY_PAIRS_MAX   64

struct path {
    const char *segments[PATH_SEGMENTS_MAX + 1]; /* decoded; one more than any route has */
    size_t count;
    const char *query; /* raw, behind the question mark; NULL: none */
};

/* INVALID for a bad escape, an encoded NUL, and bytes that are no UTF-8. A single slash at the end
 * is let pass. */
enum kripa_status path_split(const char *target, struct kripa_arena *arena, struct path *out,
                             struct kripa_error *err);
/* The pairs of a query string; INVALID as above and beyond QUERY_PAIRS_MAX. */
enum kripa_status query_split(const char *query, struct kripa_arena *arena,
                              struct kripa_pair **pairs, size_t *count, struct kripa_error *err);

#endif
