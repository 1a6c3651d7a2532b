/* SPDX-License-Identifier: MIT
 * Categories: one tree of three levels, whatever admins do to it. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "catalog/internal.h"
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

static const char *below(const char *name, const struct kripa_category *parent)
{
    return kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"parent\":\"%s\"}", name,
                              parent->slug);
}

static const char *listed(struct kripa_viewer viewer, struct kripa_category_filter filter)
{
    struct kripa_categories categories;
    enum kripa_status status =
        kripa_category_list(shop.kripa, viewer, &filter, &shop.arena, &categories, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    const char *names = "";
    for (size_t i = 0; i < categories.count; i++)
        names = kripa_arena_format(&shop.arena, "%s%s%s", names, i > 0 ? " | " : "",
                                   categories.at[i].name);
    return names;
}

static enum kripa_status remove_category(const struct kripa_category *category)
{
    struct kripa_category *out;
    shop.err = (struct kripa_error){0};
    return kripa_category_delete(shop.kripa, shop.admin, category->id, &shop.arena, &out,
                                 &shop.err);
}

START_TEST(a_slug_is_made_of_the_name_and_unique)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans & Coolers\"}");
    ck_assert_str_eq(fans->slug, "fans-coolers");
    struct kripa_category *again = category_add(&shop, below("Fans - Coolers", fans));
    ck_assert_str_eq(again->slug, "fans-coolers-2");
    struct kripa_category *hindi = category_add(&shop, "{\"name\":\"पंखे\"}");
    ck_assert_str_eq(hindi->slug, "पंखे");
    struct kripa_category *out;
    ck_assert_refused(&shop,
                      try_category_add(&shop, "{\"name\":\"Air\",\"slug\":\"fans-coolers\"}", &out),
                      KRIPA_EXISTS, "slug");
}
END_TEST

START_TEST(a_name_is_unique_beside_its_siblings_only)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}");
    struct kripa_category *lights = category_add(&shop, "{\"name\":\"Lights\"}");
    category_add(&shop, below("Other", fans));
    struct kripa_category *other = category_add(&shop, below("Other", lights)), *out;
    ck_assert_refused(&shop, try_category_add(&shop, below(" OTHER ", fans), &out), KRIPA_EXISTS,
                      "name");
    ck_assert_refused(&shop, try_category_edit(&shop, other->id, "{\"parent\":\"fans\"}", &out),
                      KRIPA_EXISTS, "name");
    ck_assert_refused(&shop, try_category_edit(&shop, fans->id, "{\"name\":\"lights\"}", &out),
                      KRIPA_EXISTS, "name");
}
END_TEST

START_TEST(the_tree_has_three_levels)
{
    struct kripa_category *top = category_add(&shop, "{\"name\":\"A\"}");
    struct kripa_category *middle = category_add(&shop, below("B", top));
    struct kripa_category *bottom = category_add(&shop, below("C", middle)), *out;
    struct kripa_category *pair = category_add(&shop, "{\"name\":\"X\"}");
    category_add(&shop, below("Y", pair));
    ck_assert_refused(&shop, try_category_add(&shop, below("D", bottom), &out), KRIPA_INVALID,
                      "parent");
    ck_assert_refused(&shop, try_category_edit(&shop, pair->id, below("X", middle), &out),
                      KRIPA_INVALID, "parent");
    ck_assert_ptr_nonnull(category_edit(&shop, pair->id, below("X", top)));
    ck_assert_refused(&shop, try_category_add(&shop, "{\"name\":\"E\",\"parent\":\"none\"}", &out),
                      KRIPA_INVALID, "parent");
}
END_TEST

START_TEST(a_category_cannot_lie_inside_itself)
{
    struct kripa_category *top = category_add(&shop, "{\"name\":\"A\"}");
    struct kripa_category *middle = category_add(&shop, below("B", top)), *out;
    ck_assert_refused(&shop, try_category_edit(&shop, top->id, "{\"parent\":\"b\"}", &out),
                      KRIPA_INVALID, "parent");
    ck_assert_refused(&shop, try_category_edit(&shop, top->id, "{\"parent\":\"a\"}", &out),
                      KRIPA_INVALID, "parent");
    struct kripa_category *moved = category_edit(&shop, middle->id, "{\"parent\":null}");
    ck_assert(kripa_id_is_zero(moved->parent));
    ck_assert_ptr_null(moved->parent_shown);
    struct kripa_category *back = category_edit(&shop, top->id, "{\"category_id\":\"b\"}");
    ck_assert_str_eq(back->parent_shown->name, "B");
}
END_TEST

START_TEST(lists_are_by_name_and_public_ones_leave_out_the_inactive)
{
    struct kripa_category *lights = category_add(&shop, "{\"name\":\"Lights\"}");
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}");
    category_add(&shop, below("Table", fans));
    category_add(&shop, below("Ceiling", fans));
    category_add(&shop, below("Bulbs", lights));
    struct kripa_category_filter top = {0}, all = {.all = true}, under = {.below = true},
                                 of_fans = {.category_id = "fans"}, of_none = {.category_id = "x"},
                                 all_under = {.below = true, .all = true};
    ck_assert_str_eq(listed(shop.guest, top), "Fans | Lights");
    ck_assert_str_eq(listed(shop.guest, of_fans), "Ceiling | Table");
    ck_assert_str_eq(listed(shop.guest, of_none), "");
    struct kripa_category *out;
    ck_assert_int_eq(kripa_category_set_status(shop.kripa, shop.admin, fans->id, NULL, &shop.arena,
                                               &out, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(out->status, KRIPA_CATEGORY_INACTIVE);
    ck_assert_str_eq(listed(shop.guest, top), "Lights");
    ck_assert_str_eq(listed(shop.guest, all), "Lights");
    ck_assert_str_eq(listed(shop.guest, under), "Bulbs");
    ck_assert_str_eq(listed(shop.admin, all), "Fans | Lights");
    ck_assert_str_eq(listed(shop.admin, top), "Lights");
    ck_assert_uint_eq(strlen(listed(shop.admin, all_under)), strlen("Ceiling | Table | Bulbs"));
    shop.err = (struct kripa_error){0};
    ck_assert_refused(&shop,
                      kripa_category_set_status(shop.kripa, shop.admin, fans->id, "gone",
                                                &shop.arena, &out, &shop.err),
                      KRIPA_INVALID, "status");
}
END_TEST

START_TEST(the_tree_is_nested)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}");
    struct kripa_category *ceiling = category_add(&shop, below("Ceiling", fans));
    category_add(&shop, below("BLDC", ceiling));
    struct kripa_category_filter filter = {.tree = 1};
    struct kripa_categories tree;
    ck_assert_int_eq(
        kripa_category_list(shop.kripa, shop.guest, &filter, &shop.arena, &tree, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(tree.count, 1);
    ck_assert_uint_eq(tree.at[0].children_count, 1);
    ck_assert_str_eq(tree.at[0].children[0].name, "Ceiling");
    ck_assert_str_eq(tree.at[0].children[0].children[0].name, "BLDC");
}
END_TEST

START_TEST(one_in_use_is_not_deleted)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}");
    struct kripa_category *ceiling = category_add(&shop, below("Ceiling", fans));
    struct kripa_product *product = product_add(
                             &shop, "{\"name\":\"Fan\",\"price\":100,\"category\":\"ceiling\"}"),
                         *gone;
    ck_assert_refused(&shop, remove_category(fans), KRIPA_CONFLICT, NULL);
    ck_assert_refused(&shop, remove_category(ceiling), KRIPA_CONFLICT, NULL);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, product->id, &shop.arena, &gone, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(remove_category(ceiling), KRIPA_OK);
    ck_assert_int_eq(remove_category(fans), KRIPA_OK);
    ck_assert_int_eq(remove_category(fans), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(only_admins_change_the_tree)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}"), *out;
    struct kripa_category input = {.name = "Mine"};
    const struct kripa_viewer others[] = {shop.guest, shop.customer, shop.retailer};
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(
            kripa_category_add(shop.kripa, others[i], &input, 2, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_category_edit(shop.kripa, others[i], fans->id, &input, 2,
                                             &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(kripa_category_set_status(shop.kripa, others[i], fans->id, NULL,
                                                   &shop.arena, &out, &shop.err),
                         KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_category_delete(shop.kripa, others[i], fans->id, &shop.arena, &out, &shop.err),
            KRIPA_FORBIDDEN);
    }
}
END_TEST

START_TEST(a_pinned_tree_stays_as_it_was)
{
    struct kripa_category *fans = category_add(&shop, "{\"name\":\"Fans\"}");
    const struct kp_category_tree *before, *same, *after;
    ck_assert_int_eq(
        kp_category_pin(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &before),
        KRIPA_OK);
    ck_assert_int_eq(
        kp_category_pin_shown(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &same),
        KRIPA_OK);
    ck_assert_ptr_eq(before, same);
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    ck_assert_int_eq(
        kp_category_pin(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &after),
        KRIPA_OK);
    ck_assert_str_eq(kp_category_by_id(before, fans->id)->name, "Fans");
    ck_assert_str_eq(kp_category_by_id(after, fans->id)->name, "Coolers");
    kp_category_unpin(shop.kripa, before);
    kp_category_unpin(shop.kripa, same);
    kp_category_unpin(shop.kripa, after);
}
END_TEST

static size_t categories_for(struct shop *file, struct kripa_viewer viewer)
{
    struct kripa_category_filter filter = {0};
    struct kripa_categories categories;
    ck_assert_int_eq(
        kripa_category_list(file->kripa, viewer, &filter, &file->arena, &categories, &file->err),
        KRIPA_OK);
    return categories.count;
}

/* Two programs on one store: what one of them writes the other shows an admin at once, and all
 * others as soon as the store lets it know. */
