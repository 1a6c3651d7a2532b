/* SPDX-License-Identifier: MIT
 * Migrations in trouble: two of one store at once, which do what both decided on once, and one over
 * a line on which only small changes come through in time. */
#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "core/context.h"
#include "fault_store.h"
#include "fresh_store.h"
#include "journal/journal.h"
#include "maintenance/migrate/internal.h"
#include "said.h"

static struct fresh_store store;
static struct kripa *kripa;
static struct kripa_arena arena;

static int64_t tell_time(void *ctx)
{
    (void)ctx;
    return 1790000000000;
}

static void commit(struct kp_change *change)
{
    struct kripa_error err = {0};
    ck_assert_msg(kp_commit(&(struct kp_call){.kripa = kripa, .err = &err}, change, NULL) ==
                      KRIPA_OK,
                  "%s", err.message);
}

static struct kripa_id put_product(const char *name, int64_t stock)
{
    struct kripa_product product = {.id = kp_new_id(kripa),
                                    .name = name,
                                    .slug = name,
                                    .active = true,
                                    .price_paise = 10000,
                                    .stock = stock};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_product_schema, &product);
    commit(&change);
    return product.id;
}

static void set_stock(struct kripa_id product, int64_t stock)
{
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_update(&change, &kripa_product_schema, product);
    kp_set(&change, "stock", kp_int(stock));
    commit(&change);
}

static void put_admin(void)
{
    struct kripa_credential user = {.id = kp_new_id(kripa),
                                    .name = "Asha",
                                    .email = "owner@example.com",
                                    .role = KRIPA_ROLE_ADMIN};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &arena});
    kp_insert(&change, &kripa_credential_schema, &user);
    commit(&change);
}

static struct said migrate(struct kripa *shop)
{
    struct said said = {0};
    struct kripa_error err = {0};
    ck_assert_msg(kripa_migrate(shop, false, say, &said, &err) == KRIPA_OK, "%s", err.message);
    return said;
}

static void ck_sound(void)
{
    struct said said = {0};
    struct kripa_verification found;
    kripa_verify(kripa, say, &said, &found, NULL);
    ck_assert_str_eq(said.text, "");
}

static struct kripa *open_shop(const struct kripa_config *config)
{
    struct kripa *shop;
    struct kripa_error err = {0};
    ck_assert_msg(kripa_open(config, &shop, &err) == KRIPA_OK, "%s", err.message);
    shop->store->shared = true; /* another program is there */
    return shop;
}

static void begin(void)
{
    fresh_store_make_alone(&store);
    kripa = open_shop(&(struct kripa_config){
        .store_uri = store.uri, .create = true, .services.now_ms = tell_time});
    put_admin();
}

static void end(void)
{
    kripa_close(kripa);
    kripa_arena_clear(&arena);
    fresh_store_remove(&store);
}

/* Another migration of the same store, run when this one is about to commit to this collection. */
static const struct kripa_schema *awaited;
static enum kripa_status (*commit_now)(struct kripa_store *, const struct kripa_change *,
                                       struct kripa_outcome *, struct kripa_error *);

static void migrate_beside(struct kripa_store *at)
{
    struct kripa *other =
        open_shop(&(struct kripa_config){.store = at, .services.now_ms = tell_time});
    migrate(other);
    other->store = NULL;
    kripa_close(other);
}

static enum kripa_status commit_too_late(struct kripa_store *at, const struct kripa_change *change,
                                         struct kripa_outcome *outcome, struct kripa_error *err)
{
    for (size_t i = 0; awaited && i < change->count; i++)
        if (change->edits[i].of == awaited) {
            awaited = NULL;
            migrate_beside(at);
        }
    return commit_now(at, change, outcome, err);
}

static struct said migrate_twice_at(const struct kripa_schema *of)
{
    static struct kripa_store_ops late;
    const struct kripa_store_ops *ops = kripa->store->ops;
    late = *ops;
    late.commit = commit_too_late;
    commit_now = ops->commit;
    awaited = of;
    kripa->store->ops = &late;
    struct said said = migrate(kripa);
    kripa->store->ops = ops;
    ck_assert_ptr_null(awaited);
    return said;
}

START_TEST(two_migrations_count_admins_once)
{
    migrate_twice_at(&kripa_counter_schema);
    ck_sound();
}
END_TEST

START_TEST(two_migrations_open_a_ledger_once)
{
    put_product("fan", 20);
    put_product("lamp", 5);
    struct said said = migrate_twice_at(&kripa_ledger_entry_schema);
    ck_assert_ptr_null(strstr(said.text, "stock ledger"));
    ck_sound();
}
END_TEST

START_TEST(two_migrations_take_over_a_change_of_stock_once)
{
    struct kripa_id fan = put_product("fan", 20);
    migrate(kripa);
    for (int64_t stock = 18; stock <= 20; stock++) {
        set_stock(fan, stock);
        migrate_twice_at(&kripa_ledger_entry_schema);
        ck_sound();
    }
}
END_TEST

START_TEST(a_store_that_takes_only_small_changes_is_brought_forward)
{
    for (int i = 0; i < 30; i++)
        put_product(kripa_arena_format(&arena, "fan-%d", i), 1 + i);
    struct kripa_store *plain = kripa->store;
    kripa->store = fault_store_around(plain);
    kripa->store->shared = true;
    fault_store_fail(kripa->store, (struct fault){.status = KRIPA_UNAVAILABLE, .edits_max = 15});
    struct said said = migrate(kripa);
    ck_assert_ptr_nonnull(strstr(said.text, "open the stock ledger of products: 30\n"));
    ck_sound();
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("migrate in trouble", begin, end, two_migrations_count_admins_once,
                        two_migrations_open_a_ledger_once,
                        two_migrations_take_over_a_change_of_stock_once,
                        a_store_that_takes_only_small_changes_is_brought_forward);
}
