/* SPDX-License-Identifier: MIT
 * What records are found by, and asking for it: the words of some texts, kept as a list of
 * terms. */
#ifndef KP_SEARCH_H
#define KP_SEARCH_H

#include "base/text.h"
#include "query.h"
#include "schema/schema.h"

/* Room for the terms of a record; NULL in it: out of memory. */
struct kripa_terms kp_terms_of(struct kripa_arena *arena, struct kripa_id id);
/* Adds those of a text, which may be NULL. */
enum kripa_status kp_terms_add(struct kripa_arena *arena, const char *text,
                               enum kp_spelling spelling, struct kripa_terms *terms);

bool kp_terms_has(const struct kripa_terms *terms, const char *term);
/* A term that begins so is a whole tag (kp_tag_term), no word. */
#define KP_TAG_SIGN '#'

/* Words to ask for: each is met by one of its values, whole or, the last one of a text, as a
 * beginning. */
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

/* What people are looked for by: a phone number is one term, however it is written. `out` is a
 * single word then; false: it is none. Without `whole` the beginning of one will do. */
bool kp_words_phone(struct kripa_arena *arena, const char *q, bool whole, struct kp_words *out);

#endif
