/* SPDX-License-Identifier: MIT
 * Store contract: what is put in comes out, whatever its type. */
#include <string.h>

#include "contract.h"

/* A thing with every member set. */
static struct kripa_thing full_thing(void)
{
    static struct kripa_place second = {"Rajgarh", "465661", -2};
    static struct kripa_part parts[] = {
        {.name = "Ceiling fan", .qty = 2, .price_paise = 129900, .rate_bp = {1800, true}},
        {.name = "पंखा \"बड़ा\"", .qty = 1, .price_paise = 5, .rate_bp = {0, true}},
    };
    static const char *remark_words[] = {"a", "", "\\\"\n"};
    static struct kripa_remark remarks[] = {
        {.text = "tab\there, <b>&amp;</b> \x01\x7f 🪔",
         .at_ms = 1,
         .count = INT64_MIN,
         .cost_paise = INT64_MAX,
         .loud = true,
         .mood = MOOD_CROSS,
         .stars = {0, true},
         .tip_paise = {7, true},
         .share_bp = {9, true},
         .words = remark_words,
         .words_count = 3,
         .place = &second},
        {.text = NULL},
    };
    static const char *tags[] = {"brand-a", "पंखे"}, *words[] = {"one", "two", "one"};
    static struct kripa_id friends[2];
    parts[0].product = contract_id(11);
    parts[1].product = contract_id(12);
    remarks[0].by = contract_id(13);
    friends[0] = contract_id(21);
    friends[1] = contract_id(20);
    return (struct kripa_thing){
        .id = contract_id(1),
        .name = "राजगढ़ का पंखा",
        .label = "l",
        .about = "",
        .count = -5,
        .price_paise = 100000000000,
        .made_ms = 1793600000000,
        .spare = {-1, true},
        .offer_paise = {1, true},
        .rate_bp = {500, true},
        .active = true,
        .owner = contract_id(9),
        .mood = MOOD_GLAD,
        .place = {"Pachore", "465683", 3},
        .second_place = &second,
        .parts = parts,
        .parts_count = 2,
        .remarks = remarks,
        .remarks_count = 2,
        .tags = tags,
        .tags_count = 2,
        .words = words,
        .words_count = 3,
        .friends = friends,
        .friends_count = 2,
    };
}

#define SAME_INT(a, b)                                                                             \
    do {                                                                                           \
        ck_assert_int_eq((a).set, (b).set);                                                        \
        ck_assert_int_eq((a).value, (b).value);                                                    \
    } while (0)
#define SAME_ID(a, b) ck_assert(kripa_id_equal((a), (b)))

START_TEST(every_type_comes_back_as_it_was)
{
    struct kripa_thing thing = full_thing();
    contract_insert(&kripa_thing_schema, &thing);
    struct kripa_thing *got = contract_get(&kripa_thing_schema, thing.id);
    ck_assert_ptr_nonnull(got);
    SAME_ID(got->id, thing.id);
    ck_assert_str_eq(got->name, thing.name);
    ck_assert_str_eq(got->label, thing.label);
    ck_assert_str_eq(got->about, "");
    ck_assert_int_eq(got->count, -5);
    ck_assert_int_eq(got->price_paise, thing.price_paise);
    ck_assert_int_eq(got->made_ms, thing.made_ms);
    SAME_INT(got->spare, thing.spare);
    SAME_INT(got->offer_paise, thing.offer_paise);
    SAME_INT(got->rate_bp, thing.rate_bp);
    ck_assert(got->active);
    SAME_ID(got->owner, thing.owner);
    ck_assert_int_eq(got->mood, MOOD_GLAD);
    ck_assert_str_eq(got->place.city, "Pachore");
    ck_assert_str_eq(got->place.pincode, "465683");
    ck_assert_int_eq(got->place.floor, 3);
    ck_assert_str_eq(got->second_place->city, "Rajgarh");
    ck_assert_int_eq(got->second_place->floor, -2);
}
END_TEST

