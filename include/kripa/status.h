/* SPDX-License-Identifier: MIT
 * How a call ended, and the error, which belongs to the caller. Every call that can fail returns a
 * status and, unless `err` is NULL, fills in the caller's struct: nothing is kept in threads or
 * globals. After success the error is clear. Text arguments must not be NULL unless the call says
 * what NULL means: otherwise the call is INVALID and names the argument, or, if it returns no
 * status, answers as for a meaningless text (false, NULL, ""). */
#ifndef KRIPA_STATUS_H
#define KRIPA_STATUS_H

#include <kripa/base.h>

/* Name and meaning. kripad maps them to HTTP statuses and kripactl to exit codes, each with its own
 * table. */
#define KRIPA_STATUSES(X)                                                                          \
    X(OK, "done")                                                                                  \
    X(INVALID, "the input breaks a rule; each bad field is named")                                 \
    X(UNAUTHENTICATED, "a sign-in is needed, or it failed")                                        \
    X(FORBIDDEN, "this viewer may not do that")                                                    \
    X(NOT_FOUND, "there is no such thing, or it is not this viewer's to see")                      \
    X(EXISTS, "something with this unique value is there already; the field is named")             \
    X(CONFLICT, "the state of things does not allow it, or somebody else changed it just now")     \
    X(OUT_OF_STOCK, "not enough in stock; each line is named, and what is left")                   \
    X(STALE, "the record has changed since the revision that was given")                           \
    X(KEY_REUSED, "this idempotency key was used for another request")                             \
    X(LIMITED, "too often; try again later")                                                       \
    X(TOO_LARGE, "larger than a named limit")                                                      \
    X(UNSUPPORTED_TYPE, "the body, or a file in it, is of a type that is not taken here")          \
    X(UNAVAILABLE, "the store or a pool can't take it now (busy, disk full); nothing was done")    \
    X(NO_MEMORY, "out of memory; nothing was done")                                                \
    X(CORRUPT, "what the store holds can't be read as its tables say")                             \
    X(INTERNAL, "a fault of the library or below it")

enum kripa_status {
#define KRIPA_STATUS_MEMBER(name, meaning) KRIPA_##name,
    KRIPA_STATUSES(KRIPA_STATUS_MEMBER)
#undef KRIPA_STATUS_MEMBER
        KRIPA_STATUS_COUNT
};

#define KRIPA_ERROR_FIELDS_MAX 8
#define KRIPA_ERROR_PATH_SIZE  80
#define KRIPA_ERROR_TEXT_SIZE  160

/* A bad field: its path ("items[1].qty") and a sentence for people. */
struct kripa_error_field {
    char path[KRIPA_ERROR_PATH_SIZE];
    char message[KRIPA_ERROR_TEXT_SIZE];
};

struct kripa_error {
    enum kripa_status status;
    /* complete in itself: a client may show nothing else */
    char message[KRIPA_ERROR_PATH_SIZE + KRIPA_ERROR_TEXT_SIZE + 2];
    size_t fields_count;
    struct kripa_error_field fields[KRIPA_ERROR_FIELDS_MAX];
    int64_t retry_after_s; /* with LIMITED and UNAVAILABLE; 0: unknown */
    int64_t reserved[7];
};

KRIPA_BEGIN

/* "OUT_OF_STOCK"; "INTERNAL" for a number that is no status. */
KRIPA_API const char *kripa_status_name(enum kripa_status status);
/* The meaning from the list above, for people. */
KRIPA_API const char *kripa_status_meaning(enum kripa_status status);

/* Forgets the error. Every call of the library begins with this. NULL is fine. */
KRIPA_API void kripa_error_clear(struct kripa_error *err);
/* Fills in `err` (may be NULL) without fields, and returns `status`: `return kripa_fail(err,
 * KRIPA_..., "...")`. */
KRIPA_API enum kripa_status kripa_fail(struct kripa_error *err, enum kripa_status status,
                                       const char *format, ...) KRIPA_PRINTF(3, 4);
/* Adds a bad field. The first one sets status and message ("path: message"), so several can be
 * added one after the other. A path of "" means the whole input. Fields beyond
 * KRIPA_ERROR_FIELDS_MAX are dropped. Returns `status`. `err` must be clear ({0}) before, or hold
 * fields of the same input. */
KRIPA_API enum kripa_status kripa_fail_field(struct kripa_error *err, enum kripa_status status,
                                             const char *path, const char *format, ...)
    KRIPA_PRINTF(4, 5);

KRIPA_END
#endif
