/* SPDX-License-Identifier: MIT
 * See found.h. Every record begins with its id. */
#include "found.h"

#include <stdlib.h>
#include <string.h>

#include "base/status.h"
#include "query.h"

#define IDS_OF_ONE_READ 500

static int by_id(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct kripa_id));
}

static size_t without_repeats(struct kripa_id *ids, size_t count)
{
    qsort(ids, count, sizeof *ids, by_id);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !kripa_id_equal(ids[kept - 1], ids[i]))
            ids[kept++] = ids[i];
    return kept;
}

enum kripa_status kp_find_all(const struct kp_call *call, const struct kripa_schema *of,
                              struct kripa_id *ids, size_t ids_count, struct kp_found *out)
{
    ids_count = without_repeats(ids, ids_count);
    *out = (struct kp_found){.size = of->size};
    out->at = kripa_arena_alloc(call->arena, of->size, ids_count);
    if (!out->at)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < ids_count; i += IDS_OF_ONE_READ) {
        size_t count = ids_count - i < IDS_OF_ONE_READ ? ids_count - i : IDS_OF_ONE_READ;
        struct kripa_rows rows;
        enum kripa_status status = kp_find_ids(call, of, ids + i, count, &rows);
        if (status != KRIPA_OK)
            return status;
        if (rows.count)
            memcpy(out->at + out->count * of->size, rows.at, rows.count * of->size);
        out->count += rows.count;
    }
    qsort(out->at, out->count, of->size, by_id);
    return KRIPA_OK;
}

size_t kp_found_place(const struct kp_found *found, struct kripa_id id)
{
    const char *at = bsearch(&id, found->at, found->count, found->size, by_id);
    return at ? (size_t)(at - found->at) / found->size : found->count;
}
