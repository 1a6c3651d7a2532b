/* SPDX-License-Identifier: MIT
 * Store contract: what each edit and each set does, and when it does nothing. */
#include <string.h>

#include "contract.h"

static struct kp_change change_in(void)
{
    return kp_change_in(&contract.call);
}

static struct kripa_thing *thing(unsigned n)
{
    return contract_get(&kripa_thing_schema, contract_id(n));
}

static void insert_thing(unsigned n)
{
    static const char *tags[] = {"a", "b"};
    static struct kripa_part parts[2];
    parts[0] = (struct kripa_part){.product = contract_id(101), .qty = 1, .price_paise = 10};
    parts[1] = (struct kripa_part){.product = contract_id(102), .qty = 2, .name = "two"};
    struct kripa_thing made = {.id = contract_id(n),
                               .name = kripa_arena_format(&contract.arena, "thing %u", n),
                               .label = "old",
                               .count = 10,
                               .spare = {5, true},
                               .made_ms = 1000,
                               .active = true,
                               .mood = MOOD_GLAD,
                               .owner = contract_id(50),
                               .place = {"Pachore", "465683", 1},
                               .parts = parts,
                               .parts_count = 2,
                               .tags = tags,
                               .tags_count = 2};
    contract_insert(&kripa_thing_schema, &made);
}

START_TEST(a_taken_id_exists)
{
    insert_thing(1);
    struct kripa_thing again = {.id = contract_id(1)};
    struct kp_change change = change_in();
    kp_insert(&change, &kripa_thing_schema, &again);
    contract_commit(&change, KRIPA_EXISTS);
    ck_assert_uint_eq(contract.err.fields_count, 1);
    ck_assert_str_eq(contract.err.fields[0].path, "_id");
}
END_TEST

START_TEST(a_taken_unique_value_exists_and_is_named)
{
    insert_thing(1);
    insert_thing(2);
    struct kripa_thing same = {.id = contract_id(3), .name = "thing 1"};
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = change_in();
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_insert(&change, &kripa_thing_schema, &same);
    contract_commit(&change, KRIPA_EXISTS);
    ck_assert_uint_eq(contract.outcome.failed, 1);
    ck_assert_str_eq(contract.err.fields[0].path, "name");
    ck_assert_ptr_null(contract_get(&kripa_paper_schema, paper.id));
    change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(2));
    kp_set(&change, "name", kp_text("thing 1"));
    contract_commit(&change, KRIPA_EXISTS);
    ck_assert_uint_eq(contract.outcome.failed, 0);
    ck_assert_str_eq(contract.err.fields[0].path, "name");
}
END_TEST

START_TEST(absent_values_are_not_taken)
{
    for (unsigned i = 1; i < 4; i++) {
        struct kripa_thing nameless = {.id = contract_id(i)};
        contract_insert(&kripa_thing_schema, &nameless);
    }
    ck_assert_int_eq(contract_count(&kripa_thing_schema, NULL, 0), 3);
}
END_TEST

START_TEST(a_unique_value_is_free_again_when_its_record_goes)
{
    insert_thing(1);
    struct kripa_thing heir = {.id = contract_id(2), .name = "thing 1"};
    struct kp_change change = change_in();
    kp_delete(&change, &kripa_thing_schema, contract_id(1));
    kp_insert(&change, &kripa_thing_schema, &heir);
    contract_commit(&change, KRIPA_OK);
    ck_assert_str_eq(thing(2)->name, "thing 1");
}
END_TEST

