/* SPDX-License-Identifier: MIT
 * Tags that differ in case or blanks are one, shown as the first one wrote them; and one with a
 * comma can be asked for. */
#include <string.h>

#include "goods.h"
#include "shop.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    product_add(&shop, "{\"name\":\"A\",\"price\":1,\"tags\":[\"Havel\",\"LED  Lights\"]}");
    product_add(&shop, "{\"name\":\"B\",\"price\":2,\"tags\":[\"HAVEL\",\"led lights\"]}");
    product_add(&shop, "{\"name\":\"C\",\"price\":3,\"tags\":[\"Nuts, bolts\",\"#1\"]}");
    product_add(&shop, "{\"name\":\"D\",\"price\":4,\"tags\":[\"Nuts\",\"बिजली\"]}");
    product_add(&shop, "{\"name\":\"E\",\"price\":5}");
}

static void end(void)
{
    shop_close(&shop);
}

static const struct {
    const char *query[9], *names;
} filters[] = {
    {{"brand", "Havel"}, "A | B"},
    {{"brand", "havel"}, "A | B"},
    {{"brand", " HAVEL "}, "A | B"},
    {{"brand", "Led Lights"}, "A | B"},
    {{"brand", "led \u00a0LIGHTS"}, "A | B"},
    {{"brand", "led"}, ""},
    {{"brand", "lights"}, ""},
    {{"brand", "havels"}, ""},
    {{"brand", "hav"}, ""},
    {{"brand", "बिजली"}, "D"},
    {{"brand", "#1"}, "C"},
    {{"brand", "havel,nuts"}, "A | B | D"},
    {{"brand", "havel , nuts"}, "A | B | D"},
    {{"brand", "Nuts, bolts"}, "D"}, /* two tags */
    {{"brand", "nuts,  BOLTS", "brand", "nuts, bolts"}, "C"},
    {{"brand", "Nuts, bolts", "brand", "havel"}, "A | B | C"},
    {{"brand", "nuts", "brand", "havel"}, "A | B | D"},
    {{"brand", "nuts", "brand", ""}, "D"},
    {{"brand", "havel,nuts", "brand", "none"}, ""},
    {{"brand", "havel", "max", "1"}, "A"},
    {{"brand", "led lights", "q", "havel"}, "A | B"},
    {{"brand", "led lights", "q", "nuts"}, ""},
    {{"brand", ""}, "A | B | C | D | E"},
    {{"brand", ","}, "A | B | C | D | E"},
};

START_TEST(tags_are_folded_for_filtering)
{
    for (size_t i = 0; i < COUNT(filters); i++) {
        const char *query[11] = {"sort", "price"};
        memcpy(query + 2, filters[i].query, sizeof filters[i].query);
        struct kripa_products found = product_list(&shop, shop.guest, query);
        ck_assert_msg(strcmp(names_of(&shop, &found), filters[i].names) == 0, "%s: %s",
                      filters[i].query[1], names_of(&shop, &found));
    }
}
END_TEST

static const struct {
    const char *given, *kept;
} lists[] = {
    {"[]", ""},
    {"[\"a\",\"b\"]", "a|b"},
    {"[\"LED\",\"led\",\"Led\"]", "LED"},
    {"[\"led\",\"LED\",\"fan\"]", "LED|fan"}, /* as the product before has it */
    {"[\"Blue Light\",\"BLUE  light\"]", "Blue Light"},
    {"[\"LED Lights\",\"led  lights\",\"LED\\u00a0Lights\"]", "LED  Lights"}, /* as A has it */
    {"[\"ÉCLAIR\",\"éclair\"]", "ÉCLAIR"},
    {"[\"हिन्दी\",\"हिंदी\"]", "हिन्दी"},
    {"[\"a b\",\"ab\"]", "a b|ab"},
};

static const char *tags_of(const struct kripa_product *product)
{
    const char *tags = "";
    for (size_t i = 0; i < product->tags_count; i++)
        tags = kripa_arena_format(&shop.arena, "%s%s%s", tags, i > 0 ? "|" : "", product->tags[i]);
    return tags;
}

START_TEST(twins_go)
{
    for (size_t i = 0; i < COUNT(lists); i++) {
        struct kripa_product *product = product_add(
            &shop, kripa_arena_format(&shop.arena, "{\"name\":\"T%zu\",\"price\":1,\"tags\":%s}", i,
                                      lists[i].given));
        ck_assert_msg(strcmp(tags_of(product), lists[i].kept) == 0, "%s: %s", lists[i].given,
                      tags_of(product));
        product_edit(&shop, product->id, "{\"tags\":null}");
        product = product_edit(&shop, product->id,
                               kripa_arena_format(&shop.arena, "{\"tags\":%s}", lists[i].given));
        ck_assert_str_eq(tags_of(product_now(&shop, product->id)), lists[i].kept);
    }
}
END_TEST

