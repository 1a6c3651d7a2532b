/* SPDX-License-Identifier: MIT
 * The pictures of products, categories and people, as forms bring them. */
#include <check.h>
#include <string.h>

#include "form_body.h"
#include "pictures.h"
#include "suite.h"
#include "walk.h"

#define ADMIN    KRIPA_ROLE_ADMIN
#define CUSTOMER KRIPA_ROLE_CUSTOMER

static struct walk walk;
static struct form_body form;
static unsigned pictures; /* made so far: each is another one */

static void begin(void)
{
    walk_open(&walk);
}

static void end(void)
{
    form_clear(&form);
    walk_close(&walk);
}

static void add_picture(const char *name)
{
    struct bytes file = picture_make(&walk.shop.arena, PICTURE_PNG, 20, 20, ++pictures);
    form_file(&form, name, "picture.png", file.at, file.size);
}

static const json_t *send_as(enum kripa_role role, const char *method, const char *target)
{
    form_close(&form);
    const json_t *data = walk_send(&walk, role, method, target,
                                   &(struct in_process_body){form.at, form.size}, FORM_HEADER);
    form_clear(&form);
    return data;
}

/* The same, and it must succeed. */
static const json_t *do_as(enum kripa_role role, const char *method, const char *target)
{
    const json_t *data = send_as(role, method, target);
    ck_assert_msg(walk.status < 400, "%s %s: HTTP %u %s", method, target, walk.status,
                  in_process_message(&walk.in));
    return data;
}

/* Adds a product with so many pictures; its path. */
static const char *make_product(const char *name, int count)
{
    form_field(&form, "name", name);
    form_field(&form, "price", WALK_PRICE);
    for (int i = 0; i < count; i++)
        add_picture("images");
    const json_t *made = do_as(ADMIN, "POST", "/api/products");
    ck_assert_uint_eq(json_array_size(json_object_get(made, "images")), (size_t)count);
    return walk_text(&walk, "/api/products/%s", walk_take(&walk, made, "_id"));
}

/* A member of the product's picture of this number. */
static const char *image(const json_t *product, size_t at, const char *member)
{
    const json_t *images = json_object_get(product, "images");
    return walk_take(&walk, json_array_get(images, at), member);
}

/* The picture is there for everybody. */
static void must_show(const char *url)
{
    const char *path = strstr(url, "/api/media/");
    ck_assert_msg(path && strncmp(url, SHOP_PUBLIC_URL "/", strlen(SHOP_PUBLIC_URL) + 1) == 0, "%s",
                  url);
    walk_do(&walk, KRIPA_ROLE_GUEST, "GET", path, NULL);
    ck_assert_uint_gt(walk.in.request.reply.size, 0);
}

START_TEST(a_product_keeps_its_pictures_in_their_order)
{
    const char *path = make_product("Lamp", 2);
    const json_t *seen = walk_do(&walk, KRIPA_ROLE_GUEST, "GET", path, NULL);
    const char *first = image(seen, 0, "url"), *second = image(seen, 1, "url");
    ck_assert_str_ne(first, second);
    must_show(first);
    must_show(second);
}
END_TEST

START_TEST(an_edit_puts_pictures_behind_the_others)
{
    const char *path = make_product("Lamp", 2);
    const char *first = image(walk_do(&walk, ADMIN, "GET", path, NULL), 0, "url");
    add_picture("images");
    const json_t *edited = do_as(ADMIN, "PUT", path);
    ck_assert_uint_eq(json_array_size(json_object_get(edited, "images")), 3);
    ck_assert_str_eq(image(edited, 0, "url"), first);
    must_show(image(edited, 2, "url"));
    for (int i = 0; i < 3; i++)
        add_picture("images");
    edited = do_as(ADMIN, "PUT", path);
    ck_assert_uint_eq(json_array_size(json_object_get(edited, "images")), 6);
    add_picture("images");
    send_as(ADMIN, "PUT", path);
    ck_assert_uint_eq(walk.status, 400);
    ck_assert_str_eq(in_process_field(&walk.in), "images");
}
END_TEST

START_TEST(more_than_six_at_once_are_refused)
{
    form_field(&form, "name", "Lamp");
    form_field(&form, "price", WALK_PRICE);
    for (int i = 0; i < KRIPA_IMAGES_MAX + 1; i++)
        add_picture("images");
    send_as(ADMIN, "POST", "/api/products");
    ck_assert_uint_eq(walk.status, 400);
    ck_assert_str_eq(in_process_field(&walk.in), "images");
}
END_TEST

START_TEST(a_picture_goes_by_its_public_id_in_the_path_or_in_the_query)
{
    const char *path = make_product("Lamp", 3);
    const json_t *seen = walk_do(&walk, ADMIN, "GET", path, NULL);
    const char *kept = image(seen, 1, "url"), *first = image(seen, 0, "public_id"),
               *last = image(seen, 2, "public_id");
    walk_do(&walk, ADMIN, "DELETE", walk_text(&walk, "%s/image/%s", path, first), NULL);
    const json_t *left =
        walk_do(&walk, ADMIN, "DELETE", walk_text(&walk, "%s/image?publicId=%s", path, last), NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(left, "images")), 1);
    ck_assert_str_eq(image(left, 0, "url"), kept);
    walk_ask(&walk, ADMIN, "DELETE", walk_text(&walk, "%s/image/%s", path, last), NULL);
    ck_assert_uint_eq(walk.status, 404);
    walk_ask(&walk, ADMIN, "DELETE", walk_text(&walk, "%s/image", path), NULL);
    ck_assert_uint_eq(walk.status, 400);
    walk_ask(&walk, CUSTOMER, "DELETE", walk_text(&walk, "%s/image/%s", path, last), NULL);
    ck_assert_uint_eq(walk.status, 403);
}
END_TEST