START_TEST(sets_of_every_kind)
{
    insert_thing(1);
    struct kripa_thing other = {.made_ms = 77, .place = {"Bhopal", NULL, 9}};
    other.second_place = &other.place;
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_set(&change, "label", kp_text("नया"));
    kp_add(&change, "count", -3);
    kp_add(&change, "spare", 2);
    kp_add(&change, "offer", 7);
    kp_unset(&change, "owner");
    kp_set(&change, "mood", kp_int(MOOD_CROSS));
    kp_set(&change, "active", kp_int(0));
    kp_set(&change, "madeAt", kp_member(&other));
    kp_set(&change, "place", kp_member(&other));
    kp_set(&change, "secondPlace", kp_member(&other));
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing(1);
    ck_assert_str_eq(got->label, "नया");
    ck_assert_int_eq(got->count, 7);
    ck_assert_int_eq(got->spare.value, 7);
    ck_assert(got->offer_paise.set);
    ck_assert_int_eq(got->offer_paise.value, 7);
    ck_assert(kripa_id_is_zero(got->owner));
    ck_assert_int_eq(got->mood, MOOD_CROSS);
    ck_assert(!got->active);
    ck_assert_int_eq(got->made_ms, 77);
    ck_assert_str_eq(got->place.city, "Bhopal");
    ck_assert_ptr_null(got->place.pincode);
    ck_assert_int_eq(got->place.floor, 9);
    ck_assert_str_eq(got->second_place->city, "Bhopal");
    ck_assert_str_eq(got->name, "thing 1");
}
END_TEST

START_TEST(unset_makes_absent_or_zero)
{
    insert_thing(1);
    static const char *const fields[] = {"label", "count", "spare", "madeAt", "active", "owner",
                                         "mood",  "place", "parts", "tags",   "second", NULL};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    for (size_t i = 0; fields[i]; i++)
        kp_unset(&change, strcmp(fields[i], "second") == 0 ? "secondPlace" : fields[i]);
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *got = thing(1);
    ck_assert_ptr_null(got->label);
    ck_assert_int_eq(got->count, 0);
    ck_assert(!got->spare.set);
    ck_assert_int_eq(got->made_ms, 0);
    ck_assert(!got->active);
    ck_assert_int_eq(got->mood, MOOD_CALM);
    ck_assert_ptr_null(got->place.city);
    ck_assert_uint_eq(got->parts_count, 0);
    ck_assert_uint_eq(got->tags_count, 0);
    struct kripa_cond conds[] = {
        CONTRACT_COND("count", KRIPA_EQ, kp_int(0)),
        CONTRACT_COND("mood", KRIPA_EQ, kp_int(MOOD_CALM)),
        CONTRACT_COND("label", KRIPA_ABSENT, kp_int(0)),
        CONTRACT_COND("tags", KRIPA_ABSENT, kp_int(0)),
    };
    ck_assert_int_eq(contract_count(&kripa_thing_schema, conds, 4), 1);
}
END_TEST

START_TEST(guards_hold_or_nothing_happens)
{
    insert_thing(1);
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_GE, kp_int(10));
    kp_add(&change, "count", -10);
    contract_commit(&change, KRIPA_OK);
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_uint_eq(contract.outcome.failed, 0);
    ck_assert_int_eq(thing(1)->count, 0);
    change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(99));
    kp_set(&change, "label", kp_text("x"));
    contract_commit(&change, KRIPA_CONFLICT);
}
END_TEST

START_TEST(an_update_without_sets_is_a_guard)
{
    insert_thing(1);
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "label", KRIPA_EQ, kp_text("old"));
    kp_insert(&change, &kripa_paper_schema, &paper);
    contract_commit(&change, KRIPA_OK);
    paper = (struct kripa_paper){.id = contract_id(2), .number = 2};
    change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "label", KRIPA_EQ, kp_text("new"));
    kp_insert(&change, &kripa_paper_schema, &paper);
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 1);
}
END_TEST

