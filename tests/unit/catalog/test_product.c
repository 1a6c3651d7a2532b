/* SPDX-License-Identifier: MIT
 * Products: the rules of one, and what happens to them when several admins are at work. */
#include <pthread.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "catalog/catalog.h"
#include "goods.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

#define FAN                                                                                        \
    "{\"name\":\"Ceiling Fan 1200 mm\",\"price\":1749,\"retailer_price\":1479,"                    \
    "\"price_bulk\":1385,\"min_bulk_qty\":5,\"stock\":64,\"sku\":\"FAN-1200\","                    \
    "\"low_stock_threshold\":10,\"tags\":[\"pavanya\"]}"

START_TEST(a_product_is_found_by_id_and_slug)
{
    struct kripa_product *fan = product_add(&shop, FAN);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(fan->id, id);
    ck_assert_str_eq(fan->slug, "ceiling-fan-1200-mm");
    ck_assert(fan->active);
    ck_assert_str_eq(product_seen(&shop, shop.guest, id)->name, "Ceiling Fan 1200 mm");
    ck_assert_str_eq(product_seen(&shop, shop.guest, fan->slug)->name, "Ceiling Fan 1200 mm");
    struct kripa_product *out;
    ck_assert_int_eq(try_product_get(&shop, shop.guest, "0123456789abcdef01234567", &out),
                     KRIPA_NOT_FOUND);
    ck_assert_int_eq(try_product_get(&shop, shop.guest, "no-such", &out), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(a_customer_never_sees_a_trade_price)
{
    product_add(&shop, FAN);
    static const char *const trade[] = {"retailer_price", "price_bulk", "min_bulk_qty"};
    static const char *const inner[] = {"low_stock_threshold", "active", "sold", "stock_spare"};
    const struct kripa_viewer viewers[] = {shop.guest, shop.customer, shop.retailer, shop.admin};
    for (size_t i = 0; i < 4; i++) {
        struct kripa_product *fan = product_seen(&shop, viewers[i], "ceiling-fan-1200-mm");
        const char *json = product_json(&shop, fan, viewers[i].role);
        bool in_trade = i >= 2;
        for (size_t j = 0; j < 3; j++)
            ck_assert_msg((strstr(json, trade[j]) != NULL) == in_trade, "%s", json);
        for (size_t j = 0; j < 3; j++)
            ck_assert_msg((strstr(json, inner[j]) != NULL) == (i == 3), "%s", json);
        ck_assert_ptr_null(strstr(json, inner[3]));
        ck_assert_int_eq(fan->retailer_price_paise.set, in_trade);
        ck_assert_int_eq(fan->price_bulk_paise.set, in_trade);
        ck_assert_int_eq(fan->min_bulk_qty.set, in_trade);
        ck_assert_int_eq(fan->low_stock_threshold.set, i == 3);
        struct kripa_products list = product_list(&shop, viewers[i], QUERY("q", "fan"));
        ck_assert_int_eq(list.at[0].retailer_price_paise.set, in_trade);
    }
}
END_TEST

START_TEST(a_hidden_product_exists_for_admins_only)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    product_edit(&shop, fan->id, "{\"active\":false}");
    ck_assert_int_eq(try_product_get(&shop, shop.guest, fan->slug, &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(try_product_get(&shop, shop.retailer, fan->slug, &out), KRIPA_NOT_FOUND);
    ck_assert(!product_seen(&shop, shop.admin, fan->slug)->active);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("active", "false")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.admin, QUERY("active", "false")).count, 1);
    ck_assert_uint_eq(product_list(&shop, shop.admin, QUERY("active", "true")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.admin, QUERY("page", "1")).count, 1);
}
END_TEST

static const struct {
    const char *edit, *field; /* field NULL: it is fine */
} prices[] = {
    {"{\"price\":1000}", "price"},
    {"{\"price\":1479}", NULL},
    {"{\"retailer_price\":1800}", "retailer_price"},
    {"{\"retailer_price\":1000}", "retailer_price"},
    {"{\"price_bulk\":1500}", "price_bulk"},
    {"{\"retailer_price\":null,\"price_bulk\":1749}", NULL},
    {"{\"retailer_price\":null,\"price_bulk\":1749.01}", "price_bulk"},
    {"{\"price\":0}", "price"},
    {"{\"price\":-5}", "price"},
    {"{\"price\":10.001}", "price"},
    {"{\"price_bulk\":0}", "price_bulk"},
    {"{\"price\":null}", "price"},
    {"{\"price\":100,\"retailer_price\":90,\"price_bulk\":80}", NULL},
    {"{\"price\":100,\"retailer_price\":90,\"price_bulk\":95}", "price_bulk"},
};

START_TEST(prices_keep_their_order_at_every_edit)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    enum kripa_status status = try_product_edit(&shop, fan->id, prices[_i].edit, -1, &out);
    if (prices[_i].field)
        ck_assert_refused(&shop, status, KRIPA_INVALID, prices[_i].field);
    else
        ck_assert_msg(status == KRIPA_OK, "%s: %s", prices[_i].edit, shop.err.message);
}
END_TEST

