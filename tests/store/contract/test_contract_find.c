/* SPDX-License-Identifier: MIT
 * Store contract: conditions, sorts, counts and scans. */
#include <stdlib.h>
#include <string.h>

#include "contract.h"

#define THINGS 6

/* Six things: count n from 1 to 6; what else they are, in the comments of the tests. */
static void insert_things(void)
{
    static const char *labels[] = {NULL, "", "fan", "fanlight", "fao", "पंखा"};
    static const char *few[] = {"brand-a"}, *many[] = {"brand-a", "brand-b", "पंखे"};
    static struct kripa_part parts[THINGS];
    static struct kripa_id friends[2];
    friends[0] = contract_id(101);
    friends[1] = contract_id(102);
    for (unsigned i = 0; i < THINGS; i++) {
        parts[i] = (struct kripa_part){.product = contract_id(200 + i / 2), .qty = i, .name = "p"};
        struct kripa_thing thing = {
            .id = contract_id(i + 1),
            .label = labels[i],
            .count = i + 1,
            .price_paise = 100 * (i % 3),
            .made_ms = i < 2 ? 0 : 1000 + i,
            .spare = {(int64_t)i - 3, i % 2 == 0},
            .active = i % 2 == 0,
            .owner = i < 3 ? contract_id(50 + i % 2) : (struct kripa_id){{0}},
            .mood = (enum kripa_mood)(i % 3),
            .parts = &parts[i],
            .parts_count = i ? 1 : 0,
            .tags = i < 2 ? few : many,
            .tags_count = i < 2    ? i
                          : i == 2 ? 2
                                   : 3,
            .words = many,
            .words_count = i == 5 ? 3 : 0,
            .friends = friends,
            .friends_count = i % 3,
        };
        contract_insert(&kripa_thing_schema, &thing);
    }
}

/* The counts of the things that meet all conditions, by _id. */
#define EXPECT(expected, ...)                                                                      \
    do {                                                                                           \
        const struct kripa_cond conds[] = {__VA_ARGS__};                                           \
        const struct kripa_query query = {.of = &kripa_thing_schema,                               \
                                          .conds = conds,                                          \
                                          .conds_count = sizeof conds / sizeof *conds};            \
        ck_assert_str_eq(contract_counts(&query), expected);                                       \
        ck_assert_int_eq(contract_count(&kripa_thing_schema, conds, sizeof conds / sizeof *conds), \
                         (*expected ? (int64_t)(strlen(expected) + 1) / 2 : 0));                   \
    } while (0)
#define COND CONTRACT_COND

START_TEST(numbers_compare)
{
    insert_things();
    EXPECT("3", COND("count", KRIPA_EQ, kp_int(3)));
    EXPECT("1 2 4 5 6", COND("count", KRIPA_NE, kp_int(3)));
    EXPECT("1 2", COND("count", KRIPA_LT, kp_int(3)));
    EXPECT("1 2 3", COND("count", KRIPA_LE, kp_int(3)));
    EXPECT("4 5 6", COND("count", KRIPA_GT, kp_int(3)));
    EXPECT("3 4 5 6", COND("count", KRIPA_GE, kp_int(3)));
    EXPECT("2 3 4", COND("count", KRIPA_GE, kp_int(2)), COND("count", KRIPA_LT, kp_int(5)));
    EXPECT("2 5", COND("price", KRIPA_EQ, kp_int(100)));
    EXPECT("1 3 5", COND("active", KRIPA_EQ, kp_int(1)));
    EXPECT("2 5", COND("mood", KRIPA_EQ, kp_int(MOOD_GLAD)));
    EXPECT("1 3 4 6", COND("mood", KRIPA_NE, kp_int(MOOD_GLAD)));
    EXPECT("1 3", COND("owner", KRIPA_EQ, kp_id(contract_id(50))));
    EXPECT("1 3", COND("owner_id", KRIPA_EQ, kp_id(contract_id(50))));
    EXPECT("4", COND("_id", KRIPA_EQ, kp_id(contract_id(4))));
    EXPECT("", COND("_id", KRIPA_EQ, kp_id(contract_id(40))));
}
END_TEST

