/* SPDX-License-Identifier: MIT
 * What the store gets, as text: the changes of a checkout, a cancellation and a sign-in against
 * golden files (golden/NAME.txt; KRIPA_GOLDEN_WRITE=1 writes them anew, to be read in the diff);
 * what is never printed; and what an observer is told. */
#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kripa/kripa.h>

#include "core/context.h"
#include "schema/schema.h"
#include "store/statement.h"

#define NOW_MS   1795000000000 /* in November 2026 */
#define PASSWORD "Monsoon#Lamp42"
#define KEY      "order-of-monday"

static struct kripa *kripa;
static struct kripa_arena arena;
static struct kripa_error err;
static struct kripa_viewer buyer;
static struct kripa_id fan;
static const struct kripa_store_ops *real;
static struct kripa_writer changes;
static unsigned char next_byte; /* a random one */
static struct kripa_writer told;

static int64_t stands_still(void *ctx)
{
    (void)ctx;
    return NOW_MS;
}

static bool counts_up(void *ctx, void *to, size_t size)
{
    (void)ctx;
    for (size_t i = 0; i < size; i++)
        ((unsigned char *)to)[i] = next_byte++;
    return true;
}

static void must(enum kripa_status status)
{
    ck_assert_msg(status == KRIPA_OK, "%s: %s", kripa_status_name(status), err.message);
}

static void note(void *ctx, const struct kripa_statement *statement)
{
    (void)ctx;
    kripa_write(&told, statement->verb);
    kripa_write(&told, " ");
    kripa_write(&told, statement->text);
    kripa_write(&told, statement->status == KRIPA_OK ? "; rows " : "; failed ");
    kripa_write_int(&told, statement->rows);
    kripa_write(&told, "\n");
    ck_assert_int_ge(statement->us, 0);
}

static enum kripa_status print_and_commit(struct kripa_store *store,
                                          const struct kripa_change *change,
                                          struct kripa_outcome *outcome, struct kripa_error *why)
{
    kripa_write(&changes, "change\n");
    kp_print_change(&changes, change, KP_WITH_VALUES);
    return real->commit(store, change, outcome, why);
}

static void begin(void)
{
    static struct kripa_store_ops printing;
    struct kripa_config config = {
        .store_uri = "sqlite::memory:",
        .create = true,
        .jwt_secret = "kripa-test-Zk3vR8wq1LbY6tNsD0hXjC9u",
        .password_memory_kib = 64,
        .password_passes = 1,
        .services = {.now_ms = stands_still, .random = counts_up, .on_statement = note}};
    struct kripa_registration asha = {
        .name = "Asha", .email = "asha@example.com", .password = PASSWORD, .phone = "9826012345"};
    struct kripa_account *account;
    struct kripa_product input = {.name = "Ceiling Fan", .price_paise = 149900, .stock = 40};
    struct kripa_product *product;
    struct kripa_viewer console = kripa_viewer_console("test");
    next_byte = 0;
    kripa_writer_init(&told, &arena);
    kripa_writer_init(&changes, &arena);
    must(kripa_open(&config, &kripa, &err));
    must(kripa_account_add(kripa, console, &asha, KRIPA_ROLE_CUSTOMER, &arena, &account, &err));
    buyer = (struct kripa_viewer){.user = account->id, .role = KRIPA_ROLE_CUSTOMER};
    kripa_given given = kripa_schema_bit(&kripa_product_schema, "name") |
                        kripa_schema_bit(&kripa_product_schema, "price") |
                        kripa_schema_bit(&kripa_product_schema, "stock");
    must(kripa_product_add(kripa, console, &input, given, &arena, &product, &err));
    fan = product->id;
    real = kripa->store->ops;
    printing = *real;
    printing.commit = print_and_commit;
    kripa->store->ops = &printing;
}

static void end(void)
{
    kripa->store->ops = real;
    kripa_close(kripa);
    kripa_arena_clear(&arena);
}

static void forget(void)
{
    kripa_writer_init(&told, &arena);
    kripa_writer_init(&changes, &arena);
    kripa_write(&told, "");
    kripa_write(&changes, "");
}

