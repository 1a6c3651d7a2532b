/* SPDX-License-Identifier: MIT
 * What every command of a try needs, and how tries end. */
#include "attempt.h"

#include <string.h>

enum kp_try kp_mongo_stop(struct kp_mongo_writing *writing, enum kripa_status status)
{
    writing->status = status;
    return status == KRIPA_OK ? KP_TRY_DONE : KP_TRY_FAILED;
}

enum kp_try kp_mongo_again(struct kp_mongo_writing *writing, const bson_error_t *error)
{
    writing->cause = *error;
    return KP_TRY_AGAIN;
}

enum kp_try kp_mongo_commit_unknown(struct kp_mongo_writing *writing, const bson_error_t *error)
{
    writing->commit_unknown = true;
    writing->unknown_number = writing->outcome->number;
    return kp_mongo_again(writing, error);
}

int64_t kp_mongo_left_ms(const struct kp_mongo_writing *writing)
{
    int64_t left_ms = writing->until_ms - kp_mongo_clock_ms();
    return left_ms > 1 ? left_ms : 1;
}

enum kp_try kp_mongo_no_match(struct kp_mongo_writing *writing)
{
    return kp_mongo_stop(writing, kp_edit_no_match(writing->plan, writing->err));
}

/* The server's message names the index ("index: slug_1 dup key"), whose name is its first field and
 * a direction. */
static const struct kp_column *taken_column(const struct kp_mongo_writing *writing,
                                            const char *message)
{
    const struct kp_table *table = writing->plan->table;
    const char *at = strstr(message, "index: ");
    if (!at)
        return NULL;
    at += strlen("index: ");
    for (size_t i = 0; i < table->columns_count; i++) {
        const char *stored = table->columns[i]->stored;
        size_t size = strlen(stored);
        if (strncmp(at, stored, size) == 0 && at[size] == '_') /* matches "_id_", too */
            return table->columns[i];
    }
    return NULL;
}

enum kp_try kp_mongo_failed(struct kp_mongo_writing *writing, const bson_error_t *error,
                            const bson_t *reply)
{
    if (kp_mongo_is_transient(error, reply))
        return kp_mongo_again(writing, error);
    if (!writing->session && kp_mongo_is_lost(error))
        return kp_mongo_commit_unknown(writing, error);
    if (kp_mongo_is_late(error))
        return kp_mongo_again(writing, error);
    if (kp_mongo_is_not_numeric(error) && !writing->careful) {
        writing->careful = true;
        return kp_mongo_again(writing, error);
    }
    if (kp_mongo_is_taken(error))
        return kp_mongo_stop(writing,
                             kp_edit_taken(taken_column(writing, error->message), writing->err));
    return kp_mongo_stop(writing, kp_mongo_fail(error, writing->err));
}

int64_t kp_mongo_counted(const bson_t *reply, const char *name)
{
    bson_iter_t iter;
    return bson_iter_init_find(&iter, reply, name) ? bson_iter_as_int64(&iter) : 0;
}

size_t kp_mongo_failed_at(const bson_t *reply)
{
    bson_iter_t iter, found;
    return bson_iter_init(&iter, reply) &&
                   bson_iter_find_descendant(&iter, "writeErrors.0.index", &found)
               ? (size_t)bson_iter_as_int64(&found)
               : 0;
}

void kp_mongo_opts(struct kp_mongo_writing *writing, bson_t *opts)
{
    bson_error_t error;
    bson_init(opts);
    if (writing->session)
        mongoc_client_session_append(writing->session, opts, &error);
}

void kp_mongo_timed_opts(struct kp_mongo_writing *writing, bson_t *opts)
{
    kp_mongo_opts(writing, opts);
    BSON_APPEND_INT64(opts, "maxTimeMS", kp_mongo_left_ms(writing));
}

mongoc_collection_t *kp_mongo_collection(struct kp_mongo_writing *writing)
{
    return mongoc_client_get_collection(writing->client, writing->store->database,
                                        writing->plan->table->name);
}

enum kp_try kp_mongo_read_one(struct kp_mongo_writing *writing, const bson_t *where,
                              const bson_t *opts, bson_t **found)
{
    bson_error_t error;
    const bson_t *document, *reply;
    enum kp_try became = KP_TRY_DONE;
    mongoc_collection_t *collection = kp_mongo_collection(writing);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, where, opts, NULL);
    *found = mongoc_cursor_next(cursor, &document) ? bson_copy(document) : NULL;
    if (mongoc_cursor_error_document(cursor, &error, &reply))
        became = kp_mongo_failed(writing, &error, reply);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    return became;
}
