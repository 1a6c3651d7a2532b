/* SPDX-License-Identifier: MIT
 * See documents.h. */
#include "documents.h"

#include <check.h>
#include <mongoc/mongoc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct seen {
    mongoc_uri_t *uri;
    mongoc_client_t *client;
    mongoc_collection_t *collection;
};

static struct seen read_documents(const char *uri, const char *collection)
{
    mongoc_init();
    struct seen seen = {.uri = mongoc_uri_new(uri)};
    ck_assert_ptr_nonnull(seen.uri);
    seen.client = mongoc_client_new_from_uri(seen.uri);
    seen.collection =
        mongoc_client_get_collection(seen.client, mongoc_uri_get_database(seen.uri), collection);
    return seen;
}

static void release_documents(struct seen *seen)
{
    mongoc_collection_destroy(seen->collection);
    mongoc_client_destroy(seen->client);
    mongoc_uri_destroy(seen->uri);
}

void documents_insert(const char *uri, const char *collection, const char *lines)
{
    struct seen seen = read_documents(uri, collection);
    bson_t opts = BSON_INITIALIZER; /* other drivers have no words on the names of members */
    bson_error_t error;
    BSON_APPEND_BOOL(&opts, "validate", false);
    for (const char *line = lines; *line; line += strspn(line, "\n")) {
        size_t size = strcspn(line, "\n");
        bson_t *document = bson_new_from_json((const uint8_t *)line, (ssize_t)size, &error);
        ck_assert_msg(document != NULL, "%s: %.*s", error.message, (int)size, line);
        ck_assert_msg(mongoc_collection_insert_one(seen.collection, document, &opts, NULL, &error),
                      "%s", error.message);
        bson_destroy(document);
        line += size;
    }
    bson_destroy(&opts);
    release_documents(&seen);
}

char *documents_command(const char *uri, const char *command)
{
    struct seen seen = read_documents(uri, "none");
    bson_error_t error;
    bson_t reply, *asked = bson_new_from_json((const uint8_t *)command, -1, &error);
    ck_assert_msg(asked != NULL, "%s: %s", error.message, command);
    ck_assert_msg(mongoc_client_write_command_with_opts(
                      seen.client, mongoc_uri_get_database(seen.uri), asked, NULL, &reply, &error),
                  "%s", error.message);
    char *json = bson_as_canonical_extended_json(&reply, NULL), *text = strdup(json);
    bson_free(json);
    bson_destroy(&reply);
    bson_destroy(asked);
    release_documents(&seen);
    return text;
}

char *documents_text(const char *uri, const char *collection, const char *id)
{
    struct seen seen = read_documents(uri, collection);
    bson_oid_t oid;
    const bson_t *document;
    char *text = NULL;
    bson_oid_init_from_string(&oid, id);
    bson_t *filter = BCON_NEW("_id", BCON_OID(&oid));
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(seen.collection, filter, NULL, NULL);
    if (mongoc_cursor_next(cursor, &document)) {
        char *json = bson_as_canonical_extended_json(document, NULL);
        text = strdup(json);
        bson_free(json);
    }
    mongoc_cursor_destroy(cursor);
    bson_destroy(filter);
    release_documents(&seen);
    return text;
}

char *documents_all(const char *uri, const char *collection)
{
    struct seen seen = read_documents(uri, collection);
    const bson_t *document;
    char *text = NULL;
    size_t size;
    FILE *lines = open_memstream(&text, &size);
    bson_t all = BSON_INITIALIZER, *opts = BCON_NEW("sort", "{", "_id", BCON_INT32(1), "}");
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(seen.collection, &all, opts, NULL);
    while (mongoc_cursor_next(cursor, &document)) {
        char *json = bson_as_canonical_extended_json(document, NULL);
        fprintf(lines, "%s\n", json);
        bson_free(json);
    }
    fclose(lines);
    mongoc_cursor_destroy(cursor);
    bson_destroy(opts);
    release_documents(&seen);
    return text;
}

size_t documents_expect_same(const char *uri, const char *other_uri, const char *collection)
{
    struct seen seen[2] = {read_documents(uri, collection), read_documents(other_uri, collection)};
    mongoc_cursor_t *cursors[2];
    const bson_t *documents[2];
    size_t count = 0;
    bson_t all = BSON_INITIALIZER, *opts = BCON_NEW("sort", "{", "_id", BCON_INT32(1), "}");
    for (int i = 0; i < 2; i++)
        cursors[i] = mongoc_collection_find_with_opts(seen[i].collection, &all, opts, NULL);
    for (;; count++) {
        bool there[2];
        for (int i = 0; i < 2; i++)
            there[i] = mongoc_cursor_next(cursors[i], &documents[i]);
        ck_assert_msg(there[0] == there[1], "%s: more documents in one database", collection);
        if (!there[0])
            break;
        ck_assert_msg(bson_equal(documents[0], documents[1]), "%s:\n%s\n%s", collection,
                      bson_as_canonical_extended_json(documents[0], NULL),
                      bson_as_canonical_extended_json(documents[1], NULL));
    }
    for (int i = 0; i < 2; i++) {
        mongoc_cursor_destroy(cursors[i]);
        release_documents(&seen[i]);
    }
    bson_destroy(opts);
    return count;
}
