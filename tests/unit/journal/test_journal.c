/* SPDX-License-Identifier: MIT
 * Audit log and outbox as admins read them: pages, filters, what they may not show, and one more
 * try of a message. */
#include "suite.h"

#include <jansson.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/change.h"
#include "goods.h"
#include "orders.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;

static void begin(void)
{
    shop_open(&shop, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 40)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static struct kripa_audit audit(const struct kripa_audit_filter *filter)
{
    struct kripa_audit out;
    ck_assert_int_eq(kripa_audit_list(shop.kripa, shop.admin, filter, &shop.arena, &out, &shop.err),
                     KRIPA_OK);
    return out;
}

static struct kripa_outbox outbox(const struct kripa_outbox_filter *filter)
{
    struct kripa_outbox out;
    ck_assert_int_eq(
        kripa_outbox_list(shop.kripa, shop.admin, filter, &shop.arena, &out, &shop.err), KRIPA_OK);
    return out;
}

START_TEST(the_audit_log_is_read_backwards_and_by_pages)
{
    for (int i = 0; i < 5; i++)
        product_edit(&shop, fan, i % 2 ? "{\"price\":101}" : "{\"price\":102}");
    struct kripa_audit all = audit(NULL);
    ck_assert_uint_ge(all.count, 6);
    for (size_t i = 0; i < all.count; i++)
        ck_assert_int_eq(all.at[i].seq, (int64_t)(all.count - i));
    struct kripa_audit_filter filter = {.paging = {.limit = 2, .sort = "seq"}};
    struct kripa_audit page = audit(&filter);
    ck_assert_uint_eq(page.count, 2);
    ck_assert_int_eq(page.page.total, (int64_t)all.count);
    ck_assert_int_eq(page.at[0].seq, 1);
    filter.paging.cursor = page.page.next;
    ck_assert_int_eq(audit(&filter).at[0].seq, 3);
}
END_TEST

START_TEST(the_audit_log_is_filtered_by_who_what_and_which)
{
    product_edit(&shop, fan, "{\"price\":101}");
    char id[KRIPA_ID_TEXT_SIZE], by[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(fan, id);
    kripa_id_format(shop.admin.user, by);
    struct kripa_audit_filter filter = {.target = id, .action = "product.edit"};
    struct kripa_audit rows = audit(&filter);
    ck_assert_uint_eq(rows.count, 1);
    ck_assert_str_eq(rows.at[0].by, by);
    ck_assert_ptr_nonnull(strstr(rows.at[0].before, "\"price\":100"));
    ck_assert_ptr_nonnull(strstr(rows.at[0].after, "\"price\":101"));
    ck_assert_uint_ge(audit(&(struct kripa_audit_filter){.by = by}).count, 2);
    ck_assert_uint_eq(audit(&(struct kripa_audit_filter){.by = "console:nobody"}).count, 0);
}
END_TEST

START_TEST(what_changed_is_shown_as_an_object)
{
    product_edit(&shop, fan, "{\"price\":101}");
    struct kripa_audit rows = audit(&(struct kripa_audit_filter){.action = "product.edit"});
    struct kripa_writer writer;
    kripa_writer_init(&writer, &shop.arena);
    kripa_write_record(&writer, &kripa_audit_entry_schema, rows.at, KRIPA_ROLE_ADMIN);
    ck_assert_ptr_nonnull(strstr(writer.at, "\"before\":{\"_id\":"));
    ck_assert_ptr_null(strstr(writer.at, "\\\""));
}
END_TEST

/* Another program may have left anything in place of an object. */
START_TEST(a_list_is_json_whatever_is_in_its_rows)
{
    static const struct {
        const char *text;
        bool shown_as_object;
    } kept[] = {
        {"{\"a\":{\"b\":[1,2.50,null]}}", true},
        {"{}", true},
        {" {}", false},
        {"{\n \"a\" : 1 }\n", true},
        {"{oops", false},
        {"{", false},
        {"{\"a\":1", false},
        {"{\"a\":1} {}", false},
        {"{},\"admin\":{}", false},
        {"{\"a\":1,\"a\":2}", false},
        {"{\"a\":1e999}", false},
        {"{'a':1}", false},
        {"{\"a\":\"\n\"}", false},
        {"[1]", false},
        {"oops", false},
    };
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        struct kripa_audit_entry row = {.seq = 1, .before = kept[i].text, .after = kept[i].text};
        struct kripa_outbox_message message = {.data = kept[i].text};
        struct kripa_writer writer;
        kripa_writer_init(&writer, &shop.arena);
        kripa_write(&writer, "[");
        kripa_write_record(&writer, &kripa_audit_entry_schema, &row, KRIPA_ROLE_ADMIN);
        kripa_write(&writer, ",");
        kripa_write_record(&writer, &kripa_outbox_message_schema, &message, KRIPA_ROLE_ADMIN);
        kripa_write(&writer, "]");
        json_t *list = json_loads(writer.at, JSON_REJECT_DUPLICATES, NULL);
        ck_assert_msg(list != NULL, "%s", writer.at);
        json_t *shown[] = {json_object_get(json_array_get(list, 0), "before"),
                           json_object_get(json_array_get(list, 0), "after"),
                           json_object_get(json_array_get(list, 1), "data")};
        for (size_t j = 0; j < sizeof shown / sizeof *shown; j++) {
            ck_assert_msg(json_is_object(shown[j]) == kept[i].shown_as_object, "%s", writer.at);
            if (!kept[i].shown_as_object)
                ck_assert_str_eq(json_string_value(shown[j]), kept[i].text);
        }
        json_decref(list);
    }
}
END_TEST

START_TEST(no_row_holds_a_secret)
{
    shop_new_viewer(&shop, "new", KRIPA_ROLE_CUSTOMER);
    struct kripa_audit rows = audit(NULL);
    for (size_t i = 0; i < rows.count; i++) {
        const char *texts[] = {rows.at[i].before, rows.at[i].after};
        for (size_t j = 0; j < 2; j++)
            ck_assert(!texts[j] || (!strstr(texts[j], "assword") && !strstr(texts[j], "argon2") &&
                                    !strstr(texts[j], "Monsoon")));
    }
}
END_TEST

START_TEST(messages_are_listed_and_filtered)
{
    struct kripa_order *order;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 35, &order), KRIPA_OK);
    struct kripa_outbox all = outbox(NULL);
    ck_assert_uint_eq(all.count, 3); /* to the buyer, to the shop, and that stock is low */
    ck_assert_uint_eq(outbox(&(struct kripa_outbox_filter){.status = "pending"}).count, 3);
    ck_assert_uint_eq(outbox(&(struct kripa_outbox_filter){.status = "sent"}).count, 0);
    struct kripa_outbox low = outbox(&(struct kripa_outbox_filter){.kind = "low_stock"});
    ck_assert_uint_eq(low.count, 1);
    ck_assert_str_eq(low.at[0].to, "shop");
    struct kripa_outbox out;
    struct kripa_outbox_filter bad = {.status = "lost"};
    shop.err = (struct kripa_error){0};
    ck_assert_int_eq(kripa_outbox_list(shop.kripa, shop.admin, &bad, &shop.arena, &out, &shop.err),
                     KRIPA_INVALID);
    ck_assert_str_eq(shop.err.fields[0].path, "status");
}
END_TEST

