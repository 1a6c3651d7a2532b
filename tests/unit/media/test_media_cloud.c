/* SPDX-License-Identifier: MIT
 * Uploads to Cloudinary, and a server that refuses, answers late or answers wrongly: errors are
 * clear, and no file stays there that no record names. */
#include "suite.h"

#include <string.h>

#include "cloud_server.h"
#include "pictures.h"
#include "schema/schema.h"
#include "shop.h"

#define DAY_MS ((int64_t)86400 * 1000)

static struct cloud_server cloud;
static struct shop shop;
static char url[256];

static void begin(void)
{
    cloud_server_start(&cloud);
    cloud_server_url(&cloud, url, sizeof url);
    shop_open(&shop, .media = true, .people = SHOP_MADE_UP, .cloudinary = url);
}

static void end(void)
{
    shop_close(&shop);
    cloud_server_stop(&cloud);
}

static enum kripa_status try_keep(unsigned seed, struct kripa_image *out)
{
    struct bytes file = picture_make(&shop.arena, PICTURE_JPEG, 64, 48, seed);
    return picture_upload(shop.kripa, shop.admin, file, KRIPA_MEDIA_PRODUCTS, &shop.arena, out,
                          &shop.err);
}

static struct kripa_image keep(unsigned seed)
{
    struct kripa_image image = {0};
    enum kripa_status status = try_keep(seed, &image);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return image;
}

static int64_t sweep(void)
{
    int64_t removed = 0;
    ck_assert_msg(kripa_sweep(shop.kripa, 1000, &removed, &shop.err) == KRIPA_OK, "%s",
                  shop.err.message);
    return removed;
}

static const struct kripa_media *recorded(void)
{
    struct kripa_rows rows = shop_rows(&shop, &kripa_media_schema);
    return rows.count ? rows.at : NULL;
}

START_TEST(a_picture_goes_up_under_the_digest_of_its_bytes)
{
    struct kripa_image image = keep(1);
    ck_assert_msg(strncmp(image.public_id, "ecom_products/", 14) == 0, "%s", image.public_id);
    ck_assert_uint_eq(strlen(image.public_id), 14 + 64);
    ck_assert_msg(strncmp(image.url, "https://res.cloudinary.com/" CLOUD_NAME, 37) == 0, "%s",
                  image.url);
    ck_assert_ptr_nonnull(strstr(image.url, image.public_id));
    ck_assert(cloud_server_has(&cloud, image.public_id));
    ck_assert_int_eq(cloud.badly_signed, 0);
    ck_assert_int_eq((int64_t)cloud.bytes, recorded()->bytes);
    ck_assert_str_eq(recorded()->place, "cloudinary");
}
END_TEST

START_TEST(the_same_picture_goes_up_once)
{
    struct kripa_image first = keep(1), again = keep(1);
    ck_assert_str_eq(first.public_id, again.public_id);
    ck_assert_str_eq(first.url, again.url);
    ck_assert_int_eq(cloud.uploads, 1);
}
END_TEST

START_TEST(what_nothing_names_is_swept_there)
{
    struct kripa_image image = keep(1);
    ck_assert_int_eq(sweep(), 0);
    shop.now_ms += DAY_MS + 1;
    ck_assert_int_eq(sweep(), 1);
    ck_assert(!cloud_server_has(&cloud, image.public_id));
    ck_assert_int_eq(cloud.removals, 1);
    ck_assert_ptr_null(recorded());
}
END_TEST

