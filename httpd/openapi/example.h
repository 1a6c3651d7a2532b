/* SPDX-License-Identifier: MIT
 * Examples of bodies, made from the field tables. */
#ifndef OPENAPI_EXAMPLE_H
#define OPENAPI_EXAMPLE_H

#include <kripa/sys/json.h>

/* Writes an object of the fields that have an example and that one of these roles may set. The
 * tests send it. */
void openapi_write_example(struct kripa_writer *writer, const struct kripa_schema *schema,
                           unsigned roles);

#endif
