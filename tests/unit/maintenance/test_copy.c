/* SPDX-License-Identifier: MIT
 * The parts of copying a store: tables that carry all of a record, telling records apart, and going
 * through two stores side by side, however often one of them fails. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "contract.h"
#include "core/context.h"
#include "fault_store.h"
#include "fresh_store.h"
#include "maintenance/copy/internal.h"

#define THINGS 250 /* more than two pages */
#define EDITS  50  /* of one change, about: a busy server does them well within its time */

static struct kripa_arena arena;
static struct kripa_error err;
static struct kp_copy_tables tables;
static struct kripa_store *from, *to;
static struct kripa_copied copied;
static char said[4096];

static void say(void *ctx, const char *line)
{
    (void)ctx;
    snprintf(said + strlen(said), sizeof said - strlen(said), "%s\n", line);
}

static struct kripa_copying how = {.say = say};

/* On MongoDB each test runs on three pairs: of two such stores, and of one and a file. */
static bool from_mongodb, to_mongodb;

static struct kripa_store *open_store(bool on_mongodb)
{
    static struct fresh_store fresh; /* gone when the program ends */
    struct kripa_store *store;
    fresh_store_make_alone(&fresh);
    const char *uri = on_mongodb ? fresh.uri : "sqlite::memory:";
    enum kripa_status status = kripa_store_open(uri, true, 0, tables.all, &store, &err);
    folder_remove(fresh.folder);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    ck_assert_int_eq(store->ops->migrate(store, false, say, NULL, &err), KRIPA_OK);
    said[0] = '\0';
    return store;
}

static void begin(void)
{
    arena = (struct kripa_arena){0};
    copied = (struct kripa_copied){0};
    ck_assert_int_eq(kp_copy_tables_make(&tables, contract_schemas, NULL, 0, &arena, &err),
                     KRIPA_OK);
    from = open_store(from_mongodb);
    to = fault_store_around(open_store(to_mongodb));
}

static void end(void)
{
    kripa_store_close(from);
    kripa_store_close(to);
    kripa_arena_clear(&arena);
}

static void commit(struct kripa_store *store, const struct kp_change *change)
{
    struct kripa_outcome outcome;
    ck_assert(!change->failed);
    ck_assert_int_eq(store->ops->commit(store, &(struct kripa_change){change->edits, change->count},
                                        &outcome, &err),
                     KRIPA_OK);
}

static void fill_thing(struct kripa_thing *thing, unsigned n)
{
    static const char *words[] = {"पंखा", "", "x\"y\\z\n"};
    static struct kripa_id friends[2] = {{{1}}, {{255}}};
    static struct kripa_place place = {"Pachore", "465683", -1};
    static struct kripa_part parts[] = {
        {.product = {{7}}, .name = "p", .qty = INT64_MIN, .price_paise = 1, .rate_bp = {0, true}},
        {.product = {{8}}, .qty = 1, .price_paise = INT64_MAX}};
    static struct kripa_remark remarks[] = {{.text = "",
                                             .at_ms = 1,
                                             .loud = true,
                                             .mood = MOOD_CROSS,
                                             .words = words,
                                             .words_count = 3,
                                             .place = &place,
                                             .stars = {-1, true}},
                                            {.by = {{9}}, .tip_paise = {0, true}}};
    *thing = (struct kripa_thing){.id = contract_id(n)};
    char *name = kripa_arena_format(&arena, "thing %u", n);
    thing->name = name;
    if (n % 3 == 0)
        return;
    thing->label = "l";
    thing->about = "";
    thing->count = -(int64_t)n;
    thing->price_paise = 3333;
    thing->made_ms = 1700000000123;
    thing->spare = (struct kripa_int){0, true};
    thing->offer_paise = (struct kripa_int){INT64_MAX, true};
    thing->rate_bp = (struct kripa_int){1800, true};
    thing->active = true;
    thing->owner = contract_id(n + 1);
    thing->mood = MOOD_GLAD;
    thing->place = place;
    thing->second_place = &place;
    thing->parts = parts;
    thing->parts_count = 2;
    thing->remarks = remarks;
    thing->remarks_count = 2;
    thing->tags = thing->words = words;
    thing->tags_count = thing->words_count = 3;
    thing->friends = friends;
    thing->friends_count = 2;
}