/* As the old app's pictures lie in folders far away. */
START_TEST(a_public_id_comes_percent_encoded)
{
    const json_t *made =
        walk_do(&walk, ADMIN, "POST", "/api/products",
                "{\"name\": \"Fan\", \"price\": " WALK_PRICE ", \"images\": [{\"url\": "
                "\"https://example.com/a.jpg\", \"public_id\": \"shop/products/a b\"}]}");
    const char *path = walk_text(&walk, "/api/products/%s/image/shop%%2Fproducts%%2Fa%%20b",
                                 walk_take(&walk, made, "_id"));
    const json_t *left = walk_do(&walk, ADMIN, "DELETE", path, NULL);
    ck_assert_uint_eq(json_array_size(json_object_get(left, "images")), 0);
}
END_TEST

START_TEST(a_photo_is_set_replaced_and_removed)
{
    add_picture("photo");
    const json_t *me = do_as(CUSTOMER, "POST", "/api/auth/profile/photo");
    const char *first = walk_take(&walk, me, "profilePhoto");
    must_show(first);
    add_picture("photo");
    me = do_as(CUSTOMER, "POST", "/api/auth/profile/photo");
    ck_assert_str_ne(walk_take(&walk, me, "profilePhoto"), first);
    me = walk_do(&walk, CUSTOMER, "DELETE", "/api/auth/profile/photo", NULL);
    ck_assert_ptr_null(json_object_get(me, "profilePhoto"));
    walk_ask(&walk, CUSTOMER, "POST", "/api/auth/profile/photo", NULL);
    ck_assert_uint_eq(walk.status, 400);
    ck_assert_str_eq(in_process_field(&walk.in), "photo");
    walk_ask(&walk, CUSTOMER, "POST", "/api/auth/profile/photo", "{}");
    ck_assert_uint_eq(walk.status, 415);
    form_field(&form, "name", "x");
    add_picture("photo");
    send_as(CUSTOMER, "POST", "/api/auth/profile/photo");
    ck_assert_str_eq(in_process_field(&walk.in), "name");
    add_picture("photo");
    add_picture("photo");
    send_as(CUSTOMER, "POST", "/api/auth/profile/photo");
    ck_assert_str_eq(in_process_field(&walk.in), "photo");
}
END_TEST

START_TEST(a_logo_is_a_file_or_an_address)
{
    static const char *const paths[] = {"/api/categories", "/api/admin/categories"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        form_field(&form, "name", walk_text(&walk, "Category %zu", i));
        add_picture("logo");
        const json_t *made = do_as(ADMIN, "POST", paths[i]);
        const char *path = walk_text(&walk, "%s/%s", paths[i], walk_take(&walk, made, "_id"));
        must_show(walk_take(&walk, made, "logo"));
        form_field(&form, "logo", "https://example.com/logo.png");
        made = do_as(ADMIN, "PUT", path);
        ck_assert_str_eq(walk_take(&walk, made, "logo"), "https://example.com/logo.png");
        form_field(&form, "logo", "https://example.com/logo.png");
        add_picture("logo");
        send_as(ADMIN, "PUT", path);
        ck_assert_uint_eq(walk.status, 400); /* which of them? */
        form_field(&form, "logo", "");
        made = do_as(ADMIN, "PUT", path);
        ck_assert_str_eq(walk_take(&walk, made, "logo"), "");
    }
}
END_TEST

START_TEST(a_banner_has_a_picture_of_its_own)
{
    form_field(&form, "title", "Lamps");
    add_picture("image");
    const json_t *made = do_as(ADMIN, "POST", "/api/admin/banners");
    const char *path = walk_text(&walk, "/api/admin/banners/%s", walk_take(&walk, made, "_id"));
    const char *first = walk_take(&walk, json_object_get(made, "image"), "url");
    must_show(first);
    must_show(walk_take(
        &walk,
        json_object_get(
            json_array_get(walk_do(&walk, KRIPA_ROLE_GUEST, "GET", "/api/banners", NULL), 0),
            "image"),
        "thumb"));
    form_field(&form, "title", "Fans");
    made = do_as(ADMIN, "PUT", path);
    ck_assert_str_eq(walk_take(&walk, json_object_get(made, "image"), "url"), first);
    add_picture("image");
    made = do_as(ADMIN, "PUT", path);
    ck_assert_str_ne(walk_take(&walk, json_object_get(made, "image"), "url"), first);
    walk_do(&walk, ADMIN, "DELETE", path, NULL);
    ck_assert_int_eq(shop_verify(&walk.shop), KRIPA_OK);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("pictures", begin, end, a_product_keeps_its_pictures_in_their_order,
                        an_edit_puts_pictures_behind_the_others, more_than_six_at_once_are_refused,
                        a_picture_goes_by_its_public_id_in_the_path_or_in_the_query,
                        a_public_id_comes_percent_encoded, a_photo_is_set_replaced_and_removed,
                        a_logo_is_a_file_or_an_address, a_banner_has_a_picture_of_its_own);
}
