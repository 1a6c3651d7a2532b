/* SPDX-License-Identifier: MIT
 * Every function of the public headers that takes a text, given none: those that need it say which
 * one is missing, or answer as for a text that means nothing. None falls over. */
#include "suite.h"
#include <stdio.h>
#include <string.h>

#include "goods.h"
#include "orders.h"
#include "public_headers.h"
#include "shop.h"

static struct shop shop;
static void *out[1024]; /* whatever a call fills */
static struct kripa_id product;
static const struct kripa_int any_revision;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    product = shop_product(&shop, "Fan", 3)->id;
}

static void end(void)
{
    shop_close(&shop);
}

static void say(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

#define KRIPA   shop.kripa
#define ADMIN   shop.admin
#define ARENA   &shop.arena
#define OUT     ((void *)out)
#define ERR     &shop.err
#define NO      ((struct kripa_id){{1}})
#define NOTHING (*no_text)

/* A compiler that sees through it would warn. */
static const char *const *volatile no_text = (const char *const[]){NULL};

/* What a call came to: its status; of those that have none INVALID for "no" and "". */
#define CALL(name, ...)                                                                            \
    static enum kripa_status call_##name(void)                                                     \
    {                                                                                              \
        return __VA_ARGS__;                                                                        \
    }
static enum kripa_status of(bool good)
{
    return good ? KRIPA_OK : KRIPA_INVALID;
}

CALL(authenticate, kripa_authenticate(KRIPA, NOTHING, ARENA, OUT, ERR))
CALL(refresh, kripa_refresh(KRIPA, NOTHING, ARENA, OUT, ERR))
CALL(session_of, kripa_session_of(KRIPA, NOTHING, "asha@example.in", ARENA, OUT, ERR))
CALL(code_request, kripa_code_request(KRIPA, NOTHING, OUT, ERR))
CALL(reset_request, kripa_reset_request(KRIPA, NOTHING, OUT, ERR))
CALL(session_of_whom, kripa_session_of(KRIPA, "x", NOTHING, ARENA, OUT, ERR))
CALL(sign_out, kripa_sign_out(KRIPA, NOTHING, false, ERR))
CALL(account_find, kripa_account_find(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(viewer_of, kripa_viewer_of(KRIPA, NOTHING, OUT, ERR))
CALL(account_set_role, kripa_account_set_role(KRIPA, ADMIN, NO, NOTHING, ARENA, OUT, ERR))
CALL(account_set_password,
     kripa_account_set_password(KRIPA, ADMIN, shop.customer.user, NOTHING, ERR))
CALL(cart_get, kripa_cart_get(KRIPA, shop.customer, NOTHING, ARENA, OUT, ERR))
CALL(cart_merge, kripa_cart_merge(KRIPA, shop.customer, &(struct kripa_cart_merge){0}, NOTHING,
                                  ARENA, OUT, (const char **)(out + 64), ERR))
CALL(category_get, kripa_category_get(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(category_set_status, kripa_category_set_status(KRIPA, ADMIN, NO, NOTHING, ARENA, OUT, ERR))
CALL(product_get, kripa_product_get(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(product_find, kripa_product_find(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(backup, kripa_backup(KRIPA, NOTHING, ERR))
CALL(media_copy, kripa_media_copy(KRIPA, NOTHING, OUT, ERR))
CALL(restore, kripa_restore(NOTHING, "sqlite:nowhere.db", KRIPA_PLACE_NEW, say, NULL, OUT, ERR))
CALL(restore_to, kripa_restore("nowhere.db", NOTHING, KRIPA_PLACE_NEW, say, NULL, OUT, ERR))
CALL(banner_find, kripa_banner_find(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(review_find, kripa_review_find(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(order_find, kripa_order_find(KRIPA, ADMIN, NOTHING, ARENA, OUT, ERR))
CALL(order_set_status,
     kripa_order_set_status(KRIPA, ADMIN, NO, NOTHING, NOTHING, any_revision, ARENA, OUT, ERR))
CALL(order_cancel, kripa_order_cancel(KRIPA, ADMIN, NO, NOTHING, any_revision, ARENA, OUT, ERR))
static enum kripa_status call_shop_get(void)
{
    struct kripa_shop known;
    return kripa_shop_get(KRIPA, NULL, ARENA, &known, ERR);
}
CALL(order_note, kripa_order_note(KRIPA, ADMIN, NO, NOTHING, ARENA, OUT, ERR))
CALL(order_readdress,
     kripa_order_readdress(KRIPA, ADMIN, NO, &(struct kripa_address){0}, NOTHING, ARENA, OUT, ERR))
CALL(id_parse, of(kripa_id_parse(NOTHING, OUT)))
CALL(money_parse, of(kripa_money_parse(NOTHING, OUT)))
CALL(secret_problem, of(!kripa_secret_problem(NOTHING)))
CALL(arena_text, of(kripa_arena_text(ARENA, NOTHING, 3)))
CALL(fail, kripa_fail(ERR, KRIPA_INVALID, NOTHING))
CALL(fail_field, kripa_fail_field(ERR, KRIPA_INVALID, NOTHING, "is no path"))
CALL(fail_field_so, kripa_fail_field(ERR, KRIPA_INVALID, "path", NOTHING))

static enum kripa_status call_arena_format(void)
{
    return of(kripa_arena_format(ARENA, NOTHING));
}

/* The key of an order may be missing, its route only then. */
static enum kripa_status place(const char *route, const char *key)
{
    struct kripa_order_item item = {product, 1};
    struct kripa_order_request request = shop_request(&item, 1);
    return kripa_order_place(KRIPA, shop.customer, &request, route, key, ARENA, OUT, ERR);
}
CALL(order_place, place(NOTHING, NOTHING))
CALL(order_place_keyed, place(NOTHING, "a key"))

static enum kripa_status call_uri_shown(void)
{
    char shown[KRIPA_URI_SHOWN_SIZE] = "before";
    kripa_uri_shown(NOTHING, shown);
    return of(*shown);
}

static enum kripa_status call_account_digest(void)
{
    char digest[KRIPA_ACCOUNT_DIGEST_SIZE] = "before";
    kripa_account_digest(KRIPA, NOTHING, digest);
    return of(*digest);
}

static enum kripa_status call_viewer_console(void)
{
    return of(strcmp(kripa_viewer_console(NOTHING).console, "console:") != 0);
}

static enum kripa_status call_viewer_buying(void)
{
    return of(kripa_viewer_buying(shop.retailer, NOTHING).role == KRIPA_ROLE_RETAILER);
}

/* Texts in structs that are no record of a table. */
static enum kripa_status call_store_copy(void)
{
    return kripa_store_copy(&(struct kripa_copying){.to_uri = "sqlite:nowhere.db"}, ARENA, OUT,
                            ERR);
}

static enum kripa_status call_store_copy_to(void)
{
    return kripa_store_copy(&(struct kripa_copying){.from_uri = "sqlite:nowhere.db"}, ARENA, OUT,
                            ERR);
}

static enum kripa_status call_open(void)
{
    return kripa_open(&(struct kripa_config){0}, OUT, ERR);
}

static enum kripa_status call_product_image_remove(void)
{
    return kripa_product_image_remove(shop.kripa, shop.admin, (struct kripa_id){{0}}, NOTHING,
                                      ARENA, OUT, ERR);
}

static enum kripa_status call_upload_open(void)
{
    return kripa_upload_open(shop.kripa, NOTHING, OUT, ERR);
}

static enum kripa_status call_media_open(void)
{
    return kripa_media_open(shop.kripa, NOTHING, 0, OUT, ERR);
}

static enum kripa_status call_media_make(void)
{
    return kripa_media_make(shop.kripa, NOTHING, 160, OUT, ERR);
}

#define ROW(name, status, ...)                                                                     \
    {                                                                                              \
        "kripa_" #name, call_##name, KRIPA_##status, __VA_ARGS__                                   \
    }
#define SAME(name, function, ...)                                                                  \
    {                                                                                              \
        "kripa_" #name, call_##function, KRIPA_INVALID, __VA_ARGS__                                \
    }
static const struct row {
    const char *function;
    enum kripa_status (*call)(void);
    enum kripa_status status;
    const char *argument; /* that the error names */
} rows[] = {
    ROW(authenticate, INVALID, "token"),
    ROW(refresh, INVALID, "refresh_token"),
    ROW(code_request, INVALID, "email"),
    ROW(reset_request, INVALID, "email"),
    ROW(session_of, INVALID, "refresh_token"),
    SAME(session_of, session_of_whom, "email"),
    ROW(sign_out, INVALID, "refresh_token"),
    ROW(account_find, INVALID, "name"),
    ROW(viewer_of, INVALID, "email"),
    ROW(account_set_role, INVALID, "role"),
    ROW(account_set_password, INVALID, "password"),
    ROW(cart_get, OK, NULL),
    ROW(cart_merge, OK, NULL),
    ROW(category_get, INVALID, "name"),
    ROW(category_set_status, NOT_FOUND, NULL),
    ROW(product_get, INVALID, "name"),
    ROW(product_find, INVALID, "name"),
    ROW(backup, INVALID, "to"),
    ROW(media_copy, INVALID, "to"),
    ROW(restore, INVALID, "from"),
    SAME(restore, restore_to, "to_uri"),
    ROW(banner_find, INVALID, "name"),
    ROW(review_find, INVALID, "name"),
    ROW(order_find, INVALID, "name"),
    ROW(order_set_status, INVALID, "status"),
    ROW(order_cancel, NOT_FOUND, NULL),
    ROW(order_note, INVALID, "note"),
    ROW(shop_get, OK, NULL),
    ROW(order_readdress, INVALID, NULL),
    ROW(order_place, OK, NULL),
    SAME(order_place, order_place_keyed, "route"),
    ROW(id_parse, INVALID, NULL),
    ROW(money_parse, INVALID, NULL),
    ROW(secret_problem, INVALID, NULL),
    ROW(arena_text, INVALID, NULL),
    ROW(arena_format, INVALID, NULL),
    ROW(fail, INVALID, NULL),
    ROW(fail_field, INVALID, ""),
    SAME(fail_field, fail_field_so, "path"),
    ROW(uri_shown, INVALID, NULL),
    ROW(account_digest, INVALID, NULL),
    ROW(viewer_console, INVALID, NULL),
    ROW(viewer_buying, OK, NULL),
    ROW(store_copy, INVALID, "from_uri"),
    SAME(store_copy, store_copy_to, "to_uri"),
    ROW(open, INVALID, "store_uri"),
    ROW(product_image_remove, INVALID, "publicId"),
    ROW(upload_open, INVALID, "field"),
    ROW(media_open, INVALID, "name"),
    ROW(media_make, INVALID, "name"),
};
#define ROWS (sizeof rows / sizeof *rows)

/* Each in a process of its own. */
START_TEST(none_falls_over)
{
    const struct row *row = &rows[_i];
    kripa_error_clear(&shop.err);
    enum kripa_status status = row->call();
    ck_assert_msg(status == row->status, "%s: %s (%s)", row->function, kripa_status_name(status),
                  shop.err.message);
    if (!row->argument)
        return;
    ck_assert_uint_eq(shop.err.fields_count, 1);
    ck_assert_str_eq(shop.err.fields[0].path, row->argument);
}
END_TEST

static void check_is_called(const char *name)
{
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].function, name) == 0)
            return;
    ck_abort_msg("%s takes a text, and no row calls it without one", name);
}

START_TEST(every_public_function_that_takes_a_text_is_called)
{
    int count = check_public_headers(
        PUBLIC_HEADERS, "KRIPA_API[^(;#]*[ \n*](kripa_[a-z_]+)\\([^;]*const char \\*[a-z]",
        check_is_called);
    ck_assert_int_gt(count, 28);
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("none", begin, end);
    tcase_add_loop_test(cases, none_falls_over, 0, (int)ROWS);
    return RUN_CASES(cases, "no text", every_public_function_that_takes_a_text_is_called);
}
