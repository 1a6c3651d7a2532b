/* SPDX-License-Identifier: MIT
 * Which records name an uploaded file: products, accounts and categories, in their own changes;
 * and the sweep, which leaves files alone that are named. */
#include "suite.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kripa/sys/schema.h>

#include "core/change.h"
#include "core/context.h"
#include "goods.h"
#include "people.h"
#include "pictures.h"
#include "schema/schema.h"
#include "shop.h"

#define DAY_MS ((int64_t)86400 * 1000)

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .media = true, .people = SHOP_ACCOUNTS);
}

static void end(void)
{
    shop_close(&shop);
}

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static struct kripa_image keep(unsigned seed, enum kripa_media_folder folder)
{
    struct kripa_image image = {0};
    struct bytes file = picture_make(&shop.arena, PICTURE_PNG, 20, 10, seed);
    shop_must(picture_upload(shop.kripa, shop.admin, file, folder, &shop.arena, &image, &shop.err),
              &shop.err, "upload");
    return image;
}

static bool is_there(const struct kripa_image *image)
{
    return access(kripa_arena_format(&shop.arena, "%s/%s", shop.media, image->public_id), R_OK) ==
           0;
}

/* How many days it takes until the file is gone: it lives a day after nothing names it any more. */
static void a_day_passes(void)
{
    int64_t removed;
    shop.now_ms += DAY_MS + 1000;
    shop_must(kripa_sweep(shop.kripa, 1000, &removed, &shop.err), &shop.err, "sweep");
}

static enum kripa_status try_append(struct kripa_id id, const struct kripa_image *images,
                                    size_t count, struct kripa_product **out)
{
    const struct kripa_product more = {.images_added = images, .images_added_count = count};
    return kripa_product_edit(shop.kripa, shop.admin, id, &more, 0, (struct kripa_int){0},
                              &shop.arena, out, &shop.err);
}

static struct kripa_product *append(struct kripa_id id, const struct kripa_image *image)
{
    struct kripa_product *product;
    shop_must(try_append(id, image, 1, &product), &shop.err, "append");
    return product;
}

static struct kripa_product *new_product(const char *name, const struct kripa_image *images,
                                         size_t count)
{
    struct kripa_product product = {.name = name,
                                    .price_paise = 10000,
                                    .active = true,
                                    .images_added = images,
                                    .images_added_count = count},
                         *out;
    shop_must(kripa_product_add(shop.kripa, shop.admin, &product,
                                kripa_schema_bit(&kripa_product_schema, "name") |
                                    kripa_schema_bit(&kripa_product_schema, "price"),
                                &shop.arena, &out, &shop.err),
              &shop.err, "product");
    return out;
}

static int64_t refs(void)
{
    return shop_count(&shop, &kripa_media_ref_schema);
}

START_TEST(a_picture_that_a_product_has_is_not_swept)
{
    struct kripa_image image = keep(1, KRIPA_MEDIA_PRODUCTS), loose = keep(2, KRIPA_MEDIA_PRODUCTS);
    struct kripa_product *product = new_product("Fan", &image, 1);
    ck_assert_uint_eq(product->images_count, 1);
    ck_assert_str_eq(product->images[0].url, image.url);
    ck_assert_str_eq(product->images[0].thumb,
                     kripa_arena_format(&shop.arena, "%s?w=320", image.url));
    for (int i = 0; i < 3; i++)
        a_day_passes();
    ck_assert(is_there(&image));
    ck_assert(!is_there(&loose));
    ck_assert_int_eq(refs(), 1);
    shop_check_books(&shop);
}
END_TEST

START_TEST(pictures_are_added_behind_the_others)
{
    struct kripa_id fan = shop_product(&shop, "Fan", 3)->id;
    struct kripa_image images[KRIPA_IMAGES_MAX + 1];
    for (unsigned i = 0; i <= KRIPA_IMAGES_MAX; i++)
        images[i] = keep(i, KRIPA_MEDIA_PRODUCTS);
    struct kripa_product *product = NULL;
    append(fan, &images[0]);
    ck_assert_int_eq(try_append(fan, images + 1, KRIPA_IMAGES_MAX - 1, &product), KRIPA_OK);
    ck_assert_uint_eq(product->images_count, KRIPA_IMAGES_MAX);
    for (size_t i = 0; i < KRIPA_IMAGES_MAX; i++)
        ck_assert_str_eq(product->images[i].public_id, images[i].public_id);
    ck_assert_refused(&shop, try_append(fan, &images[KRIPA_IMAGES_MAX], 1, &product), KRIPA_INVALID,
                      "images");
    ck_assert_int_eq(refs(), KRIPA_IMAGES_MAX);
}
END_TEST

