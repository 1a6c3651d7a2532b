/* SPDX-License-Identifier: MIT
 * Guards on documents with anomalies, left by another program: an unknown name, a number as text,
 * nulls in a list. Reading makes a value of each (read_bson.c) that no filter finds. So when an
 * edit matches nothing, its document is read and judged once more, and is then guarded by its
 * bytes. */
#include <string.h>

#include "attempt.h"

#include "base/status.h"

static enum kp_try fetch(struct kp_mongo_writing *writing, bson_t **found)
{
    bson_t where = BSON_INITIALIZER, opts;
    kp_bson_id(&where, "_id", writing->edit->key);
    kp_mongo_opts(writing, &opts);
    BSON_APPEND_INT64(&opts, "limit", 1);
    BSON_APPEND_INT64(&opts, "maxTimeMS", KP_MONGO_QUERY_MS);
    enum kp_try became = kp_mongo_read_one(writing, &where, &opts, found);
    bson_destroy(&opts);
    bson_destroy(&where);
    return became;
}

static enum kripa_status decide_anomaly(struct kp_mongo_writing *writing, const bson_t *document,
                                        bool *holds)
{
    const struct kripa_schema *schema = writing->plan->schema;
    const struct kripa_edit *edit = writing->edit;
    void *record = kripa_arena_alloc(&writing->scratch, schema->size, 1);
    if (!record)
        return kp_no_memory(writing->err);
    enum kripa_status status =
        kp_bson_read(schema, document, record, &writing->scratch, writing->err);
    *holds = true;
    for (size_t i = 0; i < edit->conds_count && *holds && status == KRIPA_OK; i++)
        status = kp_condition_holds(writing->plan, &edit->conds[i], record, &writing->scratch,
                                    holds, writing->err);
    writing->anomaly_record = record;
    return status;
}

enum kp_try kp_mongo_judge_anomaly(struct kp_mongo_writing *writing, bool *holds)
{
    *holds = false;
    enum kp_try became = fetch(writing, &writing->anomaly);
    if (became != KP_TRY_DONE || !writing->anomaly)
        return became;
    return kp_mongo_stop(writing, decide_anomaly(writing, writing->anomaly, holds));
}

void kp_mongo_forget_anomaly(struct kp_mongo_writing *writing)
{
    bson_destroy(writing->anomaly);
    writing->anomaly = NULL;
    writing->anomaly_record = NULL;
}

/* Guards that the top-level member has the same bytes as when it was read. */
static enum kripa_status guard_member(struct kp_mongo_writing *writing, struct kp_filter *filter,
                                      const char *field)
{
    bson_iter_t iter;
    const char *stored = kp_plan_name(writing->plan, field).column->stored;
    const char *top = kripa_arena_text(&writing->scratch, stored, strcspn(stored, "."));
    if (!top)
        return kp_no_memory(writing->err);
    bool there = bson_iter_init_find(&iter, writing->anomaly, top);
    kp_filter_raw(filter, top, there ? bson_iter_value(&iter) : NULL);
    return KRIPA_OK;
}

/* Guards the members that conditions were judged on or that are added to. */
static enum kripa_status guard_members(struct kp_mongo_writing *writing, struct kp_filter *filter)
{
    const struct kripa_edit *edit = writing->edit;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < edit->conds_count && status == KRIPA_OK; i++)
        status = guard_member(writing, filter, edit->conds[i].field);
    for (size_t i = 0; i < edit->sets_count && status == KRIPA_OK; i++)
        if (edit->sets[i].op == KRIPA_ADD &&
            kp_plan_name(writing->plan, edit->sets[i].field).column)
            status = guard_member(writing, filter, edit->sets[i].field);
    return status;
}

enum kripa_status kp_mongo_guards(struct kp_mongo_writing *writing, struct kp_filter *filter)
{
    const struct kripa_edit *edit = writing->edit;
    if (writing->anomaly)
        return guard_members(writing, filter);
    return kp_filter_conds(filter, writing->plan, edit->conds, edit->conds_count);
}

enum kripa_status kp_mongo_where(struct kp_mongo_writing *writing, bson_t *where)
{
    struct kp_filter filter;
    bson_init(where);
    kp_filter_init(&filter, &writing->scratch, writing->err);
    kp_bson_id(where, "_id", writing->edit->key);
    enum kripa_status status = kp_mongo_guards(writing, &filter);
    kp_filter_end(&filter, where);
    kp_filter_clear(&filter);
    return status;
}
