/* SPDX-License-Identifier: MIT
 * What runs on the event thread holds everybody up, so it is bounded: every route whose handler
 * runs there is asked in a shop as full as its limits allow, and must be done within 2 ms of the
 * processor's time. So must the head of every other route (path, token, limits), whose rest goes to
 * a worker, a remembered page, and a list that is tried there, whether it is found or given up.
 * What each took is printed:
 * build/dev/tests/http_inline */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <check.h>

#include "catalog/catalog.h"
#include "core/change.h"
#include "core/context.h"
#include "pipeline/dispatch.h"
#include "routes.h"
#include "suite.h"
#include "walk.h"

#define BUDGET_US 2000
#define TIMES     15 /* the best of so many counts: the machine does other things, too */
#define PRODUCTS  50
#define LARGE     2500 /* as large as they can be, none in stock, the newest */
#define SMALL     6000 /* the oldest */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SLOWER 20
#else
#define SLOWER 1
#endif

static struct walk walk;
static const char *product, *account, *category;

static const char *text_of(size_t size, char letter)
{
    char *text = kripa_arena_alloc(&walk.shop.arena, 1, size + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, letter, size);
    return text;
}

/* All at once, as by the API each would read all before it. */
static void insert_categories(int count)
{
    struct kripa_arena *arena = &walk.shop.arena;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = arena});
    for (int i = 0; i < count; i++) {
        struct kripa_category *made = kripa_arena_alloc(arena, sizeof *made, 1);
        ck_assert_ptr_nonnull(made);
        made->id = kp_new_id(walk.shop.kripa);
        made->name = walk_text(&walk, "Category %d", i);
        made->slug = walk_text(&walk, "category-%d", i);
        made->description = text_of(KRIPA_NOTE_MAX, 'c');
        made->created_at_ms = made->updated_at_ms = kripa_now_ms(walk.shop.kripa);
        made->sibling_key = kp_category_sibling_key(arena, made);
        kp_insert(&change, &kripa_category_schema, made);
    }
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = walk.shop.kripa}, &change, NULL),
                     KRIPA_OK);
}

/* In the longest letters. */
static const char *long_text(size_t size)
{
    char *text = kripa_arena_alloc(&walk.shop.arena, 3, size + 1);
    ck_assert_ptr_nonnull(text);
    for (size_t i = 0; i < size; i++)
        memcpy(text + 3 * i, "क", 3);
    text[3 * size] = '\0';
    return text;
}

static void enlarge(struct kripa_product *made)
{
    static const char *description, *tags[KRIPA_TAGS_MAX];
    static struct kripa_image images[KRIPA_IMAGES_MAX];
    if (!description) {
        description = long_text(KRIPA_DESCRIPTION_MAX);
        for (size_t i = 0; i < KRIPA_TAGS_MAX; i++)
            tags[i] = walk_text(&walk, "%zu%s", i, long_text(KRIPA_TAG_MAX - 2));
        for (size_t i = 0; i < KRIPA_IMAGES_MAX; i++)
            images[i].url = walk_text(&walk, "https://a.in/%s", text_of(KRIPA_URL_MAX - 13, 'u'));
    }
    made->description = description;
    made->tags = tags;
    made->tags_count = KRIPA_TAGS_MAX;
    made->images = images;
    made->images_count = KRIPA_IMAGES_MAX;
}

/* Past the rules, which would read and index for long. */
static void insert_products(const char *kind, int count, int64_t created_at_ms, bool large)
{
    struct kripa_arena *arena = &walk.shop.arena;
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = arena});
    for (int i = 0; i < count; i++) {
        struct kripa_product *made = kripa_arena_alloc(arena, sizeof *made, 1);
        ck_assert_ptr_nonnull(made);
        made->id = kp_new_id(walk.shop.kripa);
        made->name = made->name_key = made->slug = walk_text(&walk, "%s-%d", kind, i);
        made->price_paise = (large ? 1000000 : 100) + i;
        made->stock = large ? 0 : i;
        made->active = true;
        made->created_at_ms = made->updated_at_ms = created_at_ms + i;
        if (large)
            enlarge(made);
        kp_insert(&change, &kripa_product_schema, made);
    }
    ck_assert_int_eq(kp_commit(&(struct kp_call){.kripa = walk.shop.kripa}, &change, NULL),
                     KRIPA_OK);
}