START_TEST(another_programs_change_is_seen)
{
    struct shop file;
    struct kripa *other;
    shop_open(&file, .place = SHOP_SHARED, .people = SHOP_MADE_UP);
    struct kripa_config config = {.store_uri = file.store.uri};
    ck_assert_int_eq(kripa_open(&config, &other, &file.err), KRIPA_OK);
    for (int i = 0; i < 20; i++) {
        char name[32];
        snprintf(name, sizeof name, "C%d", i);
        struct kripa_category input = {.name = name}, *out;
        ck_assert_int_eq(kripa_category_add(i % 2 ? other : file.kripa, file.admin, &input,
                                            kripa_schema_bit(&kripa_category_schema, "name"),
                                            &file.arena, &out, &file.err),
                         KRIPA_OK);
        if (i % 2 && file.kripa->store->shared) {
            file.now_ms += KRIPA_CACHE_AGE_MS - 1;
            ck_assert_uint_eq(categories_for(&file, file.guest), (size_t)i);
            file.now_ms += 1;
        }
        ck_assert_uint_eq(categories_for(&file, file.guest), (size_t)i + 1);
        ck_assert_uint_eq(categories_for(&file, file.admin), (size_t)i + 1);
    }
    kripa_close(other);
    shop_close(&file);
}
END_TEST

