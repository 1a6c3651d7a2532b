/* SPDX-License-Identifier: MIT
 * Messages to be sent, which are stored in the same change as what caused them (domain.md,
 * "Messages"). */
#ifndef KRIPA_OUTBOX_H
#define KRIPA_OUTBOX_H

#include <kripa/context.h>
#include <kripa/page.h>
#include <kripa/viewer.h>

enum kripa_outbox_kind {
    KRIPA_OUTBOX_ORDER_PLACED, /* to the customer */
    KRIPA_OUTBOX_ORDER_STATUS, /* to the customer */
    KRIPA_OUTBOX_NEW_ORDER,    /* to the shop, like the next three */
    KRIPA_OUTBOX_CANCELLED_ORDER,
    KRIPA_OUTBOX_RETAILER_REQUEST,
    KRIPA_OUTBOX_LOW_STOCK,
    KRIPA_OUTBOX_LOGIN_CODE, /* to a person, with a secret, like the next one */
    KRIPA_OUTBOX_PASSWORD_RESET,
};
enum kripa_outbox_status { KRIPA_OUTBOX_PENDING, KRIPA_OUTBOX_SENT, KRIPA_OUTBOX_DEAD };

struct kripa_outbox_message {
    struct kripa_id id; /* the message's stable id */
    enum kripa_outbox_kind kind;
    /* an e-mail address, or "shop": the shop's own, looked up when the message is sent */
    const char *to;
    const char *data; /* the data for its text, as a JSON object */
    struct kripa_id order;
    enum kripa_outbox_status status;
    int64_t attempts, next_at_ms;
    const char *last_error;
    int64_t created_at_ms;
    const char *secret;    /* sealed (kripa_outbox_open); NULL: none, or no more */
    int64_t expires_at_ms; /* of what it says; 0: never */
};
/* A message with what it says in secret, a JSON object; NULL: nothing. */
struct kripa_outbox_opened {
    struct kripa_outbox_message message;
    const char *secret;
};
struct kripa_outbox {
    struct kripa_outbox_message *at;
    size_t count;
    struct kripa_page page;
};
struct kripa_outbox_filter { /* names; NULL: any */
    struct kripa_paging paging;
    const char *status, *kind;
};

KRIPA_BEGIN

/* For admins: newest first. A filter of NULL shows all. */
KRIPA_API enum kripa_status kripa_outbox_list(struct kripa *kripa, struct kripa_viewer viewer,
                                              const struct kripa_outbox_filter *filter,
                                              struct kripa_arena *arena, struct kripa_outbox *out,
                                              struct kripa_error *err);
/* At the console alone (FORBIDDEN): reads one message, and what it says in secret, of which there
 * is an audit record. UNAVAILABLE in a context without jwt_secret; CONFLICT when the secret has
 * expired, or was sealed with another jwt_secret; NOT_FOUND. */
KRIPA_API enum kripa_status kripa_outbox_open(struct kripa *kripa, struct kripa_viewer viewer,
                                              struct kripa_id id, struct kripa_arena *arena,
                                              struct kripa_outbox_opened *out,
                                              struct kripa_error *err);
/* For admins: makes it due now, as if it had never been tried. CONFLICT when it was sent, or what
 * it says has expired; NOT_FOUND. */
KRIPA_API enum kripa_status kripa_outbox_retry(struct kripa *kripa, struct kripa_viewer viewer,
                                               struct kripa_id id, struct kripa_arena *arena,
                                               struct kripa_outbox_message **out,
                                               struct kripa_error *err);

/* Its name in JSON; "unknown" for a number that is none. */
KRIPA_API const char *kripa_outbox_kind_name(enum kripa_outbox_kind kind);
KRIPA_API const char *kripa_outbox_status_name(enum kripa_outbox_status status);

KRIPA_END
#endif
