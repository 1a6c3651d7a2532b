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

static void spells(const char *text, enum kp_spelling spelling, const char *expected)
{
    const char *terms[KRIPA_TERMS_MAX];
    char joined[4096] = "";
    size_t count = 0, size = 0;
    ck_assert_int_eq(kp_text_terms(&arena, text, spelling, terms, KRIPA_TERMS_MAX, &count),
                     KRIPA_OK);
    for (size_t i = 0; i < count; i++)
        size +=
            (size_t)snprintf(joined + size, sizeof joined - size, "%s%s", i ? "|" : "", terms[i]);
    ck_assert_msg(strcmp(joined, expected) == 0, "%s (%d): %s", text, (int)spelling, joined);
}

static const struct {
    const char *text, *stored, *written, *joined, *split, *bare;
} spellings[] = {
    {"", "", "", "", "", ""},
    {" -- !! ", "", "", "", "", ""},
    {"fan", "fan", "fan", "fan", "fan", "fan"},
    {"Ceiling (FAN) fan", "ceiling|fan", "ceiling|fan", "ceiling|fan", "ceiling|fan",
     "ceilingfanfan"},
    {"9W", "9w|9|w", "9w", "9w", "9|w", "9w"},
    {"9 W bulb", "9|w|9w|bulb", "9|w|bulb", "9w|bulb", "9|w|bulb", "9wbulb"},
    {"9-w", "9|w|9w", "9|w", "9w", "9|w", "9w"},
    {"V-Guard", "v|guard|vguard", "v|guard", "vguard", "v|guard", "vguard"},
    {"V Guard", "v|guard|vguard", "v|guard", "vguard", "v|guard", "vguard"},
    {"V\u2011Guard", "v|guard|vguard", "v|guard", "vguard", "v|guard", "vguard"},
    {"VGuard", "vguard", "vguard", "vguard", "vguard", "vguard"},
    {"USB Type-C", "usb|type|c|typec", "usb|type|c", "usb|typec", "usb|type|c", "usbtypec"},
    {"two-way switch", "two|way|twoway|switch", "two|way|switch", "twoway|switch", "two|way|switch",
     "twowayswitch"},
    {"all-in-one", "all|in|allin|one|inone|allinone", "all|in|one", "allinone", "all|in|one",
     "allinone"},
    {"1.5 mm", "1|5|mm|5mm", "1|5|mm", "1|5mm", "1|5|mm", "15mm"},
    {"220-240V", "220|240v|240|v", "220|240v", "220|240v", "220|240|v", "220240v"},
    {"FAN-C1200/BR", "fan|c1200|c|1200|fanc1200|br|c1200br|fanc1200br", "fan|c1200|br",
     "fanc1200br", "fan|c|1200|br", "fanc1200br"},
    {"L\u2019Or\u00e9al", "l|oreal|loreal", "l|oreal", "loreal", "l|oreal", "loreal"},
    {"H\u00e4fele", "hafele", "hafele", "hafele", "hafele", "hafele"},
    {"Ha\u0308fele", "hafele", "hafele", "hafele", "hafele", "hafele"},
    {"Stra\u00dfe", "strasse", "strasse", "strasse", "strasse", "strasse"},
    {"Br\u00f8derup \u0141\u00f3d\u017a", "broderup|lodz", "broderup|lodz", "broderup|lodz",
     "broderup|lodz", "broderuplodz"},
    {"\u26a1\ufe0fBijli", "bijli", "bijli", "bijli", "bijli", "bijli"},
    {"B\u00adijli \u200eFan\u200b", "bijli|fan", "bijli|fan", "bijli|fan", "bijli|fan", "bijlifan"},
    {"\u2764\ufe0f", "", "", "", "", ""},
    {"१२ वोल्ट", "12|वोल्ट|12वोल्ट", "12|वोल्ट", "12वोल्ट", "12|वोल्ट", "12वोल्ट"},
    {"६५ W", "65|w|65w", "65|w", "65w", "65|w", "65w"},
    {"９Ｗ", "9ｗ|9|ｗ", "9ｗ", "9ｗ", "9|ｗ", "9ｗ"},
    {"एलईडी हिन्दी/हिंदी", "एलईडी|हिंदी|एलईडीहिंदी|हिंदीहिंदी", "एलईडी|हिंदी", "एलईडीहिंदीहिंदी",
     "एलईडी|हिंदी", "एलईडीहिंदीहिंदी"},
    {"वाई फाई", "वाई|फाई|वाईफाई", "वाई|फाई", "वाईफाई", "वाई|फाई", "वाईफाई"},
    {"\u0939\u0949\u091f", "\u0939\u0949\u091f", "\u0939\u0949\u091f", "\u0939\u0949\u091f",
     "\u0939\u0949\u091f", "\u0939\u0949\u091f"}, /* Devanagari keeps its marks */
    {"Ελλάδα", "ελλάδα", "ελλάδα", "ελλάδα", "ελλάδα", "ελλάδα"},
    {"a@b.in", "a|b|in|bin", "a|b|in", "a|bin", "a|b|in", "abin"},
};

