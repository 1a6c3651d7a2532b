/* SPDX-License-Identifier: MIT
 * A try to commit a change: the edit that is being done, alone or in a transaction, what its
 * commands need, and how it ends: attempt.c. */
#ifndef KP_MONGO_ATTEMPT_H
#define KP_MONGO_ATTEMPT_H

#include "filter.h"
#include "internal.h"
#include "store/edit.h"

/* How a try ended. */
enum kp_try {
    KP_TRY_DONE,
    KP_TRY_FAILED, /* for good; the status says why */
    KP_TRY_AGAIN,  /* somebody else was first: the whole change may be tried again */
};

#define KP_MONGO_RUN_MAX 100 /* edits in one command */

#define KP_MONGO_COMMIT_UNKNOWN                                                                    \
    "the database was lost while it committed; look what is there before you try again"

struct kp_mongo_writing {
    struct kp_mongo *store;
    mongoc_client_t *client;
    mongoc_client_session_t *session; /* of the open transaction; NULL: there is none */
    const struct kripa_change *change;
    struct kripa_outcome *outcome;
    struct kripa_error *err;
    struct kripa_arena scratch;    /* cleared after each try */
    enum kripa_status status;      /* after KP_TRY_FAILED */
    const struct kripa_edit *edit; /* the one being done, or that failed */
    size_t run;                    /* the number of edits from it on that go in one command */
    const struct kp_plan *plan;    /* of the edit */
    /* the edit's document, if it is guarded by its bytes (anomaly.c), and */
    bson_t *anomaly;
    const void *anomaly_record; /* the record that it reads as */
    /* an earlier try met a value that can't be added to: so each document is read first */
    bool careful;
    /* an earlier try sent updates together, and one matched nothing: so each is sent alone, which
     * tells which one */
    bool apart;
    const char *into;       /* the field of the next insert that takes outcome->number */
    int64_t until_ms;       /* no command begins after this time of kp_mongo_clock_ms */
    bson_error_t cause;     /* of the last KP_TRY_AGAIN; code 0: unknown */
    bool commit_unknown;    /* a try may have been committed, but no answer came */
    int64_t unknown_number; /* outcome->number of that try */
};

enum kp_try kp_mongo_stop(struct kp_mongo_writing *writing, enum kripa_status status);
/* CONFLICT: the document is gone, or does not meet the edit's conditions any more. */
enum kp_try kp_mongo_no_match(struct kp_mongo_writing *writing);
/* Somebody else was first, or the connection broke: the cause is kept. */
enum kp_try kp_mongo_again(struct kp_mongo_writing *writing, const bson_error_t *error);
/* No answer came, so the try may have been committed. */
enum kp_try kp_mongo_commit_unknown(struct kp_mongo_writing *writing, const bson_error_t *error);
/* Ends a try after a failed command: EXISTS naming the field when a unique value is taken. */
enum kp_try kp_mongo_failed(struct kp_mongo_writing *writing, const bson_error_t *error,
                            const bson_t *reply);
/* How many documents a reply names so ("matchedCount"). */
int64_t kp_mongo_counted(const bson_t *reply, const char *name);
/* Which edit of a command's run failed. */
size_t kp_mongo_failed_at(const bson_t *reply);
/* How much of the change's time is left for a command, at least 1. */
int64_t kp_mongo_left_ms(const struct kp_mongo_writing *writing);
/* Makes the options of a command with the session, which the caller destroys. */
void kp_mongo_opts(struct kp_mongo_writing *writing, bson_t *opts);
/* The same with the time that is left. (libmongoc's own option would put it where updates don't
 * take it.) */
void kp_mongo_timed_opts(struct kp_mongo_writing *writing, bson_t *opts);
mongoc_collection_t *kp_mongo_collection(struct kp_mongo_writing *writing);
/* Reads one document of the edit's collection, which the caller destroys; *found is NULL when there
 * is none. */
enum kp_try kp_mongo_read_one(struct kp_mongo_writing *writing, const bson_t *where,
                              const bson_t *opts, bson_t **found);
/* anomaly.c */
/* Reads the edit's document, which its filter did not find. *holds: as it reads, it meets the
 * guards, and kp_mongo_guards compares its bytes until kp_mongo_forget_anomaly. */
enum kp_try kp_mongo_judge_anomaly(struct kp_mongo_writing *writing, bool *holds);
void kp_mongo_forget_anomaly(struct kp_mongo_writing *writing);
/* Appends the edit's conditions. */
enum kripa_status kp_mongo_guards(struct kp_mongo_writing *writing, struct kp_filter *filter);
/* Makes {_id: key, and the edit's conditions}, which the caller destroys. */
enum kripa_status kp_mongo_where(struct kp_mongo_writing *writing, bson_t *where);
/* document.c */
/* Makes the document of an insert, with the number it takes from a sequence. The caller destroys
 * it. */
enum kripa_status kp_mongo_document(struct kp_mongo_writing *writing, bson_t *document);
/* lists.c */
/* True when the set can't be one operator of an update command. */
bool kp_mongo_edits_list(const struct kripa_set *set, const struct kp_name *name);
/* Does those sets of the edit: appends the new lists to `set` ($set), and the old ones to the
 * filter. */
enum kp_try kp_mongo_edit_lists(struct kp_mongo_writing *writing, const struct kp_name *names,
                                struct kp_filter *filter, bson_t *set, bool *matched);
/* look.c */
/* Whether such a try was committed after all, as the primary has it ("local") or as it will last
 * ("majority"). UNAVAILABLE: it can't be found out. */
enum kp_try kp_mongo_find_outcome(struct kp_mongo_writing *writing, const char *level, bool *done);
/* update.c */
/* Does the edit's sets under its conditions; *matched false, and nothing done, when no document
 * meets them. */
enum kp_try kp_mongo_sets(struct kp_mongo_writing *writing, bool *matched);
/* Does the sets of `run` edits in one command. *matched false: at least one document did not meet
 * its conditions, and nothing tells which. */
enum kp_try kp_mongo_sets_together(struct kp_mongo_writing *writing, bool *matched);
/* write.c */
/* Does one edit, or the `run` edits that go in one command. */
enum kp_try kp_mongo_apply(struct kp_mongo_writing *writing);

#endif
