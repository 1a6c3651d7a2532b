/* SPDX-License-Identifier: MIT
 * JSON by field tables: in, with every bad field named; out, masked by role, straight into a
 * buffer. */
#ifndef KRIPA_SYS_JSON_H
#define KRIPA_SYS_JSON_H

#include <kripa/sys/field.h>

/* A growing text in an arena. When memory runs out `failed` is set, and what follows is dropped. */
struct kripa_writer {
    struct kripa_arena *arena;
    char *at; /* always NUL-terminated once something was written */
    size_t size, capacity;
    bool failed;
};

KRIPA_BEGIN

/* Reads a JSON object into a cleared record (schema->size bytes) and says which fields were there.
 * Unknown names, fields that `role` may not set, wrong types, and everything kripa_record_check
 * looks at are INVALID, all named by path. Malformed JSON, keys beginning with `$` or holding a
 * dot, duplicate keys, NUL and invalid UTF-8 are INVALID; more than KRIPA_JSON_BYTES_MAX is
 * TOO_LARGE, deeper than KRIPA_JSON_DEPTH_MAX INVALID. An empty text (or only white space) is the
 * empty object. */
KRIPA_API enum kripa_status kripa_json_decode(const struct kripa_schema *schema,
                                              enum kripa_input_mode mode, enum kripa_role role,
                                              const char *text, size_t size,
                                              struct kripa_arena *arena, void *record,
                                              kripa_given *given, struct kripa_error *err);

/* What kripa_write_record wrote, as a request takes it, in `arena`: fields that `role` may not set
 * are left out, and a record that is named by a text is its slug, or else its _id. To be refused,
 * names that no field has stay, and lists of records that are only shown. The same record gives the
 * same text. INVALID, TOO_LARGE, NO_MEMORY as above. */
KRIPA_API enum kripa_status kripa_json_sent(const struct kripa_schema *schema, enum kripa_role role,
                                            const char *text, size_t size,
                                            struct kripa_arena *arena, const char **out,
                                            struct kripa_error *err);
/* Of an object that was decoded by this table and then refused: the error's fields by the names
 * that it has them under, where those are aliases. */
KRIPA_API void kripa_json_as_sent(const struct kripa_schema *schema, const char *text, size_t size,
                                  struct kripa_error *err);

KRIPA_API void kripa_writer_init(struct kripa_writer *writer, struct kripa_arena *arena);
KRIPA_API void kripa_write_raw(struct kripa_writer *writer, const char *text, size_t size);
/* A literal, as it is. */
KRIPA_API void kripa_write(struct kripa_writer *writer, const char *text);
/* Quoted and escaped; `<`, `>`, `&` and U+2028/9 too, so that the JSON is inert inside HTML. NULL
 * is null. */
KRIPA_API void kripa_write_text(struct kripa_writer *writer, const char *text);
KRIPA_API void kripa_write_int(struct kripa_writer *writer, int64_t value);
KRIPA_API void kripa_write_id(struct kripa_writer *writer, struct kripa_id id);
/* Quoted: "2026-11-22T10:30:00.000Z". */
KRIPA_API void kripa_write_time(struct kripa_writer *writer, int64_t time_ms);
/* An object with the fields this role may see. */
KRIPA_API void kripa_write_record(struct kripa_writer *writer, const struct kripa_schema *schema,
                                  const void *record, enum kripa_role role);
/* An array of `count` records, one behind the other in memory. */
KRIPA_API void kripa_write_records(struct kripa_writer *writer, const struct kripa_schema *schema,
                                   const void *records, size_t count, enum kripa_role role);

KRIPA_END
#endif
