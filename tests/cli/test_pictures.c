/* SPDX-License-Identifier: MIT
 * Uploaded pictures at the console: given to a product and taken away, checked, swept, and copied
 * with a backup. */
#include "suite.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "console.h"
#include "pictures.h"

static struct console console;
static struct kripa_arena arena;

static void write_file(const char *name, const void *bytes, size_t size)
{
    FILE *file = fopen(kripa_arena_format(&arena, "%s/%s", console.folder, name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    fclose(file);
}

static void write_picture(const char *name, enum picture_kind kind, unsigned seed)
{
    struct bytes file = picture_make(&arena, kind, 64, 48, seed);
    write_file(name, file.at, file.size);
}

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "Ceiling fan", "--sku", "FAN", "--price", "1500");
    write_picture("front.png", PICTURE_PNG, 1);
    write_picture("back.jpg", PICTURE_JPEG, 2);
    write_file("note.txt", "no picture", 10);
}

static int files_in(const char *folder)
{
    DIR *files = opendir(kripa_arena_format(&arena, "%s/%s", console.folder, folder));
    int count = 0;
    for (struct dirent *one = files ? readdir(files) : NULL; one; one = readdir(files))
        count += one->d_type == DT_REG;
    if (files)
        closedir(files);
    return count;
}

static const char *public_id(size_t at)
{
    json_t *fan = console_json(&console, MUST(&console, "product", "show", "FAN", "--json"));
    json_t *image = json_array_get(json_object_get(fan, "images"), at);
    return json_string_value(json_object_get(image, "public_id"));
}

START_TEST(pictures_come_and_go)
{
    char *said = MUST(&console, "product", "image", "add", "FAN", "front.png", "back.jpg");
    ck_assert_ptr_nonnull(strstr(said, "Ceiling fan has 2 pictures now."));
    ck_assert_int_eq(files_in("media"), 2);
    said = MUST(&console, "product", "image", "remove", "FAN", public_id(0));
    ck_assert_ptr_nonnull(strstr(said, "Ceiling fan has 1 picture now."));
    ck_assert_ptr_nonnull(strstr(public_id(0), ".jpg"));
    ck_assert_int_eq(CONSOLE(&console, "product", "image", "remove", "FAN", "other").code, 4);
    said = MUST(&console, "media", "sweep");
    ck_assert_ptr_nonnull(strstr(said, "0 pictures are removed."));
    said = MUST(&console, "media", "sweep", "--json");
    ck_assert_ptr_nonnull(strstr(said, "{\"removed\":0}"));
    ck_assert_int_eq(files_in("media"), 2); /* it is named no longer, for less than a day */
    MUST(&console, "store", "verify");
}
END_TEST

START_TEST(what_is_refused_leaves_no_file)
{
    struct ran ran = CONSOLE(&console, "product", "image", "add", "FAN", "front.png", "note.txt");
    ck_assert_int_ne(ran.code, 0);
    ck_assert_msg(strstr(ran.err, "note.txt") != NULL, "%s", ran.err);
    ck_assert_int_eq(files_in("media"), 0);
    ck_assert_int_eq(files_in("media/incoming"), 0);
    ran = CONSOLE(&console, "product", "image", "add", "FAN", "none.png");
    ck_assert_ptr_nonnull(strstr(ran.err, "can't open none.png"));
    ran = CONSOLE(&console, "product", "image", "add", "NONE", "front.png");
    ck_assert_int_eq(ran.code, 4);
    ck_assert_int_eq(CONSOLE(&console, "product", "image", "ad", "FAN", "front.png").code, 2);
    ck_assert_int_eq(files_in("media"), 0);
}
END_TEST

START_TEST(a_file_that_is_lost_or_cut_is_found)
{
    MUST(&console, "product", "image", "add", "FAN", "front.png", "back.jpg");
    char *said = MUST(&console, "media", "verify");
    ck_assert_ptr_nonnull(strstr(said, "2 records looked at: all is as it should be."));
    const char *path = kripa_arena_format(&arena, "%s/media/%s", console.folder, public_id(0));
    ck_assert_int_eq(truncate(path, 10), 0);
    struct ran ran = CONSOLE(&console, "media", "verify");
    ck_assert_int_eq(ran.code, 8);
    ck_assert_msg(strstr(ran.out, "it has 10 bytes in the media folder") != NULL, "%s", ran.out);
    ck_assert_int_eq(unlink(path), 0);
    ran = CONSOLE(&console, "media", "verify");
    ck_assert_int_eq(ran.code, 8);
    ck_assert_msg(strstr(ran.out, "it is not in the media folder") != NULL, "%s", ran.out);
    MUST(&console, "store", "verify"); /* a backup is good without its pictures */
}
END_TEST

START_TEST(a_backup_takes_pictures_along)
{
    MUST(&console, "product", "image", "add", "FAN", "front.png", "back.jpg");
    char *said = MUST(&console, "store", "backup", "one.db", "--media", "copies");
    ck_assert_ptr_nonnull(strstr(said, "is copied to one.db, and 2 pictures."));
    ck_assert_int_eq(files_in("copies"), 2);
    said = MUST(&console, "store", "backup", "two.db", "--media", "copies");
    ck_assert_ptr_nonnull(strstr(said, "and 0 pictures."));
    const char *store = "sqlite:two.db";
    console.vars[0] = "MEDIA_DIR=copies";
    MUST(&console, "media", "verify", "--store", store);
}
END_TEST

int main(void)
{
    TCase *cases = console_cases("pictures", &console, make_shop);
    int code = RUN_CASES(cases, "pictures", pictures_come_and_go, what_is_refused_leaves_no_file,
                         a_file_that_is_lost_or_cut_is_found, a_backup_takes_pictures_along);
    kripa_arena_clear(&arena);
    return code;
}
