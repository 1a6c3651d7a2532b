/* SPDX-License-Identifier: MIT
 * Banners: which of them everybody is shown, in which order, and what admins do with them. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/change.h"
#include "core/context.h"
#include "goods.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

#define ck_ok(status) ck_assert_msg((status) == KRIPA_OK, "%s", shop.err.message)

static enum kripa_status try_add(const char *json, struct kripa_banner **out)
{
    struct kripa_banner banner;
    kripa_given given;
    enum kripa_status status =
        shop_decode(&shop, &kripa_banner_schema, KRIPA_CREATE, json, &banner, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_banner_add(shop.kripa, shop.admin, &banner, given, &shop.arena, out, &shop.err);
}

static struct kripa_banner *add(const char *json)
{
    struct kripa_banner *banner;
    ck_ok(try_add(json, &banner));
    shop.now_ms++; /* the next one is newer */
    return banner;
}

static enum kripa_status try_edit(struct kripa_id id, const char *json, struct kripa_banner **out)
{
    struct kripa_banner banner;
    kripa_given given;
    enum kripa_status status =
        shop_decode(&shop, &kripa_banner_schema, KRIPA_PATCH, json, &banner, &given);
    if (status != KRIPA_OK)
        return status;
    return kripa_banner_edit(shop.kripa, shop.admin, id, &banner, given, &shop.arena, out,
                             &shop.err);
}

static struct kripa_banner *edit(struct kripa_id id, const char *json)
{
    struct kripa_banner *banner;
    ck_ok(try_edit(id, json, &banner));
    return banner;
}

static struct kripa_banners shown_to(struct kripa_viewer viewer)
{
    struct kripa_banners banners;
    ck_ok(kripa_banner_list_shown(shop.kripa, viewer, &shop.arena, &banners, &shop.err));
    return banners;
}

/* The titles of what guests are shown, with blanks between them. */
static const char *titles(void)
{
    struct kripa_banners banners = shown_to(shop.guest);
    const char *text = "";
    for (size_t i = 0; i < banners.count; i++)
        text = kripa_arena_format(&shop.arena, "%s%s%s", text, i ? " " : "", banners.at[i].title);
    return text;
}

START_TEST(what_is_left_out_has_its_usual_value)
{
    struct kripa_banner *banner = add("{\"title\": \"Lights\"}");
    ck_assert_str_eq(banner->cta_label, "Shop now");
    ck_assert_int_eq(banner->status, KRIPA_BANNER_ACTIVE);
    ck_assert_int_eq(banner->sort_order, 0);
    ck_assert_ptr_null(banner->product_shown);
    banner = edit(banner->id, "{\"ctaLabel\": \"See them\", \"badge\": \"New\"}");
    ck_assert_str_eq(banner->cta_label, "See them");
    banner = edit(banner->id, "{\"ctaLabel\": \"\", \"badge\": \"\"}");
    ck_assert_str_eq(banner->cta_label, "Shop now");
    ck_assert_ptr_null(banner->badge);
    ck_assert_str_eq(banner->title, "Lights");
}
END_TEST

START_TEST(the_lowest_place_comes_first_and_then_the_newest)
{
    add("{\"title\": \"a\", \"sortOrder\": 2}");
    add("{\"title\": \"b\", \"sortOrder\": 1}");
    add("{\"title\": \"c\", \"sortOrder\": 2}");
    struct kripa_banner *last = add("{\"title\": \"d\", \"sortOrder\": -1}");
    ck_assert_str_eq(titles(), "d b c a");
    edit(last->id, "{\"sortOrder\": 3}");
    ck_assert_str_eq(titles(), "b c a d");
    edit(last->id, "{\"status\": \"inactive\"}");
    ck_assert_str_eq(titles(), "b c a");
    ck_ok(kripa_banner_delete(shop.kripa, shop.admin, last->id, &shop.arena, &last, &shop.err));
    for (int i = 0; i < 9; i++)
        add("{\"title\": \"e\"}");
    ck_assert_str_eq(titles(), "e e e e e e e e"); /* no more than 8 */
}
END_TEST

