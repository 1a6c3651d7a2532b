/* SPDX-License-Identifier: MIT
 * The document of an insert: document.c. */
#ifndef KP_MONGO_DOCUMENT_H
#define KP_MONGO_DOCUMENT_H

#include "attempt.h"

/* The document of an INSERT, the number it takes included. To be destroyed. */
enum kripa_status kp_mongo_document(struct kp_mongo_writing *writing, bson_t *document);

#endif
