/* SPDX-License-Identifier: MIT
 * kripactl audit and kripactl outbox: what is written with every change. */
#include <kripa/audit.h>
#include <kripa/outbox.h>

#include "base/named.h"
#include "cmd.h"
#include "output/print.h"

enum kripa_status cmd_audit_list(struct session *s, const struct input *in)
{
    struct kripa_audit_filter filter = {0};
    kripa_given given;
    struct kripa_audit audit;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_audit_list(s->kripa, s->viewer, &filter, &s->arena, &audit, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_audit_entry_schema, audit.at, audit.count, &audit.page);
}

enum kripa_status cmd_outbox_list(struct session *s, const struct input *in)
{
    struct kripa_outbox_filter filter = {0};
    kripa_given given;
    struct kripa_outbox outbox;
    enum kripa_status status = session_decode(s, in, NULL, 0, &filter, &given);
    if (status == KRIPA_OK)
        status = kripa_outbox_list(s->kripa, s->viewer, &filter, &s->arena, &outbox, &s->error);
    if (status != KRIPA_OK)
        return status;
    return print_list(s, &kripa_outbox_message_schema, outbox.at, outbox.count, &outbox.page);
}

enum kripa_status cmd_outbox_show(struct session *s, const struct input *in)
{
    struct kripa_id id;
    struct kripa_outbox_opened opened;
    if (!kripa_id_parse(in->args[0], &id))
        return named_missing(s, KRIPA_NOT_FOUND, "message", in->args[0]);
    enum kripa_status status =
        kripa_outbox_open(s->kripa, s->viewer, id, &s->arena, &opened, &s->error);
    if (status != KRIPA_OK)
        return named_missing(s, status, "message", in->args[0]);
    return print_record(s, &kripa_outbox_opened_schema, &opened);
}
