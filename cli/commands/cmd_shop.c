/* SPDX-License-Identifier: MIT
 * kripactl shop: the shop's settings. */
#include "cmd.h"
#include "output/print.h"

enum kripa_status cmd_shop_show(struct session *s, const struct input *in)
{
    (void)in;
    struct kripa_settings *settings;
    enum kripa_status status =
        kripa_settings_get(s->kripa, s->viewer, &s->arena, &settings, &s->error);
    return status == KRIPA_OK ? print_record(s, &kripa_settings_schema, settings) : status;
}

enum kripa_status cmd_shop_set(struct session *s, const struct input *in)
{
    struct kripa_settings wanted = {0}, *settings;
    kripa_given given;
    enum kripa_status status = session_decode(s, in, NULL, 0, &wanted, &given);
    if (status != KRIPA_OK)
        return status;
    if (!given)
        return session_usage(s, "nothing to change: see kripactl shop set --help");
    status = kripa_settings_edit(s->kripa, s->viewer, &wanted, given, (struct kripa_int){0},
                                 &s->arena, &settings, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_outcome(s, &kripa_settings_schema, settings, "The shop's settings are changed.");
}
