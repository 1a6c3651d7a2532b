/* SPDX-License-Identifier: MIT
 * Edits as commands for the server. */
#include "attempt.h"
#include "values.h"

/* INSERT */

/* Without the driver's validation, which refuses members without a name: a copy must be able to
 * bring what other programs' drivers accepted. */
static enum kp_try send_documents(struct kp_mongo_writing *writing, const bson_t **documents)
{
    bson_t opts, reply;
    bson_error_t error;
    enum kp_try became = KP_TRY_DONE;
    kp_mongo_timed_opts(writing, &opts);
    BSON_APPEND_BOOL(&opts, "validate", false);
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    if (!mongoc_collection_insert_many(collection, documents, writing->run, &opts, &reply,
                                       &error)) {
        writing->edit += kp_mongo_failed_at(&reply);
        became = kp_mongo_failed(writing, &error, &reply);
    }
    mongoc_collection_destroy(collection);
    bson_destroy(&reply);
    bson_destroy(&opts);
    return became;
}

/* The sequence's number goes into the first one. */
static enum kp_try insert_documents(struct kp_mongo_writing *writing)
{
    const struct kripa_edit *first = writing->edit;
    const bson_t *documents[KP_MONGO_RUN_MAX];
    enum kripa_status status = KRIPA_OK;
    size_t made = 0;
    while (status == KRIPA_OK && made < writing->run) {
        bson_t *document = bson_new();
        documents[made] = document;
        writing->edit = first + made++;
        status = kp_mongo_document(writing, document);
        writing->into = NULL;
    }
    enum kp_try became = kp_mongo_stop(writing, status);
    if (became == KP_TRY_DONE) {
        writing->edit = first;
        became = send_documents(writing, documents);
    }
    while (made > 0)
        bson_destroy((bson_t *)(uintptr_t)documents[--made]);
    return became;
}

/* Inserts the first record of a counter. Outside a transaction somebody else may have done so just
 * now, which is as good. */
static enum kp_try insert_absent(struct kp_mongo_writing *writing)
{
    const char *into = writing->into;
    if (!writing->edit->record)
        return kp_mongo_no_match(writing);
    writing->into = NULL;
    enum kp_try became = insert_documents(writing);
    writing->into = into;
    if (became == KP_TRY_FAILED && writing->status == KRIPA_EXISTS)
        return writing->session ? KP_TRY_AGAIN : KP_TRY_DONE;
    return became;
}

/* UPDATE and UPSERT_INCREMENT */

/* When nothing matched, the document may still meet the conditions as it reads. */
static enum kp_try check_anomaly(struct kp_mongo_writing *writing,
                                 enum kp_try (*edit)(struct kp_mongo_writing *, bool *),
                                 bool *matched)
{
    bool holds;
    enum kp_try became = kp_mongo_judge_anomaly(writing, &holds);
    if (became == KP_TRY_DONE && holds)
        became = edit(writing, matched);
    kp_mongo_forget_anomaly(writing);
    return became;
}

static enum kp_try apply_guarded(struct kp_mongo_writing *writing,
                                 enum kp_try (*edit)(struct kp_mongo_writing *, bool *))
{
    bool matched = false;
    enum kp_try became = writing->careful ? KP_TRY_DONE : edit(writing, &matched);
    if (became == KP_TRY_DONE && !matched)
        became = check_anomaly(writing, edit, &matched);
    return became == KP_TRY_DONE && !matched ? kp_mongo_no_match(writing) : became;
}

/* Which one matched nothing the next try will find, which sends each alone. */
static enum kp_try update_together(struct kp_mongo_writing *writing)
{
    bool matched = false;
    enum kp_try became = kp_mongo_sets_together(writing, &matched);
    if (became != KP_TRY_DONE || matched)
        return became;
    writing->apart = true;
    return KP_TRY_AGAIN;
}

static enum kp_try update_document(struct kp_mongo_writing *writing)
{
    return writing->run > 1 ? update_together(writing) : apply_guarded(writing, kp_mongo_sets);
}

/* The update comes first, as a counter exists except for the first time. */
static enum kp_try upsert_increment(struct kp_mongo_writing *writing)
{
    bool matched = false;
    if (writing->run > 1)
        return update_together(writing);
    enum kp_try became = kp_mongo_sets(writing, &matched);
    if (became != KP_TRY_DONE || matched)
        return became;
    became = insert_absent(writing);
    if (became == KP_TRY_DONE)
        became = kp_mongo_sets(writing, &matched);
    return became == KP_TRY_DONE && !matched ? kp_mongo_no_match(writing) : became;
}

