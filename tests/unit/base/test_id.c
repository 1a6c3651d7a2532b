/* SPDX-License-Identifier: MIT
 * Ids as text, the version, and who is asking. */
#include "suite.h"

#include <string.h>

#include <kripa/base.h>
#include <kripa/viewer.h>

START_TEST(an_id_reads_back)
{
    static const char text[] = "0123456789abcdef00fF10Aa";
    struct kripa_id id = {{0}};
    char back[KRIPA_ID_TEXT_SIZE];
    ck_assert(kripa_id_parse(text, &id));
    ck_assert(!kripa_id_is_zero(id));
    kripa_id_format(id, back);
    ck_assert_str_eq(back, "0123456789abcdef00ff10aa");
}
END_TEST

START_TEST(what_is_no_id_is_refused)
{
    static const char *const bad[] = {"",
                                      "0",
                                      "0123456789abcdef00ff10a",
                                      "0123456789abcdef00ff10aaa",
                                      "0123456789abcdef00ff10ag",
                                      "0123456789abcdef 0ff10aa",
                                      "ObjectId(0123456789abcd)",
                                      "../../../../../../../../"};
    struct kripa_id id = {{7}}, before = id;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!kripa_id_parse(bad[i], &id), "%s", bad[i]);
    ck_assert(kripa_id_equal(id, before));
}
END_TEST

START_TEST(zero_is_no_id)
{
    struct kripa_id zero = {{0}}, one = {{0}};
    one.bytes[11] = 1;
    ck_assert(kripa_id_is_zero(zero));
    ck_assert(!kripa_id_is_zero(one));
    ck_assert(!kripa_id_equal(zero, one));
}
END_TEST

START_TEST(the_running_version_is_told)
{
    ck_assert_str_eq(kripa_version(), KRIPA_VERSION);
}
END_TEST

START_TEST(roles_have_names)
{
    ck_assert_str_eq(kripa_role_name(KRIPA_ROLE_ADMIN), "admin");
    ck_assert_str_eq(kripa_role_name(KRIPA_ROLE_RETAILER), "retailer");
    ck_assert_str_eq(kripa_role_name((enum kripa_role)77), "guest");
}
END_TEST

START_TEST(the_console_is_an_admin_with_a_name)
{
    struct kripa_viewer viewer = kripa_viewer_console("anita");
    ck_assert_int_eq(viewer.role, KRIPA_ROLE_ADMIN);
    ck_assert_str_eq(viewer.console, "console:anita");
    ck_assert(kripa_id_is_zero(viewer.user));
    char name[300];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    ck_assert_uint_eq(strlen(kripa_viewer_console(name).console), KRIPA_ACTOR_MAX - 1);
    ck_assert_int_eq(kripa_viewer_guest().role, KRIPA_ROLE_GUEST);
}
END_TEST

START_TEST(only_a_retailer_may_buy_as_a_customer)
{
    for (int role = 0; role < KRIPA_ROLE_COUNT; role++) {
        struct kripa_viewer viewer = {.role = (enum kripa_role)role};
        bool retailer = role == KRIPA_ROLE_RETAILER || role == KRIPA_ROLE_WHOLESALER;
        ck_assert_int_eq(kripa_viewer_buying(viewer, NULL).role, role);
        ck_assert_int_eq(kripa_viewer_buying(viewer, "retailer").role, role);
        ck_assert_int_eq(kripa_viewer_buying(viewer, "admin").role, role);
        ck_assert_int_eq(kripa_viewer_buying(viewer, "customer").role,
                         retailer ? KRIPA_ROLE_CUSTOMER : role);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE("id", an_id_reads_back, what_is_no_id_is_refused, zero_is_no_id,
                     the_running_version_is_told, roles_have_names,
                     the_console_is_an_admin_with_a_name, only_a_retailer_may_buy_as_a_customer);
}