/* As the shop writes: through the tables that each know a part of a record. */
static void fill(struct kripa_store *store)
{
    static const char *terms[] = {"fan", "lamp"};
    static struct kripa_thing_terms found_by = {.terms = terms, .terms_count = 2};
    const struct kp_call call = {.arena = &arena};
    struct kp_change change = kp_change_in(&call);
    for (unsigned n = 1; n <= THINGS; n++) {
        struct kripa_thing *thing = kripa_arena_alloc(&arena, sizeof *thing, 1);
        if (change.count >= EDITS) {
            commit(store, &change);
            change = kp_change_in(&call);
        }
        fill_thing(thing, n);
        kp_insert(&change, &kripa_thing_schema, thing);
        kp_update(&change, &kripa_thing_terms_schema, thing->id);
        kp_set(&change, "terms", kp_member(&found_by));
    }
    for (unsigned n = 1; n <= 2; n++) {
        struct kripa_paper *paper = kripa_arena_alloc(&arena, sizeof *paper, 1);
        *paper = (struct kripa_paper){.id = contract_id(n), .number = n, .text = "paper"};
        kp_insert(&change, &kripa_paper_schema, paper);
    }
    commit(store, &change);
}

static enum kripa_status walk(bool comparing)
{
    struct kp_copy_walk walk = {
        .from = from, .to = to, .comparing = comparing, .how = &how, .out = &copied, .err = &err};
    enum kripa_status status = KRIPA_OK;
    err = (struct kripa_error){0};
    for (size_t i = 0; i < tables.whole_count && status == KRIPA_OK; i++) {
        walk.of = tables.whole[i];
        status = kp_copy_walk(&walk);
    }
    return status;
}

static void expect_same(void)
{
    copied = (struct kripa_copied){0};
    ck_assert_int_eq(walk(true), KRIPA_OK);
    ck_assert_msg(copied.differences == 0, "%s", said);
    ck_assert_int_eq(copied.compared, THINGS + 2);
}

START_TEST(the_tables_of_a_shop_carry_every_stored_row)
{
    struct kp_copy_tables shop;
    ck_assert_int_eq(kp_copy_tables_make(&shop, kripa_schemas, NULL, 0, &arena, &err), KRIPA_OK);
    for (size_t i = 0; kripa_schemas[i]; i++) {
        const struct kripa_schema *of = kripa_schemas[i], *whole = NULL;
        if (!of->collection || of == &kripa_copy_mark_schema)
            continue;
        for (size_t j = 0; j < shop.whole_count; j++)
            if (strcmp(shop.whole[j]->collection, of->collection) == 0)
                whole = shop.whole[j];
        ck_assert_ptr_nonnull(whole);
        ck_assert_str_eq(whole->fields[0].name, "_id");
        ck_assert_uint_eq(whole->fields[0].at, 0);
        ck_assert_uint_eq(whole->fields[whole->count - 1].flags, KRIPA_RESIDUAL);
        for (size_t j = 0; j < of->count; j++) {
            if (of->fields[j].flags & KRIPA_UNSTORED)
                continue;
            const struct kripa_field *row = kripa_field_stored(whole, of->fields[j].name);
            ck_assert_msg(row != NULL, "%s.%s", of->name, of->fields[j].name);
            ck_assert_int_eq(row->type, of->fields[j].type);
        }
    }
}
END_TEST

START_TEST(members_of_a_whole_table_do_not_overlap)
{
    for (size_t i = 0; i < tables.whole_count; i++) {
        const struct kripa_schema *whole = tables.whole[i];
        size_t end_of_last = 0;
        for (size_t j = 0; j < whole->count; j++) {
            const struct kripa_field *row = &whole->fields[j];
            ck_assert_uint_ge(row->at, end_of_last);
            end_of_last = row->at + kripa_field_size(row);
            if (!kripa_field_counts(row))
                continue;
            ck_assert_uint_ge(row->count_at, end_of_last);
            end_of_last = row->count_at + sizeof(size_t);
        }
        ck_assert_uint_le(end_of_last, whole->size);
    }
}
END_TEST

