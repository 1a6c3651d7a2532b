/* SPDX-License-Identifier: MIT
 * The contract suite's tables and stores. */
#include "contract.h"

#include <stdio.h>
#include <string.h>

#include "base/fields.h"
#include "suite.h"

static const char *const kp_mood_names[] = {"calm", "glad", "cross", NULL};

static const struct kripa_field kp_place_fields[] = {
    TEXT(place, city, "city", 1, 100),
    TEXT(place, pincode, "pincode", 1, 6),
    INT(place, floor, "floor", INT64_MIN, INT64_MAX),
};
static SCHEMA(place, NULL);

static const struct kripa_field kp_part_fields[] = {
    ID(part, product, "product", .flags = KRIPA_KEY | KRIPA_INDEX),
    TEXT(part, name, "name", 1, 100),
    INT(part, qty, "qty", INT64_MIN, INT64_MAX),
    MONEY(part, price, "price", INT64_MIN, INT64_MAX),
    OPT_RATE(part, rate, "rate", 0, 10000),
};
static SCHEMA(part, NULL);

static const struct kripa_field kp_remark_fields[] = {
    TEXT(remark, text, "text", 0, 1000),
    TIME(remark, at, "at"),
    INT(remark, count, "count", INT64_MIN, INT64_MAX),
    MONEY(remark, cost, "cost", INT64_MIN, INT64_MAX),
    ID(remark, by, "by"),
    BOOL(remark, loud, "loud"),
    ENUM(remark, mood, "mood", mood),
    OPT_INT(remark, stars, "stars", INT64_MIN, INT64_MAX),
    OPT_MONEY(remark, tip, "tip", INT64_MIN, INT64_MAX),
    OPT_RATE(remark, share, "share", 0, 10000),
    TEXTS(remark, words, "words", 0, 100),
    OPT_RECORD(remark, place, "place", place),
};
static SCHEMA(remark, NULL);

static const struct kripa_field kp_thing_fields[] = {
    ID(thing, id, "_id"),
    TEXT(thing, name, "name", 1, 200, .flags = KRIPA_UNIQUE),
    TEXT(thing, label, "label", 1, 64, .flags = KRIPA_INDEX),
    TEXT(thing, about, "about", 0, 5000),
    INT(thing, count, "count", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX),
    MONEY(thing, price, "price", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX),
    TIME(thing, made, "madeAt", .flags = KRIPA_INDEX),
    OPT_INT(thing, spare, "spare", INT64_MIN, INT64_MAX, .flags = KRIPA_INDEX),
    OPT_MONEY(thing, offer, "offer", INT64_MIN, INT64_MAX),
    OPT_RATE(thing, rate, "rate", 0, 10000),
    BOOL(thing, active, "active", .flags = KRIPA_INDEX),
    ID(thing, owner, "owner", .stored = "owner_id", .flags = KRIPA_INDEX),
    ENUM(thing, mood, "mood", mood, .flags = KRIPA_INDEX),
    RECORD(thing, place, "place", place),
    OPT_RECORD(thing, second_place, "secondPlace", place),
    LIST(thing, parts, "parts", 0, 100, part),
    LIST(thing, remarks, "remarks", 0, 100, remark),
    TEXTS(thing, tags, "tags", 0, 100, .flags = KRIPA_INDEX),
    TEXTS(thing, words, "words", 0, 100),
    IDS(thing, friends, "friends", 0, 100, .flags = KRIPA_INDEX),
};
static const char *const thing_indexes[] = {"active,-madeAt", "owner,count", NULL};
SCHEMA(thing, "things", .indexes = thing_indexes);

static const struct kripa_field kp_thing_terms_fields[] = {
    ID(thing_terms, id, "_id"),
    TEXT(thing_terms, label, "label", 1, 64, .flags = KRIPA_INDEX),
    TEXTS(thing_terms, terms, "terms", 0, 100, .flags = KRIPA_INDEX),
};
SCHEMA(thing_terms, "things");

static const struct kripa_field kp_series_fields[] = {
    ID(series, id, "_id"),
    TEXT(series, name, "name", 1, 64),
    INT(series, value, "value", INT64_MIN, INT64_MAX),
};
SCHEMA(series, "series");

static const struct kripa_field kp_paper_fields[] = {
    ID(paper, id, "_id"),
    INT(paper, number, "number", INT64_MIN, INT64_MAX, .flags = KRIPA_UNIQUE),
    INT(paper, worth, "worth", INT64_MIN, INT64_MAX),
    TEXT(paper, text, "text", 0, 1000),
};
SCHEMA(paper, "papers");

