/* SPDX-License-Identifier: MIT
 * No query without an index: all that the shop asks its MongoDB server while a whole story is told
 * and every list is read with each filter and sort, each kind of question held against the indexes,
 * and explained by the server, as far as its planner goes, with a crowd of documents in each
 * collection. What reads everything
 * by intent is not in it: verify, backup, copies, the counts of `store info`, and the search for
 * the end of an id at the console. */
#include <stdio.h>
#include <string.h>

#include <check.h>

#include "commands.h"
#include "planner.h"
#include "story.h"
#include "suite.h"

#define CROWD       300 /* documents of a collection: enough to make an index worth it */
#define SHAPES_MAX  1000
#define SHARED_KEYS 16

/* Read whole, by intent: small, closed sets, of which all is wanted. */
static const char *const read_whole[] = {
    "settings",   /* one record */
    "copies",     /* one record, or none */
    "categories", /* the tree, KRIPA_CATEGORIES_MAX at most */
};

static struct walk walk;
static struct commands *commands;
static struct {
    char *shape;
    bson_t *command;
} kinds[SHAPES_MAX];
static size_t kinds_count, planned; /* explained by the server */

static bool is_read_whole(const struct asked *asked)
{
    for (size_t i = 0; i < sizeof read_whole / sizeof *read_whole; i++)
        if (strcmp(read_whole[i], asked->collection) == 0)
            return bson_count_keys(&asked->filter) == 0;
    return false;
}

static void see(void *ctx, const bson_t *command)
{
    struct asked asked;
    (void)ctx;
    if (!asked_of(command, &asked) || is_read_whole(&asked))
        return;
    char *shape = asked_shape(&asked);
    for (size_t i = 0; i < kinds_count; i++) {
        if (strcmp(kinds[i].shape, shape) == 0) {
            bson_free(shape);
            return;
        }
    }
    ck_assert_uint_lt(kinds_count, SHAPES_MAX);
    kinds[kinds_count].shape = shape;
    kinds[kinds_count++].command = bson_copy(command);
}

static void begin(void)
{
    walk_open(&walk);
    commands = commands_watch(walk.shop.kripa, see, NULL);
}

static void end(void)
{
    for (size_t i = 0; i < kinds_count; i++) {
        bson_free(kinds[i].shape);
        bson_destroy(kinds[i].command);
    }
    commands_free(commands);
    walk_close(&walk);
}

/* Lists: each sort with each filter, and the page behind the first. */

struct list {
    enum kripa_role role;
    const char *path;
    const char *const *sorts, *const *filters;
};
static const char *const product_sorts[] = {"-createdAt", "createdAt", "price", "-price",
                                            "name",       "-name",     "-sold", NULL};
static const char *const newest_sorts[] = {"-createdAt", "createdAt", NULL};
static const char *const product_filters[] = {
    "",           "&category=lighting", "&category=lighting&subcategory=bulbs",
    "&brand=led", "&min=10&max=1000",   "&availability=in",
    "&q=lam",     "&availability=out",  "&q=lamp%209%20w&min=10",
    NULL};
static const char *const admin_product_filters[] = {"", "&active=true", "&active=false", "&q=lam",
                                                    NULL};
static const char *const order_filters[] = {"",
                                            "&status=pending",
                                            "&paymentStatus=pending",
                                            "&mode=retailer",
                                            "&user=665f1f77bcf86cd799439011",
                                            "&from=2020-01-01&to=2090-01-01",
                                            "&status=pending&from=2020-01-01",
                                            "&q=meena",
                                            "&q=1001",
                                            NULL};
static const char *const own_order_filters[] = {"", "&status=pending", "&paymentStatus=pending",
                                                "&q=meena", NULL};
static const char *const user_filters[] = {
    "", "&role=customer", "&blocked=true", "&blocked=false", "&status=pending", "&q=wal", NULL};
static const char *const no_filters[] = {"", NULL};
static const struct list lists[] = {
    {KRIPA_ROLE_GUEST, "/api/products", product_sorts, product_filters},
    {KRIPA_ROLE_ADMIN, "/api/products", product_sorts, admin_product_filters},
    {KRIPA_ROLE_RETAILER, "/api/retailer/products", newest_sorts, no_filters},
    {KRIPA_ROLE_ADMIN, "/api/orders", newest_sorts, order_filters},
    {KRIPA_ROLE_ADMIN, "/api/admin/retailer-orders", newest_sorts, own_order_filters},
    {KRIPA_ROLE_CUSTOMER, "/api/orders/my", newest_sorts, own_order_filters},
    {KRIPA_ROLE_RETAILER, "/api/retailer/orders", newest_sorts, own_order_filters},
    {KRIPA_ROLE_ADMIN, "/api/admin/users", newest_sorts, user_filters},
    {KRIPA_ROLE_ADMIN, "/api/admin/retailer-requests", newest_sorts, no_filters},
};

