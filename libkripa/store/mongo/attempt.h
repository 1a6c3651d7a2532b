/* SPDX-License-Identifier: MIT
 * A try at a change: the edit that is being applied, alone or in a transaction, what its commands
 * need, and how it ends: attempt.c. */
#ifndef KP_MONGO_ATTEMPT_H
#define KP_MONGO_ATTEMPT_H

#include "internal.h"
#include "store/edit.h"

/* What has become of a try. */
enum kp_try {
    KP_TRY_DONE,
    KP_TRY_FAILED, /* the status says how */
    KP_TRY_AGAIN,  /* somebody else came first: the whole change may be tried anew */
};

#define KP_MONGO_RUN_MAX 100 /* inserts that go as one command */

#define KP_MONGO_COMMIT_UNKNOWN                                                                    \
    "the database was lost while it committed; look what is there before you try again"

struct kp_mongo_writing {
    struct kp_mongo *store;
    mongoc_client_t *client;
    mongoc_client_session_t *session; /* of the transaction that is open; NULL: there is none */
    const struct kripa_change *change;
    struct kripa_outcome *outcome;
    struct kripa_error *err;
    struct kripa_arena scratch;    /* forgotten after each try */
    enum kripa_status status;      /* of KP_TRY_FAILED */
    const struct kripa_edit *edit; /* that is being applied, and the one that failed */
    size_t run;                    /* how many there are of its kind that go as one command */
    const struct kp_plan *plan;    /* of the edit */
    bson_t *anomaly;            /* the edit's document, where its bytes are held (anomaly.c), and */
    const void *anomaly_record; /* what it reads as */
    bool careful; /* an earlier try met what can't be added to: each document is looked at first */
    const char *into;       /* the field of the next INSERT that outcome->number goes to */
    int64_t until_ms;       /* by kp_mongo_clock_ms: no command begins after it */
    bson_error_t cause;     /* of the last KP_TRY_AGAIN; code 0: none is known */
    bool commit_unknown;    /* a try may have been done, but nothing was heard of it */
    int64_t unknown_number; /* outcome->number of that try */
};

enum kp_try kp_mongo_stop(struct kp_mongo_writing *writing, enum kripa_status status);
/* CONFLICT: the document is gone, or no longer is what the edit's conditions say. */
enum kp_try kp_mongo_no_match(struct kp_mongo_writing *writing);
/* Somebody else came first, or the way to the server broke: the cause is kept. */
enum kp_try kp_mongo_again(struct kp_mongo_writing *writing, const bson_error_t *error);
/* Nothing was heard of what may have been done. */
enum kp_try kp_mongo_commit_unknown(struct kp_mongo_writing *writing, const bson_error_t *error);
/* Of a failed command: EXISTS naming the field when a unique value is taken. */
enum kp_try kp_mongo_failed(struct kp_mongo_writing *writing, const bson_error_t *error,
                            const bson_t *reply);
/* What is left of the change's time for a command, at least 1. */
int64_t kp_mongo_left_ms(const struct kp_mongo_writing *writing);
/* The options of a command: the session. To be destroyed. */
void kp_mongo_opts(struct kp_mongo_writing *writing, bson_t *opts);
/* The same and the time that is left; libmongoc would put that where no server takes it in an
 * update, and only there. */
void kp_mongo_timed_opts(struct kp_mongo_writing *writing, bson_t *opts);
mongoc_collection_t *kp_mongo_collection(struct kp_mongo_writing *writing);
/* Reads one document of the edit's collection; *found is NULL where there is none, else to be
 * destroyed. */
enum kp_try kp_mongo_read_one(struct kp_mongo_writing *writing, const bson_t *where,
                              const bson_t *opts, bson_t **found);

#endif