START_TEST(a_tag_is_shown_as_the_first_one_wrote_it)
{
    struct kripa_product *first = product_add(
                             &shop, "{\"name\":\"F\",\"price\":1,\"tags\":[\"Crompton\"]}"),
                         *second = product_add(
                             &shop, "{\"name\":\"S\",\"price\":1,\"tags\":[\"CROMPTON\",\"x\"]}");
    ck_assert_str_eq(tags_of(second), "Crompton|x");
    second = product_edit(&shop, second->id, "{\"tags\":[\"crompton\"]}"); /* on purpose */
    ck_assert_str_eq(tags_of(second), "crompton");
    first = product_edit(&shop, first->id, "{\"tags\":[\"CROMPTON\",\"Y\"]}");
    ck_assert_str_eq(tags_of(first), "CROMPTON|Y");
    product_edit(&shop, first->id, "{\"tags\":[]}");
    first = product_edit(&shop, first->id, "{\"tags\":[\"Crompton\"]}");
    ck_assert_str_eq(tags_of(first), "crompton");
}
END_TEST

START_TEST(a_tag_is_no_word_and_no_typo_of_one)
{
    static const char *const typed[] = {"nut", "havl", "#havel"};
    static const char *const names[] = {"C | D", "A | B", "A | B"};
    for (size_t i = 0; i < COUNT(typed); i++) {
        struct kripa_products found =
            product_list(&shop, shop.guest, QUERY("q", typed[i], "sort", "price"));
        ck_assert_msg(strcmp(names_of(&shop, &found), names[i]) == 0, "%s: %s", typed[i],
                      names_of(&shop, &found));
    }
}
END_TEST

/* As long as a tag may be. */
static const char *long_tag(const char *letter, const char *last)
{
    const char *tag = "";
    for (size_t i = 0; i + 1 < KRIPA_TAG_MAX; i++)
        tag = kripa_arena_format(&shop.arena, "%s%s", tag, letter);
    return kripa_arena_format(&shop.arena, "%s%s", tag, last);
}

/* One to four bytes a letter, and letters that are more bytes when folded. */
static const struct {
    const char *letter, *last[2];
} long_tags[] = {
    {"x", {"y", "z"}}, {"é", {"y", "è"}}, {"ब", {"क", "ख"}},
    {"ß", {"y", "z"}}, {"ᾷ", {"α", "β"}}, {"😀", {"😁", "😂"}},
};

static struct kripa_product *add_tagged(const char *name, const char *tags)
{
    return product_add(
        &shop,
        kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"price\":7,\"tags\":[%s]}", name, tags));
}

static void remove_product(const struct kripa_product *product)
{
    struct kripa_product *gone;
    ck_assert_int_eq(
        kripa_product_delete(shop.kripa, shop.admin, product->id, &shop.arena, &gone, &shop.err),
        KRIPA_OK);
}

START_TEST(long_tags_that_differ_in_the_end_are_two)
{
    for (size_t i = 0; i < COUNT(long_tags); i++) {
        const char *a = long_tag(long_tags[i].letter, long_tags[i].last[0]);
        const char *b = long_tag(long_tags[i].letter, long_tags[i].last[1]);
        const char *both = kripa_arena_format(&shop.arena, "\"%s\",\"%s\"", a, b);
        const char *one = kripa_arena_format(&shop.arena, "\"%s\"", a);
        struct kripa_product *first = add_tagged("One", one), *second = add_tagged("Both", both);
        ck_assert_str_eq(tags_of(second), kripa_arena_format(&shop.arena, "%s|%s", a, b));
        struct kripa_products found =
            product_list(&shop, shop.guest, QUERY("brand", a, "sort", "name"));
        ck_assert_str_eq(names_of(&shop, &found), "Both | One");
        found = product_list(&shop, shop.guest, QUERY("brand", b));
        ck_assert_str_eq(names_of(&shop, &found), "Both");
        remove_product(first);
        remove_product(second);
    }
}
END_TEST

/* Longer, folded, than any word. */
START_TEST(a_search_with_a_typo_passes_over_long_tags)
{
    const char *tag = kripa_arena_format(&shop.arena, "\"%s\"", long_tag("ß", "y"));
    add_tagged("Lantern", tag);
    struct kripa_products found = product_list(&shop, shop.guest, QUERY("q", "lanterm"));
    ck_assert_str_eq(names_of(&shop, &found), "Lantern");
}
END_TEST

/* With more words than a product is found by, all its tags are still filtered by. */
START_TEST(no_words_push_a_tag_out)
{
    const char *name = "", *tags = "";
    for (int i = 0; i < 60; i++)
        name = kripa_arena_format(&shop.arena, "%s%c%c ", name, 'a' + i % 26, 'a' + i / 26);
    for (int i = 0; i < KRIPA_TAGS_MAX; i++)
        tags = kripa_arena_format(&shop.arena, "%s%s\"w%d a b c d e f g %d\"", tags, i ? "," : "",
                                  i, i);
    struct kripa_product *product = add_tagged(name, tags);
    ck_assert_uint_eq(product->tags_count, KRIPA_TAGS_MAX);
    for (size_t i = 0; i < KRIPA_TAGS_MAX; i++) {
        struct kripa_products found =
            product_list(&shop, shop.guest, QUERY("brand", product->tags[i]));
        ck_assert_msg(found.count == 1, "%s", product->tags[i]);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("tags", begin, end, tags_are_folded_for_filtering, twins_go,
                        a_tag_is_shown_as_the_first_one_wrote_it,
                        a_tag_is_no_word_and_no_typo_of_one,
                        long_tags_that_differ_in_the_end_are_two,
                        a_search_with_a_typo_passes_over_long_tags, no_words_push_a_tag_out);
}
