/* SPDX-License-Identifier: MIT
 * Field tables: each record is a C struct plus one table, and everything else about it follows from
 * that table: JSON in and out, the checks, the stores' columns and documents, kripactl's flags, the
 * OpenAPI schemas. This is for people who add a store or a front end; stable per minor release
 * only. */
#ifndef KRIPA_SYS_FIELD_H
#define KRIPA_SYS_FIELD_H

#include <kripa/arena.h>
#include <kripa/status.h>
#include <kripa/viewer.h>

/* What the member is in C. */
enum kripa_field_type {
    KRIPA_TYPE_TEXT,       /* const char *, UTF-8; NULL: absent */
    KRIPA_TYPE_INT,        /* int64_t */
    KRIPA_TYPE_OPT_INT,    /* struct kripa_int */
    KRIPA_TYPE_MONEY,      /* int64_t m_paise; rupees in JSON */
    KRIPA_TYPE_OPT_MONEY,  /* struct kripa_int m_paise */
    KRIPA_TYPE_OPT_RATE,   /* struct kripa_int m_bp, 1/100 percent; percent in JSON */
    KRIPA_TYPE_TIME,       /* int64_t m_ms, UTC; ISO 8601 in JSON; 0: absent */
    KRIPA_TYPE_BOOL,       /* bool */
    KRIPA_TYPE_ID,         /* struct kripa_id; zero: absent */
    KRIPA_TYPE_ENUM,       /* enum kripa_x; its name in JSON and in the stores */
    KRIPA_TYPE_RECORD,     /* struct kripa_x, in place */
    KRIPA_TYPE_OPT_RECORD, /* struct kripa_x *; NULL: absent */
    KRIPA_TYPE_LIST,       /* struct kripa_x * and size_t m_count */
    KRIPA_TYPE_TEXTS,      /* const char ** and size_t m_count */
    KRIPA_TYPE_IDS,        /* struct kripa_id * and size_t m_count */
};

enum kripa_field_flag {
    KRIPA_REQUIRED = 1,
    KRIPA_UNIQUE = 2,        /* across the collection; absent values don't count */
    KRIPA_INDEX = 4,         /* of a list: each of its values */
    KRIPA_KEY = 8,           /* names an element of a list (cart.product) */
    KRIPA_SECRET = 16,       /* never encoded, censored in dumps */
    KRIPA_IGNORED = 32,      /* a client sends it; it is dropped */
    KRIPA_UNSTORED = 64,     /* worked out for the viewer, or only taken in: not in the store */
    KRIPA_SHOW_NULL = 128,   /* absent is shown as null, not left out */
    KRIPA_FLAT = 512,        /* of a RECORD: in JSON its fields stand in the object around it */
    KRIPA_OMIT_FALSE = 1024, /* of a BOOL: false is left out */
    KRIPA_SHOW_BLANK = 256,  /* absent text is shown as "" */
    /* of a TEXTS: what comes as text is one element, commas and all, of at most KRIPA_URL_MAX
     * characters; repeated, it is several */
    KRIPA_UNSPLIT = 1 << 20,
    /* of a TEXT: the stored document itself, as canonical extended JSON, where it says more than
     * the fields of its table do (members that none names, values of unexpected types); else NULL.
     * An INSERT puts what the record says differently into that document, and leaves the rest of it
     * as it is. A store of tables keeps the text as it is. It is the last field of its table */
    KRIPA_RESIDUAL = 2048,
    /* of an ID, a TIME or a JSON: no record that is shown lacks it, as none lacks its _id. (Texts
     * that always come are KRIPA_SHOW_BLANK.) */
    KRIPA_ALWAYS = 4096,
    /* of a TEXT that is never stored: what is sent in its place and is no such text, of whatever
     * type, counts as left out */
    KRIPA_ANY_TYPE = 8192,
    /* of a TEXT that holds a JSON object: shown as that object */
    KRIPA_JSON = 16384,
};
#define KRIPA_RESIDUAL_NAME "_rest" /* such a field's */
/* in `see` or `set`: nobody, whatever the schema's own mask says */
#define KRIPA_NOBODY        0x80000000U

/* What a text must be, beyond its length. Each form trims (but for PASSWORD), brings to one
 * spelling and checks. */
