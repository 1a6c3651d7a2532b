/* SPDX-License-Identifier: MIT
 * A shop's life through every route: each answer fits its table, no guest or customer is shown a
 * trade price (walk.h sees to both), and a route that is never answered fails the run. */
#include <string.h>

#include <check.h>

#include "routes.h"
#include "story.h"
#include "suite.h"

#define GUEST    KRIPA_ROLE_GUEST
#define CUSTOMER KRIPA_ROLE_CUSTOMER
#define RETAILER KRIPA_ROLE_RETAILER

static struct walk walk;

static void open_walk(void)
{
    walk_open(&walk);
}

static void close_walk(void)
{
    walk_close(&walk);
}

START_TEST(every_route_is_answered_as_its_table_says)
{
    story_tell(&walk);
    for (const struct route *route = kripad_routes; route->path; route++)
        ck_assert_msg(walk.answered[route - kripad_routes],
                      "%s was never answered: give it a place in this story",
                      walk_name(&walk, route));
    ck_assert_int_eq(shop_verify(&walk.shop), KRIPA_OK);
}
END_TEST

/* The ids of everything there is, a retailer's orders included, tried on every route by people who
 * may not know them. */
START_TEST(a_customer_sees_no_trade_price_on_any_route)
{
    const char *ids[2], *tried[4];
    story_categories(&walk);
    story_products(&walk, ids);
    tried[0] = ids[0];
    tried[1] = "lamp-9-w";
    tried[2] = story_order(&walk, RETAILER, "/api/retailer/orders", ids[0], WALK_BULK_QTY);
    tried[3] = story_order(&walk, CUSTOMER, "/api/orders", ids[0], WALK_BULK_QTY);
    walk_do(&walk, CUSTOMER, "POST", "/api/cart/add",
            walk_text(&walk, "{\"productId\": \"%s\", \"qty\": 20}", ids[0]));
    walk_do(&walk, CUSTOMER, "POST", "/api/favorites/add",
            walk_text(&walk, "{\"productId\": \"%s\"}", ids[0]));
    static const char *const queries[] = {"",
                                          "?purchaseMode=retailer",
                                          "?sort=retailer_price",
                                          "?mode=retailer",
                                          "?fields=price_bulk",
                                          "?q=71.29",
                                          "?role=retailer",
                                          "?limit=1000"};
    size_t before = walk.asked;
    for (const struct route *route = kripad_routes; route->path; route++) {
        for (size_t i = 0; i < 4 && route->method == METHOD_GET; i++) {
            for (size_t j = 0; j < sizeof queries / sizeof *queries; j++) {
                const char *path = walk_path(&walk, route, tried[i]);
                walk_ask(&walk, GUEST, "GET", walk_text(&walk, "%s%s", path, queries[j]), NULL);
                walk_ask(&walk, CUSTOMER, "GET", walk_text(&walk, "%s%s", path, queries[j]), NULL);
            }
        }
    }
    ck_assert_uint_gt(walk.asked - before, 500);
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("table story", open_walk, close_walk,
                        every_route_is_answered_as_its_table_says,
                        a_customer_sees_no_trade_price_on_any_route);
}
