/* SPDX-License-Identifier: MIT
 * Writing, changing and deleting reviews (domain.md, "Reviews and banners"): each is one change
 * with the counters of the product. */
#include <stdio.h>

#include "base/status.h"
#include "base/text.h"
#include "core/context.h"
#include "core/retry.h"
#include "internal.h"
#include "journal/journal.h"

enum what { WRITE, EDIT, DELETE };

struct task {
    const struct kp_call *call;
    enum what what;
    struct kripa_id id; /* of the review or, to write one, of the product */
    struct kripa_review input;
    kripa_given given;
    struct kripa_review *result;
};

/* The id is a hash of account and product, so the store itself refuses a second review when two
 * are written at once. */
static struct kripa_id review_id(struct kripa_id user, struct kripa_id product)
{
    char name[80], author[KRIPA_ID_TEXT_SIZE], about[KRIPA_ID_TEXT_SIZE];
    kripa_id_format(user, author);
    kripa_id_format(product, about);
    snprintf(name, sizeof name, "review:%s:%s", author, about);
    return kp_id_of_name(name);
}

static enum kripa_status refuse_second(struct kripa_error *err)
{
    return kripa_fail(err, KRIPA_EXISTS, "you have reviewed this product already");
}

/* Refuses a second review also beside one that another program made, which has an id of another
 * kind. */
static enum kripa_status check_first(const struct kp_call *call,
                                     const struct kripa_product *product)
{
    struct kp_query query = kp_query_of(call->arena, &kripa_review_schema);
    struct kripa_rows rows;
    kp_where(&query, "user", KRIPA_EQ, kp_id(call->viewer.user));
    kp_where(&query, "product", KRIPA_EQ, kp_id(product->id));
    query.query.limit = 1;
    enum kripa_status status = kp_find(call, &query, &rows);
    return status == KRIPA_OK && rows.count ? refuse_second(call->err) : status;
}

/* *out is NULL when the product was deleted. */
static enum kripa_status read_product(const struct kp_call *call, struct kripa_id id,
                                      const struct kripa_product **out)
{
    struct kripa_rows rows;
    enum kripa_status status = kp_find_ids(call, &kripa_product_schema, &id, 1, &rows);
    *out = status == KRIPA_OK && rows.count ? rows.at : NULL;
    return status;
}

static enum kripa_status read_open_product(const struct kp_call *call, struct kripa_id id,
                                           const struct kripa_product **out)
{
    enum kripa_status status = read_product(call, id, out);
    if (status != KRIPA_OK)
        return status;
    bool admin = call->viewer.role == KRIPA_ROLE_ADMIN;
    if (!*out || (!(*out)->active && !admin))
        return kripa_fail(call->err, KRIPA_NOT_FOUND, "there is no such product");
    if (!(*out)->active)
        return kripa_fail(call->err, KRIPA_CONFLICT,
                          "a hidden product takes no reviews: activate it first");
    return KRIPA_OK;
}

static enum kripa_status write_terms(struct kp_change *change, const struct kripa_review *review)
{
    struct kripa_terms *terms = kripa_arena_alloc(change->call->arena, sizeof *terms, 1);
    if (!terms)
        return kp_no_memory(change->call->err);
    enum kripa_status status = kp_review_terms(change->call->arena, review, terms);
    if (status != KRIPA_OK)
        return kripa_fail(change->call->err, status, "the text can't be read");
    kp_update(change, &kripa_review_terms_schema, review->id);
    kp_set(change, "terms", kp_member(terms));
    return KRIPA_OK;
}

static void write_audit(struct kp_change *change, const char *action,
                        const struct kripa_review *before, const struct kripa_review *after)
{
    const struct kripa_review *review = after ? after : before;
    kp_audit(change, action, kp_id_text(change->call->arena, review->id), &kripa_review_schema,
             before, after);
}

static enum kripa_status write_new(struct task *task, struct kp_change *change)
{
    const struct kp_call *call = task->call;
    struct kripa_review *review = task->result;
    const struct kripa_product *product;
    enum kripa_status status = read_open_product(call, task->id, &product);
    if (status == KRIPA_OK)
        status = check_first(call, product);
    if (status != KRIPA_OK)
        return status;
    *review = (struct kripa_review){
        .id = review_id(call->viewer.user, product->id),
        .user = call->viewer.user,
        .product = product->id,
        .rating = task->input.rating,
        .text = task->input.text,
        .revision = 1,
        .created_at_ms = kp_now_ms(call->kripa),
    };
    review->updated_at_ms = review->created_at_ms;
    status = kp_reviews_show(call, review, 1, false);
    if (status != KRIPA_OK)
        return status;
    kp_insert(change, &kripa_review_schema, review);
    status = write_terms(change, review);
    write_audit(change, "review.add", NULL, review);
    kp_stars_move(change, product, -1, kp_review_place(review), review->created_at_ms);
    kp_require(change, "active", KRIPA_EQ, kp_int(true));
    return status;
}

/* Reads the review, if the viewer may change or delete it. */
static enum kripa_status read_review(const struct task *task, struct kripa_review *out)
{
    const struct kp_call *call = task->call;
    void *found;
    enum kripa_status status = kp_find_id(call, &kripa_review_schema, task->id, &found);
    if (status != KRIPA_OK)
        return status;
    *out = *(const struct kripa_review *)found;
    bool admin = call->viewer.role == KRIPA_ROLE_ADMIN;
    if (kripa_id_equal(out->user, call->viewer.user) || (admin && task->what == DELETE))
        return kp_reviews_show(call, out, 1, false);
    return admin ? kripa_fail(call->err, KRIPA_FORBIDDEN, "only its author may change a review")
                 : kripa_fail(call->err, KRIPA_NOT_FOUND, "there is no such review");
}

