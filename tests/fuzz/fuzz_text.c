/* SPDX-License-Identifier: MIT
 * Fuzz target: any text, normalized in every format, and its terms in every spelling: what comes
 * out is UTF-8, within its limits, and a normalized text is the same when normalized again. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/text_near.h"
#include "fuzz.h"

#include <kripa/limits.h>

static void must(bool holds)
{
    if (!holds)
        abort();
}

static void normalize(struct kripa_arena *arena, const char *text)
{
    for (unsigned format = 0; format < KRIPA_FORMAT_COUNT; format++) {
        const char *once = text;
        bool taken = kp_format_normalize((enum kripa_format)format, arena, &once) == NULL;
        must(once && kp_text_length(once) >= 0);
        const char *twice = once;
        must(!taken || (!kp_format_normalize((enum kripa_format)format, arena, &twice) &&
                        strcmp(once, twice) == 0));
    }
}

static void make_terms(struct kripa_arena *arena, const char *text)
{
    for (unsigned spelling = KP_EVERY_WAY; spelling <= KP_BARE; spelling++) {
        const char *terms[KRIPA_TERMS_MAX];
        size_t count = 0;
        must(kp_text_terms(arena, text, (enum kp_spelling)spelling, terms, KRIPA_TERMS_MAX,
                           &count) == KRIPA_OK);
        for (size_t i = 0; i < count; i++) {
            size_t size = strlen(terms[i]), edits = 0;
            struct kp_letters word = kp_letters_of(terms[i], size);
            must(size > 0 && size <= KRIPA_TERM_BYTES_MAX && kp_text_length(terms[i]) > 0);
            must(word.count > 0 && kp_letters_apart(&word, &word, 2) == 0);
            must(i > 0 || kp_letters_edited(arena, &word, &edits));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct kripa_arena arena = {0};
    char *text = kripa_arena_text(&arena, (const char *)data, size);
    if (text) {
        kp_text_mend(text);
        normalize(&arena, text);
        make_terms(&arena, text);
        must(kp_text_slug(&arena, text) && kp_text_fold(&arena, text, KRIPA_NAME_KEY_BYTES_MAX));
    }
    kripa_arena_clear(&arena);
    return 0;
}