START_TEST(a_banner_is_shown_in_its_time)
{
    /* The clock stands at 2026-11-18T10:26:40Z. */
    struct kripa_banner *banner =
        add("{\"title\": \"now\", \"startsAt\": \"2026-11-18\", \"endsAt\": \"2026-11-19\"}");
    ck_assert_int_eq(banner->starts_at_ms % 86400000, 0); /* 00:00 UTC */
    ck_assert_int_eq(banner->ends_at_ms - banner->starts_at_ms, 86400000);
    add("{\"title\": \"past\", \"endsAt\": \"2026-11-18T10:00:00Z\"}");
    add("{\"title\": \"later\", \"startsAt\": \"2026-11-19\"}");
    ck_assert_str_eq(titles(), "now");
    shop.now_ms = banner->ends_at_ms - 1;
    ck_assert_str_eq(titles(), "now");
    shop.now_ms = banner->ends_at_ms;
    ck_assert_str_eq(titles(), "later");
    banner = edit(banner->id, "{\"endsAt\": null}");
    ck_assert_int_eq(banner->ends_at_ms, 0);
    ck_assert_str_eq(titles(), "later now");
}
END_TEST

START_TEST(its_product_is_shown_as_each_viewer_sees_it)
{
    struct kripa_product *lamp = shop_product(&shop, "Lamp", 7);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(lamp->id, id);
    struct kripa_banner *banner = add("{\"title\": \"slug\", \"product\": \"lamp\"}");
    ck_assert_str_eq(banner->product_shown->name, "Lamp");
    add(kripa_arena_format(&shop.arena, "{\"title\": \"id\", \"product\": \"%s\"}", id));
    add("{\"title\": \"none\"}");
    const struct kripa_banner_product *seen = shown_to(shop.guest).at[1].product_shown;
    ck_assert_int_eq(seen->price_paise, 10000);
    ck_assert_int_eq(seen->stock, 7);
    ck_assert(!seen->retailer_price_paise.set && !seen->price_bulk_paise.set);
    seen = shown_to(shop.retailer).at[1].product_shown;
    ck_assert_int_eq(seen->retailer_price_paise.value, 9000);
    product_edit(&shop, lamp->id, "{\"active\": false}");
    ck_assert_str_eq(titles(), "none");
    ck_assert_uint_eq(shown_to(shop.admin).count, 1); /* the page is the same for everybody */
    struct kripa_banners all;
    ck_ok(kripa_banner_list(shop.kripa, shop.admin, NULL, &shop.arena, &all, &shop.err));
    ck_assert_uint_eq(all.count, 3);
    ck_assert_ptr_nonnull(all.at[1].product_shown);
    banner = edit(banner->id, "{\"product\": \"\"}");
    ck_assert_ptr_null(banner->product_shown);
    ck_assert_str_eq(titles(), "none slug");
}
END_TEST

