/* SPDX-License-Identifier: MIT
 * Accounts: registration, finding them, and what one may change of oneself. */
#include <check.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/change.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop);
}

static void end(void)
{
    shop_close(&shop);
}

static enum kripa_status enrol(struct kripa_registration registration, struct kripa_signed_in *out)
{
    shop.err = (struct kripa_error){0};
    return kripa_register(shop.kripa, &registration, &shop.arena, out, &shop.err);
}

static struct kripa_registration asha(void)
{
    return (struct kripa_registration){.name = "Asha Verma",
                                       .email = "asha@example.com",
                                       .password = SHOP_PASSWORD,
                                       .phone = "+91 98260 12345"};
}

START_TEST(everyone_registers_as_a_customer_and_is_signed_in)
{
    struct kripa_signed_in in = {0};
    struct kripa_viewer viewer;
    ck_assert_int_eq(enrol(asha(), &in), KRIPA_OK);
    ck_assert_int_eq(in.account.role, KRIPA_ROLE_CUSTOMER);
    ck_assert_str_eq(in.account.email, "asha@example.com");
    ck_assert_str_eq(in.account.phone, "9826012345");
    ck_assert_int_eq(in.expires_in_s, KRIPA_ACCESS_TOKEN_TTL_S);
    ck_assert_int_eq(kripa_authenticate(shop.kripa, in.token, &shop.arena, &viewer, &shop.err),
                     KRIPA_OK);
    ck_assert(kripa_id_equal(viewer.user, in.account.id));
    ck_assert_int_eq(viewer.role, KRIPA_ROLE_CUSTOMER);
    const struct kripa_account *kept = shop_read_account(&shop, in.account.id);
    ck_assert_int_eq(kept->role, KRIPA_ROLE_CUSTOMER);
    ck_assert(!kept->is_blocked);
    ck_assert_int_eq(kept->retailer_request_status, KRIPA_REQUEST_NONE);
    ck_assert_int_eq(kept->created_at_ms, shop.now_ms);
    ck_assert_int_eq(kept->revision, 1);
    ck_assert_uint_eq(shop_audit(&shop, "account.add", in.account.id, NULL), 0);
}
END_TEST

START_TEST(nobody_sends_a_role)
{
    static const char *const fields[] = {"role", "isBlocked", "tokenVersion", "_id", "isAdmin"};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        const char *json = kripa_arena_format(
            &shop.arena,
            "{\"name\":\"A\",\"email\":\"a@example.com\",\"password\":\"Monsoon#Lamp42\","
            "\"%s\":\"admin\"}",
            fields[i]);
        struct kripa_registration body = {0};
        kripa_given given;
        shop.err = (struct kripa_error){0};
        ck_assert_int_eq(kripa_json_decode(&kripa_registration_schema, KRIPA_CREATE,
                                           KRIPA_ROLE_GUEST, json, strlen(json), &shop.arena, &body,
                                           &given, &shop.err),
                         KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, fields[i]);
    }
}
END_TEST

START_TEST(an_email_is_taken_once_in_any_spelling)
{
    struct kripa_signed_in in;
    struct kripa_registration again = asha();
    ck_assert_int_eq(enrol(asha(), &in), KRIPA_OK);
    again.email = "  ASHA@Example.COM ";
    ck_assert_int_eq(enrol(again, &in), KRIPA_EXISTS);
    ck_assert_uint_eq(shop.err.fields_count, 1);
    ck_assert_str_eq(shop.err.fields[0].path, "email");
    ck_assert_int_eq(shop_count(&shop, &kripa_account_schema), 1);
    ck_assert_int_eq(shop_count(&shop, &kripa_session_schema), 1);
    ck_assert_int_eq(shop_try_sign_in(&shop, " Asha@EXAMPLE.com", SHOP_PASSWORD), KRIPA_OK);
}
END_TEST

