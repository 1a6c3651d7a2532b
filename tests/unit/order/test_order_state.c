/* SPDX-License-Identifier: MIT
 * The states of an order: every state, every event, every role; what a change of state brings with
 * it. */
#include "suite.h"

#include <pthread.h>
#include <string.h>

#include <kripa/sys/schema.h>

#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;
static const struct kripa_int any_revision;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 100000)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_order *buy(int64_t qty)
{
    struct kripa_order *order = NULL;
    enum kripa_status status = shop_buy(&shop, shop.customer, fan, qty, &order);
    ck_assert_msg(status == KRIPA_OK, "%s", shop.err.message);
    return order;
}

static enum kripa_status set(struct kripa_viewer viewer, struct kripa_id id, const char *status,
                             struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_set_status(shop.kripa, viewer, id, status, "a note", any_revision,
                                  &shop.arena, out, &shop.err);
}

static enum kripa_status cancel(struct kripa_viewer viewer, struct kripa_id id,
                                struct kripa_order **out)
{
    shop.err = (struct kripa_error){0};
    return kripa_order_cancel(shop.kripa, viewer, id, NULL, any_revision, &shop.arena, out,
                              &shop.err);
}

/* An order that has come so far by the allowed way. */
static struct kripa_order *bring_to(enum kripa_delivery_status state)
{
    struct kripa_order *order = buy(2);
    if (state == KRIPA_DELIVERY_SHIPPED || state == KRIPA_DELIVERY_DELIVERED)
        ck_assert_int_eq(set(shop.admin, order->id, "shipped", &order), KRIPA_OK);
    if (state == KRIPA_DELIVERY_DELIVERED)
        ck_assert_int_eq(set(shop.admin, order->id, "delivered", &order), KRIPA_OK);
    if (state == KRIPA_DELIVERY_CANCELLED)
        ck_assert_int_eq(cancel(shop.admin, order->id, &order), KRIPA_OK);
    return order;
}

START_TEST(an_admin_moves_orders_by_the_table)
{
    /* From each state (rows) to each state (columns): allowed or not. */
    static const bool allowed[4][4] = {
        {true, true, false, true},
        {false, true, true, true},
        {false, false, true, false},
        {false, false, false, true},
    };
    for (unsigned from = 0; from < 4; from++)
        for (unsigned to = 0; to < 4; to++) {
            struct kripa_order *order = bring_to(from), *out;
            const char *name = kripa_delivery_status_name(to);
            enum kripa_status status = set(shop.admin, order->id, name, &out);
            ck_assert_msg(status == (allowed[from][to] ? KRIPA_OK : KRIPA_CONFLICT), "%s to %s: %s",
                          kripa_delivery_status_name(from), name, kripa_status_name(status));
            struct kripa_order *kept = shop_read_order(&shop, order->id);
            ck_assert_int_eq(kept->delivery_status, allowed[from][to] ? to : from);
            if (status == KRIPA_CONFLICT) {
                ck_assert_ptr_nonnull(strstr(shop.err.message, name));
                ck_assert_ptr_nonnull(strstr(shop.err.message, kripa_delivery_status_name(from)));
            }
        }
    shop_check_stock(&shop);
}
END_TEST

START_TEST(a_buyer_cancels_only_what_is_pending)
{
    static const enum kripa_status expected[] = {KRIPA_OK, KRIPA_CONFLICT, KRIPA_CONFLICT,
                                                 KRIPA_OK};
    for (unsigned from = 0; from < 4; from++) {
        struct kripa_order *order = bring_to(from), *out;
        ck_assert_int_eq(cancel(shop.customer, order->id, &out), expected[from]);
        ck_assert_int_eq(shop_read_order(&shop, order->id)->delivery_status,
                         expected[from] == KRIPA_OK ? KRIPA_DELIVERY_CANCELLED : from);
    }
}
END_TEST

