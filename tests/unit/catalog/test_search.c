/* SPDX-License-Identifier: MIT
 * Search: words and prefixes, in Latin and Devanagari. */
#include <string.h>

#include "goods.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
    category_add(&shop, "{\"name\":\"Fans\"}");
    category_add(&shop, "{\"name\":\"पंखे\",\"slug\":\"pankhe\",\"parent\":\"fans\"}");
    product_add(&shop, "{\"name\":\"Ceiling Fan 1200 mm\",\"price\":1,\"sku\":\"FAN-C1200-BR\","
                       "\"category\":\"fans\",\"tags\":[\"Pavanya\"],"
                       "\"description\":\"With copper winding\"}");
    product_add(&shop, "{\"name\":\"Table Fan 400 mm\",\"price\":2,\"sku\":\"FAN-T400\"}");
    product_add(&shop, "{\"name\":\"मेज़ का पंखा\",\"price\":3,\"category\":\"pankhe\"}");
    product_add(&shop, "{\"name\":\"Café Lamp\",\"price\":4,\"tags\":[\"energy saver\"]}");
}

static void end(void)
{
    shop_close(&shop);
}

#define CEILING "Ceiling Fan 1200 mm"
#define TABLE   "Table Fan 400 mm"
#define HINDI   "मेज़ का पंखा"
#define LAMP    "Café Lamp"

static const struct {
    const char *q, *names;
} searches[] = {
    {"fan", CEILING " | " TABLE " | " HINDI},
    {"FAN", CEILING " | " TABLE " | " HINDI},
    {"ceil", CEILING},
    {"ceil fan", ""},
    {"fan ceil", CEILING},
    {"ceiling fan", CEILING},
    {"fan 1200", CEILING},
    {"1200 mm", CEILING},
    {"mm", CEILING " | " TABLE},
    {"fans", CEILING " | " HINDI},
    {"fan-c12", CEILING},
    {"FAN-T400", TABLE},
    {"pavanya", CEILING},
    {"saver", LAMP},
    {"copper", ""},
    {"पंखा", HINDI},
    {"पंख", HINDI},
    {"पंखे", HINDI},
    {"मेज़", HINDI},
    {"मेज", HINDI},
    {"का मेज", HINDI},
    {"खा", ""},
    {"lamp", LAMP},
    {"xyz", ""},
    {"!!!", ""},
    {"fan xyz", ""},
};

START_TEST(words_find_what_they_should)
{
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("q", searches[_i].q, "sort", "price"));
    ck_assert_msg(strcmp(names_of(&shop, &products), searches[_i].names) == 0, "%s: %s",
                  searches[_i].q, names_of(&shop, &products));
    ck_assert_int_eq(products.page.total, (int64_t)products.count);
}
END_TEST

/* Each of these names is found by each of the searches beside it: a name is written in one word by
 * one, in two by another. */
static const struct {
    const char *products, *searches;
} spellings[] = {
    {"LED Bulb 9W | LED Bulb 9 W | LED Bulb 9-W | LED Bulb ९W",
     "9w led bulb | 9 w bulb | bulb 9w | bulb 9 w | 9-w | ९ w | bulb 9"},
    {"V-Guard Fan | V Guard Fan 2 | VGuard Fan 3 | V\u2011Guard Fan 4", "vguard | vguard fan"},
    {"Wi-Fi Router | Wi Fi Router 2 | WiFi Router 3 | Wifi Router 4", "wifi | router wifi | WIFI"},
    {"USB Type-C | USB Type C 2m | USB TypeC 3m", "typec | usb typec | TYPEC usb"},
    {"Charger 65W | Charger 65 W 2 | Charger 65-W 3", "65 w | 65w | charger 65 w | 65w charger"},
    {"\u26a1\ufe0fBijli Fan | Bijli\ufe0f Fan 2 | \u2764Bijli Fan 3",
     "bijli | bijli fan | \u26a1\ufe0fbijli"},
    {"H\u00e4fele Lock | Ha\u0308fele Lock 2 | Hafele Lock 3",
     "hafele | H\u00c4FELE | ha\u0308fele lock"},
    {"१२ वोल्ट | 12 वोल्ट बल्ब", "12 वोल्ट | १२ वोल्ट | १२वोल्ट | वोल्ट 12 वोल्ट"},
    {"वाई-फाई | वाई फाई राउटर | वाईफाई प्लग", "वाईफाई"},
};

