/* SPDX-License-Identifier: MIT
 * A store around any other that fails a chosen call, to see that nothing is half-done then:
 *
 *     struct kripa_store *store = fault_store_around(inner);
 *     fault_store_fail(store, (struct fault){FAULT_COMMIT, .nth = 2, .status = KRIPA_UNAVAILABLE});
 *
 * The second commit from there on is refused; fault_store_calls(store, FAULT_COMMIT) tells how many
 * there were. */
#ifndef TEST_FAULT_STORE_H
#define TEST_FAULT_STORE_H

#include <kripa/sys/store.h>

enum fault_verb {
    FAULT_ANY, /* all of those below together */
    FAULT_FIND,
    FAULT_COUNT,
    FAULT_SCAN,
    FAULT_COMMIT,
    FAULT_MIGRATE,
    FAULT_BACKUP,
    FAULT_OTHERS,
    FAULT_PING,
    FAULT_VERBS
};
struct fault {
    enum fault_verb verb;
    int nth; /* which call from now on, from 1; 0: none fails */
    enum kripa_status status;
    bool from_then_on; /* every later call fails, too */
    bool after; /* the call is passed on and done, and its answer lost: the caller hears `status` */
    size_t edits_max; /* above 0: every commit of more edits fails, too */
};

/* Closing it closes `inner`. Fails the test when out of memory. */
struct kripa_store *fault_store_around(struct kripa_store *inner);
/* From now on; the fault before is forgotten, and calls count from 0. */
void fault_store_fail(struct kripa_store *store, struct fault fault);
/* Calls since the last fault_store_fail. */
int fault_store_calls(struct kripa_store *store, enum fault_verb verb);

#endif
