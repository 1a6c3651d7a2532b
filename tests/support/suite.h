/* SPDX-License-Identifier: MIT
 * The main of a test program: RUN_SUITE("money", rounds_half_away_from_zero, ...). */
#ifndef TESTS_UNIT_SUITE_H
#define TESTS_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

/* A test case with `begin` before each test and `end` after it (or NULL). */
static inline TCase *new_cases(const char *name, SFun begin, SFun end)
{
    TCase *cases = tcase_create(name);
    tcase_set_timeout(cases, 120); /* under sanitizers and valgrind too */
    tcase_add_checked_fixture(cases, begin, end);
    return cases;
}

static inline void add_tests(TCase *cases, const TTest *const *tests, size_t count)
{
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
}

/* What main returns. */
static inline int run_all(const char *name, TCase *const *cases, size_t count)
{
    Suite *suite = suite_create(name);
    for (size_t i = 0; i < count; i++)
        suite_add_tcase(suite, cases[i]);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline int run_cases(TCase *cases, const char *name, const TTest *const *tests, size_t count)
{
    add_tests(cases, tests, count);
    return run_all(name, &cases, 1);
}

static inline int run_suite(const char *name, SFun begin, SFun end, const TTest *const *tests,
                            size_t count)
{
    return run_cases(new_cases(name, begin, end), name, tests, count);
}

#define RUN_SUITE(name, ...) RUN_SUITE_IN(name, NULL, NULL, __VA_ARGS__)
/* The same with `begin` before each test and `end` after it. */
#define RUN_SUITE_IN(name, begin, end, ...)                                                        \
    run_suite(name, begin, end, (const TTest *const[]){__VA_ARGS__},                               \
              sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))
/* The same in a test case that has its fixtures, a longer time, or tests in a loop. */
#define RUN_CASES(cases, name, ...)                                                                \
    run_cases(cases, name, (const TTest *const[]){__VA_ARGS__},                                    \
              sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))
/* The same in several test cases, each with its tests added. */
#define RUN_ALL(name, ...)                                                                         \
    run_all(name, (TCase *const[]){__VA_ARGS__},                                                   \
            sizeof((const TCase *const[]){__VA_ARGS__}) / sizeof(const TCase *))
#define ADD_TESTS(cases, ...)                                                                      \
    add_tests(cases, (const TTest *const[]){__VA_ARGS__},                                          \
              sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))

#endif
