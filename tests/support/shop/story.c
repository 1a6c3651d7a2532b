/* SPDX-License-Identifier: MIT
 * See story.h. */
#include "story.h"

#include <string.h>

#include <check.h>

#include "form_body.h"
#include "pictures.h"

#define ADDRESS                                                                                    \
    "{\"name\": \"Meena Patel\", \"phone\": \"9826000002\", \"addressLine\": \"7 Gandhi Chowk\", " \
    "\"city\": \"Pachore\", \"state\": \"Madhya Pradesh\", \"pincode\": \"465683\"}"

#define GUEST    KRIPA_ROLE_GUEST
#define CUSTOMER KRIPA_ROLE_CUSTOMER
#define RETAILER KRIPA_ROLE_RETAILER
#define ADMIN    KRIPA_ROLE_ADMIN

static struct walk *walk; /* the one it is told in */

static const char *with(const char *format, const char *id)
{
    const char *at = strstr(format, "%s");
    return walk_text(walk, "%.*s%s%s", (int)(at - format), format, id, at + 2);
}

static const json_t *get(enum kripa_role role, const char *path)
{
    return walk_do(walk, role, "GET", path, NULL);
}

static const json_t *post(enum kripa_role role, const char *path, const char *body)
{
    return walk_do(walk, role, "POST", path, body);
}

static const json_t *put(enum kripa_role role, const char *path, const char *body)
{
    return walk_do(walk, role, "PUT", path, body);
}

static const json_t *remove_at(enum kripa_role role, const char *path)
{
    return walk_do(walk, role, "DELETE", path, NULL);
}

static const char *id_of(const json_t *data)
{
    return walk_take(walk, data, "_id");
}

static void kripad_itself(void)
{
    get(GUEST, "/");
    get(GUEST, "/healthz");
    get(GUEST, "/readyz");
    get(GUEST, "/api/openapi.json");
}

/* As whoever this token speaks for; it must succeed. */
static const json_t *as_customer(const char *token, const char *method, const char *path,
                                 const char *body)
{
    const json_t *data = walk_ask_as(walk, token, CUSTOMER, method, path, body);
    ck_assert_msg(walk->status < 400, "%s %s: HTTP %u", method, path, walk->status);
    return data;
}

static void an_address_book(const char *token)
{
    const char *path = "/api/auth/addresses/%s";
    const char *id = id_of(as_customer(token, "POST", "/api/auth/addresses", ADDRESS));
    ck_assert_uint_eq(json_array_size(as_customer(token, "GET", "/api/auth/addresses", NULL)), 2);
    as_customer(token, "PUT", with(path, id), "{\"city\": \"Biaora\", \"default\": true}");
    ck_assert_uint_eq(json_array_size(as_customer(token, "DELETE", with(path, id), NULL)), 1);
}

/* Somebody registers, comes back, changes things, asks to become a retailer; the id of the
 * account. */
static const char *a_person(void)
{
    const char *sign_in = "{\"email\": \"walker@example.com\", \"password\": \"Lantern#Walk9\", "
                          "\"refresh\": \"body\"}";
    post(GUEST, "/api/auth/register",
         "{\"name\": \"Walker\", \"email\": \"Walker@Example.com\", \"password\": "
         "\"Lantern#Walk9\", \"phone\": \"+91 98260 00009\"}");
    const json_t *in = post(GUEST, "/api/auth/login", sign_in);
    const char *id = id_of(in), *token = walk_take(walk, in, "token");
    const char *refresh = walk_take(walk, in, "refreshToken");
    post(GUEST, "/api/auth/refresh", with("{\"refreshToken\": \"%s\"}", refresh));
    walk_ask_as(walk, token, CUSTOMER, "PUT", "/api/auth/password",
                "{\"currentPassword\": \"Lantern#Walk9\", \"newPassword\": \"Candle#Walk10\", "
                "\"refresh\": \"body\"}");
    ck_assert_uint_eq(walk->status, 200);
    in = json_object_get(walk->in.json, "data");
    token = walk_take(walk, in, "token");
    refresh = walk_take(walk, in, "refreshToken");
    walk_ask_as(walk, token, CUSTOMER, "GET", "/api/auth/profile", NULL);
    walk_ask_as(walk, token, CUSTOMER, "PUT", "/api/auth/profile",
                "{\"phone\": \"9826000008\", \"savedAddress\": " ADDRESS "}");
    an_address_book(token);
    walk_ask_as(walk, token, CUSTOMER, "POST", "/api/auth/retailer-request",
                "{\"shopName\": \"Walker & Sons\", \"ownerName\": \"Walker\", \"phone\": "
                "\"9826000008\", \"shopAddress\": \"3 Mandi Road\", \"gstin\": "
                "\"27AAPFU0939F1ZV\"}");
    ck_assert_uint_eq(walk->status, 200);
    post(GUEST, "/api/auth/logout?all=1", with("{\"refreshToken\": \"%s\"}", refresh));
    return id;
}

