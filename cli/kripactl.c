/* SPDX-License-Identifier: MIT
 * kripactl but for its main: reads the command line by the table of commands, opens the shop, runs
 * the command, reports its status. */
#include "kripactl.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "base/session.h"
#include "help.h"
#include "options.h"
#include "output/failure.h"

/* Texts are UTF-8 even when no locale is set (cron, systemd). */
static void use_utf8(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

static enum kripa_status run(struct session *s, const struct input *in)
{
    enum kripa_status status = KRIPA_OK;
    if (!(in->command->flags & COMMAND_OPENS_ITSELF)) {
        status = session_open(s, &(struct kripa_config){0});
        if (status == KRIPA_OK)
            status = session_act_as(s);
    }
    return status == KRIPA_OK ? in->command->run(s, in) : status;
}

static int run_command(const struct options *options, const struct input *in)
{
    struct session s;
    enum kripa_status status = session_begin(&s, options, in->command);
    if (status == KRIPA_OK)
        status = run(&s, in);
    struct failing failing = {
        .command = in->command, .json = options->json, .about = s.about, .code = s.exit_code};
    int code = status == KRIPA_OK ? 0 : failure_report(stderr, status, &s.error, &failing);
    session_end(&s);
    return code;
}

int kripactl_main(int argc, char **argv)
{
    use_utf8();
    struct kripa_arena arena = {0};
    struct command_line line;
    struct kripa_error error = {0};
    int code = 0;
    enum kripa_status status = options_read(argc, argv, &arena, &line, &error);
    if (status != KRIPA_OK) {
        struct failing failing = {.json = line.options.json,
                                  .code = status == KRIPA_INVALID ? EXIT_USAGE : 0};
        code = failure_report(stderr, status, &error, &failing);
    } else if (line.options.version) {
        printf("kripactl %s\n", kripa_version());
    } else if (line.options.help) {
        help_print(stdout, line.noun, line.in.command);
    } else {
        code = run_command(&line.options, &line.in);
    }
    kripa_arena_clear(&arena);
    return code;
}
