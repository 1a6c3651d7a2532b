/* SPDX-License-Identifier: MIT
 * The search terms of records, and conditions on them. */
#include "search.h"

#include <string.h>

#include <kripa/limits.h>

#define PHONE_DIGITS_MIN 4 /* fewer digits may be any number */

struct kripa_terms kp_terms_of(struct kripa_arena *arena, struct kripa_id id)
{
    return (struct kripa_terms){
        .id = id, .terms = kripa_arena_alloc(arena, sizeof(const char *), KRIPA_TERMS_MAX)};
}

enum kripa_status kp_terms_add(struct kripa_arena *arena, const char *text,
                               enum kp_spelling spelling, struct kripa_terms *terms)
{
    if (!terms->terms)
        return KRIPA_NO_MEMORY;
    if (!text)
        return KRIPA_OK;
    return kp_text_terms(arena, text, spelling, terms->terms, KRIPA_TERMS_MAX, &terms->terms_count);
}

bool kp_terms_has(const struct kripa_terms *terms, const char *term)
{
    for (size_t i = 0; i < terms->terms_count; i++)
        if (strcmp(terms->terms[i], term) == 0)
            return true;
    return false;
}

static bool put(struct kripa_arena *arena, const char *text, enum kripa_op op, struct kp_words *out)
{
    struct kripa_value *value = kripa_arena_alloc(arena, sizeof *value, 1);
    if (!value)
        return false;
    *value = kp_text(text);
    out->at[out->count++] = (struct kp_word){op, value, 1};
    return true;
}

enum kripa_status kp_words_of(struct kripa_arena *arena, const char *q, enum kp_spelling spelling,
                              struct kp_words *out, struct kripa_error *err)
{
    const char *terms[KRIPA_QUERY_WORDS_MAX];
    size_t count = 0;
    out->count = 0;
    enum kripa_status status =
        kp_text_terms(arena, q, spelling, terms, KRIPA_QUERY_WORDS_MAX, &count);
    if (status == KRIPA_INVALID)
        return kripa_fail_field(err, status, "q", "can't be read");
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        if (!put(arena, terms[i], i + 1 < count ? KRIPA_HAS : KRIPA_PREFIX, out))
            status = KRIPA_NO_MEMORY;
    return status == KRIPA_OK ? status : kripa_fail(err, status, "out of memory");
}

static bool same_text(const struct kripa_value *a, const struct kripa_value *b)
{
    return a->as.text.size == b->as.text.size &&
           memcmp(a->as.text.at, b->as.text.at, a->as.text.size) == 0;
}

bool kp_words_same(const struct kp_words *a, const struct kp_words *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = same_text(a->at[i].values, b->at[i].values);
    return same;
}

void kp_where_words(struct kp_query *query, const struct kp_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        kp_where_any(query, "terms", words->at[i].op, words->at[i].values,
                     words->at[i].values_count);
}

bool kp_words_phone(struct kripa_arena *arena, const char *q, bool whole, struct kp_words *out)
{
    const char *phone = q;
    bool is_whole = !kp_format_normalize(KRIPA_FORMAT_PHONE, arena, &phone);
    size_t size = phone ? strlen(phone) : 0;
    bool digits = size >= PHONE_DIGITS_MIN && strspn(phone, "0123456789") == size;
    out->count = 0;
    if (!digits || (whole && !is_whole))
        return false;
    return put(arena, phone, is_whole ? KRIPA_HAS : KRIPA_PREFIX, out);
}
