/* SPDX-License-Identifier: MIT
 * What went wrong is said in the words of the command line: its flags, its arguments; and to
 * programs in JSON. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/kripa.h>
#include <kripa/sys/schema.h>

#include "console.h"

static struct console console;

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "Fan", "--sku", "FAN", "--price", "10", "--stock",
         "2");
}

#define ADDRESS                                                                                    \
    "--name", "Ravi", "--phone", "9876543210", "--address-line", "12 MG Road", "--city",           \
        "Bengaluru", "--state", "Karnataka", "--pincode", "560001"

START_TEST(fields_are_named_as_they_were_typed)
{
    static const struct {
        const char *args[20];
        const char *says;
    } cases[] = {
        {{"product", "add", "--name", "x", "--price", "1.234"}, "kripactl: --price: must be "},
        {{"product", "add", "--price", "1"}, "kripactl: --name: is required"},
        {{"product", "edit", "FAN", "--retailer_price", "x"}, "kripactl: --retailer-price: "},
        {{"product", "edit", "FAN", "--image", "foo"}, "kripactl: --image: "},
        {{"product", "list", "--limit", "0"}, "kripactl: --limit: "},
        {{"stock", "low", "--limit", "x"}, "kripactl: --limit: "},
        {{"stock", "add", "FAN", "x", "--reason", "y"}, "kripactl: QTY: "},
        {{"stock", "add", "FAN", "1"}, "kripactl: --reason: is required"},
        {{"user", "role", CONSOLE_ADMIN, "king"},
         "kripactl: ROLE: must be customer, retailer or admin"},
        {{"user", "list", "--role", "king"}, "retailer"},
        {{"user", "edit", CONSOLE_ADMIN, "--phone", "  "}, "kripactl: --phone: must be "},
        {{"product", "edit", "FAN", "--hsn", " "}, "kripactl: --hsn: must be "},
        {{"shop", "set", "--email", " "}, "kripactl: --email: must be "},
        {{"shop", "set", "--state", "Nowhere", "--cod-limit", "x"}, "--cod-limit: "},
        {{"order", "list", "--from", "yesterday"}, "kripactl: --from: "},
        {{"order", "add", CONSOLE_ADMIN, "FAN"}, "--address-line, --city, --state and --pincode"},
        {{"order", "add", CONSOLE_ADMIN, "FAN", "--name", "A"}, "          --pincode: is required"},
        {{"order", "add", CONSOLE_ADMIN, "FAN=x", ADDRESS}, "kripactl: FAN=x: "},
        {{"order", "add", CONSOLE_ADMIN, "FAN", "GONE=2", ADDRESS}, "kripactl: GONE=2: "},
        {{"order", "add", CONSOLE_ADMIN, "FAN=5", ADDRESS}, "kripactl: FAN=5: only 2 left"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran ran = console_run(&console, cases[i].args);
        ck_assert_str_eq(ran.out, "");
        ck_assert_msg(ran.code >= 3 && strstr(ran.err, cases[i].says), "%s %s: %d %s",
                      cases[i].args[0], cases[i].args[1], ran.code, ran.err);
        ck_assert_msg(!strstr(ran.err, "shippingAddress") && !strstr(ran.err, "items["), "%s",
                      ran.err);
    }
    console.input = CONSOLE_PASSWORD "\n";
    struct ran ran = CONSOLE(&console, "user", "add", "--name", "A", "--email", "a@example.in",
                             "--role", "king");
    console_expect(ran, 3);
    ck_assert_str_eq(ran.err, "kripactl: --role: is customer, retailer or admin\n");
}
END_TEST

static json_t *failure(struct ran ran, int code)
{
    ck_assert_str_eq(console_expect(ran, code), "");
    return console_json(&console, ran.err); /* nothing else is said */
}

static const char *text(json_t *json, const char *name)
{
    const char *found = json_string_value(json_object_get(json, name));
    return found ? found : "";
}