START_TEST(every_bad_field_of_a_registration_is_named)
{
    struct kripa_signed_in in;
    struct kripa_registration bad = {
        .name = " ", .email = "nobody", .password = "short", .phone = "12345"};
    ck_assert_int_eq(enrol(bad, &in), KRIPA_INVALID);
    ck_assert_uint_eq(shop.err.fields_count, 4);
    ck_assert_str_eq(shop.err.fields[0].path, "name");
    ck_assert_str_eq(shop.err.fields[1].path, "email");
    ck_assert_str_eq(shop.err.fields[2].path, "password");
    ck_assert_str_eq(shop.err.fields[3].path, "phone");
    ck_assert_int_eq(shop_count(&shop, &kripa_account_schema), 0);
}
END_TEST

START_TEST(without_a_secret_nobody_signs_in_but_the_console_works)
{
    struct fresh_store own;
    fresh_store_make_shop_alone(&own);
    struct kripa_config config = {
        .store_uri = own.uri, .create = true, .password_memory_kib = 64, .password_passes = 1};
    struct kripa *kripa;
    struct kripa_signed_in in;
    struct kripa_account *account;
    struct kripa_registration registration = asha();
    struct kripa_sign_in sign_in = {.email = "asha@example.com", .password = SHOP_PASSWORD};
    ck_assert_int_eq(kripa_open(&config, &kripa, &shop.err), KRIPA_OK);
    ck_assert_int_eq(kripa_register(kripa, &registration, &shop.arena, &in, NULL),
                     KRIPA_UNAVAILABLE);
    ck_assert_int_eq(kripa_account_add(kripa, shop.console, &registration, KRIPA_ROLE_CUSTOMER,
                                       &shop.arena, &account, NULL),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_sign_in(kripa, &sign_in, &shop.arena, &in, NULL), KRIPA_UNAVAILABLE);
    ck_assert_int_eq(kripa_refresh(kripa, "x", &shop.arena, &in, NULL), KRIPA_UNAVAILABLE);
    kripa_close(kripa);
    fresh_store_remove(&own);
}
END_TEST

START_TEST(one_sees_ones_own_account_and_an_admin_everybodys)
{
    struct kripa_account *asha_account = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    struct kripa_id id = asha_account->id, nobody = {{1}};
    const struct {
        struct kripa_viewer viewer;
        enum kripa_status status;
    } rows[] = {{shop_viewer(&shop, "asha"), KRIPA_OK},
                {shop_viewer(&shop, "owner"), KRIPA_OK},
                {shop.console, KRIPA_OK},
                {shop_viewer(&shop, "ravi"), KRIPA_NOT_FOUND},
                {kripa_viewer_guest(), KRIPA_NOT_FOUND}};
    struct kripa_account *found;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_int_eq(
            kripa_account_get(shop.kripa, rows[i].viewer, id, &shop.arena, &found, &shop.err),
            rows[i].status);
    ck_assert_int_eq(
        kripa_account_get(shop.kripa, shop.console, nobody, &shop.arena, &found, &shop.err),
        KRIPA_NOT_FOUND);
}
END_TEST

static enum kripa_status find(const char *name, struct kripa_account **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_account_find(shop.kripa, shop.console, name, &shop.arena, out, &shop.err);
}

START_TEST(an_account_is_found_by_email_id_or_the_end_of_its_id)
{
    struct kripa_account *made = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER), *found;
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(made->id, id);
    const char *const names[] = {"Asha@Example.com", id, id + 12, id + 18};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        ck_assert_msg(find(names[i], &found) == KRIPA_OK, "%s: %s", names[i], shop.err.message);
        ck_assert(kripa_id_equal(found->id, made->id));
    }
    ck_assert_int_eq(find("ravi@example.com", &found), KRIPA_NOT_FOUND);
    ck_assert_int_eq(find("asha", &found), KRIPA_NOT_FOUND);
    ck_assert_int_eq(find(id + 21, &found), KRIPA_NOT_FOUND);
    ck_assert_int_eq(find("", &found), KRIPA_NOT_FOUND);
    ck_assert_int_eq(kripa_account_find(shop.kripa, shop_viewer(&shop, "asha"), id, &shop.arena,
                                        &found, &shop.err),
                     KRIPA_FORBIDDEN);
}
END_TEST

