/* SPDX-License-Identifier: MIT
 * What the first page of the shop shows: kripactl banner. */
#include "base/named.h"
#include "cmd.h"
#include "input/each.h"
#include "input/prompt.h"
#include "output/print.h"

enum kripa_status cmd_banner_list(struct session *s, const struct input *in)
{
    struct kripa_banner_filter filter = {0};
    kripa_given given;
    struct kripa_banners banners;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_banner_list(s->kripa, s->viewer, &filter, &s->arena, &banners, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_banner_schema, banners.at, banners.count, &banners.page);
}

enum kripa_status cmd_banner_add(struct session *s, const struct input *in)
{
    struct kripa_banner wanted = {0}, *banner;
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status == KRIPA_OK)
        status =
            kripa_banner_add(s->kripa, s->viewer, &wanted, given, &s->arena, &banner, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_banner_schema, banner, "Added %s.", banner->title);
}

enum kripa_status cmd_banner_edit(struct session *s, const struct input *in)
{
    struct kripa_banner wanted = {0}, *banner;
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status == KRIPA_OK && !given)
        return session_usage(s, "nothing to change: see kripactl banner edit --help");
    if (status == KRIPA_OK)
        status = named_banner(s, in->args[0], &banner);
    if (status == KRIPA_OK)
        status = kripa_banner_edit(s->kripa, s->viewer, banner->id, &wanted, given, &s->arena,
                                   &banner, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_banner_schema, banner, "%s is changed.", banner->title);
}

static enum kripa_status delete_one(struct session *s, const struct input *in, const char *name)
{
    (void)in;
    struct kripa_banner *banner;
    enum kripa_status status = named_banner(s, name, &banner);
    if (status == KRIPA_OK)
        status = prompt_confirm(s, "Delete the banner %s?", banner->title);
    if (status == KRIPA_OK)
        status =
            kripa_banner_delete(s->kripa, s->viewer, banner->id, &s->arena, &banner, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_banner_schema, banner, "%s is gone.", banner->title);
}

enum kripa_status cmd_banner_delete(struct session *s, const struct input *in)
{
    return each_argument(s, in, delete_one);
}
