/* SPDX-License-Identifier: MIT
 * Records and single values as BSON. What is written is what the shop's database always held:
 * rupees and percents as numbers, times as dates, ids as ObjectIds. What is read may be anything: a
 * value of another type counts as absent. */
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
/* Appends a single value for the column, or for one element of a list; nothing when it is
 * absent. */
void kp_bson_scalar(bson_t *to, const char *key, const struct kp_column *column,
                    const struct kp_scalar *scalar);
/* Rupees or percent, of hundredths. */
void kp_bson_hundredths(bson_t *to, const char *key, int64_t hundredths);
void kp_bson_id(bson_t *to, const char *key, struct kripa_id id);
/* The stored field of that name, or NULL; *at: where its member's record begins. */
const struct kripa_field *kp_bson_field(const struct kripa_schema *schema, const char *name,
                                        size_t *guess, size_t *at);

/* iter.c */
/* Type and bytes. */
bool kp_bson_same(const bson_iter_t *a, const bson_iter_t *b);
/* The document or array an iterator stands at, borrowed; false: it is neither. */
bool kp_bson_inside(const bson_iter_t *iter, bson_t *out);

/* residual.c: documents that say more than their records, and the field of kind KRIPA_RESIDUAL that
 * carries them. */
/* The document as text when it says more than the record does that was read from it. */
enum kripa_status kp_bson_residual(const struct kripa_schema *schema, const bson_t *document,
                                   const void *record, struct kripa_arena *arena, const char **out,
                                   struct kripa_error *err);
/* The table's field of that kind, or NULL. */
const struct kripa_field *kp_bson_residual_field(const struct kripa_schema *schema);

/* read_bson.c */
/* Fills a cleared record; texts are copied into the arena. NO_MEMORY. */
enum kripa_status kp_bson_read(const struct kripa_schema *schema, const bson_t *document,
                               void *record, struct kripa_arena *arena, struct kripa_error *err);
/* One value, as conditions take it; NONE when it is of another type. */
enum kripa_status kp_bson_value(const struct kp_column *column, const bson_iter_t *iter,
                                struct kripa_arena *arena, struct kripa_value *out,
                                struct kripa_error *err);
/* False when it is no number, or too large a one. */
bool kp_bson_int(const bson_iter_t *iter, int64_t *out);
bool kp_bson_read_hundredths(const bson_iter_t *iter, int64_t *out);

/* merge.c */
/* `record` over the document that `old` is: what the record says differently goes into it, and all
 * else stays to the byte, also what reads the same. `to` is begun, the arena is scratch. INVALID,
 * NO_MEMORY. */
enum kripa_status kp_bson_merge(bson_t *to, const bson_t *old, const struct kripa_schema *schema,
                                const void *record, struct kripa_arena *arena,
                                struct kripa_error *err);
/* Such a text's document, with what the record says differently put into it. INVALID. */
enum kripa_status kp_bson_unfold(bson_t *to, const struct kripa_schema *schema, const void *record,
                                 const char *rest, struct kripa_arena *arena,
                                 struct kripa_error *err);

#endif
