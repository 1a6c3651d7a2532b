/* SPDX-License-Identifier: MIT
 * Documents as another program left them: whatever reading makes of an odd value, an edit that is
 * guarded by what was read is done, and one guarded by anything else is not. What an edit doesn't
 * say stays as odd as it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contract.h"
#include "documents.h"

#define ID "6550c0ffee00000000000001"

/* Members of a document, each odd in its way. */
static const char *const odd[] = {
    "\"count\":2.5",
    "\"count\":\"64\"",
    "\"count\":null",
    "\"count\":{\"a\":1}",
    "\"price\":\"12\"",
    "\"price\":33.333",
    "\"spare\":\"5\"",
    "\"spare\":null",
    "\"mood\":\"furious\"",
    "\"mood\":3",
    "\"active\":\"yes\"",
    "\"active\":1",
    "\"name\":12",
    "\"label\":{\"$ne\":1}",
    "\"owner_id\":\"\"",
    "\"owner_id\":\"6550c0ffee00000000000051\"",
    "\"madeAt\":\"2024-01-01T00:00:00Z\"",
    "\"tags\":[\"x\",null]",
    "\"tags\":[\"x\",20]",
    "\"tags\":\"one\"",
    "\"friends\":[null,\"x\",\"6550c0ffee00000000000051\"]",
    "\"parts\":[{\"qty\":1},{\"product\":{\"$oid\":\"" ID "\"},\"qty\":1.5},null,\"x\"]",
    "\"place\":{\"floor\":2.5,\"city\":9}",
    "\"place\":\"here\"",
    "\"secondPlace\":[]",
    "\"remarks\":[{\"mood\":\"odd\",\"stars\":\"4\",\"words\":[1,\"a\"]}]",
};
static const char *const guarded[] = {
    "name",  "label",   "about",  "count", "price",   "madeAt", "spare",
    "offer", "rate",    "active", "owner", "mood",    "place",  "secondPlace",
    "parts", "remarks", "tags",   "words", "friends",
};

static struct kripa_id id;

/* In place of what was there. */
static void put(const char *members)
{
    char line[512];
    free(documents_command(contract.own.uri,
                           "{\"delete\":\"things\",\"deletes\":[{\"q\":{},\"limit\":0}]}"));
    snprintf(line, sizeof line, "{\"_id\":{\"$oid\":\"" ID "\"},\"kept\":\"as it is\",%s}",
             members);
    documents_insert(contract.own.uri, "things", line);
    ck_assert(kripa_id_parse(ID, &id));
}

static struct kp_change guarded_by(struct kripa_thing *as)
{
    struct kp_change change = kp_change_in(&contract.call);
    kp_update(&change, &kripa_thing_schema, id);
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++)
        kp_require(&change, guarded[i], KRIPA_UNCHANGED, kp_member(as));
    return change;
}

static void what_was_read_guards_an_edit(const char *members)
{
    put(members);
    struct kripa_thing *was = contract_get(&kripa_thing_schema, id);
    struct kp_change change = guarded_by(was);
    kp_add(&change, "count", 2);
    kp_set(&change, "about", kp_text("edited"));
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *is = contract_get(&kripa_thing_schema, id);
    ck_assert_str_eq(is->about, "edited");
    ck_assert_int_eq(is->count, was->count + 2);
    char *text = documents_text(contract.own.uri, "things", ID);
    ck_assert_ptr_nonnull(strstr(text, "\"kept\" : \"as it is\""));
    free(text);
}

static void what_was_not_read_does_not(const char *members)
{
    put(members);
    struct kripa_thing *was = contract_get(&kripa_thing_schema, id);
    const char *tags[] = {"another"};
    struct kripa_thing others[] = {*was, *was, *was, *was};
    others[0].count++;
    others[1].mood = MOOD_CROSS;
    others[2].tags = tags;
    others[2].tags_count = 1;
    others[3].place.floor += 1;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct kp_change change = guarded_by(&others[i]);
        kp_set(&change, "about", kp_text("edited"));
        contract_commit(&change, KRIPA_CONFLICT);
    }
    ck_assert_ptr_null(((struct kripa_thing *)contract_get(&kripa_thing_schema, id))->about);
}

static void in_a_transaction_and_with_a_list_alike(const char *members)
{
    put(members);
    struct kripa_thing *was = contract_get(&kripa_thing_schema, id);
    struct kripa_paper paper = {.id = contract_id(1), .number = 1};
    struct kp_change change = guarded_by(was);
    kp_add(&change, "count", 2);
    kp_push_value(&change, "words", kp_text("new"));
    kp_insert(&change, &kripa_paper_schema, &paper);
    contract_commit(&change, KRIPA_OK);
    struct kripa_thing *is = contract_get(&kripa_thing_schema, id);
    ck_assert_int_eq(is->count, was->count + 2);
    ck_assert_uint_eq(is->words_count, 1);
}

static void it_is_deleted_as_it_was_read(const char *members)
{
    put(members);
    struct kripa_thing *was = contract_get(&kripa_thing_schema, id);
    struct kp_change change = kp_change_in(&contract.call);
    kp_delete(&change, &kripa_thing_schema, id);
    for (size_t i = 0; i < sizeof guarded / sizeof *guarded; i++)
        kp_require(&change, guarded[i], KRIPA_UNCHANGED, kp_member(was));
    contract_commit(&change, KRIPA_OK);
    ck_assert_ptr_null(contract_get(&kripa_thing_schema, id));
}

/* In one case, because a database for each is what takes long. */
START_TEST(every_odd_value_guards_as_it_was_read)
{
    what_was_read_guards_an_edit(odd[_i]);
    what_was_not_read_does_not(odd[_i]);
    in_a_transaction_and_with_a_list_alike(odd[_i]);
    it_is_deleted_as_it_was_read(odd[_i]);
}
END_TEST

START_TEST(an_edited_element_keeps_what_is_not_edited)
{
    put("\"parts\":[{\"product\":{\"$oid\":\"" ID "\"},\"qty\":{\"$numberInt\":\"2\"},"
        "\"name\":12,\"price\":33.333,\"note\":\"gift\",\"\":1,\"rate\":null}]");
    struct kripa_thing *thing = contract_get(&kripa_thing_schema, id);
    struct kripa_part part = thing->parts[0];
    struct kripa_thing after = {.parts = &part, .parts_count = 1};
    part.rate_bp = (struct kripa_int){.set = true, .value = 500};
    struct kp_change change = kp_change_in(&contract.call);
    kp_update(&change, &kripa_thing_schema, id);
    kp_set(&change, "parts", kp_member(&after));
    contract_commit(&change, KRIPA_OK);
    char *text = documents_text(contract.own.uri, "things", ID);
    ck_assert_ptr_nonnull(strstr(text, "\"qty\" : { \"$numberInt\" : \"2\" }, "
                                       "\"name\" : { \"$numberInt\" : \"12\" }, "
                                       "\"price\" : { \"$numberDouble\" : \"33.3329999999999984"));
    ck_assert_ptr_nonnull(strstr(text, "\"note\" : \"gift\", \"\" : { \"$numberInt\" : \"1\" }, "
                                       "\"rate\" : { \"$numberInt\" : \"5\" } }"));
    free(text);
}
END_TEST

static void add_more(TCase *tcase)
{
    tcase_add_loop_test(tcase, every_odd_value_guards_as_it_was_read, 0, sizeof odd / sizeof *odd);
}

int main(void)
{
    return CONTRACT_MAIN_WITH(add_more, "store: guards of anomalies",
                              an_edited_element_keeps_what_is_not_edited);
}