/* An account whose id ends as `of` does, as it happens among many. */
static struct kripa_id add_twin(struct kripa_id of, unsigned char number)
{
    of.bytes[0] = (unsigned char)(of.bytes[0] ^ number);
    const char *email = kripa_arena_format(&shop.arena, "twin%d@example.com", number);
    struct kripa_account twin = {.id = of, .name = "Twin", .email = email};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_insert(&change, &kripa_account_schema, &twin);
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
    return of;
}

START_TEST(an_ambiguous_end_of_an_id_lists_the_candidates)
{
    struct kripa_account *found, *asha = shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(add_twin(asha->id, 1), id);
    ck_assert_int_eq(find(id + 16, &found), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    ck_assert_uint_eq(strlen(shop.err.fields[0].path), 24);
    ck_assert_ptr_nonnull(strstr(shop.err.fields[0].message, "@example.com"));
    ck_assert_ptr_nonnull(strstr(shop.err.message, "2 accounts"));
    ck_assert_int_eq(find(id, &found), KRIPA_OK);
    for (unsigned char i = 2; i < 10; i++)
        add_twin(asha->id, i);
    ck_assert_int_eq(find(id + 16, &found), KRIPA_CONFLICT);
    ck_assert_uint_eq(shop.err.fields_count, KRIPA_ERROR_FIELDS_MAX);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "10 accounts"));
}
END_TEST

START_TEST(a_viewer_by_email_must_not_be_blocked)
{
    struct kripa_account *made = shop_account(&shop, "asha", KRIPA_ROLE_RETAILER), *out;
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    ck_assert_int_eq(viewer.role, KRIPA_ROLE_RETAILER);
    ck_assert_int_eq(kripa_account_block(shop.kripa, shop.console, made->id,
                                         (struct kripa_int){1, true}, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_viewer_of(shop.kripa, "asha@example.com", &viewer, &shop.err),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(kripa_viewer_of(shop.kripa, "nobody@example.com", &viewer, &shop.err),
                     KRIPA_NOT_FOUND);
}
END_TEST

static struct kripa_address home(const char *city)
{
    return (struct kripa_address){.name = "Asha",
                                  .phone = "09826012345",
                                  .address_line = "12 Station Road",
                                  .city = city,
                                  .state = "Madhya Pradesh",
                                  .pincode = "465683"};
}

static enum kripa_status edit(struct kripa_viewer viewer, struct kripa_profile profile,
                              const char *const *fields, struct kripa_account **out)
{
    kripa_given given = 0;
    for (; *fields; fields++)
        given |= kripa_schema_bit(&kripa_profile_schema, *fields);
    shop.err = (struct kripa_error){0};
    return kripa_profile_edit(shop.kripa, viewer, &profile, given, &shop.arena, out, &shop.err);
}
#define FIELDS(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(a_profile_keeps_what_was_not_sent)
{
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    struct kripa_account *out;
    shop.now_ms += 1000;
    ck_assert_int_eq(
        edit(viewer, (struct kripa_profile){.phone = "9826054321"}, FIELDS("phone"), &out),
        KRIPA_OK);
    const struct kripa_account *kept = shop_read_account(&shop, viewer.user);
    ck_assert_str_eq(kept->name, "asha");
    ck_assert_str_eq(kept->phone, "9826054321");
    ck_assert_int_eq(kept->revision, 2);
    ck_assert_int_eq(kept->updated_at_ms, shop.now_ms);
    ck_assert_int_eq(out->revision, 2);
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){0}, FIELDS("phone"), &out), KRIPA_OK);
    ck_assert_ptr_null(shop_read_account(&shop, viewer.user)->phone);
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){0}, FIELDS("name"), &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "name");
    ck_assert_int_eq(edit(shop.console, (struct kripa_profile){0}, FIELDS("phone"), &out),
                     KRIPA_FORBIDDEN);
    ck_assert_int_eq(edit(kripa_viewer_guest(), (struct kripa_profile){0}, FIELDS("phone"), &out),
                     KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(a_profile_that_is_the_same_is_not_written)
{
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    struct kripa_account *out;
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){0}, FIELDS("phone", "savedAddress"), &out),
                     KRIPA_OK);
    ck_assert_int_eq(shop_read_account(&shop, viewer.user)->revision, 1);
}
END_TEST

