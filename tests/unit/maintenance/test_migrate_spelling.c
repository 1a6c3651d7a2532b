/* SPDX-License-Identifier: MIT
 * What another program wrote so that no reader sees the difference: duplicate tags, and slugs
 * with an emoji's variation selector. Migration mends both, once; links to the old slugs work
 * on. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "catalog/catalog.h"
#include "core/query.h"
#include "goods.h"
#include "shop.h"

#define SELECTOR "\ufe0f"

static struct shop shop;
static struct kripa_viewer guest;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    guest = kripa_viewer_guest();
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static void set_slug(const struct kripa_schema *of, struct kripa_id id, const char *slug)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, of, id);
    kp_set(&change, "slug", kp_text(slug));
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = shop.kripa}, &change, NULL), KRIPA_OK);
}

static struct kripa_id make_product(const char *name, const char *slug)
{
    struct kripa_id id = shop_product(&shop, name, 3)->id;
    set_slug(&kripa_product_schema, id, slug);
    return id;
}

static void set_tags(struct kripa_id id, const char **tags, size_t count)
{
    struct kripa_product product = {.tags = tags, .tags_count = count};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_product_schema, id);
    kp_set(&change, "tags", kp_member(&product));
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = shop.kripa}, &change, NULL), KRIPA_OK);
}

static char said[4096];

static void say(void *ctx, const char *line)
{
    size_t size = strlen(said);
    (void)ctx;
    snprintf(said + size, sizeof said - size, "%s\n", line);
}

static const char *migrate(bool dry_run)
{
    struct kripa_error err = {0};
    said[0] = '\0';
    enum kripa_status status = kripa_migrate(shop.kripa, dry_run, say, NULL, &err);
    if (status == KRIPA_OK) /* where another program may be at work it waits for this */
        status = kripa_migrate_finish(shop.kripa, dry_run, say, NULL, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    return said;
}

static bool leads_to(const char *slug, struct kripa_id id)
{
    struct kripa_product *product;
    enum kripa_status status =
        kripa_product_get(shop.kripa, guest, slug, &shop.arena, &product, &shop.err);
    return status == KRIPA_OK && kripa_id_equal(product->id, id);
}

START_TEST(of_twins_the_first_tag_stays)
{
    struct kripa_id fan = shop_product(&shop, "Fan", 3)->id,
                    lamp = shop_product(&shop, "Lamp", 3)->id;
    set_tags(fan, (const char *[]){"Usha Fans", "USHA  fans", "sale", "Usha", "Sale "}, 5);
    set_tags(lamp, (const char *[]){"Sale", "Usha"}, 2);
    ck_assert_ptr_nonnull(strstr(migrate(true), "of duplicate tags"));
    ck_assert_uint_eq(shop_read_product(&shop, fan)->tags_count, 5);
    ck_assert_ptr_nonnull(strstr(migrate(false), "of duplicate tags"));
    const struct kripa_product *mended = shop_read_product(&shop, fan);
    ck_assert_uint_eq(mended->tags_count, 3);
    ck_assert_str_eq(mended->tags[0], "Usha Fans");
    ck_assert_str_eq(mended->tags[1], "sale");
    ck_assert_str_eq(mended->tags[2], "Usha");
    ck_assert_uint_eq(shop_read_product(&shop, lamp)->tags_count, 2);
    ck_assert_ptr_null(strstr(migrate(false), "twins"));
}
END_TEST

START_TEST(a_slug_has_nothing_that_nobody_sees)
{
    static const struct {
        const char *was, *is;
    } slugs[] = {{SELECTOR "bijli-fan", "bijli-fan"},
                 {SELECTOR "-usha-fan", "usha-fan"},
                 {"fan-" SELECTOR "-1200", "fan-1200"},
                 {"पंखा-" SELECTOR, "पंखा"},
                 {"plain", "plain"}};
    struct kripa_id ids[sizeof slugs / sizeof *slugs];
    for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++)
        ids[i] = make_product(slugs[i].is, slugs[i].was);
    ck_assert_ptr_nonnull(strstr(migrate(true), "out of slugs"));
    ck_assert_str_eq(shop_read_product(&shop, ids[0])->slug, slugs[0].was);
    ck_assert_ptr_nonnull(strstr(migrate(false), "out of slugs"));
    for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++) {
        ck_assert_str_eq(shop_read_product(&shop, ids[i])->slug, slugs[i].is);
        ck_assert_msg(leads_to(slugs[i].is, ids[i]), "%s", slugs[i].is);
        ck_assert_msg(leads_to(slugs[i].was, ids[i]), "the old link to %s", slugs[i].is);
    }
    ck_assert_ptr_null(strstr(migrate(false), "slug"));
}
END_TEST

/* Its link would lead to the other one. */
START_TEST(a_slug_whose_place_is_taken_stays)
{
    struct kripa_id fan = make_product("Fan", "bijli-fan"),
                    old = make_product("Old", SELECTOR "bijli-fan");
    ck_assert_ptr_nonnull(strstr(migrate(false), "bijli-fan is another's"));
    ck_assert_msg(leads_to("bijli-fan", fan), "the one without");
    ck_assert_msg(leads_to(SELECTOR "bijli-fan", old), "the one with");
}
END_TEST

START_TEST(categories_are_mended_alike)
{
    struct kripa_category wanted = {.name = "Fans"}, *fans, *found;
    ck_assert_int_eq(kripa_category_add(shop.kripa, shop.admin, &wanted,
                                        kripa_schema_bit(&kripa_category_schema, "name"),
                                        &shop.arena, &fans, &shop.err),
                     KRIPA_OK);
    set_slug(&kripa_category_schema, fans->id, SELECTOR "fans");
    migrate(false);
    static const char *const links[] = {"fans", SELECTOR "fans"};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            kripa_category_get(shop.kripa, guest, links[i], &shop.arena, &found, &shop.err),
            KRIPA_OK);
        ck_assert_str_eq(found->slug, "fans");
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("spelling brought forward", begin, end, of_twins_the_first_tag_stays,
                        a_slug_has_nothing_that_nobody_sees, a_slug_whose_place_is_taken_stays,
                        categories_are_mended_alike);
}
