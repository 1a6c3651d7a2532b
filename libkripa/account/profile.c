/* SPDX-License-Identifier: MIT
 * What people may change of their own account. */
#include "core/context.h"
#include "internal.h"

/* Puts `address` in the place of the default address, or makes it the first default; NULL removes
 * the default address. */
static enum kripa_status save_address(struct kp_account_edit *edit,
                                      const struct kripa_address *address)
{
    size_t at = kp_book_default(edit->after);
    if (!address)
        return at < edit->after->saved_addresses_count ? kp_book_remove(edit, at) : KRIPA_OK;
    if (at >= KRIPA_ADDRESSES_MAX)
        return kripa_fail_field(edit->call->err, KRIPA_INVALID, "savedAddress",
                                "at most %d can be kept", KRIPA_ADDRESSES_MAX);
    return kp_book_put(edit, at, address, true);
}

struct profile_input {
    struct kripa_profile profile;
    kripa_given given;
};

static bool has(const struct profile_input *input, const char *name)
{
    return input->given & kripa_schema_bit(&kripa_profile_schema, name);
}

static enum kripa_status decide_profile(struct kp_account_edit *edit, const void *with)
{
    const struct profile_input *input = with;
    if (has(input, "name"))
        edit->after->name = input->profile.name;
    if (has(input, "phone"))
        edit->after->phone = input->profile.phone;
    if (!has(input, "savedAddress"))
        return KRIPA_OK;
    return save_address(edit, input->profile.saved_address);
}

enum kripa_status kripa_profile_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                     const struct kripa_profile *profile, kripa_given given,
                                     struct kripa_arena *arena, struct kripa_account **out,
                                     struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct profile_input input = {*profile, given};
    struct kripa_address address;
    if (profile->saved_address) {
        address = *profile->saved_address; /* the check normalizes it in place */
        input.profile.saved_address = &address;
    }
    enum kripa_status status = kp_need_account(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_profile_schema, KRIPA_PATCH, viewer.role, arena,
                                    &input.profile, given, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_account_edit edit = {
        .action = "account.profile",
        .decide = decide_profile,
        .input = &input,
        .call = &call,
    };
    return kp_account_change(&edit, viewer.user, out);
}
