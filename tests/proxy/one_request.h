/* SPDX-License-Identifier: MIT
 * Whether bytes are one request that can be read in one way only, by a reading of its own that lets
 * nothing pass. */
#ifndef ONE_REQUEST_H
#define ONE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

enum form {
    FORM_WHOLE, /* one request, and nothing else */
    FORM_CUT,   /* the beginning of one, or nothing */
    FORM_ODD,   /* anything else */
};
#define SEEN_SIZE 64
struct seen {
    char target[SEEN_SIZE], forwarded_for[SEEN_SIZE]; /* "" when it has none */
    bool controls; /* control characters are in a header's value: a fault, but no mark of framing */
};
enum form one_request(const char *bytes, size_t size, struct seen *seen);

#endif