/* SEQUENCE */

static bool take_number(struct kp_mongo_writing *writing, const bson_t *reply, const char *field)
{
    bson_iter_t iter, value, found;
    return bson_iter_init_find(&iter, reply, "value") && BSON_ITER_HOLDS_DOCUMENT(&iter) &&
           bson_iter_recurse(&iter, &value) && bson_iter_find_descendant(&value, field, &found) &&
           kp_bson_int(&found, &writing->outcome->number);
}

static enum kp_try raise_number(struct kp_mongo_writing *writing, const struct kp_column *counter,
                                int64_t by, bool *matched)
{
    bson_t where = BSON_INITIALIZER, update = BSON_INITIALIZER, inc, extra, reply;
    bson_error_t error;
    kp_bson_id(&where, "_id", writing->edit->key);
    BSON_APPEND_DOCUMENT_BEGIN(&update, "$inc", &inc);
    bson_append_int64(&inc, counter->stored, -1, by);
    bson_append_document_end(&update, &inc);
    kp_mongo_timed_opts(writing, &extra);
    mongoc_find_and_modify_opts_t *opts = mongoc_find_and_modify_opts_new();
    mongoc_find_and_modify_opts_set_update(opts, &update);
    mongoc_find_and_modify_opts_set_flags(opts, MONGOC_FIND_AND_MODIFY_RETURN_NEW);
    mongoc_find_and_modify_opts_append(opts, &extra);
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    enum kp_try became = KP_TRY_DONE;
    if (mongoc_collection_find_and_modify_with_opts(collection, &where, opts, &reply, &error))
        *matched = take_number(writing, &reply, counter->stored);
    else
        became = kp_mongo_failed(writing, &error, &reply);
    mongoc_collection_destroy(collection);
    mongoc_find_and_modify_opts_destroy(opts);
    bson_destroy(&reply);
    bson_destroy(&extra);
    bson_destroy(&update);
    bson_destroy(&where);
    return became;
}

static enum kp_try next_in_sequence(struct kp_mongo_writing *writing)
{
    const struct kripa_edit *edit = writing->edit;
    const struct kp_column *counter;
    int64_t by;
    bool matched = false;
    enum kp_try became =
        kp_mongo_stop(writing, kp_edit_counter(writing->plan, edit, &counter, &by, writing->err));
    if (became == KP_TRY_DONE)
        became = raise_number(writing, counter, by, &matched);
    if (became == KP_TRY_DONE && !matched) {
        became = insert_absent(writing);
        if (became == KP_TRY_DONE)
            became = raise_number(writing, counter, by, &matched);
    }
    writing->into = edit->into;
    return became;
}

/* DELETE */

static enum kp_try delete_where(struct kp_mongo_writing *writing, bool *matched)
{
    bson_t where, opts, reply;
    bson_error_t error;
    enum kp_try became = kp_mongo_stop(writing, kp_mongo_where(writing, &where));
    if (became == KP_TRY_DONE) {
        kp_mongo_timed_opts(writing, &opts);
        mongoc_collection_t *collection = kp_mongo_collection(writing);
        if (!mongoc_collection_delete_one(collection, &where, &opts, &reply, &error))
            became = kp_mongo_failed(writing, &error, &reply);
        else
            *matched = kp_mongo_counted(&reply, "deletedCount") > 0;
        mongoc_collection_destroy(collection);
        bson_destroy(&reply);
        bson_destroy(&opts);
    }
    bson_destroy(&where);
    return became;
}

static enum kp_try delete_document(struct kp_mongo_writing *writing)
{
    return apply_guarded(writing, delete_where);
}

enum kp_try kp_mongo_apply(struct kp_mongo_writing *writing)
{
    static enum kp_try (*const appliers[])(struct kp_mongo_writing *) = {
        [KRIPA_INSERT] = insert_documents,   [KRIPA_UPDATE] = update_document,
        [KRIPA_DELETE] = delete_document,    [KRIPA_UPSERT_INCREMENT] = upsert_increment,
        [KRIPA_SEQUENCE] = next_in_sequence,
    };
    if ((unsigned)writing->edit->kind >= sizeof appliers / sizeof *appliers)
        return kp_mongo_stop(writing, kp_edit_unknown(writing->err));
    return appliers[writing->edit->kind](writing);
}