struct mover {
    pthread_t thread;
    struct kripa *kripa;
    struct kripa_id moved;
    const char *parents[2];
};

static void *move_about(void *ctx)
{
    struct mover *mover = ctx;
    struct kripa_arena arena = {0};
    for (int i = 0; i < 60; i++) {
        struct kripa_category input = {.parent_given = mover->parents[i % 2]}, *out;
        enum kripa_status status = kripa_category_edit(
            mover->kripa, kripa_viewer_console("t"), mover->moved, &input,
            kripa_schema_bit(&kripa_category_schema, "parent"), &arena, &out, NULL);
        /* CONFLICT: the others were faster, every time it tried */
        ck_assert_msg(status == KRIPA_OK || status == KRIPA_INVALID || status == KRIPA_CONFLICT,
                      "%s", kripa_status_name(status));
        kripa_arena_reset(&arena);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(moves_at_once_make_no_circle_and_no_fourth_level)
{
    struct kripa_category *all[4];
    static const char *const names[] = {"a", "b", "c", "d"};
    for (size_t i = 0; i < 4; i++)
        all[i] =
            category_add(&shop, kripa_arena_format(&shop.arena, "{\"name\":\"%s\"}", names[i]));
    struct mover movers[4] = {{.parents = {"b", NULL}},
                              {.parents = {"c", "a"}},
                              {.parents = {"a", "d"}},
                              {.parents = {"b", "a"}}};
    for (size_t i = 0; i < 4; i++) {
        movers[i].kripa = shop.kripa;
        movers[i].moved = all[i]->id;
        ck_assert_int_eq(pthread_create(&movers[i].thread, NULL, move_about, &movers[i]), 0);
    }
    for (size_t i = 0; i < 4; i++)
        pthread_join(movers[i].thread, NULL);
    const struct kp_category_tree *tree;
    ck_assert_int_eq(
        kp_category_pin(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &tree), KRIPA_OK);
    for (size_t i = 0; i < tree->count; i++) {
        bool at_top = kripa_id_is_zero(tree->at[i].parent);
        ck_assert_int_eq(kp_category_level(tree, &tree->at[i]) == 0, at_top);
    }
    kp_category_unpin(shop.kripa, tree);
}
END_TEST

/* Products come and go while the category they go into is being deleted: either the product is
 * there and the category too, or the category is gone and the product was refused. */
static void *add_products(void *ctx)
{
    struct kripa_arena arena = {0};
    struct kripa *kripa = ctx;
    for (int i = 0; i < 50; i++) {
        char name[32];
        snprintf(name, sizeof name, "Product %d", i);
        struct kripa_product input = {.name = name, .price_paise = 100, .category_given = "doomed"};
        struct kripa_product *out;
        kripa_given given = kripa_schema_bit(&kripa_product_schema, "name") |
                            kripa_schema_bit(&kripa_product_schema, "price") |
                            kripa_schema_bit(&kripa_product_schema, "category");
        kripa_product_add(kripa, kripa_viewer_console("t"), &input, given, &arena, &out, NULL);
        kripa_arena_reset(&arena);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

#define RACES            10
#define RACES_ON_MONGODB 3 /* a commit takes its time there */

static void race_once(void)
{
    struct kripa_category *doomed = category_add(&shop, "{\"name\":\"Doomed\"}");
    pthread_t thread;
    ck_assert_int_eq(pthread_create(&thread, NULL, add_products, shop.kripa), 0);
    enum kripa_status status = remove_category(doomed);
    pthread_join(thread, NULL);
    ck_assert(status == KRIPA_OK || status == KRIPA_CONFLICT);
    struct kripa_products products = product_list(&shop, shop.admin, QUERY("limit", "1000"));
    for (size_t i = 0; i < products.count; i++) {
        struct kripa_product *gone;
        ck_assert_msg(products.at[i].category_shown != NULL, "%s dangles", products.at[i].name);
        ck_assert_int_eq(kripa_product_delete(shop.kripa, shop.admin, products.at[i].id,
                                              &shop.arena, &gone, &shop.err),
                         KRIPA_OK);
    }
    if (status == KRIPA_CONFLICT)
        ck_assert_int_eq(remove_category(doomed), KRIPA_OK);
}

START_TEST(no_product_is_left_in_a_deleted_category)
{
    for (int i = 0; i < (fresh_store_on_mongodb() ? RACES_ON_MONGODB : RACES); i++)
        race_once();
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("category", begin, end, a_slug_is_made_of_the_name_and_unique,
                        a_name_is_unique_beside_its_siblings_only, the_tree_has_three_levels,
                        a_category_cannot_lie_inside_itself,
                        lists_are_by_name_and_public_ones_leave_out_the_inactive,
                        the_tree_is_nested, one_in_use_is_not_deleted, only_admins_change_the_tree,
                        a_pinned_tree_stays_as_it_was, another_programs_change_is_seen,
                        moves_at_once_make_no_circle_and_no_fourth_level,
                        no_product_is_left_in_a_deleted_category);
}
