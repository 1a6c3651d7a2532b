/* SPDX-License-Identifier: MIT
 * The whole API in the test's own process, with somebody of every role. Every answer that is seen
 * is held against its route's table, and a guest's or a customer's is searched for trade prices;
 * what is wrong ends the test. */
#ifndef WALK_H
#define WALK_H

#include "in_process.h"
#include "shop.h"

/* What a unit costs in this shop; no other number of it is written so. */
#define WALK_PRICE       "100.03"
#define WALK_TRADE_PRICE "83.17"
#define WALK_BULK_PRICE  "71.29"
#define WALK_BULK_QTY    10

struct walk {
    struct shop shop;
    struct in_process in;
    const char *tokens[KRIPA_ROLE_COUNT]; /* NULL for guests and wholesalers */
    bool *answered;                       /* a route: with success, some time */
    unsigned status;                      /* of the last answer */
    size_t asked;
};

void walk_open(struct walk *walk);
void walk_open_in_file(struct walk *walk);
void walk_close(struct walk *walk);

/* Asks as this role; `body` may be NULL. Returns data, which lives until the next one; walk->status
 * is the HTTP status. */
const json_t *walk_ask(struct walk *walk, enum kripa_role role, const char *method,
                       const char *target, const char *body);
/* As whoever this token speaks for, who is held to be of this role. */
const json_t *walk_ask_as(struct walk *walk, const char *token, enum kripa_role role,
                          const char *method, const char *target, const char *body);
/* The same with any bytes, of the type that this header says. */
const json_t *walk_send(struct walk *walk, enum kripa_role role, const char *method,
                        const char *target, const struct in_process_body *body,
                        const char *content_type);
/* The same, and it must succeed. */
const json_t *walk_do(struct walk *walk, enum kripa_role role, const char *method,
                      const char *target, const char *body);
/* Text in the walk's arena. */
const char *walk_text(struct walk *walk, const char *format, ...) KRIPA_PRINTF(2, 3);
/* data's member as text in the walk's arena; it must be one. */
const char *walk_take(struct walk *walk, const json_t *data, const char *name);
/* Adds a product at the prices above; its id. */
const char *walk_product(struct walk *walk, const char *name, int stock);

/* The route's path with `param` in the place of each parameter. */
const char *walk_path(struct walk *walk, const struct route *route, const char *param);
/* "PUT /api/orders/:id/status", for messages. */
const char *walk_name(struct walk *walk, const struct route *route);
/* One role of the route's mask, the first; used where any will do. */
enum kripa_role walk_allowed(const struct route *route);

/* The roles that can be had, ended by KRIPA_ROLE_COUNT. */
extern const enum kripa_role walk_roles[];

#endif
