/* SPDX-License-Identifier: MIT
 * A record as a store keeps it, as JSON to be read by people: every stored field whatever its
 * rights, but secrets only as a mark. For tests and for looking at a change, never for a client. */
#ifndef KP_JSON_STORED_H
#define KP_JSON_STORED_H

#include <kripa/sys/json.h>

/* fields whose value is not printed: secrets, and what other programs keep in the document */
#define KP_UNPRINTED      (KRIPA_SECRET | KRIPA_RESIDUAL)
#define KP_UNPRINTED_MARK "\"(not shown)\""

void kp_write_stored(struct kripa_writer *writer, const struct kripa_schema *schema,
                     const void *record);
/* Writes one field of a record; "none" when it is absent. */
void kp_write_stored_member(struct kripa_writer *writer, const struct kripa_field *field,
                            const void *record);

#endif