static struct kripa_order *check_out(void)
{
    struct kripa_order_request request = {.shipping_address = {.name = "Asha Verma",
                                                               .phone = "9826012345",
                                                               .address_line = "12 Station Road",
                                                               .city = "Pachore",
                                                               .state = "Madhya Pradesh",
                                                               .pincode = "465683"}};
    struct kripa_cart_item item = {fan, 2};
    struct kripa_cart_line *line;
    struct kripa_order *order;
    must(kripa_cart_add(kripa, buyer, &item, &arena, &line, &err));
    forget();
    must(kripa_order_place(kripa, buyer, &request, "POST /api/orders", KEY, &arena, &order, &err));
    return order;
}

static void sign_in(void)
{
    struct kripa_sign_in proof = {.email = "asha@example.com", .password = PASSWORD};
    struct kripa_signed_in in = {0};
    forget();
    must(kripa_sign_in(kripa, &proof, &arena, &in, &err));
    ck_assert_ptr_null(strstr(changes.at, in.refresh_token));
}

static void cancel(void)
{
    struct kripa_order *order = check_out(), *out;
    struct kripa_int any = {0};
    forget();
    must(kripa_order_cancel(kripa, buyer, order->id, "too loud", any, &arena, &out, &err));
}

static void expect_golden(const char *name, const char *text)
{
    static char expected[32768];
    char path[256];
    snprintf(path, sizeof path, "%s/tests/unit/store/golden/%s.txt", KRIPA_SOURCE_DIR, name);
    if (getenv("KRIPA_GOLDEN_WRITE")) {
        FILE *out = fopen(path, "w");
        ck_assert_ptr_nonnull(out);
        fputs(text, out);
        fclose(out);
    }
    FILE *in = fopen(path, "r");
    ck_assert_msg(in != NULL, "%s is not there", path);
    expected[fread(expected, 1, sizeof expected - 1, in)] = '\0';
    fclose(in);
    ck_assert_msg(strcmp(expected, text) == 0,
                  "not what %s says (KRIPA_GOLDEN_WRITE=1 writes it anew):\n%s", path, text);
}

START_TEST(a_checkout_is_one_change)
{
    check_out();
    expect_golden("checkout", changes.at);
}
END_TEST

START_TEST(a_cancellation_gives_back_in_one_change)
{
    cancel();
    expect_golden("cancel", changes.at);
}
END_TEST

START_TEST(a_sign_in_keeps_a_session_and_prints_no_secret)
{
    sign_in();
    expect_golden("sign_in", changes.at);
}
END_TEST

/* Of every table: a record that is all marks, a set, a guard and a condition of each secret. */
START_TEST(no_value_of_a_secret_field_is_printed)
{
    struct kripa_value mark = {.kind = KRIPA_VALUE_TEXT, .as.text = {"marked", 6}};
    size_t secrets = 0;
    for (const struct kripa_schema *const *at = kripa_schemas; *at; at++) {
        char *record = kripa_arena_alloc(&arena, (*at)->size, 1);
        for (size_t i = 0; (*at)->collection && i < (*at)->count; i++) {
            const struct kripa_field *field = &(*at)->fields[i];
            if (!(field->flags & (KRIPA_SECRET | KRIPA_RESIDUAL)) || field->flags & KRIPA_UNSTORED)
                continue;
            ck_assert_int_eq(field->type, KRIPA_TYPE_TEXT);
            *(const char **)(record + field->at) = "marked";
            struct kripa_value member = {.kind = KRIPA_VALUE_RECORD, .as.record = record};
            struct kripa_cond conds[] = {{field->name, KRIPA_EQ, &mark, 1},
                                         {field->name, KRIPA_UNCHANGED, &member, 1}};
            struct kripa_set sets[] = {{.field = field->name, .op = KRIPA_SET, .value = mark},
                                       {.field = field->name, .op = KRIPA_SET, .value = member}};
            struct kripa_edit edits[] = {
                {.kind = KRIPA_INSERT, .of = *at, .record = record},
                {KRIPA_UPDATE, *at, .conds = conds, 2, .sets = sets, .sets_count = 2}};
            struct kripa_query query = {.of = *at, .conds = conds, .conds_count = 2};
            forget();
            kp_print_change(&changes, &(struct kripa_change){edits, 2}, KP_WITH_VALUES);
            kp_print_query(&changes, &query, KP_WITH_VALUES);
            ck_assert_msg(!strstr(changes.at, "marked"), "%s", changes.at);
            ck_assert_msg(strstr(changes.at, "(not shown)") != NULL, "%s", changes.at);
            secrets++;
        }
    }
    ck_assert_uint_ge(secrets, 3); /* a password, two tokens */
}
END_TEST

