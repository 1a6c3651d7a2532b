/* SPDX-License-Identifier: MIT
 * See shop.h. */
#include "shop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

static void must(enum kripa_status status, const struct kripa_error *err, const char *what)
{
    if (status == KRIPA_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, kripa_status_name(status), err->message);
    exit(1);
}

static void open_shop(struct shop *shop)
{
    struct kripa_config config = {
        .store_uri = shop->store.uri,
        .create = true,
        .jwt_secret = SHOP_JWT_SECRET,
        .password_memory_kib = 64,
        .password_passes = 1,
    };
    struct kripa_error err = {0};
    must(kripa_open(&config, &shop->kripa, &err), &err, "open");
    shop->console = kripa_viewer_console("test");
}

void shop_make(struct shop *shop)
{
    *shop = (struct shop){0};
    fresh_store_make_shop(&shop->store);
    open_shop(shop);
}

void shop_make_in_file(struct shop *shop)
{
    *shop = (struct shop){0};
    fresh_store_make_in_file(&shop->store);
    open_shop(shop);
}

void shop_make_on_small_disk(struct shop *shop, size_t size)
{
    char options[64];
    snprintf(options, sizeof options, "size=%zu,mode=0700", size);
    *shop = (struct shop){0};
    fresh_store_make_shop(&shop->store);
    if (mount("tmpfs", shop->store.folder, "tmpfs", 0, options) != 0) {
        int why = errno;
        fresh_store_remove(&shop->store);
        errno = why;
        return;
    }
    shop->mounted = true;
    open_shop(shop);
}

void shop_remove(struct shop *shop)
{
    kripa_close(shop->kripa);
    kripa_arena_clear(&shop->arena);
    if (shop->mounted)
        umount2(shop->store.folder, MNT_DETACH);
    fresh_store_remove(&shop->store);
}

const char *shop_account(struct shop *shop, const char *name, enum kripa_role role)
{
    struct kripa_error err = {0};
    const char *email = kripa_arena_format(&shop->arena, "%s@example.com", name);
    struct kripa_registration registration = {
        .name = "Test Person", .email = email, .password = SHOP_PASSWORD};
    struct kripa_account *account;
    must(kripa_account_add(shop->kripa, shop->console, &registration, role, &shop->arena, &account,
                           &err),
         &err, "account");
    struct kripa_sign_in sign_in = {.email = email, .password = SHOP_PASSWORD};
    struct kripa_signed_in signed_in = {0};
    must(kripa_sign_in(shop->kripa, &sign_in, &shop->arena, &signed_in, &err), &err, "sign in");
    return signed_in.token;
}

struct kripa_product *shop_product(struct shop *shop, const char *name, int64_t stock)
{
    char json[512];
    snprintf(json, sizeof json,
             "{\"name\":\"%s\",\"price\":100,\"retailer_price\":90,\"price_bulk\":80,"
             "\"min_bulk_qty\":10,\"stock\":%lld}",
             name, (long long)stock);
    struct kripa_error err = {0};
    struct kripa_product product = {0}, *out;
    kripa_given given = 0;
    must(kripa_json_decode(&kripa_product_schema, KRIPA_CREATE, KRIPA_ROLE_ADMIN, json,
                           strlen(json), &shop->arena, &product, &given, &err),
         &err, "product's json");
    must(kripa_product_add(shop->kripa, shop->console, &product, given, &shop->arena, &out, &err),
         &err, "product");
    return out;
}

int64_t shop_stock(struct shop *shop, struct kripa_id product)
{
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(product, id);
    struct kripa_product *out;
    must(kripa_product_get(shop->kripa, shop->console, id, &arena, &out, &err), &err, "stock");
    int64_t stock = out->stock;
    kripa_arena_clear(&arena);
    return stock;
}

int64_t shop_ledger_sum(struct shop *shop, struct kripa_id product)
{
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    struct kripa_ledger_filter filter = {.paging.limit = KRIPA_PAGE_LIMIT_MAX};
    struct kripa_ledger rows = {0};
    int64_t sum = 0;
    do {
        must(kripa_stock_ledger(shop->kripa, shop->console, product, &filter, &arena, &rows, &err),
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

static void say(void *ctx, const char *line)
{
    (void)ctx;
    fprintf(stderr, "verify: %s\n", line);
}

enum kripa_status shop_verify(struct shop *shop)
{
    struct kripa_error err = {0};
    struct kripa_verification found = {0};
    return kripa_verify(shop->kripa, say, NULL, &found, &err);
}

char *shop_order_body(struct shop *shop, struct kripa_product *const *products, size_t lines,
                      int64_t qty)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &shop->arena);
    kripa_write(&writer, "{\"items\":[");
    for (size_t i = 0; i < lines; i++) {
        kripa_write(&writer, i ? ",{\"product\":" : "{\"product\":");
        kripa_write_id(&writer, products[i]->id);
        kripa_write(&writer, ",\"qty\":");
        kripa_write_int(&writer, qty);
        kripa_write(&writer, "}");
    }
    kripa_write(&writer,
                "],\"paymentMethod\":\"COD\",\"shippingAddress\":{\"name\":\"Asha Verma\","
                "\"phone\":\"9826012345\",\"addressLine\":\"12 Station Road\","
                "\"city\":\"Pachore\",\"state\":\"Madhya Pradesh\",\"pincode\":\"465683\"}}");
    return writer.at;
}