START_TEST(texts_compare_by_their_bytes)
{
    insert_things();
    EXPECT("3", COND("label", KRIPA_EQ, kp_text("fan")));
    EXPECT("2", COND("label", KRIPA_EQ, kp_text("")));
    EXPECT("6", COND("label", KRIPA_EQ, kp_text("पंखा")));
    EXPECT("", COND("label", KRIPA_EQ, kp_text("FAN")));
    EXPECT("4 5 6", COND("label", KRIPA_GT, kp_text("fan")));
    EXPECT("2 3 4", COND("label", KRIPA_LT, kp_text("fao")));
}
END_TEST

START_TEST(one_of_several_values)
{
    insert_things();
    EXPECT("2 4 6", COND("count", KRIPA_IN, kp_int(2), kp_int(4), kp_int(6)));
    EXPECT("3 6", COND("label", KRIPA_IN, kp_text("fan"), kp_text("पंखा"), kp_text("none")));
    EXPECT("1 5", COND("_id", KRIPA_IN, kp_id(contract_id(5)), kp_id(contract_id(1)),
                       kp_id(contract_id(99)), kp_id(contract_id(5)), kp_id(contract_id(77))));
    EXPECT("1 2 4 5", COND("mood", KRIPA_IN, kp_int(MOOD_CALM), kp_int(MOOD_GLAD)));
    EXPECT("", (struct kripa_cond){.field = "count", .op = KRIPA_IN});
}
END_TEST

START_TEST(a_thousand_values_are_no_trouble)
{
    insert_things();
    struct kripa_value values[1000];
    for (unsigned i = 0; i < 1000; i++)
        values[i] = kp_id(contract_id(i + 4));
    EXPECT("4 5 6", (struct kripa_cond){"_id", KRIPA_IN, values, 1000});
}
END_TEST

START_TEST(an_absent_value_is_found_by_absent_and_not_equal_alone)
{
    insert_things();
    EXPECT("1", COND("label", KRIPA_ABSENT, kp_int(0)));
    EXPECT("2 4 6", (struct kripa_cond){.field = "spare", .op = KRIPA_ABSENT});
    EXPECT("1 2", (struct kripa_cond){.field = "madeAt", .op = KRIPA_ABSENT});
    EXPECT("4 5 6", (struct kripa_cond){.field = "owner", .op = KRIPA_ABSENT});
    EXPECT("1 2 4 5 6", COND("label", KRIPA_NE, kp_text("fan")));
    EXPECT("1 3", COND("spare", KRIPA_LT, kp_int(1)));
    EXPECT("1", COND("spare", KRIPA_LE, kp_int(-3)));
    EXPECT("5", COND("spare", KRIPA_GE, kp_int(0)));
    EXPECT("3 4", COND("madeAt", KRIPA_LT, kp_int(1004)));
    EXPECT("", COND("label", KRIPA_EQ, kp_text(NULL)));
    EXPECT("", COND("madeAt", KRIPA_EQ, kp_int(0)));
    EXPECT("", COND("owner", KRIPA_EQ, kp_id((struct kripa_id){{0}})));
    EXPECT("2 3 4 5 6", COND("label", KRIPA_NE, kp_text(NULL)));
}
END_TEST

START_TEST(an_empty_list_is_absent)
{
    insert_things();
    EXPECT("1", (struct kripa_cond){.field = "tags", .op = KRIPA_ABSENT});
    EXPECT("1", (struct kripa_cond){.field = "parts", .op = KRIPA_ABSENT});
    EXPECT("1 4", (struct kripa_cond){.field = "friends", .op = KRIPA_ABSENT});
    EXPECT("1 2 3 4 5 6", (struct kripa_cond){.field = "secondPlace", .op = KRIPA_ABSENT});
}
END_TEST

START_TEST(texts_by_their_beginning)
{
    insert_things();
    EXPECT("3 4", COND("label", KRIPA_PREFIX, kp_text("fan")));
    EXPECT("3 4 5", COND("label", KRIPA_PREFIX, kp_text("fa")));
    EXPECT("2 3 4 5 6", COND("label", KRIPA_PREFIX, kp_text("")));
    EXPECT("6", COND("label", KRIPA_PREFIX, kp_text("पं")));
    EXPECT("", COND("label", KRIPA_PREFIX, kp_text("fan ")));
    struct kripa_thing odd = {.id = contract_id(9), .label = "a\x7f\xf4\x8f\xbf\xbfz", .count = 9};
    contract_insert(&kripa_thing_schema, &odd);
    EXPECT("9", COND("label", KRIPA_PREFIX, kp_text("a")));
    EXPECT("9", COND("label", KRIPA_PREFIX, kp_text("a\x7f")));
    EXPECT("9", COND("label", KRIPA_PREFIX, kp_text("a\x7f\xf4\x8f\xbf\xbf")));
}
END_TEST

