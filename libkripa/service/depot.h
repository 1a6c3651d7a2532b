/* SPDX-License-Identifier: MIT
 * The port to where uploaded files are stored, with several implementations. Each operation may
 * be repeated: storing a file that is there, and removing one that is not, succeed. */
#ifndef KP_DEPOT_H
#define KP_DEPOT_H

#include <kripa/limits.h>
#include <kripa/status.h>

/* A complete file that was checked, to be stored. */
struct kp_depot_file {
    int fd;           /* open for reading; others may move its offset, so use pread */
    const char *path; /* its temporary name; NULL: none. A depot on the same disk renames it */
    int64_t size;
    const char *type; /* "image/jpeg" */
};

struct kp_depot;
struct kp_depot_ops {
    /* Stores the file under `public_id`, so that it is there after a crash. Fills `url`
     * (empty before) if the depot decides the URL. UNAVAILABLE: the file was not stored, or
     * perhaps was. */
    enum kripa_status (*put)(struct kp_depot *, const char *public_id, const struct kp_depot_file *,
                             char url[KRIPA_URL_MAX + 1], struct kripa_error *);
    /* Removes a file; succeeds if there is none. UNAVAILABLE. */
    enum kripa_status (*remove)(struct kp_depot *, const char *public_id, struct kripa_error *);
    /* The size of a file in bytes, -1 if it is not there. NULL: this depot can't tell.
     * UNAVAILABLE. */
    enum kripa_status (*size)(struct kp_depot *, const char *public_id, int64_t *size,
                              struct kripa_error *);
    void (*close)(struct kp_depot *);
};
/* The first member of every depot's own struct. */
struct kp_depot {
    const struct kp_depot_ops *ops;
    const char *kind; /* "disk": what the records of its files have as `place` */
};

#endif
