/* SPDX-License-Identifier: MIT
 * A shop for tests of the catalogue: its clock stands still unless told, and records are
 * written as the JSON a client would send. Calls that return a record fail the test when the
 * library refuses; try_* return its status. */
#ifndef CATALOG_SHOP_H
#define CATALOG_SHOP_H

#include <check.h>

#include <kripa/kripa.h>

#include "fresh_store.h"

struct catalog_shop {
    struct kripa *kripa;
    struct kripa_arena arena;
    struct kripa_viewer admin, retailer, customer, guest;
    struct kripa_error err; /* of the last try_* */
    int64_t now_ms;
    struct fresh_store store;
};

/* For one context; in memory where the store under test can be. */
void catalog_open(struct catalog_shop *shop);
/* For threads and further contexts. */
void catalog_open_shared(struct catalog_shop *shop);
void catalog_close(struct catalog_shop *shop);

enum kripa_status try_category_add(struct catalog_shop *shop, const char *json,
                                   struct kripa_category **out);
enum kripa_status try_category_edit(struct catalog_shop *shop, struct kripa_id id, const char *json,
                                    struct kripa_category **out);
struct kripa_category *category_add(struct catalog_shop *shop, const char *json);
struct kripa_category *category_edit(struct catalog_shop *shop, struct kripa_id id,
                                     const char *json);

enum kripa_status try_product_add(struct catalog_shop *shop, const char *json,
                                  struct kripa_product **out);
/* revision below 0: whatever it is at. */
enum kripa_status try_product_edit(struct catalog_shop *shop, struct kripa_id id, const char *json,
                                   int64_t revision, struct kripa_product **out);
struct kripa_product *product_add(struct catalog_shop *shop, const char *json);
struct kripa_product *product_edit(struct catalog_shop *shop, struct kripa_id id, const char *json);
/* By id or slug, as this viewer sees it. */
enum kripa_status try_product_get(struct catalog_shop *shop, struct kripa_viewer viewer,
                                  const char *name, struct kripa_product **out);
struct kripa_product *product_seen(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *name);
/* What this role is sent of it. */
const char *product_json(struct catalog_shop *shop, const struct kripa_product *product,
                         enum kripa_role role);
/* As an admin sees it now. */
struct kripa_product *product_now(struct catalog_shop *shop, struct kripa_id id);
int64_t ledger_sum(struct catalog_shop *shop, struct kripa_id id);

/* The list that a query string's names and values ask for, ended by NULL: {"q", "fan", NULL}. */
enum kripa_status try_product_list(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *const *query, struct kripa_products *out);
struct kripa_products product_list(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *const *query);
#define QUERY(...) ((const char *const[]){__VA_ARGS__, NULL})
/* The names of the products, joined by " | ". */
const char *names_of(struct catalog_shop *shop, const struct kripa_products *products);

/* The status, and that the error names this field (NULL: any or none). */
#define ck_assert_refused(shop, got, status, field)                                                \
    do {                                                                                           \
        ck_assert_msg((got) == (status), "%s: %s", kripa_status_name(got), (shop)->err.message);   \
        ck_assert_msg(error_names(&(shop)->err, (field)), "%s", (shop)->err.message);              \
    } while (0)
bool error_names(const struct kripa_error *err, const char *field);

#endif