START_TEST(a_program_reads_failures_as_json)
{
    json_t *json = failure(CONSOLE(&console, "product", "add", "--price", "x", "--json"), 3);
    ck_assert_str_eq(text(json, "code"), "INVALID");
    ck_assert_str_ne(text(json, "message"), "");
    json_t *errors = json_object_get(json, "errors");
    ck_assert_uint_eq(json_array_size(errors), 2);
    ck_assert_int_eq(json_integer_value(json_object_get(json, "exitCode")), 3);
    json = failure(CONSOLE(&console, "order", "add", CONSOLE_ADMIN, "FAN", "--name", "A", "--json"),
                   3);
    json_t *first = json_array_get(json_object_get(json, "errors"), 0);
    ck_assert_str_eq(text(first, "field"), "shippingAddress.phone");
    ck_assert_str_eq(text(first, "flag"), "phone");
    json = failure(CONSOLE(&console, "product", "show", "gone", "--format", "json"), 4);
    ck_assert_str_eq(text(json, "code"), "NOT_FOUND");
    json = failure(CONSOLE(&console, "product", "lsit", "--json"), 2); /* of the line itself */
    ck_assert_int_eq(json_integer_value(json_object_get(json, "exitCode")), 2);
    failure(CONSOLE(&console, "--json", "product", "list", "--store", "sqlite:gone.db"), 4);
    failure(CONSOLE(&console, "product", "list", "--format=json", "--nonsense"), 2);
    console.input = "nonsense\n";
    struct ran ran = CONSOLE(&console, "product", "add", "--file", "-", "--json");
    ck_assert_str_eq(console_expect(ran, 3), "[]\n");
    ck_assert_ptr_nonnull(strstr(ran.err, "\"about\":\"line 1\""));
}
END_TEST

/* The shop opened beside the command line, and this account in it. */
static struct kripa *open_as(const char *email, struct kripa_viewer *viewer)
{
    struct kripa *kripa;
    char uri[FOLDER_SIZE + 32];
    snprintf(uri, sizeof uri, "sqlite:%s/kripa.db", console.folder);
    ck_assert_int_eq(kripa_open(&(struct kripa_config){.store_uri = uri}, &kripa, NULL), KRIPA_OK);
    ck_assert_int_eq(kripa_viewer_of(kripa, email, viewer, NULL), KRIPA_OK);
    return kripa;
}

static void ask_to_be_a_retailer(void)
{
    struct kripa_arena arena = {0};
    struct kripa_viewer viewer;
    struct kripa_account *account;
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Meena", "--email", "meena@example.in");
    struct kripa *kripa = open_as("meena@example.in", &viewer);
    struct kripa_retailer_details details = {.shop_name = "Rao Electricals",
                                             .owner_name = "Meena Rao",
                                             .phone = "9876543210",
                                             .shop_address = "14 Station Road, Pachore"};
    ck_assert_int_eq(kripa_retailer_request(kripa, viewer, &details, &arena, &account, NULL),
                     KRIPA_OK);
    kripa_close(kripa);
    kripa_arena_clear(&arena);
}

/* What owners decide by is what they see. */
START_TEST(requests_are_listed_with_what_they_say)
{
    ask_to_be_a_retailer();
    static const char *const widths[] = {"COLUMNS=80", "COLUMNS=120"};
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        console.vars[0] = widths[i];
        char *list = MUST(&console, "request", "list");
        ck_assert_msg(strstr(list, "Shop") && strstr(list, "Phone") && strstr(list, "Address") &&
                          strstr(list, "Asked"),
                      "%s", list);
        ck_assert_msg(strstr(list, "9876543210") && strstr(list, "Rao Elec") &&
                          strstr(list, "14 Stati") && strstr(list, " 20"),
                      "%s", list);
    }
    console.vars[0] = NULL;
    char *users = MUST(&console, "user", "list"); /* theirs is the usual one */
    ck_assert_msg(strstr(users, "Role") && !strstr(users, "Shop"), "%s", users);
}
END_TEST

