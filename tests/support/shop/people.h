/* SPDX-License-Identifier: MIT
 * A shop with a clock that stands still until it is moved, and people in it. Passwords are hashed
 * cheaply. What fails ends the test with the reason. */
#ifndef PEOPLE_H
#define PEOPLE_H

#include <kripa/kripa.h>
#include <kripa/sys/field.h>

#include "fresh_store.h"

#define PEOPLE_SECRET   "people-test-Zk3vR8wq1LbY6tNsD0hXjC9u"
#define PEOPLE_PASSWORD "Monsoon#Lamp42"

struct people {
    struct kripa *kripa;
    struct kripa_arena arena;
    struct kripa_error err; /* of the last call that was given it */
    struct kripa_viewer console;
    int64_t now_ms;
    struct fresh_store store;
};

/* For one context; in memory where the store under test can be. */
void people_open(struct people *people);
/* As threads and further contexts need it: in memory there is one connection behind a mutex. */
void people_open_shared(struct people *people);
void people_close(struct people *people);
/* A second context on the same store, with the same clock and another refresh secret (NULL: the
 * same). */
struct kripa *people_open_again(struct people *people, const char *refresh_secret);

/* <name>@example.com, added by the console. */
struct kripa_account *people_add(struct people *people, const char *name, enum kripa_role role);
struct kripa_viewer people_viewer(struct people *people, const char *name);
struct kripa_signed_in people_sign_in(struct people *people, const char *name);
enum kripa_status people_try_sign_in(struct people *people, const char *email,
                                     const char *password);
/* As the store has it now. */
struct kripa_account *people_account(struct people *people, struct kripa_id id);
/* What kripa_authenticate says of an access token. */
enum kripa_status people_knock(struct people *people, const char *token);
/* Marks the account as one that has orders. */
void people_set_ordered(struct people *people, struct kripa_id id);
/* Before each of the next `times` commits of this shop, `meanwhile` happens, as another program's
 * change would. */
void people_interrupt(struct people *people, void (*meanwhile)(struct people *people), int times);
/* The counter of unblocked admins. */
int64_t people_admins(struct people *people);
/* Audit rows of this action about this account; *last (may be NULL) the newest one. */
size_t people_audit(struct people *people, const char *action, struct kripa_id target,
                    struct kripa_audit_row *last);
/* Rows of a table. */
int64_t people_count(struct people *people, const struct kripa_schema *of);

#endif
