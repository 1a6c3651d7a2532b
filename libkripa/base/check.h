/* SPDX-License-Identifier: MIT
 * The one check of a record's fields, behind JSON, pairs and structs alike. */
#ifndef KP_CHECK_H
#define KP_CHECK_H

#include <kripa/sys/field.h>

/* One reading of one request: where its texts go, who sends it, and where in it we are. */
struct kp_check {
    struct kripa_arena *arena;
    enum kripa_role role;
    struct kripa_error *err;
    enum kripa_status status; /* KRIPA_OK as long as nothing was wrong */
    size_t problems;          /* told so far */
    char path[KRIPA_ERROR_PATH_SIZE];
};

struct kp_check kp_check_in(struct kripa_arena *arena, enum kripa_role role,
                            struct kripa_error *err);
/* Steps into a field (or an element, with name NULL); what it returns brings kp_check_leave back.
 * */
size_t kp_check_enter(struct kp_check *check, const char *name, size_t index);
void kp_check_leave(struct kp_check *check, size_t before);
/* Says what is wrong here. */
void kp_check_fail(struct kp_check *check, const char *message);
/* Says what this field must be, by its type and limits. */
void kp_check_fail_type(struct kp_check *check, const struct kripa_field *field);
/* Says which names this field may have. */
void kp_check_fail_name(struct kp_check *check, const struct kripa_field *field);
void kp_check_no_memory(struct kp_check *check);

/* Whether this role may send the field. */
bool kp_check_settable(const struct kp_check *check, const struct kripa_schema *schema,
                       const struct kripa_field *field);
/* The field that a request names, by name or alias, or NULL. */
const struct kripa_field *kp_check_find(const struct kp_check *check,
                                        const struct kripa_schema *schema, const char *name);
/* How one value went: its field is in, or it was sent empty (null, ""), or it was told bad. */
enum kp_taken { KP_TAKEN, KP_EMPTY, KP_BAD };
/* The fields of one object as they come in. `settled` ones are not looked at again: they were
 * told bad, or were sent empty. `kept`: they do not come in now, but are in a struct that was read
 * before or filled by hand. Errors about `aliased` ones name their alias, as it was sent. */
struct kp_arrived {
    kripa_given given, settled, aliased;
    bool kept;
};
/* Notes how the field `bit`, sent as `name`, went. Sent empty it is cleared, or "is required"; a
 * number, a boolean, an enum or a record in place can't be empty: sent so, it counts as left out.
 * Of two names of one field the value wins. */
void kp_check_note(struct kp_check *check, const struct kripa_field *field, const char *name,
                   kripa_given bit, enum kp_taken taken, struct kp_arrived *arrived);
/* Checks and normalizes the fields that are not settled. `deep`: also the records inside. */
void kp_check_fields(struct kp_check *check, const struct kripa_schema *schema,
                     enum kripa_input_mode mode, void *record, struct kp_arrived arrived,
                     bool deep);

#endif
