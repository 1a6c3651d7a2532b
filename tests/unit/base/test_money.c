/* SPDX-License-Identifier: MIT
 * Money as text, as a number, and scaled. */
#include "suite.h"

#include <math.h>
#include <string.h>

#include "base/money.h"

START_TEST(rupees_are_shown_with_two_decimals_or_none)
{
    static const struct {
        int64_t paise;
        const char *text;
    } cases[] = {{0, "0"},
                 {125000, "1250"},
                 {125050, "1250.50"},
                 {5, "0.05"},
                 {-5, "-0.05"},
                 {-100, "-1"},
                 {99, "0.99"},
                 {1, "0.01"},
                 {100000000000, "1000000000"},
                 {INT64_MAX, "92233720368547758.07"},
                 {INT64_MIN, "-92233720368547758.08"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[KRIPA_MONEY_TEXT_SIZE];
        ck_assert_uint_eq(kripa_money_format(cases[i].paise, text), strlen(cases[i].text));
        ck_assert_str_eq(text, cases[i].text);
    }
}
END_TEST

START_TEST(rupees_are_read_exactly)
{
    static const struct {
        const char *text;
        int64_t paise;
    } cases[] = {{"0", 0},           {"1250", 125000},
                 {"1250.5", 125050}, {"1250.50", 125050},
                 {"0.05", 5},        {"-3.99", -399},
                 {"007", 700},       {"1.2", 120},
                 {"-0", 0},          {"99999999999999", 9999999999999900}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t paise = -77;
        ck_assert_msg(kripa_money_parse(cases[i].text, &paise), "%s", cases[i].text);
        ck_assert_int_eq(paise, cases[i].paise);
    }
}
END_TEST

START_TEST(what_is_no_rupees_is_refused)
{
    static const char *const bad[] = {"",   ".",    "1.",   ".5",  "1.234",          "1,000", "1e3",
                                      " 1", "1 ",   "+1",   "--1", "0x10",           "nan",   "१",
                                      "-",  "1.2.", "1.-2", "inf", "999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t paise = -77;
        ck_assert_msg(!kripa_money_parse(bad[i], &paise), "%s", bad[i]);
        ck_assert_int_eq(paise, -77);
    }
}
END_TEST

START_TEST(every_amount_reads_back)
{
    for (int64_t paise = -20000; paise <= 20000; paise++) {
        char text[KRIPA_MONEY_TEXT_SIZE];
        int64_t back = 1, from_number = 1;
        kripa_money_format(paise, text);
        bool read = kripa_money_parse(text, &back) &&
                    kp_money_from_double(strtod(text, NULL), &from_number);
        if (!read || back != paise || from_number != paise)
            ck_abort_msg("%s", text);
    }
}
END_TEST

START_TEST(numbers_with_more_than_two_decimals_are_refused)
{
    static const double bad[] = {0.001, 1.005, 12.345, 1e17, -1e17, 1e99, INFINITY, NAN, 0.1 + 0.2};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t paise = -77;
        ck_assert_msg(!kp_money_from_double(bad[i], &paise), "%g", bad[i]);
        ck_assert_int_eq(paise, -77);
    }
    int64_t paise;
    ck_assert(kp_money_from_double(999999999.99, &paise));
    ck_assert_int_eq(paise, 99999999999);
}
END_TEST

int main(void)
{
    return RUN_SUITE("money", rupees_are_shown_with_two_decimals_or_none, rupees_are_read_exactly,
                     what_is_no_rupees_is_refused, every_amount_reads_back,
                     numbers_with_more_than_two_decimals_are_refused);
}
