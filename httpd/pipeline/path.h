/* SPDX-License-Identifier: MIT
 * A request's target. It is split as it was sent and then decoded part by part, so that an encoded
 * slash stays inside its segment. */
#ifndef PATH_H
#define PATH_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/sys/field.h>

#define PATH_SEGMENTS_MAX 12
#define QUERY_PAIRS_MAX   64

struct path {
    const char *segments[PATH_SEGMENTS_MAX + 1]; /* decoded; room for one more than any route has */
    size_t count;
    const char *query; /* not decoded, after the question mark; NULL: none */
};

/* INVALID for a bad escape, an encoded NUL, or bytes that are not UTF-8. One slash at the end is
 * allowed. */
enum kripa_status path_split(const char *target, struct kripa_arena *arena, struct path *out,
                             struct kripa_error *err);
/* Splits a query string into pairs; INVALID as above, and beyond QUERY_PAIRS_MAX. */
enum kripa_status query_split(const char *query, struct kripa_arena *arena,
                              struct kripa_pair **pairs, size_t *count, struct kripa_error *err);

#endif