START_TEST(a_picture_taken_away_goes_a_day_later)
{
    struct kripa_image image = keep(1, KRIPA_MEDIA_PRODUCTS);
    struct kripa_product *product = new_product("Fan", &image, 1);
    for (int i = 0; i < 2; i++)
        a_day_passes();
    ck_assert_int_eq(kripa_product_image_remove(shop.kripa, shop.admin, product->id,
                                                image.public_id, &shop.arena, &product, &shop.err),
                     KRIPA_OK);
    ck_assert_uint_eq(product->images_count, 0);
    ck_assert_int_eq(refs(), 0);
    ck_assert(is_there(&image));
    a_day_passes();
    ck_assert(!is_there(&image));
    ck_assert_refused(&shop,
                      kripa_product_image_remove(shop.kripa, shop.admin, product->id,
                                                 image.public_id, &shop.arena, &product, &shop.err),
                      KRIPA_NOT_FOUND, "publicId");
    ck_assert_int_eq(kripa_product_image_remove(shop.kripa, shop.customer, product->id, "x",
                                                &shop.arena, &product, &shop.err),
                     KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(a_picture_of_two_stays_for_the_second)
{
    struct kripa_image image = keep(1, KRIPA_MEDIA_PRODUCTS);
    struct kripa_product *fan = new_product("Fan", &image, 1),
                         *lamp = new_product("Lamp", &image, 1);
    ck_assert_int_eq(refs(), 2);
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, fan->id, &shop.arena, &fan, &shop.err),
        KRIPA_OK);
    a_day_passes();
    a_day_passes();
    ck_assert(is_there(&image));
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, lamp->id, &shop.arena, &lamp, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(refs(), 0);
    a_day_passes();
    ck_assert(!is_there(&image));
}
END_TEST

/* A page sends the images back that it was shown, and leaves one out. */
START_TEST(images_that_are_sent_replace_the_others)
{
    struct kripa_image images[] = {keep(1, KRIPA_MEDIA_PRODUCTS), keep(2, KRIPA_MEDIA_PRODUCTS)};
    struct kripa_product *product = new_product("Fan", images, 2);
    product = product_edit(&shop, product->id,
                           kripa_arena_format(&shop.arena,
                                              "{\"images\":[{\"url\":\"%s\",\"public_id\":\"%s\","
                                              "\"thumb\":\"%s\"}]}",
                                              images[1].url, images[1].public_id,
                                              product->images[1].thumb));
    ck_assert_uint_eq(product->images_count, 1);
    ck_assert_int_eq(refs(), 1);
    a_day_passes();
    ck_assert(!is_there(&images[0]));
    ck_assert(is_there(&images[1]));
    ck_assert_refused(
        &shop,
        try_product_edit(
            &shop, product->id,
            kripa_arena_format(&shop.arena, "{\"images\":[{\"url\":\"%s\"}]}", images[0].url), -1,
            &product),
        KRIPA_INVALID, "images");
}
END_TEST

START_TEST(a_file_that_went_meanwhile_can_not_be_named)
{
    struct kripa_image image = keep(1, KRIPA_MEDIA_PRODUCTS);
    struct kripa_id fan = shop_product(&shop, "Fan", 3)->id;
    struct kripa_product *product;
    a_day_passes();
    ck_assert_refused(&shop, try_append(fan, &image, 1, &product), KRIPA_INVALID, "images");
    ck_assert_uint_eq(product_now(&shop, fan)->images_count, 0);
}
END_TEST

