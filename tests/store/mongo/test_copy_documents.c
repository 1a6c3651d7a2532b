/* SPDX-License-Identifier: MIT
 * The database of a program before Kripa, copied into a file and back: every document is what it
 * was, and what the shop changed meanwhile is in its place. */
#include "suite.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <kripa/kripa.h>

#include "documents.h"
#include "fresh_store.h"

#define USER "6550c0ffee00000000000001"
#define FAN  "6550c0ffee00000000000011"
#define LAMP "6550c0ffee00000000000012"

static const char users[] =
    "{\"_id\":{\"$oid\":\"" USER "\"},\"googleId\":\"1099\",\"name\":\"Asha\","
    "\"email\":\"asha@example.in\",\"password\":\"$2b$10$x\",\"role\":\"customer\","
    "\"retailerRequestStatus\":\"sleeping\",\"retailerRequestCooldown\":null,"
    "\"isBlocked\":false,\"tokenVersion\":{\"$numberInt\":\"2\"},\"favorites\":[],"
    "\"savedAddresses\":[{\"name\":\"Asha\",\"phone\":\"9893000011\",\"city\":\"Pachore\","
    "\"pincode\":\"465683\",\"default\":true,"
    "\"_id\":{\"$oid\":\"6550c0ffee00000000000021\"}}],"
    "\"cart\":[{\"product\":{\"$oid\":\"" FAN "\"},\"qty\":{\"$numberInt\":\"1\"},"
    "\"_id\":{\"$oid\":\"6550c0ffee00000000000031\"}},"
    "{\"product\":{\"$oid\":\"" LAMP "\"},\"qty\":{\"$numberDouble\":\"2.0\"},"
    "\"_id\":{\"$oid\":\"6550c0ffee00000000000032\"}}],"
    "\"createdAt\":{\"$date\":{\"$numberLong\":\"1757133000123\"}},\"__v\":{\"$numberInt\":\"0\"}}"
    "\n"
    "{\"_id\":{\"$oid\":\"6550c0ffee00000000000002\"},\"email\":\"Asha@Example.in\","
    "\"cart\":\"none\",\"name\":{\"$numberInt\":\"7\"}}\n";
static const char products[] =
    "{\"_id\":{\"$oid\":\"" FAN "\"},\"name\":\"Fan\",\"slug\":\"fan\",\"description\":\"\","
    "\"price\":{\"$numberDouble\":\"33.333\"},\"retailer_price\":{\"$numberDouble\":\"30.0\"},"
    "\"stock\":{\"$numberInt\":\"-3\"},\"images\":[],\"mrp\":{\"$numberInt\":\"40\"},"
    "\"category\":\"Fans\",\"active\":true,"
    "\"updatedAt\":{\"$date\":{\"$numberLong\":\"-1\"}},\"__v\":{\"$numberInt\":\"3\"}}\n"
    "{\"_id\":{\"$oid\":\"" LAMP "\"},\"name\":\"Lamp\",\"slug\":\"lamp\","
    "\"price\":{\"$numberInt\":\"50\"},\"stock\":{\"$numberDouble\":\"5.0\"},"
    "\"images\":[{\"url\":\"https://img.example.in/1.jpg\",\"public_id\":\"p1\","
    "\"_id\":{\"$oid\":\"6550c0ffee00000000000041\"}}],"
    "\"tags\":[\"a\",{\"$numberInt\":\"5\"},\"\"]}\n";
static const char orders[] =
    "{\"_id\":{\"$oid\":\"6550c0ffee00000000000051\"},\"user\":{\"$oid\":\"" USER "\"},"
    "\"items\":[{\"product\":{\"$oid\":\"" FAN
    "\"},\"name\":\"Fan\",\"qty\":{\"$numberInt\":\"1\"},"
    "\"price\":{\"$numberDouble\":\"96040.619999999995\"},"
    "\"_id\":{\"$oid\":\"6550c0ffee00000000000052\"}}],"
    "\"totalAmount\":{\"$numberDouble\":\"96040.619999999995\"},\"paymentMethod\":\"COD\","
    "\"shippingAddress\":{\"name\":\"A\",\"landmark\":\"Temple\",\"phone\":null},"
    "\"invoiceUrl\":null}\n"
    "{\"_id\":{\"$oid\":\"6550c0ffee00000000000053\"},\"items\":[]}\n";
