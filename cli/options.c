/* SPDX-License-Identifier: MIT
 * Parses the command line. A command's flags follow its words, global ones may be anywhere; after
 * "--" nothing is a flag. */
#include "options.h"
#include "commands.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/flags.h"
#include "base/suggest.h"

#define VERB_SIZE 64

struct reading {
    struct kripa_arena *arena;
    struct options *options;
    struct input *in;
    const struct noun *noun;
    char **left, **end; /* not read yet */
    bool flags_over;    /* "--" was read */
    struct flag flags[FLAGS_MAX];
    size_t flags_count;
    struct kripa_error *err;
};

static enum kripa_status out_of_memory(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
}

static enum kripa_status unknown(struct reading *r, const char *what,
                                 const struct suggestion *suggestion, const char *mark)
{
    if (suggestion->best)
        return kripa_fail(r->err, KRIPA_INVALID, "unknown %s \"%s%s\"; did you mean \"%s%s\"?",
                          what, mark, suggestion->typed, mark, suggestion->best);
    return kripa_fail(r->err, KRIPA_INVALID, "unknown %s \"%s%s\"", what, mark, suggestion->typed);
}

static enum kripa_status read_noun(struct reading *r, const char *word)
{
    r->noun = noun_find(word);
    if (r->noun) {
        r->in->command = command_find(r->noun, NULL);
        return KRIPA_OK;
    }
    struct suggestion suggestion = suggestion_for(word);
    for (const struct noun *noun = nouns; noun->name; noun++)
        suggestion_try(&suggestion, noun->name);
    return unknown(r, "command", &suggestion, "");
}

/* Some verbs are two words: "image add". */
static const struct command *find_pair(struct reading *r, const char *word)
{
    char pair[VERB_SIZE];
    if (r->left == r->end)
        return NULL;
    snprintf(pair, sizeof pair, "%s %s", word, *r->left);
    const struct command *found = command_find(r->noun, pair);
    r->left += found != NULL;
    return found;
}

static enum kripa_status read_verb(struct reading *r, const char *word)
{
    r->in->command = command_find(r->noun, word);
    if (!r->in->command)
        r->in->command = find_pair(r, word);
    if (r->in->command)
        return KRIPA_OK;
    struct suggestion suggestion = suggestion_for(word);
    for (const struct command *command = r->noun->commands; command->noun; command++) {
        if (command->verb)
            suggestion_try(&suggestion, command->verb);
    }
    char what[64];
    snprintf(what, sizeof what, "%s command", r->noun->name);
    return unknown(r, what, &suggestion, "");
}

static enum kripa_status read_word(struct reading *r, const char *word)
{
    if (!r->noun && strcmp(word, "help") == 0) { /* "help product add" too */
        r->options->help = true;
        return KRIPA_OK;
    }
    enum kripa_status status = KRIPA_OK;
    if (!r->noun)
        status = read_noun(r, word);
    else if (!r->in->command)
        status = read_verb(r, word);
    else if (r->in->args_count < r->in->command->args_max)
        r->in->args[r->in->args_count++] = word;
    else
        return kripa_fail(r->err, KRIPA_INVALID, "\"%s\" is one argument too many", word);
    if (r->in->command && r->in->args_count == 0) /* from here on its flags are known */
        r->flags_count = flags_of(r->in->command, r->flags);
    return status;
}

static bool is_truth(const char *word)
{
    return strcmp(word, "true") == 0 || strcmp(word, "false") == 0;
}

/* Reads the value of a flag: after "=", or the next word. A yes-or-no flag needs none, but if it is
 * a field it may have one. */
