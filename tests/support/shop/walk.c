/* SPDX-License-Identifier: MIT
 * See walk.h. */
#include "walk.h"
#include "routes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>

#include "reply_check.h"

const enum kripa_role walk_roles[] = {KRIPA_ROLE_GUEST, KRIPA_ROLE_CUSTOMER, KRIPA_ROLE_RETAILER,
                                      KRIPA_ROLE_ADMIN, KRIPA_ROLE_COUNT};

static size_t routes_count(void)
{
    size_t count = 0;
    while (kripad_routes[count].path)
        count++;
    return count;
}

static void open_with(struct walk *walk, enum shop_place place)
{
    memset(walk, 0, sizeof *walk);
    shop_open(&walk->shop, .media = true, .place = place, .clock_runs = true);
    in_process_open(&walk->in, kripad_routes, walk->shop.kripa, NULL);
    walk->answered = calloc(routes_count(), sizeof *walk->answered);
    walk->tokens[KRIPA_ROLE_CUSTOMER] = shop_token(&walk->shop, "customer", KRIPA_ROLE_CUSTOMER);
    walk->tokens[KRIPA_ROLE_RETAILER] = shop_token(&walk->shop, "retailer", KRIPA_ROLE_RETAILER);
    walk->tokens[KRIPA_ROLE_ADMIN] = shop_token(&walk->shop, "admin", KRIPA_ROLE_ADMIN);
}

void walk_open(struct walk *walk)
{
    open_with(walk, SHOP_SHARED);
}

void walk_open_in_file(struct walk *walk)
{
    open_with(walk, SHOP_IN_FILE);
}

void walk_close(struct walk *walk)
{
    in_process_close(&walk->in);
    shop_close(&walk->shop);
    free(walk->answered);
}

/* No reply to a guest or a customer names a trade price, and none holds its figures. */
static void refuse_trade_prices(const struct walk *walk, const char *what)
{
    static const char *const traces[] = {"\"retailer_price\"", "\"price_bulk\"", "\"min_bulk_qty\"",
                                         "\"regularPrice\"",   "\"bulkPrice\"",  "\"minBulkQty\"",
                                         "\"isBulkPrice\"",    WALK_TRADE_PRICE, WALK_BULK_PRICE};
    const struct reply *reply = &walk->in.request.reply;
    for (size_t i = 0; reply->body && i < sizeof traces / sizeof *traces; i++)
        ck_assert_msg(!memmem(reply->body, reply->size, traces[i], strlen(traces[i])),
                      "%s shows %s: %.*s", what, traces[i], (int)reply->size, reply->body);
}

/* Appends the answer to the file that KRIPA_RECORD_ANSWERS names, if it does: a line of JSON, for
 * tests/browser. */
static void record(const struct walk *walk)
{
    const struct request *r = &walk->in.request;
    const char *path = getenv("KRIPA_RECORD_ANSWERS");
    FILE *file = path && r->route && walk->in.json ? fopen(path, "a") : NULL;
    if (!file)
        return;
    json_t *line =
        json_pack("{s:s, s:s, s:s, s:i, s:O}", "method", r->method, "route", r->route->path,
                  "target", r->target, "status", (int)walk->status, "body", walk->in.json);
    ck_assert(json_dumpf(line, file, JSON_COMPACT) == 0 && fputc('\n', file) != EOF);
    ck_assert_int_eq(fclose(file), 0);
    json_decref(line);
}