/* Every noun, each way of naming one, and who acts. */
START_TEST(what_is_not_there_is_called_as_it_was_typed)
{
    static const struct {
        const char *args[14];
        const char *says;
    } cases[] = {
        {{"user", "show", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"user", "show", "abcdef"}, "there is no account \"abcdef\""},
        {{"user", "role", "x@example.in", "admin"}, "there is no account \"x@example.in\""},
        {{"user", "edit", "x@example.in", "--name", "X"}, "there is no account \"x@example.in\""},
        {{"user", "block", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"user", "delete", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"request", "approve", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"request", "reject", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"product", "list", "--as", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"order", "list", "--user", "x@example.in"}, "there is no account \"x@example.in\""},
        {{"order", "add", "x@example.in", "FAN"}, "there is no account \"x@example.in\""},
        {{"order", "show", "4711"}, "there is no order \"4711\""},
        {{"order", "ship", "4711"}, "there is no order \"4711\""},
        {{"order", "cancel", "4711"}, "there is no order \"4711\""},
        {{"order", "edit", "4711", "--city", "Pune"}, "there is no order \"4711\""},
        {{"order", "note", "4711", "--note", "x"}, "there is no order \"4711\""},
        {{"order", "delete", "4711"}, "there is no order \"4711\""},
        {{"product", "show", "GONE"}, "there is no product \"GONE\""},
        {{"product", "edit", "GONE", "--price", "1"}, "there is no product \"GONE\""},
        {{"product", "delete", "GONE"}, "there is no product \"GONE\""},
        {{"product", "add", "--name", "x", "--price", "1", "--category", "gone"},
         "--category: there is no category \"gone\""},
        {{"stock", "show", "GONE"}, "there is no product \"GONE\""},
        {{"stock", "add", "GONE", "1", "--reason", "x"}, "there is no product \"GONE\""},
        {{"stock", "ledger", "GONE"}, "there is no product \"GONE\""},
        {{"category", "edit", "gone", "--name", "x"}, "there is no category \"gone\""},
        {{"category", "delete", "gone"}, "there is no category \"gone\""},
        {{"category", "add", "--name", "x", "--parent", "gone"},
         "--parent: there is no category \"gone\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ran ran = console_run(&console, cases[i].args);
        ck_assert_msg(ran.code >= 3 && strstr(ran.err, cases[i].says), "%s %s: %d %s",
                      cases[i].args[0], cases[i].args[1], ran.code, ran.err);
    }
    struct ran ran = CONSOLE(&console, "order", "add", CONSOLE_ADMIN, "GONE=2", ADDRESS);
    console_expect(ran, 4);
    ck_assert_str_eq(ran.err, "kripactl: GONE=2: there is no product \"GONE\"\n");
}
END_TEST

/* The admin has a default address. */
static void save_address(void)
{
    struct kripa_viewer viewer;
    struct kripa_arena arena = {0};
    struct kripa_account *account;
    struct kripa *kripa = open_as(CONSOLE_ADMIN, &viewer);
    struct kripa_address address = {"Asha",      "9876543210", "12 MG Road",
                                    "Bengaluru", "Karnataka",  "560001"};
    ck_assert_int_eq(kripa_profile_edit(kripa, viewer,
                                        &(struct kripa_profile){.saved_address = &address},
                                        kripa_schema_bit(&kripa_profile_schema, "savedAddress"),
                                        &arena, &account, NULL),
                     KRIPA_OK);
    kripa_close(kripa);
    kripa_arena_clear(&arena);
}

/* Without the flags of an address an order goes to the buyer's default one: none is required. */
START_TEST(the_help_says_what_can_be_left_out)
{
    char *help = MUST(&console, "order", "add", "--help");
    ck_assert_msg(!strstr(help, "(required)"), "%s", help);
    ck_assert_msg(strstr(help, "The PIN code, six digits. (required with an address)\n"), "%s",
                  help);
    save_address();
    MUST(&console, "order", "add", CONSOLE_ADMIN, "FAN");
    help = MUST(&console, "product", "add", "--help");
    ck_assert_msg(strstr(help, "(required)\n") != NULL, "%s", help);
}
END_TEST

int main(void)
{
    return RUN_CASES(console_cases("failures", &console, make_shop), "failures",
                     fields_are_named_as_they_were_typed, a_program_reads_failures_as_json,
                     requests_are_listed_with_what_they_say,
                     what_is_not_there_is_called_as_it_was_typed,
                     the_help_says_what_can_be_left_out);
}
