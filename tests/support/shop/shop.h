/* SPDX-License-Identifier: MIT
 * A shop to try things on: a store, an admin, buyers with their access
 * tokens, products. Passwords are hashed cheaply. Everything that fails ends the program with the
 * reason. */
#ifndef SHOP_H
#define SHOP_H

#include <kripa/kripa.h>

#include "fresh_store.h"

#define SHOP_JWT_SECRET "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u"
#define SHOP_PASSWORD   "Monsoon#Lamp42"

struct shop {
    struct kripa *kripa;
    struct kripa_arena arena;
    struct fresh_store store; /* that others may open, too */
    struct kripa_viewer console;
    bool mounted;
};

void shop_make(struct shop *shop);
/* On SQLite, whatever the store under test is. */
void shop_make_in_file(struct shop *shop);
/* On SQLite, on a tmpfs of its own; shop->kripa stays NULL where none may be mounted (errno tells
 * why). */
void shop_make_on_small_disk(struct shop *shop, size_t size);
/* Closes it and removes its store. */
void shop_remove(struct shop *shop);

/* Adds an account; returns its access token (in the shop's arena). `name` becomes the e-mail's
 * first part. */
const char *shop_account(struct shop *shop, const char *name, enum kripa_role role);
/* Adds a product with a price of 100 rupees, trade 90, bulk 80 from 10; returns it (in the shop's
 * arena). */
struct kripa_product *shop_product(struct shop *shop, const char *name, int64_t stock);
int64_t shop_stock(struct shop *shop, struct kripa_id product);
int64_t shop_ledger_sum(struct shop *shop, struct kripa_id product);
/* What kripa_verify says; prints each difference. */
enum kripa_status shop_verify(struct shop *shop);
/* A checkout's body: `lines` items of the products, `qty` each, to an address in Pachore. */
char *shop_order_body(struct shop *shop, struct kripa_product *const *products, size_t lines,
                      int64_t qty);

#endif
