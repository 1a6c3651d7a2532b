/* SPDX-License-Identifier: MIT
 * The search terms of records, made of the words of some texts, and conditions on them. */
#ifndef KP_SEARCH_H
#define KP_SEARCH_H

#include "base/text.h"
#include "query.h"
#include "schema/schema.h"

/* Empty terms with room for a record's; its array is NULL when out of memory. */
struct kripa_terms kp_terms_of(struct kripa_arena *arena, struct kripa_id id);
/* Adds the terms of a text, which may be NULL. */
enum kripa_status kp_terms_add(struct kripa_arena *arena, const char *text,
                               enum kp_spelling spelling, struct kripa_terms *terms);

bool kp_terms_has(const struct kripa_terms *terms, const char *term);
/* The first character of a term that is a whole tag (kp_tag_term) and not a word. */
#define KP_TAG_SIGN '#'

/* A word of a search: a record matches if it has one of the values, as a whole term or, for the
 * last word of a text, as the beginning of one. */
struct kp_word {
    enum kripa_op op; /* HAS or PREFIX */
    const struct kripa_value *values;
    size_t values_count;
};
struct kp_words {
    struct kp_word at[KRIPA_QUERY_WORDS_MAX];
    size_t count;
};
/* INVALID on `q` for bad UTF-8. */
enum kripa_status kp_words_of(struct kripa_arena *arena, const char *q, enum kp_spelling spelling,
                              struct kp_words *out, struct kripa_error *err);
bool kp_words_same(const struct kp_words *a, const struct kp_words *b);
void kp_where_words(struct kp_query *query, const struct kp_words *words);

/* Reads a text as a phone number, which is one term however it is written: `out` becomes a single
 * word. False: it is no phone number. Without `whole` the beginning of a number will do. */
bool kp_words_phone(struct kripa_arena *arena, const char *q, bool whole, struct kp_words *out);

#endif
