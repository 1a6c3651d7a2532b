/* SPDX-License-Identifier: MIT
 * The store port, whole: ten verbs driven by the field tables, and a number that tells how long
 * what was read may be cached. Neither SQL's nor MongoDB's notions show here. For people who add a
 * store; stable per minor release only. */
#ifndef KRIPA_SYS_STORE_H
#define KRIPA_SYS_STORE_H

#include <kripa/context.h>
#include <kripa/limits.h>
#include <kripa/maintenance.h>
#include <kripa/sys/field.h>

struct kripa_text {
    const char *at;
    size_t size;
};

enum kripa_value_kind {
    KRIPA_VALUE_NONE,
    KRIPA_VALUE_ID,
    KRIPA_VALUE_INT,
    KRIPA_VALUE_TEXT,
    KRIPA_VALUE_RECORD
};
/* Booleans, enums, paise and milliseconds are INT; the table gives the stored form. RECORD: the
 * value is the member of the named field in that struct (a list, a record, a time: whatever the
 * field is). */
struct kripa_value {
    enum kripa_value_kind kind;
    union {
        struct kripa_id id;
        int64_t number;
        struct kripa_text text;
        const void *record;
    } as;
};

/* Conditions are ANDed: no OR, no join, no expression. What you must ask for, store (a list of
 * search terms, stock_spare, ...). A condition may name a field of any schema of the collection
 * (products by their `terms`). Dotted names reach into lists (items.product). An absent value is
 * less than any other, and only ABSENT, NE and SAME can match it. An empty list is absent. What its
 * struct can't leave out (a number, a boolean, an enum) is 0, or the first name, where a table that
 * shares the collection doesn't name it; a unique one is absent. */
enum kripa_op {
    KRIPA_EQ,
    KRIPA_NE,
    KRIPA_LT,
    KRIPA_LE,
    KRIPA_GT,
    KRIPA_GE,
    KRIPA_IN,     /* one of the values */
    KRIPA_PREFIX, /* a text that begins so; of a list: one of its values does */
    /* a list that has one of the values; `items.product`: an element whose member is one of them */
    KRIPA_HAS,
    KRIPA_ABSENT,
    /* the member, whole list included, still is what the record (a RECORD value) says */
    KRIPA_UNCHANGED,
};
struct kripa_cond {
    const char *field;
    enum kripa_op op;
    const struct kripa_value *values;
    size_t values_count;
};
struct kripa_query {
    const struct kripa_schema *of;
    const struct kripa_cond *conds;
    size_t conds_count;
    /* a stored field, best an indexed one; NULL: by _id. _id breaks ties, in the same direction */
    const char *sort;
    bool descending;
    /* the cursor of the page before; empty: from the start. Not with a skip */
    struct kripa_text after;
    int64_t skip, limit; /* limit 0: KRIPA_PAGE_LIMIT_MAX */
    /* find and count: what takes more than so many steps of the store (a field looked at, or some
     * bytes of a text) ends TOO_LARGE, with nothing found; 0: it takes what it takes. A store that
     * `waits` bounds nothing */
    int64_t work_max;
};
struct kripa_rows {
    void *at; /* records of query.of, one behind the other, in the arena */
    size_t count;
    char next[KRIPA_CURSOR_SIZE]; /* empty: that was the last page */
};

enum kripa_edit_kind {
    /* `record`, whose _id is `key`; a unique value taken: EXISTS, its field named in the error */
    KRIPA_INSERT,
    /* key + conds, then sets; no match: CONFLICT. Without sets: a guard, and the record counts as
     * written */
    KRIPA_UPDATE,
    KRIPA_DELETE, /* key + conds; no match: CONFLICT */
    /* adds sets to a counter record; an absent one begins as `record` (its id a hash of its natural
     * key), and the sets are added to that */
    KRIPA_UPSERT_INCREMENT,
    /* next number of a series (key: the series' record, an absent one begins as `record`; sets[0]:
     * its counter, raised by one), gap free, written into the field `into` of the INSERT after it
     * */
    KRIPA_SEQUENCE,
};
enum kripa_set_op {
    KRIPA_SET,
    KRIPA_ADD,   /* to a number; an absent one counts as 0 */
    KRIPA_UNSET, /* makes it absent; what can't be: 0, or the first name */
    /* appends one element to a list; a key (of TEXTS and IDS: the value) already there: no match */
    KRIPA_PUSH,
    KRIPA_PULL, /* takes the element whose key is `value` out of a list; none there: no match */
};
struct kripa_set {
    const char *field;
    enum kripa_set_op op;
    struct kripa_value value;
    /* PUSH: the element (item schema's struct; an IDS or TEXTS field uses `value`) */
    const void *element;
};
struct kripa_edit {
    enum kripa_edit_kind kind;
    const struct kripa_schema *of;
    struct kripa_id key;
    const void *record;
    const struct kripa_cond *conds;
    size_t conds_count;
    const struct kripa_set *sets;
    size_t sets_count;
    const char *into;
};
struct kripa_change {
    /* all or nothing, in this order; later edits see earlier ones */
    const struct kripa_edit *edits;
    size_t count;
};
struct kripa_outcome {
    size_t failed;  /* which edit, when the status is CONFLICT or EXISTS */
    int64_t number; /* what the (last) SEQUENCE edit gave */
};

/* A collection that no table of the store names. */
struct kripa_unknown_collection {
    const char *name;
    int64_t count;
};

struct kripa_store;
typedef enum kripa_status kripa_record_fn(void *ctx, const void *record);
typedef void kripa_say_fn(void *ctx, const char *line);
/* How far a migration goes. */
enum kripa_migrating {
    KRIPA_MIGRATE_DRY = 1, /* each step is said, none is done */
    /* records that are older than the tables, too: what they lack to be found like others */
    KRIPA_MIGRATE_RECORDS = 2,
};

