/* SPDX-License-Identifier: MIT
 * Small typos: finds the terms of products that are nearest to a word that no product has. All
 * spellings that are one edit away are looked up at once; for a long word the terms with the same
 * beginning are compared, too. The work is bounded, and every store gives the same result. */
#include <string.h>

#include "base/status.h"
#include "base/text_near.h"
#include "core/search.h"
#include "internal.h"

#define LONG_LETTERS    8   /* from this length on two edits are allowed */
#define TYPO_LETTERS    24  /* longer words are not corrected */
#define BEGINNING       3   /* the first letters, which must be right when two others are not */
#define ROWS_EDITED_MAX 100 /* products whose terms are compared, for each word */
#define ROWS_BEGUN_MAX  200
#define NEAREST_MAX     8 /* terms that replace a word */

struct nearest {
    const struct kp_call *call;
    bool active;
    struct kp_letters word;
    struct kripa_value *found;
    size_t found_count;
};

/* A word with digits is a measure or a number, and its neighbours mean something else. */
static bool can_be_mistyped(const struct kp_letters *word)
{
    for (size_t i = 0; i < word->count; i++)
        if (word->at[i] >= '0' && word->at[i] <= '9')
            return false;
    return word->count >= KRIPA_TYPO_LETTERS_MIN && word->count <= TYPO_LETTERS;
}

static bool is_found(const struct nearest *nearest, const char *term)
{
    for (size_t i = 0; i < nearest->found_count; i++)
        if (strcmp(nearest->found[i].as.text.at, term) == 0)
            return true;
    return false;
}

static void consider(struct nearest *nearest, const struct kripa_terms *terms, size_t most)
{
    for (size_t i = 0; i < terms->terms_count && nearest->found_count < NEAREST_MAX; i++) {
        const char *text = terms->terms[i];
        if (*text == KP_TAG_SIGN)
            continue;
        struct kp_letters term = kp_letters_of(text, strlen(text));
        size_t edits = kp_letters_apart(&nearest->word, &term, most);
        if (edits > 0 && edits <= most && !is_found(nearest, text))
            nearest->found[nearest->found_count++] = kp_text(text);
    }
}

static struct kp_query query_of(const struct nearest *nearest)
{
    struct kp_query query = kp_query_of(nearest->call->arena, &kripa_product_terms_schema);
    if (nearest->active)
        kp_where(&query, "active", KRIPA_EQ, kp_int(true));
    return query;
}

static enum kripa_status look_up(struct nearest *nearest, struct kp_query *query, int64_t limit,
                                 size_t most)
{
    struct kripa_rows rows = {0};
    query->query.limit = limit;
    enum kripa_status status = kp_find(nearest->call, query, &rows);
    const struct kripa_terms *terms = rows.at;
    for (size_t i = 0; status == KRIPA_OK && i < rows.count; i++)
        consider(nearest, &terms[i], most);
    return status;
}

static enum kripa_status look_up_edited(struct nearest *nearest)
{
    size_t count;
    const char **edited = kp_letters_edited(nearest->call->arena, &nearest->word, &count);
    struct kripa_value *values =
        edited ? kripa_arena_alloc(nearest->call->arena, sizeof *values, count) : NULL;
    if (!values)
        return kp_no_memory(nearest->call->err);
    for (size_t i = 0; i < count; i++)
        values[i] = kp_text(edited[i]);
    struct kp_query query = query_of(nearest);
    kp_where_any(&query, "terms", KRIPA_HAS, values, count);
    return look_up(nearest, &query, ROWS_EDITED_MAX, 1);
}

static enum kripa_status look_up_begun(struct nearest *nearest)
{
    const char *beginning = kp_letters_text(nearest->call->arena, &nearest->word, BEGINNING);
    if (!beginning)
        return kp_no_memory(nearest->call->err);
    struct kp_query query = query_of(nearest);
    kp_where(&query, "terms", KRIPA_PREFIX, kp_text(beginning));
    return look_up(nearest, &query, ROWS_BEGUN_MAX, 2);
}

static enum kripa_status find_nearest(struct nearest *nearest)
{
    nearest->found_count = 0;
    nearest->found = kripa_arena_alloc(nearest->call->arena, sizeof *nearest->found, NEAREST_MAX);
    if (!nearest->found)
        return kp_no_memory(nearest->call->err);
    enum kripa_status status = look_up_edited(nearest);
    if (status != KRIPA_OK || nearest->found_count > 0 || nearest->word.count < LONG_LETTERS)
        return status;
    return look_up_begun(nearest);
}

/* Replaces a word by its nearest terms, unless some product has it. */
static enum kripa_status replace(struct nearest *nearest, struct kp_word *word, bool *any)
{
    int64_t count = 0;
    struct kp_query known = query_of(nearest);
    const struct kripa_text *text = &word->values->as.text;
    kp_where_any(&known, "terms", word->op, word->values, word->values_count);
    enum kripa_status status = kp_count(nearest->call, &known, 1, &count);
    *any = count > 0;
    nearest->word = kp_letters_of(text->at, text->size);
    if (status != KRIPA_OK || *any || !can_be_mistyped(&nearest->word))
        return status;
    status = find_nearest(nearest);
    *any = nearest->found_count > 0;
    *word = (struct kp_word){KRIPA_HAS, nearest->found, nearest->found_count};
    return status;
}

enum kripa_status kp_words_nearest(const struct kp_call *call, bool active, struct kp_words *words,
                                   bool *any)
{
    struct nearest nearest = {.call = call, .active = active};
    enum kripa_status status = KRIPA_OK;
    *any = words->count > 0;
    for (size_t i = 0; status == KRIPA_OK && *any && i < words->count; i++)
        status = replace(&nearest, &words->at[i], any);
    return status;
}
