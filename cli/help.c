/* SPDX-License-Identifier: MIT
 * The text of --help. */
#include "help.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>

#include "base/flags.h"
#include "output/failure.h"

#define FLAG_COLUMN 30

static void put_lines(FILE *to, const char *lines, const char *before)
{
    while (lines && *lines) {
        size_t size = strcspn(lines, "\n");
        fprintf(to, "%s%.*s\n", before, (int)size, lines);
        lines += size + (lines[size] == '\n');
    }
}

/* Marks what a new record needs or, inside an address, what an address needs. */
static const char *need_of(const struct command *command, const struct flag *flag)
{
    if (!command || !flag->field || command->input_mode != KRIPA_CREATE ||
        !(flag->field->flags & KRIPA_REQUIRED))
        return "";
    bool inside = strchr(flag->path, '.') != NULL;
    return inside && command->flags & COMMAND_KNOWS_ADDRESS ? " (required with an address)"
                                                            : " (required)";
}

static void put_flag(FILE *to, const struct command *command, const struct flag *flag)
{
    /* it can be yes, no, or left as it is */
    bool both = !flag->label && flag->origin == FLAG_FIELD;
    int used = fprintf(to, "  --%s%s%s%s", both ? "[no-]" : "", flag->name, flag->label ? " " : "",
                       flag->label ? flag->label : "");
    if (used >= FLAG_COLUMN)
        used = fprintf(to, "\n") - 1;
    fprintf(to, "%*s%s", FLAG_COLUMN - used, "", flag->doc);
    for (const char *const *name = flag->field ? flag->field->names : NULL; name && *name; name++)
        fprintf(to, "%s%s", name == flag->field->names ? " One of: " : ", ", *name);
    fprintf(to, "%s\n", need_of(command, flag));
}

static void put_flags(FILE *to, const struct command *command)
{
    struct flag flags[FLAGS_MAX];
    size_t count = flags_of(command, flags), shown = 0;
    for (size_t i = 0; i < count; i++) {
        if (command && flags[i].origin == FLAG_GLOBAL)
            continue;
        if (shown++ == 0)
            fputs("\nFlags:\n", to);
        put_flag(to, command, &flags[i]);
    }
}

static void command_help(FILE *to, const struct command *command)
{
    fprintf(to, "kripactl %s%s%s - %s\n", command->noun, command->verb ? " " : "",
            command->verb ? command->verb : "", command->summary);
    fprintf(to, "\nUsage:\n  kripactl %s%s%s%s%s [FLAG...]\n", command->noun,
            command->verb ? " " : "", command->verb ? command->verb : "", command->args ? " " : "",
            command->args ? command->args : "");
    if (command->about)
        fputc('\n', to);
    put_lines(to, command->about, "");
    put_flags(to, command);
    fputs("\nAnd those every command knows: --store URI, --as EMAIL, --json, --dry-run, ...\n"
          "(kripactl --help)\n\nExamples:\n",
          to);
    put_lines(to, command->examples, "  ");
}

static void noun_help(FILE *to, const struct noun *noun)
{
    fprintf(to, "kripactl %s - %s\n\nCommands:\n", noun->name, noun->summary);
    const char *example = NULL;
    for (const struct command *command = noun->commands; command->noun; command++) {
        char line[64];
        snprintf(line, sizeof line, "%s %s", command->verb, command->args ? command->args : "");
        fprintf(to, "  %-28s%s\n", line, command->summary);
        example = example ? example : command->examples;
    }
    fprintf(to, "\nkripactl %s COMMAND --help explains each.\n\nExamples:\n", noun->name);
    put_lines(to, example, "  ");
}

static void general_help(FILE *to)
{
    fputs("kripactl - runs a shop from the command line, beside kripad or without it\n\n"
          "Usage:\n  kripactl NOUN VERB [ARGUMENT...] [FLAG...]\n\nNouns:\n",
          to);
    for (const struct noun *noun = nouns; noun->name; noun++)
        fprintf(to, "  %-12s%s\n", noun->name, noun->summary);
    put_flags(to, NULL);
    fputs(
        "\nA command's flags stand behind its words, those above anywhere; behind -- nothing is\n"
        "one. -y is --yes, -h is --help. Money is rupees with at most two decimals (120.50). A\n"
        "user is named by e-mail, a product by SKU, slug or id, an order by number or the end of\n"
        "its id.\n"
        "\nExit codes:\n",
        to);
    failure_explain(to);
    fputs("\nExamples:\n"
          "  kripactl init --name \"Asha Rao\" --email asha@example.in\n"
          "  kripactl product list led bulb\n"
          "  kripactl order list --status pending --json\n"
          "  kripactl product add --help\n",
          to);
}

void help_print(FILE *to, const struct noun *noun, const struct command *command)
{
    if (command)
        command_help(to, command);
    else if (noun)
        noun_help(to, noun);
    else
        general_help(to);
}