/* A member of what the message that was just written says in secret. */
static const char *secret_of_message(const char *name)
{
    struct shop *shop = &walk->shop;
    struct kripa_outbox_opened opened;
    enum kripa_status status = kripa_outbox_open(
        shop->kripa, shop->console, walk->in.request.waiting, &shop->arena, &opened, &shop->err);
    ck_assert_msg(status == KRIPA_OK, "%s", shop->err.message);
    json_t *says = json_loads(opened.secret, 0, NULL);
    const char *text = walk_take(walk, says, name);
    json_decref(says);
    return text;
}

/* Somebody forgets their password, comes back by a code, looks at what is kept, and leaves. */
static void one_who_leaves(void)
{
    const char *email = "{\"email\": \"leaver@example.com\"}";
    post(GUEST, "/api/auth/register",
         "{\"name\": \"Leaver\", \"email\": \"leaver@example.com\", \"password\": "
         "\"Lantern#Walk9\"}");
    post(GUEST, "/api/auth/forgot-password", email);
    post(GUEST, "/api/auth/reset-password",
         with("{\"token\": \"%s\", \"newPassword\": \"Candle#Walk10\"}",
              secret_of_message("token")));
    post(GUEST, "/api/auth/login-otp/request", email);
    const json_t *in = post(
        GUEST, "/api/auth/login-otp/verify",
        with("{\"email\": \"leaver@example.com\", \"otp\": \"%s\"}", secret_of_message("code")));
    const char *token = walk_take(walk, in, "token");
    as_customer(token, "GET", "/api/auth/profile/export", NULL);
    as_customer(token, "DELETE", "/api/auth/profile", "{\"password\": \"Candle#Walk10\"}");
    post(GUEST, "/api/auth/login-otp/request", email); /* answered as if nothing had happened */
}

static void an_admin_and_people(const char *id)
{
    get(ADMIN, "/api/admin/stats");
    get(ADMIN, "/api/admin/users?q=walker&role=customer");
    get(ADMIN, with("/api/admin/users/%s", id));
    get(ADMIN, "/api/admin/retailer-requests");
    put(ADMIN, with("/api/admin/retailer-requests/%s", id), "{\"approve\": false}");
    put(ADMIN, with("/api/admin/users/role/%s/clear-cooldown", id), NULL);
    put(ADMIN, with("/api/admin/users/role/%s", id), "{\"role\": \"retailer\"}");
    put(ADMIN, with("/api/admin/users/block/%s", id), NULL);
    put(ADMIN, with("/api/admin/users/block/%s", id), "{\"blocked\": false}");
    remove_at(ADMIN, with("/api/admin/users/%s", id));
}

void story_categories(struct walk *in)
{
    walk = in;
    const char *top = id_of(post(ADMIN, "/api/categories", "{\"name\": \"Lighting\"}"));
    const char *below = id_of(post(ADMIN, "/api/admin/subcategories",
                                   with("{\"name\": \"Bulbs\", \"category_id\": \"%s\"}", top)));
    const char *other = id_of(post(ADMIN, "/api/admin/categories", "{\"name\": \"Fans\"}"));
    put(ADMIN, with("/api/categories/%s", top), "{\"description\": \"Lamps & lights\"}");
    put(ADMIN, with("/api/admin/categories/%s", top),
        "{\"logo\": \"https://example.com/lamp.png\"}");
    put(ADMIN, with("/api/admin/subcategories/%s", below), "{\"name\": \"LED bulbs\"}");
    for (int i = 0; i < 2; i++) {
        walk_do(walk, ADMIN, "PATCH", with("/api/admin/categories/%s/status", top), NULL);
        walk_do(walk, ADMIN, "PATCH", with("/api/admin/subcategories/%s/status", below), "{}");
    }
    get(GUEST, "/api/categories");
    get(CUSTOMER, "/api/categories?tree=1");
    get(GUEST, with("/api/subcategories?category_id=%s", top));
    get(ADMIN, "/api/admin/categories");
    get(ADMIN, "/api/admin/subcategories");
    remove_at(ADMIN, with("/api/categories/%s", other));
    remove_at(ADMIN, with("/api/admin/categories/%s",
                          id_of(post(ADMIN, "/api/categories", "{\"name\": \"Cables\"}"))));
    remove_at(ADMIN,
              with("/api/admin/subcategories/%s",
                   id_of(post(ADMIN, "/api/admin/subcategories",
                              with("{\"name\": \"Tubes\", \"category_id\": \"%s\"}", top)))));
}