START_TEST(every_operator_guards)
{
    insert_thing(1);
    struct kripa_thing *now = thing(1);
    const struct kripa_cond holding[] = {
        CONTRACT_COND("label", KRIPA_NE, kp_text("new")),
        CONTRACT_COND("count", KRIPA_LT, kp_int(11)),
        CONTRACT_COND("count", KRIPA_LE, kp_int(10)),
        CONTRACT_COND("count", KRIPA_GT, kp_int(9)),
        CONTRACT_COND("mood", KRIPA_IN, kp_int(MOOD_CALM), kp_int(MOOD_GLAD)),
        CONTRACT_COND("label", KRIPA_PREFIX, kp_text("ol")),
        CONTRACT_COND("tags", KRIPA_HAS, kp_text("b")),
        CONTRACT_COND("parts.product", KRIPA_HAS, kp_id(contract_id(102))),
        CONTRACT_COND("offer", KRIPA_ABSENT, kp_int(0)),
        CONTRACT_COND("parts", KRIPA_UNCHANGED, kp_member(now)),
        CONTRACT_COND("place", KRIPA_UNCHANGED, kp_member(now)),
        CONTRACT_COND("spare", KRIPA_UNCHANGED, kp_member(now)),
        CONTRACT_COND("offer", KRIPA_UNCHANGED, kp_member(now)),
    };
    struct kripa_value none[] = {kp_text("none")};
    for (size_t i = 0; i < sizeof holding / sizeof *holding; i++) {
        struct kripa_set set = {.field = "madeAt", .op = KRIPA_SET, .value = kp_int(5)};
        struct kripa_cond conds[] = {holding[i], {"label", KRIPA_EQ, none, 1}};
        struct kripa_edit edit = {.kind = KRIPA_UPDATE,
                                  .of = &kripa_thing_schema,
                                  .key = contract_id(1),
                                  .conds = conds,
                                  .conds_count = 1,
                                  .sets = &set,
                                  .sets_count = 1};
        struct kp_change change = {.edits = &edit, .count = 1};
        contract_commit(&change, KRIPA_OK);
        edit.conds_count = 2;
        contract_commit(&change, KRIPA_CONFLICT);
    }
}
END_TEST

START_TEST(same_sees_a_change_anywhere_in_a_list)
{
    insert_thing(1);
    struct kripa_thing *before = thing(1);
    struct kp_change guarded = change_in();
    kp_update(&guarded, &kripa_thing_schema, contract_id(1));
    kp_require(&guarded, "parts", KRIPA_UNCHANGED, kp_member(before));
    kp_add(&guarded, "count", 1);
    contract_commit(&guarded, KRIPA_OK);
    struct kripa_part parts[2] = {before->parts[0], before->parts[1]};
    struct kripa_thing after = {.parts = parts, .parts_count = 2};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_set(&change, "parts", kp_member(&after));
    parts[1].qty++;
    contract_commit(&change, KRIPA_OK);
    contract_commit(&guarded, KRIPA_CONFLICT);
    parts[1].qty--;
    contract_commit(&change, KRIPA_OK);
    contract_commit(&guarded, KRIPA_OK);
    ck_assert_int_eq(thing(1)->count, 12);
}
END_TEST

START_TEST(later_edits_see_earlier_ones)
{
    insert_thing(1);
    struct kripa_paper paper = {.id = contract_id(1), .number = 1, .worth = 1};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_add(&change, "count", -4);
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_EQ, kp_int(6));
    kp_add(&change, "count", -6);
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_update(&change, &kripa_paper_schema, paper.id);
    kp_add(&change, "worth", 41);
    contract_commit(&change, KRIPA_OK);
    ck_assert_int_eq(thing(1)->count, 0);
    struct kripa_paper *got = contract_get(&kripa_paper_schema, paper.id);
    ck_assert_int_eq(got->worth, 42);
}
END_TEST

START_TEST(all_edits_or_none)
{
    insert_thing(1);
    insert_thing(2);
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kripa_series series = {.id = contract_id(7), .name = "s", .value = 100};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_add(&change, "count", -1);
    kp_push_value(&change, "tags", kp_text("c"));
    kp_insert(&change, &kripa_paper_schema, &paper);
    kp_upsert_increment(&change, &kripa_series_schema, &series);
    kp_add(&change, "value", 1);
    kp_delete(&change, &kripa_thing_schema, contract_id(2));
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_GE, kp_int(10));
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_uint_eq(contract.outcome.failed, 4);
    ck_assert_int_eq(thing(1)->count, 10);
    ck_assert_uint_eq(thing(1)->tags_count, 2);
    ck_assert_ptr_nonnull(thing(2));
    ck_assert_int_eq(contract_count(&kripa_paper_schema, NULL, 0), 0);
    ck_assert_int_eq(contract_count(&kripa_series_schema, NULL, 0), 0);
    struct kripa_cond tagged = CONTRACT_COND("tags", KRIPA_HAS, kp_text("c"));
    ck_assert_int_eq(contract_count(&kripa_thing_schema, &tagged, 1), 0);
}
END_TEST

