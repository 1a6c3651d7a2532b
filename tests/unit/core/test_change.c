/* SPDX-License-Identifier: MIT
 * Changes and queries as the store gets them. The store here only looks. */
#include "suite.h"

#include <string.h>

#include "core/change.h"
#include "core/context.h"
#include "core/query.h"
#include "schema/schema.h"

static struct kripa_arena arena;
static struct kripa_change committed;
static struct kripa_query asked;
static struct kripa_cond asked_cond;
static struct kripa_value asked_value;
static int commits;
static size_t rows_there;
static struct kripa_product product = {.name = "fan", .stock = 5};

static enum kripa_status check_query(struct kripa_store *store, const struct kripa_query *query,
                                     struct kripa_arena *into, struct kripa_rows *rows,
                                     struct kripa_error *err)
{
    (void)store, (void)into, (void)err;
    asked = *query;
    if (query->conds_count) {
        asked_cond = query->conds[0];
        asked_value = asked_cond.values[0];
    }
    *rows = (struct kripa_rows){.at = &product, .count = rows_there};
    return KRIPA_OK;
}

static enum kripa_status check_count(struct kripa_store *store, const struct kripa_query *query,
                                     int64_t at_most, int64_t *count, struct kripa_error *err)
{
    (void)store, (void)err;
    asked = *query;
    *count = at_most;
    return KRIPA_OK;
}

static enum kripa_status check_change(struct kripa_store *store, const struct kripa_change *change,
                                      struct kripa_outcome *outcome, struct kripa_error *err)
{
    (void)store, (void)outcome, (void)err;
    commits++;
    committed = *change;
    return KRIPA_OK;
}

static const struct kripa_store_ops ops = {
    .find = check_query, .count = check_count, .commit = check_change};
static struct kripa_store store = {.ops = &ops};
static struct kripa kripa = {.store = &store};

START_TEST(a_change_reads_as_it_was_written)
{
    struct kripa_id id = {{1}};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_product_schema, &product);
    kp_update(&change, &kripa_product_schema, id);
    kp_require(&change, "stock", KRIPA_GE, kp_int(3));
    kp_add(&change, "stock", -3);
    kp_touch(&change, 77);
    kp_set(&change, "sku", kp_text(NULL));
    kp_delete(&change, &kripa_product_schema, id);
    ck_assert_uint_eq(kp_change_count(&change), 3);
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa}, &change, NULL), KRIPA_OK);
    ck_assert_uint_eq(committed.count, 3);
    ck_assert_ptr_eq(committed.edits[0].record, &product);
    const struct kripa_edit *edit = &committed.edits[1];
    ck_assert_int_eq(edit->kind, KRIPA_UPDATE);
    ck_assert(kripa_id_equal(edit->key, id));
    ck_assert_uint_eq(edit->conds_count, 1);
    ck_assert_int_eq(edit->conds[0].op, KRIPA_GE);
    ck_assert_int_eq(edit->conds[0].values[0].as.number, 3);
    ck_assert_uint_eq(edit->sets_count, 4);
    ck_assert_int_eq(edit->sets[0].op, KRIPA_ADD);
    ck_assert_int_eq(edit->sets[0].value.as.number, -3);
    ck_assert_str_eq(edit->sets[1].field, "revision");
    ck_assert_int_eq(edit->sets[2].value.as.number, 77);
    ck_assert_int_eq(edit->sets[3].op, KRIPA_UNSET);
    ck_assert_int_eq(committed.edits[2].kind, KRIPA_DELETE);
}
END_TEST

START_TEST(a_change_grows_as_it_needs)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    for (int i = 0; i < 200; i++) {
        kp_update(&change, &kripa_product_schema, (struct kripa_id){{(unsigned char)i}});
        for (int j = 0; j <= i % 20; j++) {
            kp_require(&change, "stock", KRIPA_GE, kp_int(j));
            kp_add(&change, "stock", i);
        }
    }
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa}, &change, NULL), KRIPA_OK);
    for (size_t i = 0; i < 200; i++) {
        const struct kripa_edit *edit = &committed.edits[i];
        ck_assert_uint_eq(edit->key.bytes[0], i);
        ck_assert_uint_eq(edit->sets_count, i % 20 + 1);
        ck_assert_uint_eq(edit->conds_count, i % 20 + 1);
        ck_assert_int_eq(edit->conds[i % 20].values->as.number, (int64_t)(i % 20));
        ck_assert_int_eq(edit->sets[i % 20].value.as.number, (int64_t)i);
    }
}
END_TEST