START_TEST(an_admin_cancels_until_it_is_delivered)
{
    static const enum kripa_status expected[] = {KRIPA_OK, KRIPA_OK, KRIPA_CONFLICT, KRIPA_OK};
    for (unsigned from = 0; from < 4; from++) {
        struct kripa_order *order = bring_to(from), *out;
        ck_assert_int_eq(cancel(shop.admin, order->id, &out), expected[from]);
    }
    shop_check_stock(&shop);
}
END_TEST

START_TEST(other_people_have_no_say)
{
    struct kripa_viewer others[] = {shop.retailer, kripa_viewer_guest()};
    static const enum kripa_status cancels[] = {KRIPA_NOT_FOUND, KRIPA_FORBIDDEN};
    for (unsigned from = 0; from < 4; from++)
        for (size_t i = 0; i < 2; i++) {
            struct kripa_order *order = bring_to(from), *out;
            ck_assert_int_eq(cancel(others[i], order->id, &out), cancels[i]);
            for (unsigned to = 0; to < 4; to++)
                ck_assert_int_eq(set(others[i], order->id, kripa_delivery_status_name(to), &out),
                                 KRIPA_FORBIDDEN);
            ck_assert_int_eq(shop_read_order(&shop, order->id)->delivery_status, from);
        }
}
END_TEST

START_TEST(a_buyer_sets_no_state)
{
    struct kripa_order *order = buy(1), *out;
    for (unsigned to = 0; to < 4; to++)
        ck_assert_int_eq(set(shop.customer, order->id, kripa_delivery_status_name(to), &out),
                         KRIPA_FORBIDDEN);
}
END_TEST

START_TEST(the_state_it_has_already_changes_nothing)
{
    for (unsigned state = 0; state < 4; state++) {
        struct kripa_order *order = bring_to(state), *out;
        int64_t messages = shop_count(&shop, &kripa_outbox_message_schema);
        int64_t rows = shop_count(&shop, &kripa_audit_entry_schema);
        ck_assert_int_eq(set(shop.admin, order->id, kripa_delivery_status_name(state), &out),
                         KRIPA_OK);
        struct kripa_order *kept = shop_read_order(&shop, order->id);
        ck_assert_int_eq(kept->revision, order->revision);
        ck_assert_uint_eq(kept->history_count, order->history_count);
        ck_assert_int_eq(shop_count(&shop, &kripa_outbox_message_schema), messages);
        ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), rows);
    }
}
END_TEST

START_TEST(an_unknown_state_is_refused)
{
    struct kripa_order *order = buy(1), *out;
    ck_assert_int_eq(set(shop.admin, order->id, "lost", &out), KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "status");
    ck_assert_int_eq(set(shop.admin, order->id, NULL, &out), KRIPA_INVALID);
    ck_assert_int_eq(set(shop.admin, fan, "shipped", &out), KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(cash_is_paid_at_delivery)
{
    struct kripa_order *order = bring_to(KRIPA_DELIVERY_SHIPPED);
    ck_assert_int_eq(order->payment_status, KRIPA_PAYMENT_PENDING);
    ck_assert_int_eq(set(shop.admin, order->id, "delivered", &order), KRIPA_OK);
    ck_assert_int_eq(order->payment_status, KRIPA_PAYMENT_PAID);
    ck_assert_int_eq(shop_read_order(&shop, order->id)->payment_status, KRIPA_PAYMENT_PAID);
}
END_TEST

START_TEST(each_change_is_kept_with_its_hand_and_note)
{
    struct kripa_order *order = buy(1);
    shop.now_ms += 5000;
    ck_assert_int_eq(set(shop.admin, order->id, "shipped", &order), KRIPA_OK);
    struct kripa_order *kept = shop_read_order(&shop, order->id);
    ck_assert_uint_eq(kept->history_count, 2);
    const struct kripa_order_event *event = &kept->history[1];
    char admin[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(shop.admin.user, admin);
    ck_assert_str_eq(event->by, admin);
    ck_assert_str_eq(event->from, "pending");
    ck_assert_str_eq(event->to, "shipped");
    ck_assert_str_eq(event->note, "a note");
    ck_assert_int_eq(event->at_ms, shop.now_ms);
    ck_assert_int_eq(kept->updated_at_ms, shop.now_ms);
    ck_assert_int_eq(kept->revision, order->revision);
    ck_assert_str_eq(order->history[1].to, "shipped");
}
END_TEST

static size_t count_messages(enum kripa_outbox_kind kind)
{
    struct kripa_rows rows = shop_rows(&shop, &kripa_outbox_message_schema);
    const struct kripa_outbox_message *at = rows.at;
    size_t count = 0;
    for (size_t i = 0; i < rows.count; i++)
        count += at[i].kind == kind;
    return count;
}

START_TEST(the_buyer_hears_of_each_change_and_the_shop_of_a_cancelled_order)
{
    bring_to(KRIPA_DELIVERY_DELIVERED);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_ORDER_STATUS), 2);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_CANCELLED_ORDER), 0);
    bring_to(KRIPA_DELIVERY_CANCELLED);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_ORDER_STATUS), 3);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_CANCELLED_ORDER), 1);
}
END_TEST

