/* SPDX-License-Identifier: MIT
 * Instants as text, and the days of a zone. */
#include "suite.h"

#include <string.h>

#include "base/time.h"

static void written(int64_t time_ms, const char *expected)
{
    char text[KP_TIME_TEXT_SIZE];
    kp_time_format(time_ms, text);
    ck_assert_str_eq(text, expected);
}

START_TEST(instants_are_written_in_utc)
{
    written(0, "1970-01-01T00:00:00.000Z");
    written(1795343400123, "2026-11-22T10:30:00.123Z");
    written(951782399999, "2000-02-28T23:59:59.999Z");
    written(951782400000, "2000-02-29T00:00:00.000Z");
    written(-1, "1969-12-31T23:59:59.999Z");
    written(-62135596800000, "0001-01-01T00:00:00.000Z");
    written(253402300799999, "9999-12-31T23:59:59.999Z");
}
END_TEST

START_TEST(instants_read_back)
{
    for (int64_t time_ms = -4102444800000; time_ms < 8204889600000; time_ms += 86399999 * 7) {
        char text[KP_TIME_TEXT_SIZE];
        int64_t back;
        kp_time_format(time_ms, text);
        ck_assert_msg(kp_time_parse(text, &back), "%s", text);
        ck_assert_int_eq(back, time_ms);
    }
}
END_TEST

START_TEST(rfc_3339_is_read_with_its_zone)
{
    static const struct {
        const char *text;
        int64_t time_ms;
    } cases[] = {
        {"2026-11-22T10:30:00Z", 1795343400000},
        {"2026-11-22t10:30:00z", 1795343400000},
        {"2026-11-22T16:00:00+05:30", 1795343400000},
        {"2026-11-22T05:30:00-05:00", 1795343400000},
        {"2026-11-22 10:30:00.5Z", 1795343400500},
        {"2026-11-22T10:30:00.123456789Z", 1795343400123},
        {"1969-12-31T23:59:59.999Z", -1},
        {"2024-02-29T00:00:00Z", 1709164800000},
        {"2016-12-31T23:59:60Z", 1483228800000},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t time_ms = 0;
        ck_assert_msg(kp_time_parse(cases[i].text, &time_ms), "%s", cases[i].text);
        ck_assert_int_eq(time_ms, cases[i].time_ms);
    }
}
END_TEST

START_TEST(what_is_no_instant_is_refused)
{
    static const char *const bad[] = {"",
                                      "2026-11-22",
                                      "2026-11-22T10:30:00",
                                      "2026-13-01T00:00:00Z",
                                      "2026-02-29T00:00:00Z",
                                      "2026-00-10T00:00:00Z",
                                      "2026-01-00T00:00:00Z",
                                      "2026-04-31T00:00:00Z",
                                      "2026-11-22T24:00:00Z",
                                      "2026-11-22T10:60:00Z",
                                      "2026-11-22T10:30:61Z",
                                      "2026-11-22T10:30:00.Z",
                                      "2026-11-22T10:30:00Z ",
                                      " 2026-11-22T10:30:00Z",
                                      "2026-11-22T10:30:00+0530",
                                      "2026-11-22T10:30:00+24:00",
                                      "2026-11-22T10:30:00+05:60",
                                      "26-11-22T10:30:00Z",
                                      "2026-1-22T10:30:00Z",
                                      "2026-11-22T10:30Z",
                                      "Sun, 22 Nov 2026 10:30:00 GMT"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t time_ms = -77;
        ck_assert_msg(!kp_time_parse(bad[i], &time_ms), "%s", bad[i]);
        ck_assert_int_eq(time_ms, -77);
    }
}
END_TEST

static void starts(const char *day, const char *zone, const char *expected)
{
    int64_t time_ms;
    ck_assert_msg(kp_day_start(day, zone, &time_ms), "%s %s", day, zone);
    written(time_ms, expected);
}

START_TEST(a_day_begins_at_its_zones_midnight)
{
    starts("2026-11-22", "Asia/Kolkata", "2026-11-21T18:30:00.000Z");
    starts("2026-11-22", "", "2026-11-22T00:00:00.000Z");
    starts("2026-11-22", "UTC", "2026-11-22T00:00:00.000Z");
    starts("2026-07-01", "Europe/London", "2026-06-30T23:00:00.000Z");
    starts("2026-01-01", "America/New_York", "2026-01-01T05:00:00.000Z");
    starts("2026-03-08", "America/New_York",
           "2026-03-08T05:00:00.000Z"); /* the clocks change at 2 */
    starts("2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z");
    starts("2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z");
    starts("2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z");
}
END_TEST