static size_t cut(const char *list, const char *pieces[8])
{
    size_t count = 0;
    for (const char *end; *list; list = *end ? end + 3 : end) {
        end = strstr(list, " | ");
        end = end ? end : list + strlen(list);
        pieces[count++] = kripa_arena_text(&shop.arena, list, (size_t)(end - list));
    }
    return count;
}

START_TEST(a_name_is_found_whichever_way_it_is_written)
{
    const char *names[8], *asked[8];
    size_t names_count = cut(spellings[_i].products, names);
    size_t asked_count = cut(spellings[_i].searches, asked);
    for (size_t i = 0; i < names_count; i++) {
        product_add(&shop,
                    kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"price\":1}", names[i]));
    }
    for (size_t i = 0; i < asked_count; i++) {
        struct kripa_products found = product_list(&shop, shop.guest, QUERY("q", asked[i]));
        ck_assert_msg(found.count == names_count, "%s: %s", asked[i], names_of(&shop, &found));
    }
}
END_TEST

/* In one shop that writes it one way only, the other ways find it too. */
START_TEST(what_nothing_matches_is_asked_for_otherwise)
{
    static const struct {
        const char *name, *q;
    } cases[] = {
        {"Vguard Stabilizer", "v guard"},
        {"Vguard Stabilizer", "v-guard stab"},
        {"Wifi Plug", "wi fi"},
        {"Wifi Plug", "wi-fi plug"},
        {"Galaxy S 23", "galaxy s23"},
        {"Phone 15 Pro", "phone15 pro"},
        {"Voltage Protector", "protecter"},
        {"Refrigerator", "refridgerator"},
        {"Refrigerator", "refrigrater"},
        {"Chimney", "chimny"},
        {"Chimney", "chimnye"},
        {"Mixer Grinder", "mixer grindr"},
        {"रेफ्रिजरेटर", "रेफ्रीजरेटर"},
        {"Geyser 15 L", "geysar 15"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (i == 0 || strcmp(cases[i].name, cases[i - 1].name) != 0)
            product_add(&shop, kripa_arena_format(&shop.arena, "{\"name\":\"%s\",\"price\":1}",
                                                  cases[i].name));
        struct kripa_products found = product_list(&shop, shop.guest, QUERY("q", cases[i].q));
        ck_assert_msg(strcmp(names_of(&shop, &found), cases[i].name) == 0, "%s: %s", cases[i].q,
                      names_of(&shop, &found));
        ck_assert_int_eq(found.page.total, 1);
    }
}
END_TEST

/* A number, a short word, a word that some product has, and what only a hidden product has. */
START_TEST(what_is_no_typo_finds_nothing)
{
    static const char *const typed[] = {"fan 1201", "mn",         "xeiling",         "lamp 1200",
                                        "secrot",   "tabel lamp", "ceiling fan 400", "mzzing"};
    product_add(&shop, "{\"name\":\"Secret\",\"price\":1,\"active\":false}");
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        bool typo = strcmp(typed[i], "xeiling") == 0;
        struct kripa_products found = product_list(&shop, shop.guest, QUERY("q", typed[i]));
        ck_assert_msg(strcmp(names_of(&shop, &found), typo ? CEILING : "") == 0, "%s: %s", typed[i],
                      names_of(&shop, &found));
    }
    struct kripa_products found = product_list(&shop, shop.admin, QUERY("q", "secrot"));
    ck_assert_str_eq(names_of(&shop, &found), "Secret");
}
END_TEST

START_TEST(a_corrected_search_has_pages_and_an_end)
{
    for (int i = 0; i < 5; i++)
        product_add(&shop,
                    kripa_arena_format(&shop.arena, "{\"name\":\"Chimney %d\",\"price\":1}", i));
    struct kripa_products page =
        product_list(&shop, shop.guest, QUERY("q", "chimny", "limit", "2"));
    ck_assert_uint_eq(page.count, 2);
    ck_assert_int_eq(page.page.total, 5);
    page = product_list(&shop, shop.guest,
                        QUERY("q", "chimny", "limit", "2", "cursor", page.page.next));
    ck_assert_uint_eq(page.count, 2);
    page = product_list(&shop, shop.guest, QUERY("q", "chimny", "limit", "2", "page", "3"));
    ck_assert_uint_eq(page.count, 1);
    page = product_list(&shop, shop.guest, QUERY("q", "chimny", "limit", "2", "page", "4"));
    ck_assert_uint_eq(page.count, 0);
    ck_assert_int_eq(page.page.total, 5);
}
END_TEST

