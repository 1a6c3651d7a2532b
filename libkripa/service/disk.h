/* SPDX-License-Identifier: MIT
 * The depot in a folder of the local disk: files by name, in `incoming/` those that are on their
 * way in, and in `w320/` and the like the smaller pictures of the same names. */
#ifndef KP_DISK_H
#define KP_DISK_H

#include "depot.h"

/* Told before each step that changes the disk, and asked whether it may be; false, with errno set:
 * the step fails. For tests. */
typedef bool kp_disk_step_fn(void *ctx, const char *step);

/* `folder` is copied, and made when the first file comes. NULL: out of memory. */
struct kp_depot *kp_disk_create(const char *folder);
/* A depot for files on their way to another one: a folder of this user's own below /tmp.
 * UNAVAILABLE, NO_MEMORY. */
enum kripa_status kp_disk_create_temporary(struct kp_depot **out, struct kripa_error *err);
void kp_disk_on_step(struct kp_depot *depot, kp_disk_step_fn *step, void *ctx);

/* A new file for writing and reading, under a name that nobody has: *path, freed by
 * kp_disk_discard. UNAVAILABLE, NO_MEMORY. */
enum kripa_status kp_disk_incoming(struct kp_depot *depot, int *fd, char **path,
                                   struct kripa_error *err);
/* Closes and, unless it got a name by then, removes it. fd -1 and path NULL are fine. */
void kp_disk_discard(struct kp_depot *depot, int fd, char *path);
/* All of it, or UNAVAILABLE. */
enum kripa_status kp_disk_write(struct kp_depot *depot, int fd, const void *bytes, size_t size,
                                struct kripa_error *err);

/* All of these bytes of a file, or false. */
bool kp_disk_read(int fd, int64_t at, void *to, size_t size);

/* Opens a file, or (`width` above 0) the smaller picture of it. NOT_FOUND, UNAVAILABLE. */
enum kripa_status kp_disk_open(struct kp_depot *depot, const char *name, int64_t width, int *fd,
                               int64_t *size, struct kripa_error *err);
/* The incoming file becomes the smaller picture of `name`; when `path` is NULL, the picture itself
 * does, since it is no wider. */
enum kripa_status kp_disk_put_small(struct kp_depot *depot, const char *name, int64_t width, int fd,
                                    const char *path, struct kripa_error *err);

/* What lies in the folder by name, the smaller pictures with their `width`; the order is the
 * disk's. */
typedef enum kripa_status kp_disk_file_fn(void *ctx, const char *name, int64_t width);
enum kripa_status kp_disk_walk(struct kp_depot *depot, kp_disk_file_fn *file, void *ctx,
                               struct kripa_error *err);
/* Removes incoming files older than that, and smaller pictures without their own; *removed is
 * raised. */
enum kripa_status kp_disk_tidy(struct kp_depot *depot, int64_t older_than_s, int64_t *removed,
                               struct kripa_error *err);

#endif
