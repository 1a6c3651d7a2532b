/* SPDX-License-Identifier: MIT
 * The handlers that routes.c names, one on_*.c file a noun. */
#ifndef ON_H
#define ON_H

#include "request.h"

/* on_service.c: kripad itself */
enum kripa_status on_root(struct request *r);
enum kripa_status on_healthz(struct request *r);
enum kripa_status on_readyz(struct request *r);
enum kripa_status on_openapi(struct request *r);

#endif
