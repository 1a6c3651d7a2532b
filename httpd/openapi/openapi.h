/* SPDX-License-Identifier: MIT
 * The OpenAPI 3.1 document, made from the route table and the field tables. */
#ifndef OPENAPI_H
#define OPENAPI_H

#include "pipeline/kripad.h"

/* Writes it into kripad->openapi, once at start. NO_MEMORY. */
enum kripa_status openapi_build(struct kripad *kripad, struct kripa_error *err);

#endif