START_TEST(an_instant_belongs_to_its_zones_day)
{
    static const struct {
        int64_t time_ms;
        const char *zone, *day;
    } cases[] = {
        {1795285799999, "Asia/Kolkata", "2026-11-21"},
        {1795285800000, "Asia/Kolkata", "2026-11-22"},
        {1795285800000, "UTC", "2026-11-21"},
        {1795285800000, "Pacific/Auckland", "2026-11-22"},
        {-1, "", "1969-12-31"},
        {0, "America/New_York", "1969-12-31"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char day[11];
        ck_assert(kp_day_of(cases[i].time_ms, cases[i].zone, day));
        ck_assert_str_eq(day, cases[i].day);
    }
}
END_TEST

START_TEST(no_other_days_and_zones)
{
    static const char *const days[] = {"", "2026-11-31", "2026-11-22T00:00:00Z", "22-11-2026",
                                       "2026-11-2"};
    static const char *const zones[] = {"Asia/Nowhere",   "../../../etc/passwd",
                                        "/etc/localtime", "Asia/../Asia/Kolkata",
                                        "Asia//Kolkata",  "Asia",
                                        "tzdata.zi",      "IST",
                                        "Asia/Kolkata "};
    int64_t time_ms;
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        ck_assert_msg(!kp_day_start(days[i], "UTC", &time_ms), "%s", days[i]);
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
        ck_assert_msg(!kp_zone_known(zones[i]), "%s", zones[i]);
    ck_assert(kp_zone_known("Asia/Kolkata"));
    ck_assert(kp_zone_known("UTC"));
}
END_TEST

static void offset(const char *zone, int64_t second, int64_t expected)
{
    int64_t offset_s = -1;
    ck_assert_msg(kp_zone_offset(zone, second, &offset_s), "%s", zone);
    ck_assert_msg(offset_s == expected, "%s at %lld: %lld, not %lld", zone, (long long)second,
                  (long long)offset_s, (long long)expected);
}

/* Beyond 2037 only the rule at a file's end is left. */
START_TEST(summer_time_goes_on_for_ever)
{
    offset("Europe/London", 2540160000, 3600); /* 2050-06-30 */
    offset("Europe/London", 2556057600, 0);    /* 2050-12-31 */
    offset("America/New_York", 2540160000, -14400);
    offset("America/New_York", 2556057600, -18000);
    offset("Australia/Sydney", 2540160000, 36000); /* winter there */
    offset("Australia/Sydney", 2556057600, 39600);
    offset("Asia/Kolkata", 4102444800, 19800);
    offset("Pacific/Auckland", 4102444800, 46800);
    offset("Europe/Dublin", 2540160000, 3600);
    offset("Europe/Dublin", 2556057600, 0);
}
END_TEST

static void ruled(const char *rule, int64_t second, int64_t expected)
{
    int64_t offset_s = -1;
    ck_assert_msg(kp_zone_rule_offset(rule, second, &offset_s), "%s", rule);
    ck_assert_msg(offset_s == expected, "%s at %lld: %lld, not %lld", rule, (long long)second,
                  (long long)offset_s, (long long)expected);
}

START_TEST(a_rule_changes_at_its_second)
{
    static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3\n";
    ruled(berlin, 1774745999, 3600); /* 2026-03-29T01:00Z */
    ruled(berlin, 1774746000, 7200);
    ruled(berlin, 1792889999, 7200); /* 2026-10-25T01:00Z */
    ruled(berlin, 1792890000, 3600);
    static const char dublin[] = "IST-1GMT0,M10.5.0,M3.5.0/1"; /* its summer is the standard */
    ruled(dublin, 1774745999, 0);
    ruled(dublin, 1774746000, 3600);
    ruled("<+0530>-5:30\n", 0, 19800);
    ruled("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774745999, -7200);
    ruled("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 1774746000, -3600);
}
END_TEST

START_TEST(no_other_rules)
{
    static const char *const bad[] = {"",
                                      "5",
                                      "IST",
                                      "<+05-5",
                                      "A1B",
                                      "A1B,J60,J300",
                                      "A1B,M3.5.0",
                                      "A1B,M13.5.0,M1.1.0",
                                      "A1B,M3.6.0,M1.1.0",
                                      "A1B,M3.5.7,M1.1.0",
                                      "A1B,M3.5.0/,M1.1.0"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int64_t offset_s;
        ck_assert_msg(!kp_zone_rule_offset(bad[i], 0, &offset_s), "%s", bad[i]);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE("time", instants_are_written_in_utc, instants_read_back,
                     rfc_3339_is_read_with_its_zone, what_is_no_instant_is_refused,
                     a_day_begins_at_its_zones_midnight, an_instant_belongs_to_its_zones_day,
                     no_other_days_and_zones, summer_time_goes_on_for_ever,
                     a_rule_changes_at_its_second, no_other_rules);
}
