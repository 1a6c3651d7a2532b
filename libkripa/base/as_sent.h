/* SPDX-License-Identifier: MIT
 * Errors name fields as the request did: by the alias, where the alias was sent. */
#ifndef KP_AS_SENT_H
#define KP_AS_SENT_H

#include <kripa/sys/field.h>

/* An error's path while it is rewritten: the rest still to be read, and the output. */
struct kp_path {
    const char *left;
    char told[KRIPA_ERROR_PATH_SIZE];
};

/* Returns the field that the next name of the path means, if a request may send it, or NULL. */
const struct kripa_field *kp_path_field(const struct kp_path *path, const struct kripa_schema *of);
/* Reads the next name, and writes `name` in its place. */
void kp_path_name(struct kp_path *path, const char *name);
/* Reads "[3]" if that comes next: *index is 3. */
bool kp_path_index(struct kp_path *path, size_t *index);
/* Reads a dot if that comes next. */
bool kp_path_dot(struct kp_path *path);

/* Rewrites the path of one field as the request names it; `ctx` is the request. */
typedef void kp_path_fn(void *ctx, const struct kripa_schema *of, struct kp_path *path);
/* Rewrites all paths of an error. */
void kp_as_sent(const struct kripa_schema *of, kp_path_fn *tell, void *ctx,
                struct kripa_error *err);

#endif
