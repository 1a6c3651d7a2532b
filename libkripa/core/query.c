/* SPDX-License-Identifier: MIT
 * Asking the store. */
#include "query.h"

#include <stdio.h>
#include <string.h>

#include "base/status.h"
#include "context.h"

#define CONDS_MAX 24

const struct kripa_value kp_least_id = {.kind = KRIPA_VALUE_ID, .as.id = {{[11] = 1}}};

struct kp_query kp_query_of(struct kripa_arena *arena, const struct kripa_schema *of)
{
    return (struct kp_query){.arena = arena, .query.of = of};
}

int kp_name_index(const char *const *names, const char *name)
{
    for (int i = 0; names[i]; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    return -1;
}

enum kripa_status kp_where_name(struct kp_query *query, const char *param, const char *field,
                                const char *const *names, const char *name, struct kripa_error *err)
{
    if (!name)
        return KRIPA_OK;
    int index = kp_name_index(names, name);
    if (index >= 0) {
        kp_where(query, field, KRIPA_EQ, kp_int(index));
        return KRIPA_OK;
    }
    char known[KRIPA_ERROR_TEXT_SIZE] = "";
    for (size_t i = 0; names[i]; i++) {
        size_t size = strlen(known);
        snprintf(known + size, sizeof known - size, "%s%s", i ? ", " : "", names[i]);
    }
    return kripa_fail_field(err, KRIPA_INVALID, param, "must be one of %s", known);
}

void kp_where_any(struct kp_query *query, const char *field, enum kripa_op op,
                  const struct kripa_value *values, size_t values_count)
{
    if (!query->conds && !query->failed) {
        query->conds = kripa_arena_alloc(query->arena, sizeof *query->conds, CONDS_MAX);
        query->query.conds = query->conds;
    }
    if (!query->conds || query->query.conds_count == CONDS_MAX) {
        query->failed = true;
        return;
    }
    query->conds[query->query.conds_count++] = (struct kripa_cond){field, op, values, values_count};
}

void kp_where(struct kp_query *query, const char *field, enum kripa_op op, struct kripa_value value)
{
    struct kripa_value *held = kripa_arena_alloc(query->arena, sizeof *held, 1);
    if (held)
        *held = value;
    else
        query->failed = true;
    kp_where_any(query, field, op, held, 1);
}

void kp_sort(struct kp_query *query, const char *field, bool descending)
{
    query->query.sort = field;
    query->query.descending = descending;
}

static enum kripa_status whole(const struct kp_query *query, struct kripa_error *err)
{
    return query->failed ? kp_no_memory(err) : KRIPA_OK;
}

static enum kripa_status nothing(const struct kripa_schema *of, struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_NOT_FOUND, "there is no such %s", of->name);
}

enum kripa_status kp_find(const struct kp_call *call, struct kp_query *query,
                          struct kripa_rows *rows)
{
    enum kripa_status status = whole(query, call->err);
    if (status != KRIPA_OK)
        return status;
    return call->kripa->store->ops->find(call->kripa->store, &query->query, query->arena, rows,
                                         call->err);
}

enum kripa_status kp_find_one(const struct kp_call *call, struct kp_query *query, void **out)
{
    struct kripa_rows rows;
    query->query.limit = 1;
    enum kripa_status status = kp_find(call, query, &rows);
    if (status != KRIPA_OK)
        return status;
    if (rows.count == 0)
        return nothing(query->query.of, call->err);
    *out = rows.at;
    return KRIPA_OK;
}

enum kripa_status kp_find_id(const struct kp_call *call, const struct kripa_schema *of,
                             struct kripa_id id, void **out)
{
    struct kripa_value value = kp_id(id);
    struct kripa_cond cond = {"_id", KRIPA_EQ, &value, 1};
    struct kripa_query query = {.of = of, .conds = &cond, .conds_count = 1, .limit = 1};
    struct kripa_rows rows;
    enum kripa_status status =
        call->kripa->store->ops->find(call->kripa->store, &query, call->arena, &rows, call->err);
    if (status != KRIPA_OK)
        return status;
    if (rows.count == 0)
        return nothing(of, call->err);
    *out = rows.at;
    return KRIPA_OK;
}

enum kripa_status kp_find_ids(const struct kp_call *call, const struct kripa_schema *of,
                              const struct kripa_id *ids, size_t ids_count, struct kripa_rows *rows)
{
    memset(rows, 0, sizeof *rows);
    if (ids_count == 0)
        return KRIPA_OK;
    struct kripa_value *values = kripa_arena_alloc(call->arena, sizeof *values, ids_count);
    if (!values)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < ids_count; i++)
        values[i] = kp_id(ids[i]);
    struct kripa_cond cond = {"_id", KRIPA_IN, values, ids_count};
    struct kripa_query query = {
        .of = of, .conds = &cond, .conds_count = 1, .limit = (int64_t)ids_count};
    return call->kripa->store->ops->find(call->kripa->store, &query, call->arena, rows, call->err);
}

void *kp_record_in(const struct kripa_rows *rows, const struct kripa_schema *of, struct kripa_id id)
{
    for (size_t i = 0; i < rows->count; i++) {
        char *record = (char *)rows->at + i * of->size;
        if (kripa_id_equal(*(const struct kripa_id *)record, id))
            return record;
    }
    return NULL;
}

enum kripa_status kp_count(const struct kp_call *call, struct kp_query *query, int64_t at_most,
                           int64_t *count)
{
    enum kripa_status status = whole(query, call->err);
    if (status != KRIPA_OK)
        return status;
    return call->kripa->store->ops->count(call->kripa->store, &query->query, at_most, count,
                                          call->err);
}

enum kripa_status kp_scan(const struct kp_call *call, struct kp_query *query, kripa_record_fn *row,
                          void *ctx)
{
    enum kripa_status status = whole(query, call->err);
    if (status != KRIPA_OK)
        return status;
    return call->kripa->store->ops->scan(call->kripa->store, &query->query, row, ctx, call->err);
}
