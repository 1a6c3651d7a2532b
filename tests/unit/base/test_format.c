/* SPDX-License-Identifier: MIT
 * What texts must be, form by form. */
#include "suite.h"

#include <regex.h>
#include <string.h>

#include "base/text.h"

#define LETTERS_63 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijk"
#define LETTERS_64 LETTERS_63 "l"

struct form_case {
    enum kripa_format format;
    const char *text, *normalize; /* NULL: refused */
};

static const struct form_case cases[] = {
    {KRIPA_FORMAT_LINE, "  Anita Desai ", "Anita Desai"},
    {KRIPA_FORMAT_LINE, "अनीता", "अनीता"},
    {KRIPA_FORMAT_LINE, "a\nb", NULL},
    {KRIPA_FORMAT_LINE, "a\tb", NULL},
    {KRIPA_FORMAT_LINE, "a\x1b[31mb", NULL},
    {KRIPA_FORMAT_LINE, "a\x7f", NULL},
    {KRIPA_FORMAT_LINE,
     "a\xc2\x85"
     "b",
     NULL},
    {KRIPA_FORMAT_LINE,
     "a\xe2\x80\xa8"
     "b",
     NULL},
    {KRIPA_FORMAT_LINE,
     "a\xc2\xa0"
     "b",
     "a\xc2\xa0"
     "b"},
    {KRIPA_FORMAT_LINE, "   ", ""},
    {KRIPA_FORMAT_LINE, "exe\u202egpj", NULL}, /* the rest is shown backwards */
    {KRIPA_FORMAT_LINE, "a\u2067b\u2069", NULL},
    {KRIPA_FORMAT_LINE, "a\u200eb", NULL},
    {KRIPA_FORMAT_LINE, "a\u200bb", NULL},
    {KRIPA_FORMAT_LINE, "a\ufeffb", NULL},
    {KRIPA_FORMAT_LINE, "a\u00adb", NULL},
    {KRIPA_FORMAT_LINE, "a\U000e0041", NULL},
    {KRIPA_FORMAT_LINE, "\u3164", NULL},
    {KRIPA_FORMAT_LINE, "\u200b", NULL},
    {KRIPA_FORMAT_TEXT, "\ufeff \u200b", NULL},
    {KRIPA_FORMAT_LINE, "\u3000\u00a0", ""},
    {KRIPA_FORMAT_LINE, "\u200d", NULL},
    {KRIPA_FORMAT_LINE, "\u200bfan\ufeff", "fan"},
    {KRIPA_FORMAT_LINE, "श्री\u200cमान क्\u200dष", "श्री\u200cमान क्\u200dष"},
    {KRIPA_FORMAT_LINE, "❤\ufe0f", "❤\ufe0f"},
    {KRIPA_FORMAT_TEXT, "a\n\u202eb", NULL},
    {KRIPA_FORMAT_TEXT, "a\nक्\u200dष", "a\nक्\u200dष"},
    {KRIPA_FORMAT_TEXT, " a\nb\tc\r\n", "a\nb\tc"},
    {KRIPA_FORMAT_TEXT, "a\x08", NULL},
    {KRIPA_FORMAT_PASSWORD, " with \x01 blanks ", " with \x01 blanks "},
    {KRIPA_FORMAT_EMAIL, " Anita.Desai+shop@Example.CO.in ", "anita.desai+shop@example.co.in"},
    {KRIPA_FORMAT_EMAIL, "a@b.in", "a@b.in"},
    {KRIPA_FORMAT_EMAIL, "a@b", NULL},
    {KRIPA_FORMAT_EMAIL, "a@@b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "@b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@", NULL},
    {KRIPA_FORMAT_EMAIL, "a@.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b..in", NULL},
    {KRIPA_FORMAT_EMAIL, "a..b@example.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a.@example.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a...b.c@example.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a.b.c@example.in", "a.b.c@example.in"},
    {KRIPA_FORMAT_EMAIL, "o'brien+x{y}@mail.example.in", "o'brien+x{y}@mail.example.in"},
    {KRIPA_FORMAT_EMAIL, "\"a b\"@example.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@[127.0.0.1]", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b-.c.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b.-c.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b_c.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@xn--p1b.in", "a@xn--p1b.in"},
    {KRIPA_FORMAT_EMAIL, LETTERS_64 "@b.in", LETTERS_64 "@b.in"},
    {KRIPA_FORMAT_EMAIL, LETTERS_64 "a@b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a." LETTERS_64 "@b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@" LETTERS_64 ".in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@" LETTERS_63 ".in", "a@" LETTERS_63 ".in"},
    {KRIPA_FORMAT_EMAIL, "a@" LETTERS_63 "." LETTERS_63 "." LETTERS_63 "." LETTERS_63, NULL},
    {KRIPA_FORMAT_EMAIL, "a@b.in.", NULL},
    {KRIPA_FORMAT_EMAIL, "a@-b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b-.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b.in-", NULL},
    {KRIPA_FORMAT_EMAIL, ".a@b.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a b@c.in", NULL},
    {KRIPA_FORMAT_EMAIL, "a@b.in\r\nBcc: c@d.in", NULL},
    {KRIPA_FORMAT_EMAIL, "अ@b.in", NULL},
    {KRIPA_FORMAT_PHONE, "98765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+91 98765-43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+919876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "919876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "09876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "6000000000", "6000000000"},
    {KRIPA_FORMAT_PHONE, "5876543210", NULL},
    {KRIPA_FORMAT_PHONE, "987654321", NULL},
    {KRIPA_FORMAT_PHONE, "98765432100", NULL},
    {KRIPA_FORMAT_PHONE, "+1 987654321", NULL},
    {KRIPA_FORMAT_PHONE, "98765abcde", NULL},
    {KRIPA_FORMAT_PHONE, "98765\u00a043210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\u202f43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\t43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "\u200e+91 98765 43210\u200e", "9876543210"},
    {KRIPA_FORMAT_PHONE, "\u202a+919876543210\u202c", "9876543210"},
    {KRIPA_FORMAT_PHONE, "\u2066+91\u206998765\ufeff43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\u201043210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\u201343210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\u201443210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765\u221243210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "98765.43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "(98765) [43210]", "9876543210"},
    {KRIPA_FORMAT_PHONE, "0091 98765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "00919876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+91 098765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+91 (0) 98765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "0091 098765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "0919876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "91 09876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "009876543210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+91 91234 56789", "9123456789"},
    {KRIPA_FORMAT_PHONE, "9123456789", "9123456789"},
    {KRIPA_FORMAT_PHONE, "९८७६५४३२१०", "9876543210"},
    {KRIPA_FORMAT_PHONE, "+९१ ९८७६५ ४३२१०", "9876543210"},
    {KRIPA_FORMAT_PHONE, "９８７６５４３２１０", "9876543210"},
    {KRIPA_FORMAT_PHONE, "＋91 98765 43210", "9876543210"},
    {KRIPA_FORMAT_PHONE, "9876543210 / 9876543211", NULL},
    {KRIPA_FORMAT_PHONE, "0091", NULL},
    {KRIPA_FORMAT_PHONE, "0", NULL},
    {KRIPA_FORMAT_PHONE, "-", NULL},
    {KRIPA_FORMAT_PHONE, "+91", NULL},
    {KRIPA_FORMAT_PHONE, "( )", NULL},
    {KRIPA_FORMAT_PHONE, "\u200e", NULL},
    {KRIPA_FORMAT_PHONE, "+91 91 98765 43210", NULL},
    {KRIPA_FORMAT_PHONE, "\u00a0", NULL},
    {KRIPA_FORMAT_PINCODE, " 110001 ", "110001"},
    {KRIPA_FORMAT_PINCODE, "010001", NULL},
    {KRIPA_FORMAT_PINCODE, "11001", NULL},
    {KRIPA_FORMAT_PINCODE, "1100011", NULL},
    {KRIPA_FORMAT_PINCODE, "११०००१", "110001"},
    {KRIPA_FORMAT_PINCODE, "110\u00a0001", "110001"},
    {KRIPA_FORMAT_PINCODE, "110 001.", "110001"},
    {KRIPA_FORMAT_PINCODE, "110\u2011001", "110001"},
    {KRIPA_FORMAT_PINCODE, "\u200e110001\u202c", "110001"},
    {KRIPA_FORMAT_PINCODE, "１１０００１", "110001"},
    {KRIPA_FORMAT_PINCODE, "৪৬৫৬৮৩", "465683"},
    {KRIPA_FORMAT_PINCODE, "-", NULL},
    {KRIPA_FORMAT_PINCODE, "110001a", NULL},
    {KRIPA_FORMAT_SEARCH, "  led\u00a0\u200ebulb ", "led bulb"},
    {KRIPA_FORMAT_SEARCH, "\u202aNo.\u202c १००१", "No. 1001"},
    {KRIPA_FORMAT_SEARCH, "V\u2013Guard", "V-Guard"},
    {KRIPA_FORMAT_SEARCH, "\u200b\u200e", ""},
    {KRIPA_FORMAT_SEARCH, "a\tb", "a b"},
    {KRIPA_FORMAT_SEARCH, "a\x1b[31mb", NULL},
    {KRIPA_FORMAT_SEARCH, "क्\u200dष", "क्\u200dष"},
    {KRIPA_FORMAT_SLUG, "ceiling-fan", "ceiling-fan"},
    {KRIPA_FORMAT_SLUG, "एलईडी-बल्ब", "एलईडी-बल्ब"},
    {KRIPA_FORMAT_SLUG, "Ceiling", NULL},
    {KRIPA_FORMAT_SLUG, "a--b", NULL},
    {KRIPA_FORMAT_SLUG, "../etc", NULL},
    {KRIPA_FORMAT_SKU, "FAN-1200/W", "FAN-1200/W"},
    {KRIPA_FORMAT_SKU, "FAN 1200", NULL},
    {KRIPA_FORMAT_SKU, "पंखा", NULL},
    {KRIPA_FORMAT_HSN, "8414", "8414"},
    {KRIPA_FORMAT_HSN, "841451", "841451"},
    {KRIPA_FORMAT_HSN, "84145120", "84145120"},
    {KRIPA_FORMAT_HSN, "84145", NULL},
    {KRIPA_FORMAT_HSN, "8414a", NULL},
    {KRIPA_FORMAT_GSTIN, "27AAPFU0939F1ZV", "27AAPFU0939F1ZV"},
    {KRIPA_FORMAT_GSTIN, " 29aahcm7727q1zi ", "29AAHCM7727Q1ZI"},
    {KRIPA_FORMAT_GSTIN, "33AAAAR6720M1ZG", "33AAAAR6720M1ZG"},
    {KRIPA_FORMAT_GSTIN, "24AAQCA8719H1ZC", "24AAQCA8719H1ZC"},
    {KRIPA_FORMAT_GSTIN, "29AABCR1718E1ZL", "29AABCR1718E1ZL"},
    {KRIPA_FORMAT_GSTIN, "05AAACG2115R1ZN", "05AAACG2115R1ZN"},
    {KRIPA_FORMAT_GSTIN, "24AAUPV7468F1ZW", "24AAUPV7468F1ZW"},
    {KRIPA_FORMAT_GSTIN, "01AAAAP1208Q1ZS", "01AAAAP1208Q1ZS"},
    {KRIPA_FORMAT_GSTIN, "27AAPFU0939F1ZA", NULL},
    {KRIPA_FORMAT_GSTIN, "24AANFA2641L1ZK", NULL},
    {KRIPA_FORMAT_GSTIN, "06AABCU9605R1ZR", NULL},
    {KRIPA_FORMAT_GSTIN, "29ABCDE1234F1Z0", NULL},
    {KRIPA_FORMAT_GSTIN, "00AABCE2207R1ZX", NULL},
    {KRIPA_FORMAT_GSTIN, "27AAPFU0939F0ZV", NULL},
    {KRIPA_FORMAT_GSTIN, "27AAPFU0939F1Z", NULL},
    {KRIPA_FORMAT_GSTIN, "27AAPFU0939F1ZVV", NULL},
    {KRIPA_FORMAT_URL, "https://shop.example/a.jpg?x=1", "https://shop.example/a.jpg?x=1"},
    {KRIPA_FORMAT_URL, "http://127.0.0.1:8080/", "http://127.0.0.1:8080/"},
    {KRIPA_FORMAT_URL, "javascript:alert(1)", NULL},
    {KRIPA_FORMAT_URL, "//shop.example/a", NULL},
    {KRIPA_FORMAT_URL, "https://", NULL},
    {KRIPA_FORMAT_URL, "https:///a", NULL},
    {KRIPA_FORMAT_URL, "https://a b", NULL},
    {KRIPA_FORMAT_URL, "https://a/\"><script>", NULL},
    {KRIPA_FORMAT_DAY, "2026-11-22", "2026-11-22"},
    {KRIPA_FORMAT_DAY, "2026-11-22T10:30:00+05:30", "2026-11-22T10:30:00+05:30"},
    {KRIPA_FORMAT_DAY, "22/11/2026", NULL},
    {KRIPA_FORMAT_DAY, "2026-02-30", NULL},
};

START_TEST(every_format_takes_and_refuses)
{
    struct kripa_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].text;
        const char *problem = kp_format_normalize(cases[i].format, &arena, &text);
        if (cases[i].normalize) {
            ck_assert_msg(!problem, "%s: %s", cases[i].text, problem);
            ck_assert_str_eq(text, cases[i].normalize);
        } else {
            ck_assert_msg(problem, "%s was taken", cases[i].text);
            ck_assert_msg(strncmp(problem, "must ", 5) == 0, "%s", problem);
        }
    }
    kripa_arena_clear(&arena);
}
END_TEST

START_TEST(normalizing_twice_changes_nothing_more)
{
    struct kripa_arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = cases[i].normalize;
        if (!text)
            continue;
        ck_assert_ptr_null(kp_format_normalize(cases[i].format, &arena, &text));
        ck_assert_str_eq(text, cases[i].normalize);
    }
    kripa_arena_clear(&arena);
}
END_TEST

/* What the OpenAPI document says of a form must hold for what is answered. */
START_TEST(a_format_matches_its_pattern)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *pattern = kripa_format_pattern(cases[i].format);
        if (!pattern || !cases[i].normalize || !*cases[i].normalize)
            continue;
        regex_t regex;
        ck_assert_int_eq(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
        ck_assert_msg(regexec(&regex, cases[i].normalize, 0, NULL, 0) == 0, "%s is not %s",
                      cases[i].normalize, pattern);
        regfree(&regex);
    }
}
END_TEST

START_TEST(an_empty_text_is_of_every_form)
{
    struct kripa_arena arena = {0};
    for (int format = 0; format < KRIPA_FORMAT_COUNT; format++) {
        const char *text = "";
        ck_assert_ptr_null(kp_format_normalize((enum kripa_format)format, &arena, &text));
        ck_assert_str_eq(text, "");
    }
    kripa_arena_clear(&arena);
}
END_TEST

/* Blanks of every kind: what is left of them is nothing, and nobody said that it was nothing. Free
 * text may be blank, and a search may be for nothing. */
START_TEST(blanks_alone_are_of_no_form_but_free_text)
{
    static const char *const blanks[] = {" ", " \t ", "\u00a0", "\u2003\u3000"};
    struct kripa_arena arena = {0};
    for (int format = 0; format < KRIPA_FORMAT_COUNT; format++) {
        bool free_text = format == KRIPA_FORMAT_LINE || format == KRIPA_FORMAT_TEXT ||
                         format == KRIPA_FORMAT_SEARCH || format == KRIPA_FORMAT_PASSWORD;
        for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
            const char *text = blanks[i];
            const char *problem = kp_format_normalize((enum kripa_format)format, &arena, &text);
            ck_assert_msg(!problem == free_text, "format %d: %s", format,
                          problem ? problem : "taken");
        }
    }
    kripa_arena_clear(&arena);
}
END_TEST

int main(void)
{
    return RUN_SUITE("format", every_format_takes_and_refuses,
                     normalizing_twice_changes_nothing_more, a_format_matches_its_pattern,
                     an_empty_text_is_of_every_form, blanks_alone_are_of_no_form_but_free_text);
}