START_TEST(every_bad_field_is_named)
{
    struct kripa_product *out;
    enum kripa_status status = try_product_add(
        &shop, "{\"name\":\"X\",\"price\":10,\"retailer_price\":20,\"category\":\"none\"}", &out);
    ck_assert_refused(&shop, status, KRIPA_INVALID, "retailer_price");
    ck_assert(error_names(&shop.err, "category"));
    status = try_product_add(&shop, "{\"price\":\"a\",\"stock\":1.5,\"role\":1}", &out);
    ck_assert_refused(&shop, status, KRIPA_INVALID, "price");
    ck_assert(error_names(&shop.err, "name") && error_names(&shop.err, "stock") &&
              error_names(&shop.err, "role"));
}
END_TEST

START_TEST(names_slugs_and_skus_are_unique)
{
    product_add(&shop, FAN);
    struct kripa_product *out;
    ck_assert_refused(
        &shop, try_product_add(&shop, "{\"name\":\" Ceiling Fan 1200 mm\",\"price\":1}", &out),
        KRIPA_EXISTS, "name");
    ck_assert_refused(
        &shop, try_product_add(&shop, "{\"name\":\"B\",\"price\":1,\"sku\":\"FAN-1200\"}", &out),
        KRIPA_EXISTS, "sku");
    ck_assert_refused(
        &shop,
        try_product_add(&shop, "{\"name\":\"B\",\"price\":1,\"slug\":\"ceiling-fan-1200-mm\"}",
                        &out),
        KRIPA_EXISTS, "slug");
    struct kripa_product *like =
        product_add(&shop, "{\"name\":\"Ceiling fan: 1200 mm\",\"price\":1}");
    ck_assert_str_eq(like->slug, "ceiling-fan-1200-mm-2");
    like = product_add(&shop, "{\"name\":\"Ceiling fan - 1200 mm\",\"price\":1}");
    ck_assert_str_eq(like->slug, "ceiling-fan-1200-mm-3");
    ck_assert_refused(&shop, try_product_edit(&shop, like->id, "{\"sku\":\"FAN-1200\"}", -1, &out),
                      KRIPA_EXISTS, "sku");
    struct kripa_product *signs = product_add(&shop, "{\"name\":\"***\",\"price\":1}");
    ck_assert_uint_eq(strlen(signs->slug), 24);
}
END_TEST

START_TEST(what_is_left_out_stays_and_null_clears)
{
    struct kripa_product *fan = product_add(&shop, FAN);
    struct kripa_product *edited = product_edit(&shop, fan->id, "{\"description\":\"Quiet.\"}");
    ck_assert_str_eq(edited->name, "Ceiling Fan 1200 mm");
    ck_assert_str_eq(edited->sku, "FAN-1200");
    ck_assert_uint_eq(edited->tags_count, 1);
    ck_assert_int_eq(edited->revision, fan->revision + 1);
    edited = product_edit(&shop, fan->id, "{\"sku\":null,\"tags\":[],\"description\":\"\"}");
    ck_assert_ptr_null(edited->sku);
    ck_assert_ptr_null(edited->description);
    ck_assert_uint_eq(edited->tags_count, 0);
    ck_assert_str_eq(edited->slug, "ceiling-fan-1200-mm");
    edited = product_edit(&shop, fan->id, "{\"name\":\"Desk Fan\"}");
    ck_assert_str_eq(edited->slug, "ceiling-fan-1200-mm");
    edited = product_edit(&shop, fan->id, "{\"slug\":null}");
    ck_assert_str_eq(edited->slug, "desk-fan");
}
END_TEST