static enum kripa_status take_value(struct reading *r, const struct flag *flag, const char *typed,
                                    const char *equals, const char **value)
{
    if (equals && (flag->label || flag->origin == FLAG_FIELD)) {
        *value = equals + 1;
        return KRIPA_OK;
    }
    if (equals)
        return kripa_fail(r->err, KRIPA_INVALID, "--%s takes no value", flag->name);
    if (!flag->label) {
        *value = "true";
        if (flag->origin == FLAG_FIELD && r->left < r->end && is_truth(*r->left))
            *value = *r->left++;
        return KRIPA_OK;
    }
    if (r->left == r->end)
        return kripa_fail(r->err, KRIPA_INVALID, "%s needs a value: %s", typed, flag->label);
    *value = *r->left++;
    return KRIPA_OK;
}

/* Lists that are given several times are joined; of anything else the last one counts. */
static enum kripa_status put_field(struct reading *r, const struct flag *flag, const char *value)
{
    struct input *in = r->in;
    for (size_t i = 0; i < in->pairs_count; i++) {
        if (strcmp(in->pairs[i].name, flag->path) != 0)
            continue;
        if (flag->field->type == KRIPA_TYPE_TEXTS)
            value = kripa_arena_format(r->arena, "%s,%s", in->pairs[i].value, value);
        in->pairs[i].value = value;
        return value ? KRIPA_OK : out_of_memory(r->err);
    }
    /* `flags` is filled anew when a command becomes known, so the name is copied */
    const char *name = kripa_arena_text(r->arena, flag->path, strlen(flag->path));
    if (!name)
        return out_of_memory(r->err);
    in->pairs[in->pairs_count++] = (struct kripa_pair){name, value};
    return KRIPA_OK;
}

static enum kripa_status put(struct reading *r, const struct flag *flag, const char *value)
{
    if (flag->origin == FLAG_FIELD)
        return put_field(r, flag, value);
    if (flag->origin == FLAG_OWN) {
        const char *name = kripa_arena_text(r->arena, flag->name, strlen(flag->name));
        if (!name)
            return out_of_memory(r->err);
        r->in->own[r->in->own_count++] = (struct kripa_pair){name, value};
        return KRIPA_OK;
    }
    void *member = (char *)r->options + flag->at;
    if (flag->label)
        *(const char **)member = value;
    else
        *(bool *)member = true;
    return KRIPA_OK;
}

static enum kripa_status unknown_flag(struct reading *r, const char *name)
{
    struct suggestion suggestion = suggestion_for(name);
    for (size_t i = 0; i < r->flags_count; i++)
        suggestion_try(&suggestion, r->flags[i].name);
    return unknown(r, "flag", &suggestion, "--");
}

static enum kripa_status read_flag(struct reading *r, const char *typed)
{
    const char *name = typed + 2, *equals = strchr(name, '=');
    size_t size = equals ? (size_t)(equals - name) : strlen(name);
    const struct flag *flag = flags_find(r->flags, r->flags_count, name, size);
    const char *value = NULL;
    if (!flag && size > 3 && strncmp(name, "no-", 3) == 0 && !equals) { /* --no-active */
        flag = flags_find(r->flags, r->flags_count, name + 3, size - 3);
        if (flag && (flag->label || flag->origin != FLAG_FIELD))
            flag = NULL;
        value = "false";
    }
    if (!flag) {
        char *alone = kripa_arena_text(r->arena, name, size);
        return alone ? unknown_flag(r, alone) : out_of_memory(r->err);
    }
    enum kripa_status status = value ? KRIPA_OK : take_value(r, flag, typed, equals, &value);
    return status == KRIPA_OK ? put(r, flag, value) : status;
}

/* "-3" is a number, "-" is standard input. */
static bool is_flag(const struct reading *r, const char *word)
{
    return !r->flags_over && word[0] == '-' && word[1] && !isdigit((unsigned char)word[1]);
}