START_TEST(what_is_no_banner_is_named)
{
    static const char *const bad[][2] = {
        {"{\"title\": \"x\", \"product\": \"nothing\"}", "product"},
        {"{\"title\": \"x\", \"startsAt\": \"2026-02-30\"}", "startsAt"},
        {"{\"title\": \"x\", \"endsAt\": \"soon\"}", "endsAt"},
        {"{\"title\": \"x\", \"startsAt\": \"2026-11-02\", \"endsAt\": \"2026-11-02\"}", "endsAt"},
    };
    struct kripa_banner *out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_refused(&shop, try_add(bad[i][0], &out), KRIPA_INVALID, bad[i][1]);
    struct kripa_banner *banner = add("{\"title\": \"x\", \"endsAt\": \"2026-11-02\"}");
    ck_assert_refused(&shop, try_edit(banner->id, "{\"startsAt\": \"2026-11-03\"}", &out),
                      KRIPA_INVALID, "endsAt");
    ck_assert_int_eq(try_edit((struct kripa_id){{1}}, "{\"title\": \"y\"}", &out), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(only_admins_change_and_list_them)
{
    struct kripa_banner *banner = add("{\"title\": \"x\"}"), *out;
    struct kripa_banners all;
    const struct kripa_viewer others[] = {shop.guest, shop.customer, shop.retailer};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        ck_assert_int_eq(kripa_banner_add(shop.kripa, others[i], banner, KRIPA_GIVEN_ALL,
                                          &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_banner_edit(shop.kripa, others[i], banner->id, banner,
                                           KRIPA_GIVEN_ALL, &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_banner_delete(shop.kripa, others[i], banner->id, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_banner_list(shop.kripa, others[i], NULL, &shop.arena, &all, &shop.err),
            KRIPA_FORBIDDEN);
    }
    int64_t audited = shop_count(&shop, &kripa_audit_entry_schema);
    edit(banner->id, "{\"title\": \"y\"}");
    ck_ok(kripa_banner_delete(shop.kripa, shop.admin, banner->id, &shop.arena, &out, &shop.err));
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), audited + 2);
    ck_assert_int_eq(
        kripa_banner_delete(shop.kripa, shop.admin, banner->id, &shop.arena, &out, &shop.err),
        KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(a_banner_is_found_by_the_end_of_its_id)
{
    char id[KRIPA_ID_TEXT_SIZE];
    struct kripa_banner *banner = add("{\"title\": \"x\"}"), *found;
    struct kripa_banners inactive;
    add("{\"title\": \"y\", \"status\": \"inactive\"}");
    kripa_id_format(banner->id, id);
    ck_ok(kripa_banner_find(shop.kripa, shop.admin, id + 16, &shop.arena, &found, &shop.err));
    ck_assert(kripa_id_equal(found->id, banner->id));
    ck_assert_int_eq(
        kripa_banner_find(shop.kripa, shop.admin, "abcd1234ab", &shop.arena, &found, &shop.err),
        KRIPA_NOT_FOUND);
    const struct kripa_banner_filter filter = {.status = "inactive", .paging.sort = "sortOrder"};
    ck_ok(kripa_banner_list(shop.kripa, shop.admin, &filter, &shop.arena, &inactive, &shop.err));
    ck_assert_uint_eq(inactive.count, 1);
    ck_assert_str_eq(inactive.at[0].title, "y");
}
END_TEST

static void insert_many(int count, struct kripa_id product, const char *title)
{
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kp_change change = kp_change_in(&call);
    for (int i = 0; i < count; i++) {
        struct kripa_banner *banner = kripa_arena_alloc(&shop.arena, sizeof *banner, 1);
        *banner = (struct kripa_banner){.id = kp_new_id(shop.kripa),
                                        .title = title,
                                        .product = product,
                                        .created_at_ms = shop.now_ms + i};
        kp_insert(&change, &kripa_banner_schema, banner);
    }
    ck_ok(kp_commit(&call, &change, NULL));
}

START_TEST(hidden_products_leave_room_for_others)
{
    insert_many(3, (struct kripa_id){{0}}, "shown");
    shop.now_ms += 1000;
    insert_many(20, (struct kripa_id){{1}}, "gone"); /* newer, so they come first */
    ck_assert_str_eq(titles(), "shown shown shown");
}
END_TEST

START_TEST(there_are_no_more_than_a_shop_needs)
{
    struct kripa_banner *out;
    insert_many(KRIPA_BANNERS_MAX - 1, (struct kripa_id){{0}}, "x");
    add("{\"title\": \"the last one\"}");
    ck_assert_int_eq(try_add("{\"title\": \"one too many\"}", &out), KRIPA_TOO_LARGE);
}
END_TEST

static int statements;

static void count_statement(void *ctx, const struct kripa_statement *statement)
{
    (void)ctx;
    (void)statement;
    statements++;
}

/* How many times the store is asked for the page, once it was asked for before. */
static int asked_again(struct kripa *kripa)
{
    struct kripa_banners banners;
    for (int i = 0; i < 2; i++) {
        statements = 0;
        ck_ok(kripa_banner_list_shown(kripa, shop.guest, &shop.arena, &banners, &shop.err));
        ck_assert_uint_eq(banners.count, KRIPA_BANNERS_SHOWN_MAX);
    }
    return statements;
}

START_TEST(the_page_asks_as_little_among_two_hundred)
{
    struct kripa_id lamp = shop_product(&shop, "Lamp", 7)->id;
    const struct kripa_config config = {.store_uri = shop.store.uri,
                                        .services = {.on_statement = count_statement}};
    struct kripa *kripa;
    ck_ok(kripa_open(&config, &kripa, &shop.err));
    insert_many(KRIPA_BANNERS_SHOWN_MAX, lamp, "x");
    int few = asked_again(kripa);
    insert_many(192, lamp, "x");
    int many = asked_again(kripa);
    kripa_close(kripa);
    ck_assert_int_eq(few, 1); /* their products */
    ck_assert_int_eq(many, 1);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("banners", begin, end, what_is_left_out_has_its_usual_value,
                        the_lowest_place_comes_first_and_then_the_newest,
                        a_banner_is_shown_in_its_time, its_product_is_shown_as_each_viewer_sees_it,
                        what_is_no_banner_is_named, only_admins_change_and_list_them,
                        a_banner_is_found_by_the_end_of_its_id,
                        hidden_products_leave_room_for_others, there_are_no_more_than_a_shop_needs,
                        the_page_asks_as_little_among_two_hundred);
}
