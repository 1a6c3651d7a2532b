/* SPDX-License-Identifier: MIT
 * What all other headers use: version, export mark, ids, optional numbers, money as text. */
#ifndef KRIPA_BASE_H
#define KRIPA_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
#define KRIPA_BEGIN extern "C" {
#define KRIPA_END   }
#else
#define KRIPA_BEGIN
#define KRIPA_END
#endif

#if defined(__GNUC__)
#define KRIPA_API                 __attribute__((visibility("default")))
#define KRIPA_PRINTF(text, first) __attribute__((__format__(__printf__, text, first)))
#else
#define KRIPA_API
#define KRIPA_PRINTF(text, first)
#endif

#define KRIPA_VERSION_MAJOR 0
#define KRIPA_VERSION_MINOR 1
#define KRIPA_VERSION_PATCH 0
#define KRIPA_VERSION       "0.1.0"

KRIPA_BEGIN

/* The version of the running library, which may be newer than KRIPA_VERSION. */
KRIPA_API const char *kripa_version(void);

/* An id is a MongoDB ObjectId in every store: 4 bytes of time, 5 random ones, 3 of a counter. All
 * zeros mean no id. */
struct kripa_id {
    unsigned char bytes[12];
};
#define KRIPA_ID_TEXT_SIZE 25 /* 24 hex digits and the NUL */

/* False, and *out untouched, when `text` is not exactly 24 hex digits. */
KRIPA_API bool kripa_id_parse(const char *text, struct kripa_id *out);
KRIPA_API void kripa_id_format(struct kripa_id id, char out[KRIPA_ID_TEXT_SIZE]);
KRIPA_API bool kripa_id_is_zero(struct kripa_id id);
KRIPA_API bool kripa_id_equal(struct kripa_id a, struct kripa_id b);

/* A number that may be absent, which is not the same as zero. */
struct kripa_int {
    int64_t value;
    bool set;
};

/* Which fields of a request were given: bit n is field n of its table. A field that is given but
 * empty (NULL, zero, not set) was sent as null or "" and clears the stored one. See
 * kripa_schema_bit. */
typedef uint64_t kripa_given;
/* For a struct that a program fills in itself: every field counts as given, except that a number of
 * 0 that is not required counts as left out. */
#define KRIPA_GIVEN_ALL (~(kripa_given)0)

/* Money is int64 paise in structs, and rupees with at most two decimals in JSON and texts. */
#define KRIPA_MONEY_TEXT_SIZE 24

/* "1250", or "1250.50" as 1250.5: rupees without separators, as in JSON. Returns the length. */
KRIPA_API size_t kripa_money_format(int64_t paise, char out[KRIPA_MONEY_TEXT_SIZE]);
/* Reads rupees with at most two decimals; false, and *paise untouched, for anything else. */
KRIPA_API bool kripa_money_parse(const char *text, int64_t *paise);

KRIPA_END
#endif