/* Every slot is there in every store. Statuses common to all: UNAVAILABLE (busy, unreachable, disk
 * full: nothing was done, unless the message says that it can't be known), NO_MEMORY, CORRUPT,
 * INTERNAL; INVALID for a query that names no field or a bad cursor. */
struct kripa_store_ops {
    enum kripa_status (*find)(struct kripa_store *, const struct kripa_query *,
                              struct kripa_arena *, struct kripa_rows *, struct kripa_error *);
    /* Stops counting at `at_most` (0: never). */
    enum kripa_status (*count)(struct kripa_store *, const struct kripa_query *, int64_t at_most,
                               int64_t *, struct kripa_error *);
    /* Every match, one at a time, as one consistent picture; the record lives for its call only.
     * The callback's first status that isn't OK ends it and is returned. The callback may not use
     * the store. */
    enum kripa_status (*scan)(struct kripa_store *, const struct kripa_query *, kripa_record_fn *,
                              void *, struct kripa_error *);
    enum kripa_status (*commit)(struct kripa_store *, const struct kripa_change *,
                                struct kripa_outcome *, struct kripa_error *);
    /* Brings the store to these tables, says each step. `what`: kripa_migrating. */
    enum kripa_status (*migrate)(struct kripa_store *, unsigned what, kripa_say_fn *, void *,
                                 struct kripa_error *);
    enum kripa_status (*backup)(struct kripa_store *, const char *to, struct kripa_error *);
    /* What it keeps beside its tables, by name: another program's collections, or a copy of
     * theirs. A table of `_id` and a KRIPA_RESIDUAL field can carry each of them. */
    enum kripa_status (*unknown_collections)(struct kripa_store *, struct kripa_arena *,
                                             struct kripa_unknown_collection **, size_t *,
                                             struct kripa_error *);
    /* What the KRIPA_RESIDUAL field would say, were the record inserted and read; the text
     * is in the arena, or the record's. `of` has such a field. */
    enum kripa_status (*residual)(struct kripa_store *, const struct kripa_schema *of,
                                  const void *record, struct kripa_arena *, const char **,
                                  struct kripa_error *);
    enum kripa_status (*ping)(struct kripa_store *, int64_t timeout_ms, struct kripa_error *);
    /* A number for the collection of this schema that changes when a commit touches it: of any
     * process or, where the store is `shared`, of this one. What was read of such a store may be
     * shown for KRIPA_CACHE_AGE_MS, and nothing may be decided on it. 0: not a collection. */
    uint64_t (*version)(struct kripa_store *, const struct kripa_schema *);
    void (*close)(struct kripa_store *);
};

/* The first member of every store's own struct. */
struct kripa_store {
    const struct kripa_store_ops *ops;
    bool remote; /* a read may wait for a network: kripad runs it on a worker */
    /* other programs may write to its collections too: nothing is there because a table says so,
     * and it can be read before migrate made what is lacking */
    bool shared;
    const char *kind; /* "sqlite", "mongodb" */
    bool read_only;   /* a file that may not be written to: every commit is UNAVAILABLE */
};

KRIPA_BEGIN

/* Opens the store a URI names: `sqlite:PATH`, `sqlite::memory:`, `mongodb://HOST/DATABASE` or
 * `mongodb+srv://...` with all options that libmongoc takes. With `create` a missing file is made,
 * and an empty one taken.
 * `connections`: how many calls at once a server gets, 0: 32; a maxPoolSize in the URI wins.
 * The tables are not touched: see migrate. `schemas` is ended by NULL and must outlive the store.
 * INVALID for an unknown kind of URI, tables that a file can't hold by their names, a server
 * without transactions, one that shards what must be unique; NOT_FOUND for a missing file, or an
 * empty one; CORRUPT for a file that is none of Kripa's, which is left as it is; UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_store_open(const char *uri, bool create, int64_t connections,
                                             const struct kripa_schema *const *schemas,
                                             struct kripa_store **out, struct kripa_error *err);
/* A store around `inner`, which tells every call of it. Closing it closes `inner`; when it fails
 * (NO_MEMORY) `inner` stays the caller's. */
KRIPA_API enum kripa_status kripa_store_observe(struct kripa_store *inner, kripa_statement_fn *tell,
                                                void *ctx, struct kripa_store **out,
                                                struct kripa_error *err);
/* Looks at a URI without opening what it names: hosts and files need not be there, but a file's
 * folder and the files that a server's TLS options name. INVALID, with what is wrong with it in the
 * field store_uri. */
KRIPA_API enum kripa_status kripa_store_uri_check(const char *uri, struct kripa_error *err);
/* NULL is fine. */
KRIPA_API void kripa_store_close(struct kripa_store *store);

/* Copies the backup `from` (a path) beside the store of `uri`, lets `check` look at the copy by its
 * URI, and puts it in its place when that is OK. What was there gets the name in `kept`. EXISTS
 * with PLACE_NEW when there is a store; UNAVAILABLE when a program has that store open; INVALID for
 * a kind of store that is not in a file; CORRUPT or NOT_FOUND when `from` is no store, or another
 * program's file has the place; what `check` returns. */
typedef enum kripa_status kripa_copy_check_fn(void *ctx, const char *copy_uri,
                                              struct kripa_error *err);
KRIPA_API enum kripa_status
kripa_store_restore(const char *from, const char *uri, enum kripa_placing placing,
                    const struct kripa_schema *const *schemas, kripa_copy_check_fn *check,
                    void *ctx, char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

KRIPA_END
#endif
