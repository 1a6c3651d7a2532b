/* SPDX-License-Identifier: MIT
 * Collects what is wrong with the settings. */
#include "config.h"

#include <stdarg.h>

void config_problem(struct config_problems *problems, bool fatal, const char *format, ...)
{
    va_list args;
    problems->fatal_count += fatal;
    if (problems->count == CONFIG_PROBLEMS_MAX)
        return;
    struct config_problem *problem = &problems->at[problems->count++];
    problem->fatal = fatal;
    va_start(args, format);
    vsnprintf(problem->text, sizeof problem->text, format, args);
    va_end(args);
}
