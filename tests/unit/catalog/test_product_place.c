/* SPDX-License-Identifier: MIT
 * Where products stand, under every name that programs know: the deepest category, the top level
 * and the one below it. */
#include "goods.h"
#include "shop.h"
#include "suite.h"

#include "catalog/catalog.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    category_add(&shop, "{\"name\":\"Lights\"}");
    category_add(&shop, "{\"name\":\"Lamps\",\"parent\":\"lights\"}");
    category_add(&shop, "{\"name\":\"LED\",\"parent\":\"lamps\"}");
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_id id_of(const char *slug)
{
    struct kripa_category *category;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, slug, &shop.arena, &category, &shop.err),
        KRIPA_OK);
    return category->id;
}

static struct kripa_id named(const char *slug)
{
    return slug ? id_of(slug) : (struct kripa_id){{0}};
}

static const struct kripa_product_place *place_now(struct kripa_id id)
{
    void *found;
    ck_assert_int_eq(kp_find_id(&(struct kp_call){.kripa = shop.kripa, .arena = &shop.arena},
                                &kripa_product_place_schema, id, &found),
                     KRIPA_OK);
    return found;
}

/* NULL: none. */
static void ck_stands(struct kripa_id id, const char *leaf, const char *top, const char *below)
{
    const struct kripa_product_place *now = place_now(id);
    ck_assert(kripa_id_equal(now->leaf, named(leaf)));
    ck_assert(kripa_id_equal(now->top, named(top)));
    ck_assert(kripa_id_equal(now->old, named(top)));
    ck_assert(kripa_id_equal(now->below, named(below)));
}

START_TEST(a_product_stands_under_every_name)
{
    struct kripa_id bulb =
        product_add(&shop, "{\"name\":\"Bulb\",\"price\":9,\"category\":\"led\"}")->id;
    ck_stands(bulb, "led", "lights", "led");
    product_edit(&shop, bulb, "{\"category\":\"lights\"}");
    ck_stands(bulb, "led", "lights", "led"); /* it lies below */
    product_edit(&shop, bulb, "{\"category\":\"lights\",\"subcategory\":\"\"}");
    ck_stands(bulb, "lights", "lights", NULL);
    product_edit(&shop, bulb, "{\"category\":\"\"}");
    ck_stands(bulb, NULL, NULL, NULL);
}
END_TEST

START_TEST(a_category_that_moves_takes_its_products_along)
{
    struct kripa_id bulb =
        product_add(&shop, "{\"name\":\"Bulb\",\"price\":9,\"category\":\"led\"}")->id;
    category_add(&shop, "{\"name\":\"Home\"}");
    category_edit(&shop, id_of("lamps"), "{\"parent\":\"home\"}");
    ck_stands(bulb, "led", "home", "led");
    category_edit(&shop, id_of("led"), "{\"parent\":\"\"}");
    ck_stands(bulb, "led", "led", NULL);
}
END_TEST

/* As a program that knows two levels leaves it. */
static struct kripa_id leave(const char *name, const struct kripa_product_place *place)
{
    struct kripa_product *product =
        product_add(&shop, kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"price\":9}", name));
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_product_place_schema, product->id);
    kp_place_write(&change, place);
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    return product->id;
}

START_TEST(what_another_program_says_is_believed_until_it_is_brought_forward)
{
    const struct kripa_product_place two = {.top = id_of("lights"), .below = id_of("lamps")},
                                     one = {.top = id_of("lights")}, old = {.old = id_of("lamps")};
    struct kripa_id lamp = leave("Lamp", &two), tube = leave("Tube", &one),
                    torch = leave("Torch", &old);
    ck_assert_str_eq(product_now(&shop, lamp)->subcategory_shown->slug, "lamps");
    ck_assert_str_eq(product_now(&shop, tube)->category_shown->slug, "lights");
    ck_assert_str_eq(product_now(&shop, torch)->category_shown->slug, "lights");
    struct kripa_category *out;
    ck_assert_int_eq(
        kripa_category_delete(shop.kripa, shop.admin, id_of("led"), &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(
        kripa_category_delete(shop.kripa, shop.admin, id_of("lamps"), &shop.arena, &out, &shop.err),
        KRIPA_CONFLICT); /* of the lamp */
}
END_TEST

START_TEST(what_another_program_moved_is_not_moved_back)
{
    category_add(&shop, "{\"name\":\"Home\"}");
    const struct kripa_product_place elsewhere = {.leaf = id_of("led"), .top = id_of("home")};
    struct kripa_id bulb = leave("Bulb", &elsewhere);
    category_edit(&shop, id_of("led"), "{\"parent\":\"\"}");
    ck_assert(kripa_id_equal(place_now(bulb)->top, id_of("home")));
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("product_place", begin, end, a_product_stands_under_every_name,
                        a_category_that_moves_takes_its_products_along,
                        what_another_program_says_is_believed_until_it_is_brought_forward,
                        what_another_program_moved_is_not_moved_back);
}