START_TEST(an_article_number_is_found_without_its_separators)
{
    static const char *const typed[] = {"FANC1200BR", "fan-c1200-br", "fan c1200 br",
                                        "c1200",      "fanc1200",     "br fan"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        struct kripa_products found = product_list(&shop, shop.guest, QUERY("q", typed[i]));
        ck_assert_msg(strcmp(names_of(&shop, &found), CEILING) == 0, "%s: %s", typed[i],
                      names_of(&shop, &found));
    }
}
END_TEST

START_TEST(a_slug_is_found_composed_or_not)
{
    struct kripa_product *product;
    struct kripa_category *category;
    category_add(&shop, "{\"name\":\"Caf\u00e9 \u0958\"}");
    static const char *const lamps[] = {"caf\u00e9-lamp", "cafe\u0301-lamp"};
    static const char *const places[] = {"caf\u00e9-\u0915", "cafe\u0301-\u0915"};
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            kripa_product_get(shop.kripa, shop.guest, lamps[i], &shop.arena, &product, &shop.err),
            KRIPA_OK);
        ck_assert_int_eq(kripa_category_get(shop.kripa, shop.admin, places[i], &shop.arena,
                                            &category, &shop.err),
                         KRIPA_OK);
        product_list(&shop, shop.guest, QUERY("category", places[i]));
    }
    ck_assert_int_eq(
        kripa_product_get(shop.kripa, shop.guest, "cafe-lamp", &shop.arena, &product, &shop.err),
        KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(search_is_another_name_for_q)
{
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("search", "pavanya", "max", "1"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING);
}
END_TEST

START_TEST(terms_follow_what_they_are_made_of)
{
    struct kripa_products products = product_list(&shop, shop.guest, QUERY("q", "ceil"));
    struct kripa_id id = products.at[0].id;
    product_edit(&shop, id, "{\"name\":\"Wall Fan\",\"tags\":[\"quiet\"],\"sku\":null}");
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "ceil")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "pavanya")).count, 0);
    ck_assert_uint_eq(product_list(&shop, shop.guest, QUERY("q", "quiet wall")).count, 1);
    product_edit(&shop, id, "{\"category\":null}");
    products = product_list(&shop, shop.guest, QUERY("q", "fans"));
    ck_assert_str_eq(names_of(&shop, &products), HINDI);
}
END_TEST

START_TEST(a_renamed_category_is_found_by_its_new_name)
{
    struct kripa_category *fans;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "fans", &shop.arena, &fans, &shop.err),
        KRIPA_OK);
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    struct kripa_products products =
        product_list(&shop, shop.guest, QUERY("q", "cooler", "sort", "price"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING " | " HINDI);
    products = product_list(&shop, shop.guest, QUERY("q", "fans", "sort", "price"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING " | " TABLE); /* "fan" is near */
    struct kripa_category *below;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "pankhe", &shop.arena, &below, &shop.err),
        KRIPA_OK);
    category_edit(&shop, below->id, "{\"parent\":null}");
    products = product_list(&shop, shop.guest, QUERY("q", "cooler"));
    ck_assert_str_eq(names_of(&shop, &products), CEILING);
}
END_TEST

START_TEST(a_rename_reaches_more_products_than_one_commit_takes)
{
    for (int i = 0; i < 250; i++)
        product_add(&shop,
                    kripa_arena_format(&shop.arena,
                                       "{\"name\":\"P%d\",\"price\":1,\"category\":\"fans\"}", i));
    struct kripa_category *fans;
    ck_assert_int_eq(
        kripa_category_get(shop.kripa, shop.admin, "fans", &shop.arena, &fans, &shop.err),
        KRIPA_OK);
    category_edit(&shop, fans->id, "{\"name\":\"Coolers\"}");
    ck_assert_int_eq(product_list(&shop, shop.guest, QUERY("q", "coolers")).page.total, 252);
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("search", begin, end);
    tcase_add_loop_test(tests, words_find_what_they_should, 0, sizeof searches / sizeof *searches);
    tcase_add_loop_test(tests, a_name_is_found_whichever_way_it_is_written, 0,
                        sizeof spellings / sizeof *spellings);
    return RUN_CASES(
        tests, "search", what_nothing_matches_is_asked_for_otherwise, what_is_no_typo_finds_nothing,
        a_corrected_search_has_pages_and_an_end, an_article_number_is_found_without_its_separators,
        a_slug_is_found_composed_or_not, search_is_another_name_for_q,
        terms_follow_what_they_are_made_of, a_renamed_category_is_found_by_its_new_name,
        a_rename_reaches_more_products_than_one_commit_takes);
}