START_TEST(a_saved_address_becomes_the_default_and_is_replaced)
{
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    struct kripa_viewer viewer = shop_viewer(&shop, "asha");
    struct kripa_account *out;
    struct kripa_address pachore = home("Pachore"), bhopal = home("Bhopal");
    const char *const *only = FIELDS("savedAddress");
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){.saved_address = &pachore}, only, &out),
                     KRIPA_OK);
    ck_assert_str_eq(pachore.phone, "09826012345"); /* what was given stays as it is */
    const struct kripa_account *kept = shop_read_account(&shop, viewer.user);
    ck_assert_uint_eq(kept->saved_addresses_count, 1);
    ck_assert(kept->saved_addresses[0].is_default);
    ck_assert_str_eq(kept->saved_addresses[0].phone, "9826012345");
    ck_assert(!kripa_id_is_zero(kept->saved_addresses[0].id));
    struct kripa_id id = kept->saved_addresses[0].id;
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){.saved_address = &bhopal}, only, &out),
                     KRIPA_OK);
    kept = shop_read_account(&shop, viewer.user);
    ck_assert_uint_eq(kept->saved_addresses_count, 1);
    ck_assert_str_eq(kept->saved_addresses[0].city, "Bhopal");
    ck_assert(kripa_id_equal(kept->saved_addresses[0].id, id));
    bhopal.pincode = "0123";
    bhopal.city = NULL;
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){.saved_address = &bhopal}, only, &out),
                     KRIPA_INVALID);
    ck_assert_uint_eq(shop.err.fields_count, 2);
    ck_assert_str_eq(shop.err.fields[0].path, "savedAddress.city");
    ck_assert_str_eq(shop.err.fields[1].path, "savedAddress.pincode");
    ck_assert_int_eq(edit(viewer, (struct kripa_profile){0}, only, &out), KRIPA_OK);
    ck_assert_uint_eq(shop_read_account(&shop, viewer.user)->saved_addresses_count, 0);
}
END_TEST

