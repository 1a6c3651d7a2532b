/* SPDX-License-Identifier: MIT
 * The photo of one's own account. */
#include <kripa/catalog.h>

#include "account.h"
#include "base/status.h"
#include "core/context.h"

static enum kripa_status decide_photo(struct kp_account_edit *edit, const void *input)
{
    const struct kripa_image *photo = input;
    edit->after->profile_photo = photo ? photo->url : NULL;
    return KRIPA_OK;
}

enum kripa_status kripa_profile_photo_set(struct kripa *kripa, struct kripa_viewer viewer,
                                          const struct kripa_image *photo,
                                          struct kripa_arena *arena, struct kripa_account **out,
                                          struct kripa_error *err)
{
    const struct kp_call call = kp_call_begin(kripa, viewer, arena, err);
    struct kp_account_edit edit = {
        .action = "account.photo",
        .decide = decide_photo,
        .input = photo,
        .call = &call,
    };
    enum kripa_status status = kp_need_account(viewer, err);
    return status == KRIPA_OK ? kp_account_change(&edit, viewer.user, out) : status;
}
