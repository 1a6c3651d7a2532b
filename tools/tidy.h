/* SPDX-License-Identifier: MIT
 * What clang's analyzer, which sees one file at a time, can't know of the others: kripa_fail returns
 * the status that it is given. tidy.sh includes it before each file. */
#ifndef TOOLS_TIDY_H
#define TOOLS_TIDY_H

#include <kripa/status.h>

#define kripa_fail(err, status, ...) ((void)kripa_fail(err, status, __VA_ARGS__), (status))
#define kripa_fail_field(err, status, ...)                                                         \
    ((void)kripa_fail_field(err, status, __VA_ARGS__), (status))

#if __has_include("base/status.h") /* the library's */
#include "base/status.h"
#define kp_no_memory(err) ((void)kp_no_memory(err), KRIPA_NO_MEMORY)
#endif

#endif
