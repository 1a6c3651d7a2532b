/* SPDX-License-Identifier: MIT
 * Reviews and banners at the console: listed in each form, changed, deleted. Buyers write reviews
 * through the API; here the library does it for them. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include <kripa/kripa.h>

#include "console.h"

static struct console console;

static void write_review(const char *email, const char *slug, int64_t rating, const char *text)
{
    char uri[FOLDER_SIZE + 32];
    snprintf(uri, sizeof uri, "sqlite:%s/kripa.db", console.folder);
    const struct kripa_config config = {.store_uri = uri};
    const struct kripa_review review = {.rating = rating, .text = text};
    struct kripa_arena arena = {0};
    struct kripa_error err = {0};
    struct kripa_viewer viewer;
    struct kripa_product *product;
    struct kripa_review *out;
    struct kripa *kripa;
    ck_assert_msg(kripa_open(&config, &kripa, &err) == KRIPA_OK, "%s", err.message);
    ck_assert_int_eq(kripa_viewer_of(kripa, email, &viewer, &err), KRIPA_OK);
    ck_assert_int_eq(kripa_product_get(kripa, viewer, slug, &arena, &product, &err), KRIPA_OK);
    ck_assert_msg(kripa_review_add(kripa, viewer, product->id, &review, KRIPA_GIVEN_ALL, &arena,
                                   &out, &err) == KRIPA_OK,
                  "%s", err.message);
    kripa_arena_clear(&arena);
    kripa_close(kripa);
}

static void make_shop(void)
{
    console_make_shop(&console);
    MUST(&console, "product", "add", "--name", "LED bulb", "--sku", "LED", "--price", "120");
    MUST(&console, "product", "add", "--name", "Ceiling fan", "--sku", "FAN", "--price", "1500");
    console.input = CONSOLE_PASSWORD "\n";
    MUST(&console, "user", "add", "--name", "Ravi Kumar", "--email", "ravi@example.in");
    write_review("ravi@example.in", "led-bulb", 5, "Bright, and cheap");
    write_review("ravi@example.in", "ceiling-fan", 1, "Broken at once");
}

static json_t *list(const char *flag, const char *value)
{
    return console_json(&console, MUST(&console, "review", "list", "--json", flag, value));
}

START_TEST(reviews_are_listed_in_each_form)
{
    char *table = MUST(&console, "review", "list");
    ck_assert_ptr_nonnull(strstr(table, "Ceiling fan"));
    ck_assert_ptr_nonnull(strstr(table, "Ravi Kumar"));
    json_t *fans = list("--product", "FAN");
    ck_assert_uint_eq(json_array_size(json_object_get(fans, "items")), 1);
    json_t *best = list("--rating", "5");
    ck_assert_uint_eq(json_array_size(json_object_get(best, "items")), 1);
    char *csv = MUST(&console, "review", "list", "broken", "--format", "csv");
    ck_assert_ptr_nonnull(strstr(csv, "1,Broken at once,false"));
    ck_assert_ptr_null(strstr(csv, "Bright"));
    console_expect(CONSOLE(&console, "review", "list", "--product", "NONE"), 4);
}
END_TEST

START_TEST(a_review_is_deleted_by_the_end_of_its_id)
{
    json_t *fans = json_object_get(list("--product", "FAN"), "items");
    const char *id = json_string_value(json_object_get(json_array_get(fans, 0), "_id"));
    ck_assert_int_eq(CONSOLE(&console, "review", "delete", "123456789abc", "--yes").code, 4);
    char *said = MUST(&console, "review", "delete", id + 12, "--yes");
    ck_assert_ptr_nonnull(strstr(said, "The review of Ceiling fan by Ravi Kumar is gone."));
    ck_assert_uint_eq(json_array_size(json_object_get(list("--product", "FAN"), "items")), 0);
    ck_assert_ptr_nonnull(strstr(MUST(&console, "audit", "list"), "review.delete"));
    MUST(&console, "store", "verify");
    said = MUST(&console, "product", "delete", "FAN", "--yes");
    ck_assert_ptr_nonnull(strstr(said, "was reviewed before: hidden."));
}
END_TEST

START_TEST(banners_are_kept)
{
    char *said = MUST(&console, "banner", "add", "--title", "Diwali lights", "--product",
                      "led-bulb", "--sort-order", "2", "--starts-at", "2026-11-01");
    ck_assert_ptr_nonnull(strstr(said, "Added Diwali lights."));
    MUST(&console, "banner", "add", "--title", "Fans", "--status", "inactive");
    char *table = MUST(&console, "banner", "list");
    ck_assert_ptr_nonnull(strstr(table, "Diwali lights"));
    ck_assert_ptr_nonnull(strstr(table, "LED bulb"));
    char *csv = MUST(&console, "banner", "list", "--status", "active", "--format", "csv");
    ck_assert_ptr_nonnull(strstr(csv, "2026-11-01T00:00:00.000Z"));
    ck_assert_ptr_null(strstr(csv, "Fans"));
    json_t *list = console_json(&console, MUST(&console, "banner", "list", "--json"));
    json_t *fans = json_array_get(json_object_get(list, "items"), 0);
    const char *id = json_string_value(json_object_get(fans, "_id"));
    MUST(&console, "banner", "edit", id + 12, "--status", "active", "--badge", "New");
    console_expect(CONSOLE(&console, "banner", "edit", id + 12), 2);
    console_expect(CONSOLE(&console, "banner", "add", "--title", "x", "--product", "none"), 3);
    said = MUST(&console, "banner", "delete", id, "--yes");
    ck_assert_ptr_nonnull(strstr(said, "Fans is gone."));
    list = console_json(&console, MUST(&console, "banner", "list", "--json"));
    ck_assert_uint_eq(json_array_size(json_object_get(list, "items")), 1);
}
END_TEST

int main(void)
{
    TCase *cases = console_cases("window", &console, make_shop);
    return RUN_CASES(cases, "window", reviews_are_listed_in_each_form,
                     a_review_is_deleted_by_the_end_of_its_id, banners_are_kept);
}
