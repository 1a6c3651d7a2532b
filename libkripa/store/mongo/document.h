/* SPDX-License-Identifier: MIT
 * The document of an insert: document.c. */
#ifndef KP_MONGO_DOCUMENT_H
#define KP_MONGO_DOCUMENT_H

#include "attempt.h"

/* Makes the document of an insert, with the number it takes from a sequence. The caller destroys
 * it. */
enum kripa_status kp_mongo_document(struct kp_mongo_writing *writing, bson_t *document);

#endif
