/* SPDX-License-Identifier: MIT
 * The shop that tests try things on: one context, its store, who asks, and a clock that stands
 * still until it is moved. Options say what is to be otherwise; passwords are always hashed
 * cheaply.
 *
 *     struct shop shop;
 *     shop_open(&shop, .people = SHOP_ACCOUNTS);
 *     struct kripa_product *fan = shop_product(&shop, "Fan", 40);
 *     ...
 *     shop_close(&shop);
 *
 * When the library refuses what a test takes for granted, the program ends with the reason. try_*
 * return the status, and shop.err says what was refused. What else can be done in a shop: goods.h,
 * orders.h, people.h. */
#ifndef SHOP_H
#define SHOP_H

#include <kripa/kripa.h>
#include <kripa/sys/store.h>

#include "fresh_store.h"

#define SHOP_JWT_SECRET "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u"
#define SHOP_PASSWORD   "Monsoon#Lamp42"
#define SHOP_PUBLIC_URL "https://api.example.in"
#define SHOP_NOW_MS     1795000000000 /* in November 2026: where the clock stands at first */

enum shop_place {
    SHOP_ALONE,   /* for one context: in memory, or a database of the store under test */
    SHOP_SHARED,  /* for threads, further contexts and processes: a file, or a database */
    SHOP_IN_FILE, /* SQLite, whatever the store under test is */
};
/* Who admin, customer and retailer are. */
enum shop_people {
    SHOP_CONSOLE,  /* admin is the console; nobody else is there */
    SHOP_MADE_UP,  /* the console, and ids of no account: enough where none is asked for */
    SHOP_ACCOUNTS, /* accounts of these names */
};

struct shop_options {
    enum shop_place place;
    enum shop_people people;
    bool clock_runs;           /* the clock is the machine's, as other processes have it */
    bool media;                /* uploads are taken, wherever the store is */
    const char *cloudinary;    /* CLOUDINARY_URL: uploads go there */
    struct kripa_store *store; /* open already; the shop has no other */
    size_t disk_bytes; /* above 0: SQLite, on a tmpfs of its own; shop->kripa stays NULL where none
                          may be mounted (errno tells why) */
};

struct shop {
    struct kripa *kripa;
    struct kripa_arena arena;
    struct kripa_error err; /* of the last try_* */
    struct kripa_viewer console, guest, admin, customer, retailer;
    int64_t now_ms; /* the clock, unless it runs */
    struct fresh_store store;
    char media[FOLDER_SIZE + 8]; /* the folder of uploaded files; empty: beside the store's file */
    struct shop_options options;
    bool mounted;
};

#define shop_open(shop, ...) shop_open_with(shop, (struct shop_options){__VA_ARGS__})
void shop_open_with(struct shop *shop, struct shop_options options);
/* Closes it and removes its store. */
void shop_close(struct shop *shop);
/* A second context on the same store, with the same clock and another refresh secret (NULL: the
 * same). */
struct kripa *shop_open_again(struct shop *shop, const char *refresh_secret);

/* <name>@example.com, added by the console. */
struct kripa_account *shop_account(struct shop *shop, const char *name, enum kripa_role role);
/* The same, as one who asks. */
struct kripa_viewer shop_new_viewer(struct shop *shop, const char *name, enum kripa_role role);
/* The same, signed in: the access token. */
const char *shop_token(struct shop *shop, const char *name, enum kripa_role role);
struct kripa_signed_in shop_sign_in(struct shop *shop, const char *name);

/* A record as the store has it now, or NULL. */
void *shop_read(struct shop *shop, const struct kripa_schema *of, struct kripa_id id);
/* Every record of a collection, in its order of ids. */
struct kripa_rows shop_rows(struct shop *shop, const struct kripa_schema *of);
int64_t shop_count(struct shop *shop, const struct kripa_schema *of);

/* What kripa_verify says; prints each difference. */
enum kripa_status shop_verify(struct shop *shop);
/* All books agree, as kripa_verify sees them; ends the program otherwise. */
void shop_check_books(struct shop *shop);
/* For the files beside this one: ends the program with the reason, unless the status is OK. */
void shop_must(enum kripa_status status, const struct kripa_error *err, const char *what);
/* Reads JSON as an admin's body by this table. */
enum kripa_status shop_decode(struct shop *shop, const struct kripa_schema *schema,
                              enum kripa_input_mode mode, const char *json, void *record,
                              kripa_given *given);

#endif
