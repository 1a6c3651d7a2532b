/* SPDX-License-Identifier: MIT
 * Pictures as files: what is copied of them and what is not, and which are refused. */
#include "suite.h"

#include <string.h>

#include "media/picture.h"
#include "pictures.h"

static struct kripa_arena arena;

static void begin(void)
{
    kripa_arena_init(&arena);
}

static void end(void)
{
    kripa_arena_clear(&arena);
}

static bool read_bytes(void *ctx, int64_t at, void *to, size_t size)
{
    const struct bytes *file = ctx;
    if (at < 0 || (size_t)at + size > file->size)
        return false;
    memcpy(to, file->at + at, size);
    return true;
}

static bool put_bytes(void *ctx, const void *bytes, size_t size)
{
    struct bytes *copy = ctx;
    memcpy(copy->at + copy->size, bytes, size);
    copy->size += size;
    return true;
}

/* What is wrong with a file, or NULL and its copy. */
static const char *copy_of(struct bytes file, struct bytes *out, struct kp_picture *picture)
{
    struct kp_source source = {.read = read_bytes, .ctx = &file, .size = (int64_t)file.size};
    *out = (struct bytes){kripa_arena_alloc(&arena, 1, file.size + 64), 0};
    struct kp_picture_copy copy = {.from = &source, .put = put_bytes, .ctx = out};
    const char *problem = kp_picture_copy(&copy);
    ck_assert(!copy.failed);
    ck_assert(!source.failed);
    ck_assert_int_eq(copy.put_size, (int64_t)out->size);
    *picture = copy.picture;
    return problem;
}

static const char *problem_of(struct bytes file)
{
    struct bytes copy;
    struct kp_picture picture;
    return copy_of(file, &copy, &picture);
}

static const char *const types[] = {"image/jpeg", "image/jpeg", "image/png", "image/webp"};

/* A plain picture has nothing to be left out, so its copy is the file. */
START_TEST(a_plain_picture_stays_as_it_is)
{
    struct bytes file = picture_make(&arena, (enum picture_kind)_i, 61, 47, 3), copy;
    struct kp_picture picture;
    ck_assert_ptr_null(copy_of(file, &copy, &picture));
    ck_assert_str_eq(picture.type, types[_i]);
    ck_assert_int_eq(picture.width, 61);
    ck_assert_int_eq(picture.height, 47);
    ck_assert_int_eq(picture.orientation, 0);
    ck_assert(picture_equal(file, copy));
    ck_assert_uint_le(copy.size, file.size);
}
END_TEST

START_TEST(place_and_camera_go_and_the_orientation_stays)
{
    enum picture_kind kind = (enum picture_kind)(_i / 8);
    int orientation = _i % 8 + 1;
    struct bytes file = picture_with_secrets(&arena, kind, orientation), copy, again;
    struct kp_picture picture;
    ck_assert(bytes_have(file, PICTURE_SECRET));
    ck_assert_ptr_null(copy_of(file, &copy, &picture));
    ck_assert(!bytes_have(copy, PICTURE_SECRET));
    ck_assert_int_eq(picture.width, 64);
    ck_assert_int_eq(picture.height, 48);
    ck_assert_int_eq(picture.orientation, orientation);
    ck_assert(picture_equal(picture_make(&arena, kind, 64, 48, 7), copy));
    ck_assert_ptr_null(copy_of(copy, &again, &picture));
    ck_assert_int_eq(picture.orientation, orientation == 1 ? 0 : orientation);
    ck_assert_uint_eq(again.size, copy.size);
    ck_assert_mem_eq(again.at, copy.at, copy.size);
}
END_TEST

START_TEST(a_picture_that_is_cut_anywhere_is_refused)
{
    struct bytes file = picture_make(&arena, (enum picture_kind)_i, 40, 30, 5);
    for (size_t size = 0; size < file.size; size++)
        ck_assert_msg(problem_of((struct bytes){file.at, size}), "of %zu bytes %zu were taken",
                      file.size, size);
}
END_TEST

static struct bytes text(const char *of)
{
    return (struct bytes){(unsigned char *)(uintptr_t)of, strlen(of)};
}

