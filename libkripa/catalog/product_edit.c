/* SPDX-License-Identifier: MIT
 * Adding and changing products: makes a draft, and the change that stores it. Guards hold what the
 * draft rests on; when one fails, the product is decided again. */
#include "base/status.h"
#include "core/retry.h"
#include "core/slug.h"
#include "internal.h"
#include "journal/journal.h"

/* What an admin asks for. */
struct editing {
    const struct kp_call *call;
    struct kripa_id id;
    struct kripa_product input;
    kripa_given given;
    struct kripa_int if_revision;
    struct kripa_product *result;
    bool is_new;
    bool lost; /* something that the draft rests on has changed */
};

/* For each group of fields: when one of them is sent, these must still be what they were, and those
 * are derived again. Nothing else is written, so that two admins who change different fields don't
 * undo each other's change. */
#define ROWS(...) ((const char *const[]){__VA_ARGS__, NULL})
static const struct rule {
    const char *const *sent, *const *same, *const *derived;
} rules[] = {
    {ROWS("price", "retailer_price", "price_bulk"), ROWS("price", "retailer_price", "price_bulk"),
     ROWS(NULL)},
    {ROWS("stock", "low_stock_threshold"), ROWS("stock", "low_stock_threshold"),
     ROWS("stock_spare")},
    {ROWS("name"), ROWS("name"), ROWS("nameKey")},
    {ROWS("images"), ROWS("images"), ROWS(NULL)},
    {ROWS("tags"), ROWS("tags"), ROWS(NULL)},
};

static enum kripa_status begin(struct editing *editing, const struct kripa_product *product,
                               enum kripa_input_mode mode)
{
    enum kripa_status status = kp_need_admin(editing->call->viewer, editing->call->err);
    if (status != KRIPA_OK)
        return status;
    editing->input = *product;
    editing->given &= kp_settable(&kripa_product_schema, editing->call->viewer.role);
    status = kripa_record_check(&kripa_product_schema, mode, editing->call->viewer.role,
                                editing->call->arena, &editing->input, editing->given,
                                editing->call->err);
    editing->input.images_added = product->images_added;
    editing->input.images_added_count = product->images_added_count;
    return status;
}

/* Guards that the category and those above it stay as they are until the product is in it. */
static void guard_category(struct kp_change *change, const struct kp_product_draft *draft)
{
    if (!draft->category)
        return;
    if (draft->moved)
        kp_category_require(change, draft->tree, draft->category);
    else if (draft->reworded)
        kp_category_guard(change, draft->tree, draft->category);
}

static void write_terms(struct kp_change *change, const struct kp_product_draft *draft)
{
    if (!draft->reworded)
        return;
    kp_update(change, &kripa_product_terms_schema, draft->draft->id);
    kp_set(change, "terms", kp_member(&draft->terms));
}

/* If a slug that was made is taken meanwhile, another one is made. */
static enum kripa_status commit(struct editing *editing, struct kp_change *change, bool slug_made)
{
    struct kripa_error problem = {0};
    struct kp_call trial = kp_call_with_err(editing->call, &problem);
    enum kripa_status status = kp_commit(&trial, change, NULL);
    editing->lost = status == KRIPA_CONFLICT ||
                    (status == KRIPA_EXISTS && slug_made && kp_error_names(&problem, "slug"));
    if (status != KRIPA_OK && !editing->lost && editing->call->err)
        *editing->call->err = problem;
    return status;
}

static enum kripa_status show(struct editing *editing, struct kripa_product *product)
{
    return kp_products_show_placed(editing->call, product, 1);
}

