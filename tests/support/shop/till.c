/* SPDX-License-Identifier: MIT
 * See till.h. */
#include "till.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/context.h"
#include "core/query.h"
#include "schema/schema.h"

#define TILL_NOW_MS 1795000000000 /* in November 2026 */

static void must(const struct till *till, enum kripa_status status, const char *what)
{
    if (status == KRIPA_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, kripa_status_name(status), till->err.message);
    exit(1);
}

static int64_t now(void *ctx)
{
    return ((struct till *)ctx)->now_ms;
}

static void open_shop(struct till *till, struct kripa_store *store)
{
    till->now_ms = TILL_NOW_MS;
    struct kripa_config config = {
        .store_uri = store ? NULL : till->store.uri,
        .store = store,
        .create = true,
        .jwt_secret = "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
        .password_memory_kib = 64,
        .password_passes = 1,
        .services = {.now_ms = now, .ctx = till},
    };
    must(till, kripa_open(&config, &till->kripa, &till->err), "open");
    till->admin = kripa_viewer_console("test");
    till->admin = till_account(till, "admin", KRIPA_ROLE_ADMIN);
    till->customer = till_account(till, "customer", KRIPA_ROLE_CUSTOMER);
    till->retailer = till_account(till, "retailer", KRIPA_ROLE_RETAILER);
}

void till_open(struct till *till)
{
    memset(till, 0, sizeof *till);
    fresh_store_make_shop_alone(&till->store);
    open_shop(till, NULL);
}

void till_open_shared(struct till *till)
{
    memset(till, 0, sizeof *till);
    fresh_store_make_shop(&till->store);
    open_shop(till, NULL);
}

void till_open_on(struct till *till, struct kripa_store *store)
{
    memset(till, 0, sizeof *till);
    open_shop(till, store);
}

void till_close(struct till *till)
{
    kripa_close(till->kripa);
    kripa_arena_clear(&till->arena);
    fresh_store_remove(&till->store);
}

struct kripa_viewer till_account(struct till *till, const char *name, enum kripa_role role)
{
    struct kripa_registration registration = {
        .name = name,
        .email = kripa_arena_format(&till->arena, "%s@example.com", name),
        .password = "Monsoon#Lamp42",
        .phone = "9876543210",
    };
    struct kripa_account *account;
    must(till,
         kripa_account_add(till->kripa, till->admin, &registration, role, &till->arena, &account,
                           &till->err),
         "account");
    return (struct kripa_viewer){.user = account->id, .role = role};
}

static void decode(struct till *till, const struct kripa_schema *schema, enum kripa_input_mode mode,
                   const char *json, void *record, kripa_given *given)
{
    memset(record, 0, schema->size);
    must(till,
         kripa_json_decode(schema, mode, KRIPA_ROLE_ADMIN, json, strlen(json), &till->arena, record,
                           given, &till->err),
         json);
}

struct kripa_id till_product(struct till *till, const char *name, int64_t stock)
{
    const char *json = kripa_arena_format(&till->arena,
                                          "{\"name\":\"%s\",\"price\":100,\"retailer_price\":90,"
                                          "\"price_bulk\":80,\"min_bulk_qty\":10,\"stock\":%lld}",
                                          name, (long long)stock);
    struct kripa_product product, *out;
    kripa_given given;
    decode(till, &kripa_product_schema, KRIPA_CREATE, json, &product, &given);
    must(till,
         kripa_product_add(till->kripa, till->admin, &product, given, &till->arena, &out,
                           &till->err),
         "product");
    return out->id;
}

static void *read_one(struct till *till, const struct kripa_schema *of, struct kripa_id id)
{
    void *found = NULL;
    struct kripa_error err = {0};
    enum kripa_status status =
        kp_find_id(&(struct kp_call){.kripa = till->kripa, .arena = &till->arena, .err = &err}, of,
                   id, &found);
    if (status == KRIPA_NOT_FOUND)
        return NULL;
    must(till, status, of->name);
    return found;
}

struct kripa_product *till_read_product(struct till *till, struct kripa_id id)
{
    return read_one(till, &kripa_product_schema, id);
}

struct kripa_order *till_read_order(struct till *till, struct kripa_id id)
{
    return read_one(till, &kripa_order_schema, id);
}

void till_edit_product(struct till *till, struct kripa_id id, const char *json)
{
    struct kripa_product product, *out;
    kripa_given given;
    decode(till, &kripa_product_schema, KRIPA_PATCH, json, &product, &given);
    must(till,
         kripa_product_edit(till->kripa, till->admin, id, &product, given, (struct kripa_int){0},
                            &till->arena, &out, &till->err),
         json);
}

void till_edit_settings(struct till *till, const char *json)
{
    struct kripa_settings settings, *out;
    kripa_given given;
    decode(till, &kripa_settings_schema, KRIPA_PATCH, json, &settings, &given);
    must(till,
         kripa_settings_edit(till->kripa, till->admin, &settings, given, (struct kripa_int){0},
                             &till->arena, &out, &till->err),
         json);
}

struct kripa_order_request till_request(struct kripa_order_item *items, size_t count)
{
    return (struct kripa_order_request){
        .items = items,
        .items_count = count,
        .shipping_address = {.name = "Asha Verma",
                             .phone = "9826012345",
                             .address_line = "12 Station Road",
                             .city = "Pachore",
                             .state = "Madhya Pradesh",
                             .pincode = "465683"},
    };
}

enum kripa_status till_buy(struct till *till, struct kripa_viewer viewer, struct kripa_id product,
                           int64_t qty, struct kripa_order **out)
{
    struct kripa_order_item item = {product, qty};
    struct kripa_order_request request = till_request(&item, 1);
    till->err = (struct kripa_error){0};
    return kripa_order_place(till->kripa, viewer, &request, "test", NULL, &till->arena, out,
                             &till->err);
}

int64_t till_count(struct till *till, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(&till->arena, of);
    int64_t count = 0;
    must(till,
         kp_count(&(struct kp_call){.kripa = till->kripa, .err = &till->err}, &query, 0, &count),
         "count");
    return count;
}

struct kripa_rows till_rows(struct till *till, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(&till->arena, of);
    struct kripa_rows rows;
    must(till, kp_find(&(struct kp_call){.kripa = till->kripa, .err = &till->err}, &query, &rows),
         of->name);
    return rows;
}

int64_t till_ledger_sum(struct till *till, struct kripa_id product)
{
    struct kripa_rows rows = till_rows(till, &kripa_ledger_row_schema);
    const struct kripa_ledger_row *at = rows.at;
    int64_t sum = 0;
    for (size_t i = 0; i < rows.count; i++)
        if (kripa_id_equal(at[i].product, product))
            sum += at[i].delta;
    return sum;
}

void till_check_stock(struct till *till)
{
    struct kripa_rows rows = till_rows(till, &kripa_product_schema);
    const struct kripa_product *at = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        ck_assert_int_ge(at[i].stock, 0);
        ck_assert_int_eq(at[i].stock, till_ledger_sum(till, at[i].id));
    }
}

static void say(void *ctx, const char *line)
{
    (void)ctx;
    fprintf(stderr, "verify: %s\n", line);
}

void till_verify(struct till *till)
{
    struct kripa_verification found = {0};
    till->err = (struct kripa_error){0};
    enum kripa_status status = kripa_verify(till->kripa, say, NULL, &found, &till->err);
    ck_assert_msg(status == KRIPA_OK, "%s", till->err.message);
}