START_TEST(what_is_no_such_picture_is_named)
{
    static const struct {
        const char *file, *problem;
    } files[] = {
        {"GIF89a\1\1", "is a GIF; only JPEG, PNG and WebP pictures are taken"},
        {"%PDF-1.7", "is a PDF; only JPEG, PNG and WebP pictures are taken"},
        {"<svg onload='alert(1)'>",
         "is SVG, HTML or XML; only JPEG, PNG and WebP pictures are taken"},
        {"<!DOCTYPE html>", "is SVG, HTML or XML; only JPEG, PNG and WebP pictures are taken"},
        {"....ftypheic",
         "is a HEIC, AVIF or video file; only JPEG, PNG and WebP pictures are taken"},
        {"\xEF\xBB\xBF<svg>",
         "is no picture that is known; only JPEG, PNG and WebP pictures are taken"},
        {"hello", "is no picture that is known; only JPEG, PNG and WebP pictures are taken"},
        {"", "is empty"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        ck_assert_str_eq(problem_of(text(files[i].file)), files[i].problem);
}
END_TEST

/* A file that begins as a picture and goes on as something else. */
START_TEST(a_picture_that_is_something_else_too_is_only_a_picture)
{
    struct bytes file = picture_make(&arena, (enum picture_kind)_i, 64, 48, 7), copy;
    struct kp_picture picture;
    static const char page[] = "<script>alert(1)</script>";
    struct bytes both = {kripa_arena_alloc(&arena, 1, file.size + sizeof page),
                         file.size + sizeof page};
    memcpy(both.at, file.at, file.size);
    memcpy(both.at + file.size, page, sizeof page);
    ck_assert_ptr_null(copy_of(both, &copy, &picture));
    ck_assert(!bytes_have(copy, "script"));
    ck_assert(picture_equal(file, copy));
}
END_TEST

static unsigned char *after(struct bytes file, const char *sign)
{
    unsigned char *found = memmem(file.at, file.size, sign, strlen(sign));
    ck_assert_ptr_nonnull(found);
    return found + strlen(sign);
}

/* 30,000 x 30,000 dots, by their headers alone. */
START_TEST(too_many_dots_are_refused_by_the_header)
{
    struct bytes jpeg = picture_make(&arena, PICTURE_JPEG, 40, 30, 5);
    memcpy(after(jpeg, "\xFF\xC0") + 3, "\x75\x30\x75\x30", 4);
    ck_assert_str_eq(problem_of(jpeg), "has more than 50 megapixels");
    struct bytes webp = picture_with_secrets(&arena, PICTURE_WEBP, 1);
    memcpy(after(webp, "VP8X") + 8, "\x2F\x75\0\x2F\x75\0", 6);
    ck_assert_str_eq(problem_of(webp), "has more than 50 megapixels");
    struct bytes png = picture_make(&arena, PICTURE_PNG, 40, 30, 5);
    memcpy(after(png, "IHDR"), "\0\0\x75\x30\0\0\x75\x30", 8);
    ck_assert_str_eq(problem_of(png), "is no whole PNG"); /* its check sum */
    struct bytes none = picture_make(&arena, PICTURE_JPEG, 40, 30, 5);
    memcpy(after(none, "\xFF\xC0") + 3, "\0\0\0\0", 4);
    ck_assert_str_eq(problem_of(none), "has no size in pixels");
}
END_TEST

/* A head that says little, and data that make a decoder take much. */
START_TEST(webp_data_larger_than_the_head_are_refused)
{
    struct bytes webp = picture_with_secrets(&arena, PICTURE_WEBP, 1);
    memcpy(after(webp, "VP8X") + 8, "\x09\0\0\x09\0\0", 6);
    ck_assert_str_eq(problem_of(webp), "is no whole WebP");
}
END_TEST

START_TEST(jpegs_that_browsers_do_not_show_are_refused)
{
    static const unsigned char kinds[] = {0xC3, 0xC5, 0xC9, 0xCA, 0xCC, 0xDE, 0xF0};
    for (size_t i = 0; i < sizeof kinds; i++) {
        struct bytes jpeg = picture_make(&arena, PICTURE_JPEG, 40, 30, 5);
        after(jpeg, "\xFF\xC0")[-1] = kinds[i];
        ck_assert_str_eq(problem_of(jpeg), "is a JPEG of a kind that browsers don't show");
    }
}
END_TEST

/* Each byte of a small picture is wrong once: it is refused, or taken, and never more is read or
 * written than there is. */
START_TEST(broken_bytes_break_nothing)
{
    struct bytes file = picture_with_secrets(&arena, (enum picture_kind)_i, 6);
    for (size_t i = 0; i < file.size; i++) {
        unsigned char before = file.at[i];
        for (int value = 0; value < 256; value += 51) {
            file.at[i] = (unsigned char)value;
            struct kripa_arena whole = arena;
            arena = (struct kripa_arena){0};
            problem_of(file);
            kripa_arena_clear(&arena);
            arena = whole;
        }
        file.at[i] = before;
    }
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("picture", begin, end);
    tcase_add_loop_test(cases, a_plain_picture_stays_as_it_is, 0, PICTURE_KINDS);
    tcase_add_loop_test(cases, place_and_camera_go_and_the_orientation_stays, 0, PICTURE_KINDS * 8);
    tcase_add_loop_test(cases, a_picture_that_is_cut_anywhere_is_refused, 0, PICTURE_KINDS);
    tcase_add_loop_test(cases, a_picture_that_is_something_else_too_is_only_a_picture, 0,
                        PICTURE_KINDS);
    tcase_add_loop_test(cases, broken_bytes_break_nothing, 0, PICTURE_KINDS);
    return RUN_CASES(
        cases, "picture", what_is_no_such_picture_is_named, too_many_dots_are_refused_by_the_header,
        webp_data_larger_than_the_head_are_refused, jpegs_that_browsers_do_not_show_are_refused);
}