START_TEST(a_cancelled_order_gives_its_stock_back)
{
    struct kripa_id lamp = shop_product(&shop, "Lamp", 5)->id;
    product_edit(&shop, lamp, "{\"low_stock_threshold\":4}");
    struct kripa_order_item items[] = {{lamp, 1}, {fan, 7}, {lamp, 2}};
    struct kripa_order_request request = shop_request(items, 3);
    struct kripa_order *order;
    ck_assert_int_eq(kripa_order_place(shop.kripa, shop.customer, &request, "test", NULL,
                                       &shop.arena, &order, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(cancel(shop.customer, order->id, &order), KRIPA_OK);
    struct kripa_product *product = shop_read_product(&shop, lamp);
    ck_assert_int_eq(product->stock, 5);
    ck_assert_int_eq(product->stock_headroom.value, 1);
    ck_assert_int_eq(product->sold, 0);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 100000);
    shop_check_stock(&shop);
}
END_TEST

START_TEST(a_hidden_product_gets_its_stock_back_too)
{
    struct kripa_order *order = buy(3);
    product_edit(&shop, fan, "{\"active\":false}");
    ck_assert_int_eq(cancel(shop.admin, order->id, &order), KRIPA_OK);
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 100000);
    shop_check_stock(&shop);
}
END_TEST

struct canceller {
    pthread_t thread;
    struct kripa_id id;
    struct kripa_viewer viewer;
    struct kripa_arena arena;
    enum kripa_status status;
};

static void *run_canceller(void *ctx)
{
    struct canceller *canceller = ctx;
    struct kripa_order *out;
    canceller->status = kripa_order_cancel(shop.kripa, canceller->viewer, canceller->id, NULL,
                                           any_revision, &canceller->arena, &out, NULL);
    return NULL;
}

START_TEST(many_cancel_at_once_and_the_stock_comes_back_once)
{
    static struct canceller cancellers[16];
    struct kripa_order *order = buy(9);
    for (size_t i = 0; i < 16; i++) {
        cancellers[i].id = order->id;
        cancellers[i].viewer = i % 2 ? shop.customer : shop.admin;
        pthread_create(&cancellers[i].thread, NULL, run_canceller, &cancellers[i]);
    }
    for (size_t i = 0; i < 16; i++) {
        pthread_join(cancellers[i].thread, NULL);
        ck_assert_int_eq(cancellers[i].status, KRIPA_OK);
        kripa_arena_clear(&cancellers[i].arena);
    }
    ck_assert_int_eq(shop_read_product(&shop, fan)->stock, 100000);
    ck_assert_uint_eq(shop_read_order(&shop, order->id)->history_count, 2);
    ck_assert_uint_eq(count_messages(KRIPA_OUTBOX_CANCELLED_ORDER), 1);
    shop_check_stock(&shop);
}
END_TEST

