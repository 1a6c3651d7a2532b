/* SPDX-License-Identifier: MIT
 * Fuzz target: lines "name=value" as pairs, for any table, role and way of taking. */
#include <string.h>

#include "fuzz.h"

#define PAIRS_MAX 64

static size_t split(char *text, struct kripa_pair pairs[PAIRS_MAX])
{
    size_t count = 0;
    while (*text && count < PAIRS_MAX) {
        char *end = text + strcspn(text, "\n");
        char *next = *end ? end + 1 : end;
        *end = '\0';
        char *value = text + strcspn(text, "=");
        if (*value)
            *value++ = '\0';
        pairs[count++] = (struct kripa_pair){text, value};
        text = next;
    }
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct fuzz_choice choice;
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    struct kripa_pair pairs[PAIRS_MAX];
    kripa_given given;
    if (!fuzz_choose(&data, &size, &choice))
        return 0;
    void *record = kripa_arena_alloc(&arena, choice.schema->size, 1);
    char *text = kripa_arena_text(&arena, (const char *)data, size);
    if (!record || !text)
        return 0;
    size_t count = split(text, pairs);
    enum kripa_status status =
        kripa_pairs_decode(choice.schema, choice.input_mode, choice.role, choice.strict, pairs,
                           count, &arena, record, &given, &err);
    fuzz_hold(&choice, status, &err, &arena, record, given);
    kripa_arena_clear(&arena);
    return 0;
}
