/* SPDX-License-Identifier: MIT
 * Finds out the outcome of a change whose commit was not answered: either all of its inserts are
 * there, or none. A document equal to what it inserted proves that they are; one that differs may
 * be ours, changed since, or another program's with the same key. */
#include "attempt.h"
#include "values.h"

enum sight {
    SEEN_NOTHING,
    SEEN_OTHER,
    SEEN_OURS,
};

static enum kripa_status check_document(struct kp_mongo_writing *writing, const bson_t *document,
                                        const char *level, enum sight *seen)
{
    bson_t where = BSON_INITIALIZER;
    bson_t *opts =
        BCON_NEW("limit", BCON_INT64(1), "maxTimeMS", BCON_INT64(kp_mongo_left_ms(writing)),
                 "readConcern", "{", "level", BCON_UTF8(level), "}");
    bson_error_t error;
    const bson_t *found;
    kp_bson_id(&where, "_id", writing->edit->key);
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &where, opts, NULL);
    *seen = SEEN_NOTHING;
    if (mongoc_cursor_next(cursor, &found))
        *seen = bson_equal(found, document) ? SEEN_OURS : SEEN_OTHER;
    bool failed = mongoc_cursor_error(cursor, &error);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(opts);
    bson_destroy(&where);
    return failed ? kp_mongo_fail(&error, writing->err) : KRIPA_OK;
}

static enum kripa_status check_edit(struct kp_mongo_writing *writing, const char *level,
                                    enum sight *seen)
{
    *seen = SEEN_NOTHING;
    if (writing->edit->kind == KRIPA_SEQUENCE)
        writing->into = writing->edit->into;
    if (writing->edit->kind != KRIPA_INSERT)
        return KRIPA_OK;
    bson_t document = BSON_INITIALIZER;
    enum kripa_status status =
        kp_plan_find(&writing->store->layout, writing->edit->of, &writing->plan, writing->err);
    if (status == KRIPA_OK)
        status = kp_mongo_document(writing, &document);
    writing->into = NULL;
    if (status == KRIPA_OK)
        status = check_document(writing, &document, level, seen);
    bson_destroy(&document);
    return status;
}

enum kp_try kp_mongo_find_outcome(struct kp_mongo_writing *writing, const char *level, bool *done)
{
    const struct kripa_change *change = writing->change;
    bool inserts = false, others = false;
    *done = false;
    *writing->outcome = (struct kripa_outcome){.number = writing->unknown_number};
    writing->into = NULL;
    for (size_t i = 0; i < change->count && !*done; i++) {
        enum sight seen;
        writing->edit = &change->edits[i];
        enum kripa_status status = check_edit(writing, level, &seen);
        if (status == KRIPA_UNAVAILABLE) /* still unreachable: the next look may succeed */
            return KP_TRY_AGAIN;
        if (status != KRIPA_OK)
            return kp_mongo_stop(writing, status);
        inserts = inserts || writing->edit->kind == KRIPA_INSERT;
        others = others || seen == SEEN_OTHER;
        *done = seen == SEEN_OURS;
    }
    bool known = *done || (inserts && !others);
    return kp_mongo_stop(writing, known ? KRIPA_OK
                                        : kripa_fail(writing->err, KRIPA_UNAVAILABLE, "%s",
                                                     KP_MONGO_COMMIT_UNKNOWN));
}