static const char reviews[] =
    "{\"_id\":{\"$oid\":\"6550c0ffee00000000000061\"},\"rating\":{\"$numberDouble\":\"4.5\"},"
    "\"photo\":{\"$binary\":{\"base64\":\"AAEC\",\"subType\":\"00\"}},"
    "\"tags\":{\"$numberDecimal\":\"1.10\"},\"when\":{\"$timestamp\":{\"t\":5,\"i\":1}},"
    "\"_rest\":\"mine\",\"like\":{\"$regularExpression\":{\"pattern\":\"^a\",\"options\":\"i\"}}}"
    "\n"
    "{\"_id\":{\"$oid\":\"6550c0ffee00000000000062\"},\"\":\"no name\","
    "\"by.month\":{\"\":1,\"07.2024\":2}}\n";

static const char *const collections[] = {"users", "products", "orders", "reviews"};

static struct fresh_store old, back;
static struct kripa_arena arena;
static struct kripa_error err;
static char file[160];

static void say(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

static struct kripa *open_shop(const char *uri)
{
    struct kripa *kripa;
    enum kripa_status status = kripa_open(&(struct kripa_config){.store_uri = uri}, &kripa, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    return kripa;
}

static void begin(void)
{
    fresh_store_make(&old);
    fresh_store_make(&back);
    snprintf(file, sizeof file, "sqlite:%s/shop.db", old.folder);
    kripa_close(open_shop(old.uri)); /* the tables; what was there before Kripa comes after */
    documents_insert(old.uri, "users", users);
    documents_insert(old.uri, "products", products);
    documents_insert(old.uri, "orders", orders);
    documents_insert(old.uri, "reviews", reviews);
}

static void end(void)
{
    fresh_store_remove(&old);
    fresh_store_remove(&back);
    kripa_arena_clear(&arena);
}

static enum kripa_status copy(const char *from, const char *to, bool leave_behind,
                              struct kripa_copied *copied)
{
    struct kripa_copying how = {
        .from_uri = from, .to_uri = to, .leave_behind = leave_behind, .say = say};
    err = (struct kripa_error){0};
    return kripa_store_copy(&how, &arena, copied, &err);
}

static void must_copy(const char *from, const char *to)
{
    struct kripa_copied copied;
    enum kripa_status status = copy(from, to, false, &copied);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    ck_assert_int_ge(copied.written, 8);
}

static void expect_same_documents(void)
{
    size_t count = 0;
    for (size_t i = 0; i < sizeof collections / sizeof *collections; i++)
        count += documents_expect_same(old.uri, back.uri, collections[i]);
    ck_assert_uint_eq(count, 8);
}

START_TEST(by_way_of_a_file_every_document_is_what_it_was)
{
    must_copy(old.uri, file);
    must_copy(file, back.uri);
    expect_same_documents();
}
END_TEST

START_TEST(from_database_to_database_every_document_is_what_it_was)
{
    must_copy(old.uri, back.uri);
    expect_same_documents();
}
END_TEST

static void expect_text(const char *collection, const char *id, const char *part)
{
    char *text = documents_text(back.uri, collection, id);
    ck_assert_msg(text && strstr(text, part), "%s\nin %s", part, text);
    free(text);
}

START_TEST(what_the_shop_changed_in_the_file_is_put_into_the_old_document)
{
    must_copy(old.uri, file);
    struct kripa *kripa = open_shop(file);
    struct kripa_viewer asha;
    struct kripa_id lamp, fan;
    ck_assert(kripa_id_parse(LAMP, &lamp) && kripa_id_parse(FAN, &fan));
    ck_assert_int_eq(kripa_viewer_of(kripa, "asha@example.in", &asha, &err), KRIPA_OK);
    struct kripa_product *product;
    enum kripa_status status = kripa_stock_change(
        kripa, kripa_viewer_console("test"), lamp,
        &(struct kripa_stock_change){.add = {4, true}, .reason = "found"}, &arena, &product, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    status = kripa_cart_remove(kripa, asha, fan, &err);
    ck_assert_msg(status == KRIPA_OK, "%s", err.message);
    kripa_close(kripa);
    must_copy(file, back.uri);
    expect_text("products", LAMP, "\"stock\" : { \"$numberLong\" : \"9\" }");
    expect_text("products", LAMP, "{ \"$numberInt\" : \"5\" }");
    expect_text("products", LAMP, "6550c0ffee00000000000041");
    expect_text("users", USER, "\"cart\" : [ { \"product\" : { \"$oid\" : \"" LAMP "\" }, \"qty\"");
    expect_text("users", USER, "6550c0ffee00000000000032");
    expect_text("users", USER, "\"googleId\" : \"1099\"");
    documents_expect_same(old.uri, back.uri, "orders");
}
END_TEST

START_TEST(records_that_no_other_store_can_hold_are_left_only_by_agreement)
{
    struct kripa_copied copied;
    documents_insert(old.uri, "reviews",
                     "{\"_id\":\"best\",\"rating\":{\"$numberInt\":\"5\"}}\n"
                     "{\"_id\":{\"$numberInt\":\"3\"}}\n");
    ck_assert_int_eq(copy(old.uri, file, false, &copied), KRIPA_CONFLICT);
    ck_assert_int_eq(copied.left_behind, 2);
    ck_assert_int_eq(copied.written, 0);
    ck_assert_int_eq(copy(old.uri, file, true, &copied), KRIPA_OK);
    ck_assert_int_eq(copied.left_behind, 2);
    ck_assert_int_eq(copied.written, 8);
}
END_TEST

START_TEST(a_database_that_holds_anything_is_no_place_for_a_copy)
{
    struct kripa_copied copied;
    documents_insert(back.uri, "notes", "{\"_id\":{\"$numberInt\":\"1\"}}\n");
    ck_assert_int_eq(copy(old.uri, back.uri, false, &copied), KRIPA_EXISTS);
    ck_assert_ptr_nonnull(strstr(err.message, "notes"));
    ck_assert_ptr_null(strstr(err.message, "Kripa-Test"));
    ck_assert(!copied.unfinished);
}
END_TEST

START_TEST(collections_that_a_file_would_take_for_one_are_not_copied_into_it)
{
    struct kripa_copied copied;
    documents_insert(old.uri, "Reviews", "{\"stars\":5}\n");
    ck_assert_int_eq(copy(old.uri, file, false, &copied), KRIPA_INVALID);
    ck_assert_msg(strstr(err.message, "reviews") && strstr(err.message, "Reviews"), "%s",
                  err.message);
    ck_assert_int_eq(access(file + strlen("sqlite:"), F_OK), -1);
    must_copy(old.uri, back.uri);
}
END_TEST

int main(void)
{
    if (!fresh_store_on_mongodb())
        return 77;
    return RUN_SUITE_IN("copy of documents", begin, end,
                        by_way_of_a_file_every_document_is_what_it_was,
                        from_database_to_database_every_document_is_what_it_was,
                        what_the_shop_changed_in_the_file_is_put_into_the_old_document,
                        records_that_no_other_store_can_hold_are_left_only_by_agreement,
                        a_database_that_holds_anything_is_no_place_for_a_copy,
                        collections_that_a_file_would_take_for_one_are_not_copied_into_it);
}