START_TEST(lists_by_their_values)
{
    insert_things();
    EXPECT("2 3 4 5 6", COND("tags", KRIPA_HAS, kp_text("brand-a")));
    EXPECT("4 5 6", COND("tags", KRIPA_HAS, kp_text("पंखे")));
    EXPECT("3 4 5 6", COND("tags", KRIPA_HAS, kp_text("brand-b"), kp_text("none")));
    EXPECT("3 4 5 6", COND("tags", KRIPA_HAS, kp_text("brand-b")),
           COND("tags", KRIPA_HAS, kp_text("brand-a")));
    EXPECT("", COND("tags", KRIPA_HAS, kp_text("brand")));
    EXPECT("", (struct kripa_cond){.field = "tags", .op = KRIPA_HAS});
    EXPECT("2 3 4 5 6", COND("tags", KRIPA_PREFIX, kp_text("brand")));
    EXPECT("4 5 6", COND("tags", KRIPA_PREFIX, kp_text("प")));
    EXPECT("6", COND("words", KRIPA_HAS, kp_text("brand-b")));
    EXPECT("6", COND("words", KRIPA_PREFIX, kp_text("brand")));
    EXPECT("2 3 5 6", COND("friends", KRIPA_HAS, kp_id(contract_id(101))));
    EXPECT("3 6", COND("friends", KRIPA_HAS, kp_id(contract_id(102)), kp_id(contract_id(9))));
}
END_TEST

START_TEST(lists_by_a_member_of_their_elements)
{
    insert_things();
    EXPECT("2", COND("parts.product", KRIPA_HAS, kp_id(contract_id(200))));
    EXPECT("3 4 5 6",
           COND("parts.product", KRIPA_HAS, kp_id(contract_id(201)), kp_id(contract_id(202))));
    EXPECT("3", COND("parts.qty", KRIPA_HAS, kp_int(2)));
    EXPECT("2 3 4 5 6", COND("parts.name", KRIPA_PREFIX, kp_text("p")));
}
END_TEST

START_TEST(members_of_a_record_in_place)
{
    struct kripa_thing first = {
        .id = contract_id(1), .count = 1, .place = {.city = "Pachore", .floor = 2}};
    struct kripa_thing second = {.id = contract_id(2), .count = 2, .place = {.city = "Bhopal"}};
    contract_insert(&kripa_thing_schema, &first);
    contract_insert(&kripa_thing_schema, &second);
    EXPECT("1", COND("place.city", KRIPA_EQ, kp_text("Pachore")));
    EXPECT("2", COND("place.floor", KRIPA_LT, kp_int(1)));
    EXPECT("1 2", (struct kripa_cond){.field = "place.pincode", .op = KRIPA_ABSENT});
    EXPECT("1", COND("place", KRIPA_UNCHANGED, kp_member(&first)));
}
END_TEST

START_TEST(a_condition_may_name_a_neighbour_s_field)
{
    insert_things();
    const char *terms[] = {"ceiling", "fan"};
    struct kripa_thing_terms record = {.terms = terms, .terms_count = 2};
    struct kp_change change = kp_change_in(&contract.call);
    kp_update(&change, &kripa_thing_terms_schema, contract_id(4));
    kp_require(&change, "count", KRIPA_EQ, kp_int(4));
    kp_set(&change, "terms", kp_member(&record));
    contract_commit(&change, KRIPA_OK);
    EXPECT("4", COND("terms", KRIPA_HAS, kp_text("fan")));
    EXPECT("4", COND("terms", KRIPA_PREFIX, kp_text("ceil")), COND("count", KRIPA_EQ, kp_int(4)));
    EXPECT("1 2 3 5 6", (struct kripa_cond){.field = "terms", .op = KRIPA_ABSENT});
}
END_TEST