/* Three products; the ids of the two that are there to buy. */
void story_products(struct walk *in, const char *ids[2])
{
    walk = in;
    ids[0] = walk_product(walk, "Lamp 9 W", 200);
    ids[1] = walk_product(walk, "\\u092a\\u0902\\u0916\\u093e 1200 mm", 50);
    const char *hidden = walk_product(walk, "Kept back", 1);
    put(ADMIN, with("/api/products/%s", hidden), "{\"active\": false, \"hsn\": \"8539\"}");
    put(ADMIN, with("/api/products/%s", ids[0]),
        "{\"category\": \"bulbs\", \"sku\": \"LAMP-9\", \"hsn\": \"8539\", \"gst_rate\": 18, "
        "\"description\": \"A lamp\"}");
    put(ADMIN, with("/api/admin/products/%s/stock", ids[0]),
        "{\"add\": 20, \"reason\": \"delivery\"}");
    for (const enum kripa_role *role = walk_roles; *role != KRIPA_ROLE_COUNT; role++) {
        get(*role, "/api/products?limit=2&sort=-price");
        get(*role, "/api/products?q=lamp&min=10&max=1000&availability=in&brand=lamp");
        get(*role, with("/api/products/%s", ids[0]));
        get(*role, "/api/products/lamp-9-w");
    }
    walk_ask(walk, CUSTOMER, "GET", with("/api/products/%s", hidden), NULL);
    ck_assert_uint_eq(walk->status, 404);
    get(RETAILER, "/api/retailer/products?limit=1");
    get(ADMIN, with("/api/admin/products/%s/ledger", ids[0]));
    remove_at(ADMIN, with("/api/products/%s", hidden));
}

static void carts_and_favorites(const char *const ids[2])
{
    const enum kripa_role buyers[] = {CUSTOMER, RETAILER};
    for (size_t i = 0; i < 2; i++) {
        enum kripa_role role = buyers[i];
        post(role, "/api/favorites/add", with("{\"productId\": \"%s\"}", ids[0]));
        get(role, "/api/favorites");
        remove_at(role, with("/api/favorites/remove/%s", ids[0]));
        post(role, "/api/cart/add", with("{\"productId\": \"%s\", \"qty\": 2}", ids[0]));
        put(role, with("/api/cart/item/%s", ids[0]), "{\"qty\": 12}");
        post(role, "/api/cart/add", with("{\"productId\": \"%s\"}", ids[1]));
        get(role, "/api/cart");
        get(role, "/api/cart?purchaseMode=customer");
        put(role, with("/api/cart/item/%s", ids[1]), "{\"qty\": 0}");
        remove_at(role, with("/api/cart/item/%s", ids[0]));
        post(role, "/api/cart/merge",
             with("{\"items\": [{\"productId\": \"%s\", \"qty\": 3}]}", ids[1]));
        remove_at(role, "/api/cart");
    }
}

static const char *order(enum kripa_role role, const char *path, const char *product, int qty)
{
    return id_of(post(role, path,
                      walk_text(walk,
                                "{\"items\": [{\"product\": \"%s\", \"qty\": %d}], "
                                "\"shippingAddress\": " ADDRESS ", \"paymentMethod\": \"COD\"}",
                                product, qty)));
}

static void a_customers_orders(const char *product)
{
    walk_do(walk, CUSTOMER, "POST", "/api/orders/quote",
            with("{\"items\": [{\"product\": \"%s\", \"qty\": 2}]}", product));
    const char *kept = order(CUSTOMER, "/api/orders", product, 2);
    const char *given_up = order(CUSTOMER, "/api/orders", product, 1);
    get(CUSTOMER, with("/api/orders/%s", kept));
    put(CUSTOMER, with("/api/orders/%s/cancel", given_up), "{\"note\": \"not needed\"}");
    get(CUSTOMER, "/api/orders/my");
    get(ADMIN, "/api/orders?status=pending&q=Meena");
    put(ADMIN, with("/api/orders/%s/status", kept), "{\"status\": \"shipped\"}");
    put(ADMIN, with("/api/admin/orders/status/%s", kept), "{\"status\": \"delivered\"}");
    remove_at(ADMIN, with("/api/orders/%s", given_up));
    remove_at(ADMIN, with("/api/admin/orders/%s", kept));
    get(CUSTOMER, with("/api/orders/%s", kept)); /* archived, and still its owner's */
}