static size_t list(struct kripa_account_filter filter)
{
    struct kripa_accounts found = {0};
    shop.err = (struct kripa_error){0};
    enum kripa_status status =
        kripa_account_list(shop.kripa, shop.console, &filter, &shop.arena, &found, &shop.err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    ck_assert_int_eq(found.page.total, (int64_t)found.count);
    return found.count;
}

START_TEST(accounts_are_found_by_words_of_name_email_and_phone)
{
    struct kripa_signed_in in;
    struct kripa_account *out;
    ck_assert_int_eq(enrol(asha(), &in), KRIPA_OK);
    shop_account(&shop, "ravi.kumar", KRIPA_ROLE_RETAILER);
    const struct {
        const char *q;
        size_t count;
    } rows[] = {{"asha", 1},    {"VERMA", 1},
                {"ver", 1},     {"asha verma", 1},
                {"98260", 1},   {"ravi kumar", 1},
                {"kumar", 1},   {"asha kumar", 0},
                {"example", 2}, {"asha@example.com", 1},
                {"nobody", 0},  {"", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        ck_assert_msg(list((struct kripa_account_filter){.q = rows[i].q}) == rows[i].count, "%s",
                      rows[i].q);
    ck_assert_int_eq(edit(shop_viewer(&shop, "asha"), (struct kripa_profile){.name = "Asha Gupta"},
                          FIELDS("name"), &out),
                     KRIPA_OK);
    ck_assert_uint_eq(list((struct kripa_account_filter){.q = "verma"}), 0);
    ck_assert_uint_eq(list((struct kripa_account_filter){.q = "gupta"}), 1);
}
END_TEST

START_TEST(accounts_are_listed_by_role_state_and_page)
{
    shop_account(&shop, "owner", KRIPA_ROLE_ADMIN);
    for (int i = 0; i < 3; i++) {
        shop.now_ms += 1000;
        shop_account(&shop, kripa_arena_format(&shop.arena, "customer%d", i), KRIPA_ROLE_CUSTOMER);
    }
    ck_assert_uint_eq(list((struct kripa_account_filter){0}), 4);
    ck_assert_uint_eq(list((struct kripa_account_filter){.role = "customer"}), 3);
    ck_assert_uint_eq(list((struct kripa_account_filter){.role = "admin", .blocked = "false"}), 1);
    ck_assert_uint_eq(list((struct kripa_account_filter){.blocked = "true"}), 0);
    ck_assert_uint_eq(list((struct kripa_account_filter){.status = "pending"}), 0);
    struct kripa_accounts page;
    struct kripa_account_filter filter = {.paging = {.limit = 2}, .role = "customer"};
    ck_assert_int_eq(
        kripa_account_list(shop.kripa, shop.console, &filter, &shop.arena, &page, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(page.count, 2);
    ck_assert_int_eq(page.page.total, 3);
    ck_assert_str_eq(page.at[0].email, "customer2@example.com");
    filter.paging.cursor = page.page.next;
    struct kripa_accounts rest;
    ck_assert_int_eq(
        kripa_account_list(shop.kripa, shop.console, &filter, &shop.arena, &rest, &shop.err),
        KRIPA_OK);
    ck_assert_uint_eq(rest.count, 1);
    ck_assert_str_eq(rest.at[0].email, "customer0@example.com");
    ck_assert_str_eq(rest.page.next, "");
}
END_TEST

START_TEST(a_filter_that_is_not_known_is_named)
{
    const struct {
        struct kripa_account_filter filter;
        const char *field;
    } rows[] = {{{.role = "boss"}, "role"},
                {{.blocked = "yes"}, "blocked"},
                {{.status = "open"}, "status"},
                {{.paging.sort = "name"}, "sort"},
                {{.paging.cursor = "junk"}, "cursor"}};
    struct kripa_accounts out;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        shop.err = (struct kripa_error){0};
        ck_assert_int_eq(kripa_account_list(shop.kripa, shop.console, &rows[i].filter, &shop.arena,
                                            &out, &shop.err),
                         KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, rows[i].field);
    }
    struct kripa_account_filter all = {0};
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    ck_assert_int_eq(kripa_account_list(shop.kripa, shop_viewer(&shop, "asha"), &all, &shop.arena,
                                        &out, &shop.err),
                     KRIPA_FORBIDDEN);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "account", begin, end, everyone_registers_as_a_customer_and_is_signed_in,
        nobody_sends_a_role, an_email_is_taken_once_in_any_spelling,
        every_bad_field_of_a_registration_is_named,
        without_a_secret_nobody_signs_in_but_the_console_works,
        one_sees_ones_own_account_and_an_admin_everybodys,
        an_account_is_found_by_email_id_or_the_end_of_its_id,
        an_ambiguous_end_of_an_id_lists_the_candidates, a_viewer_by_email_must_not_be_blocked,
        a_profile_keeps_what_was_not_sent, a_profile_that_is_the_same_is_not_written,
        a_saved_address_becomes_the_default_and_is_replaced,
        accounts_are_found_by_words_of_name_email_and_phone,
        accounts_are_listed_by_role_state_and_page, a_filter_that_is_not_known_is_named);
}
