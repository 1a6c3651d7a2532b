/* SPDX-License-Identifier: MIT
 * The store port: ten verbs driven by the field tables, and a number that tells how long what was
 * read may be cached. It has no notions of SQL or MongoDB. For people who add a store; stable
 * within a minor release only. */
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
/* Booleans, enums, paise and milliseconds are INT; the table decides how they are stored. RECORD:
 * the value is the field's member in that record (a list, an embedded record, a time: whatever the
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

/* All conditions must hold: there is no OR, no join, no expression. What must be searched for is
 * stored (a list of search terms, stock_spare, ...). A condition may name a field of any schema of
 * the collection (products by their `terms`). Dotted names reach into lists (items.product). An
 * absent value is less than any other, and only ABSENT, NE and UNCHANGED can match it. An empty
 * list is absent. A number, boolean or enum that its struct can't leave out is 0, or the first
 * name, where a table that shares the collection doesn't name it; a unique one is absent. */
enum kripa_op {
    KRIPA_EQ,
    KRIPA_NE,
    KRIPA_LT,
    KRIPA_LE,
    KRIPA_GT,
    KRIPA_GE,
    KRIPA_IN,     /* one of the values */
    KRIPA_PREFIX, /* a text with this beginning; of a list: one of its values has it */
    /* a list with one of the values; `items.product`: an element whose member is one of them */
    KRIPA_HAS,
    KRIPA_ABSENT,
    /* the member, a whole list if it is one, is still as in the record (a RECORD value) */
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
    /* a stored field, best an indexed one; NULL: _id. Equals are sorted by _id, in the same
     * direction */
    const char *sort;
    bool descending;
    /* the cursor of the page before; empty: from the start. Not together with skip */
    struct kripa_text after;
    int64_t skip, limit; /* limit 0: KRIPA_PAGE_LIMIT_MAX */
    /* for find and count: a call that takes more than so many steps of the store (a field or some
     * bytes of a text looked at) is TOO_LARGE, and finds nothing; 0: no limit. A remote store has
     * no such limit */
    int64_t work_max;
};
struct kripa_rows {
    void *at; /* records of query.of, one after the other, in the arena */
    size_t count;
    char next[KRIPA_CURSOR_SIZE]; /* empty: that was the last page */
};

enum kripa_edit_kind {
    /* inserts `record`, whose _id is `key`; EXISTS when a unique value is taken, its field named in
     * the error */
    KRIPA_INSERT,
    /* key, conds and sets; CONFLICT when nothing matches. Without sets it is a guard, and the
     * record counts as written */
    KRIPA_UPDATE,
    KRIPA_DELETE, /* key and conds; CONFLICT when nothing matches */
    /* adds sets to a counter record; a missing one begins as `record` (whose id is a hash of its
     * natural key), and the sets are added to that */
    KRIPA_UPSERT_INCREMENT,
    /* takes the next number of a series without gaps (key: the series' record, which begins as
     * `record`; sets[0]: its counter, raised by one), and puts it into the field `into` of the
     * INSERT that follows */
    KRIPA_SEQUENCE,
};
enum kripa_set_op {
    KRIPA_SET,
    KRIPA_ADD,   /* to a number; an absent one counts as 0 */
    KRIPA_UNSET, /* makes it absent or, if it can't be, 0 or the first name */
    /* appends an element to a list; no match when its key (for TEXTS and IDS: the value) is there
     * already */
    KRIPA_PUSH,
    /* removes the element whose key is `value` from a list; no match when there is none */
    KRIPA_PULL,
};
struct kripa_set {
    const char *field;
    enum kripa_set_op op;
    struct kripa_value value;
    /* for PUSH: the element (of the item schema's struct; for IDS and TEXTS `value` is used) */
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
    size_t failed;  /* the edit that failed, when the status is CONFLICT or EXISTS */
    int64_t number; /* from the (last) SEQUENCE edit */
};

/* A collection that no table of the store names. */
struct kripa_unknown_collection {
    const char *name;
    int64_t count;
};

struct kripa_store;
typedef enum kripa_status kripa_record_fn(void *ctx, const void *record);
typedef void kripa_say_fn(void *ctx, const char *line);
/* How much a migration does. */
enum kripa_migrating {
    KRIPA_MIGRATE_DRY = 1, /* every step is reported, and none is done */
    /* also to records that are older than the tables: adds what they need to be found like
     * others */
    KRIPA_MIGRATE_RECORDS = 2,
};

/* Every store has every slot. Statuses of all: UNAVAILABLE (busy, unreachable, disk full: nothing
 * was done, unless the message says that this is unknown), NO_MEMORY, CORRUPT, INTERNAL; INVALID
 * for a query without a field it names, or with a bad cursor. */
