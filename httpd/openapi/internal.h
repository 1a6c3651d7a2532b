/* SPDX-License-Identifier: MIT
 * Field tables as JSON Schemas. */
#ifndef OPENAPI_INTERNAL_H
#define OPENAPI_INTERNAL_H

#include <kripa/sys/json.h>

#include "pipeline/route.h"

/* A table becomes up to three schemas: for answers, for new records, for edits. */
enum direction { DIRECTION_SEEN, DIRECTION_NEW, DIRECTION_EDIT };

#define SCHEMA_USES_MAX 160
struct schema_use {
    const struct kripa_schema *schema;
    enum direction direction;
};
/* The schemas that the document refers to, each to be written once; writing one may add others. */
struct schema_uses {
    struct schema_use at[SCHEMA_USES_MAX];
    size_t count;
};

/* Writes {"$ref": ...}, and notes the schema. */
void openapi_write_ref(struct kripa_writer *writer, const struct kripa_schema *schema,
                       enum direction direction, struct schema_uses *uses);
/* The files of a form: under this name, at most so many. */
struct form_file {
    const char *name;
    size_t count_max;
    bool required;
};
/* The members of a schema for a form: the fields of a table (NULL: none), and the files. */
void openapi_write_form(struct kripa_writer *writer, const struct kripa_schema *schema,
                        enum direction direction, const struct form_file *file,
                        struct schema_uses *uses);
/* Writes every schema that was noted, as members of an object. */
void openapi_write_schemas(struct kripa_writer *writer, struct schema_uses *uses);
/* Writes ,"x-roles": [...] */
void openapi_write_roles(struct kripa_writer *writer, unsigned mask);
/* Marks a field's second name. */
void openapi_write_alias(struct kripa_writer *writer, const struct kripa_field *field);
/* Writes the JSON Schema of one field, without its closing brace. */
void openapi_write_field(struct kripa_writer *writer, const struct kripa_field *field,
                         enum direction direction, struct schema_uses *uses);

/* operation.c */
/* Writes "get": {...}. `routes` is the table that has `route`. */
void openapi_write_operation(struct kripa_writer *writer, const struct route *routes,
                             const struct route *route, struct schema_uses *uses);
/* answers.c: writes all answers of a route, as members of an object. */
void openapi_write_answers(struct kripa_writer *writer, const struct route *route,
                           struct schema_uses *uses);
/* Writes what the answers refer to, headers and failures, as members of `components`. */
void openapi_write_answer_components(struct kripa_writer *writer);
/* example.c */
/* Writes an object of the fields that have an example and that one of these roles may set. The
 * tests send it. */
void openapi_write_example(struct kripa_writer *writer, const struct kripa_schema *schema,
                           unsigned roles);

#endif
