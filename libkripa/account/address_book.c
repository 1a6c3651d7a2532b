/* SPDX-License-Identifier: MIT
 * The address book: its addresses one by one, and which of them is the default. */
#include <kripa/address.h>

#include <string.h>

#include "base/status.h"
#include "core/context.h"
#include "internal.h"

size_t kp_book_default(const struct kripa_account *account)
{
    size_t i = 0;
    while (i < account->saved_addresses_count && !account->saved_addresses[i].is_default)
        i++;
    return i;
}

/* Copies the book, with room for one more, so that it can be changed. */
static enum kripa_status copy_book(struct kp_account_edit *edit)
{
    struct kripa_account *after = edit->after;
    size_t count = after->saved_addresses_count;
    struct kripa_saved_address *list =
        kripa_arena_alloc(edit->call->arena, sizeof *list, count + 1);
    if (!list)
        return kp_no_memory(edit->call->err);
    if (count)
        memcpy(list, after->saved_addresses, sizeof *list * count);
    after->saved_addresses = list;
    return KRIPA_OK;
}

/* Makes exactly one address the default: the one at `chosen`; if that is none, the first that
 * is marked as default; else the newest. */
static void settle_default(struct kripa_account *account, size_t chosen)
{
    size_t count = account->saved_addresses_count;
    if (chosen >= count)
        chosen = kp_book_default(account);
    if (chosen >= count)
        chosen = count - 1;
    for (size_t i = 0; i < count; i++)
        account->saved_addresses[i].is_default = i == chosen;
}

enum kripa_status kp_book_put(struct kp_account_edit *edit, size_t at,
                              const struct kripa_address *address, bool is_default)
{
    struct kripa_account *after = edit->after;
    size_t count = after->saved_addresses_count;
    enum kripa_status status = copy_book(edit);
    if (status != KRIPA_OK)
        return status;
    struct kripa_saved_address *to = &after->saved_addresses[at];
    *to = (struct kripa_saved_address){
        .id = at < count ? to->id : kp_new_id(edit->call->kripa),
        .name = address->name,
        .phone = address->phone,
        .address_line = address->address_line,
        .city = address->city,
        .state = address->state,
        .pincode = address->pincode,
        .is_default = at < count && to->is_default,
    };
    after->saved_addresses_count += at == count;
    settle_default(after, is_default ? at : after->saved_addresses_count);
    return KRIPA_OK;
}

enum kripa_status kp_book_remove(struct kp_account_edit *edit, size_t at)
{
    struct kripa_account *after = edit->after;
    enum kripa_status status = copy_book(edit);
    if (status != KRIPA_OK)
        return status;
    struct kripa_saved_address *list = after->saved_addresses;
    size_t count = --after->saved_addresses_count;
    memmove(&list[at], &list[at + 1], sizeof *list * (count - at));
    settle_default(after, count);
    return KRIPA_OK;
}

/* A change of an address book; `at` is the index of the address that it concerns. */
struct book_input {
    struct kripa_id id; /* zero: a new address */
    struct kripa_address_body body;
    kripa_given given;
    size_t *at;
};

static bool has(const struct book_input *input, const char *name)
{
    return input->given & kripa_schema_bit(&kripa_address_body_schema, name);
}

static enum kripa_status find_address(const struct kp_account_edit *edit, struct kripa_id id,
                                      size_t *at)
{
    const struct kripa_account *account = edit->before;
    for (*at = 0; *at < account->saved_addresses_count; ++*at)
        if (kripa_id_equal(account->saved_addresses[*at].id, id))
            return KRIPA_OK;
    return kripa_fail(edit->call->err, KRIPA_NOT_FOUND, "there is no such address");
}

static struct kripa_address address_of(const struct kripa_address_body *body)
{
    return (struct kripa_address){body->name, body->phone, body->address_line,
                                  body->city, body->state, body->pincode};
}

static enum kripa_status decide_add(struct kp_account_edit *edit, const void *with)
{
    const struct book_input *input = with;
    struct kripa_address address = address_of(&input->body);
    *input->at = edit->before->saved_addresses_count;
    if (*input->at >= KRIPA_ADDRESSES_MAX)
        return kripa_fail(edit->call->err, KRIPA_CONFLICT,
                          "an address book holds %d addresses: delete one first",
                          KRIPA_ADDRESSES_MAX);
    return kp_book_put(edit, *input->at, &address, input->body.is_default);
}

