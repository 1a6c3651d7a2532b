/* SPDX-License-Identifier: MIT
 * Finding the one record that a name means, when it may mean several. */
#include "candidates.h"

#include <stdio.h>
#include <string.h>

#include "context.h"

#define ENDING_MIN 4 /* digits at the end of an id */

void kp_candidate(struct kp_candidates *candidates, struct kripa_id id)
{
    for (size_t i = 0; i < candidates->count && i < KRIPA_ERROR_FIELDS_MAX; i++)
        if (kripa_id_equal(candidates->ids[i], id))
            return;
    if (candidates->count < KRIPA_ERROR_FIELDS_MAX)
        candidates->ids[candidates->count] = id;
    candidates->count++;
}

static enum kripa_status take_if_ending(void *ctx, const void *record)
{
    struct kp_candidates *candidates = ctx;
    const struct kripa_terms *row = record;
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(row->id, text);
    const char *ending = text + strlen(text) - strlen(candidates->ending);
    if (strcasecmp(ending, candidates->ending) == 0)
        kp_candidate(candidates, row->id);
    return KRIPA_OK;
}

enum kripa_status kp_candidates_by_ending(struct kp_candidates *candidates, struct kp_query *among,
                                          const char *name)
{
    struct kripa_id id;
    size_t size = strlen(name);
    bool digits = strspn(name, "0123456789abcdefABCDEF") == size;
    if (candidates->count > 0 || !digits || size < ENDING_MIN || size >= KRIPA_ID_TEXT_SIZE)
        return KRIPA_OK;
    if (kripa_id_parse(name, &id))
        kp_where(among, "_id", KRIPA_EQ, kp_id(id));
    candidates->ending = name;
    return kp_scan(candidates->call, among, take_if_ending, candidates);
}

static enum kripa_status tell_all(const struct kp_candidates *candidates)
{
    bool all = candidates->count <= KRIPA_ERROR_FIELDS_MAX;
    struct kripa_rows rows;
    enum kripa_status status = kp_find_ids(candidates->call, candidates->of, candidates->ids,
                                           all ? candidates->count : KRIPA_ERROR_FIELDS_MAX, &rows);
    if (status != KRIPA_OK)
        return status;
    for (size_t i = 0; i < rows.count; i++)
        candidates->tell((const char *)rows.at + i * candidates->of->size, candidates->call->err);
    if (candidates->call->err)
        snprintf(candidates->call->err->message, sizeof candidates->call->err->message,
                 "that may be any of %zu %s", candidates->count, candidates->plural);
    return KRIPA_CONFLICT;
}

enum kripa_status kp_candidates_only(const struct kp_candidates *candidates, struct kripa_id *out)
{
    if (candidates->count == 0)
        return kripa_fail(candidates->call->err, KRIPA_NOT_FOUND, "there is no such %s",
                          candidates->of->name);
    if (candidates->count > 1)
        return tell_all(candidates);
    *out = candidates->ids[0];
    return KRIPA_OK;
}

enum kripa_status kp_candidate_by_ending(struct kp_candidates *candidates, struct kp_query *among,
                                         const char *name, void **found)
{
    const struct kp_call *call = candidates->call;
    struct kripa_id id;
    enum kripa_status status = kp_need_admin(call->viewer, call->err);
    if (status == KRIPA_OK)
        status = kp_need_text(name, "name", call->err);
    if (status == KRIPA_OK)
        status = kp_candidates_by_ending(candidates, among, name);
    if (status == KRIPA_OK)
        status = kp_candidates_only(candidates, &id);
    return status == KRIPA_OK ? kp_find_id(call, candidates->of, id, found) : status;
}