START_TEST(an_older_revision_is_stale)
{
    struct kripa_order *order = buy(1), *out;
    struct kripa_int revision = {order->revision, true};
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, order->id, "shipped", NULL,
                                            revision, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    ck_assert_int_eq(kripa_order_set_status(shop.kripa, shop.admin, order->id, "delivered", NULL,
                                            revision, &shop.arena, &out, &shop.err),
                     KRIPA_STALE);
    ck_assert_int_eq(kripa_order_cancel(shop.kripa, shop.admin, order->id, NULL, revision,
                                        &shop.arena, &out, &shop.err),
                     KRIPA_STALE);
    revision.value = out->revision;
    ck_assert_int_eq(kripa_order_cancel(shop.kripa, shop.admin, order->id, NULL, revision,
                                        &shop.arena, &out, &shop.err),
                     KRIPA_OK);
}
END_TEST

START_TEST(only_a_cancelled_order_really_goes)
{
    for (unsigned state = 0; state < 4; state++) {
        struct kripa_order *order = bring_to(state), *out;
        ck_assert_int_eq(
            kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
            KRIPA_OK);
        struct kripa_order *kept = shop_read_order(&shop, order->id);
        if (state == KRIPA_DELIVERY_CANCELLED) {
            ck_assert_ptr_null(kept);
            ck_assert(!out->archived);
        } else {
            ck_assert(kept->archived);
            ck_assert(out->archived);
            ck_assert_int_eq(kept->revision, out->revision);
        }
    }
    shop_check_stock(&shop);
}
END_TEST

START_TEST(an_archived_order_takes_no_change)
{
    struct kripa_order *order = buy(1), *out;
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert_int_eq(set(shop.admin, order->id, "shipped", &out), KRIPA_CONFLICT);
    ck_assert_int_eq(cancel(shop.customer, order->id, &out), KRIPA_CONFLICT);
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.admin, order->id, &shop.arena, &out, &shop.err),
        KRIPA_CONFLICT);
    ck_assert_int_eq(
        kripa_order_get(shop.kripa, shop.customer, order->id, &shop.arena, &out, &shop.err),
        KRIPA_OK);
    ck_assert(out->archived);
}
END_TEST

START_TEST(only_admins_delete)
{
    struct kripa_order *order = bring_to(KRIPA_DELIVERY_CANCELLED), *out;
    ck_assert_int_eq(
        kripa_order_delete(shop.kripa, shop.customer, order->id, &shop.arena, &out, &shop.err),
        KRIPA_FORBIDDEN);
    ck_assert_int_eq(kripa_order_delete(shop.kripa, shop.admin, fan, &shop.arena, &out, &shop.err),
                     KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(what_an_admin_did_is_in_the_audit)
{
    struct kripa_order *order = buy(1);
    int64_t before = shop_count(&shop, &kripa_audit_entry_schema);
    ck_assert_int_eq(cancel(shop.customer, order->id, &order), KRIPA_OK);
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), before);
    bring_to(KRIPA_DELIVERY_SHIPPED);
    struct kripa_rows rows = shop_rows(&shop, &kripa_audit_entry_schema);
    const struct kripa_audit_entry *row = (struct kripa_audit_entry *)rows.at + before;
    ck_assert_uint_eq(rows.count, (size_t)before + 1);
    ck_assert_str_eq(row->action, "order.status");
    ck_assert_str_eq(row->before, "{\"status\":\"pending\"}");
    ck_assert_str_eq(row->after, "{\"status\":\"shipped\",\"note\":\"a note\"}");
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "order_state", begin, end, an_admin_moves_orders_by_the_table,
        a_buyer_cancels_only_what_is_pending, an_admin_cancels_until_it_is_delivered,
        other_people_have_no_say, a_buyer_sets_no_state, the_state_it_has_already_changes_nothing,
        an_unknown_state_is_refused, cash_is_paid_at_delivery,
        each_change_is_kept_with_its_hand_and_note,
        the_buyer_hears_of_each_change_and_the_shop_of_a_cancelled_order,
        a_cancelled_order_gives_its_stock_back, a_hidden_product_gets_its_stock_back_too,
        many_cancel_at_once_and_the_stock_comes_back_once, an_older_revision_is_stale,
        only_a_cancelled_order_really_goes, an_archived_order_takes_no_change, only_admins_delete,
        what_an_admin_did_is_in_the_audit);
}