struct kripa_store_ops {
    enum kripa_status (*find)(struct kripa_store *, const struct kripa_query *,
                              struct kripa_arena *, struct kripa_rows *, struct kripa_error *);
    /* Stops counting at `at_most` (0: never). */
    enum kripa_status (*count)(struct kripa_store *, const struct kripa_query *, int64_t at_most,
                               int64_t *, struct kripa_error *);
    /* Calls back for every match, one at a time, from a consistent snapshot; a record exists only
     * during its call. The callback's first status that isn't OK ends the scan and is returned. The
     * callback must not use the store. */
    enum kripa_status (*scan)(struct kripa_store *, const struct kripa_query *, kripa_record_fn *,
                              void *, struct kripa_error *);
    enum kripa_status (*commit)(struct kripa_store *, const struct kripa_change *,
                                struct kripa_outcome *, struct kripa_error *);
    /* Upgrades the store to these tables, and reports each step. `what`: kripa_migrating. */
    enum kripa_status (*migrate)(struct kripa_store *, unsigned what, kripa_say_fn *, void *,
                                 struct kripa_error *);
    enum kripa_status (*backup)(struct kripa_store *, const char *to, struct kripa_error *);
    /* Lists collections that no table names, which other programs made or a copy brought. A table
     * with `_id` and a KRIPA_RESIDUAL field can carry each. */
    enum kripa_status (*unknown_collections)(struct kripa_store *, struct kripa_arena *,
                                             struct kripa_unknown_collection **, size_t *,
                                             struct kripa_error *);
    /* The value that the KRIPA_RESIDUAL field would have if the record were inserted and read; in
     * the arena, or the record's own text. `of` has such a field. */
    enum kripa_status (*residual)(struct kripa_store *, const struct kripa_schema *of,
                                  const void *record, struct kripa_arena *, const char **,
                                  struct kripa_error *);
    enum kripa_status (*ping)(struct kripa_store *, int64_t timeout_ms, struct kripa_error *);
    /* A number for the collection of this schema that changes when it is touched by a commit: of
     * any process or, if the store is `shared`, of this one. What was read from a shared store may
     * be shown for KRIPA_CACHE_AGE_MS, but nothing may be decided on it. 0: not a collection. */
    uint64_t (*version)(struct kripa_store *, const struct kripa_schema *);
    void (*close)(struct kripa_store *);
};

/* The first member of every store's own struct. */
struct kripa_store {
    const struct kripa_store_ops *ops;
    bool remote; /* a read may wait for a network, so kripad runs it on a worker */
    /* other programs may write to its collections, too: so records may lack what tables demand, and
     * it can be read before migrate added what is missing */
    bool shared;
    const char *kind; /* "sqlite", "mongodb" */
    bool read_only;   /* the file can't be written: every commit is UNAVAILABLE */
};

KRIPA_BEGIN

/* Opens the store that a URI names: `sqlite:PATH`, `sqlite::memory:`, `mongodb://HOST/DATABASE` or
 * `mongodb+srv://...` with all options of libmongoc. With `create` a missing or empty file becomes
 * a store. `connections`: how many calls may use a server at once, 0: 32; a maxPoolSize in the URI
 * takes precedence. The tables are not changed: see migrate. `schemas` is ended by NULL and must
 * outlive the store. INVALID for an unknown kind of URI, tables whose names a file can't have, a
 * server without transactions, or one that shards what must be unique; NOT_FOUND for a missing or
 * empty file; CORRUPT for a file that is not Kripa's, which is left as it is; UNAVAILABLE. */
KRIPA_API enum kripa_status kripa_store_open(const char *uri, bool create, int64_t connections,
                                             const struct kripa_schema *const *schemas,
                                             struct kripa_store **out, struct kripa_error *err);
/* A store around `inner` that reports every call of it. Closing it closes `inner`; if this fails
 * (NO_MEMORY), the caller keeps `inner`. */
KRIPA_API enum kripa_status kripa_store_observe(struct kripa_store *inner, kripa_statement_fn *tell,
                                                void *ctx, struct kripa_store **out,
                                                struct kripa_error *err);
/* Checks a URI without opening what it names: hosts and files need not exist, but the folder of a
 * file and the files in a server's TLS options must. INVALID, with what is wrong in the field
 * store_uri. */
KRIPA_API enum kripa_status kripa_store_uri_check(const char *uri, struct kripa_error *err);
/* NULL is fine. */
KRIPA_API void kripa_store_close(struct kripa_store *store);

/* Copies the backup `from` (a path) beside the store of `uri`, has `check` look at the copy by its
 * URI, and puts it in the store's place when that is OK. The old store gets the name in `kept`.
 * EXISTS with KRIPA_PLACE_NEW when there is a store; UNAVAILABLE when a program has that store
 * open; INVALID for a kind of store that is not in a file; CORRUPT or NOT_FOUND when `from` is no
 * store, or another program's file is in the place; or what `check` returns. */
typedef enum kripa_status kripa_copy_check_fn(void *ctx, const char *copy_uri,
                                              struct kripa_error *err);
KRIPA_API enum kripa_status
kripa_store_restore(const char *from, const char *uri, enum kripa_placing placing,
                    const struct kripa_schema *const *schemas, kripa_copy_check_fn *check,
                    void *ctx, char kept[KRIPA_KEPT_SIZE], struct kripa_error *err);

KRIPA_END
#endif
