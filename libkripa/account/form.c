/* SPDX-License-Identifier: MIT
 * What an admin corrects of somebody's account: a name, an e-mail mistyped on the phone. */
#include "account.h"
#include "base/text.h"
#include "core/context.h"
#include "journal/journal.h"

struct wish {
    struct kripa_account_form form;
    kripa_given given;
};

static bool has(const struct wish *wish, const char *name)
{
    return wish->given & kripa_schema_bit(&kripa_account_form_schema, name);
}

static enum kripa_status decide(struct kp_account_edit *edit, const void *context,
                                struct kripa_error *err)
{
    (void)err;
    const struct wish *wish = context;
    if (has(wish, "name") && !kp_text_equal(edit->before->name, wish->form.name))
        edit->after->name = wish->form.name;
    if (has(wish, "email") && !kp_text_equal(edit->before->email, wish->form.email))
        edit->after->email = wish->form.email;
    if (has(wish, "phone") && !kp_text_equal(edit->before->phone, wish->form.phone))
        edit->after->phone = wish->form.phone;
    return KRIPA_OK;
}

enum kripa_status kripa_account_edit(struct kripa *kripa, struct kripa_viewer viewer,
                                     struct kripa_id id, const struct kripa_account_form *form,
                                     kripa_given given, struct kripa_arena *arena,
                                     struct kripa_account **out, struct kripa_error *err)
{
    kripa_error_clear(err);
    struct wish wish = {*form, given};
    enum kripa_status status = kp_need_admin(viewer, err);
    if (status == KRIPA_OK)
        status = kripa_record_check(&kripa_account_form_schema, KRIPA_TAKE_PARTIAL, viewer.role,
                                    arena, &wish.form, given, err);
    if (status != KRIPA_OK)
        return status;
    struct kp_account_edit edit = {
        .action = "account.edit",
        .decide = decide,
        .wish = &wish,
        .kripa = kripa,
        .viewer = viewer,
        .arena = arena,
    };
    return kp_account_change(&edit, id, out, err);
}