static enum kripa_status add(struct editing *editing, struct kp_product_draft *draft)
{
    struct kripa *kripa = editing->call->kripa;
    struct kripa_product *product = draft->draft;
    product->id = editing->id;
    product->active = true;
    product->created_at_ms = product->updated_at_ms = kp_now_ms(kripa);
    product->revision = 1;
    enum kripa_status status = kp_product_draft(draft);
    if (status == KRIPA_OK)
        status = show(editing, product);
    if (status != KRIPA_OK)
        return status;
    struct kp_change change = kp_change_in(editing->call);
    guard_category(&change, draft);
    kp_insert(&change, &kripa_product_schema, product);
    if (draft->category) {
        kp_update(&change, &kripa_product_place_schema, product->id);
        kp_place_write(&change, &draft->place);
    }
    write_terms(&change, draft);
    if (product->stock != 0)
        kp_ledger(&change, product->id, product->stock, KRIPA_LEDGER_OPENING, "opening stock",
                  (struct kripa_id){{0}});
    kp_audit(&change, "product.add", kp_id_text(editing->call->arena, product->id),
             &kripa_product_schema, NULL, product);
    status = kp_product_images_name(editing->call, &change, NULL, product);
    return status == KRIPA_OK ? commit(editing, &change, draft->slug_made) : status;
}

static void apply_rules(struct kp_change *change, const struct kp_product_draft *draft)
{
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        if (!kp_product_gives(draft, rules[i].sent))
            continue;
        for (const char *const *field = rules[i].same; *field; field++)
            kp_require(change, *field, KRIPA_UNCHANGED, kp_member(draft->before));
        for (const char *const *field = rules[i].derived; *field; field++)
            kp_set(change, *field, kp_member(draft->draft));
    }
}

/* The terms are made of the place, too. */
static void write_place(struct kp_change *change, const struct kp_product_draft *draft,
                        const struct kripa_product_place *before)
{
    if (!draft->reworded)
        return;
    kp_place_hold(change, before);
    if (kp_product_gives(draft, ROWS("category", "subcategory")))
        kp_place_write(change, &draft->place);
}

static void update(struct editing *editing, const struct kp_product_draft *draft,
                   struct kp_change *change)
{
    const struct kripa_product *product = draft->draft;
    kripa_given rows = draft->given;
    kp_update(change, &kripa_product_schema, product->id);
    if (editing->if_revision.set)
        kp_require(change, "revision", KRIPA_EQ, kp_int(editing->if_revision.value));
    if (draft->slug_made) {
        kp_require(change, "slug", KRIPA_UNCHANGED, kp_member(draft->before));
        rows |= kripa_schema_bit(&kripa_product_schema, "slug");
    }
    if (draft->reworded)
        kp_product_terms_hold(change, draft->before);
    apply_rules(change, draft);
    kp_set_given(change, product, rows);
    kp_touch(change, product->updated_at_ms);
}

static enum kripa_status edit(struct editing *editing, struct kp_product_draft *draft,
                              struct kripa_product *before)
{
    const struct kripa_product_place stood = draft->place;
    struct kripa *kripa = editing->call->kripa;
    struct kripa_product *product = draft->draft, stored = *before;
    *product = *before;
    draft->before = &stored; /* guards compare with what is stored, not with what is shown */
    enum kripa_status status = kp_product_draft(draft);
    if (status == KRIPA_OK)
        status = show(editing, before);
    if (status == KRIPA_OK)
        status = show(editing, product);
    if (status != KRIPA_OK)
        return status;
    product->updated_at_ms = kp_now_ms(kripa);
    product->revision = before->revision + 1;
    struct kp_change change = kp_change_in(editing->call);
    guard_category(&change, draft);
    update(editing, draft, &change);
    write_place(&change, draft, &stood);
    write_terms(&change, draft);
    int64_t delta = product->stock - before->stock;
    if (delta != 0)
        kp_ledger(&change, product->id, delta, KRIPA_LEDGER_FORM, "set by product form",
                  (struct kripa_id){{0}});
    kp_audit(&change, "product.edit", kp_id_text(editing->call->arena, product->id),
             &kripa_product_schema, before, product);
    status = kp_stock_tell(editing->call, &change, before, product);
    if (status == KRIPA_OK)
        status = kp_product_images_name(editing->call, &change, &stored, product);
    return status == KRIPA_OK ? commit(editing, &change, draft->slug_made) : status;
}

