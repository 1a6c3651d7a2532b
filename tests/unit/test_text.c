/* SPDX-License-Identifier: MIT
 * Text as people write it, in Latin and Devanagari. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/limits.h>

#include "base/text.h"

static struct kripa_arena arena;

static void folds(const char *text, const char *expected)
{
    const char *folded = kp_text_fold(&arena, text, KRIPA_NAME_KEY_BYTES_MAX);
    ck_assert_msg(strcmp(folded, expected) == 0, "%s: %s, not %s", text, folded, expected);
}

START_TEST(characters_are_counted_not_bytes)
{
    ck_assert_int_eq(kp_text_length(""), 0);
    ck_assert_int_eq(kp_text_length("abc"), 3);
    ck_assert_int_eq(kp_text_length("पंखा"), 4);
    ck_assert_int_eq(kp_text_length("😀"), 1);
    ck_assert_int_eq(kp_text_length("\xff"), -1);
    ck_assert_int_eq(kp_text_length("a\xe0\xa4"), -1);
    ck_assert_int_eq(kp_text_length("\xed\xa0\x80"), -1); /* half of a UTF-16 pair */
    ck_assert_int_eq(kp_text_length("\xc0\xaf"), -1);     /* a slash, longer than need be */
}
END_TEST

START_TEST(white_space_is_trimmed_and_the_rest_composed)
{
    ck_assert_str_eq(kp_text_trim(&arena, " \t a  b \r\n"), "a  b");
    ck_assert_str_eq(kp_text_trim(&arena, "\xc2\xa0 पंखा\xe2\x80\x83\xef\xbb\xbf"), "पंखा");
    ck_assert_str_eq(kp_text_trim(&arena, "Cafe\xcc\x81"), "Caf\xc3\xa9");
    ck_assert_str_eq(kp_text_trim(&arena, ""), "");
    ck_assert_str_eq(kp_text_trim(&arena, " \xe3\x80\x80 "), "");
}
END_TEST

/* Under the sanitizers: what u8_normalize gives ends without a NUL. */
START_TEST(invisible_marks_alone_are_nothing)
{
    static const char *const marks[] = {"\u200b\ufeff", "\u200b", "\u200e\u200f\u00ad", "\u00a0",
                                        ""};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const char *plain = kp_text_plain(&arena, marks[i]);
        ck_assert_msg(plain && *plain == '\0', "%zu", i);
    }
}
END_TEST

START_TEST(folding_makes_one_spelling)
{
    folds("  Ceiling \t FAN  ", "ceiling fan");
    folds("हिन्दी", "हिंदी");
    folds("हिंदी", "हिंदी");
    folds("सम्बन्ध", "संबंध");
    folds("पङ्खा", "पंखा");
    folds("चञ्चल", "चंचल");
    folds("घण्टी", "घंटी");
    folds("चाँद", "चांद");
    folds("लड़का", "लडका");            /* letter and nukta */
    folds("ल\xe0\xa5\x9cका", "लडका"); /* the same as one character, U+095C */
    folds("क्\xe2\x80\x8dष", "क्ष");    /* with a joiner */
    folds("", "");
    folds("   ", "");
}
END_TEST

START_TEST(other_nasals_keep_their_letter)
{
    folds("जन्म", "जन्म");
    folds("कन्या", "कन्या");
    folds("अन्न", "अन्न");
    folds("मन", "मन");
    folds("न्", "न्");
}
END_TEST

START_TEST(a_fold_is_cut_between_characters)
{
    ck_assert_str_eq(kp_text_fold(&arena, "पंखा", 7), "पं");
    ck_assert_str_eq(kp_text_fold(&arena, "ab cd", 3), "ab");
    ck_assert_str_eq(kp_text_fold(&arena, "ab cd", 4), "ab c");
    ck_assert_str_eq(kp_text_fold(&arena, "abc", 0), "");
}
END_TEST

static void has_terms(const char *text, const char *expected)
{
    const char *terms[KRIPA_TERMS_MAX];
    char joined[4096] = "";
    size_t count = 0, size = 0;
    ck_assert_int_eq(kp_text_terms(&arena, text, terms, KRIPA_TERMS_MAX, &count), KRIPA_OK);
    for (size_t i = 0; i < count; i++)
        size +=
            (size_t)snprintf(joined + size, sizeof joined - size, "%s%s", i ? "|" : "", terms[i]);
    ck_assert_str_eq(joined, expected);
}

