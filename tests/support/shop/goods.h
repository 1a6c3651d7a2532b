/* SPDX-License-Identifier: MIT
 * A shop's categories and products. Records are written as the JSON a client would send, by
 * shop->admin. */
#ifndef GOODS_H
#define GOODS_H

#include <check.h>

#include "shop.h"

/* Adds a product with a price of 100 rupees, trade 90, bulk 80 from 10. */
struct kripa_product *shop_product(struct shop *shop, const char *name, int64_t stock);
int64_t shop_stock(struct shop *shop, struct kripa_id product);
int64_t shop_ledger_sum(struct shop *shop, struct kripa_id product);
/* On hand is the sum of the ledger, for every product; ends the program otherwise. */
void shop_check_stock(struct shop *shop);

enum kripa_status try_category_add(struct shop *shop, const char *json,
                                   struct kripa_category **out);
enum kripa_status try_category_edit(struct shop *shop, struct kripa_id id, const char *json,
                                    struct kripa_category **out);
struct kripa_category *category_add(struct shop *shop, const char *json);
struct kripa_category *category_edit(struct shop *shop, struct kripa_id id, const char *json);

enum kripa_status try_product_add(struct shop *shop, const char *json, struct kripa_product **out);
/* revision below 0: whatever it is at. */
enum kripa_status try_product_edit(struct shop *shop, struct kripa_id id, const char *json,
                                   int64_t revision, struct kripa_product **out);
struct kripa_product *product_add(struct shop *shop, const char *json);
struct kripa_product *product_edit(struct shop *shop, struct kripa_id id, const char *json);
/* By id or slug, as this viewer sees it. */
enum kripa_status try_product_get(struct shop *shop, struct kripa_viewer viewer, const char *name,
                                  struct kripa_product **out);
struct kripa_product *product_seen(struct shop *shop, struct kripa_viewer viewer, const char *name);
/* What this role is sent of it. */
const char *product_json(struct shop *shop, const struct kripa_product *product,
                         enum kripa_role role);
/* As the store has it now, or NULL. */
struct kripa_product *shop_read_product(struct shop *shop, struct kripa_id id);
/* As an admin sees it now. */
struct kripa_product *product_now(struct shop *shop, struct kripa_id id);

/* The list that a query string's names and values ask for, ended by NULL: {"q", "fan", NULL}. */
enum kripa_status try_product_list(struct shop *shop, struct kripa_viewer viewer,
                                   const char *const *query, struct kripa_products *out);
struct kripa_products product_list(struct shop *shop, struct kripa_viewer viewer,
                                   const char *const *query);
#define QUERY(...) ((const char *const[]){__VA_ARGS__, NULL})
/* The names of the products, joined by " | ". */
const char *names_of(struct shop *shop, const struct kripa_products *products);

/* The status, and that the error names this field (NULL: any or none). */
#define ck_assert_refused(shop, got, status, field)                                                \
    do {                                                                                           \
        ck_assert_msg((got) == (status), "%s: %s", kripa_status_name(got), (shop)->err.message);   \
        ck_assert_msg(error_names(&(shop)->err, (field)), "%s", (shop)->err.message);              \
    } while (0)
bool error_names(const struct kripa_error *err, const char *field);

#endif
