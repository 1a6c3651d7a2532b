/* SPDX-License-Identifier: MIT
 * What everything else stands on: version, export mark, ids, optional numbers, money as text. */
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

/* The version of the library that is running, which may be newer than KRIPA_VERSION. */
KRIPA_API const char *kripa_version(void);

/* An id is a MongoDB ObjectId in both stores: 4 bytes of time, 5 random ones, 3 of a counter. All
 * zero: no id. */
struct kripa_id {
    unsigned char bytes[12];
};
#define KRIPA_ID_TEXT_SIZE 25 /* 24 hex digits and the end */

/* False, and *out untouched, when `text` is not exactly 24 hex digits. */
KRIPA_API bool kripa_id_parse(const char *text, struct kripa_id *out);
KRIPA_API void kripa_id_format(struct kripa_id id, char out[KRIPA_ID_TEXT_SIZE]);
KRIPA_API bool kripa_id_is_zero(struct kripa_id id);
KRIPA_API bool kripa_id_equal(struct kripa_id a, struct kripa_id b);

/* A number that may be absent, where zero is a value of its own. */
struct kripa_int {
    int64_t value;
    bool set;
};

/* Which fields of a request were present, one bit a field of its field table (bit n is field n). A
 * field that is present and empty (NULL, zero, not set) was sent as null or "": it clears the
 * field. See kripa_schema_bit. */
typedef uint64_t kripa_given;
/* A struct filled by hand: every field counts as given, but a number of 0 that is not required
 * counts as left out. */
#define KRIPA_GIVEN_ALL (~(kripa_given)0)

/* Money is int64 paise inside, rupees with at most two decimals outside. */
#define KRIPA_MONEY_TEXT_SIZE 24

/* "1250", "1250.5" as 1250.50: rupees, without separators, as JSON shows them. Returns the
 * length. */
KRIPA_API size_t kripa_money_format(int64_t paise, char out[KRIPA_MONEY_TEXT_SIZE]);
/* Reads rupees with at most two decimals; false, and *paise untouched, for anything else. */
KRIPA_API bool kripa_money_parse(const char *text, int64_t *paise);

KRIPA_END
#endif