static enum kripa_status read_next(struct reading *r)
{
    const char *word = *r->left++;
    if (!r->flags_over && strcmp(word, "--") == 0) {
        r->flags_over = true;
        return KRIPA_OK;
    }
    if (!is_flag(r, word))
        return read_word(r, word);
    if (strcmp(word, "-h") == 0)
        return read_flag(r, "--help");
    if (strcmp(word, "-y") == 0)
        return read_flag(r, "--yes");
    if (word[1] != '-')
        return kripa_fail(r->err, KRIPA_INVALID, "unknown flag \"%s\"", word);
    return read_flag(r, word);
}

/* Works on a malformed line, too, so that its error can be JSON. */
static bool asks_for_json(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        bool two = strcmp(argv[i], "--format") == 0 && i + 1 < argc;
        if (strcmp(argv[i], "--json") == 0 || strcmp(argv[i], "--format=json") == 0 ||
            (two && strcmp(argv[i + 1], "json") == 0))
            return true;
    }
    return false;
}

/* Help is shown whatever else is wrong with the line. */
static bool asks_for_help(int argc, char **argv)
{
    for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    }
    return false;
}

static enum kripa_status take_layout(struct options *options, struct kripa_error *err)
{
    static const char *const names[] = {[LAYOUT_TABLE] = "table",
                                        [LAYOUT_TSV] = "tsv",
                                        [LAYOUT_CSV] = "csv",
                                        [LAYOUT_JSON] = "json"};
    const char *name = options->format ? options->format : options->json ? "json" : "table";
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(name, names[i]) != 0)
            continue;
        if (options->json && i != LAYOUT_JSON)
            return kripa_fail(err, KRIPA_INVALID, "--json and --format %s exclude each other",
                              name);
        options->layout = (enum layout)i;
        options->json = i == LAYOUT_JSON;
        return KRIPA_OK;
    }
    return kripa_fail(err, KRIPA_INVALID, "--format is table, tsv, csv or json");
}

static enum kripa_status check_whole(const struct reading *r)
{
    struct options *options = r->options;
    if (options->help || options->version)
        return KRIPA_OK;
    if (!r->noun)
        return kripa_fail(r->err, KRIPA_INVALID, "which command? See kripactl --help");
    if (!r->in->command)
        return kripa_fail(r->err, KRIPA_INVALID, "which %s command? See kripactl %s --help",
                          r->noun->name, r->noun->name);
    const char *color = options->color;
    if (color && strcmp(color, "auto") != 0 && strcmp(color, "always") != 0 &&
        strcmp(color, "never") != 0)
        return kripa_fail(r->err, KRIPA_INVALID, "--color is auto, always or never");
    if (r->in->args_count < r->in->command->args_min)
        return kripa_fail(r->err, KRIPA_INVALID, "something is missing: it takes %s",
                          r->in->command->args);
    return take_layout(options, r->err);
}

enum kripa_status options_read(int argc, char **argv, struct kripa_arena *arena,
                               struct command_line *out, struct kripa_error *err)
{
    struct options *options = &out->options;
    struct input *in = &out->in;
    *out = (struct command_line){.options.help = asks_for_help(argc, argv)};
    in->args = kripa_arena_alloc(arena, sizeof *in->args, (size_t)argc);
    in->pairs = kripa_arena_alloc(arena, sizeof *in->pairs, (size_t)argc);
    in->own = kripa_arena_alloc(arena, sizeof *in->own, (size_t)argc);
    if (!in->args || !in->pairs || !in->own)
        return out_of_memory(err);
    struct reading r = {.arena = arena,
                        .options = options,
                        .in = in,
                        .left = argv + 1,
                        .end = argv + argc,
                        .err = err};
    r.flags_count = flags_of(NULL, r.flags);
    enum kripa_status status = KRIPA_OK;
    while (status == KRIPA_OK && r.left < r.end)
        status = read_next(&r);
    out->noun = r.noun;
    if (options->help)
        return status == KRIPA_NO_MEMORY ? status : KRIPA_OK;
    if (status == KRIPA_OK)
        status = check_whole(&r);
    if (status != KRIPA_OK)
        options->json = asks_for_json(argc, argv);
    return status;
}
