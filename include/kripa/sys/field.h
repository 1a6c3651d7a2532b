/* SPDX-License-Identifier: MIT
 * Field tables. Each record is a C struct and a table, from which everything else follows: JSON in
 * and out, checks, columns and documents of stores, flags of kripactl, OpenAPI schemas. This is for
 * people who add a store or a front end; it is stable within a minor release only. */
#ifndef KRIPA_SYS_FIELD_H
#define KRIPA_SYS_FIELD_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

/* The type of the member in C. */
enum kripa_field_type {
    KRIPA_TYPE_TEXT,       /* const char *, UTF-8; NULL: absent */
    KRIPA_TYPE_INT,        /* int64_t */
    KRIPA_TYPE_OPT_INT,    /* struct kripa_int */
    KRIPA_TYPE_MONEY,      /* int64_t m_paise (or m_hundredths); rupees in JSON */
    KRIPA_TYPE_OPT_MONEY,  /* struct kripa_int m_paise */
    KRIPA_TYPE_OPT_RATE,   /* struct kripa_int m_bp, 1/100 percent; percent in JSON */
    KRIPA_TYPE_TIME,       /* int64_t m_ms, UTC; ISO 8601 in JSON; 0: absent */
    KRIPA_TYPE_BOOL,       /* bool */
    KRIPA_TYPE_ID,         /* struct kripa_id; zero: absent */
    KRIPA_TYPE_ENUM,       /* enum kripa_x; its name in JSON and in the stores */
    KRIPA_TYPE_RECORD,     /* struct kripa_x, embedded */
    KRIPA_TYPE_OPT_RECORD, /* struct kripa_x *; NULL: absent */
    KRIPA_TYPE_LIST,       /* struct kripa_x * and size_t m_count */
    KRIPA_TYPE_TEXTS,      /* const char ** and size_t m_count */
    KRIPA_TYPE_IDS,        /* struct kripa_id * and size_t m_count */
};

enum kripa_field_flag {
    KRIPA_REQUIRED = 1,
    KRIPA_UNIQUE = 2,        /* in its collection; absent values don't count */
    KRIPA_INDEX = 4,         /* for a list: each of its values */
    KRIPA_KEY = 8,           /* identifies an element of a list (cart.product) */
    KRIPA_SECRET = 16,       /* never encoded, and replaced in dumps */
    KRIPA_IGNORED = 32,      /* clients send it; it is ignored */
    KRIPA_UNSTORED = 64,     /* computed for the viewer, or only in requests: not stored */
    KRIPA_SHOW_NULL = 128,   /* absent is shown as null instead of being left out */
    KRIPA_FLAT = 512,        /* for a RECORD: in JSON its fields are in the surrounding object */
    KRIPA_OMIT_FALSE = 1024, /* for a BOOL: false is left out */
    KRIPA_SHOW_BLANK = 256,  /* an absent text is shown as "" */
    /* for a TEXTS: a text is one element, commas included, of at most KRIPA_URL_MAX characters;
     * several are several elements */
    KRIPA_UNSPLIT = 1 << 20,
    /* for a TEXT, the last field of its table: the stored document as canonical extended JSON, when
     * it has more than the table's fields (members without a name there, values of other types);
     * otherwise NULL. An INSERT merges the record into that document and leaves the rest as it is.
     * A store of tables keeps the text. */
    KRIPA_RESIDUAL = 2048,
    /* for an ID, a TIME or a JSON: every record that is shown has it, as it has its _id. (Texts
     * that are always there are KRIPA_SHOW_BLANK.) */
    KRIPA_ALWAYS = 4096,
    /* for a TEXT that is never stored: a value that is not such a text, of whatever type, counts as
     * left out */
    KRIPA_ANY_TYPE = 8192,
    /* for a TEXT with a JSON object: shown as that object */
    KRIPA_JSON = 16384,
    /* of a TEXT that is never stored: whole numbers with commas between them, shown as an array of
     * numbers */
    KRIPA_NUMBERS = 1 << 21,
};
#define KRIPA_RESIDUAL_NAME "_rest" /* the name of such a field */
/* in readable_by or writable_by: nobody, whatever the schema's mask is */
#define KRIPA_NOBODY        0x80000000U

/* What a text must be, besides its length. Each format trims (except PASSWORD), normalizes and
 * checks. */
enum kripa_format {
    KRIPA_FORMAT_LINE,     /* one line, without control or invisible characters */
    KRIPA_FORMAT_TEXT,     /* may have line breaks */
    KRIPA_FORMAT_PASSWORD, /* taken as it is */
    KRIPA_FORMAT_EMAIL,    /* in lower case */
    /* Indian mobile number: 10 digits that begin with 6-9, in any script; blanks, invisible
     * characters, hyphens and dashes, dots, brackets, +91, 0091 and leading zeros are removed */
    KRIPA_FORMAT_PHONE,
    KRIPA_FORMAT_PINCODE, /* [1-9][0-9]{5}, normalized alike */
    KRIPA_FORMAT_SLUG,    /* [a-z0-9] and Devanagari words joined by single hyphens */
    KRIPA_FORMAT_SKU,     /* printable ASCII without spaces */
    KRIPA_FORMAT_HSN,     /* 4, 6 or 8 digits */
    KRIPA_FORMAT_GSTIN,   /* 15 characters, checksum right */
    KRIPA_FORMAT_URL,     /* http:// or https:// */
    KRIPA_FORMAT_DAY,     /* YYYY-MM-DD, or an RFC 3339 instant */
    KRIPA_FORMAT_SEARCH,  /* a search, however it is written or pasted */
    KRIPA_FORMAT_CODE,    /* six digits, as a text or, in JSON, a number; normalized like a PIN */
};
#define KRIPA_FORMAT_COUNT 14

