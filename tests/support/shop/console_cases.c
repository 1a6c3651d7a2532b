/* SPDX-License-Identifier: MIT
 * The shop that the tests of one program each have a copy of. See console.h. */
#include "console.h"
#include "suite.h"

static struct console *console; /* of the test that runs */
static SFun make;
static struct console made; /* with what was said while the first shop was made */

static void make_first(void)
{
    make();
    made = *console;
}

static void remove_first(void)
{
    console_remove(&made);
}

static void begin(void)
{
    console_make(console);
    folder_copy(made.folder, console->folder);
}

static void end(void)
{
    console_remove(console);
}

TCase *console_cases(const char *name, struct console *of, SFun make_it)
{
    TCase *cases = new_cases(name, begin, end);
    console = of;
    make = make_it;
    tcase_add_unchecked_fixture(cases, make_first, remove_first);
    return cases;
}
