/* SPDX-License-Identifier: MIT
 * Store contract: walking a list page by page gives every row once, in order, whatever the sort. */
#include <string.h>

#include "contract.h"

#define THINGS 23

/* Every sort value is shared by several things, or absent in them. */
static void insert_things(void)
{
    static const char *labels[] = {NULL, "", "fan", "पंखा", "a long label with many letters in it"};
    struct kp_change change = kp_change_in(&contract.call);
    for (unsigned i = 0; i < THINGS; i++) {
        struct kripa_thing *thing = kripa_arena_alloc(&contract.arena, sizeof *thing, 1);
        *thing = (struct kripa_thing){.id = contract_id(i * 7 % THINGS),
                                      .label = labels[i % 5],
                                      .count = (int64_t)(i % 4) - 2,
                                      .price_paise = i,
                                      .made_ms = i % 3 ? 1793600000000 + i / 5 : 0,
                                      .spare = {i % 2, i % 4 < 2},
                                      .active = i % 2,
                                      .owner = i % 6 ? contract_id(i % 6) : (struct kripa_id){{0}},
                                      .mood = (enum kripa_mood)(i % 3)};
        kp_insert(&change, &kripa_thing_schema, thing);
    }
    contract_commit(&change, KRIPA_OK);
}

/* Walks in pages and compares with the same list in one page; returns the pages. */
static int walk(struct kripa_query query, int64_t limit)
{
    struct kripa_rows whole = contract_find(&query);
    const struct kripa_thing *expected = whole.at;
    size_t seen = 0;
    int pages = 0;
    query.limit = limit;
    for (;;) {
        struct kripa_rows rows = contract_find(&query);
        const struct kripa_thing *things = rows.at;
        pages++;
        ck_assert_uint_le(seen + rows.count, whole.count);
        for (size_t i = 0; i < rows.count; i++, seen++)
            ck_assert_msg(kripa_id_equal(things[i].id, expected[seen].id), "%s %d: row %zu",
                          query.sort ? query.sort : "_id", query.descending, seen);
        if (!rows.next[0])
            break;
        ck_assert_uint_eq(rows.count, (size_t)limit);
        const char *next = kripa_arena_text(&contract.arena, rows.next, strlen(rows.next));
        query.after = (struct kripa_text){next, strlen(next)};
    }
    ck_assert_uint_eq(seen, whole.count);
    return pages;
}

START_TEST(every_row_comes_once_whatever_the_sort)
{
    static const char *const sorts[] = {NULL,     "_id",   "label", "count", "price",
                                        "madeAt", "spare", "owner", "mood",  "active"};
    insert_things();
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        for (int descending = 0; descending < 2; descending++)
            for (int64_t limit = 1; limit < 9; limit += 3) {
                struct kripa_query query = {
                    .of = &kripa_thing_schema, .sort = sorts[i], .descending = descending};
                ck_assert_int_eq(walk(query, limit), (THINGS + limit - 1) / limit);
            }
}
END_TEST

/* Moments that no calendar of four digits has. MongoDB takes them; where a server of its protocol
 * refuses one, nothing of the change is there. */
START_TEST(a_moment_beyond_all_calendars_is_kept_or_refused)
{
    static const int64_t moments[] = {INT64_MIN, -62135596800001, 253402300800000, INT64_MAX};
    insert_things();
    size_t kept = 0;
    for (unsigned i = 0; i < sizeof moments / sizeof *moments; i++) {
        struct kripa_thing thing = {.id = contract_id(100 + i), .made_ms = moments[i]};
        struct kp_change change = kp_change_in(&contract.call);
        struct kripa_outcome outcome;
        kp_insert(&change, &kripa_thing_schema, &thing);
        enum kripa_status status = contract.store->ops->commit(
            contract.store, &(struct kripa_change){change.edits, change.count}, &outcome,
            &contract.err);
        ck_assert(status == KRIPA_OK || fresh_store_on_mongodb());
        const struct kripa_thing *found = contract_get(&kripa_thing_schema, thing.id);
        ck_assert_int_eq(found != NULL, status == KRIPA_OK);
        if (found)
            ck_assert_int_eq(found->made_ms, moments[i]);
        kept += found != NULL;
    }
    for (int descending = 0; descending < 2; descending++) {
        struct kripa_query query = {
            .of = &kripa_thing_schema, .sort = "madeAt", .descending = descending};
        ck_assert_int_eq(walk(query, 1), THINGS + (int)kept);
    }
}
END_TEST

