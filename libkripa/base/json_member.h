/* SPDX-License-Identifier: MIT
 * What the readers of JSON share. */
#ifndef KP_JSON_MEMBER_H
#define KP_JSON_MEMBER_H

#include "check.h"

struct json_t; /* jansson's */

/* INVALID (malformed, too deep), TOO_LARGE, NO_MEMORY. Every number is a real. */
enum kripa_status kp_json_parse(const char *text, size_t size, struct json_t **out,
                                struct kripa_error *err);

/* OK for the text of an object, of any size and depth; INVALID, NO_MEMORY. */
enum kripa_status kp_json_object(const char *text);

/* Reads a JSON value (a list in a form's field) into the field's member. */
enum kp_taken kp_json_member(struct kp_check *check, const struct kripa_field *field,
                             const char *text, void *record);

struct kp_path;
/* What is left of the path leads into this value of the field: told as it is named there. */
void kp_json_member_as_sent(const struct kripa_field *field, const char *text,
                            struct kp_path *path);

#endif
