/* SPDX-License-Identifier: MIT
 * Updates. Sets of whole members are operators of one command together with all conditions; lists
 * of records are read, edited and put back if they are unchanged (lists.c). */
#include "attempt.h"

/* A number that updates with guards raise: only a document that is changed is locked against
 * others, and an update without effect changes nothing. */
#define GUARDS_FIELD "guards"

struct update {
    struct kp_mongo_writing *writing;
    struct kp_name names[KP_SETS_MAX]; /* one for each set of the edit */
    bson_t set, unset, inc;
    bool lists;    /* whether some sets edit lists */
    bool upserts;  /* whether the server makes the document if there is none, and */
    bson_t absent; /* what that one has besides */
};

/* An empty list is stored as one: other programs expect it to be there. */
static void unset_column(struct update *update, const struct kp_column *column)
{
    bson_t none;
    if (column->list) {
        bson_append_array_begin(&update->set, column->stored, -1, &none);
        bson_append_array_end(&update->set, &none);
        return;
    }
    struct kp_scalar value = kp_scalar_unset(column);
    if (value.kind == KP_NULL)
        BSON_APPEND_UTF8(&update->unset, column->stored, "");
    else
        kp_bson_scalar(&update->set, column->stored, column, &value);
}

static enum kripa_status set_value(struct update *update, const struct kp_column *column,
                                   const struct kripa_value *value)
{
    struct kp_mongo_writing *writing = update->writing;
    struct kp_scalar scalar;
    uint32_t before = update->set.len;
    enum kripa_status status;
    if (value->kind == KRIPA_VALUE_RECORD) {
        status =
            kp_bson_column(&update->set, column->stored, column, value->as.record, writing->err);
    } else {
        status = kp_scalar_of_value(column, value, &writing->scratch, &scalar, writing->err);
        if (status == KRIPA_OK)
            kp_bson_scalar(&update->set, column->stored, column, &scalar);
    }
    if (status == KRIPA_OK && update->set.len == before)
        unset_column(update, column);
    return status;
}

/* Replaces a value that is no number, guarded by its bytes, with the sum of what it reads as and
 * the delta. */
static enum kripa_status replace_anomaly(struct update *update, const struct kp_column *column,
                                         int64_t number)
{
    struct kp_mongo_writing *writing = update->writing;
    struct kp_scalar sum;
    enum kripa_status status =
        kp_scalar_of_record(column, writing->anomaly_record, &writing->scratch, &sum, writing->err);
    if (status == KRIPA_OK && __builtin_add_overflow(sum.number, number, &sum.number))
        status = kp_edit_senseless(column->path, writing->err);
    sum.kind = KP_INT;
    if (status == KRIPA_OK)
        kp_bson_scalar(&update->set, column->stored, column, &sum);
    return status;
}

/* True when the value exists but can't be added to. */
static bool is_anomaly(const struct update *update, const struct kp_column *column)
{
    bson_iter_t iter, found;
    int64_t number;
    return update->writing->anomaly && bson_iter_init(&iter, update->writing->anomaly) &&
           bson_iter_find_descendant(&iter, column->stored, &found) &&
           !kp_bson_int(&found, &number);
}

static void add_number(struct update *update, const struct kp_column *column, int64_t number)
{
    struct kp_scalar scalar = {.kind = KP_INT, .number = number};
    if (column->field->type == KRIPA_TYPE_BOOL || column->field->type == KRIPA_TYPE_TIME)
        bson_append_int64(&update->inc, column->stored, -1, number);
    else
        kp_bson_scalar(&update->inc, column->stored, column, &scalar);
}

/* Does a KRIPA_SET, KRIPA_ADD or KRIPA_UNSET of a column, or of all columns of an embedded
 * record. */
static enum kripa_status assign(struct update *update, const struct kripa_set *set,
                                const struct kp_name *name)
{
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; i < name->count && status == KRIPA_OK; i++) {
        const struct kp_column *column = &name->column[i];
        if (set->op == KRIPA_ADD && is_anomaly(update, column))
            status = replace_anomaly(update, column, set->value.as.number);
        else if (set->op == KRIPA_ADD)
            add_number(update, column, set->value.as.number);
        else if (set->op == KRIPA_SET && set->value.kind != KRIPA_VALUE_NONE)
            status = set_value(update, column, &set->value);
        else
            unset_column(update, column);
    }
    return status;
}

