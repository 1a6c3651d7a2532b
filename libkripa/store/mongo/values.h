/* SPDX-License-Identifier: MIT
 * Records and single values as BSON. They are written as the shop's database always had them:
 * rupees and percents as numbers, times as dates, ids as ObjectIds. Whatever is read with another
 * type counts as absent. */
#ifndef KP_MONGO_VALUES_H
#define KP_MONGO_VALUES_H

#include <bson/bson.h>

#include "store/scalar.h"

/* write_bson.c */
/* Appends all stored fields of a record. INVALID for an enum without a name. */
enum kripa_status kp_bson_record(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 struct kripa_error *err);
/* Appends the column's value in a record, under `key`. */
enum kripa_status kp_bson_column(bson_t *to, const char *key, const struct kp_column *column,
                                 const void *record, struct kripa_error *err);
/* Appends a single value for the column, or for an element of a list; nothing when it is absent. */
void kp_bson_scalar(bson_t *to, const char *key, const struct kp_column *column,
                    const struct kp_scalar *scalar);
/* Appends rupees or a percentage, given in hundredths. */
void kp_bson_hundredths(bson_t *to, const char *key, int64_t hundredths);
void kp_bson_id(bson_t *to, const char *key, struct kripa_id id);
/* Finds the stored field with that name, or NULL; *at: the record that its member is in. */
const struct kripa_field *kp_bson_field(const struct kripa_schema *schema, const char *name,
                                        size_t *guess, size_t *at);

/* iter.c */
/* Equal type and bytes. */
bool kp_bson_same(const bson_iter_t *a, const bson_iter_t *b);
/* The document or array at an iterator, borrowed; false: it is neither. */
bool kp_bson_inside(const bson_iter_t *iter, bson_t *out);

/* residual.c: documents with more members than their record, and the KRIPA_RESIDUAL field that
 * carries them. */
/* The document as text, when it has more than the record that was read from it. */
enum kripa_status kp_bson_residual(const struct kripa_schema *schema, const bson_t *document,
                                   const void *record, struct kripa_arena *arena, const char **out,
                                   struct kripa_error *err);
/* The table's KRIPA_RESIDUAL field, or NULL. */
const struct kripa_field *kp_bson_residual_field(const struct kripa_schema *schema);

/* read_bson.c */
/* Fills a cleared record; texts are copied into the arena. NO_MEMORY. */
enum kripa_status kp_bson_read(const struct kripa_schema *schema, const bson_t *document,
                               void *record, struct kripa_arena *arena, struct kripa_error *err);
/* Reads one value as conditions take it; NONE when it is of another type. */
enum kripa_status kp_bson_value(const struct kp_column *column, const bson_iter_t *iter,
                                struct kripa_arena *arena, struct kripa_value *out,
                                struct kripa_error *err);
/* False when it is no number, or too large. */
bool kp_bson_int(const bson_iter_t *iter, int64_t *out);
bool kp_bson_read_hundredths(const bson_iter_t *iter, int64_t *out);

/* merge.c */
/* Writes `record` over the document `old`: what is different in the record is replaced, everything
 * else stays byte by byte. `to` is begun, the arena is scratch. INVALID, NO_MEMORY. */
enum kripa_status kp_bson_merge(bson_t *to, const bson_t *old, const struct kripa_schema *schema,
                                const void *record, struct kripa_arena *arena,
                                struct kripa_error *err);
/* The document of such a text, merged with the record in the same way. INVALID. */
enum kripa_status kp_bson_unfold(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 const char *rest, struct kripa_arena *arena,
                                 struct kripa_error *err);

#endif