START_TEST(tables_that_disagree_are_refused)
{
    static const struct kripa_field rows[] = {{.name = "_id", .type = KRIPA_TYPE_ID},
                                              {.name = "label", .type = KRIPA_TYPE_INT, .at = 16}};
    static const struct kripa_schema other = {
        .name = "other", .collection = "things", .size = 32, .count = 2, .fields = rows};
    static const struct kripa_schema *const both[] = {&kripa_thing_schema, &other, NULL};
    struct kp_copy_tables made;
    ck_assert_int_eq(kp_copy_tables_make(&made, both, NULL, 0, &arena, &err), KRIPA_INTERNAL);
    ck_assert_ptr_nonnull(strstr(err.message, "label"));
}
END_TEST

/* Alters one member; the difference is that row's, and there is none without it. */
#define EXPECT_DIFFERENCE(row, ...)                                                                \
    do {                                                                                           \
        struct kripa_thing a, b;                                                                   \
        fill_thing(&a, 1);                                                                         \
        fill_thing(&b, 1);                                                                         \
        ck_assert_ptr_null(kp_record_difference(&kripa_thing_schema, &a, &b));                     \
        __VA_ARGS__;                                                                               \
        const struct kripa_field *field = kp_record_difference(&kripa_thing_schema, &a, &b);       \
        ck_assert_msg(field != NULL, "%s", row);                                                   \
        ck_assert_str_eq(field->name, row);                                                        \
    } while (0)

START_TEST(a_record_differs_by_any_member)
{
    struct kripa_part parts[2];
    struct kripa_remark remarks[2];
    const char *words[] = {"पंखा", NULL, "x\"y\\z\n"};
    struct kripa_id friends[2] = {{{1}}, {{254}}};
    EXPECT_DIFFERENCE("_id", b.id.bytes[11]++);
    EXPECT_DIFFERENCE("name", b.name = "thing");
    EXPECT_DIFFERENCE("about", b.about = NULL);
    EXPECT_DIFFERENCE("count", b.count++);
    EXPECT_DIFFERENCE("price", b.price_paise++);
    EXPECT_DIFFERENCE("madeAt", b.made_ms = 0);
    EXPECT_DIFFERENCE("spare", b.spare.set = false);
    EXPECT_DIFFERENCE("offer", b.offer_paise.value--);
    EXPECT_DIFFERENCE("rate", b.rate_bp.value++);
    EXPECT_DIFFERENCE("active", b.active = false);
    EXPECT_DIFFERENCE("owner", b.owner.bytes[0] = 1);
    EXPECT_DIFFERENCE("mood", b.mood = MOOD_CALM);
    EXPECT_DIFFERENCE("place", b.place.floor = 0);
    EXPECT_DIFFERENCE("secondPlace", b.second_place = NULL);
    EXPECT_DIFFERENCE("parts", b.parts_count = 1);
    EXPECT_DIFFERENCE("parts", memcpy(parts, a.parts, sizeof parts); parts[1].qty = 0;
                      b.parts = parts);
    EXPECT_DIFFERENCE("remarks", memcpy(remarks, a.remarks, sizeof remarks);
                      remarks[0].words = words; b.remarks = remarks);
    EXPECT_DIFFERENCE("tags", b.tags = words);
    EXPECT_DIFFERENCE("friends", b.friends = friends);
}
END_TEST

START_TEST(an_unset_number_is_the_same_whatever_it_holds)
{
    struct kripa_thing a = {.spare = {1, false}}, b = {.spare = {2, false}};
    ck_assert_ptr_null(kp_record_difference(&kripa_thing_schema, &a, &b));
}
END_TEST

START_TEST(all_is_copied_and_a_second_time_nothing)
{
    fill(from);
    ck_assert_int_eq(walk(false), KRIPA_OK);
    ck_assert_int_eq(copied.written, THINGS + 2);
    expect_same();
    copied.written = 0;
    ck_assert_int_eq(walk(false), KRIPA_OK);
    ck_assert_int_eq(copied.written, 0);
}
END_TEST

