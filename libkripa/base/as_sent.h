/* SPDX-License-Identifier: MIT
 * Errors by the names a request has for its fields: a table's alias, where that was sent. */
#ifndef KP_AS_SENT_H
#define KP_AS_SENT_H

#include <kripa/sys/field.h>

/* A path being told anew: what is read of it, and what is written instead. */
struct kp_path {
    const char *left;
    char told[KRIPA_ERROR_PATH_SIZE];
};

/* The field that the next name of the path is of, when a request may send it, or NULL. */
const struct kripa_field *kp_path_field(const struct kp_path *path, const struct kripa_schema *of);
/* Goes over the next name, telling it as `name`. */
void kp_path_name(struct kp_path *path, const char *name);
/* Goes over "[3]" when that comes next: *index is 3. */
bool kp_path_index(struct kp_path *path, size_t *index);
/* Goes over a dot when that comes next. */
bool kp_path_dot(struct kp_path *path);

/* Tells the path of one field, as the request has it; `ctx` is the request. */
typedef void kp_path_fn(void *ctx, const struct kripa_schema *of, struct kp_path *path);
/* All of an error's. */
void kp_as_sent(const struct kripa_schema *of, kp_path_fn *tell, void *ctx,
                struct kripa_error *err);

#endif