START_TEST(terms_are_whole_words_once)
{
    has_terms("Ceiling Fan 1200mm, ceiling-mount (FAN)", "ceiling|fan|1200mm|mount");
    has_terms("एलईडी बल्ब 9W हिन्दी/हिंदी", "एलईडी|बल्ब|9w|हिंदी");
    has_terms("लड़के की साइकिल", "लडके|की|साइकिल");
    has_terms("१२ वोल्ट", "१२|वोल्ट");
    has_terms("", "");
    has_terms(" -- !! ", "");
}
END_TEST

START_TEST(terms_are_appended_up_to_the_limit)
{
    const char *terms[3] = {"fan"};
    size_t count = 1;
    ck_assert_int_eq(kp_text_terms(&arena, "a fan b c d", terms, 3, &count), KRIPA_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(terms[1], "a");
    ck_assert_str_eq(terms[2], "b");
    ck_assert_int_eq(kp_text_terms(&arena, "x", terms, 3, &count), KRIPA_OK);
    ck_assert_uint_eq(count, 3);
}
END_TEST

START_TEST(a_long_term_is_cut_between_characters)
{
    const char *terms[2];
    size_t count = 0;
    char text[80], expected[80];
    memset(text, 'a', KRIPA_TERM_BYTES_MAX - 1);
    snprintf(text + KRIPA_TERM_BYTES_MAX - 1, 10, "कb"); /* b would fit, but belongs behind क */
    snprintf(expected, sizeof expected, "%.*s", KRIPA_TERM_BYTES_MAX - 1, text);
    ck_assert_int_eq(kp_text_terms(&arena, text, terms, 2, &count), KRIPA_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(terms[0], expected);
}
END_TEST

START_TEST(what_is_not_utf8_has_no_terms)
{
    const char *terms[2];
    size_t count = 0;
    ck_assert_int_eq(kp_text_terms(&arena, "a\xff", terms, 2, &count), KRIPA_INVALID);
}
END_TEST

START_TEST(slugs_are_words_joined_by_hyphens)
{
    ck_assert_str_eq(kp_text_slug(&arena, "Ceiling Fan 1200 mm"), "ceiling-fan-1200-mm");
    ck_assert_str_eq(kp_text_slug(&arena, "  --Wi-Fi & more!! "), "wi-fi-more");
    ck_assert_str_eq(kp_text_slug(&arena, "एलईडी बल्ब"), "एलईडी-बल्ब");
    ck_assert_str_eq(kp_text_slug(&arena, "★"), "");
    ck_assert_str_eq(kp_text_slug(&arena, ""), "");
    char many[1001] = "";
    for (size_t i = 0; i < 200; i++)
        memcpy(many + 5 * i, "word ", 6);
    const char *slug = kp_text_slug(&arena, many);
    ck_assert_uint_le(strlen(slug), KRIPA_SLUG_MAX);
    ck_assert(kp_text_is_slug(slug));
}
END_TEST

START_TEST(every_slug_is_one)
{
    static const char *const good[] = {"a", "a-b", "led-9w", "एलईडी-बल्ब", "कन्या"};
    static const char *const bad[] = {"",    "-a",  "a-",  "a--b", "A",
                                      "a b", "a_b", "a/b", "É",    "a\u202eb"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        ck_assert_msg(kp_text_is_slug(good[i]), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!kp_text_is_slug(bad[i]), "%s", bad[i]);
    ck_assert(kp_text_is_slug(kp_text_slug(&arena, "İstanbul ÉCOLE ẞ लड़का")));
}
END_TEST

START_TEST(bytes_that_are_no_text_are_mended)
{
    char text[] = "a\xff\xe0\xa4 b \xe0\xa4\x95\x80";
    kp_text_mend(text);
    ck_assert_str_eq(text, "a??? b क?");
}
END_TEST

START_TEST(nothing_equals_only_nothing)
{
    ck_assert(kp_text_equal(NULL, NULL));
    ck_assert(kp_text_equal("a", "a"));
    ck_assert(!kp_text_equal("a", NULL));
    ck_assert(!kp_text_equal(NULL, ""));
    ck_assert(!kp_text_equal("a", "A"));
}
END_TEST

int main(void)
{
    int status = RUN_SUITE("text", characters_are_counted_not_bytes,
                           white_space_is_trimmed_and_the_rest_composed,
                           invisible_marks_alone_are_nothing, folding_makes_one_spelling,
                           other_nasals_keep_their_letter, a_fold_is_cut_between_characters,
                           terms_are_whole_words_once, terms_are_appended_up_to_the_limit,
                           a_long_term_is_cut_between_characters, what_is_not_utf8_has_no_terms,
                           slugs_are_words_joined_by_hyphens, every_slug_is_one,
                           bytes_that_are_no_text_are_mended, nothing_equals_only_nothing);
    kripa_arena_clear(&arena);
    return status;
}