START_TEST(delete_takes_the_record_and_its_list_values)
{
    insert_thing(1);
    insert_thing(2);
    const char *terms[] = {"term"};
    struct kripa_thing terms_only = {.id = contract_id(3)};
    contract_insert(&kripa_thing_schema, &terms_only);
    struct kripa_thing_terms record = {.terms = terms, .terms_count = 1};
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_terms_schema, contract_id(3));
    kp_set(&change, "terms", kp_member(&record));
    contract_commit(&change, KRIPA_OK);
    struct kripa_cond termed = CONTRACT_COND("terms", KRIPA_HAS, kp_text("term"));
    ck_assert_int_eq(contract_count(&kripa_thing_terms_schema, &termed, 1), 1);
    change = change_in();
    kp_delete(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_EQ, kp_int(11));
    contract_commit(&change, KRIPA_CONFLICT);
    change = change_in();
    kp_delete(&change, &kripa_thing_schema, contract_id(1));
    kp_require(&change, "count", KRIPA_EQ, kp_int(10));
    kp_delete(&change, &kripa_thing_schema, contract_id(3));
    contract_commit(&change, KRIPA_OK);
    contract_commit(&change, KRIPA_CONFLICT);
    ck_assert_ptr_null(thing(1));
    for (unsigned i = 4; i < 8; i++) { /* whatever takes the place of the deleted has none of it */
        struct kripa_thing fresh = {.id = contract_id(i)};
        contract_insert(&kripa_thing_schema, &fresh);
    }
    ck_assert_int_eq(contract_count(&kripa_thing_terms_schema, &termed, 1), 0);
    struct kripa_cond tagged = CONTRACT_COND("tags", KRIPA_HAS, kp_text("a"));
    ck_assert_int_eq(contract_count(&kripa_thing_schema, &tagged, 1), 1);
}
END_TEST

START_TEST(a_counter_begins_as_its_record)
{
    struct kripa_series series = {.id = contract_id(7), .name = "sales", .value = 100};
    struct kp_change change = change_in();
    kp_upsert_increment(&change, &kripa_series_schema, &series);
    kp_add(&change, "value", 5);
    contract_commit(&change, KRIPA_OK);
    struct kripa_series *got = contract_get(&kripa_series_schema, series.id);
    ck_assert_int_eq(got->value, 105);
    ck_assert_str_eq(got->name, "sales");
    series.value = 9000;
    series.name = "not taken again";
    change = change_in();
    kp_upsert_increment(&change, &kripa_series_schema, &series);
    kp_add(&change, "value", -6);
    contract_commit(&change, KRIPA_OK);
    got = contract_get(&kripa_series_schema, series.id);
    ck_assert_int_eq(got->value, 99);
    ck_assert_str_eq(got->name, "sales");
}
END_TEST

START_TEST(numbers_go_into_the_insert_behind_them)
{
    struct kripa_series series = {.id = contract_id(7), .name = "papers", .value = 1000};
    for (unsigned i = 1; i <= 3; i++) {
        struct kripa_paper paper = {.id = contract_id(i), .number = -1, .worth = i};
        struct kripa_paper plain = {.id = contract_id(100 + i), .number = i};
        struct kp_change change = change_in();
        kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
        kp_insert(&change, &kripa_paper_schema, &paper);
        kp_insert(&change, &kripa_paper_schema, &plain);
        contract_commit(&change, KRIPA_OK);
        ck_assert_int_eq(contract.outcome.number, 1000 + i);
        struct kripa_paper *got = contract_get(&kripa_paper_schema, paper.id);
        ck_assert_int_eq(got->number, 1000 + i);
        ck_assert_int_eq(got->worth, i);
        got = contract_get(&kripa_paper_schema, plain.id);
        ck_assert_int_eq(got->number, i);
    }
}
END_TEST