START_TEST(what_is_still_the_same)
{
    insert_things();
    struct kripa_thing *third = contract_get(&kripa_thing_schema, contract_id(3));
    EXPECT("3", COND("parts", KRIPA_UNCHANGED, kp_member(third)));
    EXPECT("3", COND("tags", KRIPA_UNCHANGED, kp_member(third)));
    EXPECT("3 6", COND("friends", KRIPA_UNCHANGED, kp_member(third)));
    EXPECT("3", COND("label", KRIPA_UNCHANGED, kp_member(third)));
    third->label = NULL;
    third->tags_count = 0;
    EXPECT("1", COND("label", KRIPA_UNCHANGED, kp_member(third)));
    EXPECT("1", COND("tags", KRIPA_UNCHANGED, kp_member(third)));
}
END_TEST

START_TEST(questions_that_make_no_sense_are_invalid)
{
    insert_things();
    const struct kripa_cond senseless[] = {
        COND("nothing", KRIPA_EQ, kp_int(1)),
        COND("parts.nothing", KRIPA_HAS, kp_int(1)),
        COND("count", KRIPA_HAS, kp_int(1)),
        COND("count", KRIPA_PREFIX, kp_text("1")),
        COND("count", KRIPA_EQ, kp_text("1")),
        COND("label", KRIPA_EQ, kp_int(1)),
        COND("owner", KRIPA_EQ, kp_text("650000000000000000000032")),
        COND("mood", KRIPA_EQ, kp_int(17)),
        COND("tags", KRIPA_EQ, kp_text("brand-a")),
        COND("parts.product", KRIPA_EQ, kp_id(contract_id(1))),
        COND("count", KRIPA_EQ, kp_int(1), kp_int(2)),
        COND("count", KRIPA_UNCHANGED, kp_int(1)),
        COND("place", KRIPA_EQ, kp_int(1)),
        {.field = "count", .op = KRIPA_EQ},
    };
    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++) {
        struct kripa_query query = {
            .of = &kripa_thing_schema, .conds = &senseless[i], .conds_count = 1};
        struct kripa_rows rows;
        enum kripa_status status = contract.store->ops->find(contract.store, &query,
                                                             &contract.arena, &rows, &contract.err);
        ck_assert_msg(status == KRIPA_INVALID, "condition %zu: %s", i, kripa_status_name(status));
    }
}
END_TEST

START_TEST(sorts_go_both_ways_and_ties_by_id)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "price"};
    ck_assert_str_eq(contract_counts(&query), "1 4 2 5 3 6");
    query.descending = true;
    ck_assert_str_eq(contract_counts(&query), "6 3 5 2 4 1");
    query.sort = NULL;
    ck_assert_str_eq(contract_counts(&query), "6 5 4 3 2 1");
    query.sort = "_id";
    ck_assert_str_eq(contract_counts(&query), "6 5 4 3 2 1");
    query.sort = "spare";
    ck_assert_str_eq(contract_counts(&query), "5 3 1 6 4 2");
    query.descending = false;
    ck_assert_str_eq(contract_counts(&query), "2 4 6 1 3 5");
    query.sort = "label";
    ck_assert_str_eq(contract_counts(&query), "1 2 3 4 5 6");
    query.sort = "owner";
    ck_assert_str_eq(contract_counts(&query), "4 5 6 1 3 2");
}
END_TEST

START_TEST(pages_are_cut_out_of_the_order)
{
    insert_things();
    struct kripa_query query = {.of = &kripa_thing_schema, .sort = "count", .limit = 2};
    ck_assert_str_eq(contract_counts(&query), "1 2");
    query.skip = 2;
    ck_assert_str_eq(contract_counts(&query), "3 4");
    query.skip = 5;
    ck_assert_str_eq(contract_counts(&query), "6");
    ck_assert_str_eq(contract_find(&query).next, "");
    query.skip = 60;
    ck_assert_str_eq(contract_counts(&query), "");
    query.limit = -1;
    struct kripa_rows rows;
    ck_assert_int_eq(
        contract.store->ops->find(contract.store, &query, &contract.arena, &rows, &contract.err),
        KRIPA_INVALID);
}
END_TEST