static void hold(struct kp_change *change, const struct kripa_review *before)
{
    kp_require(change, "rating", KRIPA_UNCHANGED, kp_member(before));
    kp_require(change, "text", KRIPA_UNCHANGED, kp_member(before));
}

static enum kripa_status write_edit(struct task *task, const struct kripa_review *before,
                                    const struct kripa_product *product, struct kp_change *change)
{
    struct kripa_review *after = task->result;
    kripa_record_copy(&kripa_review_schema, &task->input, task->given, after);
    bool reworded = !kp_text_equal(before->text, after->text);
    if (!reworded && before->rating == after->rating)
        return KRIPA_OK;
    after->updated_at_ms = kp_now_ms(task->call->kripa);
    after->revision++;
    kp_update(change, &kripa_review_schema, after->id);
    hold(change, before);
    kp_set_given(change, after, task->given);
    kp_set(change, "verified", kp_int(after->verified));
    kp_touch(change, after->updated_at_ms);
    enum kripa_status status = reworded ? write_terms(change, after) : KRIPA_OK;
    write_audit(change, "review.edit", before, after);
    kp_stars_move(change, product, kp_review_place(before), kp_review_place(after),
                  after->updated_at_ms);
    return status;
}

static void write_delete(const struct task *task, const struct kripa_review *before,
                         const struct kripa_product *product, struct kp_change *change)
{
    kp_delete(change, &kripa_review_schema, before->id);
    hold(change, before);
    write_audit(change, "review.delete", before, NULL);
    kp_stars_move(change, product, kp_review_place(before), -1, kp_now_ms(task->call->kripa));
}

static enum kripa_status change_old(struct task *task, struct kp_change *change)
{
    struct kripa_review before;
    const struct kripa_product *product;
    enum kripa_status status = read_review(task, &before);
    if (status == KRIPA_OK)
        status = read_product(task->call, before.product, &product);
    if (status != KRIPA_OK)
        return status;
    struct kripa_review *kept = kripa_arena_alloc(task->call->arena, sizeof *kept, 1);
    if (!kept)
        return kp_no_memory(task->call->err);
    *kept = *task->result = before;
    if (task->what == EDIT)
        return write_edit(task, kept, product, change);
    write_delete(task, kept, product, change);
    return KRIPA_OK;
}

/* A conflict means that the product or the review was changed meanwhile. */
static enum kripa_status attempt(void *ctx, const struct kp_call *call, bool *lost)
{
    struct task *task = ctx;
    task->call = call;
    struct kp_change change = kp_change_in(call);
    enum kripa_status status =
        task->what == WRITE ? write_new(task, &change) : change_old(task, &change);
    if (status == KRIPA_OK)
        status = kp_commit(call, &change, NULL);
    if (status == KRIPA_EXISTS)
        return refuse_second(call->err);
    *lost = status == KRIPA_CONFLICT && change.count > 0;
    return status;
}

static enum kripa_status carry_out(struct task *task, struct kripa_review **out)
{
    static const struct kp_patience patience = {
        0, KRIPA_CONFLICT, "others keep changing the product or the review; try again", 0};
    const struct kp_call *call = task->call;
    *out = task->result = kripa_arena_alloc(call->arena, sizeof **out, 1);
    return *out ? kp_retry(call, &patience, attempt, task) : kp_no_memory(call->err);
}

static enum kripa_status check(struct task *task, const struct kripa_review *review,
                               enum kripa_input_mode mode)
{
    enum kripa_status status = kp_need_account(task->call->viewer, task->call->err);
    if (status != KRIPA_OK)
        return status;
    task->input = *review;
    task->given &= kp_settable(&kripa_review_schema, task->call->viewer.role);
    return kripa_record_check(&kripa_review_schema, mode, task->call->viewer.role,
                              task->call->arena, &task->input, task->given, task->call->err);
}

enum kripa_status kripa_review_add(struct kripa *kripa, struct kripa_viewer viewer,
                                   struct kripa_id product, const struct kripa_review *review,
                                   kripa_given given, struct kripa_arena *arena,
                                   struct kripa_review **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct task task = {.call = &call, .what = WRITE, .id = product, .given = given};
    enum kripa_status status = check(&task, review, KRIPA_CREATE);
    return status == KRIPA_OK ? carry_out(&task, out) : status;
}

enum kripa_status kripa_review_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id id, const struct kripa_review *review,
                                    kripa_given given, struct kripa_arena *arena,
                                    struct kripa_review **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct task task = {.call = &call, .what = EDIT, .id = id, .given = given};
    enum kripa_status status = check(&task, review, KRIPA_PATCH);
    return status == KRIPA_OK ? carry_out(&task, out) : status;
}

enum kripa_status kripa_review_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                      struct kripa_id id, struct kripa_arena *arena,
                                      struct kripa_review **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct task task = {.call = &call, .what = DELETE, .id = id};
    enum kripa_status status =
        viewer.role == KRIPA_ROLE_ADMIN ? KRIPA_OK : kp_need_account(viewer, err);
    return status == KRIPA_OK ? carry_out(&task, out) : status;
}
