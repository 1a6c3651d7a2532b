/* SPDX-License-Identifier: MIT
 * Allocations that fail when they are told to. A test program that includes this header is linked
 * with --wrap=malloc,calloc,realloc,strdup (tests/CMakeLists.txt looks for the #include), so that
 * every call from Kripa's own code is counted. What shared libraries allocate inside is not, but
 * for SQLite: see fault_alloc_sqlite.
 *
 *     for (long n = 1; ; n++) {
 *         fault_alloc_fail(n, false);
 *         enum kripa_status status = what_is_tested();
 *         if (!fault_alloc_failed())
 *             break;                  it needs fewer than n allocations: all have failed once
 *         status is KRIPA_OK or KRIPA_NO_MEMORY, and nothing is half-done
 *     } */
#ifndef TEST_FAULT_ALLOC_H
#define TEST_FAULT_ALLOC_H

#include <stdbool.h>

/* The nth allocation from now on fails, from 1, with `from_then_on` all after it, too. */
void fault_alloc_fail(long nth, bool from_then_on);
/* No more failures. Returns whether one happened since fault_alloc_fail. */
bool fault_alloc_failed(void);
/* SQLite's own allocations count and fail, too. To be called by main, before SQLite is first used;
 * false: too late. */
bool fault_alloc_sqlite(void);

#endif