START_TEST(elements_of_lists_are_named_by_their_key)
{
    struct kripa_cart_entry entry = {.product = {{2}}, .qty = 1};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_cart_schema, (struct kripa_id){{1}});
    kp_push(&change, "cart", &entry);
    kp_pull(&change, "cart", kp_id(entry.product));
    kp_push_value(&change, "favorites", kp_id(entry.product));
    const struct kripa_set *sets = change.edits[0].sets;
    ck_assert_ptr_eq(sets[0].element, &entry);
    ck_assert(sets[1].op == KRIPA_PULL && kripa_id_equal(sets[1].value.as.id, entry.product));
    ck_assert(sets[2].op == KRIPA_PUSH && !sets[2].element);
}
END_TEST

START_TEST(given_rows_are_set_but_not_those_that_are_not_stored)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_product_schema, product.id);
    kp_set_given(&change, &product,
                 kripa_schema_bit(&kripa_product_schema, "name") |
                     kripa_schema_bit(&kripa_product_schema, "stock") |
                     kripa_schema_bit(&kripa_product_schema, "category"));
    ck_assert_uint_eq(change.edits[0].sets_count, 2);
    ck_assert_str_eq(change.edits[0].sets[0].field, "name");
    ck_assert_ptr_eq(change.edits[0].sets[1].value.as.record, &product);
}
END_TEST

START_TEST(a_number_goes_into_the_insert_after_it)
{
    struct kripa_counter counter = {.id = {{9}}, .name = "audit.seq"};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_sequence(&change, &kripa_counter_schema, &counter, "value", "seq");
    ck_assert_int_eq(change.edits[0].kind, KRIPA_SEQUENCE);
    ck_assert_str_eq(change.edits[0].into, "seq");
    ck_assert_str_eq(change.edits[0].sets[0].field, "value");
    ck_assert_int_eq(change.edits[0].sets[0].value.as.number, 1);
    ck_assert(kripa_id_equal(change.edits[0].key, counter.id));
}
END_TEST

START_TEST(nothing_is_committed_when_memory_ran_out_or_nothing_is_to_do)
{
    struct kripa_error err = {0};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    commits = 0;
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa, .err = &err}, &change, NULL),
                     KRIPA_OK);
    kp_insert(&change, &kripa_product_schema, &product);
    change.failed = true;
    kp_delete(&change, &kripa_product_schema, product.id);
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa, .err = &err}, &change, NULL),
                     KRIPA_NO_MEMORY);
    struct kripa dry = {.store = &store, .dry_run = true};
    change.failed = false;
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &dry, .err = &err}, &change, NULL),
                     KRIPA_OK);
    ck_assert_int_eq(commits, 0);
}
END_TEST

static void say_guard(struct kp_change *change)
{
    kp_require(change, "stock", KRIPA_GE, kp_int(1));
}

static void say_set(struct kp_change *change)
{
    kp_set(change, "name", kp_text("Fan"));
}

static void say_add(struct kp_change *change)
{
    kp_add(change, "stock", 1);
}

static void say_unset(struct kp_change *change)
{
    kp_unset(change, "name");
}

static void say_push(struct kp_change *change)
{
    kp_push(change, "cart", &product);
}

static void say_push_value(struct kp_change *change)
{
    kp_push_value(change, "favorites", kp_id(product.id));
}

static void say_pull(struct kp_change *change)
{
    kp_pull(change, "favorites", kp_id(product.id));
}

static void say_given(struct kp_change *change)
{
    kp_set_given(change, &product, kripa_schema_bit(&kripa_product_schema, "name"));
}

static void say_touch(struct kp_change *change)
{
    kp_touch(change, 1);
}

static void (*const sayings[])(struct kp_change *) = {
    say_guard,      say_set,  say_add,   say_unset, say_push,
    say_push_value, say_pull, say_given, say_touch,
};

/* A guard would be lost, and what it should have guarded be done. */
START_TEST(what_is_said_before_any_edit_fails_the_change)
{
    struct kripa dry = {.store = &store, .dry_run = true};
    commits = 0;
    for (size_t i = 0; i < sizeof sayings / sizeof *sayings; i++) {
        struct kripa_error err = {0};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
        sayings[i](&change);
        ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa, .err = &err}, &change, NULL),
                         KRIPA_INTERNAL);
        ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &dry, .err = &err}, &change, NULL),
                         KRIPA_INTERNAL);
        kp_update(&change, &kripa_product_schema, product.id);
        sayings[i](&change);
        ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = &kripa, .err = &err}, &change, NULL),
                         KRIPA_INTERNAL);
        ck_assert_int_eq(err.status, KRIPA_INTERNAL);
    }
    ck_assert_int_eq(commits, 0);
}
END_TEST