enum kripa_format {
    KRIPA_FORMAT_LINE,     /* one line: no control characters, no invisible ones */
    KRIPA_FORMAT_TEXT,     /* may hold line breaks */
    KRIPA_FORMAT_PASSWORD, /* taken as it is */
    KRIPA_FORMAT_EMAIL,    /* lower case */
    /* Indian mobile: 10 digits beginning 6-9, of any script; blanks, marks that nobody sees,
     * hyphens and dashes, dots, brackets, +91, 0091 and leading zeros are taken off */
    KRIPA_FORMAT_PHONE,
    KRIPA_FORMAT_PINCODE, /* [1-9][0-9]{5}, normalized alike */
    KRIPA_FORMAT_SLUG,    /* [a-z0-9] and Devanagari words joined by single hyphens */
    KRIPA_FORMAT_SKU,     /* printable ASCII without spaces */
    KRIPA_FORMAT_HSN,     /* 4, 6 or 8 digits */
    KRIPA_FORMAT_GSTIN,   /* 15 characters, checksum right */
    KRIPA_FORMAT_URL,     /* http:// or https:// */
    KRIPA_FORMAT_DAY,     /* YYYY-MM-DD, or an RFC 3339 instant */
    KRIPA_FORMAT_SEARCH,  /* what people look for, however they write or paste it */
};
#define KRIPA_FORMAT_COUNT 13

struct kripa_schema;
struct kripa_field {
    const char *name;   /* in JSON */
    const char *stored; /* in the store, where that differs */
    const char *alias;  /* another name clients send (q, search) */
    enum kripa_field_type type;
    unsigned flags;
    unsigned readable_by, writable_by; /* masks of roles; 0: the schema's */
    size_t at, count_at;
    int64_t min, max;      /* of a text: characters; of a list: elements; of money: paise */
    int64_t default_value; /* of a number left out */
    enum kripa_format format;
    const struct kripa_schema *item;
    /* of an enum, ended by NULL; "" is a value that may not be sent. Of a text: all that it may
     * be */
    const char *const *names;
    const char *doc;
    /* what a client may send, for the API's document; a text without quotes, all else as JSON */
    const char *example;
};

struct kripa_schema {
    const char *name;
    /* NULL: never stored. Two schemas may share one (account, cart: users) */
    const char *collection;
    size_t size, count;
    const struct kripa_field *fields;
    const char *const *indexes;        /* compound ones, ended by NULL: "category,-price" */
    unsigned readable_by, writable_by; /* for fields that have none of their own; 0: nobody */
    const char *doc;
};
#define KRIPA_FIELDS_MAX 64 /* fields of one table: one bit each in kripa_given */

/* How a request is read: a new record, where required fields must be there, or an edit, where what
 * is left out stays. */
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
/* The stored field of that stored or JSON name (dotted: "items.product"), or NULL. */
KRIPA_API const struct kripa_field *kripa_field_stored(const struct kripa_schema *schema,
                                                       const char *name);
/* "createdAt": the name a store keeps it under. */
KRIPA_API const char *kripa_field_column(const struct kripa_field *field);
/* Whether every reply that shows the record to who may see the field has it. */
KRIPA_API bool kripa_field_always(const struct kripa_field *field);
/* The JSON Schema pattern that texts of this form match, or NULL. */
KRIPA_API const char *kripa_format_pattern(enum kripa_format format);
/* The bit in kripa_given of the settable field of that name, or 0. */
KRIPA_API kripa_given kripa_schema_bit(const struct kripa_schema *schema, const char *name);

/* Brings the texts of `record` to their one spelling (in `arena`) and checks every field that
 * `role` may set: range, length, form, required. In an edit only the fields in `given` are looked
 * at. Other fields are cleared. INVALID names every bad field; NO_MEMORY. */
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
/* Reads pairs into a cleared record: numbers, booleans and lists as text, lists as a JSON array or
 * separated by commas, and records dotted (shippingAddress.city). With `strict` an unknown name is
 * INVALID, else ignored. Checks like kripa_record_check. */
KRIPA_API enum kripa_status kripa_pairs_decode(const struct kripa_schema *schema,
                                               enum kripa_input_mode mode, enum kripa_role role,
                                               bool strict, const struct kripa_pair *pairs,
                                               size_t pairs_count, struct kripa_arena *arena,
                                               void *record, kripa_given *given,
                                               struct kripa_error *err);
/* Of pairs that were decoded by this table and then refused: the error's fields by the names that
 * they came under, where those are aliases. */
KRIPA_API void kripa_pairs_as_sent(const struct kripa_schema *schema,
                                   const struct kripa_pair *pairs, size_t pairs_count,
                                   struct kripa_error *err);

KRIPA_END
#endif
