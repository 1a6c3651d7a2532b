/* SPDX-License-Identifier: MIT
 * What the files that read JSON share. */
#ifndef KP_JSON_MEMBER_H
#define KP_JSON_MEMBER_H

#include "check.h"

struct json_t; /* jansson's type */

/* INVALID (malformed or too deep), TOO_LARGE, NO_MEMORY. Every number becomes a real. */
enum kripa_status kp_json_parse(const char *text, size_t size, struct json_t **out,
                                struct kripa_error *err);

/* OK if the text is a JSON object, of any size and depth; INVALID, NO_MEMORY. */
enum kripa_status kp_json_object(const char *text);

/* Reads a JSON text (such as a list in a form field) into the field's member. */
enum kp_taken kp_json_member(struct kp_check *check, const struct kripa_field *field,
                             const char *text, void *record);

struct kp_path;
/* Rewrites the rest of an error's path, which leads into this value of the field. */
void kp_json_member_as_sent(const struct kripa_field *field, const char *text,
                            struct kp_path *path);

#endif