const struct kripa_schema *const contract_schemas[] = {
    &kripa_thing_schema, &kripa_thing_terms_schema, &kripa_series_schema, &kripa_paper_schema, NULL,
};

struct contract contract;

static void ignore_line(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static void set_up(void (*make)(struct fresh_store *store))
{
    memset(&contract, 0, sizeof contract);
    contract.call.arena = &contract.arena;
    make(&contract.own);
    enum kripa_status status = kripa_store_open(contract.own.uri, true, 0, contract_schemas,
                                                &contract.store, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s: %s", contract.own.uri, contract.err.message);
    status = contract.store->ops->migrate(contract.store, false, ignore_line, NULL, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s: %s", contract.own.uri, contract.err.message);
}

static void set_up_shared(void)
{
    set_up(fresh_store_make);
}

static void set_up_alone(void)
{
    set_up(fresh_store_make_alone);
}

static void tear_down(void)
{
    kripa_store_close(contract.store);
    kripa_arena_clear(&contract.arena);
    fresh_store_remove(&contract.own);
}

int contract_main(const char *name, contract_add_fn *more, const TTest *const *tests, size_t count)
{
    TCase *cases[2];
    size_t cases_count = 0;
    cases[cases_count++] = new_cases("shared", set_up_shared, tear_down);
    if (!fresh_store_on_mongodb()) /* a case that is not run is not freed */
        cases[cases_count++] = new_cases("sqlite in memory", set_up_alone, tear_down);
    for (size_t i = 0; i < cases_count; i++) {
        if (more)
            more(cases[i]);
        add_tests(cases[i], tests, count);
    }
    return run_all(name, cases, cases_count);
}

struct kripa_store *contract_open_again(void)
{
    struct kripa_store *store = NULL;
    if (!fresh_store_is_shared(&contract.own))
        return NULL;
    enum kripa_status status =
        kripa_store_open(contract.own.uri, false, 0, contract_schemas, &store, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    return store;
}

struct kripa_id contract_id(unsigned n)
{
    struct kripa_id id = {{0x65, 0, 0, 0}};
    for (size_t i = 0; i < 4; i++)
        id.bytes[8 + i] = (unsigned char)(n >> (24 - 8 * i));
    return id;
}

void contract_commit(struct kp_change *change, enum kripa_status expected)
{
    struct kripa_change whole = {change->edits, change->count};
    contract.err = (struct kripa_error){0};
    ck_assert(!change->failed);
    enum kripa_status status =
        contract.store->ops->commit(contract.store, &whole, &contract.outcome, &contract.err);
    ck_assert_msg(status == expected, "%s instead of %s: %s", kripa_status_name(status),
                  kripa_status_name(expected), contract.err.message);
}

enum kripa_status contract_sell_last(struct kripa_store *store)
{
    struct kripa_outcome outcome;
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_update(&change, &kripa_thing_schema, contract_id(0));
    kp_require(&change, "count", KRIPA_GE, kp_int(1));
    kp_add(&change, "count", -1);
    return store->ops->commit(store, &(struct kripa_change){change.edits, change.count}, &outcome,
                              &contract.err);
}

void contract_insert(const struct kripa_schema *of, const void *record)
{
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, of, record);
    contract_commit(&change, KRIPA_OK);
}

struct kripa_rows contract_find(const struct kripa_query *query)
{
    struct kripa_rows rows;
    enum kripa_status status =
        contract.store->ops->find(contract.store, query, &contract.arena, &rows, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    return rows;
}

void *contract_get(const struct kripa_schema *of, struct kripa_id id)
{
    struct kripa_cond cond = CONTRACT_COND("_id", KRIPA_EQ, kp_id(id));
    struct kripa_rows rows =
        contract_find(&(struct kripa_query){.of = of, .conds = &cond, .conds_count = 1});
    ck_assert_uint_le(rows.count, 1);
    return rows.count ? rows.at : NULL;
}

int64_t contract_count(const struct kripa_schema *of, const struct kripa_cond *conds,
                       size_t conds_count)
{
    int64_t count = -1;
    struct kripa_query query = {.of = of, .conds = conds, .conds_count = conds_count};
    enum kripa_status status =
        contract.store->ops->count(contract.store, &query, 0, &count, &contract.err);
    ck_assert_msg(status == KRIPA_OK, "%s", contract.err.message);
    return count;
}

const char *contract_counts(const struct kripa_query *query)
{
    struct kripa_rows rows = contract_find(query);
    const struct kripa_thing *things = rows.at;
    const char *text = "";
    for (size_t i = 0; i < rows.count; i++)
        text = kripa_arena_format(&contract.arena, "%s%s%lld", text, i ? " " : "",
                                  (long long)things[i].count);
    return text;
}
