/* SPDX-License-Identifier: MIT
 * The audit log, and the messages in the outbox. */
#include <kripa/audit.h>
#include <kripa/outbox.h>

#include "alike.h"

ON_LIST(on_audit_list, kripa_audit, kripa_audit_list)

ON_LIST(on_outbox_list, kripa_outbox, kripa_outbox_list)

ON_RECORD(on_outbox_retry, kripa_outbox_message, kripa_outbox_retry, "the message is tried again")
