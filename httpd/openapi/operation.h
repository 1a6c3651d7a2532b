/* SPDX-License-Identifier: MIT
 * An operation of the OpenAPI document, made from a row of the route table. */
#ifndef OPENAPI_OPERATION_H
#define OPENAPI_OPERATION_H

#include "pipeline/route.h"
#include "schema.h"

/* Writes "get": {...}. `routes` is the table that has `route`. */
void openapi_write_operation(struct kripa_writer *writer, const struct route *routes,
                             const struct route *route, struct schema_uses *uses);
/* answers.c: writes all answers of a route, as members of an object. */
void openapi_write_answers(struct kripa_writer *writer, const struct route *route,
                           struct schema_uses *uses);
/* Writes what the answers refer to, headers and failures, as members of `components`. */
void openapi_write_answer_components(struct kripa_writer *writer);

#endif