/* Takes the fields that were not sent from the stored address. */
static struct kripa_address merge(const struct kripa_saved_address *is,
                                  const struct book_input *input)
{
    const struct kripa_address_body *body = &input->body;
    return (struct kripa_address){
        .name = has(input, "name") ? body->name : is->name,
        .phone = has(input, "phone") ? body->phone : is->phone,
        .address_line = has(input, "addressLine") ? body->address_line : is->address_line,
        .city = has(input, "city") ? body->city : is->city,
        .state = has(input, "state") ? body->state : is->state,
        .pincode = has(input, "pincode") ? body->pincode : is->pincode,
    };
}

static enum kripa_status decide_edit(struct kp_account_edit *edit, const void *with)
{
    const struct book_input *input = with;
    enum kripa_status status = find_address(edit, input->id, input->at);
    if (status != KRIPA_OK)
        return status;
    const struct kripa_saved_address *is = &edit->before->saved_addresses[*input->at];
    if (has(input, "default") && !input->body.is_default && is->is_default)
        return kripa_fail_field(edit->call->err, KRIPA_INVALID, "default",
                                "make another address the default instead");
    struct kripa_address address = merge(is, input);
    return kp_book_put(edit, *input->at, &address, input->body.is_default);
}

static enum kripa_status decide_delete(struct kp_account_edit *edit, const void *with)
{
    const struct book_input *input = with;
    enum kripa_status status = find_address(edit, input->id, input->at);
    return status == KRIPA_OK ? kp_book_remove(edit, *input->at) : status;
}

/* Checks the fields that were sent (not if `mode` is NULL), and commits the change. */
static enum kripa_status change_book(struct kp_account_edit *edit, struct kripa_id account,
                                     struct book_input *input, const enum kripa_input_mode *mode,
                                     struct kripa_account **out)
{
    const struct kp_call *call = edit->call;
    enum kripa_status status = kp_account_own(call, account);
    if (status == KRIPA_OK && mode)
        status = kripa_record_check(&kripa_address_body_schema, *mode, call->viewer.role,
                                    call->arena, &input->body, input->given, call->err);
    edit->input = input;
    return status == KRIPA_OK ? kp_account_change(edit, account, out) : status;
}

enum kripa_status kripa_address_list(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id account, struct kripa_arena *arena,
                                     struct kripa_address_book *out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct kripa_account *found;
    enum kripa_status status = kripa_account_get(kripa, viewer, account, arena, &found, err);
    if (status == KRIPA_OK)
        *out = (struct kripa_address_book){found->saved_addresses, found->saved_addresses_count};
    return status;
}

enum kripa_status kripa_address_add(struct kripa *kripa, struct kripa_viewer viewer,
                                    struct kripa_id account, const struct kripa_address_body *body,
                                    kripa_given given, struct kripa_arena *arena,
                                    struct kripa_saved_address **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const enum kripa_input_mode mode = KRIPA_CREATE;
    size_t at;
    struct book_input input = {.body = *body, .given = given, .at = &at};
    struct kp_account_edit edit = {
        .action = "account.add_address", .decide = decide_add, .call = &call};
    struct kripa_account *after;
    enum kripa_status status = change_book(&edit, account, &input, &mode, &after);
    if (status == KRIPA_OK)
        *out = &after->saved_addresses[at];
    return status;
}

enum kripa_status kripa_address_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id account, struct kripa_id id,
                                     const struct kripa_address_body *body, kripa_given given,
                                     struct kripa_arena *arena, struct kripa_saved_address **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    static const enum kripa_input_mode mode = KRIPA_PATCH;
    size_t at;
    struct book_input input = {.id = id, .body = *body, .given = given, .at = &at};
    struct kp_account_edit edit = {
        .action = "account.edit_address", .decide = decide_edit, .call = &call};
    struct kripa_account *after;
    enum kripa_status status = change_book(&edit, account, &input, &mode, &after);
    if (status == KRIPA_OK)
        *out = &after->saved_addresses[at];
    return status;
}

enum kripa_status kripa_address_delete(struct kripa *kripa, struct kripa_viewer viewer,
                                       struct kripa_id account, struct kripa_id id,
                                       struct kripa_arena *arena, struct kripa_address_book *out,
                                       struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    size_t at;
    struct book_input input = {.id = id, .at = &at};
    struct kp_account_edit edit = {
        .action = "account.delete_address", .decide = decide_delete, .call = &call};
    struct kripa_account *after;
    enum kripa_status status = change_book(&edit, account, &input, NULL, &after);
    if (status == KRIPA_OK)
        *out = (struct kripa_address_book){after->saved_addresses, after->saved_addresses_count};
    return status;
}