static enum kripa_status resolve(struct update *update)
{
    struct kp_mongo_writing *writing = update->writing;
    const struct kripa_edit *edit = writing->edit;
    enum kripa_status status = kp_edit_resolve(writing->plan, edit, update->names, writing->err);
    for (size_t i = 0; i < edit->sets_count && status == KRIPA_OK; i++) {
        if (kp_mongo_edits_list(&edit->sets[i], &update->names[i]))
            update->lists = true;
        else
            status = assign(update, &edit->sets[i], &update->names[i]);
    }
    return status;
}

/* A counter in a transaction. Guards would have to hold for what is not there. */
static bool may_upsert(const struct kp_mongo_writing *writing)
{
    const struct kripa_edit *edit = writing->edit;
    return edit->kind == KRIPA_UPSERT_INCREMENT && edit->record && edit->conds_count == 0 &&
           writing->session && !writing->anomaly;
}

static bool is_set(const struct update *update, const struct kp_column *column)
{
    for (size_t i = 0; i < update->writing->edit->sets_count; i++) {
        const struct kp_name *name = &update->names[i];
        if (column >= name->column && column < name->column + name->count)
            return true;
    }
    return false;
}

/* A new document gets what the record has, but for zeros, as what is absent reads as zero: a
 * counter of a month has hundreds. No document is made where what is added to does not begin at
 * zero. */
static enum kripa_status resolve_absent(struct update *update)
{
    struct kp_mongo_writing *writing = update->writing;
    const void *record = writing->edit->record;
    const struct kp_plan *plan = writing->plan;
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 1; i < plan->count && status == KRIPA_OK; i++) { /* after _id */
        const struct kp_column *column = &plan->columns[i];
        struct kp_scalar value, unset = kp_scalar_unset(column);
        status = kp_scalar_of_record(column, record, &writing->scratch, &value, writing->err);
        if (status != KRIPA_OK || kp_scalar_compare(&value, &unset) == 0)
            continue;
        if (is_set(update, column))
            update->upserts = false;
        else
            status = kp_bson_column(&update->absent, column->stored, column, record, writing->err);
    }
    return status;
}

static void append_operator(bson_t *to, const char *name, const bson_t *members)
{
    if (bson_count_keys(members) > 0)
        bson_append_document(to, name, -1, members);
}

/* Makes the operators, which the caller destroys. */
static void make_operators(struct update *update, bson_t *operators)
{
    const struct kp_mongo_writing *writing = update->writing;
    bool changes = bson_count_keys(&update->inc) > 0;
    bool guards = writing->session && writing->edit->conds_count > 0 && !changes;
    if (guards || writing->edit->sets_count == 0)
        BSON_APPEND_INT64(&update->inc, GUARDS_FIELD, 1);
    bson_init(operators);
    append_operator(operators, "$set", &update->set);
    append_operator(operators, "$unset", &update->unset);
    append_operator(operators, "$inc", &update->inc);
    if (update->upserts)
        append_operator(operators, "$setOnInsert", &update->absent);
}

/* Without the driver's validation, as send_documents. */
static void append_update_opts(const struct update *update, bson_t *opts)
{
    BSON_APPEND_BOOL(opts, "validate", false);
    if (update->upserts)
        BSON_APPEND_BOOL(opts, "upsert", true);
}

/* Lists that were read must still be the same, or the whole change is tried again. */
static enum kp_try run(struct update *update, const bson_t *where, bool *matched)
{
    struct kp_mongo_writing *writing = update->writing;
    bson_t operators, opts, reply;
    bson_error_t error;
    make_operators(update, &operators);
    kp_mongo_opts(writing, &opts);
    append_update_opts(update, &opts);
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    enum kp_try became = KP_TRY_DONE;
    if (!mongoc_collection_update_one(collection, where, &operators, &opts, &reply, &error))
        became = kp_mongo_failed(writing, &error, &reply);
    else
        *matched =
            kp_mongo_counted(&reply, "matchedCount") + bson_has_field(&reply, "upsertedId") > 0;
    mongoc_collection_destroy(collection);
    bson_destroy(&reply);
    bson_destroy(&opts);
    bson_destroy(&operators);
    bool read = update->lists || writing->anomaly;
    return became == KP_TRY_DONE && !*matched && read ? KP_TRY_AGAIN : became;
}

