/* SPDX-License-Identifier: MIT
 * Store contract: elements put into lists, taken out and edited, and found by their values
 * afterwards. */
#include <string.h>

#include "contract.h"

static void insert_thing(void)
{
    static const char *tags[] = {"a", "b", "a"};
    static struct kripa_id friends[2];
    static struct kripa_part parts[2];
    parts[0] = (struct kripa_part){.product = contract_id(101), .qty = 1, .name = "one"};
    parts[1] = (struct kripa_part){.product = contract_id(102), .qty = 2};
    friends[0] = contract_id(201);
    friends[1] = contract_id(202);
    struct kripa_thing made = {.id = contract_id(1),
                               .count = 1,
                               .parts = parts,
                               .parts_count = 2,
                               .tags = tags,
                               .tags_count = 3,
                               .words = tags,
                               .words_count = 2,
                               .friends = friends,
                               .friends_count = 2};
    contract_insert(&kripa_thing_schema, &made);
}

static struct kripa_thing *thing(void)
{
    return contract_get(&kripa_thing_schema, contract_id(1));
}

static struct kp_change update(void)
{
    struct kp_change change = kp_change_in(&contract.call);
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    return change;
}

static bool has_text(const char *list, const char *value)
{
    struct kripa_cond cond = CONTRACT_COND(list, KRIPA_HAS, kp_text(value));
    return contract_count(&kripa_thing_schema, &cond, 1) == 1;
}

static bool has_id(const char *list, unsigned n)
{
    struct kripa_cond cond = CONTRACT_COND(list, KRIPA_HAS, kp_id(contract_id(n)));
    return contract_count(&kripa_thing_schema, &cond, 1) == 1;
}

START_TEST(push_appends_an_element)
{
    insert_thing();
    struct kripa_part part = {.product = contract_id(103), .qty = 3, .name = "तीन"};
    struct kp_change change = update();
    kp_push(&change, "parts", &part);
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing();
    ck_assert_uint_eq(got->parts_count, 3);
    ck_assert_str_eq(got->parts[2].name, "तीन");
    ck_assert_str_eq(got->parts[0].name, "one");
    ck_assert(has_id("parts.product", 103));
    ck_assert(has_id("parts.product", 101));
}
END_TEST

START_TEST(push_into_an_empty_list_begins_it)
{
    struct kripa_thing bare = {.id = contract_id(1)};
    contract_insert(&kripa_thing_schema, &bare);
    struct kripa_part part = {.product = contract_id(103), .qty = 3};
    struct kripa_remark remark = {.text = "first"};
    struct kp_change change = update();
    kp_push(&change, "parts", &part);
    kp_push(&change, "remarks", &remark);
    kp_push_value(&change, "tags", kp_text("t"));
    kp_push_value(&change, "friends", kp_id(contract_id(9)));
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing();
    ck_assert_uint_eq(got->parts_count, 1);
    ck_assert_uint_eq(got->remarks_count, 1);
    ck_assert_str_eq(got->remarks[0].text, "first");
    ck_assert_str_eq(got->tags[0], "t");
    ck_assert(has_text("tags", "t") && has_id("friends", 9) && has_id("parts.product", 103));
}
END_TEST

START_TEST(push_of_a_key_that_is_there_is_no_match)
{
    insert_thing();
    struct kripa_part part = {.product = contract_id(102), .qty = 9};
    struct kp_change change = update();
    kp_push(&change, "parts", &part);
    contract_commit(&change, KRIPA_CONFLICT);
    change = update();
    kp_push_value(&change, "friends", kp_id(contract_id(201)));
    contract_commit(&change, KRIPA_CONFLICT);
    change = update();
    kp_push_value(&change, "tags", kp_text("b"));
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_uint_eq(thing()->parts_count, 2);
    ck_assert_int_eq(thing()->parts[1].qty, 2);
    ck_assert_uint_eq(thing()->friends_count, 2);
    ck_assert_uint_eq(thing()->tags_count, 3);
}
END_TEST

START_TEST(elements_without_a_key_may_repeat)
{
    insert_thing();
    struct kripa_remark remark = {.text = "again"};
    struct kp_change change = update();
    kp_push(&change, "remarks", &remark);
    contract_commit(&change, KRIPA_OK);
    contract_commit(&change, KRIPA_OK);
    ck_assert_uint_eq(thing()->remarks_count, 2);
}
END_TEST

START_TEST(pull_takes_the_element_out)
{
    insert_thing();
    struct kp_change change = update();
    kp_pull(&change, "parts", kp_id(contract_id(101)));
    kp_pull(&change, "friends", kp_id(contract_id(202)));
    kp_pull(&change, "tags", kp_text("b"));
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing();
    ck_assert_uint_eq(got->parts_count, 1);
    ck_assert(kripa_id_equal(got->parts[0].product, contract_id(102)));
    ck_assert_uint_eq(got->friends_count, 1);
    ck_assert_uint_eq(got->tags_count, 2);
    ck_assert(!has_id("parts.product", 101) && has_id("parts.product", 102));
    ck_assert(!has_id("friends", 202) && has_id("friends", 201));
    ck_assert(!has_text("tags", "b") && has_text("tags", "a"));
    contract_commit(&change, KRIPA_CONFLICT);
}
END_TEST

