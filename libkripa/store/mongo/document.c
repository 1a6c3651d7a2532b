/* SPDX-License-Identifier: MIT
 * The document that an insert writes. */
#include "attempt.h"
#include "base/status.h"
#include "values.h"

#include <string.h>

enum kripa_status kp_mongo_document(struct kp_mongo_writing *writing, bson_t *document)
{
    const struct kripa_schema *schema = writing->plan->schema;
    const struct kripa_field *field = kp_bson_residual_field(schema);
    const void *record = writing->edit->record;
    const char *rest = NULL;
    if (field)
        memcpy(&rest, (const char *)record + field->at, sizeof rest);
    if (rest)
        return kp_bson_unfold(document, schema, record, rest, &writing->scratch, writing->err);
    if (!writing->into)
        return kp_bson_record(document, schema, record, writing->err);
    const struct kp_column *column;
    enum kripa_status status = kp_edit_into(writing->plan, writing->into, &column, writing->err);
    if (status != KRIPA_OK)
        return status;
    char *numbered = kripa_arena_alloc(&writing->scratch, schema->size, 1);
    if (!numbered)
        return kp_no_memory(writing->err);
    memcpy(numbered, record, schema->size);
    memcpy(numbered + column->at, &writing->outcome->number, sizeof(int64_t));
    return kp_bson_record(document, schema, numbered, writing->err);
}