struct kripa_schema;
struct kripa_field {
    const char *name;   /* in JSON */
    const char *stored; /* in the store, where that differs */
    const char *alias;  /* another name that clients may send (q, search) */
    enum kripa_field_type type;
    unsigned flags;
    unsigned readable_by, writable_by; /* masks of roles; 0: the schema's */
    size_t at, count_at;
    int64_t min, max;      /* of a text: characters; of a list: elements; of money: paise */
    int64_t default_value; /* of a number that is left out */
    enum kripa_format format;
    const struct kripa_schema *item;
    /* of an enum, ended by NULL; "" is a value that can't be sent. Of a text: all its possible
     * values */
    const char *const *names;
    const char *doc;
    /* a value for the API's document; a text without quotes, anything else as JSON */
    const char *example;
};

struct kripa_schema {
    const char *name;
    /* NULL: not stored. Schemas may share one (account and cart: users) */
    const char *collection;
    size_t size, count;
    const struct kripa_field *fields;
    const char *const *indexes;        /* with several fields, ended by NULL: "category,-price" */
    unsigned readable_by, writable_by; /* for fields without masks of their own; 0: nobody */
    const char *doc;
};
#define KRIPA_FIELDS_MAX 64 /* fields in a table, as kripa_given has a bit for each */

/* How a request is read: as a new record, which must have the required fields, or as an edit, in
 * which fields that are left out stay. */
enum kripa_input_mode { KRIPA_CREATE, KRIPA_PATCH };

/* A name and its value as text: query strings, form fields, command line flags. */
struct kripa_pair {
    const char *name, *value;
};

KRIPA_BEGIN

KRIPA_API unsigned kripa_field_readable_by(const struct kripa_schema *schema,
                                           const struct kripa_field *field);
KRIPA_API unsigned kripa_field_writable_by(const struct kripa_schema *schema,
                                           const struct kripa_field *field);
/* Finds a stored field by its stored or JSON name (dotted: "items.product"), or NULL. */
KRIPA_API const struct kripa_field *kripa_field_stored(const struct kripa_schema *schema,
                                                       const char *name);
/* The name under which stores keep it, such as "createdAt". */
KRIPA_API const char *kripa_field_column(const struct kripa_field *field);
/* Whether every reply that shows the record to somebody who may see the field has it. */
KRIPA_API bool kripa_field_always(const struct kripa_field *field);
/* The JSON Schema pattern of texts of this format, or NULL. */
KRIPA_API const char *kripa_format_pattern(enum kripa_format format);
/* The bit in kripa_given of the field with that name, if it can be set, or 0. */
KRIPA_API kripa_given kripa_schema_bit(const struct kripa_schema *schema, const char *name);

/* Normalizes the texts of `record` (into `arena`) and checks every field that `role` may set:
 * range, length, format, required. In an edit only the fields in `given` are checked. Other fields
 * are cleared. INVALID names every bad field; NO_MEMORY. */
KRIPA_API enum kripa_status kripa_record_check(const struct kripa_schema *schema,
                                               enum kripa_input_mode mode, enum kripa_role role,
                                               struct kripa_arena *arena, void *record,
                                               kripa_given given, struct kripa_error *err);
/* The size of the field's member, and whether a count member belongs to it. */
KRIPA_API size_t kripa_field_size(const struct kripa_field *field);
KRIPA_API bool kripa_field_counts(const struct kripa_field *field);
/* The size of one element of a list (LIST, TEXTS, IDS). */
KRIPA_API size_t kripa_field_element_size(const struct kripa_field *field);
/* Copies the fields in `given` from one record to another of the same schema. */
KRIPA_API void kripa_record_copy(const struct kripa_schema *schema, const void *from,
                                 kripa_given given, void *to);
/* Reads pairs into a cleared record: numbers and booleans as text, lists as JSON arrays or comma
 * lists, embedded records by dotted names (shippingAddress.city). With `strict` an unknown name is
 * INVALID; otherwise it is ignored. Checks like kripa_record_check. */
KRIPA_API enum kripa_status kripa_pairs_decode(const struct kripa_schema *schema,
                                               enum kripa_input_mode mode, enum kripa_role role,
                                               bool strict, const struct kripa_pair *pairs,
                                               size_t pairs_count, struct kripa_arena *arena,
                                               void *record, kripa_given *given,
                                               struct kripa_error *err);
/* For pairs that were refused when this table decoded them: renames the error's fields to the
 * aliases under which they were sent. */
KRIPA_API void kripa_pairs_as_sent(const struct kripa_schema *schema,
                                   const struct kripa_pair *pairs, size_t pairs_count,
                                   struct kripa_error *err);

KRIPA_END
#endif
