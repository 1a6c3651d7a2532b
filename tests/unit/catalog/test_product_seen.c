/* SPDX-License-Identifier: MIT
 * What of a product its viewers see: the trade price that holds, and pictures. */
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "goods.h"
#include "shop.h"
#include "suite.h"

static struct shop shop;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_MADE_UP);
}

static void end(void)
{
    shop_close(&shop);
}

START_TEST(a_picture_needs_no_public_id)
{
    struct kripa_product *lamp =
        product_add(&shop, "{\"name\":\"Lamp\",\"price\":9,\"images\":["
                           "{\"url\":\"https://x.example/1.jpg\"},"
                           "{\"url\":\"https://x.example/2.jpg\",\"public_id\":\"\"},"
                           "{\"url\":\"https://x.example/3.jpg\",\"public_id\":\"p3\"}]}");
    lamp = product_edit(&shop, lamp->id, "{\"price\":10}");
    lamp = product_now(&shop, lamp->id);
    ck_assert_uint_eq(lamp->images_count, 3);
    ck_assert_ptr_null(lamp->images[0].public_id);
    ck_assert_ptr_null(lamp->images[1].public_id);
    ck_assert_str_eq(lamp->images[2].public_id, "p3");
    ck_assert_ptr_null(
        strstr(product_json(&shop, lamp, KRIPA_ROLE_GUEST), "1.jpg\",\"public_id\""));
    lamp = product_edit(&shop, lamp->id, "{\"images\":[{\"url\":\"https://x.example/2.jpg\"}]}");
    lamp = product_now(&shop, lamp->id);
    ck_assert_uint_eq(lamp->images_count, 1);
    ck_assert_str_eq(lamp->images[0].url, "https://x.example/2.jpg");
}
END_TEST

START_TEST(a_retailer_always_sees_the_trade_price_that_holds)
{
    product_add(&shop, "{\"name\":\"Lamp\",\"price\":120}");
    ck_assert_int_eq(product_seen(&shop, shop.retailer, "lamp")->retailer_price_paise.value, 12000);
    ck_assert(!product_seen(&shop, shop.admin, "lamp")->retailer_price_paise.set);
    ck_assert(!product_seen(&shop, shop.customer, "lamp")->retailer_price_paise.set);
    struct kripa_products list = product_list(&shop, shop.retailer, QUERY("q", "lamp"));
    ck_assert_int_eq(list.at[0].retailer_price_paise.value, 12000);
    struct kripa_viewer as_customer = kripa_viewer_buying(shop.retailer, "customer");
    ck_assert(!product_seen(&shop, as_customer, "lamp")->retailer_price_paise.set);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("product seen", begin, end, a_picture_needs_no_public_id,
                        a_retailer_always_sees_the_trade_price_that_holds);
}
