/* SPDX-License-Identifier: MIT
 * See people.h. */
#include "people.h"

#include <string.h>

#include <kripa/sys/schema.h>

#include "core/context.h"
#include "core/query.h"
#include "journal/journal.h"

const struct kripa_retailer_details shop_retailer_details = {
    .shop_name = "Asha Electricals",
    .owner_name = "Asha Verma",
    .phone = "9826012345",
    .shop_address = "12 Station Road, Pachore",
};

struct kripa_viewer shop_viewer(struct shop *shop, const char *name)
{
    struct kripa_viewer viewer;
    const char *email = kripa_arena_format(&shop->arena, "%s@example.com", name);
    shop_must(kripa_viewer_of(shop->kripa, email, &viewer, &shop->err), &shop->err, name);
    return viewer;
}

enum kripa_status shop_try_sign_in(struct shop *shop, const char *email, const char *password)
{
    struct kripa_sign_in sign_in = {.email = email, .password = password};
    struct kripa_signed_in in;
    shop->err = (struct kripa_error){0};
    return kripa_sign_in(shop->kripa, &sign_in, &shop->arena, &in, &shop->err);
}

struct kripa_account *shop_read_account(struct shop *shop, struct kripa_id id)
{
    struct kripa_account *account = shop_read(shop, &kripa_account_schema, id);
    shop_must(account ? KRIPA_OK : KRIPA_NOT_FOUND, &(struct kripa_error){0}, "account");
    return account;
}

enum kripa_status shop_knock(struct shop *shop, const char *token)
{
    struct kripa_viewer viewer;
    shop->err = (struct kripa_error){0};
    return kripa_authenticate(shop->kripa, token, &shop->arena, &viewer, &shop->err);
}

void shop_set_ordered(struct shop *shop, struct kripa_id id)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop->arena});
    kp_update(&change, &kripa_account_schema, id);
    kp_set(&change, "ordered", kp_int(1));
    struct kp_call call = {.kripa = shop->kripa, .err = &shop->err};
    shop_must(kp_commit(&call, &change, NULL), &shop->err, "ordered");
}

/* One interruption at a time: the store's commit knows no context of ours. */
static struct {
    struct shop *shop;
    void (*meanwhile)(struct shop *shop);
    int times;
    const struct kripa_store_ops *real;
    struct kripa_store_ops ops;
} interruption;

static enum kripa_status commit_late(struct kripa_store *store, const struct kripa_change *change,
                                     struct kripa_outcome *outcome, struct kripa_error *err)
{
    if (interruption.times > 0) {
        interruption.times--;
        store->ops = interruption.real;
        interruption.meanwhile(interruption.shop);
        store->ops = &interruption.ops;
    }
    return interruption.real->commit(store, change, outcome, err);
}

void shop_interrupt(struct shop *shop, void (*meanwhile)(struct shop *shop), int times)
{
    struct kripa_store *store = shop->kripa->store;
    interruption.shop = shop;
    interruption.meanwhile = meanwhile;
    interruption.times = times;
    if (store->ops != &interruption.ops)
        interruption.real = store->ops;
    interruption.ops = *interruption.real;
    interruption.ops.commit = commit_late;
    store->ops = &interruption.ops;
}

int64_t shop_admins(struct shop *shop)
{
    struct kripa_counter *counter =
        shop_read(shop, &kripa_counter_schema, kp_id_of_name(KP_COUNTER_ADMINS));
    return counter ? counter->value : 0;
}

size_t shop_audit(struct shop *shop, const char *action, struct kripa_id target,
                  struct kripa_audit_entry *last)
{
    struct kp_call call = {.kripa = shop->kripa, .err = &shop->err};
    struct kp_query query = kp_query_of(&shop->arena, &kripa_audit_entry_schema);
    struct kripa_rows rows;
    kp_where(&query, "target", KRIPA_EQ, kp_text(kp_id_text(&shop->arena, target)));
    kp_sort(&query, "seq", false);
    shop_must(kp_find(&call, &query, &rows), &shop->err, "audit");
    const struct kripa_audit_entry *at = rows.at;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++) {
        if (strcmp(at[i].action, action) != 0)
            continue;
        count++;
        if (last)
            *last = at[i];
    }
    return count;
}
