/* SPDX-License-Identifier: MIT
 * See orders.h. */
#include "orders.h"

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

struct kripa_order_request shop_request(struct kripa_order_item *items, size_t count)
{
    return (struct kripa_order_request){
        .items = items,
        .items_count = count,
        .shipping_address = {.name = "Asha Verma",
                             .phone = "9826012345",
                             .address_line = "12 Station Road",
                             .city = "Pachore",
                             .state = "Madhya Pradesh",
                             .pincode = "465683"},
    };
}

enum kripa_status shop_buy(struct shop *shop, struct kripa_viewer viewer, struct kripa_id product,
                           int64_t qty, struct kripa_order **out)
{
    struct kripa_order_item item = {product, qty};
    struct kripa_order_request request = shop_request(&item, 1);
    shop->err = (struct kripa_error){0};
    return kripa_order_place(shop->kripa, viewer, &request, "test", NULL, &shop->arena, out,
                             &shop->err);
}

struct kripa_order *shop_read_order(struct shop *shop, struct kripa_id id)
{
    return shop_read(shop, &kripa_order_schema, id);
}

void shop_edit_settings(struct shop *shop, const char *json)
{
    struct kripa_settings settings, *out;
    kripa_given given;
    shop_must(shop_decode(shop, &kripa_settings_schema, KRIPA_PATCH, json, &settings, &given),
              &shop->err, json);
    shop_must(kripa_settings_edit(shop->kripa, shop->admin, &settings, given, (struct kripa_int){0},
                                  &shop->arena, &out, &shop->err),
              &shop->err, json);
}

char *shop_order_body(struct shop *shop, struct kripa_product *const *products, size_t lines,
                      int64_t qty)
{
    struct kripa_writer writer;
    kripa_writer_init(&writer, &shop->arena);
    kripa_write(&writer, "{\"items\":[");
    for (size_t i = 0; i < lines; i++) {
        kripa_write(&writer, i ? ",{\"product\":" : "{\"product\":");
        kripa_write_id(&writer, products[i]->id);
        kripa_write(&writer, ",\"qty\":");
        kripa_write_int(&writer, qty);
        kripa_write(&writer, "}");
    }
    kripa_write(&writer,
                "],\"paymentMethod\":\"COD\",\"shippingAddress\":{\"name\":\"Asha Verma\","
                "\"phone\":\"9826012345\",\"addressLine\":\"12 Station Road\","
                "\"city\":\"Pachore\",\"state\":\"Madhya Pradesh\",\"pincode\":\"465683\"}}");
    return writer.at;
}
