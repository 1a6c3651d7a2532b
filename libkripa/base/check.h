/* SPDX-License-Identifier: MIT
 * The check of a record's fields, shared by the readers of JSON and pairs and for structs. */
#ifndef KP_CHECK_H
#define KP_CHECK_H

#include <kripa/sys/field.h>

/* The state of checking one request: the arena for its texts, who sends it, and the current
 * path. */
struct kp_check {
    struct kripa_arena *arena;
    enum kripa_role role;
    struct kripa_error *err;
    enum kripa_status status; /* KRIPA_OK until a problem is found */
    size_t problems;          /* the number of problems reported so far */
    char path[KRIPA_ERROR_PATH_SIZE];
};

struct kp_check kp_check_in(struct kripa_arena *arena, enum kripa_role role,
                            struct kripa_error *err);
/* Appends a field (or an element, if name is NULL) to the path; kp_check_leave takes what this
 * returns. */
size_t kp_check_enter(struct kp_check *check, const char *name, size_t index);
void kp_check_leave(struct kp_check *check, size_t before);
/* Reports a problem at the current path. */
void kp_check_fail(struct kp_check *check, const char *message);
/* Reports what the field must be, by its type and limits. */
void kp_check_fail_type(struct kp_check *check, const struct kripa_field *field);
/* Reports which names the field may have. */
void kp_check_fail_name(struct kp_check *check, const struct kripa_field *field);
void kp_check_no_memory(struct kp_check *check);

/* Whether the member has no value: no text, no embedded record, an optional number that is not set,
 * an id or a time of 0. A number, an enum, a boolean and a list always have one. */
static inline bool kp_is_absent(const struct kripa_field *field, const void *member)
{
    switch (field->type) {
    case KRIPA_TYPE_TEXT:
        return !*(const char *const *)member;
    case KRIPA_TYPE_OPT_RECORD:
        return !*(const void *const *)member;
    case KRIPA_TYPE_OPT_INT:
    case KRIPA_TYPE_OPT_MONEY:
    case KRIPA_TYPE_OPT_RATE:
        return !((const struct kripa_int *)member)->set;
    case KRIPA_TYPE_TIME:
        return *(const int64_t *)member == 0;
    case KRIPA_TYPE_ID:
        return kripa_id_is_zero(*(const struct kripa_id *)member);
    default:
        return false;
    }
}

/* Whether this role may send the field. */
bool kp_check_settable(const struct kp_check *check, const struct kripa_schema *schema,
                       const struct kripa_field *field);
/* The field that a request names, by name or alias, or NULL. */
const struct kripa_field *kp_check_find(const struct kp_check *check,
                                        const struct kripa_schema *schema, const char *name);
/* The outcome for one value: stored, sent empty (null, ""), or reported as bad. */
enum kp_taken { KP_TAKEN, KP_EMPTY, KP_BAD };
/* The fields of one object that arrived. `settled` fields are not checked again, since they were
 * reported as bad or were sent empty. `kept` fields did not arrive now, but are in a struct that
 * was read earlier or filled by hand. Errors about `aliased` fields name the alias, as sent. */
struct kp_arrived {
    kripa_given given, settled, aliased;
    bool kept;
};
/* Records the outcome of the field `bit`, sent as `name`. A field sent empty is cleared, or "is
 * required"; a number, boolean, enum or embedded record can't be empty and then counts as left out.
 * If both names of a field were sent, the one with a value counts. */
void kp_check_note(struct kp_check *check, const struct kripa_field *field, const char *name,
                   kripa_given bit, enum kp_taken taken, struct kp_arrived *arrived);
/* Checks and normalizes all fields but the settled ones; with `deep` also those of embedded
 * records. */
void kp_check_fields(struct kp_check *check, const struct kripa_schema *schema,
                     enum kripa_input_mode mode, void *record, struct kp_arrived arrived,
                     bool deep);

#endif
