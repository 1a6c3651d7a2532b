/* SPDX-License-Identifier: MIT
 * Field tables as JSON Schemas. */
#ifndef OPENAPI_SCHEMA_H
#define OPENAPI_SCHEMA_H

#include <kripa/sys/json.h>

/* A table is up to three schemas: what is seen, what a new record is made of, what an edit may
 * hold. */
enum direction { DIRECTION_SEEN, DIRECTION_NEW, DIRECTION_EDIT };

#define SCHEMA_USES_MAX 160
struct schema_use {
    const struct kripa_schema *schema;
    enum direction direction;
};
/* The schemas that a document names, to be written once each; what they name themselves joins while
 * they are written. */
struct schema_uses {
    struct schema_use at[SCHEMA_USES_MAX];
    size_t count;
};

/* {"$ref": ...}, and remembers the schema. */
void openapi_write_ref(struct kripa_writer *writer, const struct kripa_schema *schema,
                       enum direction direction, struct schema_uses *uses);
/* Every schema that is used, as the members of an object. */
void openapi_write_schemas(struct kripa_writer *writer, struct schema_uses *uses);
/* ,"x-roles": [...] */
void openapi_write_roles(struct kripa_writer *writer, unsigned mask);
/* Marks the second name of a field. */
void openapi_write_alias(struct kripa_writer *writer, const struct kripa_field *field);
/* The JSON Schema of one field, without its last brace. */
void openapi_write_field(struct kripa_writer *writer, const struct kripa_field *field,
                         enum direction direction, struct schema_uses *uses);

#endif
