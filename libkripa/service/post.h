/* SPDX-License-Identifier: MIT
 * Posting a form to another server over HTTPS, by libcurl. */
#ifndef KP_POST_H
#define KP_POST_H

#include <kripa/arena.h>
#include <kripa/status.h>

#define KP_POST_PARTS_MAX  16
#define KP_POST_ANSWER_MAX 65536 /* bytes of an answer; more is no answer */

/* A field of the form, or a file. */
struct kp_post_part {
    const char *name, *text; /* text NULL: a file */
    int fd;                  /* read by pread: its offset is anybody's */
    int64_t size;
    const char *file_name, *type; /* of a file */
};
struct kp_post {
    const char *url; /* https; plain http only to a loopback address */
    struct kp_post_part parts[KP_POST_PARTS_MAX];
    size_t count;
    int64_t timeout_ms; /* for all of it */
};
struct kp_post_answer {
    int64_t http_status;
    const char *text; /* in the arena */
    size_t size;
};

/* Whether a form may be posted there. */
bool kp_post_may(const char *url);
/* Any HTTP status is OK. UNAVAILABLE: no server, no answer in time, its certificate is not good, or
 * the answer is longer than KP_POST_ANSWER_MAX; the message says which, and nothing of the form. */
enum kripa_status kp_post(const struct kp_post *post, struct kripa_arena *arena,
                          struct kp_post_answer *out, struct kripa_error *err);

#endif
