/* SPDX-License-Identifier: MIT
 * The meaning of failures of the server and the driver. */
#include <string.h>

#include "internal.h"

/* The meaning of the server's error codes. */
enum kind {
    KIND_REFUSED,  /* would fail again; all codes that are not in the table */
    KIND_PASSING,  /* the server starts, stops, changes its primary, or has forgotten what it did */
    KIND_CONFLICT, /* somebody else was first */
    KIND_UNSURE,   /* passing, but outside a transaction the command may have been done */
    KIND_LATE,     /* the same: the time limit was exceeded */
    KIND_OLD,      /* the snapshot is no longer available */
    KIND_TAKEN,    /* a duplicate of a unique value */
    KIND_NOT_NUMERIC, /* the value to be added to is no number */
};

/* The comments are the server's names of the codes. */
static const struct code {
    uint32_t code;
    enum kind kind;
} codes[] = {
    {1, KIND_UNSURE},       /* InternalError */
    {6, KIND_PASSING},      /* HostUnreachable */
    {7, KIND_PASSING},      /* HostNotFound */
    {14, KIND_NOT_NUMERIC}, /* TypeMismatch */
    {24, KIND_CONFLICT},    /* LockTimeout */
    {43, KIND_PASSING},     /* CursorNotFound */
    {50, KIND_LATE},        /* MaxTimeMSExpired */
    {64, KIND_UNSURE},      /* WriteConcernFailed: done, but not yet by a majority */
    {83, KIND_PASSING},     /* RemoteResultsUnavailable */
    {89, KIND_PASSING},     /* NetworkTimeout */
    {91, KIND_PASSING},     /* ShutdownInProgress */
    {112, KIND_CONFLICT},   /* WriteConflict */
    {133, KIND_PASSING},    /* FailedToSatisfyReadPreference */
    {134, KIND_PASSING},    /* ReadConcernMajorityNotAvailableYet */
    {175, KIND_PASSING},    /* QueryPlanKilled */
    {189, KIND_PASSING},    /* PrimarySteppedDown */
    {202, KIND_LATE},       /* NetworkInterfaceExceededTimeLimit */
    {225, KIND_PASSING},    /* TransactionTooOld */
    {237, KIND_PASSING},    /* CursorKilled */
    {239, KIND_OLD},        /* SnapshotTooOld */
    {246, KIND_PASSING},    /* SnapshotUnavailable */
    {251, KIND_PASSING},    /* NoSuchTransaction */
    {262, KIND_LATE},       /* ExceededTimeLimit */
    {267, KIND_PASSING},    /* PreparedTransactionInProgress */
    {290, KIND_PASSING},    /* TransactionExceededLifetimeLimitSeconds */
    {317, KIND_PASSING},    /* ConnectionPoolExpired */
    {384, KIND_PASSING},    /* ConnectionError */
    {402, KIND_PASSING},    /* ResourceExhausted */
    {407, KIND_PASSING},    /* PooledConnectionAcquisitionExceededTimeLimit */
    {462, KIND_PASSING},    /* IngressRequestRateLimitExceeded */
    {9001, KIND_PASSING},   /* SocketException */
    {9996, KIND_PASSING},   /* RecvStaleConfig */
    {10058, KIND_PASSING},  /* LegacyNotPrimary */
    {10107, KIND_PASSING},  /* NotWritablePrimary */
    {11000, KIND_TAKEN},    /* DuplicateKey */
    {11001, KIND_TAKEN},    /* the same, of an update on some servers */
    {11600, KIND_PASSING},  /* InterruptedAtShutdown */
    {11601, KIND_PASSING},  /* Interrupted */
    {11602, KIND_PASSING},  /* InterruptedDueToReplStateChange */
    {13388, KIND_PASSING},  /* StaleConfig */
    {13435, KIND_PASSING},  /* NotPrimaryNoSecondaryOk */
    {13436, KIND_PASSING},  /* NotPrimaryOrSecondary */
};