START_TEST(the_last_element_pulled_leaves_an_absent_list)
{
    insert_thing();
    struct kp_change change = update();
    kp_pull(&change, "parts", kp_id(contract_id(101)));
    kp_pull(&change, "parts", kp_id(contract_id(102)));
    contract_commit(&change, KRIPA_OK);
    ck_assert_uint_eq(thing()->parts_count, 0);
    struct kripa_cond absent = CONTRACT_COND("parts", KRIPA_ABSENT, kp_int(0));
    ck_assert_int_eq(contract_count(&kripa_thing_schema, &absent, 1), 1);
}
END_TEST

START_TEST(an_element_that_is_not_there_is_no_match)
{
    insert_thing();
    struct kp_change change = update();
    kp_pull(&change, "parts", kp_id(contract_id(109)));
    contract_commit(&change, KRIPA_CONFLICT);
    change = update();
    kp_pull(&change, "friends", kp_id(contract_id(209)));
    kp_set(&change, "count", kp_int(9));
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_int_eq(thing()->count, 1);
}
END_TEST

START_TEST(a_guard_and_a_list_edit_go_together)
{
    insert_thing();
    struct kp_change change = update();
    kp_require(&change, "count", KRIPA_EQ, kp_int(2));
    kp_pull(&change, "parts", kp_id(contract_id(101)));
    contract_commit(&change, KRIPA_CONFLICT);
    change = update();
    kp_require(&change, "count", KRIPA_EQ, kp_int(1));
    kp_pull(&change, "parts", kp_id(contract_id(101)));
    kp_add(&change, "count", 1);
    contract_commit(&change, KRIPA_OK);
    ck_assert_int_eq(thing()->count, 2);
    ck_assert_uint_eq(thing()->parts_count, 1);
}
END_TEST

START_TEST(a_whole_list_is_replaced_and_its_values_with_it)
{
    insert_thing();
    const char *tags[] = {"c", "b"};
    struct kripa_part part = {.product = contract_id(105)};
    struct kripa_thing other = {.tags = tags,
                                .tags_count = 2,
                                .words = tags,
                                .words_count = 2,
                                .parts = &part,
                                .parts_count = 1};
    struct kp_change change = update();
    kp_set(&change, "tags", kp_member(&other));
    kp_set(&change, "words", kp_member(&other));
    kp_set(&change, "parts", kp_member(&other));
    kp_set(&change, "friends", kp_member(&other));
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing();
    ck_assert_uint_eq(got->tags_count, 2);
    ck_assert_str_eq(got->tags[0], "c");
    ck_assert_str_eq(got->words[1], "b");
    ck_assert_uint_eq(got->parts_count, 1);
    ck_assert_uint_eq(got->friends_count, 0);
    ck_assert(has_text("tags", "c") && has_text("tags", "b") && !has_text("tags", "a"));
    ck_assert(has_id("parts.product", 105) && !has_id("parts.product", 101));
    ck_assert(!has_id("friends", 201));
}
END_TEST

START_TEST(edits_of_a_list_follow_one_another)
{
    insert_thing();
    struct kripa_part part = {.product = contract_id(101), .qty = 7};
    struct kp_change change = update();
    kp_pull(&change, "parts", kp_id(contract_id(101)));
    kp_push(&change, "parts", &part);
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing();
    ck_assert_uint_eq(got->parts_count, 2);
    ck_assert(kripa_id_equal(got->parts[1].product, contract_id(101)));
    ck_assert_int_eq(got->parts[1].qty, 7);
    ck_assert(has_id("parts.product", 101));
}
END_TEST

START_TEST(a_list_with_a_value_twice_keeps_it_when_one_goes)
{
    insert_thing();
    struct kp_change change = update();
    kp_pull(&change, "tags", kp_text("a"));
    contract_commit(&change, KRIPA_OK);
    ck_assert_str_eq(thing()->tags[0], "b");
    ck_assert_str_eq(thing()->tags[1], "a");
    ck_assert(has_text("tags", "a"));
}
END_TEST

START_TEST(a_neighbour_table_leaves_the_list_alone)
{
    insert_thing();
    const char *terms[] = {"x", "y"};
    struct kripa_thing_terms record = {.terms = terms, .terms_count = 2};
    struct kp_change change = kp_change_in(&contract.call);
    kp_update(&change, &kripa_thing_terms_schema, contract_id(1));
    kp_set(&change, "terms", kp_member(&record));
    contract_commit(&change, KRIPA_OK);
    ck_assert_uint_eq(thing()->tags_count, 3);
    ck_assert(has_text("tags", "a"));
    struct kripa_cond cond = CONTRACT_COND("terms", KRIPA_HAS, kp_text("y"));
    ck_assert_int_eq(contract_count(&kripa_thing_terms_schema, &cond, 1), 1);
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN(
        "store: lists", push_appends_an_element, push_into_an_empty_list_begins_it,
        push_of_a_key_that_is_there_is_no_match, elements_without_a_key_may_repeat,
        pull_takes_the_element_out, the_last_element_pulled_leaves_an_absent_list,
        an_element_that_is_not_there_is_no_match, a_guard_and_a_list_edit_go_together,
        a_whole_list_is_replaced_and_its_values_with_it, edits_of_a_list_follow_one_another,
        a_list_with_a_value_twice_keeps_it_when_one_goes, a_neighbour_table_leaves_the_list_alone);
}
