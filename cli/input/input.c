/* SPDX-License-Identifier: MIT
 * Access to what was typed after the words of a command. */
#include <string.h>

#include "base/command.h"

const char *input_own(const struct input *in, const char *name)
{
    for (size_t i = in->own_count; i-- > 0;) {
        if (strcmp(in->own[i].name, name) == 0)
            return in->own[i].value;
    }
    return NULL;
}

const char *input_words(struct kripa_arena *arena, const struct input *in)
{
    const char *words = in->args_count > 0 ? in->args[0] : NULL;
    for (size_t i = 1; i < in->args_count && words; i++)
        words = kripa_arena_format(arena, "%s %s", words, in->args[i]);
    return words;
}