/* Holds the answer to it against its route's table. */
static const json_t *check_answer(struct walk *walk, enum kripa_role role)
{
    char why[REPLY_WHY_SIZE] = "", what[400];
    walk->asked++;
    const struct request *r = &walk->in.request;
    snprintf(what, sizeof what, "%s %s as %s (HTTP %u)", r->method, r->target,
             kripa_role_name(role), walk->status);
    ck_assert_msg(walk->status < 500, "%s: %.*s", what, (int)r->reply.size, r->reply.body);
    bool fits = reply_fits(r->route, r->viewer.role, walk->status, walk->in.json, why);
    ck_assert_msg(fits, "%s: %s in %.*s", what, why, (int)r->reply.size, r->reply.body);
    bool openapi = r->route && strcmp(r->route->path, "/api/openapi.json") == 0;
    if ((role == KRIPA_ROLE_GUEST || role == KRIPA_ROLE_CUSTOMER) && !openapi)
        refuse_trade_prices(walk, what);
    record(walk);
    if (r->route && walk->status < 400)
        walk->answered[r->route - kripad_routes] = true;
    return json_object_get(walk->in.json, "data");
}

const json_t *walk_ask_as(struct walk *walk, const char *token, enum kripa_role role,
                          const char *method, const char *target, const char *body)
{
    const char *authorization = token ? walk_text(walk, "Authorization: Bearer %s", token) : NULL;
    walk->status =
        in_process_ask(&walk->in, method, target, body, (const char *const[]){authorization, NULL});
    return check_answer(walk, role);
}

const json_t *walk_send(struct walk *walk, enum kripa_role role, const char *method,
                        const char *target, const struct in_process_body *body,
                        const char *content_type)
{
    const char *token = walk_text(walk, "Authorization: Bearer %s", walk->tokens[role]);
    walk->status = in_process_send(&walk->in, method, target, body,
                                   (const char *const[]){content_type, token, NULL});
    return check_answer(walk, role);
}

const json_t *walk_ask(struct walk *walk, enum kripa_role role, const char *method,
                       const char *target, const char *body)
{
    return walk_ask_as(walk, walk->tokens[role], role, method, target, body);
}

const json_t *walk_do(struct walk *walk, enum kripa_role role, const char *method,
                      const char *target, const char *body)
{
    const json_t *data = walk_ask(walk, role, method, target, body);
    const struct reply *reply = &walk->in.request.reply;
    ck_assert_msg(walk->status < 400, "%s %s as %s %s: HTTP %u: %.*s", method, target,
                  kripa_role_name(role), body ? body : "", walk->status, (int)reply->size,
                  reply->body);
    return data;
}

const char *walk_text(struct walk *walk, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    char *text = kripa_arena_alloc(&walk->shop.arena, (size_t)size + 1, 1);
    vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    va_end(args);
    return text;
}

const char *walk_take(struct walk *walk, const json_t *data, const char *name)
{
    const char *text = json_string_value(json_object_get(data, name));
    ck_assert_msg(text != NULL, "no %s in the answer", name);
    return walk_text(walk, "%s", text);
}

const char *walk_product(struct walk *walk, const char *name, int stock)
{
    const char *body = walk_text(
        walk,
        "{\"name\": \"%s\", \"price\": " WALK_PRICE ", \"retailer_price\": " WALK_TRADE_PRICE
        ", \"price_bulk\": " WALK_BULK_PRICE ", \"min_bulk_qty\": %d, \"stock\": %d, "
        "\"tags\": [\"lamp\"], \"images\": [{\"url\": \"https://example.com/a.jpg\", "
        "\"public_id\": \"a\"}]}",
        name, WALK_BULK_QTY, stock);
    return walk_take(walk, walk_do(walk, KRIPA_ROLE_ADMIN, "POST", "/api/products", body), "_id");
}

const char *walk_path(struct walk *walk, const struct route *route, const char *param)
{
    const char *from = route->path, *text = "";
    while (*from) {
        size_t size = strcspn(from, ":");
        bool has_param = from[size] == ':';
        text = walk_text(walk, "%s%.*s%s", text, (int)size, from, has_param ? param : "");
        from += size;
        from += strcspn(from, "/");
    }
    return text;
}

const char *walk_name(struct walk *walk, const struct route *route)
{
    return walk_text(walk, "%s %s", method_name(route->method), route->path);
}

enum kripa_role walk_allowed(const struct route *route)
{
    size_t i = 0;
    while (!(route->roles & KRIPA_MASK(walk_roles[i])))
        i++;
    return walk_roles[i];
}
