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

#include "core/context.h"
#include "core/query.h"
#include "new_shop.h"
#include "schema/schema.h"

void shop_must(enum kripa_status status, const struct kripa_error *err, const char *what)
{
    if (status == KRIPA_OK)
        return;
    fprintf(stderr, "%s: %s: %s\n", what, kripa_status_name(status), err->message);
    exit(1);
}

static int64_t stands_still(void *ctx)
{
    return ((struct shop *)ctx)->now_ms;
}

static struct kripa *open_on(struct shop *shop, struct kripa_store *store,
                             const char *refresh_secret)
{
    struct kripa_config config = {
        .store_uri = store ? NULL : shop->store.uri,
        .store = store,
        .create = true,
        .media_dir = shop->media,
        .cloudinary.url = shop->options.cloudinary,
        .public_url = SHOP_PUBLIC_URL "/",
        .jwt_secret = SHOP_JWT_SECRET,
        .refresh_secret = refresh_secret,
        .password_memory_kib = 64,
        .password_passes = 1,
        .services = {.now_ms = shop->options.clock_runs ? NULL : stands_still, .ctx = shop},
    };
    struct kripa *kripa = NULL;
    struct kripa_error err = {0};
    shop_must(kripa_open(&config, &kripa, &err), &err, "open");
    return kripa;
}

struct kripa *shop_open_again(struct shop *shop, const char *refresh_secret)
{
    return open_on(shop, NULL, refresh_secret);
}

static bool mount_disk(struct shop *shop)
{
    char options[64];
    snprintf(options, sizeof options, "size=%zu,mode=0700", shop->options.disk_bytes);
    shop->mounted = mount("tmpfs", shop->store.folder, "tmpfs", 0, options) == 0;
    int why = errno;
    if (!shop->mounted)
        fresh_store_remove(&shop->store);
    errno = why;
    return shop->mounted;
}

static void find_place(struct shop *shop)
{
    if (shop->options.store)
        return;
    if (shop->options.place == SHOP_IN_FILE || shop->options.disk_bytes > 0)
        fresh_store_make_in_file(&shop->store);
    else if (shop->options.place == SHOP_SHARED)
        fresh_store_make_shop(&shop->store);
    else
        fresh_store_make_shop_alone(&shop->store);
}

static void find_media(struct shop *shop)
{
    if (shop->options.media && !shop->store.folder[0])
        folder_make(shop->store.folder);
    if (shop->options.media)
        snprintf(shop->media, sizeof shop->media, "%s/media", shop->store.folder);
}

/* With its tables, where they can be copied. NULL: it is opened by its URI. */
static struct kripa_store *begin_store(struct shop *shop)
{
    if (shop->options.store)
        return shop->options.store;
    bool in_file = *shop->store.path;
    if (in_file && !shop->mounted)
        new_shop_in_file(shop->store.path);
    return in_file || fresh_store_on_mongodb() ? NULL : new_shop_in_memory();
}

static void let_people_in(struct shop *shop)
{
    shop->console = shop->admin = kripa_viewer_console("test");
    shop->guest = kripa_viewer_guest();
    if (shop->options.people == SHOP_MADE_UP) {
        shop->customer = (struct kripa_viewer){.user = {{1}}, .role = KRIPA_ROLE_CUSTOMER};
        shop->retailer = (struct kripa_viewer){.user = {{2}}, .role = KRIPA_ROLE_RETAILER};
    }
    if (shop->options.people == SHOP_ACCOUNTS) {
        shop->admin = shop_new_viewer(shop, "admin", KRIPA_ROLE_ADMIN);
        shop->customer = shop_new_viewer(shop, "customer", KRIPA_ROLE_CUSTOMER);
        shop->retailer = shop_new_viewer(shop, "retailer", KRIPA_ROLE_RETAILER);
    }
}