START_TEST(photos_and_logos_are_named_by_their_urls)
{
    struct kripa_image photo = keep(1, KRIPA_MEDIA_PROFILES), other = keep(2, KRIPA_MEDIA_PROFILES),
                       logo = keep(3, KRIPA_MEDIA_CATEGORIES);
    struct kripa_account *account;
    ck_assert_int_eq(kripa_profile_photo_set(shop.kripa, shop.customer, &photo, &shop.arena,
                                             &account, &shop.err),
                     KRIPA_OK);
    ck_assert_str_eq(account->profile_photo, photo.url);
    struct kripa_category *category = category_add(
        &shop, kripa_arena_format(&shop.arena, "{\"name\":\"Fans\",\"logo\":\"%s\"}", logo.url));
    ck_assert_int_eq(refs(), 2);
    a_day_passes();
    ck_assert(is_there(&photo) && is_there(&logo) && !is_there(&other));
    category_edit(&shop, category->id, "{\"logo\":\"https://example.in/logo.png\"}");
    ck_assert_int_eq(refs(), 1);
    ck_assert_int_eq(
        kripa_profile_photo_set(shop.kripa, shop.customer, NULL, &shop.arena, &account, &shop.err),
        KRIPA_OK);
    ck_assert_ptr_null(account->profile_photo);
    ck_assert_int_eq(refs(), 0);
    a_day_passes();
    ck_assert(!is_there(&photo) && !is_there(&logo));
}
END_TEST

START_TEST(a_file_goes_with_its_owner)
{
    struct kripa_image photo = keep(1, KRIPA_MEDIA_PROFILES),
                       logo = keep(3, KRIPA_MEDIA_CATEGORIES),
                       second = keep(4, KRIPA_MEDIA_PROFILES);
    struct kripa_account *account;
    const struct kripa_viewer whose[] = {shop.customer, shop.retailer};
    kripa_profile_photo_set(shop.kripa, shop.customer, &photo, &shop.arena, &account, &shop.err);
    kripa_profile_photo_set(shop.kripa, shop.retailer, &second, &shop.arena, &account, &shop.err);
    struct kripa_category *category = category_add(
        &shop, kripa_arena_format(&shop.arena, "{\"name\":\"Fans\",\"logo\":\"%s\"}", logo.url));
    shop_set_ordered(&shop, shop.retailer.user); /* anonymised, not removed */
    ck_assert_int_eq(refs(), 3);
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(kripa_account_delete(shop.kripa, shop.admin, whose[i].user, &shop.arena,
                                              &account, &shop.err),
                         KRIPA_OK);
    ck_assert_int_eq(kripa_category_delete(shop.kripa, shop.admin, category->id, &shop.arena,
                                           &category, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(refs(), 0);
    a_day_passes();
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 0);
}
END_TEST

/* The old app's picture, of which nothing was written down, goes to the sweep's list. */
START_TEST(pictures_of_the_old_app_can_be_taken_away)
{
    struct kripa_product *product =
        product_add(&shop, "{\"name\":\"Fan\",\"price\":100,\"images\":[{\"url\":"
                           "\"https://res.cloudinary.com/demo/image/upload/v1/ecom_products/"
                           "fan.jpg\",\"public_id\":\"ecom_products/fan\"}]}");
    ck_assert_str_eq(product->images[0].thumb,
                     "https://res.cloudinary.com/demo/image/upload/c_limit,w_320/v1/ecom_products/"
                     "fan.jpg");
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 0);
    ck_assert_int_eq(kripa_product_image_remove(shop.kripa, shop.admin, product->id,
                                                "ecom_products/fan", &shop.arena, &product,
                                                &shop.err),
                     KRIPA_OK);
    const struct kripa_media *media = shop_rows(&shop, &kripa_media_schema).at;
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 1);
    ck_assert_str_eq(media->public_id, "ecom_products/fan");
    ck_assert_str_eq(media->place, "cloudinary");
    ck_assert_int_eq(media->refs, 0);
    a_day_passes(); /* Cloudinary is not configured here: the file waits until it is */
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 1);
}
END_TEST

/* Naming and sweeping at once, with a clock that makes every file a day old in between. */
struct race {
    pthread_t thread;
    struct kripa_id product;
    struct kripa_image image;
    enum kripa_status status;
};

static void *name_it(void *ctx)
{
    struct race *race = ctx;
    struct kripa_arena arena = {0};
    struct kripa_error err;
    struct kripa_product *out;
    const struct kripa_product more = {.images_added = &race->image, .images_added_count = 1};
    race->status = kripa_product_edit(shop.kripa, shop.admin, race->product, &more, 0,
                                      (struct kripa_int){0}, &arena, &out, &err);
    kripa_arena_clear(&arena);
    return NULL;
}

