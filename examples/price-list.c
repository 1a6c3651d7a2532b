/* SPDX-License-Identifier: MIT
 * Prints the shop's price list as one viewer may see it: what another C program needs to use
 * libkripa.
 *
 *     cc price-list.c $(pkg-config --cflags --libs libkripa) -o price-list
 *     ./price-list sqlite:shop-data/shop.db                          as a guest
 *     ./price-list sqlite:shop-data/shop.db retailer@example.com     with trade prices */
#include <kripa/kripa.h>
#include <stdio.h>

static void print_price(int64_t paise, int64_t qty)
{
    char rupees[KRIPA_MONEY_TEXT_SIZE];
    kripa_money_format(paise, rupees);
    printf("  %10s", rupees);
    if (qty > 1)
        printf(" from %lld", (long long)qty);
}

/* Every price this role may buy at is a rule of the product; which one holds depends on the
 * quantity. */
static void print_product(const struct kripa_product *product, enum kripa_role role)
{
    struct kripa_price_rule rules[KRIPA_PRICE_RULES_MAX];
    size_t rules_count = kripa_price_rules(product, rules);
    printf("%-14s", product->sku ? product->sku : "");
    print_price(kripa_price_of(product, role, 1).unit_paise, 1);
    for (size_t i = 0; i < rules_count; i++)
        if ((rules[i].roles & KRIPA_MASK(role)) && rules[i].qty_min > 1)
            print_price(rules[i].unit_paise, rules[i].qty_min);
    printf("  %s\n", product->name);
}

/* Page by page with a cursor: the last page costs no more than the first. */
static enum kripa_status print_products(struct kripa *kripa, struct kripa_viewer viewer,
                                        struct kripa_error *err)
{
    struct kripa_arena arena = {0};
    struct kripa_products products = {0};
    struct kripa_product_filter filter = {.paging = {.limit = KRIPA_PAGE_LIMIT_PRODUCTS_MAX}};
    enum kripa_status status;
    do {
        struct kripa_page last = products.page;
        filter.paging.cursor = last.next[0] ? last.next : NULL;
        kripa_arena_reset(&arena);
        status = kripa_product_list(kripa, viewer, &filter, &arena, &products, err);
        for (size_t i = 0; status == KRIPA_OK && i < products.count; i++)
            print_product(&products.at[i], viewer.role);
    } while (status == KRIPA_OK && products.page.next[0]);
    kripa_arena_clear(&arena);
    return status;
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s STORE-URI [EMAIL]\n", argv[0]);
        return 2;
    }
    struct kripa *kripa = NULL;
    struct kripa_error err = {0};
    struct kripa_viewer viewer = kripa_viewer_guest();
    enum kripa_status status =
        kripa_open(&(struct kripa_config){.store_uri = argv[1]}, &kripa, &err);
    if (status == KRIPA_OK && argc == 3)
        status = kripa_viewer_of(kripa, argv[2], &viewer, &err);
    if (status == KRIPA_OK)
        status = print_products(kripa, viewer, &err);
    if (status != KRIPA_OK)
        fprintf(stderr, "%s: %s\n", kripa_status_name(status), err.message);
    kripa_close(kripa);
    return status == KRIPA_OK ? 0 : 1;
}
