/* SPDX-License-Identifier: MIT
 * Sells over the counter: what a till, or another program that takes orders, needs of libkripa.
 *
 *     cc sell.c $(pkg-config --cflags --libs libkripa) -o sell
 *     ./sell sqlite:shop-data/shop.db customer@example.com till-1-0042 FAN-1200 2 BULB-9W 10
 *
 * The third word is the sale's own number: run again with it, after a power cut or a paper jam, the
 * program sells nothing twice and prints the same receipt. */
#include <kripa/kripa.h>
#include <stdio.h>
#include <stdlib.h>

#define LINES_MAX 20

/* Goods sold here go nowhere. */
static const struct kripa_address counter = {
    .name = "At the counter",
    .phone = "9826000001",
    .address_line = "14 Station Road",
    .city = "Pachore",
    .state = "Madhya Pradesh",
    .pincode = "465683",
};

static int fail(enum kripa_status status, const struct kripa_error *err)
{
    fprintf(stderr, "%s: %s\n", kripa_status_name(status), err->message);
    /* each bad line, when there are several: "items[1].qty: only 2 left" */
    for (size_t i = 1; i < err->fields_count; i++)
        fprintf(stderr, "  %s: %s\n", err->fields[i].path, err->fields[i].message);
    return 1;
}

/* The lines that were typed, SKU and quantity by turns. */
static enum kripa_status read_lines(struct kripa *kripa, struct kripa_viewer viewer, char **words,
                                    size_t count, struct kripa_arena *arena,
                                    struct kripa_order_item *lines, struct kripa_error *err)
{
    for (size_t i = 0; i < count; i++) {
        struct kripa_product *product;
        enum kripa_status status =
            kripa_product_find(kripa, viewer, words[2 * i], arena, &product, err);
        if (status != KRIPA_OK)
            return status;
        char *end;
        lines[i] = (struct kripa_order_item){product->id, strtoll(words[2 * i + 1], &end, 10)};
        if (*end)
            return kripa_fail(err, KRIPA_INVALID, "%s is no quantity", words[2 * i + 1]);
    }
    return KRIPA_OK;
}

static void print_receipt(const struct kripa_order *order)
{
    char rupees[KRIPA_MONEY_TEXT_SIZE];
    printf("Order %lld, %s\n", (long long)order->number,
           kripa_delivery_status_name(order->delivery_status));
    for (size_t i = 0; i < order->items_count; i++) {
        kripa_money_format(order->items[i].price_paise, rupees);
        printf("  %3lld x %-40s %10s\n", (long long)order->items[i].qty, order->items[i].name,
               rupees);
    }
    kripa_money_format(order->total_paise, rupees);
    printf("  %-46s %10s\n", "Total", rupees);
}

/* The order, and its delivery at once: the goods are taken along, the money is in the till. */
static enum kripa_status sell(struct kripa *kripa, struct kripa_viewer viewer,
                              const struct kripa_order_request *request, const char *number,
                              struct kripa_arena *arena, struct kripa_error *err)
{
    static const char *const states[] = {"shipped", "delivered"};
    struct kripa_order *order;
    enum kripa_status status =
        kripa_order_place(kripa, viewer, request, "counter", number, arena, &order, err);
    if (status == KRIPA_OK) /* under a known number it is the order as it was placed: look again */
        status = kripa_order_get(kripa, viewer, order->id, arena, &order, err);
    for (size_t i = 0; i < 2 && status == KRIPA_OK; i++)
        if (order->delivery_status < KRIPA_DELIVERY_DELIVERED)
            status = kripa_order_set_status(kripa, viewer, order->id, states[i], "at the counter",
                                            (struct kripa_int){0}, arena, &order, err);
    if (status == KRIPA_OK)
        print_receipt(order);
    return status;
}

int main(int argc, char **argv)
{
    size_t count = argc > 4 ? (size_t)(argc - 4) / 2 : 0;
    if (count == 0 || count > LINES_MAX || argc % 2 != 0) {
        fprintf(stderr, "usage: %s STORE-URI BUYER-EMAIL SALE-NUMBER SKU QTY [SKU QTY]...\n",
                argv[0]);
        return 2;
    }
    struct kripa *kripa = NULL;
    struct kripa_error err = {0};
    struct kripa_arena arena = {0};
    struct kripa_order_item lines[LINES_MAX];
    struct kripa_account *buyer;
    struct kripa_viewer viewer = kripa_viewer_console("till-1");
    enum kripa_status status =
        kripa_open(&(struct kripa_config){.store_uri = argv[1]}, &kripa, &err);
    if (status == KRIPA_OK)
        status = kripa_account_find(kripa, viewer, argv[2], &arena, &buyer, &err);
    if (status == KRIPA_OK)
        status = read_lines(kripa, viewer, argv + 4, count, &arena, lines, &err);
    if (status == KRIPA_OK) {
        struct kripa_order_request request = {.items = lines,
                                              .items_count = count,
                                              .shipping_address = counter,
                                              .for_user = buyer->id};
        status = sell(kripa, viewer, &request, argv[3], &arena, &err);
    }
    int code = status == KRIPA_OK ? 0 : fail(status, &err);
    kripa_arena_clear(&arena);
    kripa_close(kripa);
    return code;
}
