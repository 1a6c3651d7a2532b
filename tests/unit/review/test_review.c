/* SPDX-License-Identifier: MIT
 * Reviews: one of each account and product, with the product's counters in the same change, also
 * when many write at once. */
#include "suite.h"

#include <pthread.h>
#include <string.h>

#include <kripa/sys/json.h>
#include <kripa/sys/schema.h>

#include "core/change.h"
#include "core/context.h"
#include "goods.h"
#include "orders.h"
#include "people.h"
#include "schema/schema.h"
#include "shop.h"

static struct shop shop;
static struct kripa_id fan;

static void begin(void)
{
    shop_open(&shop, .place = SHOP_SHARED, .people = SHOP_ACCOUNTS);
    fan = shop_product(&shop, "Ceiling Fan", 1000)->id;
}

static void end(void)
{
    shop_check_books(&shop);
    shop_close(&shop);
}

static enum kripa_status try_write(struct kripa_viewer viewer, struct kripa_id product,
                                   int64_t rating, const char *text, struct kripa_review **out)
{
    const struct kripa_review review = {.rating = rating, .text = text};
    return kripa_review_add(shop.kripa, viewer, product, &review, KRIPA_GIVEN_ALL, &shop.arena, out,
                            &shop.err);
}

#define ck_ok(status) ck_assert_msg((status) == KRIPA_OK, "%s", shop.err.message)

static struct kripa_review *write(struct kripa_viewer viewer, int64_t rating, const char *text)
{
    struct kripa_review *review;
    ck_ok(try_write(viewer, fan, rating, text, &review));
    return review;
}

static enum kripa_status try_edit(struct kripa_viewer viewer, struct kripa_id id, int64_t rating,
                                  const char *text, struct kripa_review **out)
{
    const struct kripa_review review = {.rating = rating, .text = text};
    kripa_given given = (rating ? kripa_schema_bit(&kripa_review_schema, "rating") : 0) |
                        (text ? kripa_schema_bit(&kripa_review_schema, "text") : 0);
    return kripa_review_edit(shop.kripa, viewer, id, &review, given, &shop.arena, out, &shop.err);
}

static enum kripa_status try_delete(struct kripa_viewer viewer, struct kripa_id id)
{
    struct kripa_review *was;
    return kripa_review_delete(shop.kripa, viewer, id, &shop.arena, &was, &shop.err);
}

static struct kripa_reviews list(const struct kripa_review_filter *filter)
{
    struct kripa_reviews reviews;
    ck_ok(kripa_review_list(shop.kripa, shop.guest, fan, filter, &shop.arena, &reviews, &shop.err));
    return reviews;
}

static struct kripa_reviews search(const struct kripa_review_search *wanted)
{
    struct kripa_reviews reviews;
    ck_ok(kripa_review_list_all(shop.kripa, shop.admin, wanted, &shop.arena, &reviews, &shop.err));
    return reviews;
}

/* The stars as the list tells them: "0,0,1,0,2". */
static void ck_stars(const char *stars, int64_t average_hundredths)
{
    struct kripa_reviews reviews = list(NULL);
    ck_assert_str_eq(reviews.meta.rating.stars, stars);
    ck_assert_int_eq(reviews.meta.rating.rating.average_hundredths, average_hundredths);
    ck_assert_int_eq(reviews.meta.rating.rating.count, reviews.page.total);
    ck_assert_int_eq((int64_t)reviews.count, reviews.page.total);
}

static struct kripa_product *fan_seen(struct kripa_viewer viewer)
{
    return product_seen(&shop, viewer, "ceiling-fan");
}

START_TEST(an_account_reviews_a_product_once)
{
    struct kripa_review *review = write(shop.customer, 4, "Quiet and cool."), *out;
    ck_assert_int_eq(review->rating, 4);
    ck_assert_str_eq(review->user_shown->name, "customer");
    ck_assert(!review->verified);
    ck_assert_int_eq(try_write(shop.customer, fan, 5, "Again.", &out), KRIPA_EXISTS);
    write(shop.retailer, 5, "Sells well.");
    ck_stars("0,0,0,1,1", 450);
    ck_ok(try_delete(shop.customer, review->id));
    ck_stars("0,0,0,0,1", 500);
    write(shop.customer, 1, "Broke after a week.");
    ck_stars("1,0,0,0,1", 300);
}
END_TEST

