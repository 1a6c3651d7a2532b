/* SPDX-License-Identifier: MIT
 * Verification of search terms, which are in tables of their own. While the records are scanned,
 * only a digest of the right terms of each is kept, and compared with the table afterwards. */
#include <string.h>

#include "base/fnv.h"
#include "base/status.h"
#include "internal.h"

static const struct kripa_id no_id;

static uint64_t hash(const char *term)
{
    return kp_hash(KP_HASH_START, term, strlen(term));
}

/* The order of the terms does not matter. */
static int64_t digest(const struct kripa_terms *terms)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < terms->terms_count; i++)
        sum += hash(terms->terms[i]);
    return (int64_t)sum;
}

/* Whether all terms or, with `more`, the first ones have this digest. */
static bool agree(const struct kripa_terms *stored, int64_t expected, bool more)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < stored->terms_count; i++) {
        if (more && (int64_t)sum == expected)
            return true;
        sum += hash(stored->terms[i]);
    }
    return (int64_t)sum == expected;
}

enum kripa_status kp_terms_expect(struct kp_verify *verify, const struct kripa_terms *terms)
{
    return kp_tally_add(&verify->terms, terms->id, no_id, digest(terms))
               ? KRIPA_OK
               : kp_no_memory(verify->call.err);
}

struct comparison {
    struct kp_verify *verify;
    bool more;
};

/* A record that was added after the first look has no digest. */
static enum kripa_status compare(void *ctx, const void *record)
{
    const struct comparison *comparison = ctx;
    const struct kripa_terms *stored = record;
    const struct kp_tally_slot *slot = kp_tally_find(&comparison->verify->terms, stored->id, no_id);
    bool right = !slot || agree(stored, slot->sum, comparison->more);
    return right ? KRIPA_OK : kp_suspect(comparison->verify, stored->id);
}

enum kripa_status kp_terms_compare(struct kp_verify *verify, const struct kripa_schema *of,
                                   bool more)
{
    struct comparison comparison = {verify, more};
    struct kp_query all = kp_query_of(verify->arena, of);
    enum kripa_status status = kp_scan(&verify->call, &all, compare, &comparison);
    verify->terms = (struct kp_tally){.arena = verify->arena};
    return status;
}

enum kripa_status kp_terms_read(struct kp_verify *verify, const struct kripa_schema *of,
                                const struct kripa_terms *expected, bool more, bool *right)
{
    void *stored;
    enum kripa_status status = kp_verify_read(verify, of, expected->id, &stored);
    *right = status == KRIPA_OK && stored && agree(stored, digest(expected), more);
    return status;
}
