/* SPDX-License-Identifier: MIT
 * The address book: its addresses one by one, and exactly one default while there are any, whoever
 * changes it at the same time. */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "core/change.h"
#include "documents.h"
#include "people.h"
#include "schema/schema.h"
#include "suite.h"

static struct shop shop;
static struct kripa_viewer asha;
static struct kripa_saved_address *out;
static struct kripa_address_book left;

static void let_asha_in(void)
{
    shop_account(&shop, "asha", KRIPA_ROLE_CUSTOMER);
    shop_account(&shop, "ravi", KRIPA_ROLE_CUSTOMER);
    asha = shop_viewer(&shop, "asha");
}

static void begin(void)
{
    shop_open(&shop);
    let_asha_in();
}

static void begin_shared(void)
{
    shop_open(&shop, .place = SHOP_SHARED);
    let_asha_in();
}

static void end(void)
{
    shop_close(&shop);
}

static struct kripa_address_body place(const char *city, bool is_default)
{
    return (struct kripa_address_body){.name = "Asha Verma",
                                       .phone = "+91 98260-12345",
                                       .address_line = "12 Station Road",
                                       .city = city,
                                       .state = "Madhya Pradesh",
                                       .pincode = "465683",
                                       .is_default = is_default};
}

static enum kripa_status add_as(struct kripa_viewer viewer, struct kripa_address_body body)
{
    shop.err = (struct kripa_error){0};
    return kripa_address_add(shop.kripa, viewer, asha.user, &body, KRIPA_GIVEN_ALL, &shop.arena,
                             &out, &shop.err);
}

static struct kripa_id add(const char *city, bool is_default)
{
    enum kripa_status status = add_as(asha, place(city, is_default));
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return out->id;
}

static enum kripa_status edit(struct kripa_id id, struct kripa_address_body body, const char *field)
{
    shop.err = (struct kripa_error){0};
    return kripa_address_edit(shop.kripa, asha, asha.user, id, &body,
                              kripa_schema_bit(&kripa_address_body_schema, field), &shop.arena,
                              &out, &shop.err);
}

static enum kripa_status remove_as(struct kripa_viewer viewer, struct kripa_id id)
{
    shop.err = (struct kripa_error){0};
    return kripa_address_delete(shop.kripa, viewer, asha.user, id, &shop.arena, &left, &shop.err);
}

/* The book as the store has it: its cities, the default one with a star. */
static const char *book(void)
{
    struct kripa_address_book kept;
    const char *text = "";
    ck_assert_int_eq(kripa_address_list(shop.kripa, asha, asha.user, &shop.arena, &kept, &shop.err),
                     KRIPA_OK);
    for (size_t i = 0; i < kept.count; i++)
        text = kripa_arena_format(&shop.arena, "%s%s%s%s", text, i ? " " : "", kept.at[i].city,
                                  kept.at[i].is_default ? "*" : "");
    return text;
}

START_TEST(the_first_address_is_the_default_and_another_may_become_it)
{
    add("Pachore", false);
    ck_assert(out->is_default);
    ck_assert_str_eq(out->phone, "9826012345");
    add("Bhopal", false);
    ck_assert_str_eq(book(), "Pachore* Bhopal");
    add("Indore", true);
    ck_assert_str_eq(book(), "Pachore Bhopal Indore*");
    struct kripa_id ujjain = add("Ujjain", false);
    ck_assert_int_eq(edit(ujjain, place("", true), "default"), KRIPA_OK);
    ck_assert_str_eq(out->city, "Ujjain");
    ck_assert_str_eq(book(), "Pachore Bhopal Indore Ujjain*");
    ck_assert_int_eq(edit(ujjain, place("", false), "default"), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "default");
    ck_assert_str_eq(book(), "Pachore Bhopal Indore Ujjain*");
}
END_TEST

START_TEST(an_edit_changes_what_was_sent_and_keeps_the_id)
{
    struct kripa_id id = add("Pachore", false);
    ck_assert_int_eq(edit(id, place("Sehore", false), "city"), KRIPA_OK);
    ck_assert_str_eq(book(), "Sehore*");
    ck_assert(kripa_id_equal(out->id, id));
    ck_assert_str_eq(out->address_line, "12 Station Road");
    ck_assert_int_eq(edit(id, (struct kripa_address_body){.pincode = "012"}, "pincode"),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "pincode");
    ck_assert_int_eq(edit((struct kripa_id){{9}}, place("X", false), "city"), KRIPA_NOT_FOUND);
    struct kripa_address_body bad = {.name = "Asha"};
    ck_assert_int_eq(add_as(asha, bad), KRIPA_INVALID);
    ck_assert_uint_eq(shop.err.fields_count, 5);
}
END_TEST

