/* SPDX-License-Identifier: MIT
 * What a store keeps beside its tables: collections that no table names, and what a document holds
 * beyond its rows. */
#include <string.h>

#include "contract.h"

/* Spelled as every store spells it. */
#define LETTER                                                                                     \
    "{ \"_id\" : { \"$oid\" : \"650000000000000000000001\" }, "                                    \
    "\"oldPoints\" : { \"$numberInt\" : \"7\" }, \"note\" : \"पंखा\" }"

struct stranger {
    struct kripa_id id;
    const char *rest;
};
static const struct kripa_field stranger_fields[] = {
    {.name = "_id", .type = KRIPA_TYPE_ID, .at = offsetof(struct stranger, id)},
    {.name = KRIPA_RESIDUAL_NAME,
     .type = KRIPA_TYPE_TEXT,
     .flags = KRIPA_RESIDUAL,
     .at = offsetof(struct stranger, rest)},
};
static const struct kripa_schema stranger_schema = {.name = "stranger",
                                                    .collection = "strangers",
                                                    .size = sizeof(struct stranger),
                                                    .count = 2,
                                                    .fields = stranger_fields};
static const struct kripa_schema *const stranger_schemas[] = {&stranger_schema, NULL};

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

/* NULL in memory: there nobody else can have opened it. */
static struct kripa_store *open_as_stranger(void)
{
    struct kripa_store *store = NULL;
    if (!fresh_store_is_shared(&contract.own))
        return NULL;
    ck_assert_int_eq(
        kripa_store_open(contract.own.uri, false, 0, stranger_schemas, &store, &contract.err),
        KRIPA_OK);
    ck_assert_int_eq(store->ops->migrate(store, false, say_nothing, NULL, &contract.err), KRIPA_OK);
    return store;
}

static size_t list(struct kripa_store *store, struct kripa_unknown_collection **others)
{
    size_t count;
    ck_assert_int_eq(
        store->ops->unknown_collections(store, &contract.arena, others, &count, &contract.err),
        KRIPA_OK);
    return count;
}

static int64_t count_of(const char *name, const struct kripa_unknown_collection *others,
                        size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(others[i].name, name) == 0)
            return others[i].count;
    return -1;
}

START_TEST(a_store_of_its_own_tables_has_no_others)
{
    struct kripa_unknown_collection *others;
    ck_assert_uint_eq(list(contract.store, &others), 0);
}
END_TEST

START_TEST(what_no_table_names_is_listed_and_counted)
{
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kripa_store *store = open_as_stranger();
    struct kripa_unknown_collection *others;
    if (!store)
        return;
    contract_insert(&kripa_paper_schema, &paper);
    size_t count = list(store, &others);
    ck_assert_int_eq(count_of(kripa_paper_schema.collection, others, count), 1);
    ck_assert_int_eq(count_of("strangers", others, count), -1);
    kripa_store_close(store);
}
END_TEST

START_TEST(what_a_document_holds_beyond_its_rows_comes_back_as_it_was)
{
    struct stranger letter = {.id = contract_id(1), .rest = LETTER};
    struct stranger empty = {.id = contract_id(2)};
    struct kripa_edit edits[] = {
        {.kind = KRIPA_INSERT, .of = &stranger_schema, .key = letter.id, .record = &letter},
        {.kind = KRIPA_INSERT, .of = &stranger_schema, .key = empty.id, .record = &empty},
    };
    struct kripa_store *store = open_as_stranger();
    struct kripa_unknown_collection *others;
    struct kripa_rows rows;
    if (!store)
        return;
    ck_assert_int_eq(store->ops->commit(store, &(struct kripa_change){edits, 2}, &contract.outcome,
                                        &contract.err),
                     KRIPA_OK);
    ck_assert_int_eq(store->ops->find(store, &(struct kripa_query){.of = &stranger_schema},
                                      &contract.arena, &rows, &contract.err),
                     KRIPA_OK);
    ck_assert_uint_eq(rows.count, 2);
    const struct stranger *found = rows.at;
    ck_assert_str_eq(found[0].rest, LETTER);
    ck_assert_ptr_null(found[1].rest);
    kripa_store_close(store);
    size_t count = list(contract.store, &others);
    ck_assert_int_eq(count_of("strangers", others, count), 2);
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("others", a_store_of_its_own_tables_has_no_others,
                         what_no_table_names_is_listed_and_counted,
                         what_a_document_holds_beyond_its_rows_comes_back_as_it_was);
}
