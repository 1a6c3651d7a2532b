/* SPDX-License-Identifier: MIT
 * See goods.h. */
#include "goods.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#define PAIRS_MAX 16

struct kripa_product *shop_product(struct shop *shop, const char *name, int64_t stock)
{
    const char *json = kripa_arena_format(&shop->arena,
                                          "{\"name\":\"%s\",\"price\":100,\"retailer_price\":90,"
                                          "\"price_bulk\":80,\"min_bulk_qty\":10,\"stock\":%lld}",
                                          name, (long long)stock);
    return product_add(shop, json);
}

int64_t shop_stock(struct shop *shop, struct kripa_id product)
{
    return product_now(shop, product)->stock;
}

int64_t shop_ledger_sum(struct shop *shop, struct kripa_id product)
{
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    struct kripa_ledger_filter filter = {.paging.limit = KRIPA_PAGE_LIMIT_MAX};
    struct kripa_ledger rows = {0};
    int64_t sum = 0;
    do {
        shop_must(
            kripa_stock_ledger(shop->kripa, shop->console, product, &filter, &arena, &rows, &err),
            &err, "ledger");
        for (size_t i = 0; i < rows.count; i++)
            sum += rows.at[i].delta;
        filter.paging.cursor =
            rows.page.next[0] ? kripa_arena_text(&arena, rows.page.next, strlen(rows.page.next))
                              : NULL;
    } while (rows.page.next[0]);
    kripa_arena_clear(&arena);
    return sum;
}

void shop_check_stock(struct shop *shop)
{
    struct kripa_rows rows = shop_rows(shop, &kripa_product_schema);
    const struct kripa_product *at = rows.at;
    for (size_t i = 0; i < rows.count; i++) {
        int64_t sum = shop_ledger_sum(shop, at[i].id);
        if (at[i].stock >= 0 && at[i].stock == sum)
            continue;
        fprintf(stderr, "%s: %lld on hand, the ledger's sum is %lld\n", at[i].name,
                (long long)at[i].stock, (long long)sum);
        exit(1);
    }
}

enum kripa_status try_category_add(struct shop *shop, const char *json, struct kripa_category **out)
{
    struct kripa_category category = {0};
    kripa_given given = 0;
    enum kripa_status status =
        shop_decode(shop, &kripa_category_schema, KRIPA_CREATE, json, &category, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_category_add(shop->kripa, shop->admin, &category, given, &shop->arena, out,
                              &shop->err);
}

enum kripa_status try_category_edit(struct shop *shop, struct kripa_id id, const char *json,
                                    struct kripa_category **out)
{
    struct kripa_category category = {0};
    kripa_given given = 0;
    enum kripa_status status =
        shop_decode(shop, &kripa_category_schema, KRIPA_PATCH, json, &category, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_category_edit(shop->kripa, shop->admin, id, &category, given, &shop->arena, out,
                               &shop->err);
}

struct kripa_category *category_add(struct shop *shop, const char *json)
{
    struct kripa_category *category = NULL;
    shop_must(try_category_add(shop, json, &category), &shop->err, json);
    return category;
}

struct kripa_category *category_edit(struct shop *shop, struct kripa_id id, const char *json)
{
    struct kripa_category *category = NULL;
    shop_must(try_category_edit(shop, id, json, &category), &shop->err, json);
    return category;
}

enum kripa_status try_product_add(struct shop *shop, const char *json, struct kripa_product **out)
{
    struct kripa_product product = {0};
    kripa_given given = 0;
    enum kripa_status status =
        shop_decode(shop, &kripa_product_schema, KRIPA_CREATE, json, &product, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_product_add(shop->kripa, shop->admin, &product, given, &shop->arena, out,
                             &shop->err);
}

enum kripa_status try_product_edit(struct shop *shop, struct kripa_id id, const char *json,
                                   int64_t revision, struct kripa_product **out)
{
    struct kripa_product product = {0};
    kripa_given given = 0;
    struct kripa_int if_revision = {revision, revision >= 0};
    enum kripa_status status =
        shop_decode(shop, &kripa_product_schema, KRIPA_PATCH, json, &product, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_product_edit(shop->kripa, shop->admin, id, &product, given, if_revision,
                              &shop->arena, out, &shop->err);
}

struct kripa_product *product_add(struct shop *shop, const char *json)
{
    struct kripa_product *product = NULL;
    shop_must(try_product_add(shop, json, &product), &shop->err, json);
    return product;
}

struct kripa_product *product_edit(struct shop *shop, struct kripa_id id, const char *json)
{
    struct kripa_product *product = NULL;
    shop_must(try_product_edit(shop, id, json, -1, &product), &shop->err, json);
    return product;
}

enum kripa_status try_product_get(struct shop *shop, struct kripa_viewer viewer, const char *name,
                                  struct kripa_product **out)
{
    shop->err = (struct kripa_error){0};
    return kripa_product_get(shop->kripa, viewer, name, &shop->arena, out, &shop->err);
}

struct kripa_product *product_seen(struct shop *shop, struct kripa_viewer viewer, const char *name)
{
    struct kripa_product *product;
    shop_must(try_product_get(shop, viewer, name, &product), &shop->err, name);
    return product;
}

const char *product_json(struct shop *shop, const struct kripa_product *product,
                         enum kripa_role role)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &shop->arena);
    kripa_write_record(&writer, &kripa_product_schema, product, role);
    shop_must(writer.failed ? KRIPA_NO_MEMORY : KRIPA_OK, &(struct kripa_error){0}, "product");
    return writer.at;
}

struct kripa_product *shop_read_product(struct shop *shop, struct kripa_id id)
{
    return shop_read(shop, &kripa_product_schema, id);
}

struct kripa_product *product_now(struct shop *shop, struct kripa_id id)
{
    char text[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(id, text);
    return product_seen(shop, shop->admin, text);
}

enum kripa_status try_product_list(struct shop *shop, struct kripa_viewer viewer,
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

struct kripa_products product_list(struct shop *shop, struct kripa_viewer viewer,
                                   const char *const *query)
{
    struct kripa_products products;
    shop_must(try_product_list(shop, viewer, query, &products), &shop->err, "list");
    return products;
}

const char *names_of(struct shop *shop, const struct kripa_products *products)
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