START_TEST(a_refused_request_takes_its_picture_back)
{
    struct bytes file = picture_make(&shop.arena, PICTURE_PNG, 64, 48, 3);
    struct kripa_upload *upload;
    struct kripa_image image;
    ck_assert_int_eq(kripa_upload_open(shop.kripa, "image", &upload, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_upload_write(upload, file.at, file.size, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_upload_finish(upload, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_media_keep(shop.kripa, shop.admin, upload, KRIPA_MEDIA_BANNERS,
                                      &shop.arena, &image, &shop.err),
                     KRIPA_OK);
    ck_assert_uint_eq(cloud_server_count(&cloud), 1);
    ck_assert_int_eq(kripa_media_drop(shop.kripa, upload, &shop.err), KRIPA_OK);
    ck_assert_uint_eq(cloud_server_count(&cloud), 0);
    kripa_upload_free(upload);
}
END_TEST

/* For each fault of the server: nothing is kept, and the error gives the reason without
 * secrets. Once the server works again the same picture can be kept; if it never is, it is
 * swept. */
START_TEST(trouble_there_is_told_and_leaves_nothing)
{
    static const char *const reasons[CLOUD_MOODS] = {
        [CLOUD_REFUSES] = "did not take the picture: HTTP 401",
        [CLOUD_COMPLAINS] = "HTTP 400, File size too large",
        [CLOUD_IS_BUSY] = "HTTP 420",
        [CLOUD_BREAKS] = "HTTP 500",
        [CLOUD_IS_LATE] = "Timeout",
        [CLOUD_HANGS_UP] = "did not take the picture: ",
        [CLOUD_GOES] = "did not take the picture: ",
        [CLOUD_MUMBLES] = "is not understood",
        [CLOUD_TALKS] = "longer than",
        [CLOUD_LIES] = "wrong signature",
        [CLOUD_MISTAKES] = "another picture",
        [CLOUD_REDIRECTS] = "HTTP 307",
    };
    for (int mood = CLOUD_GOOD + 1; mood < CLOUD_MOODS; mood++) {
        struct kripa_image image = {0};
        atomic_store(&cloud.mood, mood);
        ck_assert_int_eq(try_keep((unsigned)mood, &image), KRIPA_UNAVAILABLE);
        ck_assert_msg(strstr(shop.err.message, reasons[mood]) != NULL, "%d: %s", mood,
                      shop.err.message);
        ck_assert_ptr_null(strstr(shop.err.message, CLOUD_SECRET));
        ck_assert_ptr_null(strstr(shop.err.message, "String to sign"));
        ck_assert_ptr_null(image.url);
        ck_assert_int_eq(recorded()->status, KRIPA_MEDIA_COMING);
        atomic_store(&cloud.mood, CLOUD_GOOD);
        if (mood % 2) {
            image = keep((unsigned)mood);
            ck_assert(cloud_server_has(&cloud, image.public_id));
        }
        shop.now_ms += DAY_MS + 1;
        ck_assert_int_eq(sweep(), 1);
        ck_assert_uint_eq(cloud_server_count(&cloud), 0);
        ck_assert_ptr_null(recorded());
    }
    ck_assert_int_eq(cloud.badly_signed, 0);
}
END_TEST

START_TEST(what_can_not_be_removed_is_tried_again)
{
    struct kripa_image image = keep(1);
    int64_t removed = 0;
    shop.now_ms += DAY_MS + 1;
    atomic_store(&cloud.mood, CLOUD_BREAKS);
    ck_assert_int_eq(kripa_sweep(shop.kripa, 1000, &removed, &shop.err), KRIPA_UNAVAILABLE);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "did not remove the picture: HTTP 500"));
    ck_assert(cloud_server_has(&cloud, image.public_id));
    atomic_store(&cloud.mood, CLOUD_GOOD);
    shop.now_ms += DAY_MS;
    ck_assert_int_eq(sweep(), 1);
    ck_assert(!cloud_server_has(&cloud, image.public_id));
}
END_TEST

START_TEST(no_media_folder_is_needed)
{
    struct kripa_config config = {
        .store_uri = "sqlite::memory:", .create = true, .cloudinary.url = url};
    struct kripa *kripa;
    struct kripa_image image = {0};
    ck_assert_int_eq(kripa_open(&config, &kripa, &shop.err), KRIPA_OK);
    struct bytes file = picture_make(&shop.arena, PICTURE_WEBP, 64, 48, 5);
    ck_assert_int_eq(picture_upload(kripa, kripa_viewer_console("test"), file,
                                    KRIPA_MEDIA_CATEGORIES, &shop.arena, &image, &shop.err),
                     KRIPA_OK);
    ck_assert(cloud_server_has(&cloud, image.public_id));
    kripa_close(kripa);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("media cloud", begin, end, a_picture_goes_up_under_the_digest_of_its_bytes,
                        the_same_picture_goes_up_once, what_nothing_names_is_swept_there,
                        a_refused_request_takes_its_picture_back,
                        trouble_there_is_told_and_leaves_nothing,
                        what_can_not_be_removed_is_tried_again, no_media_folder_is_needed);
}