START_TEST(a_stale_revision_is_refused)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    product_edit(&shop, fan->id, "{\"price\":1800}");
    ck_assert_int_eq(try_product_edit(&shop, fan->id, "{\"stock\":3}", fan->revision, &out),
                     KRIPA_STALE);
    ck_assert_int_eq(product_now(&shop, fan->id)->stock, 64);
    ck_assert_int_eq(try_product_edit(&shop, fan->id, "{\"stock\":3}", fan->revision + 1, &out),
                     KRIPA_OK);
    ck_assert_int_eq(out->stock, 3);
}
END_TEST

START_TEST(stock_in_a_form_is_a_row_of_the_ledger)
{
    struct kripa_product *fan = product_add(&shop, FAN);
    ck_assert_int_eq(shop_ledger_sum(&shop, fan->id), 64);
    struct kripa_product *edited = product_edit(&shop, fan->id, "{\"stock\":50}");
    ck_assert_int_eq(edited->stock, 50);
    ck_assert_int_eq(edited->stock_headroom.value, 40);
    ck_assert_int_eq(shop_ledger_sum(&shop, fan->id), 50);
    edited = product_edit(&shop, fan->id, "{\"low_stock_threshold\":60}");
    ck_assert_int_eq(edited->stock_headroom.value, -10);
    edited = product_edit(&shop, fan->id, "{\"low_stock_threshold\":null}");
    ck_assert(!edited->stock_headroom.set);
    struct kripa_ledger_filter filter = {0};
    struct kripa_ledger ledger;
    ck_assert_int_eq(kripa_stock_ledger(shop.kripa, shop.admin, fan->id, &filter, &shop.arena,
                                        &ledger, &shop.err),
                     KRIPA_OK);
    ck_assert_uint_eq(ledger.count, 2);
    ck_assert_int_eq(ledger.at[0].kind, KRIPA_LEDGER_FORM);
    ck_assert_int_eq(ledger.at[0].delta, -14);
    ck_assert_str_eq(ledger.at[0].reason, "set by product form");
    ck_assert_str_eq(ledger.at[0].by, "console:test");
    ck_assert_int_eq(ledger.at[1].kind, KRIPA_LEDGER_OPENING);
}
END_TEST

START_TEST(the_deepest_category_is_kept_and_its_root_shown)
{
    category_add(&shop, "{\"name\":\"Fans\"}");
    category_add(&shop, "{\"name\":\"Ceiling\",\"parent\":\"fans\"}");
    category_add(&shop, "{\"name\":\"BLDC\",\"parent\":\"ceiling\"}");
    category_add(&shop, "{\"name\":\"Lights\"}");
    struct kripa_product *out;
    struct kripa_product *fan = product_add(
        &shop, "{\"name\":\"A\",\"price\":1,\"category\":\"fans\",\"subcategory\":\"bldc\"}");
    ck_assert_str_eq(fan->category_shown->name, "Fans");
    ck_assert_str_eq(fan->subcategory_shown->name, "BLDC");
    ck_assert_refused(&shop,
                      try_product_edit(&shop, fan->id, "{\"subcategory_id\":\"lights\"}", -1, &out),
                      KRIPA_INVALID, "subcategory");
    ck_assert_refused(&shop,
                      try_product_edit(&shop, fan->id, "{\"category_id\":\"nowhere\"}", -1, &out),
                      KRIPA_INVALID, "category");
    struct kripa_product *same = product_edit(&shop, fan->id, "{\"category\":\"fans\"}");
    ck_assert_str_eq(same->subcategory_shown->name, "BLDC");
    struct kripa_product *top = product_edit(&shop, fan->id, "{\"subcategory\":null}");
    ck_assert_str_eq(top->category_shown->name, "Fans");
    ck_assert_ptr_null(top->subcategory_shown);
    struct kripa_product *moved = product_edit(&shop, fan->id, "{\"category\":\"lights\"}");
    ck_assert_str_eq(moved->category_shown->name, "Lights");
    struct kripa_product *none = product_edit(&shop, fan->id, "{\"category\":null}");
    ck_assert_ptr_null(none->category_shown);
    struct kripa_product *alone = product_edit(&shop, fan->id, "{\"subcategory\":\"ceiling\"}");
    ck_assert_str_eq(alone->category_shown->name, "Fans");
    ck_assert_str_eq(alone->subcategory_shown->name, "Ceiling");
}
END_TEST