static void set_status(struct kripa_id id, enum kripa_outbox_status status)
{
    struct kripa_outbox_message row = {.id = id, .status = status, .attempts = 9, .next_at_ms = 1};
    struct kp_change change = kp_change_in(&(struct kp_call){.arena = &shop.arena});
    kp_update(&change, &kripa_outbox_message_schema, id);
    kp_set(&change, "status", kp_member(&row));
    kp_set(&change, "attempts", kp_member(&row));
    kp_set(&change, "nextAt", kp_member(&row));
    ck_assert_int_eq(
        kp_commit(&(struct kp_call){.kripa = shop.kripa, .err = &shop.err}, &change, NULL),
        KRIPA_OK);
}

START_TEST(a_dead_message_is_tried_again_a_sent_one_is_not)
{
    struct kripa_order *order;
    struct kripa_outbox_message *row;
    ck_assert_int_eq(shop_buy(&shop, shop.customer, fan, 1, &order), KRIPA_OK);
    struct kripa_id id = outbox(NULL).at[0].id;
    static const enum kripa_outbox_status statuses[] = {KRIPA_OUTBOX_DEAD, KRIPA_OUTBOX_PENDING};
    for (size_t i = 0; i < 2; i++) {
        set_status(id, statuses[i]);
        ck_assert_int_eq(
            kripa_outbox_retry(shop.kripa, shop.admin, id, &shop.arena, &row, &shop.err), KRIPA_OK);
        ck_assert_int_eq(row->status, KRIPA_OUTBOX_PENDING);
        ck_assert_int_eq(row->attempts, 0);
        ck_assert_int_eq(row->next_at_ms, shop.now_ms);
        ck_assert_uint_eq(outbox(&(struct kripa_outbox_filter){.status = "dead"}).count, 0);
    }
    ck_assert_uint_eq(audit(&(struct kripa_audit_filter){.action = "outbox.retry"}).count, 2);
    set_status(id, KRIPA_OUTBOX_SENT);
    ck_assert_int_eq(kripa_outbox_retry(shop.kripa, shop.admin, id, &shop.arena, &row, &shop.err),
                     KRIPA_CONFLICT);
    ck_assert_int_eq(kripa_outbox_retry(shop.kripa, shop.admin, fan, &shop.arena, &row, &shop.err),
                     KRIPA_NOT_FOUND);
}
END_TEST

START_TEST(both_are_for_admins)
{
    const struct kripa_viewer others[] = {kripa_viewer_guest(), shop.customer, shop.retailer};
    struct kripa_audit rows;
    struct kripa_outbox messages;
    struct kripa_outbox_message *row;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(
            kripa_audit_list(shop.kripa, others[i], NULL, &shop.arena, &rows, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_outbox_list(shop.kripa, others[i], NULL, &shop.arena, &messages, &shop.err),
            KRIPA_FORBIDDEN);
        ck_assert_int_eq(
            kripa_outbox_retry(shop.kripa, others[i], fan, &shop.arena, &row, &shop.err),
            KRIPA_FORBIDDEN);
    }
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN("journal", begin, end, the_audit_log_is_read_backwards_and_by_pages,
                        the_audit_log_is_filtered_by_who_what_and_which,
                        what_changed_is_shown_as_an_object, a_list_is_json_whatever_is_in_its_rows,
                        no_row_holds_a_secret, messages_are_listed_and_filtered,
                        a_dead_message_is_tried_again_a_sent_one_is_not, both_are_for_admins);
}