#define ROUNDS 12
START_TEST(a_sweep_beside_a_naming_takes_nothing_that_is_named)
{
    struct kripa_id fan = shop_product(&shop, "Fan", 3)->id;
    for (unsigned i = 0; i < ROUNDS; i++) {
        struct race race = {.product = fan, .image = keep(i, KRIPA_MEDIA_PRODUCTS)};
        int64_t removed;
        shop.now_ms += DAY_MS + 1000;
        ck_assert_int_eq(pthread_create(&race.thread, NULL, name_it, &race), 0);
        ck_assert_int_eq(kripa_sweep(shop.kripa, 1000, &removed, &shop.err), KRIPA_OK);
        pthread_join(race.thread, NULL);
        struct kripa_product *product = product_now(&shop, fan);
        ck_assert_uint_eq(product->images_count, race.status == KRIPA_OK);
        ck_assert_int_eq(is_there(&race.image), race.status == KRIPA_OK);
        ck_assert_int_eq(refs(), race.status == KRIPA_OK);
        product_edit(&shop, fan, "{\"images\":[]}");
    }
}
END_TEST

/* What another program, or a fault, makes of it is told by verify; migrate brings it in order. */
START_TEST(verify_tells_who_names_what_wrongly_and_migrate_mends_it)
{
    struct kripa_image image = keep(1, KRIPA_MEDIA_PRODUCTS), other = keep(2, KRIPA_MEDIA_PRODUCTS);
    struct kripa_product *product = new_product("Fan", &image, 1);
    const struct kp_call call = {.kripa = shop.kripa, .viewer = shop.admin, .arena = &shop.arena};
    struct kp_change change = kp_change_in(&call);
    struct kripa_product changed = *product;
    changed.images = &other;
    kp_update(&change, &kripa_product_schema, product->id);
    kp_set(&change, "images", kp_member(&changed));
    ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
    ck_assert_int_eq(shop_verify(&shop), KRIPA_CORRUPT);
    ck_assert_int_eq(kripa_migrate(shop.kripa, false, say_nothing, NULL, &shop.err), KRIPA_OK);
    shop_check_books(&shop);
    a_day_passes();
    ck_assert(!is_there(&image) && is_there(&other));
    change = kp_change_in(&call);
    kp_update(&change, &kripa_media_schema, kp_id_of_name(other.public_id));
    kp_add(&change, "refs", 1);
    ck_assert_int_eq(kp_commit(&call, &change, NULL), KRIPA_OK);
    ck_assert_int_eq(shop_verify(&shop), KRIPA_CORRUPT);
}
END_TEST

START_TEST(migrate_writes_down_what_the_old_app_keeps_elsewhere)
{
#define OLD(name) "https://res.cloudinary.com/demo/image/upload/v1/" name
    static const char *const products[] = {"Fan", "Lamp"};
    for (size_t i = 0; i < 2; i++)
        product_add(
            &shop,
            kripa_arena_format(
                &shop.arena,
                "{\"name\":\"%s\",\"price\":100,\"images\":[{\"url\":"
                "\"" OLD("ecom_products/fan.jpg") "\",\"public_id\":\"ecom_products/fan\"}]}",
                products[i]));
    category_add(&shop, "{\"name\":\"Fans\",\"logo\":\"" OLD("logos/fans.png") "\"}");
    ck_assert_int_eq(refs(), 0);
    for (int i = 0; i < 2; i++) { /* again: nothing */
        ck_assert_int_eq(kripa_migrate(shop.kripa, false, say_nothing, NULL, &shop.err), KRIPA_OK);
        ck_assert_int_eq(refs(), 3);
        ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 2);
    }
    shop_check_books(&shop);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "media names", begin, end, a_picture_that_a_product_has_is_not_swept,
        pictures_are_added_behind_the_others, a_picture_taken_away_goes_a_day_later,
        a_picture_of_two_stays_for_the_second, images_that_are_sent_replace_the_others,
        a_file_that_went_meanwhile_can_not_be_named, photos_and_logos_are_named_by_their_urls,
        a_file_goes_with_its_owner, pictures_of_the_old_app_can_be_taken_away,
        a_sweep_beside_a_naming_takes_nothing_that_is_named,
        verify_tells_who_names_what_wrongly_and_migrate_mends_it,
        migrate_writes_down_what_the_old_app_keeps_elsewhere);
}
