/* SPDX-License-Identifier: MIT
 * Where the files of the media lie: a port with several implementations. What is asked of one may
 * be asked again: putting what is there, and removing what is not, is fine. */
#ifndef KP_DEPOT_H
#define KP_DEPOT_H

#include <kripa/limits.h>
#include <kripa/status.h>

/* A whole file that was checked, to be put in its place. */
struct kp_depot_file {
    int fd;           /* open for reading; its offset is anybody's: use pread */
    const char *path; /* its temporary name, which a place on the same disk may take; NULL: none */
    int64_t size;
    const char *type; /* "image/jpeg" */
};

struct kp_depot;
struct kp_depot_ops {
    /* Puts the file under `public_id`, so that it is there after a crash. `url` (empty at first) is
     * filled where the place decides it. UNAVAILABLE, and nothing is there, or perhaps the whole
     * file. */
    enum kripa_status (*put)(struct kp_depot *, const char *public_id, const struct kp_depot_file *,
                             char url[KRIPA_URL_MAX + 1], struct kripa_error *);
    /* One that is not there is removed already. UNAVAILABLE. */
    enum kripa_status (*remove)(struct kp_depot *, const char *public_id, struct kripa_error *);
    /* Its size, -1 when it is not there. NULL: the place can't tell. UNAVAILABLE. */
    enum kripa_status (*size)(struct kp_depot *, const char *public_id, int64_t *size,
                              struct kripa_error *);
    void (*close)(struct kp_depot *);
};
/* The first member of every depot's own struct. */
struct kp_depot {
    const struct kp_depot_ops *ops;
    const char *kind; /* "disk": the `place` of records whose files lie here */
};

#endif
