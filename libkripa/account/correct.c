/* SPDX-License-Identifier: MIT
 * An admin corrects a name or an e-mail of somebody's account, such as one mistyped on the
 * phone. */
#include "account.h"
#include "base/text.h"
#include "core/context.h"
#include "journal/journal.h"

struct input {
    struct kripa_account_body body;
    kripa_given given;
};

static bool has(const struct input *input, const char *name)
{
    return input->given & kripa_schema_bit(&kripa_account_body_schema, name);
}

static enum kripa_status decide(struct kp_account_edit *edit, const void *context)
{
    (void)edit->call->err;
    const struct input *input = context;
    if (has(input, "name") && !kp_text_equal(edit->before->name, input->body.name))
        edit->after->name = input->body.name;
    if (has(input, "email") && !kp_text_equal(edit->before->email, input->body.email))
        edit->after->email = input->body.email;
    if (has(input, "phone") && !kp_text_equal(edit->before->phone, input->body.phone))
        edit->after->phone = input->body.phone;
    return KRIPA_OK;
}

enum kripa_status kripa_account_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, const struct kripa_account_body *body,
                                     kripa_given given, struct kripa_arena *arena,
                                     struct kripa_account **out, struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct input input = {*body, given};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_account_body_schema, KRIPA_PATCH, viewer.role, arena,
                                    &input.body, given, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_account_edit edit = {
        .action = "account.edit",
        .decide = decide,
        .input = &input,
        .call = &call,
    };
    return kp_account_change(&edit, id, out);
}