START_TEST(what_is_no_review_is_named)
{
    static const struct {
        int64_t rating;
        const char *text, *field;
    } bad[] = {{0, "Fine.", "rating"}, {6, "Fine.", "rating"}, {-1, "Fine.", "rating"},
               {3, "ab", "text"},      {3, "   a  ", "text"},  {3, NULL, "text"}};
    struct kripa_review *out;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(try_write(shop.customer, fan, bad[i].rating, bad[i].text, &out),
                         KRIPA_INVALID);
        ck_assert_str_eq(shop.err.fields[0].path, bad[i].field);
    }
    ck_stars("0,0,0,0,0", 0);
}
END_TEST

START_TEST(a_product_shows_what_its_reviews_come_to)
{
    ck_assert_ptr_null(fan_seen(shop.guest)->rating);
    write(shop.customer, 4, "Quiet and cool.");
    write(shop.retailer, 5, "Sells well.");
    struct kripa_review *third = write(shop.admin, 4, "We use it ourselves.");
    const struct kripa_viewer viewers[] = {shop.guest, shop.customer, shop.retailer, shop.admin};
    for (size_t i = 0; i < sizeof viewers / sizeof *viewers; i++) {
        struct kripa_rating *rating = fan_seen(viewers[i])->rating;
        ck_assert_int_eq(rating->average_hundredths, 433);
        ck_assert_int_eq(rating->count, 3);
    }
    struct kripa_products products;
    ck_ok(kripa_product_list(shop.kripa, shop.guest, NULL, &shop.arena, &products, &shop.err));
    ck_assert_int_eq(products.at[0].rating->count, 3);
    ck_ok(try_edit(shop.admin, third->id, 2, NULL, &third));
    ck_assert_str_eq(third->text, "We use it ourselves.");
    ck_assert_int_eq(fan_seen(shop.customer)->rating->average_hundredths, 367);
}
END_TEST

START_TEST(an_edit_moves_what_it_changes)
{
    struct kripa_review *review = write(shop.customer, 4, "Quiet and cool."), *after;
    int64_t revision = shop_read_product(&shop, fan)->revision;
    ck_ok(try_edit(shop.customer, review->id, 0, "Loud by now.", &after));
    ck_assert_int_eq(after->rating, 4);
    ck_assert_int_eq(shop_read_product(&shop, fan)->revision, revision); /* nothing of it changed */
    ck_ok(try_edit(shop.customer, review->id, 2, NULL, &after));
    ck_assert_str_eq(after->text, "Loud by now.");
    ck_assert_int_eq(after->revision, 3);
    ck_stars("0,1,0,0,0", 200);
    ck_ok(try_edit(shop.customer, review->id, 2, "Loud by now.", &after)); /* as it is */
    ck_assert_int_eq(after->revision, 3);
    ck_assert_int_eq(try_edit(shop.customer, review->id, 9, NULL, &after), KRIPA_INVALID);
    ck_assert_uint_eq(search(&(struct kripa_review_search){.q = "loud"}).count, 1);
    ck_assert_uint_eq(search(&(struct kripa_review_search){.q = "quiet"}).count, 0);
}
END_TEST

