/* SPDX-License-Identifier: MIT
 * Changes of stock by an admin, and the ledger. */
#include <kripa/stock.h>

#include "on.h"
#include "pipeline/reply.h"

enum kripa_status on_stock_change(struct request *r)
{
    struct kripa_id id;
    struct kripa_product *product;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_stock_change(r->kripa, r->viewer, id, r->body, r->arena, &product, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the stock was changed";
    return reply_record(r, product);
}

enum kripa_status on_stock_ledger(struct request *r)
{
    struct kripa_id id;
    struct kripa_ledger ledger;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_stock_ledger(r->kripa, r->viewer, id, r->query, r->arena, &ledger, r->err);
    return status != KRIPA_OK ? status : reply_list(r, ledger.at, ledger.count, &ledger.page);
}
