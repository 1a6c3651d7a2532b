/* SPDX-License-Identifier: MIT
 * Adds to orders what is shown with them: buyer and products as they are now, read for a whole page
 * at once. */
#include "base/status.h"
#include "core/found.h"
#include "internal.h"

/* An account without an e-mail was anonymised. */
static void show_users(struct kripa_order *orders, size_t count, const struct kp_found *users)
{
    struct kripa_user_ref *refs = (struct kripa_user_ref *)(void *)users->at;
    for (size_t i = 0; i < count; i++) {
        size_t place = kp_found_place(users, orders[i].user);
        if (place < users->count && refs[place].email)
            orders[i].user_shown = &refs[place];
    }
}

static void make_ref(const struct kripa_product *product, struct kripa_product_ref *ref)
{
    *ref = (struct kripa_product_ref){
        .id = product->id,
        .name = product->name,
        .price_paise = product->price_paise,
        .images = product->images,
        .images_count = product->images_count,
        .description = product->description,
        .category = product->category_shown,
    };
}

static void show_products(struct kripa_order *orders, size_t count, const struct kp_found *products,
                          struct kripa_product_ref *refs, bool hidden_too)
{
    const struct kripa_product *at = (const struct kripa_product *)(void *)products->at;
    for (size_t i = 0; i < products->count; i++)
        make_ref(&at[i], &refs[i]);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < orders[i].items_count; j++) {
            size_t place = kp_found_place(products, orders[i].items[j].product);
            if (place < products->count && (at[place].active || hidden_too))
                orders[i].items[j].product_shown = &refs[place];
        }
}

static size_t count_lines(const struct kripa_order *orders, size_t count)
{
    size_t lines = 0;
    for (size_t i = 0; i < count; i++)
        lines += orders[i].items_count;
    return lines;
}

static enum kripa_status read_products(const struct kp_call *call, const struct kripa_order *orders,
                                       size_t count, struct kp_found *out)
{
    size_t lines = count_lines(orders, count), next = 0;
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, lines);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < orders[i].items_count; j++)
            ids[next++] = orders[i].items[j].product;
    enum kripa_status status = kp_find_all(call, &kripa_product_schema, ids, lines, out);
    if (status != KRIPA_OK)
        return status;
    return kp_products_show(call, (struct kripa_product *)(void *)out->at, out->count);
}

static enum kripa_status read_users(const struct kp_call *call, const struct kripa_order *orders,
                                    size_t count, struct kp_found *out)
{
    struct kripa_id *ids = kripa_arena_alloc(call->arena, sizeof *ids, count);
    if (!ids)
        return kp_no_memory(call->err);
    for (size_t i = 0; i < count; i++)
        ids[i] = orders[i].user;
    return kp_find_all(call, &kripa_user_ref_schema, ids, count, out);
}

static enum kripa_status show_goods(const struct kp_call *call, struct kripa_order *orders,
                                    size_t count)
{
    struct kp_found products;
    enum kripa_status status = read_products(call, orders, count, &products);
    if (status != KRIPA_OK)
        return status;
    struct kripa_product_ref *refs = kripa_arena_alloc(call->arena, sizeof *refs, products.count);
    if (!refs)
        return kp_no_memory(call->err);
    show_products(orders, count, &products, refs, call->viewer.role == KRIPA_ROLE_ADMIN);
    return KRIPA_OK;
}

enum kripa_status kp_orders_show(const struct kp_call *call, struct kripa_order *orders,
                                 size_t count)
{
    struct kp_found users;
    enum kripa_status status = read_users(call, orders, count, &users);
    if (status != KRIPA_OK)
        return status;
    show_users(orders, count, &users);
    return show_goods(call, orders, count);
}

enum kripa_status kp_order_buyer(const struct kp_call *call, const struct kripa_order *order,
                                 struct kripa_user_ref **out)
{
    struct kp_found users = {0};
    enum kripa_status status = read_users(call, order, 1, &users);
    struct kripa_user_ref *buyer = (struct kripa_user_ref *)(void *)users.at;
    *out = status == KRIPA_OK && users.count && buyer->email ? buyer : NULL;
    return status;
}

enum kripa_status kp_order_show(const struct kp_call *call, struct kripa_order *order,
                                struct kripa_user_ref *buyer)
{
    order->user_shown = buyer;
    return show_goods(call, order, 1);
}

enum kripa_status kp_checkout_show(const struct kp_checkout *checkout)
{
    const struct kp_basket *basket = &checkout->basket;
    const struct kripa_buyer *buyer = checkout->buyer;
    struct kripa_user_ref *user = kripa_arena_alloc(checkout->call->arena, sizeof *user, 1);
    struct kripa_product_ref *refs =
        kripa_arena_alloc(checkout->call->arena, sizeof *refs, basket->demands_count);
    if (!user || !refs)
        return kp_no_memory(checkout->call->err);
    *user =
        (struct kripa_user_ref){buyer->id, buyer->name, buyer->email, buyer->phone, buyer->role};
    checkout->order->user_shown = user;
    for (size_t i = 0; i < basket->demands_count; i++) {
        struct kripa_product *product = basket->demands[i].product;
        enum kripa_status status = kp_products_show(checkout->call, product, 1);
        if (status != KRIPA_OK)
            return status;
        make_ref(product, &refs[i]);
    }
    for (size_t i = 0; i < basket->items_count; i++)
        checkout->order->items[i].product_shown = &refs[basket->demand_of[i]];
    return KRIPA_OK;
}