/* Makes the filter, which the caller destroys, and the members of the operators. *matched false: a
 * list shows that nothing is to be done. */
static enum kp_try prepare(struct update *update, bson_t *where, bool *matched)
{
    struct kp_mongo_writing *writing = update->writing;
    struct kp_filter filter;
    bson_init(where);
    kp_filter_init(&filter, &writing->scratch, writing->err);
    kp_bson_id(where, "_id", writing->edit->key);
    enum kripa_status status = kp_mongo_guards(writing, &filter);
    if (status == KRIPA_OK)
        status = resolve(update);
    if (status == KRIPA_OK && update->upserts)
        status = resolve_absent(update);
    enum kp_try became = kp_mongo_stop(writing, status);
    *matched = true;
    if (became == KP_TRY_DONE && update->lists)
        became = kp_mongo_edit_lists(writing, update->names, &filter, &update->set, matched);
    kp_filter_end(&filter, where);
    kp_filter_clear(&filter);
    return became;
}

static void begin(struct update *update, struct kp_mongo_writing *writing)
{
    update->writing = writing;
    update->lists = false;
    update->upserts = may_upsert(writing);
    bson_init(&update->set);
    bson_init(&update->unset);
    bson_init(&update->inc);
    bson_init(&update->absent);
}

static void end(struct update *update)
{
    bson_destroy(&update->set);
    bson_destroy(&update->unset);
    bson_destroy(&update->inc);
    bson_destroy(&update->absent);
}

enum kp_try kp_mongo_sets(struct kp_mongo_writing *writing, bool *matched)
{
    struct update update;
    bson_t where;
    begin(&update, writing);
    enum kp_try became = prepare(&update, &where, matched);
    if (became == KP_TRY_DONE && *matched)
        became = run(&update, &where, matched);
    bson_destroy(&where);
    end(&update);
    return became;
}

static enum kp_try add_to_bulk(struct kp_mongo_writing *writing, mongoc_bulk_operation_t *bulk)
{
    struct update update;
    bson_t where, operators, opts = BSON_INITIALIZER;
    bson_error_t error;
    bool matched;
    begin(&update, writing);
    enum kp_try became = prepare(&update, &where, &matched);
    if (became == KP_TRY_DONE) {
        make_operators(&update, &operators);
        append_update_opts(&update, &opts);
        if (!mongoc_bulk_operation_update_one_with_opts(bulk, &where, &operators, &opts, &error))
            became = kp_mongo_stop(writing, kp_mongo_fail(&error, writing->err));
        bson_destroy(&operators);
    }
    bson_destroy(&opts);
    bson_destroy(&where);
    end(&update);
    return became;
}

static enum kp_try send_bulk(struct kp_mongo_writing *writing, mongoc_bulk_operation_t *bulk,
                             bool *matched)
{
    bson_t reply;
    bson_error_t error;
    enum kp_try became = KP_TRY_DONE;
    if (!mongoc_bulk_operation_execute(bulk, &reply, &error)) {
        writing->edit += kp_mongo_failed_at(&reply);
        became = kp_mongo_failed(writing, &error, &reply);
    } else {
        *matched = kp_mongo_counted(&reply, "nMatched") + kp_mongo_counted(&reply, "nUpserted") ==
                   (int64_t)writing->run;
    }
    bson_destroy(&reply);
    return became;
}

enum kp_try kp_mongo_sets_together(struct kp_mongo_writing *writing, bool *matched)
{
    const struct kripa_edit *first = writing->edit;
    bson_t opts;
    enum kp_try became = KP_TRY_DONE;
    kp_mongo_opts(writing, &opts);
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    mongoc_bulk_operation_t *bulk =
        mongoc_collection_create_bulk_operation_with_opts(collection, &opts);
    for (size_t i = 0; i < writing->run && became == KP_TRY_DONE; i++) {
        writing->edit = first + i;
        became = add_to_bulk(writing, bulk);
    }
    if (became == KP_TRY_DONE) {
        writing->edit = first;
        became = send_bulk(writing, bulk, matched);
    }
    mongoc_bulk_operation_destroy(bulk);
    mongoc_collection_destroy(collection);
    bson_destroy(&opts);
    return became;
}