START_TEST(lists_come_back_in_their_order)
{
    struct kripa_thing thing = full_thing();
    contract_insert(&kripa_thing_schema, &thing);
    struct kripa_thing *got = contract_get(&kripa_thing_schema, thing.id);
    ck_assert_uint_eq(got->parts_count, 2);
    for (size_t i = 0; i < 2; i++) {
        SAME_ID(got->parts[i].product, thing.parts[i].product);
        ck_assert_str_eq(got->parts[i].name, thing.parts[i].name);
        ck_assert_int_eq(got->parts[i].qty, thing.parts[i].qty);
        ck_assert_int_eq(got->parts[i].price_paise, thing.parts[i].price_paise);
        SAME_INT(got->parts[i].rate_bp, thing.parts[i].rate_bp);
    }
    ck_assert_uint_eq(got->tags_count, 2);
    ck_assert_str_eq(got->tags[0], "brand-a");
    ck_assert_str_eq(got->tags[1], "पंखे");
    ck_assert_uint_eq(got->words_count, 3);
    ck_assert_str_eq(got->words[2], "one");
    ck_assert_uint_eq(got->friends_count, 2);
    SAME_ID(got->friends[0], contract_id(21));
    SAME_ID(got->friends[1], contract_id(20));
}
END_TEST

START_TEST(elements_of_every_type_come_back)
{
    struct kripa_thing thing = full_thing();
    contract_insert(&kripa_thing_schema, &thing);
    struct kripa_thing *got = contract_get(&kripa_thing_schema, thing.id);
    ck_assert_uint_eq(got->remarks_count, 2);
    const struct kripa_remark *remark = got->remarks, *put = thing.remarks;
    ck_assert_str_eq(remark->text, put->text);
    ck_assert_int_eq(remark->at_ms, 1);
    ck_assert_int_eq(remark->count, INT64_MIN);
    ck_assert_int_eq(remark->cost_paise, INT64_MAX);
    SAME_ID(remark->by, contract_id(13));
    ck_assert(remark->loud);
    ck_assert_int_eq(remark->mood, MOOD_CROSS);
    SAME_INT(remark->stars, put->stars);
    SAME_INT(remark->tip_paise, put->tip_paise);
    SAME_INT(remark->share_bp, put->share_bp);
    ck_assert_uint_eq(remark->words_count, 3);
    for (size_t i = 0; i < 3; i++)
        ck_assert_str_eq(remark->words[i], put->words[i]);
    ck_assert_str_eq(remark->place->city, "Rajgarh");
    ck_assert_ptr_null(remark[1].text);
    ck_assert_ptr_null(remark[1].place);
    ck_assert(!remark[1].stars.set);
}
END_TEST

START_TEST(absent_is_neither_zero_nor_empty)
{
    struct kripa_thing bare = {.id = contract_id(1)};
    struct kripa_thing zero = {.id = contract_id(2),
                               .name = "",
                               .label = "",
                               .about = "",
                               .spare = {0, true},
                               .offer_paise = {0, true},
                               .rate_bp = {0, true}};
    contract_insert(&kripa_thing_schema, &bare);
    contract_insert(&kripa_thing_schema, &zero);
    struct kripa_thing *got = contract_get(&kripa_thing_schema, bare.id);
    ck_assert_ptr_null(got->name);
    ck_assert_ptr_null(got->about);
    ck_assert(!got->spare.set && !got->offer_paise.set && !got->rate_bp.set);
    ck_assert_int_eq(got->made_ms, 0);
    ck_assert(kripa_id_is_zero(got->owner));
    ck_assert_ptr_null(got->second_place);
    ck_assert_uint_eq(got->parts_count, 0);
    got = contract_get(&kripa_thing_schema, zero.id);
    ck_assert_str_eq(got->name, "");
    ck_assert_str_eq(got->about, "");
    ck_assert(got->spare.set && got->offer_paise.set && got->rate_bp.set);
    ck_assert_int_eq(got->spare.value, 0);
}
END_TEST

START_TEST(numbers_keep_all_their_bits)
{
    static const int64_t numbers[] = {INT64_MIN, INT64_MIN + 1,    -1,       0,
                                      1,         9007199254740993, INT64_MAX};
    for (unsigned i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct kripa_thing thing = {.id = contract_id(i),
                                    .count = numbers[i],
                                    .price_paise = numbers[i] / 1000,
                                    .spare = {numbers[i], true}};
        contract_insert(&kripa_thing_schema, &thing);
        struct kripa_thing *got = contract_get(&kripa_thing_schema, thing.id);
        ck_assert_int_eq(got->count, numbers[i]);
        ck_assert_int_eq(got->price_paise, numbers[i] / 1000);
        ck_assert_int_eq(got->spare.value, numbers[i]);
    }
}
END_TEST

