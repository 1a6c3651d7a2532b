/* SPDX-License-Identifier: MIT
 * The main of a test program: RUN_SUITE("money", rounds_half_away_from_zero, ...). */
#ifndef TESTS_UNIT_SUITE_H
#define TESTS_UNIT_SUITE_H

#include <check.h>
#include <stdlib.h>

/* One program's only test case; its fixtures are there already. */
static inline int run_cases(TCase *cases, const char *name, const TTest *const *tests, size_t count)
{
    tcase_set_timeout(cases, 120); /* under sanitizers and valgrind too */
    for (size_t i = 0; i < count; i++)
        tcase_add_test(cases, tests[i]);
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, cases);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

static inline int run_suite(const char *name, SFun begin, SFun end, const TTest *const *tests,
                            size_t count)
{
    TCase *cases = tcase_create(name);
    tcase_add_checked_fixture(cases, begin, end);
    return run_cases(cases, name, tests, count);
}

#define RUN_SUITE(name, ...) RUN_SUITE_IN(name, NULL, NULL, __VA_ARGS__)
/* The same with `begin` before each test and `end` after it. */
#define RUN_SUITE_IN(name, begin, end, ...)                                                        \
    run_suite(name, begin, end, (const TTest *const[]){__VA_ARGS__},                               \
              sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))
/* The same in a test case that has its fixtures. */
#define RUN_CASES(cases, name, ...)                                                                \
    run_cases(cases, name, (const TTest *const[]){__VA_ARGS__},                                    \
              sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))

#endif
