/* SPDX-License-Identifier: MIT
 * Uploads on their way in, kept, dropped and swept; and local files by their names. */
#include "suite.h"

#include <dirent.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pictures.h"
#include "schema/schema.h"
#include "shop.h"

#define DAY_MS ((int64_t)86400 * 1000)

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .media = true, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

static struct bytes picture(unsigned seed)
{
    return picture_make(&shop.arena, PICTURE_JPEG, 64, 48, seed);
}

static struct kripa_image keep(struct bytes file)
{
    struct kripa_image image = {0};
    ck_assert_int_eq(picture_upload(shop.kripa, shop.admin, file, KRIPA_MEDIA_PRODUCTS, &shop.arena,
                                    &image, &shop.err),
                     KRIPA_OK);
    return image;
}

static int entries(const char *folder)
{
    DIR *dir = opendir(folder);
    int count = 0;
    for (struct dirent *entry = dir ? readdir(dir) : NULL; entry; entry = readdir(dir))
        count += entry->d_name[0] != '.' && entry->d_type == DT_REG;
    if (dir)
        closedir(dir);
    return count;
}

static int files(void)
{
    return entries(shop.media);
}

static int incoming(void)
{
    return entries(kripa_arena_format(&shop.arena, "%s/incoming", shop.media));
}

static bool is_there(const struct kripa_image *image)
{
    const char *path = kripa_arena_format(&shop.arena, "%s/%s", shop.media, image->public_id);
    return access(path, R_OK) == 0;
}

static int64_t sweep(void)
{
    int64_t removed;
    ck_assert_int_eq(kripa_sweep(shop.kripa, 1000, &removed, &shop.err), KRIPA_OK);
    return removed;
}

static struct kripa_upload *upload(struct bytes file)
{
    struct kripa_upload *opened;
    ck_assert_int_eq(kripa_upload_open(shop.kripa, "images[0]", &opened, &shop.err), KRIPA_OK);
    for (size_t at = 0; at < file.size; at += 100)
        ck_assert_int_eq(kripa_upload_write(opened, file.at + at,
                                            file.size - at < 100 ? file.size - at : 100, &shop.err),
                         KRIPA_OK);
    return opened;
}

static enum kripa_status keep_upload(struct kripa_upload *of, struct kripa_viewer viewer,
                                     enum kripa_media_folder folder, struct kripa_image *out)
{
    return kripa_media_keep(shop.kripa, viewer, of, folder, &shop.arena, out, &shop.err);
}

START_TEST(an_upload_is_kept_under_the_digest_of_its_bytes)
{
    struct kripa_image image = keep(picture(1));
    ck_assert_uint_eq(strlen(image.public_id), 64 + strlen(".jpg"));
    ck_assert_str_eq(image.url, kripa_arena_format(&shop.arena, SHOP_PUBLIC_URL "/api/media/%s",
                                                   image.public_id));
    ck_assert(is_there(&image));
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(incoming(), 0);
    struct kripa_media *media = shop_rows(&shop, &kripa_media_schema).at;
    ck_assert_int_eq(media->status, KRIPA_MEDIA_KEPT);
    ck_assert_str_eq(media->type, "image/jpeg");
    ck_assert_int_eq(media->width, 64);
    ck_assert_int_eq(media->height, 48);
}
END_TEST

/* The same bytes, sent again or with other metadata, are kept once. */
START_TEST(the_same_picture_is_kept_once)
{
    struct kripa_image plain = keep(picture(7)), again = keep(picture(7)),
                       other = keep(picture_with_secrets(&shop.arena, PICTURE_JPEG, 1));
    ck_assert_str_eq(plain.public_id, again.public_id);
    ck_assert_str_eq(plain.public_id, other.public_id);
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 1);
}
END_TEST

START_TEST(what_is_wrong_with_a_file_names_its_field)
{
    struct kripa_upload *bad = upload((struct bytes){(unsigned char *)"GIF89a", 6});
    ck_assert_int_eq(kripa_upload_finish(bad, &shop.err), KRIPA_UNSUPPORTED_TYPE);
    ck_assert_str_eq(shop.err.fields[0].path, "images[0]");
    struct kripa_image image;
    ck_assert_int_eq(keep_upload(bad, shop.admin, KRIPA_MEDIA_PRODUCTS, &image), KRIPA_INVALID);
    kripa_upload_free(bad);
    struct bytes cut = picture(1);
    cut.size /= 2;
    bad = upload(cut);
    ck_assert_int_eq(kripa_upload_finish(bad, &shop.err), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "images[0]");
    kripa_upload_free(bad);
    bad = upload((struct bytes){NULL, 0});
    ck_assert_int_eq(kripa_upload_finish(bad, &shop.err), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].message, "is empty");
    kripa_upload_free(bad);
    ck_assert_int_eq(files() + incoming(), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 0);
}
END_TEST