/* Another table of the collection has it: nobody here knows whether it is a secret. */
START_TEST(a_field_of_another_table_has_no_value)
{
    struct kripa_value mark = {.kind = KRIPA_VALUE_TEXT, .as.text = {"marked", 6}};
    struct kripa_cond cond = {"password", KRIPA_EQ, &mark, 1};
    struct kripa_query query = {.of = &kripa_account_schema, .conds = &cond, .conds_count = 1};
    forget();
    kp_print_query(&told, &query, KP_WITH_VALUES);
    ck_assert_str_eq(told.at, "users where password = ?");
}
END_TEST

START_TEST(a_query_reads_as_it_is_asked)
{
    struct kripa_value values[] = {{.kind = KRIPA_VALUE_INT, .as.number = 12050},
                                   {.kind = KRIPA_VALUE_INT, .as.number = 1},
                                   {.kind = KRIPA_VALUE_TEXT, .as.text = {"fan", 3}},
                                   {.kind = KRIPA_VALUE_TEXT, .as.text = {"lamp", 4}}};
    struct kripa_cond conds[] = {{"price", KRIPA_GE, &values[0], 1},
                                 {"active", KRIPA_EQ, &values[1], 1},
                                 {"tags", KRIPA_IN, &values[2], 2},
                                 {"category", KRIPA_ABSENT, NULL, 0}};
    struct kripa_query query = {&kripa_product_schema, conds, 4, "createdAt", true, {0}, 20, 10};
    forget();
    kp_print_query(&told, &query, KP_WITH_VALUES);
    ck_assert_str_eq(told.at, "products where price >= 120.50 and active = true and "
                              "tags in \"fan\"|\"lamp\" and category absent "
                              "sort -createdAt skip 20 limit 10");
    forget();
    kp_print_query(&told, &query, KP_NAMES_ONLY);
    ck_assert_str_eq(told.at, "products where price >= ? and active = ? and tags in ?|? and "
                              "category absent sort -createdAt skip 20 limit 10");
}
END_TEST

START_TEST(an_observer_is_told_names_and_rows_but_no_values)
{
    static const char *const values[] = {"Asha", "9826012345", "Station", "Ceiling", KEY, "asha@"};
    check_out();
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        ck_assert_msg(!strstr(told.at, values[i]), "%s", told.at);
    ck_assert_msg(strstr(told.at, "find products where _id in ?") != NULL, "%s", told.at);
    ck_assert_msg(strstr(told.at, "commit insert idempotency_keys\n") != NULL, "%s", told.at);
    ck_assert_msg(strstr(told.at, "update products if ") != NULL, "%s", told.at);
}
END_TEST

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx, (void)line;
}

START_TEST(every_call_goes_through_and_is_told)
{
    struct kripa_verification found = {0};
    struct kripa_store *store = kripa->store;
    forget();
    must(kripa_verify(kripa, say_nothing, NULL, &found, &err));
    ck_assert_int_gt(found.checked, 0);
    must(store->ops->migrate(store, KRIPA_MIGRATE_DRY, say_nothing, NULL, &err));
    ck_assert_int_ne(store->ops->backup(store, "/nowhere/at/all", &err), KRIPA_OK);
    for (const char *const *verb =
             (const char *const[]){"scan products", "migrate ; rows 0", "backup ; failed 0", NULL};
         *verb; verb++)
        ck_assert_msg(strstr(told.at, *verb) != NULL, "%s is not told", *verb);
}
END_TEST

START_TEST(nobody_is_told_unless_a_listener_was_given)
{
    struct kripa_config config = {.store_uri = "sqlite::memory:", .create = true};
    struct kripa *other;
    forget();
    must(kripa_open(&config, &other, &err));
    must(kripa_ping(other, 1000, &err));
    ck_assert_str_eq(told.at, "");
    kripa_close(other);
    must(kripa_ping(kripa, 1000, &err));
    ck_assert_str_eq(told.at, "ping ; rows 0\n");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "statement", begin, end, a_checkout_is_one_change, a_cancellation_gives_back_in_one_change,
        a_sign_in_keeps_a_session_and_prints_no_secret, no_value_of_a_secret_field_is_printed,
        a_field_of_another_table_has_no_value, a_query_reads_as_it_is_asked,
        an_observer_is_told_names_and_rows_but_no_values,
        nobody_is_told_unless_a_listener_was_given, every_call_goes_through_and_is_told);
}
