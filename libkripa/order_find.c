/* SPDX-License-Identifier: MIT
 * An order by what people call it: its number or, when no order has that one, its id or the end of
 * it. For the console. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "order.h"
#include "query.h"

#define ENDING_MIN 4 /* digits of an id's end */

/* The orders a name may mean, each once. */
struct candidates {
    const char *ending;
    size_t ending_size;
    struct kripa_id ids[KRIPA_ERROR_FIELDS_MAX];
    size_t count;
};

static void add_candidate(struct candidates *candidates, struct kripa_id id)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (kripa_id_equal(candidates->ids[i], id))
            return;
    if (candidates->count < KRIPA_ERROR_FIELDS_MAX)
        candidates->ids[candidates->count++] = id;
}

static enum kripa_status look_at_ending(void *ctx, const void *record)
{
    struct candidates *candidates = ctx;
    const struct kripa_terms *row = record;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(row->id, text);
    const char *ending = text + strlen(text) - candidates->ending_size;
    if (strcasecmp(ending, candidates->ending) == 0)
        add_candidate(candidates, row->id);
    return KRIPA_OK;
}

/* The last eight digits are a term; for fewer every id is looked at, for a person who types. */
static enum kripa_status add_by_ending(struct kripa *kripa, struct candidates *candidates,
                                       struct kripa_error *err)
{
    size_t size = candidates->ending_size = strlen(candidates->ending);
    if (size < ENDING_MIN || size >= KRIPA_ID_TEXT_SIZE ||
        strspn(candidates->ending, "0123456789abcdefABCDEF") != size)
        return KRIPA_OK;
    char term[KP_ID_END_SIZE + 1] = "";
    struct kripa_value value = {.kind = KRIPA_VALUE_TEXT, .as.text = {term, KP_ID_END_SIZE}};
    struct kripa_cond cond = {"terms", KRIPA_HAS, &value, 1};
    struct kripa_query query = {.of = &kripa_order_terms_schema, .conds = &cond};
    if (size >= KP_ID_END_SIZE) {
        for (size_t i = 0; i < KP_ID_END_SIZE; i++)
            term[i] = candidates->ending[size - KP_ID_END_SIZE + i] | ' '; /* lower case */
        query.conds_count = 1;
    }
    return kripa->store->ops->scan(kripa->store, &query, look_at_ending, candidates, err);
}

/* "1001" or "#1001". */
static enum kripa_status add_by_number(struct kripa *kripa, const char *name,
                                       struct kripa_arena *arena, struct candidates *candidates,
                                       struct kripa_error *err)
{
    const char *digits = name + (*name == '#');
    if (!*digits || strspn(digits, "0123456789") != strlen(digits))
        return KRIPA_OK;
    errno = 0;
    long long number = strtoll(digits, NULL, 10);
    if (errno)
        return KRIPA_OK;
    struct kp_query query = kp_query_of(arena, &kripa_order_schema);
    kp_where(&query, "number", KRIPA_EQ, kp_int(number));
    struct kripa_rows rows;
    enum kripa_status status = kp_find(kripa, &query, &rows, err);
    if (status == KRIPA_OK && rows.count)
        add_candidate(candidates, ((struct kripa_order *)rows.at)->id);
    return status;
}

static enum kripa_status say_candidates(struct kripa *kripa, const struct candidates *candidates,
                                        struct kripa_arena *arena, struct kripa_error *err)
{
    struct kripa_rows rows;
    enum kripa_status status = kp_find_ids(kripa, &kripa_order_schema, candidates->ids,
                                           candidates->count, arena, &rows, err);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_order *orders = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        char text[KRIPA_ID_TEXT_SIZE];
        kripa_id_format(orders[i].id, text);
        kripa_fail_field(err, KRIPA_CONFLICT, text, "%lld, %s", (long long)orders[i].number,
                         orders[i].shipping_address.name);
    }
    if (err)
        snprintf(err->message, sizeof err->message, "that may be any of %zu orders", rows.count);
    return KRIPA_CONFLICT;
}

enum kripa_status kripa_order_find(struct kripa *kripa, struct kripa_viewer viewer,
                                   const char *name, struct kripa_arena *arena,
                                   struct kripa_order **out, struct kripa_error *err)
{
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status != KRIPA_OK)
        return status;
    struct candidates candidates = {.ending = name};
    status = add_by_number(kripa, name, arena, &candidates, err);
    if (status == KRIPA_OK && candidates.count == 0)
        status = add_by_ending(kripa, &candidates, err);
    if (status != KRIPA_OK)
        return status;
    if (candidates.count == 0)
        return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such order");
    if (candidates.count > 1)
        return say_candidates(kripa, &candidates, arena, err);
    return kripa_order_get(kripa, viewer, candidates.ids[0], arena, out, err);
}
