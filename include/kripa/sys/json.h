/* SPDX-License-Identifier: MIT
 * JSON by field tables: decoding, which reports every bad field, and encoding into a buffer, masked
 * by role. */
#ifndef KRIPA_SYS_JSON_H
#define KRIPA_SYS_JSON_H

#include <kripa/sys/field.h>

/* A text in an arena that grows. When memory runs out `failed` is set, and whatever follows is
 * dropped. */
struct kripa_writer {
    struct kripa_arena *arena;
    char *at; /* NUL-terminated once something was written */
    size_t size, capacity;
    bool failed;
};

KRIPA_BEGIN

/* Reads a JSON object into a cleared record (schema->size bytes) and returns which fields it had.
 * Unknown names, fields that `role` may not set, wrong types, and everything that
 * kripa_record_check finds are INVALID, all named by path. Malformed JSON, keys that begin with `$`
 * or contain a dot, duplicate keys, NUL and invalid UTF-8 are INVALID; more than
 * KRIPA_JSON_BYTES_MAX is TOO_LARGE, deeper than KRIPA_JSON_DEPTH_MAX INVALID. An empty text (or
 * only white space) is an empty object. */
KRIPA_API enum kripa_status kripa_json_decode(const struct kripa_schema *schema,
                                              enum kripa_input_mode mode, enum kripa_role role,
                                              const char *text, size_t size,
                                              struct kripa_arena *arena, void *record,
                                              kripa_given *given, struct kripa_error *err);

/* Turns what kripa_write_record wrote into what a request may have, in `arena`: fields that `role`
 * may not set are left out, and an embedded record that a text can name becomes its slug, or else
 * its _id. Unknown names and lists of records that are only shown stay, to be refused. Equal
 * records give equal texts. INVALID, TOO_LARGE, NO_MEMORY as above. */
KRIPA_API enum kripa_status kripa_json_sent(const struct kripa_schema *schema, enum kripa_role role,
                                            const char *text, size_t size,
                                            struct kripa_arena *arena, const char **out,
                                            struct kripa_error *err);
/* For an object that was refused when this table decoded it: renames the error's fields to the
 * aliases that the object has. */
KRIPA_API void kripa_json_as_sent(const struct kripa_schema *schema, const char *text, size_t size,
                                  struct kripa_error *err);

KRIPA_API void kripa_writer_init(struct kripa_writer *writer, struct kripa_arena *arena);
KRIPA_API void kripa_write_raw(struct kripa_writer *writer, const char *text, size_t size);
/* Writes a literal, without escapes. */
KRIPA_API void kripa_write(struct kripa_writer *writer, const char *text);
/* Writes a text with quotes and escapes, also for `<`, `>`, `&` and U+2028/9, so that the JSON is
 * harmless inside HTML. NULL becomes null. */
KRIPA_API void kripa_write_text(struct kripa_writer *writer, const char *text);
KRIPA_API void kripa_write_int(struct kripa_writer *writer, int64_t value);
KRIPA_API void kripa_write_id(struct kripa_writer *writer, struct kripa_id id);
/* Writes "2026-11-22T10:30:00.000Z" with its quotes. */
KRIPA_API void kripa_write_time(struct kripa_writer *writer, int64_t time_ms);
/* Writes an object of the fields that this role may see. */
KRIPA_API void kripa_write_record(struct kripa_writer *writer, const struct kripa_schema *schema,
                                  const void *record, enum kripa_role role);
/* Writes an array of `count` records, which follow each other in memory. */
KRIPA_API void kripa_write_records(struct kripa_writer *writer, const struct kripa_schema *schema,
                                   const void *records, size_t count, enum kripa_role role);

KRIPA_END
#endif