static bool is_from_server(const bson_error_t *error)
{
    return error->domain == MONGOC_ERROR_SERVER || error->domain == MONGOC_ERROR_QUERY ||
           error->domain == MONGOC_ERROR_COLLECTION || error->domain == MONGOC_ERROR_WRITE_CONCERN;
}

/* Refused by the driver before sending: a document that is too large or malformed. */
static bool is_refused_by_driver(const bson_error_t *error)
{
    return error->domain == MONGOC_ERROR_BSON || (error->domain == MONGOC_ERROR_COMMAND &&
                                                  error->code == MONGOC_ERROR_COMMAND_INVALID_ARG);
}

/* All other failures of the driver are those of the connection. */
static enum kind kind_of(const bson_error_t *error)
{
    if (is_refused_by_driver(error))
        return KIND_REFUSED;
    if (!is_from_server(error))
        return KIND_PASSING;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (error->code == codes[i].code)
            return codes[i].kind;
    return KIND_REFUSED;
}

/* The message for a failure that passes; NULL: it does not. */
static const char *words_of(enum kind kind)
{
    switch (kind) {
    case KIND_REFUSED:
    case KIND_TAKEN:
    case KIND_NOT_NUMERIC:
        return NULL;
    case KIND_LATE:
        return "the database took too long";
    case KIND_OLD:
        return "the database no longer keeps the picture that was being read, as that took so long "
               "(SnapshotTooOld): raise its minSnapshotHistoryWindowInSeconds";
    default:
        return "the database can't be reached just now";
    }
}

enum kripa_status kp_mongo_fail(const bson_error_t *error, struct kripa_error *err)
{
    const char *words = words_of(kind_of(error));
    if (words)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s", words);
    return kripa_fail(err, KRIPA_INTERNAL, "the database refused (code %u)", (unsigned)error->code);
}

enum kripa_status kp_mongo_fail_open(const bson_error_t *error, struct kripa_error *err)
{
    if (error->domain == MONGOC_ERROR_CLIENT && error->code == MONGOC_ERROR_CLIENT_AUTHENTICATE)
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                                "the database refuses this name and password: %s", error->message);
    if (strstr(error->message, "certificate verify failed")) /* the words of OpenSSL */
        return kripa_fail_field(err, KRIPA_INVALID, "store_uri",
                                "the database's certificate is by nobody whom tlsCAFile (or this "
                                "machine) trusts: %s",
                                error->message);
    enum kind kind = kind_of(error);
    if (kind == KIND_OLD)
        return kripa_fail(err, KRIPA_UNAVAILABLE, "%s", words_of(kind));
    enum kripa_status status = words_of(kind) ? KRIPA_UNAVAILABLE : KRIPA_INVALID;
    return kripa_fail(err, status, "the database can't be opened: %s", error->message);
}

bool kp_mongo_is_conflict(const bson_error_t *error)
{
    return kind_of(error) == KIND_CONFLICT;
}

bool kp_mongo_is_taken(const bson_error_t *error)
{
    return kind_of(error) == KIND_TAKEN;
}

bool kp_mongo_is_late(const bson_error_t *error)
{
    return kind_of(error) == KIND_LATE;
}

bool kp_mongo_is_transient(const bson_error_t *error, const bson_t *reply)
{
    /* outside a transaction a conflict has no label */
    return mongoc_error_has_label(reply, "TransientTransactionError") ||
           kind_of(error) == KIND_CONFLICT;
}

bool kp_mongo_is_lost(const bson_error_t *error)
{
    enum kind kind = kind_of(error);
    return error->domain == MONGOC_ERROR_STREAM || error->domain == MONGOC_ERROR_WRITE_CONCERN ||
           kind == KIND_UNSURE || kind == KIND_LATE;
}

bool kp_mongo_is_not_numeric(const bson_error_t *error)
{
    return kind_of(error) == KIND_NOT_NUMERIC;
}