void shop_open_with(struct shop *shop, struct shop_options options)
{
    *shop = (struct shop){.options = options, .now_ms = SHOP_NOW_MS};
    find_place(shop);
    find_media(shop);
    if (options.disk_bytes > 0 && !mount_disk(shop))
        return;
    shop->kripa = open_on(shop, begin_store(shop), NULL);
    let_people_in(shop);
}

void shop_close(struct shop *shop)
{
    kripa_close(shop->kripa);
    kripa_arena_clear(&shop->arena);
    if (shop->mounted)
        umount2(shop->store.folder, MNT_DETACH);
    fresh_store_remove(&shop->store);
}

struct kripa_account *shop_account(struct shop *shop, const char *name, enum kripa_role role)
{
    struct kripa_registration registration = {
        .name = name,
        .email = kripa_arena_format(&shop->arena, "%s@example.com", name),
        .password = SHOP_PASSWORD,
    };
    struct kripa_account *account = NULL;
    struct kripa_error err = {0};
    shop_must(kripa_account_add(shop->kripa, shop->console, &registration, role, &shop->arena,
                                &account, &err),
              &err, "account");
    return account;
}

struct kripa_viewer shop_new_viewer(struct shop *shop, const char *name, enum kripa_role role)
{
    return (struct kripa_viewer){.user = shop_account(shop, name, role)->id, .role = role};
}

struct kripa_signed_in shop_sign_in(struct shop *shop, const char *name)
{
    struct kripa_sign_in sign_in = {
        .email = kripa_arena_format(&shop->arena, "%s@example.com", name),
        .password = SHOP_PASSWORD,
    };
    struct kripa_signed_in in = {0};
    struct kripa_error err = {0};
    shop_must(kripa_sign_in(shop->kripa, &sign_in, &shop->arena, &in, &err), &err, "sign in");
    return in;
}

const char *shop_token(struct shop *shop, const char *name, enum kripa_role role)
{
    shop_account(shop, name, role);
    return shop_sign_in(shop, name).token;
}

enum kripa_status shop_decode(struct shop *shop, const struct kripa_schema *schema,
                              enum kripa_input_mode mode, const char *json, void *record,
                              kripa_given *given)
{
    memset(record, 0, schema->size);
    *given = 0;
    shop->err = (struct kripa_error){0};
    return kripa_json_decode(schema, mode, KRIPA_ROLE_ADMIN, json, strlen(json), &shop->arena,
                             record, given, &shop->err);
}

void *shop_read(struct shop *shop, const struct kripa_schema *of, struct kripa_id id)
{
    void *found = NULL;
    struct kripa_error err = {0};
    enum kripa_status status =
        kp_find_id(&(struct kp_call){.kripa = shop->kripa, .arena = &shop->arena, .err = &err}, of,
                   id, &found);
    if (status == KRIPA_NOT_FOUND)
        return NULL;
    shop_must(status, &err, of->name);
    return found;
}

struct kripa_rows shop_rows(struct shop *shop, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(&shop->arena, of);
    struct kripa_rows rows = {0};
    struct kripa_error err = {0};
    shop_must(kp_find(&(struct kp_call){.kripa = shop->kripa, .err = &err}, &query, &rows), &err,
              of->name);
    return rows;
}

int64_t shop_count(struct shop *shop, const struct kripa_schema *of)
{
    struct kp_query query = kp_query_of(&shop->arena, of);
    int64_t count = 0;
    struct kripa_error err = {0};
    shop_must(kp_count(&(struct kp_call){.kripa = shop->kripa, .err = &err}, &query, 0, &count),
              &err, of->name);
    return count;
}

static void say(void *ctx, const char *line)
{
    (void)ctx;
    fprintf(stderr, "verify: %s\n", line);
}

enum kripa_status shop_verify(struct shop *shop)
{
    struct kripa_verification found = {0};
    shop->err = (struct kripa_error){0};
    return kripa_verify(shop->kripa, say, NULL, &found, &shop->err);
}

void shop_check_books(struct shop *shop)
{
    shop_must(shop_verify(shop), &shop->err, "verify");
}