START_TEST(terms_are_the_words_in_every_spelling)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        spells(spellings[i].text, KP_EVERY_WAY, spellings[i].stored);
        spells(spellings[i].text, KP_WRITTEN, spellings[i].written);
        spells(spellings[i].text, KP_JOINED, spellings[i].joined);
        spells(spellings[i].text, KP_SPLIT, spellings[i].split);
        spells(spellings[i].text, KP_BARE, spellings[i].bare);
    }
}
END_TEST

/* What is kept stays what it is when it is folded again. */
START_TEST(a_term_is_its_own_term)
{
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++) {
        const char *terms[KRIPA_TERMS_MAX];
        size_t count = 0;
        kp_text_terms(&arena, spellings[i].text, KP_EVERY_WAY, terms, KRIPA_TERMS_MAX, &count);
        for (size_t j = 0; j < count; j++)
            spells(terms[j], KP_WRITTEN, terms[j]);
    }
}
END_TEST

START_TEST(composed_or_not_is_the_same)
{
    ck_assert(kp_text_same("caf\u00e9", "cafe\u0301"));
    ck_assert(kp_text_same("पंखा", "पंखा"));
    ck_assert(kp_text_same("\u0958", "\u0915\u093c"));
    ck_assert(!kp_text_same("caf\u00e9", "cafe"));
    ck_assert(!kp_text_same("a\xff", "a\xfe"));
    ck_assert(kp_text_same(NULL, NULL));
    ck_assert(!kp_text_same(NULL, "a"));
}
END_TEST

START_TEST(terms_are_appended_up_to_the_limit)
{
    const char *terms[3] = {"fan"};
    size_t count = 1;
    ck_assert_int_eq(kp_text_terms(&arena, "a fan b c d", KP_WRITTEN, terms, 3, &count), KRIPA_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_str_eq(terms[1], "a");
    ck_assert_str_eq(terms[2], "b");
    ck_assert_int_eq(kp_text_terms(&arena, "x", KP_WRITTEN, terms, 3, &count), KRIPA_OK);
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
    ck_assert_int_eq(kp_text_terms(&arena, text, KP_WRITTEN, terms, 2, &count), KRIPA_OK);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(terms[0], expected);
}
END_TEST

START_TEST(what_is_not_utf8_has_no_terms)
{
    const char *terms[2];
    size_t count = 0;
    ck_assert_int_eq(kp_text_terms(&arena, "a\xff", KP_WRITTEN, terms, 2, &count), KRIPA_INVALID);
}
END_TEST

START_TEST(slugs_are_words_joined_by_hyphens)
{
    ck_assert_str_eq(kp_text_slug(&arena, "Ceiling Fan 1200 mm"), "ceiling-fan-1200-mm");
    ck_assert_str_eq(kp_text_slug(&arena, "  --Wi-Fi & more!! "), "wi-fi-more");
    ck_assert_str_eq(kp_text_slug(&arena, "एलईडी बल्ब"), "एलईडी-बल्ब");
    ck_assert_str_eq(kp_text_slug(&arena, "★"), "");
    ck_assert_str_eq(kp_text_slug(&arena, "\u26a1\ufe0fBijli Fan"), "bijli-fan");
    ck_assert_str_eq(kp_text_slug(&arena, "B\u200bi\u00adjli"), "bijli");
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
    int status = RUN_SUITE(
        "text", characters_are_counted_not_bytes, white_space_is_trimmed_and_the_rest_composed,
        invisible_marks_alone_are_nothing, folding_makes_one_spelling,
        other_nasals_keep_their_letter, a_fold_is_cut_between_characters,
        terms_are_the_words_in_every_spelling, a_term_is_its_own_term, composed_or_not_is_the_same,
        terms_are_appended_up_to_the_limit, a_long_term_is_cut_between_characters,
        what_is_not_utf8_has_no_terms, slugs_are_words_joined_by_hyphens, every_slug_is_one,
        bytes_that_are_no_text_are_mended, nothing_equals_only_nothing);
    kripa_arena_clear(&arena);
    return status;
}
