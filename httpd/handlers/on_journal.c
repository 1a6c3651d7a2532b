/* SPDX-License-Identifier: MIT
 * What goes with every change: the audit log, and the messages in the outbox. */
#include <kripa/audit.h>
#include <kripa/outbox.h>

#include "on.h"
#include "pipeline/reply.h"

enum kripa_status on_audit_list(struct request *r)
{
    struct kripa_audit audit;
    enum kripa_status status =
        kripa_audit_list(r->kripa, r->viewer, r->query, r->arena, &audit, r->err);
    return status != KRIPA_OK ? status : reply_list(r, audit.at, audit.count, &audit.page);
}

enum kripa_status on_outbox_list(struct request *r)
{
    struct kripa_outbox outbox;
    enum kripa_status status =
        kripa_outbox_list(r->kripa, r->viewer, r->query, r->arena, &outbox, r->err);
    return status != KRIPA_OK ? status : reply_list(r, outbox.at, outbox.count, &outbox.page);
}

enum kripa_status on_outbox_retry(struct request *r)
{
    struct kripa_id id;
    struct kripa_outbox_row *row;
    enum kripa_status status = request_param_id(r, 0, &id);
    if (status == KRIPA_OK)
        status = kripa_outbox_retry(r->kripa, r->viewer, id, r->arena, &row, r->err);
    if (status != KRIPA_OK)
        return status;
    r->message = "the message is tried again";
    return reply_record(r, row);
}
