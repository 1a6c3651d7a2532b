/* SPDX-License-Identifier: MIT
 * One operation of the OpenAPI document: a row of the route table, all of it. */
#ifndef OPENAPI_OPERATION_H
#define OPENAPI_OPERATION_H

#include "pipeline/route.h"
#include "schema.h"

/* "get": {...}. `routes`: the table that `route` is a row of. */
void openapi_write_operation(struct kripa_writer *writer, const struct route *routes,
                             const struct route *route, struct schema_uses *uses);
/* answers.c: the answers of a row, good and bad, as the members of an object. */
void openapi_write_answers(struct kripa_writer *writer, const struct route *route,
                           struct schema_uses *uses);
/* What the answers refer to: the headers and the bad answers, as members of `components`. */
void openapi_write_answer_components(struct kripa_writer *writer);

#endif
