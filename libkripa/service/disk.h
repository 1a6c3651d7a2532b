/* SPDX-License-Identifier: MIT
 * The depot in a folder of the local disk: files by name; in `incoming/` those that are being
 * uploaded; in `w320/` and the like the smaller pictures, under the same names. */
#ifndef KP_DISK_H
#define KP_DISK_H

#include "depot.h"

/* Called before each step that changes the disk; if it returns false, with errno set, the
 * step fails. For tests. */
typedef bool kp_disk_step_fn(void *ctx, const char *step);

/* `folder` is copied; it is created for the first file. NULL: out of memory. */
struct kp_depot *kp_disk_create(const char *folder);
/* A depot for files that go on to another depot: a folder of this user's own below /tmp.
 * UNAVAILABLE, NO_MEMORY. */
enum kripa_status kp_disk_create_temporary(struct kp_depot **out, struct kripa_error *err);
void kp_disk_on_step(struct kp_depot *depot, kp_disk_step_fn *step, void *ctx);

/* Creates a new file of a unique name, open for writing and reading; *path is freed by
 * kp_disk_discard. UNAVAILABLE, NO_MEMORY. */
enum kripa_status kp_disk_incoming(struct kp_depot *depot, int *fd, char **path,
                                   struct kripa_error *err);
/* Closes the file and removes it, unless it was moved to its place. A descriptor of -1 and a
 * NULL path are allowed. */
void kp_disk_discard(struct kp_depot *depot, int fd, char *path);
/* Writes all bytes, or returns UNAVAILABLE. */
enum kripa_status kp_disk_write(struct kp_depot *depot, int fd, const void *bytes, size_t size,
                                struct kripa_error *err);

/* Reads exactly these bytes of a file; false: it can't. */
bool kp_disk_read(int fd, int64_t at, void *to, size_t size);

/* Opens a file, or (`width` above 0) the smaller picture of it. NOT_FOUND, UNAVAILABLE. */
enum kripa_status kp_disk_open(struct kp_depot *depot, const char *name, int64_t width, int *fd,
                               int64_t *size, struct kripa_error *err);
/* Makes the incoming file the smaller picture of `name`; if `path` is NULL, a link to the
 * picture itself, which is no wider. */
enum kripa_status kp_disk_put_small(struct kp_depot *depot, const char *name, int64_t width, int fd,
                                    const char *path, struct kripa_error *err);

/* Calls back for every file in the folder, smaller pictures with their `width`, in no
 * particular order. */
typedef enum kripa_status kp_disk_file_fn(void *ctx, const char *name, int64_t width);
enum kripa_status kp_disk_walk(struct kp_depot *depot, kp_disk_file_fn *file, void *ctx,
                               struct kripa_error *err);
/* Removes incoming files older than that, and smaller pictures whose picture is gone; adds
 * their number to *removed. */
enum kripa_status kp_disk_tidy(struct kp_depot *depot, int64_t older_than_s, int64_t *removed,
                               struct kripa_error *err);

#endif