/* Whether the answer was lost before or after the commit. */
START_TEST(a_copy_broken_off_anywhere_goes_on)
{
    fill(from);
    for (int nth = 1;; nth++) {
        for (int after = 0; after < 2; after++) {
            fault_store_fail(to, (struct fault){FAULT_COMMIT, nth, KRIPA_UNAVAILABLE, true, after});
            enum kripa_status status = walk(false);
            bool reached = fault_store_calls(to, FAULT_COMMIT) >= nth;
            ck_assert_int_eq(status, reached ? KRIPA_UNAVAILABLE : KRIPA_OK);
            fault_store_fail(to, (struct fault){0});
            ck_assert_int_eq(walk(false), KRIPA_OK);
            expect_same();
            kripa_store_close(to);
            to = fault_store_around(open_store(to_mongodb));
            if (!reached)
                return;
        }
    }
}
END_TEST

START_TEST(what_changed_since_a_copy_was_broken_off_is_brought_over)
{
    fill(from);
    ck_assert_int_eq(walk(false), KRIPA_OK);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_thing_schema, contract_id(5));
    kp_add(&change, "count", 1);
    kp_delete(&change, &kripa_thing_schema, contract_id(7));
    struct kripa_paper paper = {.id = contract_id(3), .number = 3};
    kp_insert(&change, &kripa_paper_schema, &paper);
    commit(from, &change);
    copied.written = 0;
    ck_assert_int_eq(walk(false), KRIPA_OK);
    ck_assert_int_eq(copied.written, 2);
    expect_same();
}
END_TEST

static void put_paper(struct kripa_store *store, const char *rest)
{
    const struct kripa_schema *of = NULL;
    for (size_t i = 0; i < tables.whole_count; i++)
        if (strcmp(tables.whole[i]->collection, kripa_paper_schema.collection) == 0)
            of = tables.whole[i];
    ck_assert_ptr_nonnull(of);
    char *record = kripa_arena_alloc(&arena, of->size, 1);
    struct kripa_id id = contract_id(1);
    int64_t number = 7;
    memcpy(record, &id, sizeof id);
    memcpy(record + kripa_field_stored(of, "number")->at, &number, sizeof number);
    memcpy(record + of->fields[of->count - 1].at, &rest, sizeof rest);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, of, record);
    commit(store, &change);
}

/* All read as the same paper; the first is as it is written here. */
START_TEST(what_a_document_says_beyond_its_record_is_compared)
{
#define PAPER(number, more)                                                                        \
    "{ \"_id\" : { \"$oid\" : \"650000000000000000000001\" }, \"number\" : " number more " }"
#define SEVEN "{ \"$numberLong\" : \"7\" }"
    static const char *const rests[] = {
        NULL,
        PAPER("{ \"$numberDouble\" : \"7.25\" }", ""),
        PAPER("{ \"$numberInt\" : \"7\" }", ""),
        PAPER(SEVEN, ", \"text\" : { \"$numberInt\" : \"1\" }"),
        PAPER(SEVEN, ", \"a\" : { \"$numberInt\" : \"1\" }"),
        PAPER(SEVEN, ", \"a\" : { \"$numberLong\" : \"1\" }"),
        PAPER(SEVEN, ", \"a\" : [ { \"b\" : \"}\" } ]"),
    };
    put_paper(from, rests[0]);
    put_paper(to, rests[0]);
    for (size_t i = 1; i < sizeof rests / sizeof *rests; i++) {
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        kp_delete(&change, &kripa_paper_schema, contract_id(1));
        commit(from, &change);
        put_paper(from, rests[i]);
        copied.differences = 0;
        ck_assert_int_eq(walk(true), KRIPA_OK);
        ck_assert_msg(copied.differences == 1, "%s", rests[i]);
        ck_assert_int_eq(walk(false), KRIPA_OK);
        copied.differences = 0;
        ck_assert_int_eq(walk(true), KRIPA_OK);
        ck_assert_msg(copied.differences == 0, "%s\n%s", rests[i], said);
    }
}
END_TEST