START_TEST(only_its_author_changes_it_and_an_admin_deletes_it)
{
    struct kripa_review *review = write(shop.customer, 4, "Quiet and cool."), *out;
    struct kripa_viewer guest = shop.guest, console = shop.console;
    ck_assert_int_eq(try_edit(shop.retailer, review->id, 1, NULL, &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(try_edit(shop.admin, review->id, 1, NULL, &out), KRIPA_FORBIDDEN);
    ck_assert_int_eq(try_edit(guest, review->id, 1, NULL, &out), KRIPA_FORBIDDEN);
    ck_assert_int_eq(try_delete(shop.retailer, review->id), KRIPA_NOT_FOUND);
    ck_assert_int_eq(try_delete(guest, review->id), KRIPA_FORBIDDEN);
    ck_assert_int_eq(try_write(guest, fan, 3, "From nobody.", &out), KRIPA_FORBIDDEN);
    ck_assert_int_eq(try_write(console, fan, 3, "From nobody.", &out), KRIPA_FORBIDDEN);
    ck_stars("0,0,0,1,0", 400);
    int64_t audited = shop_count(&shop, &kripa_audit_entry_schema);
    ck_ok(try_delete(console, review->id));
    ck_assert_int_eq(shop_count(&shop, &kripa_audit_entry_schema), audited + 1);
    ck_assert_int_eq(try_delete(shop.admin, review->id), KRIPA_NOT_FOUND);
    ck_stars("0,0,0,0,0", 0);
}
END_TEST

static void set_status(struct kripa_id order, const char *status)
{
    struct kripa_order *out;
    ck_ok(kripa_order_set_status(shop.kripa, shop.admin, order, status, NULL, (struct kripa_int){0},
                                 &shop.arena, &out, &shop.err));
}

START_TEST(who_got_it_delivered_is_verified)
{
    struct kripa_order *order, *others;
    struct kripa_id lamp = shop_product(&shop, "Lamp", 10)->id;
    ck_ok(shop_buy(&shop, shop.customer, fan, 1, &order));
    ck_ok(shop_buy(&shop, shop.retailer, lamp, 1, &others));
    set_status(order->id, "shipped");
    set_status(others->id, "shipped");
    struct kripa_review *early = write(shop.customer, 4, "Written too early.");
    ck_assert(!early->verified);
    set_status(order->id, "delivered");
    set_status(others->id, "delivered");
    ck_assert(list(NULL).at[0].verified); /* it was not written down, and still it is so */
    ck_assert(search(NULL).at[0].verified);
    ck_assert(!write(shop.retailer, 5, "Bought another thing.")->verified);
    struct kripa_review *late;
    ck_ok(try_write(shop.retailer, lamp, 5, "Bought this one.", &late));
    ck_assert(late->verified);
    ck_ok(try_edit(shop.customer, early->id, 5, NULL, &early));
    ck_assert(early->verified);
    struct kripa_reviews all = list(&(struct kripa_review_filter){.rating = 5});
    ck_assert_uint_eq(all.count, 2);
    for (size_t i = 0; i < all.count; i++)
        ck_assert(all.at[i].verified == kripa_id_equal(all.at[i].user, shop.customer.user));
}
END_TEST

START_TEST(what_is_gone_or_hidden_takes_none)
{
    struct kripa_review *out;
    struct kripa_reviews reviews;
    const struct kripa_id none = {{1}};
    struct kripa_review *review = write(shop.customer, 4, "Quiet and cool.");
    product_edit(&shop, fan, "{\"active\": false}");
    ck_assert_int_eq(try_write(shop.retailer, fan, 3, "Too late.", &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(try_write(shop.admin, fan, 3, "Too late.", &out), KRIPA_CONFLICT);
    ck_assert_int_eq(try_write(shop.customer, none, 3, "Of what?", &out), KRIPA_NOT_FOUND);
    ck_assert_int_eq(
        kripa_review_list(shop.kripa, shop.customer, fan, NULL, &shop.arena, &reviews, &shop.err),
        KRIPA_NOT_FOUND);
    ck_ok(kripa_review_list(shop.kripa, shop.admin, fan, NULL, &shop.arena, &reviews, &shop.err));
    ck_assert_uint_eq(reviews.count, 1);
    ck_ok(try_edit(shop.customer, review->id, 3, NULL, &out)); /* it is still its author's */
    ck_assert_int_eq(shop_read_product(&shop, fan)->stars[2], 1);
}
END_TEST

START_TEST(a_reviewed_product_is_hidden_when_it_is_deleted)
{
    struct kripa_product *product;
    struct kripa_review *review = write(shop.customer, 4, "Quiet and cool.");
    ck_ok(try_delete(shop.customer, review->id)); /* was ever reviewed */
    ck_ok(kripa_product_delete(shop.kripa, shop.admin, fan, &shop.arena, &product, &shop.err));
    ck_assert(!product->active);
    ck_assert_ptr_nonnull(shop_read_product(&shop, fan));
}
END_TEST

START_TEST(a_deleted_account_leaves_its_reviews_without_the_name)
{
    struct kripa_order *order;
    struct kripa_account *account;
    write(shop.customer, 4, "Quiet and cool.");
    write(shop.retailer, 2, "Loud.");
    ck_ok(shop_buy(&shop, shop.customer, fan, 1, &order)); /* this one is anonymised */
    ck_ok(kripa_account_delete(shop.kripa, shop.admin, shop.customer.user, &shop.arena, &account,
                               &shop.err));
    ck_ok(kripa_account_delete(shop.kripa, shop.admin, shop.retailer.user, &shop.arena, &account,
                               &shop.err));
    struct kripa_reviews reviews = list(NULL);
    ck_assert_uint_eq(reviews.count, 2);
    for (size_t i = 0; i < reviews.count; i++)
        ck_assert_ptr_null(reviews.at[i].user_shown);
    ck_stars("0,1,0,1,0", 300);
}
END_TEST

START_TEST(lists_are_sorted_filtered_and_searched)
{
    struct kripa_id lamp = shop_product(&shop, "Lamp", 10)->id;
    struct kripa_review *other;
    write(shop.customer, 4, "Quiet and cool, for a small room.");
    shop.now_ms += 1000;
    write(shop.retailer, 2, "Loud in a small shop.");
    shop.now_ms += 1000;
    struct kripa_review *last = write(shop.admin, 5, "We use it ourselves.");
    shop.now_ms += 1000;
    ck_ok(try_write(shop.customer, lamp, 1, "Dim, for a small room.", &other));
    ck_assert_int_eq(list(NULL).at[0].rating, 5);
    ck_assert_int_eq(list(&(struct kripa_review_filter){.paging.sort = "rating"}).at[0].rating, 2);
    ck_assert_int_eq(list(&(struct kripa_review_filter){.paging.sort = "-rating"}).at[2].rating, 2);
    struct kripa_reviews page = list(&(struct kripa_review_filter){.paging = {.limit = 2}});
    ck_assert_uint_eq(page.count, 2);
    ck_assert_int_eq(page.page.total, 3);
    page = list(&(struct kripa_review_filter){.paging = {.limit = 2, .cursor = page.page.next}});
    ck_assert_uint_eq(page.count, 1);
    ck_assert_int_eq(page.page.total, 3);
    page = list(&(struct kripa_review_filter){.rating = 2});
    ck_assert_uint_eq(page.count, 1);
    ck_assert_int_eq(page.page.total, 1);
    ck_assert_str_eq(page.meta.rating.stars, "0,1,0,1,1"); /* of all of them */
    ck_assert_uint_eq(search(NULL).count, 4);
    ck_assert_str_eq(search(NULL).at[0].product_shown->name, "Lamp");
    ck_assert_uint_eq(search(&(struct kripa_review_search){.q = "small roo"}).count, 2);
    ck_assert_uint_eq(search(&(struct kripa_review_search){.q = "room", .product = lamp}).count, 1);
    ck_assert_uint_eq(search(&(struct kripa_review_search){.rating = 5}).count, 1);
    char id[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(last->id, id);
    struct kripa_review *found;
    ck_ok(kripa_review_find(shop.kripa, shop.admin, id + 14, &shop.arena, &found, &shop.err));
    ck_assert(kripa_id_equal(found->id, last->id));
    struct kripa_reviews none;
    ck_assert_int_eq(
        kripa_review_list_all(shop.kripa, shop.customer, NULL, &shop.arena, &none, &shop.err),
        KRIPA_FORBIDDEN);
}
END_TEST

#define WRITERS 64

static pthread_barrier_t start; /* all of them begin together */

struct writer {
    pthread_t thread;
    struct kripa_viewer viewer;
    int number;
    enum kripa_status status;
};

static void *write_one(void *ctx)
{
    struct writer *writer = ctx;
    struct kripa_arena arena = {0};
    struct kripa_review *out;
    const struct kripa_review review = {.rating = 1 + writer->number % 5, .text = "At once."};
    pthread_barrier_wait(&start);
    writer->status = kripa_review_add(shop.kripa, writer->viewer, fan, &review, KRIPA_GIVEN_ALL,
                                      &arena, &out, NULL);
    kripa_arena_clear(&arena);
    return NULL;
}

static int64_t write_at_once(struct writer *writers)
{
    int64_t written = 0;
    pthread_barrier_init(&start, NULL, WRITERS);
    for (int i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&writers[i].thread, NULL, write_one, &writers[i]), 0);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(writers[i].thread, NULL);
        written += writers[i].status == KRIPA_OK;
        if (writers[i].status != KRIPA_OK)
            ck_assert_int_eq(writers[i].status, KRIPA_EXISTS);
    }
    pthread_barrier_destroy(&start);
    return written;
}

START_TEST(many_at_once_are_counted_exactly)
{
    struct writer writers[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        writers[i] = (struct writer){
            .viewer = {.user = kp_new_id(shop.kripa), .role = KRIPA_ROLE_CUSTOMER}, .number = i};
    ck_assert_int_eq(write_at_once(writers), WRITERS);
    ck_stars("13,13,13,13,12", 297);
}
END_TEST

START_TEST(of_one_account_s_many_at_once_there_is_one)
{
    struct writer writers[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        writers[i] = (struct writer){.viewer = shop.customer, .number = 3};
    ck_assert_int_eq(write_at_once(writers), 1);
    ck_stars("0,0,0,1,0", 400);
}
END_TEST

/* The same account's other device comes first. */
static void write_meanwhile(struct shop *in)
{
    struct kripa_review *first;
    const struct kripa_review review = {.rating = 5, .text = "From the phone."};
    shop_must(kripa_review_add(in->kripa, in->customer, fan, &review, KRIPA_GIVEN_ALL, &in->arena,
                               &first, &in->err),
              &in->err, "meanwhile");
}

START_TEST(a_second_one_just_before_the_commit_is_refused)
{
    struct kripa_review *second;
    shop_interrupt(&shop, write_meanwhile, 1);
    ck_assert_int_eq(try_write(shop.customer, fan, 1, "From the desk.", &second), KRIPA_EXISTS);
    ck_stars("0,0,0,0,1", 500);
}
END_TEST

static void say_nothing(void *ctx, const char *line)
{
    (void)ctx;
    (void)line;
}

START_TEST(wrong_counters_are_told_and_mended)
{
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    struct kripa_verification found;
    write(shop.customer, 4, "Quiet and cool.");
    write(shop.retailer, 4, "Sells well.");
    struct kp_change change = kp_change_in(&call);
    kp_update(&change, &kripa_product_schema, fan);
    kp_set(&change, "stars4", kp_int(3));
    kp_set(&change, "stars1", kp_int(1));
    kp_set(&change, "reviewed", kp_int(false));
    ck_ok(kp_commit(&call, &change, NULL));
    ck_assert_int_eq(kripa_verify(shop.kripa, NULL, NULL, &found, &shop.err), KRIPA_CORRUPT);
    ck_assert_int_eq(found.differences, 3);
    ck_ok(kripa_migrate(shop.kripa, false, say_nothing, NULL, &shop.err));
    ck_stars("0,0,0,2,0", 400);
}
END_TEST

#define MANY    10000
#define BATCH   500
#define STEPS   1000 /* of the store, for a page of ten; counting all takes ten times as many */
#define PAGE_OF 10

/* Reviews that are there already, with their counters. */
static void write_many(void)
{
    const struct kp_call call = {.kripa = shop.kripa, .arena = &shop.arena, .err = &shop.err};
    static struct kripa_review reviews[BATCH];
    for (int done = 0; done < MANY; done += BATCH) {
        struct kp_change change = kp_change_in(&call);
        for (int i = 0; i < BATCH; i++) {
            reviews[i] = (struct kripa_review){.id = kp_new_id(shop.kripa),
                                               .user = kp_new_id(shop.kripa),
                                               .product = fan,
                                               .rating = 1 + i % 5,
                                               .text = "One of many.",
                                               .created_at_ms = shop.now_ms + done + i};
            kp_insert(&change, &kripa_review_schema, &reviews[i]);
        }
        kp_update(&change, &kripa_product_schema, fan);
        kp_set(&change, "reviewed", kp_int(true));
        for (int i = 1; i <= 5; i++)
            kp_add(&change, kripa_arena_format(&shop.arena, "stars%d", i), BATCH / 5);
        ck_ok(kp_commit(&call, &change, NULL));
    }
}

static void ck_pages_take_little(void)
{
    static const char *const names[] = {"-createdAt", "rating", "-rating"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        for (int64_t rating = 0; rating <= 5; rating += 5) {
            struct kripa_review_filter filter = {
                .paging = {.limit = PAGE_OF, .sort = names[i], .work_max = STEPS},
                .rating = rating};
            struct kripa_reviews page = list(&filter);
            filter.paging.cursor = page.page.next[0] ? page.page.next : NULL;
            list(&filter);
        }
}

START_TEST(a_page_costs_the_same_among_ten_thousand)
{
    if (fresh_store_on_mongodb()) /* its steps can't be counted */
        return;
    write(shop.customer, 4, "Quiet and cool.");
    ck_pages_take_little();
    write_many();
    ck_pages_take_little();
    struct kripa_reviews page = list(&(struct kripa_review_filter){.paging.limit = PAGE_OF});
    ck_assert_int_eq(page.page.total, MANY + 1);
    ck_ok(kripa_migrate(shop.kripa, false, say_nothing, NULL, &shop.err)); /* their words */
}
END_TEST

int main(void)
{
    return RUN_SUITE_IN(
        "reviews", begin, end, an_account_reviews_a_product_once, what_is_no_review_is_named,
        a_product_shows_what_its_reviews_come_to, an_edit_moves_what_it_changes,
        only_its_author_changes_it_and_an_admin_deletes_it, who_got_it_delivered_is_verified,
        what_is_gone_or_hidden_takes_none, a_reviewed_product_is_hidden_when_it_is_deleted,
        a_deleted_account_leaves_its_reviews_without_the_name,
        lists_are_sorted_filtered_and_searched, many_at_once_are_counted_exactly,
        of_one_account_s_many_at_once_there_is_one, a_second_one_just_before_the_commit_is_refused,
        wrong_counters_are_told_and_mended, a_page_costs_the_same_among_ten_thousand);
}
