/* SPDX-License-Identifier: MIT
 * kripactl stock: quantities, and why they changed. */
#include <string.h>

#include "base/named.h"
#include "cmd.h"
#include "output/print.h"

#define MOVEMENTS_SHOWN 10

/* Programs get only the product; the ledger has its own command. */
enum kripa_status cmd_stock_show(struct session *s, const struct input *in)
{
    struct kripa_product *product;
    struct kripa_ledger ledger;
    enum kripa_status status = named_product(s, in->args[0], &product);
    if (status != KRIPA_OK || s->options->layout != LAYOUT_TABLE)
        return status == KRIPA_OK ? print_record(s, &kripa_product_schema, product) : status;
    struct kripa_ledger_filter filter = {.paging.limit = MOVEMENTS_SHOWN};
    status = kripa_stock_ledger(s->kripa, s->viewer, product->id, &filter, &s->arena, &ledger,
                                &s->error);
    if (status == KRIPA_OK)
        status =
            print_sentence(s, "%lld of %s in stock.", (long long)product->stock, product->name);
    if (status != KRIPA_OK || ledger.count == 0)
        return status;
    return print_table(s, &kripa_ledger_entry_schema, ledger.at, ledger.count, 0);
}

static enum kripa_status change(struct session *s, const struct input *in, const char *how)
{
    struct kripa_stock_change wanted = {0};
    kripa_given given;
    struct kripa_product *product;
    enum kripa_status status =
        session_decode(s, in, &(struct kripa_pair){how, in->args[1]}, 1, &wanted, &given);
    for (size_t i = 0; i < s->error.fields_count; i++) { /* an argument, not a flag */
        if (strcmp(s->error.fields[i].path, how) == 0)
            session_rename_field(s, i, "QTY");
    }
    if (status == KRIPA_OK)
        status = named_product(s, in->args[0], &product);
    if (status == KRIPA_OK)
        status = kripa_stock_change(s->kripa, s->viewer, product->id, &wanted, &s->arena, &product,
                                    &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_product_schema, product, "%lld of %s in stock.",
                         (long long)product->stock, product->name);
}

enum kripa_status cmd_stock_set(struct session *s, const struct input *in)
{
    return change(s, in, "set");
}

enum kripa_status cmd_stock_add(struct session *s, const struct input *in)
{
    return change(s, in, "add");
}

enum kripa_status cmd_stock_ledger(struct session *s, const struct input *in)
{
    struct kripa_ledger_filter filter = {0};
    kripa_given given;
    struct kripa_product *product;
    struct kripa_ledger ledger;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    if (status == KRIPA_OK)
        status = named_product(s, in->args[0], &product);
    if (status == KRIPA_OK)
        status = kripa_stock_ledger(s->kripa, s->viewer, product->id, &filter, &s->arena, &ledger,
                                    &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_ledger_entry_schema, ledger.at, ledger.count, &ledger.page);
}

enum kripa_status cmd_stock_low(struct session *s, const struct input *in)
{
    (void)in;
    int64_t limit;
    struct kripa_products products;
    enum kripa_status status = session_limit(s, &limit);
    if (status == KRIPA_OK)
        status = kripa_stock_low(s->kripa, s->viewer, limit, &s->arena, &products, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_array(s, &kripa_product_schema, products.at, products.count);
}