static enum kripa_status read_before(struct editing *editing, struct kripa_product **before,
                                     struct kripa_product_place *place)
{
    void *found, *stands = NULL;
    enum kripa_status status =
        kp_find_id(editing->call, &kripa_product_schema, editing->id, &found);
    if (status == KRIPA_OK)
        status = kp_find_id(editing->call, &kripa_product_place_schema, editing->id, &stands);
    if (status != KRIPA_OK)
        return status;
    *before = found;
    *place = *(struct kripa_product_place *)stands;
    (*before)->category = kp_place_category(place);
    if (editing->if_revision.set && editing->if_revision.value != (*before)->revision)
        return kripa_fail(editing->call->err, KRIPA_STALE, "the product has changed since then");
    return KRIPA_OK;
}

/* Behind those that are sent or, when none are, those that are there. */
static enum kripa_status append_images(const struct editing *editing,
                                       const struct kripa_product *before,
                                       struct kp_product_draft *draft)
{
    kripa_given images = kripa_schema_bit(&kripa_product_schema, "images");
    if (editing->input.images_added_count == 0)
        return KRIPA_OK;
    struct kripa_product *input = kripa_arena_alloc(editing->call->arena, sizeof *input, 1);
    if (!input)
        return kp_no_memory(editing->call->err);
    *input = editing->input;
    draft->input = input;
    draft->given |= images;
    return kp_product_images_append(editing->call, editing->given & images ? input : before, input);
}

static enum kripa_status edit_once(struct editing *editing, bool is_new)
{
    struct kripa_product *before = NULL;
    struct kripa_product_place place = {0};
    enum kripa_status status = is_new ? KRIPA_OK : read_before(editing, &before, &place);
    if (status != KRIPA_OK)
        return status;
    if (!is_new && !editing->given && editing->input.images_added_count == 0) {
        editing->result = before;
        return show(editing, before);
    }
    struct kp_product_draft draft = {
        .call = editing->call,
        .input = &editing->input,
        .given = editing->given,
        .draft = kripa_arena_alloc(editing->call->arena, sizeof *draft.draft, 1),
        .place = place,
    };
    if (!draft.draft)
        return kp_no_memory(editing->call->err);
    editing->result = draft.draft;
    status = append_images(editing, before, &draft);
    if (status != KRIPA_OK)
        return status;
    status = kp_category_pin(editing->call, &draft.tree);
    if (status != KRIPA_OK)
        return status;
    status = is_new ? add(editing, &draft) : edit(editing, &draft, before);
    kp_category_unpin(editing->call->kripa, draft.tree);
    return status;
}

static enum kripa_status try_edit(void *ctx, const struct kp_call *call, bool *lost)
{
    struct editing *editing = ctx;
    editing->call = call;
    editing->lost = false;
    enum kripa_status status = edit_once(editing, editing->is_new);
    *lost = editing->lost;
    return status;
}

static enum kripa_status run(struct editing *editing, bool is_new)
{
    static const struct kp_patience patience = {0, KRIPA_CONFLICT,
                                                "others keep changing it: try again", 0};
    editing->is_new = is_new;
    return kp_retry(editing->call, &patience, try_edit, editing);
}

enum kripa_status kripa_product_add(struct kripa *kripa, struct kripa_viewer viewer,
                                    const struct kripa_product *product, kripa_given given,
                                    struct kripa_arena *arena, struct kripa_product **out,
                                    struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct editing editing = {.call = &call, .given = given};
    enum kripa_status status = begin(&editing, product, KRIPA_CREATE);
    if (status != KRIPA_OK)
        return status;
    editing.id = kp_new_id(kripa);
    status = run(&editing, true);
    *out = editing.result;
    return status;
}

/* The answer is read anew: others may have changed other fields and the revision meanwhile. */
enum kripa_status kripa_product_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, const struct kripa_product *product,
                                     kripa_given given, struct kripa_int if_revision,
                                     struct kripa_arena *arena, struct kripa_product **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct editing editing = {.call = &call, .id = id, .given = given, .if_revision = if_revision};
    enum kripa_status status = begin(&editing, product, KRIPA_PATCH);
    if (status == KRIPA_OK)
        status = run(&editing, false);
    if (status != KRIPA_OK)
        return status;
    *out = editing.result;
    if (kripa->dry_run)
        return KRIPA_OK;
    return kripa_product_get(kripa, viewer, kp_id_text(arena, id), arena, out, err);
}
