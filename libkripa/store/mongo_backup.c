/* SPDX-License-Identifier: MIT
 * A backup: a folder with a file of documents for each collection, as mongodump writes them and
 * mongorestore reads them. Collections that Kripa doesn't know are in it too. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mongo.h"

struct dumping {
    struct kp_mongo *store;
    mongoc_client_t *client;
    mongoc_client_session_t *session; /* one picture; NULL: the server has none to give */
    const char *folder;
    struct kripa_arena arena;
    struct kripa_error *err;
};

static enum kripa_status failed(struct dumping *dumping, const char *path)
{
    return kripa_fail(dumping->err, KRIPA_UNAVAILABLE, "%s can't be written: %s", path,
                      strerror(errno));
}

static enum kripa_status write_documents(struct dumping *dumping, const char *name, FILE *file,
                                         const char *path)
{
    bson_t all = BSON_INITIALIZER, opts = BSON_INITIALIZER;
    bson_error_t error;
    const bson_t *document;
    enum kripa_status status = KRIPA_OK;
    if (dumping->session)
        mongoc_client_session_append(dumping->session, &opts, &error);
    mongoc_collection_t *collection =
        mongoc_client_get_collection(dumping->client, dumping->store->database, name);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &all, &opts, NULL);
    while (status == KRIPA_OK && mongoc_cursor_next(cursor, &document))
        if (fwrite(bson_get_data(document), document->len, 1, file) != 1)
            status = failed(dumping, path);
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
        return kripa_fail(dumping->err, KRIPA_NO_MEMORY, "out of memory");
    FILE *file = fopen(path, "wxe");
    if (!file)
        return failed(dumping, path);
    enum kripa_status status = write_documents(dumping, name, file, path);
    bool whole = fflush(file) == 0 && fsync(fileno(file)) == 0;
    if (fclose(file) != 0 || !whole)
        status = status == KRIPA_OK ? failed(dumping, path) : status;
    return status;
}

/* "system.views" and the like are the server's own. */
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

/* Half a backup is none: the next one finds its place free. */
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

/* Written beside its place and named when it is whole. */
enum kripa_status kp_mongo_backup(struct kripa_store *base, const char *to, struct kripa_error *err)
{
    struct dumping dumping = {.store = (struct kp_mongo *)base, .err = err};
    struct stat there;
    if (stat(to, &there) == 0)
        return kripa_fail(err, KRIPA_EXISTS, "%s is there already", to);
    dumping.folder = kripa_arena_format(&dumping.arena, "%s.part", to);
    if (!dumping.folder)
        return kripa_fail(err, KRIPA_NO_MEMORY, "out of memory");
    enum kripa_status status = KRIPA_UNAVAILABLE;
    if (mkdir(dumping.folder, 0700) != 0) {
        status = failed(&dumping, dumping.folder);
    } else {
        dumping.client = kp_mongo_take(dumping.store, err);
        if (dumping.client) {
            dumping.session = kp_mongo_snapshot(dumping.store, dumping.client);
            status = dump_all(&dumping);
            if (dumping.session)
                mongoc_client_session_destroy(dumping.session);
            kp_mongo_give(dumping.store, dumping.client);
        }
        if (status == KRIPA_OK && rename(dumping.folder, to) != 0)
            status = failed(&dumping, to);
        if (status != KRIPA_OK)
            discard(dumping.folder);
    }
    kripa_arena_clear(&dumping.arena);
    return status;
}