START_TEST(counting_stops_where_it_is_told)
{
    insert_things();
    struct kripa_cond cond = COND("count", KRIPA_GT, kp_int(1));
    struct kripa_query query = {.of = &kripa_thing_schema, .conds = &cond, .conds_count = 1};
    static const int64_t limits[][2] = {{0, 5}, {3, 3}, {5, 5}, {9, 5}};
    for (size_t i = 0; i < 4; i++) {
        int64_t count = -1;
        ck_assert_int_eq(
            contract.store->ops->count(contract.store, &query, limits[i][0], &count, &contract.err),
            KRIPA_OK);
        ck_assert_int_eq(count, limits[i][1]);
    }
}
END_TEST

struct seen {
    int64_t count, sum;
    enum kripa_status stop;
};

static enum kripa_status see(void *ctx, const void *record)
{
    const struct kripa_thing *thing = record;
    struct seen *seen = ctx;
    seen->count++;
    seen->sum = seen->sum * 10 + thing->count;
    return seen->count == 2 ? seen->stop : KRIPA_OK;
}

START_TEST(a_scan_sees_every_match_in_order)
{
    insert_things();
    struct kripa_cond some = COND("count", KRIPA_GE, kp_int(2));
    struct kripa_query query = {.of = &kripa_thing_schema,
                                .conds = &some,
                                .conds_count = 1,
                                .sort = "price",
                                .descending = true};
    struct seen seen = {.stop = KRIPA_OK};
    ck_assert_int_eq(contract.store->ops->scan(contract.store, &query, see, &seen, &contract.err),
                     KRIPA_OK);
    ck_assert_int_eq(seen.sum, 63524);
    seen = (struct seen){.stop = KRIPA_STALE};
    ck_assert_int_eq(contract.store->ops->scan(contract.store, &query, see, &seen, &contract.err),
                     KRIPA_STALE);
    ck_assert_int_eq(seen.sum, 63);
}
END_TEST

/* More than 16 MiB: a MongoDB server answers with less of it at a time. */
START_TEST(a_page_of_large_records_is_whole)
{
    enum { LARGE = 20, SIZE = 1200000 };
    struct kripa_query all = {.of = &kripa_thing_schema, .limit = LARGE};
    char *about = calloc(1, SIZE + 1);
    memset(about, 'a', SIZE);
    for (unsigned i = 0; i < LARGE; i++)
        contract_insert(&kripa_thing_schema,
                        &(struct kripa_thing){.id = contract_id(i + 1), .about = about});
    free(about);
    struct kripa_rows rows = contract_find(&all);
    ck_assert_uint_eq(rows.count, LARGE);
    ck_assert_str_eq(rows.next, "");
}
END_TEST

START_TEST(sorting_by_what_has_no_order_is_invalid)
{
    static const char *const sorts[] = {"nothing", "tags", "parts.qty", "place", "secondPlace"};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        struct kripa_query query = {.of = &kripa_thing_schema, .sort = sorts[i]};
        struct kripa_rows rows;
        ck_assert_int_eq(contract.store->ops->find(contract.store, &query, &contract.arena, &rows,
                                                   &contract.err),
                         KRIPA_INVALID);
        struct seen seen = {0};
        ck_assert_int_eq(
            contract.store->ops->scan(contract.store, &query, see, &seen, &contract.err),
            KRIPA_INVALID);
        ck_assert_int_eq(seen.count, 0);
    }
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("store: find", numbers_compare, texts_compare_by_their_bytes,
                         one_of_several_values, a_thousand_values_are_no_trouble,
                         an_absent_value_is_found_by_absent_and_not_equal_alone,
                         an_empty_list_is_absent, texts_by_their_beginning, lists_by_their_values,
                         lists_by_a_member_of_their_elements, members_of_a_record_in_place,
                         a_condition_may_name_a_neighbour_s_field, what_is_still_the_same,
                         questions_that_make_no_sense_are_invalid,
                         sorts_go_both_ways_and_ties_by_id, pages_are_cut_out_of_the_order,
                         a_page_of_large_records_is_whole, sorting_by_what_has_no_order_is_invalid,
                         counting_stops_where_it_is_told, a_scan_sees_every_match_in_order);
}