START_TEST(conditions_hold_on_every_page)
{
    insert_things();
    struct kripa_cond cond = CONTRACT_COND("active", KRIPA_EQ, kp_int(1));
    struct kripa_query query = {.of = &kripa_thing_schema,
                                .conds = &cond,
                                .conds_count = 1,
                                .sort = "madeAt",
                                .descending = true};
    ck_assert_int_eq(walk(query, 4), 3);
    query.descending = false;
    ck_assert_int_eq(walk(query, 11), 1);
    ck_assert_uint_eq(contract_find(&query).count, 11);
}
END_TEST

/* A cursor names a place, not a row: rows that go or come elsewhere don't disturb the walk. */
START_TEST(rows_may_go_and_come_during_a_walk)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "price", .limit = 5};
    struct kripa_rows rows = contract_find(&query);
    const struct kripa_thing *things = rows.at;
    struct kripa_thing early = {.id = contract_id(100), .price_paise = 2};
    struct kp_change change = kp_change_in(&contract.call);
    kp_delete(&change, &kripa_thing_schema, things[4].id);
    kp_insert(&change, &kripa_thing_schema, &early);
    contract_commit(&change, KRIPA_OK);
    query.after = (struct kripa_text){rows.next, strlen(rows.next)};
    struct kripa_rows more = contract_find(&query);
    ck_assert_int_eq(((struct kripa_thing *)more.at)[0].price_paise, 5);
}
END_TEST

static void expect_refused(struct kripa_query query)
{
    struct kripa_rows rows;
    contract.err = (struct kripa_error){0};
    enum kripa_status status =
        contract.store->ops->find(contract.store, &query, &contract.arena, &rows, &contract.err);
    ck_assert_msg(status == KRIPA_INVALID, "%.*s: %s", (int)query.after.size, query.after.at,
                  kripa_status_name(status));
    ck_assert_uint_eq(contract.err.fields_count, 1);
    ck_assert_str_eq(contract.err.fields[0].path, "cursor");
}

START_TEST(a_cursor_of_another_list_is_refused)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "price", .limit = 5};
    struct kripa_rows rows = contract_find(&query);
    query.after = (struct kripa_text){rows.next, strlen(rows.next)};
    ck_assert_uint_eq(contract_find(&query).count, 5);
    struct kripa_query other = query;
    other.descending = true;
    expect_refused(other);
    other = query;
    other.sort = "count";
    expect_refused(other);
    other.sort = NULL;
    expect_refused(other);
    other = query;
    other.of = &kripa_paper_schema;
    other.sort = "worth";
    expect_refused(other);
}
END_TEST

START_TEST(a_damaged_cursor_is_refused)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "label", .limit = 9};
    struct kripa_rows rows = contract_find(&query);
    size_t size = strlen(rows.next);
    for (size_t i = 1; i < 17; i++) { /* cut off */
        query.after = (struct kripa_text){rows.next, i};
        expect_refused(query);
    }
    static const char *const senseless[] = {"x", "!!!!", "null", "' OR 1=1 --", "====", "\xff\xff"};
    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++) {
        query.after = (struct kripa_text){senseless[i], strlen(senseless[i])};
        expect_refused(query);
    }
    char *longer = kripa_arena_alloc(&contract.arena, 1, 5000);
    memset(longer, 'A', 4999);
    query.after = (struct kripa_text){longer, 4999};
    expect_refused(query);
    char *changed = kripa_arena_text(&contract.arena, rows.next, size);
    changed[0] = changed[0] == 'A' ? 'B' : 'A';
    query.after = (struct kripa_text){changed, size};
    expect_refused(query);
}
END_TEST

START_TEST(a_cursor_is_fit_for_a_url)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "label", .limit = 15};
    struct kripa_rows rows = contract_find(&query);
    ck_assert_uint_gt(strlen(rows.next), 0);
    ck_assert_uint_eq(strspn(rows.next, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                        "0123456789-_"),
                      strlen(rows.next));
}
END_TEST

START_TEST(a_cursor_and_a_skip_are_refused_together)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .limit = 5};
    struct kripa_rows rows = contract_find(&query), more;
    query.after = (struct kripa_text){rows.next, strlen(rows.next)};
    query.skip = 1;
    ck_assert_int_eq(
        contract.store->ops->find(contract.store, &query, &contract.arena, &more, &contract.err),
        KRIPA_INVALID);
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("store: cursors", every_row_comes_once_whatever_the_sort,
                         a_moment_beyond_all_calendars_is_kept_or_refused,
                         conditions_hold_on_every_page, rows_may_go_and_come_during_a_walk,
                         a_cursor_of_another_list_is_refused, a_damaged_cursor_is_refused,
                         a_cursor_is_fit_for_a_url, a_cursor_and_a_skip_are_refused_together);
}