START_TEST(a_failed_change_leaves_no_gap)
{
    struct kripa_series series = {.id = contract_id(7), .name = "papers"};
    struct kripa_paper paper = {.id = contract_id(1)};
    struct kp_change change = change_in();
    kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
    kp_insert(&change, &kripa_paper_schema, &paper);
    contract_commit(&change, KRIPA_OK);
    contract_commit(&change, KRIPA_EXISTS);
    ck_assert_uint_eq(contract.outcome.failed, 1);
    paper.id = contract_id(2);
    change = change_in();
    kp_sequence(&change, &kripa_series_schema, &series, "value", "number");
    kp_insert(&change, &kripa_paper_schema, &paper);
    contract_commit(&change, KRIPA_OK);
    ck_assert_int_eq(contract.outcome.number, 2);
}
END_TEST

START_TEST(a_failed_edit_is_named_by_its_place)
{
    insert_thing(1);
    for (size_t failing = 0; failing < 4; failing++) {
        struct kp_change change = change_in();
        for (size_t i = 0; i < 4; i++) {
            kp_update(&change, &kripa_thing_schema, contract_id(1));
            kp_require(&change, "count", KRIPA_EQ, kp_int(i == failing ? -1 : 10));
            kp_set(&change, "label", kp_text("x"));
        }
        contract_commit(&change, KRIPA_CONFLICT);
        ck_assert_uint_eq(contract.outcome.failed, failing);
    }
    ck_assert_str_eq(thing(1)->label, "old");
}
END_TEST

START_TEST(edits_that_make_no_sense_are_invalid)
{
    insert_thing(1);
    const struct kripa_set senseless[] = {
        {.field = "nothing", .op = KRIPA_SET, .value = kp_int(1)},
        {.field = "label", .op = KRIPA_ADD, .value = kp_int(1)},
        {.field = "label", .op = KRIPA_SET, .value = kp_int(1)},
        {.field = "count", .op = KRIPA_SET, .value = kp_text("1")},
        {.field = "count", .op = KRIPA_PUSH, .value = kp_int(1)},
        {.field = "mood", .op = KRIPA_SET, .value = kp_int(9)},
        {.field = "tags", .op = KRIPA_ADD, .value = kp_int(1)},
        {.field = "tags", .op = KRIPA_SET, .value = kp_text("a")},
        {.field = "words", .op = KRIPA_SET, .value = kp_text("a")},
        {.field = "parts.qty", .op = KRIPA_SET, .value = kp_int(1)},
        {.field = "parts.qty", .op = KRIPA_ADD, .value = kp_int(1)},
        {.field = "parts.name", .op = KRIPA_UNSET},
        {.field = "parts", .op = KRIPA_PULL},
        {.field = "_id", .op = KRIPA_SET, .value = kp_id(contract_id(5))},
    };
    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++) {
        struct kripa_edit edit = {.kind = KRIPA_UPDATE,
                                  .of = &kripa_thing_schema,
                                  .key = contract_id(1),
                                  .sets = &senseless[i],
                                  .sets_count = 1};
        struct kp_change change = {.edits = &edit, .count = 1};
        contract_commit(&change, KRIPA_INVALID);
    }
}
END_TEST

START_TEST(a_text_may_be_cut_out_of_a_longer_one)
{
    insert_thing(1);
    struct kp_change change = change_in();
    kp_update(&change, &kripa_thing_schema, contract_id(1));
    struct kripa_value part = {.kind = KRIPA_VALUE_TEXT, .as.text = {"fanlight", 3}};
    kp_set(&change, "label", part);
    contract_commit(&change, KRIPA_OK);
    ck_assert_str_eq(thing(1)->label, "fan");
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN(
        "store: edits", a_taken_id_exists, a_taken_unique_value_exists_and_is_named,
        absent_values_are_not_taken, a_unique_value_is_free_again_when_its_record_goes,
        sets_of_every_kind, unset_makes_absent_or_zero, guards_hold_or_nothing_happens,
        an_update_without_sets_is_a_guard, every_operator_guards,
        same_sees_a_change_anywhere_in_a_list, later_edits_see_earlier_ones, all_edits_or_none,
        delete_takes_the_record_and_its_list_values, a_counter_begins_as_its_record,
        numbers_go_into_the_insert_behind_them, a_failed_change_leaves_no_gap,
        a_failed_edit_is_named_by_its_place, edits_that_make_no_sense_are_invalid,
        a_text_may_be_cut_out_of_a_longer_one);
}
