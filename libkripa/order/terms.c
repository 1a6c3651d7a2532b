/* SPDX-License-Identifier: MIT
 * The search terms of orders, and searching them by number, end of the id, name, phone or
 * e-mail. */
#include "core/search.h"
#include "internal.h"

#include <string.h>

static enum kripa_status add_all(struct kripa_arena *arena, const char *const *texts, size_t count,
                                 struct kripa_terms *out)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; status == KRIPA_OK && i < count; i++)
        status = kp_terms_add(arena, texts[i], KP_EVERY_WAY, out);
    return status;
}

enum kripa_status kp_order_own_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                     struct kripa_terms *out)
{
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(order->id, id);
    const struct kripa_address *to = &order->shipping_address;
    size_t named = order->anonymised ? 2 : 4;
    const char *number = kripa_arena_format(arena, "%lld", (long long)order->number);
    const char *const texts[] = {number, id + KRIPA_ID_TEXT_SIZE - 1 - KP_ID_END_SIZE, to->name,
                                 to->phone};
    *out = kp_terms_of(arena, order->id);
    return number ? add_all(arena, texts, named, out) : KRIPA_NO_MEMORY;
}

enum kripa_status kp_order_terms(struct kripa_arena *arena, const struct kripa_order *order,
                                 const struct kripa_buyer *buyer, struct kripa_terms *out)
{
    enum kripa_status status = kp_order_own_terms(arena, order, out);
    if (!buyer || order->anonymised || status != KRIPA_OK)
        return status;
    const char *const texts[] = {buyer->name, buyer->phone, buyer->email};
    return add_all(arena, texts, sizeof texts / sizeof *texts, out);
}

static bool is_number(const struct kp_word *word)
{
    const struct kripa_text *text = &word->values->as.text;
    for (size_t i = 0; i < text->size; i++)
        if (text->at[i] < '0' || text->at[i] > '9')
            return false;
    return true;
}

/* Words that people write before an order's number. */
static bool leads_number(const struct kp_word *word)
{
    static const char *const leads[] = {"no", "nr", "number", "order", "नं", "नंबर", "ऑर्डर"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++)
        if (word->values->as.text.size == strlen(leads[i]) &&
            memcmp(word->values->as.text.at, leads[i], strlen(leads[i])) == 0)
            return true;
    return false;
}

/* "Order No. 1001" is searched for as the number alone. */
static void drop_leads(struct kp_words *words)
{
    size_t leads = 0;
    while (leads + 1 < words->count && leads_number(&words->at[leads]))
        leads++;
    if (leads == 0 || leads + 1 != words->count || !is_number(&words->at[leads]))
        return;
    words->at[0] = words->at[leads];
    words->count = 1;
}

enum kripa_status kp_order_number_named(struct kripa_arena *arena, const char *name,
                                        const char **digits, struct kripa_error *err)
{
    struct kp_words words;
    *digits = NULL;
    enum kripa_status status = kp_words_of(arena, name, KP_WRITTEN, &words, err);
    if (status != KRIPA_OK)
        return status;
    drop_leads(&words);
    if (words.count == 1 && is_number(&words.at[0]))
        *digits = words.at[0].values->as.text.at;
    return KRIPA_OK;
}

/* The last word may be the beginning of a term, but numbers and all other words are whole. */
enum kripa_status kp_order_where_words(struct kp_query *query, const char *q,
                                       struct kripa_error *err)
{
    struct kp_words words;
    if (!q)
        return KRIPA_OK;
    if (!kp_words_phone(query->arena, q, true, &words)) {
        enum kripa_status status = kp_words_of(query->arena, q, KP_WRITTEN, &words, err);
        if (status != KRIPA_OK)
            return status;
        drop_leads(&words);
    }
    for (size_t i = 0; i < words.count; i++)
        if (is_number(&words.at[i]))
            words.at[i].op = KRIPA_HAS;
    kp_where_words(query, &words);
    return KRIPA_OK;
}