static void fill_catalogue(void)
{
    const char *tags = "\"tag\"";
    for (int i = 1; i < KRIPA_TAGS_MAX; i++)
        tags = walk_text(&walk, "%s,\"tag%d\"", tags, i);
    for (int i = 0; i < PRODUCTS; i++) {
        const char *body = walk_text(&walk,
                                     "{\"name\":\"%s %d\",\"description\":\"%s\",\"price\":100,"
                                     "\"stock\":5,\"tags\":[%s]}",
                                     text_of(KRIPA_PRODUCT_NAME_MAX - 10, 'n'), i,
                                     text_of(KRIPA_DESCRIPTION_MAX, 'd'), tags);
        product = walk_take(&walk, walk_do(&walk, KRIPA_ROLE_ADMIN, "POST", "/api/products", body),
                            "_id");
    }
    category = walk_take(
        &walk,
        walk_do(&walk, KRIPA_ROLE_ADMIN, "POST", "/api/categories", "{\"name\":\"Category\"}"),
        "_id");
    insert_categories(KRIPA_CATEGORIES_MAX - 1);
    insert_products("small", SMALL, 1, false);
    insert_products("large", LARGE, kripa_now_ms(walk.shop.kripa) + 1000, true);
}

static void fill_settings(void)
{
    const char *codes = "\"400000\"";
    for (int i = 1; i < KRIPA_PINCODES_MAX; i++)
        codes = walk_text(&walk, "%s,\"%d\"", codes, 400000 + i);
    walk_do(&walk, KRIPA_ROLE_ADMIN, "PUT", "/api/admin/settings",
            walk_text(&walk, "{\"pincodes\":[%s]}", codes));
}

static void fill_account(void)
{
    account = walk_take(
        &walk, walk_do(&walk, KRIPA_ROLE_CUSTOMER, "GET", "/api/auth/profile", NULL), "_id");
    walk_do(&walk, KRIPA_ROLE_CUSTOMER, "PUT", "/api/auth/profile",
            walk_text(&walk,
                      "{\"savedAddress\":{\"name\":\"A\",\"phone\":\"9826012345\",\"addressLine\":"
                      "\"%s\",\"city\":\"C\",\"state\":\"S\",\"pincode\":\"465683\"}}",
                      text_of(KRIPA_ADDRESS_LINE_MAX, 'a')));
}

static void begin(void)
{
    walk_open_in_file(&walk);
    fill_catalogue();
    fill_settings();
    fill_account();
}

static void end(void)
{
    walk_close(&walk);
}

/* So that whoever needs the tree of categories reads it again. */
static void touch_categories(void)
{
    static int times;
    walk_do(&walk, KRIPA_ROLE_ADMIN, "PUT", walk_text(&walk, "/api/categories/%s", category),
            walk_text(&walk, "{\"description\":\"%d\"}", times++));
}

static int64_t processor_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* One request as the event thread works on it; the rest of a worker's is not done at all. */
static int64_t run(const struct route *route, const char *target, const char *token)
{
    struct request *r = &walk.in.request;
    request_end(r);
    request_begin(r, walk.in.kripad, method_name(route->method), target);
    if (token)
        request_header(r, "Authorization", walk_text(&walk, "Bearer %s", token));
    int64_t begun_us = processor_us();
    dispatch_head(r);
    if (dispatch_pool(r) == POOL_INLINE)
        dispatch_here(r);
    return processor_us() - begun_us;
}

/* Whether it was all done there. */
static bool measure(const struct route *route, const char *target, enum kripa_role role)
{
    int64_t best_us[2] = {INT64_MAX, INT64_MAX}; /* as it was, and after a change */
    bool done = false;
    for (int i = 0; i < TIMES; i++) {
        bool changed = i % 2 && route->pool == POOL_INLINE;
        if (changed)
            touch_categories();
        int64_t took_us = run(route, target, walk.tokens[role]);
        if (took_us < best_us[changed])
            best_us[changed] = took_us;
        done = walk.in.request.reply.http_status;
        if (walk.in.request.needs_worker) {
            dispatch_body(&walk.in.request); /* as a worker goes on with it */
            ck_assert_uint_eq(walk.in.request.reply.http_status, 200);
        }
    }
    int64_t worst_us = best_us[0];
    if (route->pool == POOL_INLINE && best_us[1] > worst_us)
        worst_us = best_us[1];
    printf("%6lld us  %-7s %s %s\n", (long long)worst_us, done ? "whole" : "part",
           method_name(route->method), target);
    ck_assert_msg(worst_us <= BUDGET_US * SLOWER, "%s %s takes %lld us on the event thread",
                  method_name(route->method), target, (long long)worst_us);
    return done;
}

