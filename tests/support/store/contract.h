/* SPDX-License-Identifier: MIT
 * What every store must do, whoever wrote it: the tables its tests use, and opening each store
 * under test.
 *
 * The tests run on the store KRIPA_TEST_STORE names ("%s" in it becomes a name never used before,
 * so that each test begins empty); without it on a file and in memory, both SQLite. They know
 * nothing of how a store keeps its data. */
#ifndef TEST_CONTRACT_H
#define TEST_CONTRACT_H

#include <check.h>

#include <kripa/sys/store.h>

#include "core/change.h"
#include "fresh_store.h"

enum kripa_mood { MOOD_CALM, MOOD_GLAD, MOOD_CROSS };
struct kripa_place {
    const char *city, *pincode;
    int64_t floor;
};
struct kripa_part { /* an element with a key */
    struct kripa_id product;
    const char *name;
    int64_t qty, price_paise;
    struct kripa_int rate_bp;
};
struct kripa_remark { /* an element without one, of every type */
    const char *text;
    int64_t at_ms, count, cost_paise;
    struct kripa_id by;
    bool loud;
    enum kripa_mood mood;
    struct kripa_int stars, tip_paise, share_bp;
    const char **words;
    size_t words_count;
    struct kripa_place *place;
};
struct kripa_thing { /* a record of every type */
    struct kripa_id id;
    const char *name, *label, *about;
    int64_t count, price_paise, made_ms;
    struct kripa_int spare, offer_paise, rate_bp;
    bool active;
    struct kripa_id owner;
    enum kripa_mood mood;
    struct kripa_place place, *second_place;
    struct kripa_part *parts;
    size_t parts_count;
    struct kripa_remark *remarks;
    size_t remarks_count;
    const char **tags;
    size_t tags_count;
    const char **words; /* not indexed */
    size_t words_count;
    struct kripa_id *friends;
    size_t friends_count;
};
struct kripa_thing_terms { /* shares the collection, and `label` */
    struct kripa_id id;
    const char *label, **terms;
    size_t terms_count;
};
struct kripa_series {
    struct kripa_id id;
    const char *name;
    int64_t value;
};
struct kripa_paper {
    struct kripa_id id;
    int64_t number, worth;
    const char *text;
};

extern const struct kripa_schema kripa_thing_schema, kripa_thing_terms_schema, kripa_series_schema,
    kripa_paper_schema;
extern const struct kripa_schema *const contract_schemas[];

/* The store under test, its memory and the last error; set up before each test, all gone after
 * it. */
struct contract {
    struct kripa_store *store;
    struct kripa_arena arena;
    struct kp_call call; /* of changes in this arena */
    struct kripa_error err;
    struct kripa_outcome outcome;
    struct fresh_store own; /* where it is */
};
extern struct contract contract;

/* The main of a file of the suite: CONTRACT_MAIN("store: cursors", a_test, ...) runs each test once
 * for each store under test. */
typedef void contract_add_fn(TCase *cases);
int contract_main(const char *name, contract_add_fn *more, const TTest *const *tests, size_t count);
#define CONTRACT_MAIN(name, ...) CONTRACT_MAIN_WITH(NULL, name, __VA_ARGS__)
/* The same, where `more` adds a fixture or tests in a loop. */
#define CONTRACT_MAIN_WITH(more, name, ...)                                                        \
    contract_main(name, more, (const TTest *const[]){__VA_ARGS__},                                 \
                  sizeof((const TTest *const[]){__VA_ARGS__}) / sizeof(const TTest *))

/* Opens a further time what `contract.store` is; NULL when it can't be (in memory). */
struct kripa_store *contract_open_again(void);

/* The id whose last bytes are n: ordered like n. */
struct kripa_id contract_id(unsigned n);
/* Commits and expects this status. */
void contract_commit(struct kp_change *change, enum kripa_status expected);
/* Commits on this store, which may be another way to the same: the last of thing 0 goes to paper
 * 1. */
enum kripa_status contract_sell_last(struct kripa_store *store);
/* Commits one insert. */
void contract_insert(const struct kripa_schema *of, const void *record);
/* The record with this id, NULL: none. */
void *contract_get(const struct kripa_schema *of, struct kripa_id id);
struct kripa_rows contract_find(const struct kripa_query *query);
int64_t contract_count(const struct kripa_schema *of, const struct kripa_cond *conds,
                       size_t conds_count);
/* The `count`s of the things that match, in order, as text: "1 2 3". */
const char *contract_counts(const struct kripa_query *query);

#define CONTRACT_COND(name, operator, ...)                                                         \
    (struct kripa_cond)                                                                            \
    {                                                                                              \
        .field = (name), .op = (operator), .values = (const struct kripa_value[]){__VA_ARGS__},    \
        .values_count =                                                                            \
            sizeof((const struct kripa_value[]){__VA_ARGS__}) / sizeof(struct kripa_value)         \
    }

#endif