START_TEST(a_query_reads_as_it_was_written)
{
    struct kripa_rows rows;
    struct kp_query query = kp_query_of(&arena, &kripa_product_schema);
    kp_where(&query, "active", KRIPA_EQ, kp_int(1));
    kp_where(&query, "price", KRIPA_LE, kp_int(100));
    kp_sort(&query, "price", true);
    ck_assert_int_eq(kp_find(&(struct kp_call){.kripa = &kripa}, &query, &rows), KRIPA_OK);
    ck_assert_ptr_eq(asked.of, &kripa_product_schema);
    ck_assert_uint_eq(asked.conds_count, 2);
    ck_assert_str_eq(asked.conds[1].field, "price");
    ck_assert(asked.descending);
    int64_t count;
    ck_assert_int_eq(kp_count(&(struct kp_call){.kripa = &kripa}, &query, 5, &count), KRIPA_OK);
    ck_assert_int_eq(count, 5);
    query.failed = true;
    ck_assert_int_eq(kp_find(&(struct kp_call){.kripa = &kripa}, &query, &rows), KRIPA_NO_MEMORY);
    ck_assert_int_eq(kp_count(&(struct kp_call){.kripa = &kripa}, &query, 5, &count),
                     KRIPA_NO_MEMORY);
}
END_TEST

START_TEST(more_conditions_than_there_is_room_for_are_no_query)
{
    struct kripa_rows rows;
    struct kp_query query = kp_query_of(&arena, &kripa_product_schema);
    for (int i = 0; i < 100; i++)
        kp_where(&query, "price", KRIPA_GE, kp_int(i));
    ck_assert_int_ne(kp_find(&(struct kp_call){.kripa = &kripa}, &query, &rows), KRIPA_OK);
}
END_TEST

START_TEST(one_record_is_found_or_said_to_be_missing)
{
    struct kripa_error err = {0};
    void *out = NULL;
    struct kripa_id id = {{4}};
    rows_there = 1;
    ck_assert_int_eq(kp_find_id(&(struct kp_call){.kripa = &kripa, .arena = &arena, .err = &err},
                                &kripa_product_schema, id, &out),
                     KRIPA_OK);
    ck_assert_ptr_eq(out, &product);
    ck_assert_str_eq(asked_cond.field, "_id");
    ck_assert(kripa_id_equal(asked_value.as.id, id));
    struct kp_query query = kp_query_of(&arena, &kripa_product_schema);
    ck_assert_int_eq(kp_find_one(&(struct kp_call){.kripa = &kripa, .err = &err}, &query, &out),
                     KRIPA_OK);
    ck_assert_int_eq(asked.limit, 1);
    rows_there = 0;
    ck_assert_int_eq(kp_find_one(&(struct kp_call){.kripa = &kripa, .err = &err}, &query, &out),
                     KRIPA_NOT_FOUND);
    ck_assert_int_eq(kp_find_id(&(struct kp_call){.kripa = &kripa, .arena = &arena, .err = &err},
                                &kripa_product_schema, id, &out),
                     KRIPA_NOT_FOUND);
    ck_assert_str_eq(err.message, "there is no such product");
}
END_TEST

START_TEST(no_ids_are_no_question)
{
    struct kripa_rows rows = {.count = 9};
    struct kripa_id ids[] = {{{1}}, {{2}}};
    asked = (struct kripa_query){0};
    rows_there = 1;
    ck_assert_int_eq(kp_find_ids(&(struct kp_call){.kripa = &kripa, .arena = &arena},
                                 &kripa_product_schema, ids, 0, &rows),
                     KRIPA_OK);
    ck_assert_uint_eq(rows.count, 0);
    ck_assert_ptr_null(asked.of);
    ck_assert_int_eq(kp_find_ids(&(struct kp_call){.kripa = &kripa, .arena = &arena},
                                 &kripa_product_schema, ids, 2, &rows),
                     KRIPA_OK);
    ck_assert_uint_eq(asked_cond.values_count, 2);
    ck_assert_int_eq(asked_cond.op, KRIPA_IN);
}
END_TEST

int main(void)
{
    int status =
        RUN_SUITE("change", a_change_reads_as_it_was_written, a_change_grows_as_it_needs,
                  elements_of_lists_are_named_by_their_key,
                  given_rows_are_set_but_not_those_that_are_not_stored,
                  a_number_goes_into_the_insert_after_it,
                  nothing_is_committed_when_memory_ran_out_or_nothing_is_to_do,
                  what_is_said_before_any_edit_fails_the_change, a_query_reads_as_it_was_written,
                  more_conditions_than_there_is_room_for_are_no_query,
                  one_record_is_found_or_said_to_be_missing, no_ids_are_no_question);
    kripa_arena_clear(&arena);
    return status;
}