static const char *param_of(const struct route *route)
{
    return strstr(route->path, "/users/") ? account : product;
}

START_TEST(nothing_takes_long_on_the_event_thread)
{
    for (const struct route *route = kripad_routes; route->path; route++) {
        enum kripa_role role =
            route->roles & KRIPA_CUSTOMERS ? KRIPA_ROLE_CUSTOMER : walk_allowed(route);
        measure(route, walk_path(&walk, route, param_of(route)), role);
        if (route->pool == POOL_INLINE)
            ck_assert_msg(walk.in.request.reply.http_status == 200, "%s: HTTP %u", route->path,
                          walk.in.request.reply.http_status);
    }
}
END_TEST

/* What a page costs was paid by a worker. */
START_TEST(a_remembered_page_needs_no_worker)
{
    static const char *const targets[] = {"/api/products?limit=12", "/api/products?sort=name",
                                          "/api/categories?limit=1"};
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        walk_do(&walk, KRIPA_ROLE_GUEST, "GET", targets[i], NULL);
        const struct route *route = walk.in.request.route;
        ck_assert_int_ne(route->pool, POOL_INLINE);
        bool small = walk.in.request.reply.size < 40000;
        ck_assert_int_eq(measure(route, targets[i], KRIPA_ROLE_GUEST), small);
    }
}
END_TEST

/* What is skipped, matches nothing, or is large counts as work, too. */
START_TEST(a_list_is_done_or_given_up_in_time)
{
    static const struct {
        const char *query;
        enum kripa_role role; /* nobody remembers pages of these */
        bool whole;
    } rows[] = {
        {"sort=createdAt&limit=20", KRIPA_ROLE_CUSTOMER, true},
        {"sort=createdAt&limit=20&page=10", KRIPA_ROLE_CUSTOMER, true},
        {"sort=createdAt&limit=100", KRIPA_ROLE_CUSTOMER, true},
        {"sort=price&limit=20&max=5", KRIPA_ROLE_RETAILER, true},
        {"sort=price&limit=20&availability=in", KRIPA_ROLE_CUSTOMER, true},
        {"limit=20", KRIPA_ROLE_CUSTOMER, false},
        {"limit=100", KRIPA_ROLE_CUSTOMER, false},
        {"limit=20&page=200", KRIPA_ROLE_CUSTOMER, false},
        {"sort=createdAt&limit=20&page=400", KRIPA_ROLE_CUSTOMER, false},
        {"limit=20&availability=in", KRIPA_ROLE_CUSTOMER, false},
        {"sort=-createdAt&limit=20&min=1&max=3", KRIPA_ROLE_CUSTOMER, false},
        {"sort=-name&limit=20&availability=out", KRIPA_ROLE_CUSTOMER, false},
        {"sort=price&min=1&max=40", KRIPA_ROLE_CUSTOMER, true},
        {"brand=tag&sort=createdAt", KRIPA_ROLE_CUSTOMER, false},
        {"brand=tag,tag1,tag2,tag3,tag4,tag5,tag6&sort=name", KRIPA_ROLE_CUSTOMER, false},
        {"q=small", KRIPA_ROLE_CUSTOMER, false},
        {"category=category-1", KRIPA_ROLE_CUSTOMER, false},
        {"limit=1", KRIPA_ROLE_ADMIN, true},
        {"limit=20", KRIPA_ROLE_ADMIN, false},
        {"limit=1000&sort=createdAt", KRIPA_ROLE_ADMIN, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *target = walk_text(&walk, "/api/products?%s", rows[i].query);
        walk_do(&walk, rows[i].role, "GET", target, NULL); /* counts, for those that come after */
        bool whole = measure(walk.in.request.route, target, rows[i].role);
        ck_assert_msg(whole == rows[i].whole, "%s", target);
    }
}
END_TEST

int main(void)
{
    TCase *tests = new_cases("inline", NULL, NULL);
    tcase_set_timeout(tests, 300);
    tcase_add_unchecked_fixture(tests, begin, end);
    return RUN_CASES(tests, "inline", nothing_takes_long_on_the_event_thread,
                     a_remembered_page_needs_no_worker, a_list_is_done_or_given_up_in_time);
}
