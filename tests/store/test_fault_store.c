/* SPDX-License-Identifier: MIT
 * The store that fails on purpose: the tests that lean on it must be able to trust it. */
#include "fault_store.h"

#include "contract.h"

static struct kripa_store *faulty;

static enum kripa_status insert(unsigned n)
{
    struct kripa_paper paper = {.id = contract_id(n), .number = n};
    struct kp_change change = kp_change_in(&contract.call);
    kp_insert(&change, &kripa_paper_schema, &paper);
    struct kripa_change whole = {change.edits, change.count};
    struct kripa_outcome outcome;
    return faulty->ops->commit(faulty, &whole, &outcome, &contract.err);
}

static int64_t papers(void)
{
    return contract_count(&kripa_paper_schema, NULL, 0);
}

/* The contract's store goes into the faulty one, and is closed with it. */
static void wrap(struct fault fault)
{
    faulty = fault_store_around(contract.store);
    fault_store_fail(faulty, fault);
}

static void unwrap(void)
{
    kripa_store_close(faulty);
    contract.store = NULL;
}

START_TEST(only_the_nth_call_fails)
{
    wrap((struct fault){.verb = FAULT_COMMIT, .nth = 2, .status = KRIPA_UNAVAILABLE});
    ck_assert_int_eq(insert(1), KRIPA_OK);
    ck_assert_int_eq(insert(2), KRIPA_UNAVAILABLE);
    ck_assert_int_eq(insert(3), KRIPA_OK);
    ck_assert_int_eq(papers(), 2);
    ck_assert_int_eq(fault_store_calls(faulty, FAULT_COMMIT), 3);
    unwrap();
}
END_TEST

START_TEST(every_call_from_the_nth_on_fails)
{
    wrap((struct fault){.verb = FAULT_ANY, .nth = 2, .status = KRIPA_NO_MEMORY, .from_then_on = 1});
    ck_assert_int_eq(insert(1), KRIPA_OK);
    ck_assert_int_eq(insert(2), KRIPA_NO_MEMORY);
    ck_assert_int_eq(faulty->ops->ping(faulty, 100, &contract.err), KRIPA_NO_MEMORY);
    ck_assert_int_eq(contract.err.status, KRIPA_NO_MEMORY);
    fault_store_fail(faulty, (struct fault){0});
    ck_assert_int_eq(insert(2), KRIPA_OK);
    ck_assert_int_eq(papers(), 2);
    unwrap();
}
END_TEST

START_TEST(a_lost_acknowledgement_is_of_something_done)
{
    wrap(
        (struct fault){.verb = FAULT_COMMIT, .nth = 1, .status = KRIPA_UNAVAILABLE, .after = true});
    ck_assert_int_eq(insert(1), KRIPA_UNAVAILABLE);
    ck_assert_int_eq(papers(), 1);
    ck_assert_int_eq(insert(1), KRIPA_EXISTS);
    unwrap();
}
END_TEST

START_TEST(other_verbs_go_through)
{
    wrap((struct fault){.verb = FAULT_FIND, .nth = 1, .status = KRIPA_CORRUPT});
    int64_t count;
    struct kripa_query query = {.of = &kripa_paper_schema};
    struct kripa_rows rows;
    ck_assert_int_eq(insert(1), KRIPA_OK);
    ck_assert_int_eq(faulty->ops->count(faulty, &query, 0, &count, &contract.err), KRIPA_OK);
    ck_assert_int_eq(faulty->ops->find(faulty, &query, &contract.arena, &rows, &contract.err),
                     KRIPA_CORRUPT);
    ck_assert_int_eq(faulty->ops->find(faulty, &query, &contract.arena, &rows, &contract.err),
                     KRIPA_OK);
    ck_assert_uint_eq(rows.count, 1);
    ck_assert_int_eq(fault_store_calls(faulty, FAULT_ANY), 4);
    unwrap();
}
END_TEST

int main(void)
{
    return CONTRACT_MAIN("the store that fails", only_the_nth_call_fails,
                         every_call_from_the_nth_on_fails,
                         a_lost_acknowledgement_is_of_something_done, other_verbs_go_through);
}
