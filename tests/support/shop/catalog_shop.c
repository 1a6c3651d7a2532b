/* SPDX-License-Identifier: MIT
 * See catalog_shop.h. */
#include "catalog_shop.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#define PAIRS_MAX 16

static int64_t still(void *ctx)
{
    return ((struct catalog_shop *)ctx)->now_ms;
}

static void open_store(struct catalog_shop *shop, void (*make)(struct fresh_store *store))
{
    *shop = (struct catalog_shop){.now_ms = 1700000000000};
    make(&shop->store);
    struct kripa_config config = {
        .store_uri = shop->store.uri, .create = true, .services = {.now_ms = still, .ctx = shop}};
    enum kripa_status status = kripa_open(&config, &shop->kripa, &shop->err);
    ck_assert_msg(status == KRIPA_OK, "open: %s", shop->err.message);
    shop->admin = kripa_viewer_console("test");
    shop->guest = kripa_viewer_guest();
    shop->customer = (struct kripa_viewer){.user = {{1}}, .role = KRIPA_ROLE_CUSTOMER};
    shop->retailer = (struct kripa_viewer){.user = {{2}}, .role = KRIPA_ROLE_RETAILER};
}

void catalog_open(struct catalog_shop *shop)
{
    open_store(shop, fresh_store_make_shop_alone);
}

void catalog_open_shared(struct catalog_shop *shop)
{
    open_store(shop, fresh_store_make_shop);
}

void catalog_close(struct catalog_shop *shop)
{
    kripa_close(shop->kripa);
    kripa_arena_clear(&shop->arena);
    fresh_store_remove(&shop->store);
}

static enum kripa_status decode(struct catalog_shop *shop, const struct kripa_schema *schema,
                                enum kripa_input_mode mode, const char *json, void *record,
                                kripa_given *given)
{
    shop->err = (struct kripa_error){0};
    return kripa_json_decode(schema, mode, KRIPA_ROLE_ADMIN, json, strlen(json), &shop->arena,
                             record, given, &shop->err);
}

static void must(struct catalog_shop *shop, enum kripa_status status, const char *json)
{
    ck_assert_msg(status == KRIPA_OK, "%s: %s", json, shop->err.message);
}

