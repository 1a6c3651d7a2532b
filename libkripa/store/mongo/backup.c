/* SPDX-License-Identifier: MIT
 * A backup is a folder with a file of documents for each collection, as mongodump writes and
 * mongorestore reads them. Collections that Kripa doesn't know are included. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "internal.h"
#include "store/file.h"

struct dumping {
    struct kp_mongo *store;
    mongoc_client_t *client;
    mongoc_client_session_t *session; /* with a snapshot; NULL: the server has none */
    const char *folder;               /* the unfinished one */
    struct kripa_arena arena;
    struct kripa_error *err;
};

static enum kripa_status write_documents(struct dumping *dumping, const char *name, FILE *file,
                                         const char *path)
{
    bson_t all = BSON_INITIALIZER, opts = BSON_INITIALIZER;
    bson_error_t error;
    const bson_t *document;
    enum kripa_status status = KRIPA_OK;
    if (dumping->session && !mongoc_client_session_append(dumping->session, &opts, &error))
        return kp_mongo_fail_open(&error, dumping->err);
    mongoc_collection_t *collection =
        mongoc_client_get_collection(dumping->client, dumping->store->database, name);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &all, &opts, NULL);
    while (status == KRIPA_OK && mongoc_cursor_next(cursor, &document))
        if (fwrite(bson_get_data(document), document->len, 1, file) != 1)
            status = kp_file_failed("can't write", path, dumping->err);
    if (status == KRIPA_OK && mongoc_cursor_error(cursor, &error))
        status = kp_mongo_fail_open(&error, dumping->err);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(&opts);
    return status;
}

static enum kripa_status dump(struct dumping *dumping, const char *name)
{
    const char *path = kripa_arena_format(&dumping->arena, "%s/%s.bson", dumping->folder, name);
    if (!path)
        return kp_no_memory(dumping->err);
    FILE *file = fopen(path, "wxe");
    if (!file)
        return kp_file_failed("can't make", path, dumping->err);
    enum kripa_status status = write_documents(dumping, name, file, path);
    bool whole = fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !whole)
        status = status == KRIPA_OK ? kp_file_failed("can't write", path, dumping->err) : status;
    return status;
}

/* "system.views" and the like belong to the server. */
static enum kripa_status dump_all(struct dumping *dumping)
{
    bson_error_t error;
    mongoc_database_t *database =
        mongoc_client_get_database(dumping->client, dumping->store->database);
    char **names = mongoc_database_get_collection_names_with_opts(database, NULL, &error);
    mongoc_database_destroy(database);
    if (!names)
        return kp_mongo_fail_open(&error, dumping->err);
    enum kripa_status status = KRIPA_OK;
    for (size_t i = 0; names[i] && status == KRIPA_OK; i++)
        if (strncmp(names[i], "system.", 7) != 0 && !strchr(names[i], '/'))
            status = dump(dumping, names[i]);
    bson_strfreev(names);
    return status;
}

/* Deletes an unfinished backup. */
static void discard(const char *folder)
{
    DIR *files = opendir(folder);
    const struct dirent *file;
    while (files && (file = readdir(files)))
        if (file->d_name[0] != '.')
            unlinkat(dirfd(files), file->d_name, 0);
    if (files)
        closedir(files);
    rmdir(folder);
}

static enum kripa_status fill(struct dumping *dumping)
{
    dumping->client = kp_mongo_acquire(dumping->store, dumping->err);
    if (!dumping->client)
        return KRIPA_UNAVAILABLE;
    enum kripa_status status =
        kp_mongo_snapshot(dumping->store, dumping->client, &dumping->session, dumping->err);
    if (status == KRIPA_OK)
        status = dump_all(dumping);
    if (dumping->session)
        mongoc_client_session_destroy(dumping->session);
    kp_mongo_release(dumping->store, dumping->client);
    return status;
}

/* Writes into a new folder, which gets its name when it is complete. Each run has a folder of its
 * own, so that one left behind by a killed run is in nobody's way. */
static enum kripa_status back_up(struct dumping *dumping, const char *to)
{
    char *folder = kripa_arena_format(&dumping->arena, "%s.XXXXXX", to);
    if (!folder)
        return kp_no_memory(dumping->err);
    if (!mkdtemp(folder))
        return kp_file_failed("can't make", folder, dumping->err);
    dumping->folder = folder;
    enum kripa_status status = fill(dumping);
    if (status == KRIPA_OK)
        status = kp_file_put(folder, to, false, dumping->err);
    if (status != KRIPA_OK)
        discard(folder);
    return status;
}

enum kripa_status kp_mongo_backup(struct kripa_store *base, const char *to, struct kripa_error *err)
{
    struct dumping dumping = {.store = (struct kp_mongo *)base, .err = err};
    errno = EEXIST;
    if (access(to, F_OK) == 0)
        return kp_file_failed("can't make", to, err);
    enum kripa_status status = back_up(&dumping, to);
    kripa_arena_clear(&dumping.arena);
    return status;
}