START_TEST(texts_keep_every_character)
{
    static const char beyond[] =
        "é क्ष 한 🪔 \xef\xbf\xbd \xf4\x8f\xbf\xbf \xc2\x80 \xe2\x80\xa8";
    char text[127 + sizeof beyond];
    for (int c = 1; c < 0x80; c++)
        text[c - 1] = (char)c;
    memcpy(text + 127, beyond, sizeof beyond);
    const char *words[] = {text};
    struct kripa_thing thing = {
        .id = contract_id(1), .about = text, .words = words, .words_count = 1};
    contract_insert(&kripa_thing_schema, &thing);
    struct kripa_thing *got = contract_get(&kripa_thing_schema, thing.id);
    ck_assert_str_eq(got->about, text);
    ck_assert_str_eq(got->words[0], text);
}
END_TEST

START_TEST(tables_that_share_a_collection_share_its_rows)
{
    const char *terms[] = {"fan", "पंखा"};
    struct kripa_thing_terms first = {
        .id = contract_id(1), .label = "by terms", .terms = terms, .terms_count = 2};
    contract_insert(&kripa_thing_terms_schema, &first);
    struct kripa_thing *thing = contract_get(&kripa_thing_schema, first.id);
    ck_assert_str_eq(thing->label, "by terms");
    ck_assert_int_eq(thing->count, 0);
    ck_assert_int_eq(thing->mood, MOOD_CALM);
    ck_assert(!thing->active);
    struct kripa_thing second = {.id = contract_id(2), .label = "by thing", .count = 3};
    contract_insert(&kripa_thing_schema, &second);
    struct kripa_thing_terms *got = contract_get(&kripa_thing_terms_schema, second.id);
    ck_assert_str_eq(got->label, "by thing");
    ck_assert_uint_eq(got->terms_count, 0);
}
END_TEST

START_TEST(what_a_table_left_out_is_zero_for_its_neighbour)
{
    struct kripa_thing_terms only = {.id = contract_id(1)};
    contract_insert(&kripa_thing_terms_schema, &only);
    struct kripa_cond zeros[] = {
        CONTRACT_COND("count", KRIPA_EQ, kp_int(0)),
        CONTRACT_COND("active", KRIPA_EQ, kp_int(0)),
        CONTRACT_COND("mood", KRIPA_EQ, kp_int(MOOD_CALM)),
        CONTRACT_COND("price", KRIPA_LE, kp_int(0)),
    };
    ck_assert_int_eq(contract_count(&kripa_thing_schema, zeros, 4), 1);
}
END_TEST

/* What comes from a request is a value, whatever language it is written in. */
START_TEST(a_text_that_looks_like_a_query_is_a_text)
{
    static const char *const texts[] = {
        "$ne", "{\"$gt\":\"\"}", "$label", "label.0", "' OR 1=1 --", ".*", "%", "$$ROOT"};
    size_t count = sizeof texts / sizeof *texts;
    for (size_t i = 0; i < count; i++) {
        struct kripa_thing thing = {.id = contract_id((unsigned)i + 1), .label = "plain"};
        contract_insert(&kripa_thing_schema, &thing);
        struct kp_change change = kp_change_in(&contract.call);
        kp_update(&change, &kripa_thing_schema, thing.id);
        kp_set(&change, "label", kp_text(texts[i]));
        kp_push_value(&change, "tags", kp_text(texts[i]));
        contract_commit(&change, KRIPA_OK);
    }
    for (size_t i = 0; i < count; i++) {
        struct kripa_cond equal = CONTRACT_COND("label", KRIPA_EQ, kp_text(texts[i]));
        struct kripa_cond begins = CONTRACT_COND("label", KRIPA_PREFIX, kp_text(texts[i]));
        struct kripa_cond tagged = CONTRACT_COND("tags", KRIPA_HAS, kp_text(texts[i]));
        ck_assert_int_eq(contract_count(&kripa_thing_schema, &equal, 1), 1);
        ck_assert_int_eq(contract_count(&kripa_thing_schema, &begins, 1), 1);
        ck_assert_int_eq(contract_count(&kripa_thing_schema, &tagged, 1), 1);
        struct kripa_thing *thing = contract_get(&kripa_thing_schema, contract_id((unsigned)i + 1));
        ck_assert_str_eq(thing->label, texts[i]);
    }
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("store: records", a_text_that_looks_like_a_query_is_a_text,
                         every_type_comes_back_as_it_was, lists_come_back_in_their_order,
                         elements_of_every_type_come_back, absent_is_neither_zero_nor_empty,
                         numbers_keep_all_their_bits, texts_keep_every_character,
                         tables_that_share_a_collection_share_its_rows,
                         what_a_table_left_out_is_zero_for_its_neighbour);
}