enum kripa_status try_category_add(struct catalog_shop *shop, const char *json,
                                   struct kripa_category **out)
{
    struct kripa_category category = {0};
    kripa_given given = 0;
    enum kripa_status status =
        decode(shop, &kripa_category_schema, KRIPA_CREATE, json, &category, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_category_add(shop->kripa, shop->admin, &category, given, &shop->arena, out,
                              &shop->err);
}

enum kripa_status try_category_edit(struct catalog_shop *shop, struct kripa_id id, const char *json,
                                    struct kripa_category **out)
{
    struct kripa_category category = {0};
    kripa_given given = 0;
    enum kripa_status status =
        decode(shop, &kripa_category_schema, KRIPA_PATCH, json, &category, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_category_edit(shop->kripa, shop->admin, id, &category, given, &shop->arena, out,
                               &shop->err);
}

struct kripa_category *category_add(struct catalog_shop *shop, const char *json)
{
    struct kripa_category *category = NULL;
    must(shop, try_category_add(shop, json, &category), json);
    return category;
}

struct kripa_category *category_edit(struct catalog_shop *shop, struct kripa_id id,
                                     const char *json)
{
    struct kripa_category *category = NULL;
    must(shop, try_category_edit(shop, id, json, &category), json);
    return category;
}

enum kripa_status try_product_add(struct catalog_shop *shop, const char *json,
                                  struct kripa_product **out)
{
    struct kripa_product product = {0};
    kripa_given given = 0;
    enum kripa_status status =
        decode(shop, &kripa_product_schema, KRIPA_CREATE, json, &product, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_product_add(shop->kripa, shop->admin, &product, given, &shop->arena, out,
                             &shop->err);
}

enum kripa_status try_product_edit(struct catalog_shop *shop, struct kripa_id id, const char *json,
                                   int64_t revision, struct kripa_product **out)
{
    struct kripa_product product = {0};
    kripa_given given = 0;
    struct kripa_int if_revision = {revision, revision >= 0};
    enum kripa_status status =
        decode(shop, &kripa_product_schema, KRIPA_PATCH, json, &product, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_product_edit(shop->kripa, shop->admin, id, &product, given, if_revision,
                              &shop->arena, out, &shop->err);
}

struct kripa_product *product_add(struct catalog_shop *shop, const char *json)
{
    struct kripa_product *product = NULL;
    must(shop, try_product_add(shop, json, &product), json);
    return product;
}

struct kripa_product *product_edit(struct catalog_shop *shop, struct kripa_id id, const char *json)
{
    struct kripa_product *product = NULL;
    must(shop, try_product_edit(shop, id, json, -1, &product), json);
    return product;
}

enum kripa_status try_product_get(struct catalog_shop *shop, struct kripa_viewer viewer,
                                  const char *name, struct kripa_product **out)
{
    shop->err = (struct kripa_error){0};
    return kripa_product_get(shop->kripa, viewer, name, &shop->arena, out, &shop->err);
}

struct kripa_product *product_seen(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *name)
{
    struct kripa_product *product;
    ck_assert_msg(try_product_get(shop, viewer, name, &product) == KRIPA_OK, "%s: %s", name,
                  shop->err.message);
    return product;
}

const char *product_json(struct catalog_shop *shop, const struct kripa_product *product,
                         enum kripa_role role)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &shop->arena);
    kripa_write_record(&writer, &kripa_product_schema, product, role);
    ck_assert(!writer.failed);
    return writer.at;
}

struct kripa_product *product_now(struct catalog_shop *shop, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    struct kripa_product *product = NULL;
    must(shop,
         kripa_product_get(shop->kripa, shop->admin, text, &shop->arena, &product, &shop->err),
         text);
    return product;
}

int64_t ledger_sum(struct catalog_shop *shop, struct kripa_id id)
{
    struct kripa_ledger_filter filter = {0};
    struct kripa_ledger ledger;
    int64_t sum = 0;
    char cursor[KRIPA_CURSOR_SIZE];
    do {
        must(shop,
             kripa_stock_ledger(shop->kripa, shop->admin, id, &filter, &shop->arena, &ledger,
                                &shop->err),
             "ledger");
        for (size_t i = 0; i < ledger.count; i++)
            sum += ledger.at[i].delta;
        memcpy(cursor, ledger.page.next, sizeof cursor);
        filter.paging.cursor = cursor;
    } while (cursor[0]);
    return sum;
}

enum kripa_status try_product_list(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *const *query, struct kripa_products *out)
{
    struct kripa_pair pairs[PAIRS_MAX];
    struct kripa_product_filter filter = {0};
    kripa_given given;
    size_t count = 0;
    for (; *query; query += 2)
        pairs[count++] = (struct kripa_pair){query[0], query[1]};
    shop->err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_pairs_decode(&kripa_product_filter_schema, KRIPA_CREATE, viewer.role, false, pairs,
                           count, &shop->arena, &filter, &given, &shop->err);
    if (status != KRIPA_OK)
        return status;
    return kripa_product_list(shop->kripa, viewer, &filter, &shop->arena, out, &shop->err);
}

struct kripa_products product_list(struct catalog_shop *shop, struct kripa_viewer viewer,
                                   const char *const *query)
{
    struct kripa_products products;
    must(shop, try_product_list(shop, viewer, query, &products), "list");
    return products;
}

const char *names_of(struct catalog_shop *shop, const struct kripa_products *products)
{
    const char *names = "";
    for (size_t i = 0; i < products->count; i++)
        names = kripa_arena_format(&shop->arena, "%s%s%s", names, i > 0 ? " | " : "",
                                   products->at[i].name);
    return names;
}

bool error_names(const struct kripa_error *err, const char *field)
{
    bool named = !field;
    for (size_t i = 0; !named && i < err->fields_count; i++)
        named = strcmp(err->fields[i].path, field) == 0;
    return named;
}