static void a_retailers_orders(const char *product)
{
    const char *bulk = order(RETAILER, "/api/retailer/orders", product, WALK_BULK_QTY);
    const char *trade = order(RETAILER, "/api/orders", product, 1);
    order(RETAILER, "/api/orders?purchaseMode=customer", product, WALK_BULK_QTY);
    get(RETAILER, "/api/retailer/orders");
    get(RETAILER, "/api/orders/my");
    get(RETAILER, with("/api/orders/%s", bulk));
    get(ADMIN, "/api/admin/orders?mode=retailer");
    get(ADMIN, "/api/admin/retailer-orders");
    get(ADMIN, with("/api/admin/orders/%s", trade));
    walk_ask(walk, CUSTOMER, "GET", with("/api/orders/%s", bulk), NULL);
    ck_assert_uint_eq(walk->status, 404);
}

/* A buyer and a retailer say what they think of it; the one who has it is verified. */
static void reviews(const char *product)
{
    const char *path = with("/api/reviews/product/%s", product);
    const char *mine = id_of(post(CUSTOMER, path, "{\"rating\": 4, \"text\": \"Bright & warm\"}"));
    const char *other = id_of(post(RETAILER, path, "{\"rating\": 1, \"text\": \"Too dim\"}"));
    walk_ask(walk, CUSTOMER, "POST", path, "{\"rating\": 5, \"text\": \"Once more\"}");
    ck_assert_uint_eq(walk->status, 409);
    put(CUSTOMER, with("/api/reviews/%s", mine), "{\"rating\": 5}");
    walk_ask(walk, RETAILER, "PUT", with("/api/reviews/%s", mine), "{\"rating\": 1}");
    ck_assert_uint_eq(walk->status, 404);
    for (const enum kripa_role *role = walk_roles; *role != KRIPA_ROLE_COUNT; role++) {
        const json_t *list = get(*role, walk_text(walk, "%s?sort=-rating&limit=1", path));
        const json_t *rating = json_object_get(json_object_get(list, "meta"), "rating");
        const json_t *best = json_array_get(json_object_get(list, "items"), 0);
        ck_assert_int_eq(json_integer_value(json_object_get(rating, "count")), 2);
        ck_assert_int_eq(json_integer_value(json_array_get(json_object_get(rating, "stars"), 4)),
                         1);
        ck_assert(json_is_true(json_object_get(best, "verified")));
        ck_assert_ptr_null(json_object_get(json_object_get(best, "user"), "email"));
        const json_t *shown =
            json_object_get(get(*role, with("/api/products/%s", product)), "rating");
        ck_assert_int_eq(json_integer_value(json_object_get(shown, "average")), 3);
    }
    get(ADMIN, "/api/reviews/all?q=dim&rating=1");
    get(ADMIN, with("/api/reviews/all?product=%s&sort=rating", product));
    remove_at(ADMIN, with("/api/reviews/%s", other));
    remove_at(CUSTOMER, with("/api/reviews/%s", mine));
    get(GUEST, path);
}

/* The owner decorates the first page, and takes it down again. */
static void banners(const char *product)
{
    const char *first = id_of(post(ADMIN, "/api/admin/banners",
                                   with("{\"title\": \"Lights & lamps\", \"product\": \"%s\", "
                                        "\"startsAt\": \"2020-01-01\"}",
                                        product)));
    const char *over = id_of(post(ADMIN, "/api/admin/banners",
                                  "{\"title\": \"Last year\", \"endsAt\": \"2020-01-01\"}"));
    put(ADMIN, with("/api/admin/banners/%s", first), "{\"badge\": \"New\", \"sortOrder\": 1}");
    for (const enum kripa_role *role = walk_roles; *role != KRIPA_ROLE_COUNT; role++) {
        const json_t *shown = get(*role, "/api/banners");
        ck_assert_uint_eq(json_array_size(shown), 1);
        ck_assert_ptr_nonnull(json_object_get(json_array_get(shown, 0), "product"));
    }
    get(ADMIN, "/api/admin/banners?status=active&sort=sortOrder");
    remove_at(ADMIN, with("/api/admin/banners/%s", over));
    remove_at(ADMIN, with("/api/admin/banners/%s", first));
    ck_assert_uint_eq(json_array_size(get(GUEST, "/api/banners")), 0);
}