START_TEST(one_never_ordered_goes)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, fan->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_str_eq(out->name, "Ceiling Fan 1200 mm");
    ck_assert_int_eq(try_product_get(&shop, shop.admin, fan->slug, &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, fan->id, &shop.arena, &out, &shop.err),
        KRIPA_NOT_FOUND);
    ck_assert_int_eq(shop_ledger_sum(&shop, fan->id), 64);
}
END_TEST

START_TEST(one_that_was_ordered_is_hidden_instead)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_product_schema, fan->id);
    kp_set(&change, "ordered", kp_int(true));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(
            kripa_product_delete(shop.kripa, shop.admin, fan->id, &shop.arena, &out, &shop.err),
            KRIPA_OK);
        ck_assert(out->ordered && !out->active);
    }
    ck_assert_int_eq(try_product_get(&shop, shop.guest, fan->slug, &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(product_now(&shop, fan->id)->stock, 64);
    ck_assert_int_eq(product_now(&shop, fan->id)->revision, fan->revision + 1);
}
END_TEST

static const char *actions(void)
{
    struct kp_query query = kp_query_of(&shop.arena, &kripa_audit_entry_schema);
    kp_sort(&query, "seq", false);
    struct kripa_rows rows;
    ck_assert_int_eq(
        kp_find(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &query, &rows), KRIPA_OK);
    const struct kripa_audit_entry *row = rows.at;
    const char *text = "";
    for (size_t i = 0; i < rows.count; i++)
        text = kripa_arena_format(&shop.arena, "%s %s", text, row[i].action);
    return text;
}

START_TEST(every_change_is_in_the_audit)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}"), *category;
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    struct kripa_stock_change change = {.add = {1, true}, .reason = "found"};
    product_edit(&shop, fan->id, "{\"price\":2000}");
    product_edit(&shop, fan->id, "{}");
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    ck_assert_int_eq(
        kripa_stock_change(shop.kripa, shop.admin, fan->id, &change, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, fan->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(
        kripa_category_delete(shop.kripa, shop.admin, fans->id, &shop.arena, &category, &shop.err),
        KRIPA_OK);
    ck_assert_str_eq(actions(), " category.add product.add product.edit category.edit"
                                " product.stock product.delete category.delete");
}
END_TEST

START_TEST(rows_that_nobody_may_set_are_not_taken_from_a_program_either)
{
    struct kripa_product input = {.name = "Mine",
                                  .price_paise = 100,
                                  .sold = 9,
                                  .ordered = true,
                                  .revision = 50,
                                  .stock_headroom = {7, true},
                                  .category = {{1}},
                                  .created_at_ms = 1};
    struct kripa_product *out;
    ck_assert_int_eq(kripa_product_add(shop.kripa, shop.admin, &input, ~(kripa_given)0, &shop.arena,
                                       &out, &shop.err),
                     KRIPA_OK);
    struct kripa_id id = out->id;
    input.name = "Yours";
    ck_assert_int_eq(kripa_product_edit(shop.kripa, shop.admin, id, &input, ~(kripa_given)0,
                                        (struct kripa_int){0}, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert(kripa_id_equal(out->id, id));
    ck_assert_str_eq(out->name, "Yours");
    ck_assert(!out->ordered && out->sold == 0 && out->revision == 2 && !out->stock_headroom.set);
    ck_assert(kripa_id_is_zero(out->category));
    ck_assert_int_eq(out->created_at_ms, shop.now_ms);
}
END_TEST

struct rewriter {
    pthread_t thread;
    struct kripa *kripa;
    struct kripa_id id;
    const char *row;
};

static void *rewrite(void *ctx)
{
    struct rewriter *rewriter = ctx;
    struct kripa_arena arena = {0};
    for (int i = 0; i <= 50; i++) {
        const char *text = kripa_arena_format(&arena, "%s %d", rewriter->row, i);
        struct kripa_product input = {
            .name = text, .description = text, .tags = &text, .tags_count = 1, .price_paise = 500};
        struct kripa_product *out;
        enum kripa_status status =
            kripa_product_edit(rewriter->kripa, kripa_viewer_console("t"), rewriter->id, &input,
                               kripa_schema_bit(&kripa_product_schema, rewriter->row),
                               (struct kripa_int){0}, &arena, &out, NULL);
        ck_assert_msg(status == KRIPA_OK, "%s", kripa_status_name(status));
        kripa_arena_reset(&arena);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(admins_who_change_different_rows_do_not_undo_each_other)
{
    static const char *const rows[] = {"name", "description", "tags", "price"};
    struct kripa_product *lamp = product_add(&shop, "{\"name\":\"Lamp\",\"price\":1}");
    struct rewriter rewriters[4];
    for (size_t i = 0; i < 4; i++) {
        rewriters[i] = (struct rewriter){.kripa = shop.kripa, .id = lamp->id, .row = rows[i]};
        ck_assert_int_eq(pthread_create(&rewriters[i].thread, NULL, rewrite, &rewriters[i]), 0);
    }
    for (size_t i = 0; i < 4; i++)
        pthread_join(rewriters[i].thread, NULL);
    struct kripa_product *now = product_now(&shop, lamp->id);
    ck_assert_str_eq(now->name, "name 50");
    ck_assert_str_eq(now->description, "description 50");
    ck_assert_str_eq(now->tags[0], "tags 50");
    ck_assert_int_eq(now->price_paise, 500);
    ck_assert_int_eq(now->revision, lamp->revision + 4 * 51);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "name tags 50")).count, 1);
}
END_TEST

static enum kripa_status find(const char *name, struct kripa_product **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_product_find(shop.kripa, shop.admin, name, &shop.arena, out, &shop.err);
}

START_TEST(the_console_names_a_product_as_it_likes)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    struct kripa_product *lamp =
        product_add(&shop, "{\"name\":\"Lamp\",\"price\":1,\"slug\":\"lamp\",\"sku\":\"L-1\"}");
    product_add(&shop, "{\"name\":\"Odd\",\"price\":1,\"sku\":\"lamp\"}");
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(fan->id, id);
    const char *const names[] = {"FAN-1200", "ceiling-fan-1200-mm", id, id + 16, id + 20};
    for (size_t i = 0; i < 5; i++) {
        ck_assert_msg(find(names[i], &out) == KRIPA_OK, "%s: %s", names[i], shop.err.message);
        ck_assert(kripa_id_equal(out->id, fan->id));
    }
    ck_assert_int_eq(find("L-1", &out), KRIPA_OK);
    ck_assert(kripa_id_equal(out->id, lamp->id));
    ck_assert_int_eq(find("lamp", &out), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    ck_assert_int_eq(find("nothing", &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_product_find(shop.kripa, shop.customer, id, &shop.arena, &out, &shop.err),
        KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(only_admins_change_products)
{
    struct kripa_product *fan = product_add(&shop, FAN), *out;
    const struct kripa_product input = {.name = "Mine", .price_paise = 1};
    const struct kripa_viewer others[] = {shop.guest, shop.customer, shop.retailer};
    const struct kripa_int any = {0};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(
            kripa_product_add(shop.kripa, others[i], &input, ~0ULL, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_product_edit(shop.kripa, others[i], fan->id, &input, 2, any,
                                            &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_product_delete(shop.kripa, others[i], fan->id, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
    }
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("product", begin, end);
    tcase_add_loop_test(tests, prices_keep_their_order_at_every_edit, 0,
                        sizeof prices / sizeof *prices);
    return RUN_CASES(tests, "product", a_product_is_found_by_id_and_slug,
                     a_customer_never_sees_a_trade_price, a_hidden_product_exists_for_admins_only,
                     every_bad_field_is_named, names_slugs_and_skus_are_unique,
                     what_is_left_out_stays_and_null_clears, a_stale_revision_is_refused,
                     stock_in_a_form_is_a_row_of_the_ledger,
                     the_deepest_category_is_kept_and_its_root_shown, one_never_ordered_goes,
                     one_that_was_ordered_is_hidden_instead, every_change_is_in_the_audit,
                     rows_that_nobody_may_set_are_not_taken_from_a_program_either,
                     admins_who_change_different_rows_do_not_undo_each_other,
                     the_console_names_a_product_as_it_likes, only_admins_change_products);
}