START_TEST(deleting_the_default_makes_the_newest_the_default)
{
    struct kripa_id pachore = add("Pachore", false), bhopal = add("Bhopal", false);
    struct kripa_id indore = add("Indore", false);
    ck_assert_int_eq(remove_as(asha, pachore), KRIPA_OK);
    ck_assert_uint_eq(left.count, 2);
    ck_assert_str_eq(book(), "Bhopal Indore*");
    ck_assert_int_eq(remove_as(asha, bhopal), KRIPA_OK);
    ck_assert_str_eq(book(), "Indore*");
    ck_assert_int_eq(remove_as(asha, indore), KRIPA_OK);
    ck_assert_uint_eq(left.count, 0);
    ck_assert_str_eq(book(), "");
    ck_assert_int_eq(remove_as(asha, indore), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(a_profile_without_its_address_leaves_a_default_too)
{
    struct kripa_account *account;
    struct kripa_profile none = {0};
    add("Pachore", false);
    add("Bhopal", false);
    add("Indore", true);
    kripa_given given = kripa_schema_bit(&kripa_profile_schema, "savedAddress");
    ck_assert_int_eq(
        kripa_profile_edit(shop.kripa, asha, &none, given, &shop.arena, &account, &shop.err),
        KRIPA_OK);
    ck_assert_str_eq(book(), "Pachore Bhopal*");
}
END_TEST

START_TEST(a_book_has_an_end)
{
    for (int i = 0; i < KRIPA_ADDRESSES_MAX; i++)
        add("Pachore", false);
    ck_assert_int_eq(add_as(asha, place("Bhopal", true)), KRIPA_CONFLICT);
    ck_assert_ptr_nonnull(strstr(shop.err.message, "20"));
}
END_TEST

START_TEST(a_book_is_its_owners_and_the_admins)
{
    struct kripa_viewer ravi = shop_viewer(&shop, "ravi"), guest = kripa_viewer_guest();
    struct kripa_id id = add("Pachore", false);
    ck_assert_int_eq(add_as(ravi, place("Bhopal", true)), KRIPA_NOT_FOUND);
    ck_assert_int_eq(add_as(guest, place("Bhopal", true)), KRIPA_NOT_FOUND);
    ck_assert_int_eq(remove_as(ravi, id), KRIPA_NOT_FOUND);
    ck_assert_int_eq(kripa_address_list(shop.kripa, ravi, asha.user, &shop.arena, &left, &shop.err),
                     KRIPA_NOT_FOUND);
    ck_assert_uint_eq(shop_audit(&shop, "account.add_address", asha.user, NULL), 0);
    ck_assert_int_eq(add_as(shop.console, place("Bhopal", true)), KRIPA_OK);
    ck_assert_str_eq(book(), "Pachore Bhopal*");
    ck_assert_uint_eq(shop_audit(&shop, "account.add_address", asha.user, NULL), 1);
}
END_TEST

/* What another program left: no default, or several. */
START_TEST(the_next_edit_of_an_odd_book_puts_it_right)
{
    struct kripa_saved_address kept[3] = {{.id = {{1}}, .city = "Pachore"},
                                          {.id = {{2}}, .city = "Bhopal"},
                                          {.id = {{3}}, .city = "Indore"}};
    for (int defaults = 0; defaults <= 2; defaults += 2) {
        struct kripa_account odd = {.saved_addresses = kept, .saved_addresses_count = 3};
        struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
        kept[0].is_default = kept[1].is_default = defaults == 2;
        kp_update(&change, &kripa_account_schema, asha.user);
        kp_set(&change, "savedAddresses", kp_member(&odd));
        ck_assert_int_eq(
            kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
            KRIPA_OK);
        ck_assert_int_eq(edit(kept[1].id, place("Ujjain", false), "city"), KRIPA_OK);
        ck_assert_str_eq(book(), defaults ? "Pachore* Ujjain Indore" : "Pachore Ujjain Indore*");
    }
}
END_TEST

#define OLD_USER "6550c0ffee00000000000002"

/* As the app before this one left them in MongoDB. */
START_TEST(an_old_book_is_shown_and_keeps_what_nobody_changed)
{
    if (strncmp(shop.store.uri, "mongodb", 7) != 0)
        return;
    documents_insert(
        shop.store.uri, "users",
        "{\"_id\":{\"$oid\":\"" OLD_USER "\"},\"name\":\"Asha\",\"email\":\"old@example.in\","
        "\"role\":\"customer\",\"savedAddresses\":[{\"name\":\"Asha\",\"city\":\"Pachore\","
        "\"default\":true,\"landmark\":\"Temple\",\"_id\":{\"$oid\":"
        "\"6550c0ffee00000000000071\"}}],\"loginOtp\":\"$2b$10$xxxx\",\"__v\":{\"$numberInt\":"
        "\"0\"}}\n");
    asha = (struct kripa_viewer){.role = KRIPA_ROLE_CUSTOMER};
    ck_assert(kripa_id_parse(OLD_USER, &asha.user));
    ck_assert_str_eq(book(), "Pachore*");
    struct kripa_account *account = shop_read_account(&shop, asha.user);
    ck_assert_int_eq(edit(account->saved_addresses[0].id, place("Bhopal", false), "city"),
                     KRIPA_OK);
    add("Indore", false);
    ck_assert_str_eq(book(), "Bhopal* Indore");
    char *kept = documents_text(shop.store.uri, "users", OLD_USER);
    ck_assert_msg(strstr(kept, "\"landmark\" : \"Temple\"") != NULL, "%s", kept);
    ck_assert_msg(strstr(kept, "\"loginOtp\"") != NULL, "%s", kept);
    free(kept);
}
END_TEST

static void add_in_another_tab(struct shop *in)
{
    struct kripa_address_body body = place("Tab", false);
    struct kripa_saved_address *made;
    ck_assert_int_eq(kripa_address_add(in->kripa, asha, asha.user, &body, KRIPA_GIVEN_ALL,
                                       &in->arena, &made, &in->err),
                     KRIPA_OK);
}

START_TEST(two_tabs_lose_nothing_of_each_other)
{
    struct kripa_id id = add("Pachore", false);
    shop_interrupt(&shop, add_in_another_tab, 3);
    ck_assert_int_eq(edit(id, place("Bhopal", false), "city"), KRIPA_OK);
    ck_assert_str_eq(book(), "Bhopal* Tab Tab Tab");
    shop_interrupt(&shop, add_in_another_tab, 1);
    ck_assert_int_eq(remove_as(asha, id), KRIPA_OK);
    ck_assert_str_eq(book(), "Tab Tab Tab Tab*");
}
END_TEST

#define TABS 6
#define EACH 3 /* TABS x EACH fit into a book */

static void *add_some(void *ctx)
{
    struct kripa_arena arena = {0};
    for (int i = 0; i < EACH; i++) {
        struct kripa_address_body body = place("Pachore", (i + (int)(size_t)ctx) % 2);
        struct kripa_saved_address *made;
        struct kripa_error err = {0};
        enum kripa_status status = kripa_address_add(shop.kripa, asha, asha.user, &body,
                                                     KRIPA_GIVEN_ALL, &arena, &made, &err);
        ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    }
    kripa_arena_clear(&arena);
    return NULL;
}

START_TEST(many_tabs_at_once_lose_nothing)
{
    pthread_t tabs[TABS];
    for (size_t i = 0; i < TABS; i++)
        pthread_create(&tabs[i], NULL, add_some, (void *)i);
    for (size_t i = 0; i < TABS; i++)
        pthread_join(tabs[i], NULL);
    const struct kripa_account *account = shop_read_account(&shop, asha.user);
    size_t defaults = 0;
    for (size_t i = 0; i < account->saved_addresses_count; i++)
        defaults += account->saved_addresses[i].is_default;
    ck_assert_uint_eq(account->saved_addresses_count, TABS * EACH);
    ck_assert_uint_eq(defaults, 1);
}
END_TEST

int main(void)
{
    int failed = RUN_SUITE_IN(
        "address book", begin, end, the_first_address_is_the_default_and_another_may_become_it,
        an_edit_changes_what_was_sent_and_keeps_the_id,
        deleting_the_default_makes_the_newest_the_default,
        a_profile_without_its_address_leaves_a_default_too, a_book_has_an_end,
        a_book_is_its_owners_and_the_admins, the_next_edit_of_an_odd_book_puts_it_right,
        an_old_book_is_shown_and_keeps_what_nobody_changed, two_tabs_lose_nothing_of_each_other);
    return failed + RUN_SUITE_IN("address book, many tabs", begin_shared, end,
                                 many_tabs_at_once_lose_nothing);
}