static void settings(void)
{
    get(ADMIN, "/api/admin/audit?action=product.edit&limit=2");
    const json_t *messages =
        json_object_get(get(ADMIN, "/api/admin/outbox?status=pending"), "items");
    post(ADMIN, with("/api/admin/outbox/%s/retry", id_of(json_array_get(messages, 0))), NULL);
    get(ADMIN, "/api/admin/settings");
    put(ADMIN, "/api/admin/settings",
        "{\"shopName\": \"Kripa Electricals\", \"deliveryCharge\": 40, \"freeDeliveryFrom\": 999, "
        "\"pincodes\": [\"465683\"]}");
}

static void reports(void)
{
    static const char *const names[] = {"overview",    "revenue",   "orders",   "top-products",
                                        "user-growth", "low-stock", "retailers"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        get(ADMIN, with("/api/analytics/%s", names[i]));
        get(ADMIN, with("/api/analytics/%s?from=2026-01-01&to=2026-12-31&limit=5", names[i]));
    }
    get(ADMIN, "/api/analytics/top-products?by=revenue");
    get(GUEST, "/api/shop");
    get(CUSTOMER, "/api/shop?pincode=465683");
}

const char *story_order(struct walk *in, enum kripa_role role, const char *path,
                        const char *product, int qty)
{
    walk = in;
    return order(role, path, product, qty);
}

/* Sends the form and clears it; it must succeed. */
static const json_t *send_form(struct form_body *form, enum kripa_role role, const char *path)
{
    form_close(form);
    const json_t *made = walk_send(walk, role, "POST", path,
                                   &(struct in_process_body){form->at, form->size}, FORM_HEADER);
    ck_assert_msg(walk->status < 400, "%s: HTTP %u %s", path, walk->status,
                  in_process_message(&walk->in));
    form_clear(form);
    return made;
}

static void add_picture(struct form_body *form, const char *name, unsigned seed)
{
    struct bytes file = picture_make(&walk->shop.arena, PICTURE_JPEG, 400, 300, seed);
    form_file(form, name, "picture.jpg", file.at, file.size);
}

/* A category's for everybody to see, also smaller; two of a product, which go again; a photo. */
static void pictures(void)
{
    struct form_body form = {NULL, 0};
    form_field(&form, "name", "Pictures");
    add_picture(&form, "logo", 1);
    const json_t *made = send_form(&form, ADMIN, "/api/categories");
    const char *name = strrchr(walk_take(walk, made, "logo"), '/') + 1;
    get(GUEST, with("/api/media/%s", name));
    get(GUEST, with("/media/%s?w=160", name));
    form_field(&form, "name", "Picture frame");
    form_field(&form, "price", WALK_PRICE);
    add_picture(&form, "images", 2);
    add_picture(&form, "images", 3);
    made = send_form(&form, ADMIN, "/api/products");
    const json_t *images = json_object_get(made, "images");
    const char *first = walk_take(walk, json_array_get(images, 0), "public_id");
    const char *second = walk_take(walk, json_array_get(images, 1), "public_id");
    const char *path = walk_text(walk, "/api/products/%s/image", walk_take(walk, made, "_id"));
    walk_do(walk, ADMIN, "DELETE", walk_text(walk, "%s/%s", path, first), NULL);
    walk_do(walk, ADMIN, "DELETE", walk_text(walk, "%s?publicId=%s", path, second), NULL);
    add_picture(&form, "photo", 4);
    send_form(&form, CUSTOMER, "/api/auth/profile/photo");
    walk_do(walk, CUSTOMER, "DELETE", "/api/auth/profile/photo", NULL);
}

void story_tell(struct walk *in)
{
    const char *ids[2];
    walk = in;
    kripad_itself();
    an_admin_and_people(a_person());
    one_who_leaves();
    story_categories(in);
    pictures();
    story_products(in, ids);
    carts_and_favorites(ids);
    a_customers_orders(ids[0]);
    a_retailers_orders(ids[0]);
    reviews(ids[0]);
    banners(ids[0]);
    settings();
    a_customers_orders(ids[1]);
    reports();
}