static void read_list(const struct list *list, const char *sort, const char *filter)
{
    const char *first = walk_text(&walk, "%s?limit=1&sort=%s%s", list->path, sort, filter);
    const json_t *data = walk_do(&walk, list->role, "GET", first, NULL);
    const json_t *next = json_object_get(json_object_get(data, "meta"), "next");
    const char *at = json_is_string(next) ? walk_text(&walk, "%s", json_string_value(next)) : NULL;
    walk_do(&walk, list->role, "GET", walk_text(&walk, "%s&page=2", first), NULL);
    if (at)
        walk_do(&walk, list->role, "GET", walk_text(&walk, "%s&cursor=%s", first, at), NULL);
}

static void read_lists(void)
{
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        for (const char *const *sort = lists[i].sorts; *sort; sort++)
            for (const char *const *filter = lists[i].filters; *filter; filter++)
                read_list(&lists[i], *sort, *filter);
}

/* What no route asks for. */
static void ask_at_the_console(void)
{
    struct shop *shop = &walk.shop;
    struct kripa_error err = {0};
    struct kripa_product *product;
    struct kripa_products low;
    struct kripa_order *order;
    struct kripa_account *account;
    int64_t removed;
    ck_assert_msg(kripa_product_find(shop->kripa, shop->console, "lamp-9-w", &shop->arena, &product,
                                     &err) == KRIPA_OK,
                  "%s", err.message);
    ck_assert_int_eq(
        kripa_product_find(shop->kripa, shop->console, "LAMP-9", &shop->arena, &product, &err),
        KRIPA_OK);
    ck_assert_int_eq(kripa_stock_low(shop->kripa, shop->console, 0, &shop->arena, &low, &err),
                     KRIPA_OK);
    kripa_order_find(shop->kripa, shop->console, "1001", &shop->arena, &order, &err);
    kripa_order_find(shop->kripa, shop->console, "0123456789abcdef", &shop->arena, &order, &err);
    ck_assert_int_eq(kripa_account_find(shop->kripa, shop->console, "admin@example.com",
                                        &shop->arena, &account, &err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_sweep(shop->kripa, 100, &removed, &err), KRIPA_OK);
}

/* A crowd: copies of what is there, with other values where they must be unique. */

static bson_t *indexes_of(const char *collection)
{
    bson_error_t error;
    mongoc_database_t *database = commands_database(commands);
    mongoc_collection_t *of = mongoc_database_get_collection(database, collection);
    mongoc_cursor_t *cursor = mongoc_collection_find_indexes_with_opts(of, NULL);
    bson_t *indexes = bson_new();
    const bson_t *index;
    while (mongoc_cursor_next(cursor, &index))
        bson_append_document(indexes, "i", 1, index);
    ck_assert_msg(!mongoc_cursor_error(cursor, &error), "%s", error.message);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(of);
    mongoc_database_destroy(database);
    return indexes;
}

static bool is_unique(const bson_t *indexes, const char *field)
{
    bson_iter_t iter, index, found;
    bson_iter_init(&iter, indexes);
    while (bson_iter_next(&iter)) {
        bson_iter_recurse(&iter, &index);
        if (!bson_iter_find_descendant(&index, "unique", &found))
            continue;
        bson_iter_recurse(&iter, &index);
        if (bson_iter_find_descendant(&index, "key", &found) && bson_iter_recurse(&found, &index) &&
            bson_iter_next(&index) && strcmp(bson_iter_key(&index), field) == 0)
            return true;
    }
    return false;
}

static bson_t *double_of(const bson_t *document, const bson_t *indexes, int number)
{
    bson_t *copy = bson_new();
    bson_oid_t id;
    bson_iter_t iter;
    bson_oid_init(&id, NULL);
    BSON_APPEND_OID(copy, "_id", &id);
    bson_iter_init(&iter, document);
    while (bson_iter_next(&iter)) {
        const char *key = bson_iter_key(&iter);
        if (strcmp(key, "_id") == 0)
            continue;
        if (!is_unique(indexes, key)) {
            bson_append_iter(copy, key, -1, &iter);
        } else if (BSON_ITER_HOLDS_UTF8(&iter)) {
            char *text = bson_strdup_printf("%s %d", bson_iter_utf8(&iter, NULL), number);
            bson_append_utf8(copy, key, -1, text, -1);
            bson_free(text);
        } else if (BSON_ITER_HOLDS_INT(&iter)) {
            bson_append_int64(copy, key, -1, bson_iter_as_int64(&iter) + 10000 * (number + 1));
        }
    }
    return copy;
}

static void crowd(mongoc_database_t *database, const char *name)
{
    bson_t all = BSON_INITIALIZER, *indexes = indexes_of(name);
    bson_error_t error;
    mongoc_collection_t *collection = mongoc_database_get_collection(database, name);
    mongoc_cursor_t *cursor = mongoc_collection_find_with_opts(collection, &all, NULL, NULL);
    mongoc_bulk_operation_t *bulk =
        mongoc_collection_create_bulk_operation_with_opts(collection, NULL);
    const bson_t *document;
    bson_t *seeds[SHARED_KEYS];
    size_t seeds_count = 0;
    while (seeds_count < SHARED_KEYS && mongoc_cursor_next(cursor, &document))
        seeds[seeds_count++] = bson_copy(document);
    for (int i = 0; seeds_count > 0 && i < CROWD; i++) {
        bson_t *copy = double_of(seeds[(size_t)i % seeds_count], indexes, i);
        mongoc_bulk_operation_insert(bulk, copy);
        bson_destroy(copy);
    }
    if (seeds_count > 0)
        ck_assert_msg(mongoc_bulk_operation_execute(bulk, NULL, &error), "%s: %s", name,
                      error.message);
    for (size_t i = 0; i < seeds_count; i++)
        bson_destroy(seeds[i]);
    mongoc_bulk_operation_destroy(bulk);
    mongoc_cursor_destroy(cursor);
    mongoc_collection_destroy(collection);
    bson_destroy(indexes);
}

static void crowd_all(void)
{
    bson_error_t error;
    mongoc_database_t *database = commands_database(commands);
    char **names = mongoc_database_get_collection_names_with_opts(database, NULL, &error);
    ck_assert_msg(names, "%s", error.message);
    for (char **name = names; *name; name++)
        crowd(database, *name);
    bson_strfreev(names);
    mongoc_database_destroy(database);
}

/* Why the question is none that the shop may ask; NULL: it is. */
static const char *fault_of(const struct planner *planner, const bson_t *indexes,
                            const struct asked *asked, mongoc_database_t *database, char **plan)
{
    *plan = NULL;
    if (!asked_plainly(asked))
        return "it could be asked more plainly";
    if (!index_answers(indexes, asked))
        return "no index answers it";
    if (planner_lacks(planner, indexes, asked))
        return NULL;
    planned++;
    return planner_scans(database, asked, plan) ? "the server reads all" : NULL;
}

/* Where the server's planner can't use an index that it has, the definitions alone are the judge:
 * on MongoDB, which can use all of them, that is nowhere. */
static void tell_judges(const struct planner *planner)
{
    printf("%zu kinds of questions, %zu of them explained by the server", kinds_count, planned);
    printf(planned < kinds_count ? ", the others by the indexes' definitions:\n" : "\n");
    planner_tell(planner);
}

START_TEST(every_question_has_an_index)
{
    size_t wrong = 0;
    struct planner planner;
    mongoc_database_t *database = commands_database(commands);
    story_tell(&walk);
    crowd_all();
    read_lists();
    ask_at_the_console();
    planner_learn(&planner, database);
    for (size_t i = 0; i < kinds_count; i++) {
        struct asked asked;
        char *plan;
        asked_of(kinds[i].command, &asked);
        bson_t *indexes = indexes_of(asked.collection);
        const char *fault = fault_of(&planner, indexes, &asked, database, &plan);
        if (fault)
            fprintf(stderr, "%s: %s\n%s\n\n", kinds[i].shape, fault, plan ? plan : "");
        wrong += fault != NULL;
        bson_free(plan);
        bson_destroy(indexes);
    }
    mongoc_database_destroy(database);
    tell_judges(&planner);
    ck_assert_uint_gt(kinds_count, 100);
    ck_assert_uint_eq(wrong, 0);
}
END_TEST

int main(void)
{
    TCase *cases = new_cases("indexes", begin, end);
    tcase_set_timeout(cases, 240);
    return RUN_CASES(cases, "indexes", every_question_has_an_index);
}
