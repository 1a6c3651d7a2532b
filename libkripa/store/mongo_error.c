/* SPDX-License-Identifier: MIT
 * What the server's and the driver's failures mean. */
#include "mongo.h"

#define CODE_UNSURE   64 /* WriteConcernFailed: done, but not yet promised to stay */
#define CODE_INTERNAL 1  /* also what DocumentDB says while its PostgreSQL is away */

/* Codes of the server that pass by themselves: it starts, stops, changes its primary, has forgotten
 * a cursor or a transaction, or had no time. */
static const uint32_t passing[] = {
    CODE_INTERNAL, 6,    7,     24,    43,    50,    64,    83,    89,    91,   112,
    133,           134,  175,   189,   202,   225,   237,   246,   251,   262,  290,
    9001,          9996, 10058, 10107, 11600, 11601, 11602, 13388, 13435, 13436};

static bool is_from_server(const bson_error_t *error)
{
    return error->domain == MONGOC_ERROR_SERVER || error->domain == MONGOC_ERROR_QUERY ||
           error->domain == MONGOC_ERROR_COLLECTION || error->domain == MONGOC_ERROR_WRITE_CONCERN;
}

static bool passes(const bson_error_t *error)
{
    if (!is_from_server(error))
        return true;
    for (size_t i = 0; i < sizeof passing / sizeof *passing; i++)
        if (error->code == passing[i])
            return true;
    return false;
}

enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err)
{
    if (passes(error))
        return kripa_fail(err, KRIPA_UNAVAILABLE, "the database can't be reached just now");
    return kripa_fail(err, KRIPA_INTERNAL, "the database refused (code %u)", (unsigned)error->code);
}

enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err)
{
    if (error->domain == MONGOC_ERROR_CLIENT && error->code == MONGOC_ERROR_CLIENT_AUTHENTICATE)
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                                "the database refuses this name and password: %s", error->message);
    enum kripa_status status = passes(error) ? KRIPA_UNAVAILABLE : KRIPA_INVALID;
    return kripa_fail(err, status, "the database can't be opened: %s", error->message);
}

bool kp_mongo_is_conflict(const bson_error_t *error)
{
    /* LockTimeout, WriteConflict */
    return is_from_server(error) && (error->code == 24 || error->code == 112);
}

bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply)
{
    if (mongoc_error_has_label(reply, "TransientTransactionError"))
        return true;
    /* some servers give no label with a conflict, nor with the commands of a transaction that is
     * gone (NoSuchTransaction) */
    return kp_mongo_is_conflict(error) || (is_from_server(error) && error->code == 251);
}

bool kp_mongo_is_lost(const bson_error_t *error)
{
    return error->domain == MONGOC_ERROR_STREAM || error->domain == MONGOC_ERROR_WRITE_CONCERN ||
           (is_from_server(error) && (error->code == CODE_INTERNAL || error->code == CODE_UNSURE));
}