START_TEST(a_file_that_is_too_large_is_refused_while_it_comes)
{
    static unsigned char piece[65536];
    struct kripa_upload *large;
    ck_assert_int_eq(kripa_upload_open(shop.kripa, "photo", &large, &shop.err), KRIPA_OK);
    for (size_t i = 0; i < KRIPA_MEDIA_BYTES_MAX / sizeof piece; i++)
        ck_assert_int_eq(kripa_upload_write(large, piece, sizeof piece, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_upload_write(large, piece, 1, &shop.err), KRIPA_TOO_LARGE);
    ck_assert_str_eq(shop.err.message, "photo: may have at most 5 MiB");
    ck_assert_int_eq(kripa_upload_write(large, piece, 1, &shop.err), KRIPA_INVALID);
    ck_assert_int_eq(incoming(), 1);
    kripa_upload_free(large);
    ck_assert_int_eq(incoming(), 0);
}
END_TEST

START_TEST(an_upload_that_is_given_up_leaves_nothing)
{
    kripa_upload_free(NULL);
    kripa_upload_free(upload(picture(1)));
    struct kripa_upload *whole = upload(picture(1));
    ck_assert_int_eq(kripa_upload_finish(whole, &shop.err), KRIPA_OK);
    ck_assert_int_eq(incoming(), 1);
    kripa_upload_free(whole);
    ck_assert_int_eq(files() + incoming(), 0);
}
END_TEST

START_TEST(who_may_keep_what)
{
    static const struct {
        enum kripa_media_folder folder;
        enum kripa_status guest, customer;
    } may[] = {
        {KRIPA_MEDIA_PRODUCTS, KRIPA_FORBIDDEN, KRIPA_FORBIDDEN},
        {KRIPA_MEDIA_CATEGORIES, KRIPA_FORBIDDEN, KRIPA_FORBIDDEN},
        {KRIPA_MEDIA_BANNERS, KRIPA_FORBIDDEN, KRIPA_FORBIDDEN},
        {KRIPA_MEDIA_PROFILES, KRIPA_FORBIDDEN, KRIPA_OK},
    };
    struct kripa_image image;
    for (size_t i = 0; i < sizeof may / sizeof *may; i++) {
        struct kripa_upload *whole = upload(picture(1));
        ck_assert_int_eq(kripa_upload_finish(whole, &shop.err), KRIPA_OK);
        ck_assert_int_eq(keep_upload(whole, kripa_viewer_guest(), may[i].folder, &image),
                         may[i].guest);
        ck_assert_int_eq(keep_upload(whole, shop.customer, may[i].folder, &image), may[i].customer);
        kripa_upload_free(whole);
    }
}
END_TEST

START_TEST(a_refused_request_takes_its_file_along)
{
    struct kripa_upload *mine = upload(picture(1));
    struct kripa_image image;
    ck_assert_int_eq(kripa_media_drop(shop.kripa, mine, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_upload_finish(mine, &shop.err), KRIPA_OK);
    ck_assert_int_eq(keep_upload(mine, shop.admin, KRIPA_MEDIA_PRODUCTS, &image), KRIPA_OK);
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(kripa_media_drop(shop.kripa, mine, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_media_drop(shop.kripa, mine, &shop.err), KRIPA_OK);
    kripa_upload_free(mine);
    ck_assert_int_eq(files() + incoming(), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 0);
}
END_TEST

/* Not removed by the upload that came second, nor by the first one if another record names
 * the file by now. */
START_TEST(a_file_that_others_brought_too_is_not_dropped)
{
    struct kripa_upload *first = upload(picture(1)), *second = upload(picture(1));
    struct kripa_image image;
    ck_assert_int_eq(kripa_upload_finish(first, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_upload_finish(second, &shop.err), KRIPA_OK);
    ck_assert_int_eq(keep_upload(first, shop.admin, KRIPA_MEDIA_PRODUCTS, &image), KRIPA_OK);
    ck_assert_int_eq(keep_upload(second, shop.admin, KRIPA_MEDIA_PRODUCTS, &image), KRIPA_OK);
    ck_assert_int_eq(kripa_media_drop(shop.kripa, first, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_media_drop(shop.kripa, second, &shop.err), KRIPA_OK);
    kripa_upload_free(first);
    kripa_upload_free(second);
    ck_assert(is_there(&image));
}
END_TEST

START_TEST(what_nothing_names_is_swept_after_a_day)
{
    struct kripa_image old = keep(picture(1));
    shop.now_ms += DAY_MS / 2;
    struct kripa_image young = keep(picture(2));
    ck_assert_int_eq(sweep(), 0);
    shop.now_ms += DAY_MS / 2 + 1000;
    ck_assert_int_eq(sweep(), 1);
    ck_assert(!is_there(&old));
    ck_assert(is_there(&young));
    keep(picture(2)); /* brought again: another day */
    shop.now_ms += DAY_MS / 2 + 1000;
    ck_assert_int_eq(sweep(), 0);
    shop.now_ms += DAY_MS;
    ck_assert_int_eq(sweep(), 1);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 0);
    ck_assert_int_eq(files(), 0);
}
END_TEST

/* A process that died left it; the clock of the disk is the real one. */
START_TEST(uploads_that_broke_off_are_swept)
{
    keep(picture(1));
    const char *left = kripa_arena_format(&shop.arena, "%s/incoming/leftXX", shop.media);
    FILE *file = fopen(left, "w");
    fclose(file);
    ck_assert_int_eq(sweep(), 0);
    const struct timespec long_ago[2] = {{1, 0}, {1, 0}};
    ck_assert_int_eq(utimensat(AT_FDCWD, left, long_ago, 0), 0);
    ck_assert_int_eq(sweep(), 0); /* it looks once an hour */
    shop.now_ms += DAY_MS / 12;
    ck_assert_int_eq(sweep(), 1);
    ck_assert_int_eq(incoming(), 0);
    ck_assert_int_eq(files(), 1);
}
END_TEST

START_TEST(local_files_are_opened_by_name_alone)
{
    struct kripa_image image = keep(picture(1));
    struct kripa_media_file file;
    ck_assert_int_eq(kripa_media_open(shop.kripa, image.public_id, 0, &file, &shop.err), KRIPA_OK);
    ck_assert_str_eq(file.type, "image/jpeg");
    ck_assert_int_gt(file.size, 1000);
    close(file.fd);
    static const char *const names[] = {
        "",
        "..",
        "incoming",
        "../store.db",
        "x.jpg",
        "0000000000000000000000000000000000000000000000000000000000000000.jpg",
        "../media/0000000000000000000000000000000000000000000000000000000000000000.jpg"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_int_eq(kripa_media_open(shop.kripa, names[i], 0, &file, &shop.err),
                         KRIPA_NOT_FOUND);
    ck_assert_int_eq(kripa_media_open(shop.kripa, image.public_id, 100, &file, &shop.err),
                     KRIPA_INVALID);
}
END_TEST

START_TEST(smaller_pictures_are_made_once_and_kept)
{
    static const int64_t widths[] = {KRIPA_MEDIA_WIDTHS};
    struct bytes wide = picture_make(&shop.arena, (enum picture_kind)_i, 900, 300, 3);
    struct kripa_image image = keep(wide);
    for (size_t i = 0; i < 3; i++) {
        struct kripa_media_file file;
        ck_assert_int_eq(kripa_media_open(shop.kripa, image.public_id, widths[i], &file, &shop.err),
                         KRIPA_NOT_FOUND);
        ck_assert_int_eq(kripa_media_make(shop.kripa, image.public_id, widths[i], &file, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(picture_width(bytes_of(&shop.arena, &file)), widths[i]);
        ck_assert_int_eq(kripa_media_open(shop.kripa, image.public_id, widths[i], &file, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(picture_width(bytes_of(&shop.arena, &file)), widths[i]);
    }
    ck_assert_int_eq(incoming(), 0);
    shop.now_ms += DAY_MS + 1000;
    ck_assert_int_eq(sweep(), 1);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            entries(kripa_arena_format(&shop.arena, "%s/w%d", shop.media, (int)widths[i])), 0);
}
END_TEST

START_TEST(where_none_can_be_made_the_picture_itself_is_given)
{
    struct kripa_image small = keep(picture_make(&shop.arena, PICTURE_PNG, 100, 300, 3));
    struct bytes broken = picture_make(&shop.arena, PICTURE_JPEG, 900, 300, 3);
    unsigned char *tables = memmem(broken.at, broken.size, "\xFF\xC4", 2);
    memset(tables + 4, 0xFF, 16); /* no decoder can read it, though its segments are whole */
    struct kripa_image odd = keep(broken);
    const struct kripa_image *const images[] = {&small, &odd};
    for (size_t i = 0; i < 2; i++) {
        struct kripa_media_file file, whole;
        for (int again = 0; again < 2; again++) {
            ck_assert_int_eq(
                kripa_media_make(shop.kripa, images[i]->public_id, 160, &file, &shop.err),
                KRIPA_OK);
            close(file.fd);
        }
        ck_assert_int_eq(kripa_media_open(shop.kripa, images[i]->public_id, 0, &whole, &shop.err),
                         KRIPA_OK);
        ck_assert_int_eq(file.size, whole.size);
        close(whole.fd);
        ck_assert_int_eq(kripa_media_open(shop.kripa, images[i]->public_id, 160, &file, &shop.err),
                         KRIPA_OK);
        close(file.fd);
    }
    struct kripa_media_file none;
    ck_assert_int_eq(kripa_media_make(shop.kripa, "x.jpg", 160, &none, &shop.err), KRIPA_NOT_FOUND);
}
END_TEST

/* 400 x 200 as it lies; each corner has a colour of its own. */
START_TEST(smaller_pictures_stand_upright)
{
    static const char corners[][5] = {"rgbw", "grwb", "wbgr", "bwrg",
                                      "rbgw", "brwg", "wgbr", "gwrb"};
    struct kripa_image image = keep(picture_with_corners(&shop.arena, _i + 1));
    struct kripa_media_file file;
    ck_assert_int_eq(kripa_media_make(shop.kripa, image.public_id, 160, &file, &shop.err),
                     KRIPA_OK);
    char found[5];
    struct bytes small = bytes_of(&shop.arena, &file);
    ck_assert_int_eq(picture_width(small), 160);
    picture_corners(small, found);
    ck_assert_str_eq(found, corners[_i]);
}
END_TEST

struct bringing {
    pthread_t thread;
    struct kripa_arena arena;
    struct bytes file;
    enum kripa_status status;
    struct kripa_image image;
};

static void *bring(void *ctx)
{
    struct bringing *bringing = ctx;
    struct kripa_error err;
    bringing->status = picture_upload(shop.kripa, shop.admin, bringing->file, KRIPA_MEDIA_PRODUCTS,
                                      &bringing->arena, &bringing->image, &err);
    return NULL;
}

#define AT_ONCE 8
START_TEST(the_same_bytes_at_once_are_one_file)
{
    static struct bringing bringing[AT_ONCE];
    struct bytes file = picture(1);
    for (int i = 0; i < AT_ONCE; i++) {
        bringing[i] = (struct bringing){.file = file};
        ck_assert_int_eq(pthread_create(&bringing[i].thread, NULL, bring, &bringing[i]), 0);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        pthread_join(bringing[i].thread, NULL);
        ck_assert_int_eq(bringing[i].status, KRIPA_OK);
        ck_assert_str_eq(bringing[i].image.public_id, bringing[0].image.public_id);
    }
    ck_assert_int_eq(files(), 1);
    ck_assert_int_eq(incoming(), 0);
    ck_assert_int_eq(shop_count(&shop, &kripa_media_schema), 1);
    for (int i = 0; i < AT_ONCE; i++)
        kripa_arena_clear(&bringing[i].arena);
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("media", begin, end);
    tcase_add_loop_test(cases, smaller_pictures_are_made_once_and_kept, 0, PICTURE_KINDS);
    tcase_add_loop_test(cases, smaller_pictures_stand_upright, 0, 8);
    return RUN_CASES(
        cases, "media", an_upload_is_kept_under_the_digest_of_its_bytes,
        the_same_picture_is_kept_once, what_is_wrong_with_a_file_names_its_field,
        a_file_that_is_too_large_is_refused_while_it_comes,
        an_upload_that_is_given_up_leaves_nothing, who_may_keep_what,
        a_refused_request_takes_its_file_along, a_file_that_others_brought_too_is_not_dropped,
        what_nothing_names_is_swept_after_a_day, uploads_that_broke_off_are_swept,
        local_files_are_opened_by_name_alone, where_none_can_be_made_the_picture_itself_is_given,
        the_same_bytes_at_once_are_one_file);
}