/* What a row says now goes before what its document said. */
START_TEST(a_document_whose_record_was_changed_since_is_the_same)
{
    put_paper(from, PAPER("{ \"$numberDouble\" : \"7.25\" }", ", \"a\" : \"b\""));
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_paper_schema, contract_id(1));
    kp_set(&change, "number", kp_int(8));
    commit(from, &change);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(walk(i), KRIPA_OK);
        ck_assert_int_eq(copied.differences, 0);
        ck_assert_int_eq(copied.written, 1);
    }
    ck_assert_int_eq(walk(false), KRIPA_OK);
    ck_assert_int_eq(copied.written, 1);
}
END_TEST

/* As over a slow line, where a commit has its time. */
START_TEST(a_store_that_takes_only_small_changes_gets_them)
{
    fill(from);
    fault_store_fail(to, (struct fault){.status = KRIPA_UNAVAILABLE, .edits_max = 15});
    ck_assert_int_eq(walk(false), KRIPA_OK);
    ck_assert_int_eq(copied.written, THINGS + 2);
    expect_same();
    const struct kp_call call = {.arena = &arena};
    struct kp_change change = kp_change_in(&call);
    for (unsigned n = 1; n <= THINGS; n++) {
        kp_update(&change, &kripa_thing_schema, contract_id(n));
        kp_add(&change, "price", 1);
    }
    commit(from, &change);
    ck_assert_int_eq(walk(false), KRIPA_OK);
    expect_same();
    fault_store_fail(to, (struct fault){.status = KRIPA_UNAVAILABLE, .edits_max = 1});
    commit(from, &change);
    ck_assert_int_eq(walk(false), KRIPA_UNAVAILABLE);
}
END_TEST

START_TEST(differences_are_told_by_collection_id_and_row)
{
    fill(from);
    ck_assert_int_eq(walk(false), KRIPA_OK);
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_thing_schema, contract_id(5));
    kp_add(&change, "price", 1);
    kp_delete(&change, &kripa_thing_schema, contract_id(250));
    kp_delete(&change, &kripa_paper_schema, contract_id(2));
    struct kripa_paper paper = {.id = contract_id(3), .number = 3};
    kp_insert(&change, &kripa_paper_schema, &paper);
    commit(to, &change);
    ck_assert_int_eq(walk(true), KRIPA_OK);
    ck_assert_int_eq(copied.differences, 4);
    ck_assert_str_eq(said, "things 650000000000000000000005: price is not the same in the copy\n"
                           "things 6500000000000000000000fa is missing in the copy\n"
                           "papers 650000000000000000000002 is missing in the copy\n"
                           "papers 650000000000000000000003 is only in the copy\n");
}
END_TEST

START_TEST(a_value_that_is_taken_is_named_with_its_record)
{
    fill(from);
    struct kripa_paper paper = {.id = contract_id(0xffff), .number = 2};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_paper_schema, &paper);
    commit(to, &change);
    ck_assert_int_eq(walk(false), KRIPA_EXISTS);
    ck_assert_msg(strstr(err.message, "papers 650000000000000000000002: number") != NULL, "%s",
                  err.message);
}
END_TEST

static int run(void)
{
    return RUN_SUITE_IN("copy", begin, end, the_tables_of_a_shop_carry_every_stored_row,
                        members_of_a_whole_table_do_not_overlap, tables_that_disagree_are_refused,
                        a_record_differs_by_any_member,
                        an_unset_number_is_the_same_whatever_it_holds,
                        what_a_document_says_beyond_its_record_is_compared,
                        all_is_copied_and_a_second_time_nothing, a_copy_broken_off_anywhere_goes_on,
                        what_changed_since_a_copy_was_broken_off_is_brought_over,
                        a_document_whose_record_was_changed_since_is_the_same,
                        a_store_that_takes_only_small_changes_gets_them,
                        differences_are_told_by_collection_id_and_row,
                        a_value_that_is_taken_is_named_with_its_record);
}

int main(void)
{
    int failed = 0;
    if (!fresh_store_on_mongodb())
        return run();
    for (int pair = 1; pair < 4; pair++) {
        from_mongodb = pair & 1;
        to_mongodb = pair & 2;
        failed |= run();
    }
    return failed;
}
