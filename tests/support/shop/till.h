/* SPDX-License-Identifier: MIT
 * A till: a shop for tests of the library itself, with an admin and buyers as viewers and a clock
 * that stands still. Everything that fails here ends the program with the reason. */
#ifndef TILL_H
#define TILL_H

#include <kripa/kripa.h>
#include <kripa/sys/store.h>

#include "fresh_store.h"

struct till {
    struct kripa *kripa;
    struct kripa_arena arena;
    struct kripa_error err;
    struct kripa_viewer admin, customer, retailer;
    int64_t now_ms; /* the shop's clock */
    struct fresh_store store;
};

/* For one context; in memory where the store under test can be. */
void till_open(struct till *till);
/* For threads and further contexts. */
void till_open_shared(struct till *till);
/* On a store that is open already. */
void till_open_on(struct till *till, struct kripa_store *store);
void till_close(struct till *till);

struct kripa_viewer till_account(struct till *till, const char *name, enum kripa_role role);
/* Price 100, trade 90, bulk 80 from 10, in rupees. */
struct kripa_id till_product(struct till *till, const char *name, int64_t stock);
/* Reads it as an admin; NULL when it is gone. */
struct kripa_product *till_read_product(struct till *till, struct kripa_id id);
/* By the names of its table, as JSON: {"price": 50}. */
void till_edit_product(struct till *till, struct kripa_id id, const char *json);
void till_edit_settings(struct till *till, const char *json);

/* A request for these lines, to an address in Pachore. */
struct kripa_order_request till_request(struct kripa_order_item *items, size_t count);
/* Places one line; till->err tells what went wrong. */
enum kripa_status till_buy(struct till *till, struct kripa_viewer viewer, struct kripa_id product,
                           int64_t qty, struct kripa_order **out);
/* The order, or NULL. */
struct kripa_order *till_read_order(struct till *till, struct kripa_id id);
/* How many rows a collection has. */
int64_t till_count(struct till *till, const struct kripa_schema *of);
/* Every row of a collection, in its order of ids. */
struct kripa_rows till_rows(struct till *till, const struct kripa_schema *of);
int64_t till_ledger_sum(struct till *till, struct kripa_id product);
/* On hand is the sum of the ledger, for every product; ends the test otherwise. */
void till_check_stock(struct till *till);

/* All books agree, as kripa_verify sees them; ends the test otherwise. */
void till_verify(struct till *till);

#endif
